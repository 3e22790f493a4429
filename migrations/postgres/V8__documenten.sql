-- Documenten API. A document is one row: its latest version. What it was before stands in documentversies, what it contains in
-- documentinhouden (a content of V7 per version that has one).

CREATE TABLE enkelvoudiginformatieobjecten (
    id                          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                        UUID NOT NULL UNIQUE,
    identificatie               TEXT COLLATE "C" NOT NULL,
    bronorganisatie             TEXT COLLATE "C" NOT NULL,
    informatieobjecttype        UUID NOT NULL REFERENCES informatieobjecttypen (uuid),
    vertrouwelijkheidaanduiding BIGINT NOT NULL,
    is_gereed_voor_publicatie   BIGINT,
    trefwoorden                 TEXT COLLATE "C",
    body                        BYTEA NOT NULL
);
-- identificatie first: it is searched for alone, a bronorganisatie never is.
CREATE UNIQUE INDEX enkelvoudiginformatieobjecten_identificatie ON enkelvoudiginformatieobjecten (identificatie, bronorganisatie);
-- In the order of the list; with the level, a count for a caller with few rights needs no row.
CREATE INDEX enkelvoudiginformatieobjecten_type ON enkelvoudiginformatieobjecten (informatieobjecttype, id, vertrouwelijkheidaanduiding);
-- For applications that may see only what is ready to be published.
CREATE INDEX enkelvoudiginformatieobjecten_gereed ON enkelvoudiginformatieobjecten (id, informatieobjecttype, vertrouwelijkheidaanduiding)
    WHERE is_gereed_voor_publicatie = 1;

-- Versions before the latest, as they were.
CREATE TABLE documentversies (
    informatieobject UUID NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    versie           BIGINT NOT NULL,
    begin_registratie TEXT COLLATE "C" NOT NULL,
    body             BYTEA NOT NULL,
    PRIMARY KEY (informatieobject, versie)
);

-- The content of each version that has one, the latest included. Versions can share one.
CREATE TABLE documentinhouden (
    informatieobject UUID NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    versie           BIGINT NOT NULL,
    inhoud           UUID NOT NULL,
    PRIMARY KEY (informatieobject, versie)
);
CREATE INDEX documentinhouden_inhoud ON documentinhouden (inhoud);

-- Who holds the lock may change the document. While its content arrives in parts, the lock ends by itself when that takes too long.
CREATE TABLE documentsloten (
    informatieobject UUID NOT NULL PRIMARY KEY REFERENCES enkelvoudiginformatieobjecten (uuid),
    slot             TEXT COLLATE "C" NOT NULL,
    upload_vervalt   TEXT COLLATE "C"
);
CREATE INDEX documentsloten_upload_vervalt ON documentsloten (upload_vervalt) WHERE upload_vervalt IS NOT NULL;

-- The parts of a content that arrives in parts; gone when they are put together.
CREATE TABLE bestandsdelen (
    uuid             UUID NOT NULL PRIMARY KEY,
    informatieobject UUID NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    volgnummer       BIGINT NOT NULL,
    omvang           BIGINT NOT NULL,
    inhoud           UUID
);
CREATE UNIQUE INDEX bestandsdelen_informatieobject ON bestandsdelen (informatieobject, volgnummer);
CREATE INDEX bestandsdelen_inhoud ON bestandsdelen (inhoud) WHERE inhoud IS NOT NULL;

CREATE TABLE gebruiksrechten (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    informatieobject UUID NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    startdatum       TEXT COLLATE "C" NOT NULL,
    einddatum        TEXT COLLATE "C",
    body             BYTEA NOT NULL
);
CREATE INDEX gebruiksrechten_informatieobject ON gebruiksrechten (informatieobject);
CREATE INDEX gebruiksrechten_startdatum ON gebruiksrechten (startdatum);
CREATE INDEX gebruiksrechten_einddatum ON gebruiksrechten (einddatum) WHERE einddatum IS NOT NULL;

CREATE TABLE objectinformatieobjecten (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    object           TEXT COLLATE "C" NOT NULL,
    informatieobject UUID NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    object_type      TEXT COLLATE "C" NOT NULL,
    body             BYTEA NOT NULL
);
CREATE UNIQUE INDEX objectinformatieobjecten_object ON objectinformatieobjecten (object, informatieobject);
CREATE INDEX objectinformatieobjecten_informatieobject ON objectinformatieobjecten (informatieobject);

CREATE TABLE verzendingen (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    informatieobject UUID NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    betrokkene       TEXT COLLATE "C" NOT NULL,
    aard_relatie     TEXT COLLATE "C" NOT NULL,
    body             BYTEA NOT NULL
);
CREATE INDEX verzendingen_informatieobject ON verzendingen (informatieobject);
CREATE INDEX verzendingen_betrokkene ON verzendingen (betrokkene);

-- Numbers that were promised to somebody: never given out, only accepted.
CREATE TABLE gereserveerde_documentnummers (
    bronorganisatie TEXT COLLATE "C" NOT NULL,
    identificatie   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bronorganisatie, identificatie)
);

-- The application may see only documents that are ready to be published (alleenIsGereedVoorPublicatie).
ALTER TABLE applicatie_clients ADD COLUMN alleen_gereed BIGINT NOT NULL DEFAULT 0;
UPDATE applicatie_clients SET alleen_gereed = 1 WHERE applicatie IN (
    SELECT uuid FROM applicaties WHERE position(convert_to('"alleenIsGereedVoorPublicatie":true', 'UTF8') IN body) > 0
);

-- SQLite keeps the last number in nummers.
CREATE SEQUENCE documentnummers;
