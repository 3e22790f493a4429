-- Assets: what is maintained, what it was before, and the areas in which it stands.

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
    verwijderd    BIGINT,
    geometrie     BYTEA,
    attributen    BYTEA NOT NULL
);
CREATE UNIQUE INDEX assets_identificatie ON assets (soort, identificatie);
CREATE INDEX assets_ouder ON assets (ouder);
CREATE INDEX assets_plaats ON assets (lat, lon);

CREATE TABLE gebieden (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid      UUID NOT NULL UNIQUE,
    soort     TEXT COLLATE "C" NOT NULL,
    code      TEXT COLLATE "C" NOT NULL,
    naam      TEXT COLLATE "C" NOT NULL,
    west      DOUBLE PRECISION NOT NULL,
    zuid      DOUBLE PRECISION NOT NULL,
    oost      DOUBLE PRECISION NOT NULL,
    noord     DOUBLE PRECISION NOT NULL,
    geometrie BYTEA NOT NULL
);
CREATE UNIQUE INDEX gebieden_code ON gebieden (soort, code);
