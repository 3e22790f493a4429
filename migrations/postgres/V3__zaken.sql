-- Zaken, statussen, resultaten. Each index costs every POST; what a zaak gets only when it is closed, or rarely has, is in a partial one.

CREATE TABLE zaken (
    id                             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                           UUID NOT NULL UNIQUE,
    identificatie                  TEXT COLLATE "C" NOT NULL,
    bronorganisatie                TEXT COLLATE "C" NOT NULL,
    zaaktype                       UUID NOT NULL REFERENCES zaaktypen (uuid),
    vertrouwelijkheidaanduiding    BIGINT NOT NULL,
    startdatum                     TEXT COLLATE "C" NOT NULL,
    registratiedatum               TEXT COLLATE "C" NOT NULL,
    einddatum                      TEXT COLLATE "C",
    einddatum_gepland              TEXT COLLATE "C",
    uiterlijke_einddatum_afdoening TEXT COLLATE "C",
    publicatiedatum                TEXT COLLATE "C",
    archiefnominatie               TEXT COLLATE "C",
    archiefstatus                  TEXT COLLATE "C" NOT NULL,
    archiefactiedatum              TEXT COLLATE "C",
    hoofdzaak                      UUID REFERENCES zaken (uuid),
    west                           DOUBLE PRECISION,
    south                          DOUBLE PRECISION,
    east                           DOUBLE PRECISION,
    north                          DOUBLE PRECISION,
    body                           BYTEA NOT NULL
);
-- identificatie first: it is searched for alone, a bronorganisatie never is.
CREATE UNIQUE INDEX zaken_identificatie ON zaken (identificatie NULLS FIRST, bronorganisatie);
-- In the order of the list; with the level, a count for a caller with few rights needs no row.
CREATE INDEX zaken_zaaktype ON zaken (zaaktype, id, vertrouwelijkheidaanduiding);
CREATE INDEX zaken_startdatum ON zaken (startdatum NULLS FIRST);
CREATE INDEX zaken_registratiedatum ON zaken (registratiedatum NULLS FIRST);
CREATE INDEX zaken_einddatum ON zaken (einddatum NULLS FIRST);
CREATE INDEX zaken_archiefactiedatum ON zaken (archiefactiedatum) WHERE archiefactiedatum IS NOT NULL;
CREATE INDEX zaken_hoofdzaak ON zaken (hoofdzaak) WHERE hoofdzaak IS NOT NULL;
CREATE INDEX zaken_plaats ON zaken (west, south, east, north) WHERE west IS NOT NULL;

CREATE TABLE statussen (
    id                              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid                            UUID NOT NULL UNIQUE,
    zaak                            UUID NOT NULL REFERENCES zaken (uuid),
    statustype                      UUID NOT NULL REFERENCES statustypen (uuid),
    datum_status_gezet              TEXT COLLATE "C" NOT NULL,
    indicatie_laatst_gezette_status BIGINT NOT NULL,
    gezetdoor                       UUID,
    body                            BYTEA NOT NULL
);
CREATE UNIQUE INDEX statussen_zaak ON statussen (zaak, datum_status_gezet);
CREATE INDEX statussen_statustype ON statussen (statustype, indicatie_laatst_gezette_status);
CREATE INDEX statussen_gezetdoor ON statussen (gezetdoor) WHERE gezetdoor IS NOT NULL;

CREATE TABLE resultaten (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid          UUID NOT NULL UNIQUE,
    zaak          UUID NOT NULL REFERENCES zaken (uuid),
    resultaattype UUID NOT NULL REFERENCES resultaattypen (uuid),
    body          BYTEA NOT NULL
);
CREATE UNIQUE INDEX resultaten_zaak ON resultaten (zaak);
CREATE INDEX resultaten_resultaattype ON resultaten (resultaattype);

-- Numbers that were promised to somebody: never given out, only accepted.
CREATE TABLE gereserveerde_zaaknummers (
    bronorganisatie TEXT COLLATE "C" NOT NULL,
    identificatie   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bronorganisatie, identificatie)
);

-- What was filled in on closing, as opposed to what somebody chose: only the former is computed anew when the zaak changes.
CREATE TABLE afgeleide_archivering (
    zaak                     UUID NOT NULL PRIMARY KEY,
    archiefnominatie         TEXT COLLATE "C",
    startdatum_bewaartermijn TEXT COLLATE "C",
    archiefactiedatum        TEXT COLLATE "C"
);

-- SQLite keeps the last number in nummers.
CREATE SEQUENCE zaaknummers;
