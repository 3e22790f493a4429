-- Besluiten, and their relations with documents.

CREATE TABLE besluiten (
    id                            INTEGER PRIMARY KEY,
    uuid                          BLOB NOT NULL UNIQUE,
    identificatie                 TEXT NOT NULL,
    verantwoordelijke_organisatie TEXT NOT NULL,
    besluittype                   BLOB NOT NULL REFERENCES besluittypen (uuid),
    zaak                          BLOB REFERENCES zaken (uuid),
    body                          BLOB NOT NULL
) STRICT;
-- identificatie first: it is searched for alone, an organisation never is.
CREATE UNIQUE INDEX besluiten_identificatie ON besluiten (identificatie, verantwoordelijke_organisatie);
CREATE INDEX besluiten_besluittype ON besluiten (besluittype, id);
CREATE INDEX besluiten_zaak ON besluiten (zaak) WHERE zaak IS NOT NULL;

CREATE TABLE besluitinformatieobjecten (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    besluit          BLOB NOT NULL REFERENCES besluiten (uuid),
    informatieobject TEXT NOT NULL,
    body             BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX besluitinformatieobjecten_besluit ON besluitinformatieobjecten (besluit, informatieobject);
CREATE INDEX besluitinformatieobjecten_informatieobject ON besluitinformatieobjecten (informatieobject);
