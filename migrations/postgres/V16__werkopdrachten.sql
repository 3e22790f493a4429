-- Werkopdrachten: what a contractor, or the municipality itself, has to mend; when each is looked at again, and answers that were given before.

CREATE TABLE werkopdrachten (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid            UUID NOT NULL UNIQUE,
    nummer          TEXT COLLATE "C" NOT NULL,
    aannemer        UUID,
    contract        UUID,
    incident        UUID,
    zaak            UUID,
    asset           UUID,
    status          TEXT COLLATE "C" NOT NULL,
    bewaking        TEXT COLLATE "C" NOT NULL,
    prioriteit      TEXT COLLATE "C" NOT NULL,
    aangeboden      TEXT COLLATE "C" NOT NULL,
    uiterlijk       TEXT COLLATE "C",
    extern_nummer   TEXT COLLATE "C",
    sensor_hersteld TEXT COLLATE "C",
    onderdeel_van   UUID,
    body            BYTEA NOT NULL
);
CREATE UNIQUE INDEX werkopdrachten_nummer ON werkopdrachten (nummer);
CREATE INDEX werkopdrachten_aannemer ON werkopdrachten (aannemer, status);
CREATE INDEX werkopdrachten_contract ON werkopdrachten (contract, aangeboden);
CREATE INDEX werkopdrachten_status ON werkopdrachten (status, incident);
-- Of one incident there is one order.
CREATE UNIQUE INDEX werkopdrachten_incident ON werkopdrachten (incident);
CREATE INDEX werkopdrachten_zaak ON werkopdrachten (zaak) WHERE zaak IS NOT NULL;
CREATE INDEX werkopdrachten_asset ON werkopdrachten (asset) WHERE asset IS NOT NULL;
CREATE INDEX werkopdrachten_uiterlijk ON werkopdrachten (uiterlijk, id);
CREATE INDEX werkopdrachten_extern ON werkopdrachten (extern_nummer) WHERE extern_nummer IS NOT NULL;

-- Orders that are not finished, with the moment (milliseconds since 1970) at which their clock says something new.
CREATE TABLE werkopdracht_wekkers (
    werkopdracht UUID NOT NULL PRIMARY KEY REFERENCES werkopdrachten (uuid),
    wanneer      BIGINT NOT NULL
);
CREATE INDEX werkopdracht_wekkers_wanneer ON werkopdracht_wekkers (wanneer);

-- Answers with an Idempotency-Key: the same key again is the same answer again.
CREATE TABLE werkopdracht_sleutels (
    werkopdracht UUID NOT NULL REFERENCES werkopdrachten (uuid),
    sleutel      TEXT COLLATE "C" NOT NULL,
    stap         TEXT COLLATE "C" NOT NULL,
    inhoud       TEXT COLLATE "C" NOT NULL,
    wanneer      BIGINT NOT NULL,
    PRIMARY KEY (werkopdracht, sleutel)
);
CREATE INDEX werkopdracht_sleutels_wanneer ON werkopdracht_sleutels (wanneer);

-- Zaken of finished orders that could not be closed: how they are to end, when that is tried again, and how often it was.
CREATE TABLE werkopdracht_afsluitingen (
    zaak         UUID NOT NULL PRIMARY KEY,
    werkopdracht UUID NOT NULL REFERENCES werkopdrachten (uuid),
    einde        TEXT COLLATE "C" NOT NULL,
    moment       TEXT COLLATE "C" NOT NULL,
    toelichting  TEXT COLLATE "C" NOT NULL,
    pogingen     BIGINT NOT NULL,
    wanneer      BIGINT NOT NULL
);
CREATE INDEX werkopdracht_afsluitingen_werkopdracht ON werkopdracht_afsluitingen (werkopdracht);
CREATE INDEX werkopdracht_afsluitingen_wanneer ON werkopdracht_afsluitingen (wanneer);

-- Incidents that could not be sent on: when they are tried again, and how often they were.
CREATE TABLE werkopdracht_belemmeringen (
    incident UUID NOT NULL PRIMARY KEY,
    pogingen BIGINT NOT NULL,
    wanneer  BIGINT NOT NULL,
    reden    TEXT COLLATE "C" NOT NULL
);

-- SQLite keeps the last number in nummers.
CREATE SEQUENCE werkopdrachtnummers;
