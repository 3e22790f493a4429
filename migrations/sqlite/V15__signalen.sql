-- Signalen: rules, what they remember, incidents, and reports of residents. Moments are milliseconds since 1970.

CREATE TABLE regels (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    naam       TEXT NOT NULL,
    soort      TEXT,
    asset      BLOB,
    prioriteit TEXT NOT NULL,
    actief     INTEGER NOT NULL,
    body       BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX regels_naam ON regels (naam);

CREATE TABLE incidenten (
    id             INTEGER PRIMARY KEY,
    uuid           BLOB NOT NULL UNIQUE,
    nummer         TEXT NOT NULL,
    asset          BLOB NOT NULL,
    asset_soort    TEXT,
    bron           TEXT NOT NULL,
    regel          BLOB,
    prioriteit     TEXT NOT NULL,
    status         TEXT NOT NULL,
    hoort_bij      BLOB,
    vorig_incident BLOB,
    begin          TEXT NOT NULL,
    vastgesteld    TEXT NOT NULL,
    verzenden_op   TEXT,
    einde          TEXT,
    zaak           BLOB,
    werkopdracht   BLOB,
    sensor_hersteld TEXT,
    body           BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX incidenten_nummer ON incidenten (nummer);
CREATE INDEX incidenten_asset ON incidenten (asset);
CREATE INDEX incidenten_status ON incidenten (status, verzenden_op);
CREATE INDEX incidenten_hoort_bij ON incidenten (hoort_bij);
CREATE INDEX incidenten_zaak ON incidenten (zaak);
CREATE INDEX incidenten_regel ON incidenten (regel, vastgesteld);
CREATE INDEX incidenten_einde ON incidenten (einde);

CREATE TABLE meldingen (
    id           INTEGER PRIMARY KEY,
    uuid         BLOB NOT NULL UNIQUE,
    code         TEXT NOT NULL,
    asset        BLOB,
    incident     BLOB,
    soort_klacht TEXT,
    kanaal       TEXT NOT NULL,
    ontvangen    TEXT NOT NULL,
    body         BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX meldingen_code ON meldingen (code);
CREATE INDEX meldingen_incident ON meldingen (incident);

-- Where who reported can be reached. Never in a document, an audit record or a log; gone some days after the incident.
CREATE TABLE melders (
    id       INTEGER PRIMARY KEY,
    melding  BLOB NOT NULL UNIQUE REFERENCES meldingen (uuid),
    incident BLOB NOT NULL,
    email    TEXT NOT NULL
) STRICT;
CREATE INDEX melders_incident ON melders (incident);

-- What a rule remembers of an asset that is not as it should be; nothing for one that is. "fase": 0 watched, 1 waits for its delay, 2 raised,
-- 3 recovers. "moment" is when the phase began, "termijn" when something falls due without a message, "laatst" the newest observation seen,
-- "wissels" the changes of a flapping state.
CREATE TABLE toestanden (
    id       INTEGER PRIMARY KEY,
    regel    BLOB NOT NULL,
    asset    BLOB NOT NULL,
    fase     INTEGER NOT NULL,
    begin    INTEGER NOT NULL,
    moment   INTEGER NOT NULL,
    termijn  INTEGER,
    laatst   INTEGER NOT NULL,
    incident BLOB,
    vorig    BLOB,
    wissels  TEXT NOT NULL,
    bewijs   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX toestanden_regel ON toestanden (regel, asset);
CREATE INDEX toestanden_asset ON toestanden (asset);
CREATE INDEX toestanden_termijn ON toestanden (termijn);

-- When silence and drift of a rule are looked at again.
CREATE TABLE regelklok (
    regel    BLOB NOT NULL PRIMARY KEY,
    volgende INTEGER NOT NULL
) STRICT;
