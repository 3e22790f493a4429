-- Messages of devices that could not be stored, or not wholly, and how the topics of the broker are read. Moments are milliseconds since 1970.

-- One row for one message: the same again counts up "aantal". "body" is absent when the message was too large to keep; "herhaald" is when it was
-- stored after all.
CREATE TABLE dode_letters (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bron      TEXT COLLATE "C" NOT NULL,
    onderwerp TEXT COLLATE "C" NOT NULL,
    apparaat  TEXT COLLATE "C",
    code      TEXT COLLATE "C" NOT NULL,
    reden     TEXT COLLATE "C" NOT NULL,
    ontvangen BIGINT NOT NULL,
    laatst    BIGINT NOT NULL,
    aantal    BIGINT NOT NULL,
    pogingen  BIGINT NOT NULL,
    herhaald  BIGINT,
    grootte   BIGINT NOT NULL,
    sha256    TEXT COLLATE "C" NOT NULL,
    body      BYTEA
);
CREATE UNIQUE INDEX dode_letters_bericht ON dode_letters (bron, onderwerp, sha256);
CREATE INDEX dode_letters_code ON dode_letters (code, id);
CREATE INDEX dode_letters_apparaat ON dode_letters (apparaat, id);
CREATE INDEX dode_letters_laatst ON dode_letters (laatst);

-- The topics that the server listens to, in the order of the settings: what replays a letter reads it in the same way.
CREATE TABLE onderwerpen (
    volgorde   BIGINT PRIMARY KEY,
    patroon    TEXT COLLATE "C" NOT NULL,
    poort      BIGINT NOT NULL,
    afbeelding TEXT COLLATE "C" NOT NULL,
    definitie  TEXT COLLATE "C" NOT NULL
);
