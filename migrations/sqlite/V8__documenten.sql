-- Documenten API. A document is one row: its latest version. What it was before stands in documentversies, what it contains in
-- documentinhouden (a content of V7 per version that has one).

CREATE TABLE enkelvoudiginformatieobjecten (
    id                          INTEGER PRIMARY KEY,
    uuid                        BLOB NOT NULL UNIQUE,
    identificatie               TEXT NOT NULL,
    bronorganisatie             TEXT NOT NULL,
    informatieobjecttype        BLOB NOT NULL REFERENCES informatieobjecttypen (uuid),
    vertrouwelijkheidaanduiding INTEGER NOT NULL,
    is_gereed_voor_publicatie   INTEGER,
    trefwoorden                 TEXT,
    body                        BLOB NOT NULL
) STRICT;
-- identificatie first: it is searched for alone, a bronorganisatie never is.
CREATE UNIQUE INDEX enkelvoudiginformatieobjecten_identificatie ON enkelvoudiginformatieobjecten (identificatie, bronorganisatie);
-- In the order of the list; with the level, a count for a caller with few rights needs no row.
CREATE INDEX enkelvoudiginformatieobjecten_type ON enkelvoudiginformatieobjecten (informatieobjecttype, id, vertrouwelijkheidaanduiding);
-- For applications that may see only what is ready to be published.
CREATE INDEX enkelvoudiginformatieobjecten_gereed ON enkelvoudiginformatieobjecten (id, informatieobjecttype, vertrouwelijkheidaanduiding)
    WHERE is_gereed_voor_publicatie = 1;

-- Versions before the latest, as they were.
CREATE TABLE documentversies (
    informatieobject BLOB NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    versie           INTEGER NOT NULL,
    begin_registratie TEXT NOT NULL,
    body             BLOB NOT NULL,
    PRIMARY KEY (informatieobject, versie)
) STRICT;

-- The content of each version that has one, the latest included. Versions can share one.
CREATE TABLE documentinhouden (
    informatieobject BLOB NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    versie           INTEGER NOT NULL,
    inhoud           BLOB NOT NULL,
    PRIMARY KEY (informatieobject, versie)
) STRICT, WITHOUT ROWID;
CREATE INDEX documentinhouden_inhoud ON documentinhouden (inhoud);

-- Who holds the lock may change the document. While its content arrives in parts, the lock ends by itself when that takes too long.
CREATE TABLE documentsloten (
    informatieobject BLOB NOT NULL PRIMARY KEY REFERENCES enkelvoudiginformatieobjecten (uuid),
    slot             TEXT NOT NULL,
    upload_vervalt   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX documentsloten_upload_vervalt ON documentsloten (upload_vervalt) WHERE upload_vervalt IS NOT NULL;

-- The parts of a content that arrives in parts; gone when they are put together.
CREATE TABLE bestandsdelen (
    uuid             BLOB NOT NULL PRIMARY KEY,
    informatieobject BLOB NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    volgnummer       INTEGER NOT NULL,
    omvang           INTEGER NOT NULL,
    inhoud           BLOB
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bestandsdelen_informatieobject ON bestandsdelen (informatieobject, volgnummer);
CREATE INDEX bestandsdelen_inhoud ON bestandsdelen (inhoud) WHERE inhoud IS NOT NULL;

CREATE TABLE gebruiksrechten (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    informatieobject BLOB NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    startdatum       TEXT NOT NULL,
    einddatum        TEXT,
    body             BLOB NOT NULL
) STRICT;
CREATE INDEX gebruiksrechten_informatieobject ON gebruiksrechten (informatieobject);
CREATE INDEX gebruiksrechten_startdatum ON gebruiksrechten (startdatum);
CREATE INDEX gebruiksrechten_einddatum ON gebruiksrechten (einddatum) WHERE einddatum IS NOT NULL;

CREATE TABLE objectinformatieobjecten (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    object           TEXT NOT NULL,
    informatieobject BLOB NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    object_type      TEXT NOT NULL,
    body             BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX objectinformatieobjecten_object ON objectinformatieobjecten (object, informatieobject);
CREATE INDEX objectinformatieobjecten_informatieobject ON objectinformatieobjecten (informatieobject);

CREATE TABLE verzendingen (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    informatieobject BLOB NOT NULL REFERENCES enkelvoudiginformatieobjecten (uuid),
    betrokkene       TEXT NOT NULL,
    aard_relatie     TEXT NOT NULL,
    body             BLOB NOT NULL
) STRICT;
CREATE INDEX verzendingen_informatieobject ON verzendingen (informatieobject);
CREATE INDEX verzendingen_betrokkene ON verzendingen (betrokkene);

-- Numbers that were promised to somebody: never given out, only accepted.
CREATE TABLE gereserveerde_documentnummers (
    bronorganisatie TEXT NOT NULL,
    identificatie   TEXT NOT NULL,
    PRIMARY KEY (bronorganisatie, identificatie)
) STRICT, WITHOUT ROWID;

-- The application may see only documents that are ready to be published (alleenIsGereedVoorPublicatie).
ALTER TABLE applicatie_clients ADD COLUMN alleen_gereed INTEGER NOT NULL DEFAULT 0;
UPDATE applicatie_clients SET alleen_gereed = 1 WHERE applicatie IN (
    SELECT uuid FROM applicaties WHERE instr(body, CAST('"alleenIsGereedVoorPublicatie":true' AS BLOB)) > 0
);
