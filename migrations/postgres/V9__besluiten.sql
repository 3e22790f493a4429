-- Besluiten, and their relations with documents.

CREATE TABLE besluiten (
    id                            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                          UUID NOT NULL UNIQUE,
    identificatie                 TEXT COLLATE "C" NOT NULL,
    verantwoordelijke_organisatie TEXT COLLATE "C" NOT NULL,
    besluittype                   UUID NOT NULL REFERENCES besluittypen (uuid),
    zaak                          UUID REFERENCES zaken (uuid),
    body                          BYTEA NOT NULL
);
-- identificatie first: it is searched for alone, an organisation never is.
CREATE UNIQUE INDEX besluiten_identificatie ON besluiten (identificatie, verantwoordelijke_organisatie);
CREATE INDEX besluiten_besluittype ON besluiten (besluittype, id);
CREATE INDEX besluiten_zaak ON besluiten (zaak) WHERE zaak IS NOT NULL;

CREATE TABLE besluitinformatieobjecten (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    besluit          UUID NOT NULL REFERENCES besluiten (uuid),
    informatieobject TEXT COLLATE "C" NOT NULL,
    body             BYTEA NOT NULL
);
CREATE UNIQUE INDEX besluitinformatieobjecten_besluit ON besluitinformatieobjecten (besluit, informatieobject);
CREATE INDEX besluitinformatieobjecten_informatieobject ON besluitinformatieobjecten (informatieobject);

-- SQLite keeps the last number in nummers.
CREATE SEQUENCE besluitnummers;
