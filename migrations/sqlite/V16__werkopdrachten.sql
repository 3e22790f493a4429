-- Werkopdrachten: what a contractor, or the municipality itself, has to mend; when each is looked at again, and answers that were given before.

CREATE TABLE werkopdrachten (
    id              INTEGER PRIMARY KEY,
    uuid            BLOB NOT NULL UNIQUE,
    nummer          TEXT NOT NULL,
    aannemer        BLOB,
    contract        BLOB,
    incident        BLOB,
    zaak            BLOB,
    asset           BLOB,
    status          TEXT NOT NULL,
    bewaking        TEXT NOT NULL,
    prioriteit      TEXT NOT NULL,
    aangeboden      TEXT NOT NULL,
    uiterlijk       TEXT,
    extern_nummer   TEXT,
    sensor_hersteld TEXT,
    onderdeel_van   BLOB,
    body            BLOB NOT NULL
) STRICT;
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
    werkopdracht BLOB NOT NULL PRIMARY KEY REFERENCES werkopdrachten (uuid),
    wanneer      INTEGER NOT NULL
) STRICT;
CREATE INDEX werkopdracht_wekkers_wanneer ON werkopdracht_wekkers (wanneer);

-- Answers with an Idempotency-Key: the same key again is the same answer again.
CREATE TABLE werkopdracht_sleutels (
    werkopdracht BLOB NOT NULL REFERENCES werkopdrachten (uuid),
    sleutel      TEXT NOT NULL,
    stap         TEXT NOT NULL,
    inhoud       TEXT NOT NULL,
    wanneer      INTEGER NOT NULL,
    PRIMARY KEY (werkopdracht, sleutel)
) STRICT;
CREATE INDEX werkopdracht_sleutels_wanneer ON werkopdracht_sleutels (wanneer);

-- Zaken of finished orders that could not be closed: how they are to end, when that is tried again, and how often it was.
CREATE TABLE werkopdracht_afsluitingen (
    zaak         BLOB NOT NULL PRIMARY KEY,
    werkopdracht BLOB NOT NULL REFERENCES werkopdrachten (uuid),
    einde        TEXT NOT NULL,
    moment       TEXT NOT NULL,
    toelichting  TEXT NOT NULL,
    pogingen     INTEGER NOT NULL,
    wanneer      INTEGER NOT NULL
) STRICT;
CREATE INDEX werkopdracht_afsluitingen_werkopdracht ON werkopdracht_afsluitingen (werkopdracht);
CREATE INDEX werkopdracht_afsluitingen_wanneer ON werkopdracht_afsluitingen (wanneer);

-- Incidents that could not be sent on: when they are tried again, and how often they were.
CREATE TABLE werkopdracht_belemmeringen (
    incident BLOB NOT NULL PRIMARY KEY,
    pogingen INTEGER NOT NULL,
    wanneer  INTEGER NOT NULL,
    reden    TEXT NOT NULL
) STRICT;
