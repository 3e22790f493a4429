-- Contracts: who mends what, where, until when, and by which norms.

CREATE TABLE aannemers (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    naam       TEXT NOT NULL,
    kvk_nummer TEXT,
    body       BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX aannemers_naam ON aannemers (naam);

-- Lists are texts between separators; NULL is "all of them".
CREATE TABLE contracten (
    id           INTEGER PRIMARY KEY,
    uuid         BLOB NOT NULL UNIQUE,
    nummer       TEXT NOT NULL,
    naam         TEXT,
    aannemer     BLOB NOT NULL REFERENCES aannemers (uuid),
    begindatum   TEXT NOT NULL,
    einddatum    TEXT,
    soorten      TEXT,
    prioriteiten TEXT,
    body         BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX contracten_nummer ON contracten (nummer);
CREATE INDEX contracten_aannemer ON contracten (aannemer);
CREATE INDEX contracten_periode ON contracten (einddatum, begindatum);

-- Secrets of channels, apart from the documents, which are served and audited: of an aannemer, or of a contract with a channel of its own.
CREATE TABLE kanaalgeheimen (
    id     INTEGER PRIMARY KEY,
    uuid   BLOB NOT NULL UNIQUE,
    geheim TEXT NOT NULL
) STRICT;
