-- Catalogi: types and their versions.

CREATE TABLE catalogussen (
    id     INTEGER PRIMARY KEY,
    uuid   BLOB NOT NULL UNIQUE,
    domein TEXT NOT NULL,
    rsin   TEXT NOT NULL,
    body   BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX catalogussen_domein ON catalogussen (domein, rsin);

CREATE TABLE zaaktypen (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    catalogus        BLOB NOT NULL REFERENCES catalogussen (uuid),
    identificatie    TEXT NOT NULL,
    concept          INTEGER NOT NULL,
    begin_geldigheid TEXT NOT NULL,
    einde_geldigheid TEXT,
    begin_object     TEXT,
    einde_object     TEXT,
    trefwoorden      TEXT,
    url              TEXT NOT NULL,
    body             BLOB NOT NULL
) STRICT;
CREATE INDEX zaaktypen_identificatie ON zaaktypen (catalogus, identificatie);

CREATE TABLE besluittypen (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    catalogus        BLOB NOT NULL REFERENCES catalogussen (uuid),
    omschrijving     TEXT,
    concept          INTEGER NOT NULL,
    begin_geldigheid TEXT NOT NULL,
    einde_geldigheid TEXT,
    begin_object     TEXT,
    einde_object     TEXT,
    body             BLOB NOT NULL
) STRICT;
CREATE INDEX besluittypen_omschrijving ON besluittypen (catalogus, omschrijving);

CREATE TABLE informatieobjecttypen (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    catalogus        BLOB NOT NULL REFERENCES catalogussen (uuid),
    omschrijving     TEXT NOT NULL,
    concept          INTEGER NOT NULL,
    begin_geldigheid TEXT NOT NULL,
    einde_geldigheid TEXT,
    begin_object     TEXT,
    einde_object     TEXT,
    url              TEXT NOT NULL,
    body             BLOB NOT NULL
) STRICT;
CREATE INDEX informatieobjecttypen_omschrijving ON informatieobjecttypen (catalogus, omschrijving);

-- What types refer to by name, besides the informatieobjecttypen of a zaaktype, which are a resource of their own.
CREATE TABLE typerelaties (
    id        INTEGER PRIMARY KEY,
    van       BLOB NOT NULL,
    soort     TEXT NOT NULL,
    catalogus BLOB NOT NULL,
    naam      TEXT NOT NULL,
    volgorde  INTEGER NOT NULL
) STRICT;
CREATE INDEX typerelaties_van ON typerelaties (van, soort);
CREATE INDEX typerelaties_naam ON typerelaties (catalogus, soort, naam);

CREATE TABLE statustypen (
    id                     INTEGER PRIMARY KEY,
    uuid                   BLOB NOT NULL UNIQUE,
    zaaktype               BLOB NOT NULL REFERENCES zaaktypen (uuid),
    volgnummer             INTEGER NOT NULL,
    zaaktype_identificatie TEXT NOT NULL,
    begin_geldigheid       TEXT,
    einde_geldigheid       TEXT,
    body                   BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX statustypen_volgnummer ON statustypen (zaaktype, volgnummer);

CREATE TABLE resultaattypen (
    id                     INTEGER PRIMARY KEY,
    uuid                   BLOB NOT NULL UNIQUE,
    zaaktype               BLOB NOT NULL REFERENCES zaaktypen (uuid),
    omschrijving           TEXT NOT NULL,
    zaaktype_identificatie TEXT NOT NULL,
    begin_geldigheid       TEXT,
    einde_geldigheid       TEXT,
    body                   BLOB NOT NULL
) STRICT;
CREATE INDEX resultaattypen_zaaktype ON resultaattypen (zaaktype);

CREATE TABLE roltypen (
    id                     INTEGER PRIMARY KEY,
    uuid                   BLOB NOT NULL UNIQUE,
    zaaktype               BLOB NOT NULL REFERENCES zaaktypen (uuid),
    zaaktype_identificatie TEXT NOT NULL,
    omschrijving_generiek  TEXT NOT NULL,
    begin_geldigheid       TEXT,
    einde_geldigheid       TEXT,
    body                   BLOB NOT NULL
) STRICT;
CREATE INDEX roltypen_zaaktype ON roltypen (zaaktype);

CREATE TABLE eigenschappen (
    id                     INTEGER PRIMARY KEY,
    uuid                   BLOB NOT NULL UNIQUE,
    zaaktype               BLOB NOT NULL REFERENCES zaaktypen (uuid),
    zaaktype_identificatie TEXT NOT NULL,
    statustype             BLOB REFERENCES statustypen (uuid),
    begin_geldigheid       TEXT,
    einde_geldigheid       TEXT,
    body                   BLOB NOT NULL
) STRICT;
CREATE INDEX eigenschappen_zaaktype ON eigenschappen (zaaktype);
CREATE INDEX eigenschappen_statustype ON eigenschappen (statustype);

CREATE TABLE zaakobjecttypen (
    id                     INTEGER PRIMARY KEY,
    uuid                   BLOB NOT NULL UNIQUE,
    zaaktype               BLOB NOT NULL REFERENCES zaaktypen (uuid),
    catalogus              BLOB NOT NULL REFERENCES catalogussen (uuid),
    zaaktype_identificatie TEXT NOT NULL,
    ander_objecttype       INTEGER NOT NULL,
    objecttype             TEXT NOT NULL,
    relatie_omschrijving   TEXT NOT NULL,
    begin_geldigheid       TEXT,
    einde_geldigheid       TEXT,
    body                   BLOB NOT NULL
) STRICT;
CREATE INDEX zaakobjecttypen_zaaktype ON zaakobjecttypen (zaaktype);

CREATE TABLE zaaktype_informatieobjecttypen (
    id                   INTEGER PRIMARY KEY,
    uuid                 BLOB NOT NULL UNIQUE,
    zaaktype             BLOB NOT NULL REFERENCES zaaktypen (uuid),
    catalogus            BLOB NOT NULL REFERENCES catalogussen (uuid),
    informatieobjecttype TEXT NOT NULL,
    richting             TEXT NOT NULL,
    statustype           BLOB REFERENCES statustypen (uuid),
    body                 BLOB NOT NULL
) STRICT;
CREATE INDEX zaaktype_informatieobjecttypen_zaaktype ON zaaktype_informatieobjecttypen (zaaktype);
CREATE INDEX zaaktype_informatieobjecttypen_naam ON zaaktype_informatieobjecttypen (catalogus, informatieobjecttype);
CREATE INDEX zaaktype_informatieobjecttypen_statustype ON zaaktype_informatieobjecttypen (statustype);
