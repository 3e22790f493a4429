-- Assets: what is maintained, what it was before, and the areas in which it stands.

-- `lon` and `lat` are a point in or on it. `geometrie` is there only for what is more than a point, with its bounds.
CREATE TABLE assets (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid          UUID NOT NULL UNIQUE,
    soort         TEXT COLLATE "C" NOT NULL,
    identificatie TEXT COLLATE "C" NOT NULL,
    omschrijving  TEXT COLLATE "C" NOT NULL,
    lon           DOUBLE PRECISION NOT NULL,
    lat           DOUBLE PRECISION NOT NULL,
    ouder         UUID,
    versie        BIGINT NOT NULL,
    gewijzigd     BIGINT NOT NULL,
    door          TEXT COLLATE "C" NOT NULL,
    verwijderd    BIGINT,
    west          DOUBLE PRECISION,
    zuid          DOUBLE PRECISION,
    oost          DOUBLE PRECISION,
    noord         DOUBLE PRECISION,
    geometrie     BYTEA,
    attributen    BYTEA NOT NULL
);
CREATE UNIQUE INDEX assets_identificatie ON assets (soort, identificatie);
CREATE INDEX assets_ouder ON assets (ouder);
CREATE INDEX assets_plaats ON assets (soort, lat, lon, id) WHERE verwijderd IS NULL;
CREATE INDEX assets_vorm ON assets (soort, lat, lon, id) WHERE verwijderd IS NULL AND geometrie IS NOT NULL;

-- What an asset was before its last change: a document for each earlier version, with the moment and who made it.
CREATE TABLE asset_versies (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    asset      UUID NOT NULL REFERENCES assets (uuid),
    versie     BIGINT NOT NULL,
    gewijzigd  BIGINT NOT NULL,
    door       TEXT COLLATE "C" NOT NULL,
    verwijderd BIGINT,
    body       BYTEA NOT NULL
);
CREATE UNIQUE INDEX asset_versies_versie ON asset_versies (asset, versie);

-- `merk` is a hash of the border: whoever has read that border before need not read it again.
CREATE TABLE gebieden (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid       UUID NOT NULL UNIQUE,
    soort      TEXT COLLATE "C" NOT NULL,
    code       TEXT COLLATE "C" NOT NULL,
    naam       TEXT COLLATE "C" NOT NULL,
    west       DOUBLE PRECISION NOT NULL,
    zuid       DOUBLE PRECISION NOT NULL,
    oost       DOUBLE PRECISION NOT NULL,
    noord      DOUBLE PRECISION NOT NULL,
    merk       BIGINT NOT NULL,
    versie     BIGINT NOT NULL,
    gewijzigd  BIGINT NOT NULL,
    attributen BYTEA NOT NULL,
    geometrie  BYTEA NOT NULL
);
CREATE UNIQUE INDEX gebieden_code ON gebieden (soort, code);
CREATE INDEX gebieden_plaats ON gebieden (zuid, noord, west, oost, uuid, merk);
