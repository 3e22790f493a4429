-- Contracts: who mends what, where, until when, and by which norms.

CREATE TABLE aannemers (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid       UUID NOT NULL UNIQUE,
    naam       TEXT COLLATE "C" NOT NULL,
    kvk_nummer TEXT COLLATE "C",
    body       BYTEA NOT NULL
);
CREATE UNIQUE INDEX aannemers_naam ON aannemers (naam);

-- Lists are texts between separators; NULL is "all of them".
CREATE TABLE contracten (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid         UUID NOT NULL UNIQUE,
    nummer       TEXT COLLATE "C" NOT NULL,
    naam         TEXT COLLATE "C",
    aannemer     UUID NOT NULL REFERENCES aannemers (uuid),
    begindatum   TEXT COLLATE "C" NOT NULL,
    einddatum    TEXT COLLATE "C",
    soorten      TEXT COLLATE "C",
    prioriteiten TEXT COLLATE "C",
    body         BYTEA NOT NULL
);
CREATE UNIQUE INDEX contracten_nummer ON contracten (nummer);
CREATE INDEX contracten_aannemer ON contracten (aannemer);
CREATE INDEX contracten_periode ON contracten (einddatum, begindatum);

-- Secrets of channels, apart from the documents, which are served and audited: of an aannemer, or of a contract with a channel of its own.
CREATE TABLE kanaalgeheimen (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid   UUID NOT NULL UNIQUE,
    geheim TEXT COLLATE "C" NOT NULL
);
