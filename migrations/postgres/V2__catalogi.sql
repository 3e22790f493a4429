-- Catalogi: types and their versions.

CREATE TABLE catalogussen (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid   UUID NOT NULL UNIQUE,
    domein TEXT COLLATE "C" NOT NULL,
    rsin   TEXT COLLATE "C" NOT NULL,
    body   BYTEA NOT NULL
);
CREATE UNIQUE INDEX catalogussen_domein ON catalogussen (domein, rsin);

CREATE TABLE zaaktypen (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    catalogus        UUID NOT NULL REFERENCES catalogussen (uuid),
    identificatie    TEXT COLLATE "C" NOT NULL,
    concept          BIGINT NOT NULL,
    begin_geldigheid TEXT COLLATE "C" NOT NULL,
    einde_geldigheid TEXT COLLATE "C",
    begin_object     TEXT COLLATE "C",
    einde_object     TEXT COLLATE "C",
    trefwoorden      TEXT COLLATE "C",
    url              TEXT COLLATE "C" NOT NULL,
    body             BYTEA NOT NULL
);
CREATE INDEX zaaktypen_identificatie ON zaaktypen (catalogus, identificatie);

CREATE TABLE besluittypen (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    catalogus        UUID NOT NULL REFERENCES catalogussen (uuid),
    omschrijving     TEXT COLLATE "C",
    concept          BIGINT NOT NULL,
    begin_geldigheid TEXT COLLATE "C" NOT NULL,
    einde_geldigheid TEXT COLLATE "C",
    begin_object     TEXT COLLATE "C",
    einde_object     TEXT COLLATE "C",
    body             BYTEA NOT NULL
);
CREATE INDEX besluittypen_omschrijving ON besluittypen (catalogus, omschrijving);

CREATE TABLE informatieobjecttypen (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    catalogus        UUID NOT NULL REFERENCES catalogussen (uuid),
    omschrijving     TEXT COLLATE "C" NOT NULL,
    concept          BIGINT NOT NULL,
    begin_geldigheid TEXT COLLATE "C" NOT NULL,
    einde_geldigheid TEXT COLLATE "C",
    begin_object     TEXT COLLATE "C",
    einde_object     TEXT COLLATE "C",
    url              TEXT COLLATE "C" NOT NULL,
    body             BYTEA NOT NULL
);
CREATE INDEX informatieobjecttypen_omschrijving ON informatieobjecttypen (catalogus, omschrijving);

-- What types refer to by name, besides the informatieobjecttypen of a zaaktype, which are a resource of their own.
CREATE TABLE typerelaties (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    van       UUID NOT NULL,
    soort     TEXT COLLATE "C" NOT NULL,
    catalogus UUID NOT NULL,
    naam      TEXT COLLATE "C" NOT NULL,
    volgorde  BIGINT NOT NULL
);
CREATE INDEX typerelaties_van ON typerelaties (van, soort);
CREATE INDEX typerelaties_naam ON typerelaties (catalogus, soort, naam);

CREATE TABLE statustypen (
    id                     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                   UUID NOT NULL UNIQUE,
    zaaktype               UUID NOT NULL REFERENCES zaaktypen (uuid),
    volgnummer             BIGINT NOT NULL,
    zaaktype_identificatie TEXT COLLATE "C" NOT NULL,
    begin_geldigheid       TEXT COLLATE "C",
    einde_geldigheid       TEXT COLLATE "C",
    body                   BYTEA NOT NULL
);
CREATE UNIQUE INDEX statustypen_volgnummer ON statustypen (zaaktype, volgnummer);

CREATE TABLE resultaattypen (
    id                     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                   UUID NOT NULL UNIQUE,
    zaaktype               UUID NOT NULL REFERENCES zaaktypen (uuid),
    omschrijving           TEXT COLLATE "C" NOT NULL,
    zaaktype_identificatie TEXT COLLATE "C" NOT NULL,
    begin_geldigheid       TEXT COLLATE "C",
    einde_geldigheid       TEXT COLLATE "C",
    body                   BYTEA NOT NULL
);
CREATE INDEX resultaattypen_zaaktype ON resultaattypen (zaaktype);

CREATE TABLE roltypen (
    id                     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                   UUID NOT NULL UNIQUE,
    zaaktype               UUID NOT NULL REFERENCES zaaktypen (uuid),
    zaaktype_identificatie TEXT COLLATE "C" NOT NULL,
    omschrijving_generiek  TEXT COLLATE "C" NOT NULL,
    begin_geldigheid       TEXT COLLATE "C",
    einde_geldigheid       TEXT COLLATE "C",
    body                   BYTEA NOT NULL
);
CREATE INDEX roltypen_zaaktype ON roltypen (zaaktype);

CREATE TABLE eigenschappen (
    id                     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                   UUID NOT NULL UNIQUE,
    zaaktype               UUID NOT NULL REFERENCES zaaktypen (uuid),
    zaaktype_identificatie TEXT COLLATE "C" NOT NULL,
    statustype             UUID REFERENCES statustypen (uuid),
    begin_geldigheid       TEXT COLLATE "C",
    einde_geldigheid       TEXT COLLATE "C",
    body                   BYTEA NOT NULL
);
CREATE INDEX eigenschappen_zaaktype ON eigenschappen (zaaktype);
CREATE INDEX eigenschappen_statustype ON eigenschappen (statustype);

CREATE TABLE zaakobjecttypen (
    id                     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                   UUID NOT NULL UNIQUE,
    zaaktype               UUID NOT NULL REFERENCES zaaktypen (uuid),
    catalogus              UUID NOT NULL REFERENCES catalogussen (uuid),
    zaaktype_identificatie TEXT COLLATE "C" NOT NULL,
    ander_objecttype       BIGINT NOT NULL,
    objecttype             TEXT COLLATE "C" NOT NULL,
    relatie_omschrijving   TEXT COLLATE "C" NOT NULL,
    begin_geldigheid       TEXT COLLATE "C",
    einde_geldigheid       TEXT COLLATE "C",
    body                   BYTEA NOT NULL
);
CREATE INDEX zaakobjecttypen_zaaktype ON zaakobjecttypen (zaaktype);

CREATE TABLE zaaktype_informatieobjecttypen (
    id                   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                 UUID NOT NULL UNIQUE,
    zaaktype             UUID NOT NULL REFERENCES zaaktypen (uuid),
    catalogus            UUID NOT NULL REFERENCES catalogussen (uuid),
    informatieobjecttype TEXT COLLATE "C" NOT NULL,
    richting             TEXT COLLATE "C" NOT NULL,
    statustype           UUID REFERENCES statustypen (uuid),
    body                 BYTEA NOT NULL
);
CREATE INDEX zaaktype_informatieobjecttypen_zaaktype ON zaaktype_informatieobjecttypen (zaaktype);
CREATE INDEX zaaktype_informatieobjecttypen_naam ON zaaktype_informatieobjecttypen (catalogus, informatieobjecttype);
CREATE INDEX zaaktype_informatieobjecttypen_statustype ON zaaktype_informatieobjecttypen (statustype);
