-- Assets: what is maintained, what it was before, and the areas in which it stands.

-- `lon` and `lat` are a point in or on it. `geometrie` is there only for what is more than a point, with its bounds.
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
    door          TEXT NOT NULL,
    verwijderd    INTEGER,
    west          REAL,
    zuid          REAL,
    oost          REAL,
    noord         REAL,
    geometrie     BLOB,
    attributen    BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX assets_identificatie ON assets (soort, identificatie);
CREATE INDEX assets_ouder ON assets (ouder);
CREATE INDEX assets_plaats ON assets (soort, lat, lon, id) WHERE verwijderd IS NULL;
CREATE INDEX assets_vorm ON assets (soort, lat, lon, id) WHERE verwijderd IS NULL AND geometrie IS NOT NULL;

-- What an asset was before its last change: a document for each earlier version, with the moment and who made it.
CREATE TABLE asset_versies (
    id         INTEGER PRIMARY KEY,
    asset      BLOB NOT NULL REFERENCES assets (uuid),
    versie     INTEGER NOT NULL,
    gewijzigd  INTEGER NOT NULL,
    door       TEXT NOT NULL,
    verwijderd INTEGER,
    body       BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX asset_versies_versie ON asset_versies (asset, versie);

-- `merk` is a hash of the border: whoever has read that border before need not read it again.
CREATE TABLE gebieden (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    soort      TEXT NOT NULL,
    code       TEXT NOT NULL,
    naam       TEXT NOT NULL,
    west       REAL NOT NULL,
    zuid       REAL NOT NULL,
    oost       REAL NOT NULL,
    noord      REAL NOT NULL,
    merk       INTEGER NOT NULL,
    versie     INTEGER NOT NULL,
    gewijzigd  INTEGER NOT NULL,
    attributen BLOB NOT NULL,
    geometrie  BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX gebieden_code ON gebieden (soort, code);
CREATE INDEX gebieden_plaats ON gebieden (zuid, noord, west, oost, uuid, merk);
