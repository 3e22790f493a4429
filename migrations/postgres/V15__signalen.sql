-- Signalen: rules, what they remember, incidents, and reports of residents. Moments are milliseconds since 1970.

CREATE TABLE regels (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid       UUID NOT NULL UNIQUE,
    naam       TEXT COLLATE "C" NOT NULL,
    soort      TEXT COLLATE "C",
    asset      UUID,
    prioriteit TEXT COLLATE "C" NOT NULL,
    actief     BIGINT NOT NULL,
    body       BYTEA NOT NULL
);
CREATE UNIQUE INDEX regels_naam ON regels (naam);

CREATE TABLE incidenten (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid           UUID NOT NULL UNIQUE,
    nummer         TEXT COLLATE "C" NOT NULL,
    asset          UUID NOT NULL,
    asset_soort    TEXT COLLATE "C",
    bron           TEXT COLLATE "C" NOT NULL,
    regel          UUID,
    prioriteit     TEXT COLLATE "C" NOT NULL,
    status         TEXT COLLATE "C" NOT NULL,
    hoort_bij      UUID,
    vorig_incident UUID,
    begin          TEXT COLLATE "C" NOT NULL,
    vastgesteld    TEXT COLLATE "C" NOT NULL,
    verzenden_op   TEXT COLLATE "C",
    einde          TEXT COLLATE "C",
    zaak           UUID,
    werkopdracht   UUID,
    sensor_hersteld TEXT COLLATE "C",
    body           BYTEA NOT NULL
);
CREATE UNIQUE INDEX incidenten_nummer ON incidenten (nummer);
CREATE INDEX incidenten_asset ON incidenten (asset);
CREATE INDEX incidenten_status ON incidenten (status, verzenden_op);
CREATE INDEX incidenten_hoort_bij ON incidenten (hoort_bij);
CREATE INDEX incidenten_zaak ON incidenten (zaak);
CREATE INDEX incidenten_regel ON incidenten (regel, vastgesteld);
CREATE INDEX incidenten_einde ON incidenten (einde);

CREATE TABLE meldingen (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid         UUID NOT NULL UNIQUE,
    code         TEXT COLLATE "C" NOT NULL,
    asset        UUID,
    incident     UUID,
    soort_klacht TEXT COLLATE "C",
    kanaal       TEXT COLLATE "C" NOT NULL,
    ontvangen    TEXT COLLATE "C" NOT NULL,
    body         BYTEA NOT NULL
);
CREATE UNIQUE INDEX meldingen_code ON meldingen (code);
CREATE INDEX meldingen_incident ON meldingen (incident);

-- Where who reported can be reached. Never in a document, an audit record or a log; gone some days after the incident.
CREATE TABLE melders (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    melding  UUID NOT NULL UNIQUE REFERENCES meldingen (uuid),
    incident UUID NOT NULL,
    email    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX melders_incident ON melders (incident);

-- What a rule remembers of an asset that is not as it should be; nothing for one that is. "fase": 0 watched, 1 waits for its delay, 2 raised,
-- 3 recovers. "moment" is when the phase began, "termijn" when something falls due without a message, "laatst" the newest observation seen,
-- "wissels" the changes of a flapping state.
CREATE TABLE toestanden (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    regel    UUID NOT NULL,
    asset    UUID NOT NULL,
    fase     BIGINT NOT NULL,
    begin    BIGINT NOT NULL,
    moment   BIGINT NOT NULL,
    termijn  BIGINT,
    laatst   BIGINT NOT NULL,
    incident UUID,
    vorig    UUID,
    wissels  TEXT COLLATE "C" NOT NULL,
    bewijs   TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX toestanden_regel ON toestanden (regel, asset);
CREATE INDEX toestanden_asset ON toestanden (asset);
CREATE INDEX toestanden_termijn ON toestanden (termijn);

-- When silence and drift of a rule are looked at again.
CREATE TABLE regelklok (
    regel    UUID NOT NULL PRIMARY KEY,
    volgende BIGINT NOT NULL
);

CREATE SEQUENCE incidentnummers;
