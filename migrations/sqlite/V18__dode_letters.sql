-- Messages of devices that could not be stored, or not wholly, and how the topics of the broker are read. Moments are milliseconds since 1970.

-- One row for one message: the same again counts up "aantal". "body" is absent when the message was too large to keep; "herhaald" is when it was
-- stored after all.
CREATE TABLE dode_letters (
    id        INTEGER PRIMARY KEY,
    bron      TEXT NOT NULL,
    onderwerp TEXT NOT NULL,
    apparaat  TEXT,
    code      TEXT NOT NULL,
    reden     TEXT NOT NULL,
    ontvangen INTEGER NOT NULL,
    laatst    INTEGER NOT NULL,
    aantal    INTEGER NOT NULL,
    pogingen  INTEGER NOT NULL,
    herhaald  INTEGER,
    grootte   INTEGER NOT NULL,
    sha256    TEXT NOT NULL,
    body      BLOB
) STRICT;
CREATE UNIQUE INDEX dode_letters_bericht ON dode_letters (bron, onderwerp, sha256);
CREATE INDEX dode_letters_code ON dode_letters (code, id);
CREATE INDEX dode_letters_apparaat ON dode_letters (apparaat, id);
CREATE INDEX dode_letters_laatst ON dode_letters (laatst);

-- The topics that the server listens to, in the order of the settings: what replays a letter reads it in the same way.
CREATE TABLE onderwerpen (
    volgorde   INTEGER PRIMARY KEY,
    patroon    TEXT NOT NULL,
    poort      INTEGER NOT NULL,
    afbeelding TEXT NOT NULL,
    definitie  TEXT NOT NULL
) STRICT;
