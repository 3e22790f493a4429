-- Assets: what is maintained, what it was before, and the areas in which it stands.

CREATE TABLE assets (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB NOT NULL UNIQUE,
    soort         TEXT NOT NULL,
    identificatie TEXT NOT NULL,
    omschrijving  TEXT NOT NULL,
    lon           REAL NOT NULL,
    lat           REAL NOT NULL,
    ouder         BLOB,
    versie        INTEGER NOT NULL,
    gewijzigd     INTEGER NOT NULL,
    verwijderd    INTEGER,
    geometrie     BLOB,
    attributen    BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX assets_identificatie ON assets (soort, identificatie);
CREATE INDEX assets_ouder ON assets (ouder);
CREATE INDEX assets_plaats ON assets (lat, lon);

CREATE TABLE gebieden (
    id        INTEGER PRIMARY KEY,
    uuid      BLOB NOT NULL UNIQUE,
    soort     TEXT NOT NULL,
    code      TEXT NOT NULL,
    naam      TEXT NOT NULL,
    west      REAL NOT NULL,
    zuid      REAL NOT NULL,
    oost      REAL NOT NULL,
    noord     REAL NOT NULL,
    geometrie BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX gebieden_code ON gebieden (soort, code);
