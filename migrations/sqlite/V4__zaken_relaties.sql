-- What belongs to a zaak: rollen, zaakobjecten, relations with documents, eigenschappen and besluiten, contacts, notes. Each begins with an
-- index on its zaak, which also serves the members of the zaak that list it.

CREATE TABLE rollen (
    id                    INTEGER PRIMARY KEY,
    uuid                  BLOB NOT NULL UNIQUE,
    zaak                  BLOB NOT NULL REFERENCES zaken (uuid),
    roltype               BLOB NOT NULL REFERENCES roltypen (uuid),
    betrokkene            TEXT,
    betrokkene_type       TEXT NOT NULL,
    omschrijving          TEXT NOT NULL,
    omschrijving_generiek TEXT NOT NULL,
    inp_bsn               TEXT,
    anp_identificatie     TEXT,
    inp_a_nummer          TEXT,
    inn_nnp_id            TEXT,
    ann_identificatie     TEXT,
    vestigings_nummer     TEXT,
    identificatie         TEXT,
    body                  BLOB NOT NULL
) STRICT;
CREATE INDEX rollen_zaak ON rollen (zaak);
CREATE INDEX rollen_roltype ON rollen (roltype);
CREATE UNIQUE INDEX rollen_eenmalig ON rollen (zaak, omschrijving_generiek)
    WHERE omschrijving_generiek IN ('initiator', 'zaakcoordinator');
-- A rol has one or two of these, so it pays for no more than those.
CREATE INDEX rollen_betrokkene ON rollen (betrokkene) WHERE betrokkene IS NOT NULL;
CREATE INDEX rollen_inp_bsn ON rollen (inp_bsn) WHERE inp_bsn IS NOT NULL;
CREATE INDEX rollen_anp_identificatie ON rollen (anp_identificatie) WHERE anp_identificatie IS NOT NULL;
CREATE INDEX rollen_inp_a_nummer ON rollen (inp_a_nummer) WHERE inp_a_nummer IS NOT NULL;
CREATE INDEX rollen_inn_nnp_id ON rollen (inn_nnp_id) WHERE inn_nnp_id IS NOT NULL;
CREATE INDEX rollen_ann_identificatie ON rollen (ann_identificatie) WHERE ann_identificatie IS NOT NULL;
CREATE INDEX rollen_vestigings_nummer ON rollen (vestigings_nummer) WHERE vestigings_nummer IS NOT NULL;
CREATE INDEX rollen_identificatie ON rollen (identificatie) WHERE identificatie IS NOT NULL;

CREATE TABLE zaakobjecten (
    id             INTEGER PRIMARY KEY,
    uuid           BLOB NOT NULL UNIQUE,
    zaak           BLOB NOT NULL REFERENCES zaken (uuid),
    object         TEXT,
    object_type    TEXT NOT NULL,
    zaakobjecttype BLOB REFERENCES zaakobjecttypen (uuid),
    body           BLOB NOT NULL
) STRICT;
CREATE INDEX zaakobjecten_zaak ON zaakobjecten (zaak);
CREATE INDEX zaakobjecten_object ON zaakobjecten (object) WHERE object IS NOT NULL;
CREATE INDEX zaakobjecten_zaakobjecttype ON zaakobjecten (zaakobjecttype) WHERE zaakobjecttype IS NOT NULL;

CREATE TABLE zaakinformatieobjecten (
    id               INTEGER PRIMARY KEY,
    uuid             BLOB NOT NULL UNIQUE,
    zaak             BLOB NOT NULL REFERENCES zaken (uuid),
    informatieobject TEXT NOT NULL,
    status           BLOB REFERENCES statussen (uuid),
    body             BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX zaakinformatieobjecten_zaak ON zaakinformatieobjecten (zaak, informatieobject);
CREATE INDEX zaakinformatieobjecten_informatieobject ON zaakinformatieobjecten (informatieobject);
CREATE INDEX zaakinformatieobjecten_status ON zaakinformatieobjecten (status) WHERE status IS NOT NULL;

CREATE TABLE zaakeigenschappen (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    zaak       BLOB NOT NULL REFERENCES zaken (uuid),
    eigenschap BLOB NOT NULL REFERENCES eigenschappen (uuid),
    naam       TEXT NOT NULL,
    body       BLOB NOT NULL
) STRICT;
CREATE INDEX zaakeigenschappen_zaak ON zaakeigenschappen (zaak);
CREATE INDEX zaakeigenschappen_eigenschap ON zaakeigenschappen (eigenschap);

CREATE TABLE zaakbesluiten (
    id      INTEGER PRIMARY KEY,
    uuid    BLOB NOT NULL UNIQUE,
    zaak    BLOB NOT NULL REFERENCES zaken (uuid),
    besluit TEXT NOT NULL,
    body    BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX zaakbesluiten_zaak ON zaakbesluiten (zaak, besluit);

CREATE TABLE klantcontacten (
    id   INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    zaak BLOB NOT NULL REFERENCES zaken (uuid),
    body BLOB NOT NULL
) STRICT;
CREATE INDEX klantcontacten_zaak ON klantcontacten (zaak);

CREATE TABLE zaakcontactmomenten (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB NOT NULL UNIQUE,
    zaak          BLOB NOT NULL REFERENCES zaken (uuid),
    contactmoment TEXT NOT NULL,
    body          BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX zaakcontactmomenten_zaak ON zaakcontactmomenten (zaak, contactmoment);
CREATE INDEX zaakcontactmomenten_contactmoment ON zaakcontactmomenten (contactmoment);

CREATE TABLE zaakverzoeken (
    id      INTEGER PRIMARY KEY,
    uuid    BLOB NOT NULL UNIQUE,
    zaak    BLOB NOT NULL REFERENCES zaken (uuid),
    verzoek TEXT NOT NULL,
    body    BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX zaakverzoeken_zaak ON zaakverzoeken (zaak, verzoek);
CREATE INDEX zaakverzoeken_verzoek ON zaakverzoeken (verzoek);

CREATE TABLE zaaknotities (
    id              INTEGER PRIMARY KEY,
    uuid            BLOB NOT NULL UNIQUE,
    zaak            BLOB NOT NULL REFERENCES zaken (uuid),
    onderwerp       TEXT NOT NULL,
    tekst           TEXT NOT NULL,
    aangemaakt_door TEXT,
    notitie_type    TEXT NOT NULL,
    status          TEXT NOT NULL,
    aanmaakdatum    TEXT NOT NULL,
    wijzigingsdatum TEXT NOT NULL,
    body            BLOB NOT NULL
) STRICT;
CREATE INDEX zaaknotities_zaak ON zaaknotities (zaak);
