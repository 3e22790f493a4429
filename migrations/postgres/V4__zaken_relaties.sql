-- What belongs to a zaak: rollen, zaakobjecten, relations with documents, eigenschappen and besluiten, contacts, notes. Each begins with an
-- index on its zaak, which also serves the members of the zaak that list it.

CREATE TABLE rollen (
    id                    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                  UUID NOT NULL UNIQUE,
    zaak                  UUID NOT NULL REFERENCES zaken (uuid),
    roltype               UUID NOT NULL REFERENCES roltypen (uuid),
    betrokkene            TEXT COLLATE "C",
    betrokkene_type       TEXT COLLATE "C" NOT NULL,
    omschrijving          TEXT COLLATE "C" NOT NULL,
    omschrijving_generiek TEXT COLLATE "C" NOT NULL,
    inp_bsn               TEXT COLLATE "C",
    anp_identificatie     TEXT COLLATE "C",
    inp_a_nummer          TEXT COLLATE "C",
    inn_nnp_id            TEXT COLLATE "C",
    ann_identificatie     TEXT COLLATE "C",
    vestigings_nummer     TEXT COLLATE "C",
    identificatie         TEXT COLLATE "C",
    body                  BYTEA NOT NULL
);
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
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid           UUID NOT NULL UNIQUE,
    zaak           UUID NOT NULL REFERENCES zaken (uuid),
    object         TEXT COLLATE "C",
    object_type    TEXT COLLATE "C" NOT NULL,
    zaakobjecttype UUID REFERENCES zaakobjecttypen (uuid),
    body           BYTEA NOT NULL
);
CREATE INDEX zaakobjecten_zaak ON zaakobjecten (zaak);
CREATE INDEX zaakobjecten_object ON zaakobjecten (object) WHERE object IS NOT NULL;
CREATE INDEX zaakobjecten_zaakobjecttype ON zaakobjecten (zaakobjecttype) WHERE zaakobjecttype IS NOT NULL;

CREATE TABLE zaakinformatieobjecten (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid             UUID NOT NULL UNIQUE,
    zaak             UUID NOT NULL REFERENCES zaken (uuid),
    informatieobject TEXT COLLATE "C" NOT NULL,
    status           UUID REFERENCES statussen (uuid),
    body             BYTEA NOT NULL
);
CREATE UNIQUE INDEX zaakinformatieobjecten_zaak ON zaakinformatieobjecten (zaak, informatieobject);
CREATE INDEX zaakinformatieobjecten_informatieobject ON zaakinformatieobjecten (informatieobject);
CREATE INDEX zaakinformatieobjecten_status ON zaakinformatieobjecten (status) WHERE status IS NOT NULL;

CREATE TABLE zaakeigenschappen (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid       UUID NOT NULL UNIQUE,
    zaak       UUID NOT NULL REFERENCES zaken (uuid),
    eigenschap UUID NOT NULL REFERENCES eigenschappen (uuid),
    naam       TEXT COLLATE "C" NOT NULL,
    body       BYTEA NOT NULL
);
CREATE INDEX zaakeigenschappen_zaak ON zaakeigenschappen (zaak);
CREATE INDEX zaakeigenschappen_eigenschap ON zaakeigenschappen (eigenschap);

CREATE TABLE zaakbesluiten (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid    UUID NOT NULL UNIQUE,
    zaak    UUID NOT NULL REFERENCES zaken (uuid),
    besluit TEXT COLLATE "C" NOT NULL,
    body    BYTEA NOT NULL
);
CREATE UNIQUE INDEX zaakbesluiten_zaak ON zaakbesluiten (zaak, besluit);

CREATE TABLE klantcontacten (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid UUID NOT NULL UNIQUE,
    zaak UUID NOT NULL REFERENCES zaken (uuid),
    body BYTEA NOT NULL
);
CREATE INDEX klantcontacten_zaak ON klantcontacten (zaak);

CREATE TABLE zaakcontactmomenten (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid          UUID NOT NULL UNIQUE,
    zaak          UUID NOT NULL REFERENCES zaken (uuid),
    contactmoment TEXT COLLATE "C" NOT NULL,
    body          BYTEA NOT NULL
);
CREATE UNIQUE INDEX zaakcontactmomenten_zaak ON zaakcontactmomenten (zaak, contactmoment);
CREATE INDEX zaakcontactmomenten_contactmoment ON zaakcontactmomenten (contactmoment);

CREATE TABLE zaakverzoeken (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid    UUID NOT NULL UNIQUE,
    zaak    UUID NOT NULL REFERENCES zaken (uuid),
    verzoek TEXT COLLATE "C" NOT NULL,
    body    BYTEA NOT NULL
);
CREATE UNIQUE INDEX zaakverzoeken_zaak ON zaakverzoeken (zaak, verzoek);
CREATE INDEX zaakverzoeken_verzoek ON zaakverzoeken (verzoek);

CREATE TABLE zaaknotities (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid            UUID NOT NULL UNIQUE,
    zaak            UUID NOT NULL REFERENCES zaken (uuid),
    onderwerp       TEXT COLLATE "C" NOT NULL,
    tekst           TEXT COLLATE "C" NOT NULL,
    aangemaakt_door TEXT COLLATE "C",
    notitie_type    TEXT COLLATE "C" NOT NULL,
    status          TEXT COLLATE "C" NOT NULL,
    aanmaakdatum    TEXT COLLATE "C" NOT NULL,
    wijzigingsdatum TEXT COLLATE "C" NOT NULL,
    body            BYTEA NOT NULL
);
CREATE INDEX zaaknotities_zaak ON zaaknotities (zaak);
