-- Zaken, statussen, resultaten. Each index costs every POST; what a zaak gets only when it is closed, or rarely has, is in a partial one.

CREATE TABLE zaken (
    id                             INTEGER PRIMARY KEY,
    uuid                           BLOB NOT NULL UNIQUE,
    identificatie                  TEXT NOT NULL,
    bronorganisatie                TEXT NOT NULL,
    zaaktype                       BLOB NOT NULL REFERENCES zaaktypen (uuid),
    vertrouwelijkheidaanduiding    INTEGER NOT NULL,
    startdatum                     TEXT NOT NULL,
    registratiedatum               TEXT NOT NULL,
    einddatum                      TEXT,
    einddatum_gepland              TEXT,
    uiterlijke_einddatum_afdoening TEXT,
    publicatiedatum                TEXT,
    archiefnominatie               TEXT,
    archiefstatus                  TEXT NOT NULL,
    archiefactiedatum              TEXT,
    hoofdzaak                      BLOB REFERENCES zaken (uuid),
    west                           REAL,
    south                          REAL,
    east                           REAL,
    north                          REAL,
    body                           BLOB NOT NULL
) STRICT;
-- identificatie first: it is searched for alone, a bronorganisatie never is.
CREATE UNIQUE INDEX zaken_identificatie ON zaken (identificatie, bronorganisatie);
-- In the order of the list; with the level, a count for a caller with few rights needs no row.
CREATE INDEX zaken_zaaktype ON zaken (zaaktype, id, vertrouwelijkheidaanduiding);
CREATE INDEX zaken_startdatum ON zaken (startdatum);
CREATE INDEX zaken_registratiedatum ON zaken (registratiedatum);
CREATE INDEX zaken_einddatum ON zaken (einddatum);
CREATE INDEX zaken_archiefactiedatum ON zaken (archiefactiedatum) WHERE archiefactiedatum IS NOT NULL;
CREATE INDEX zaken_hoofdzaak ON zaken (hoofdzaak) WHERE hoofdzaak IS NOT NULL;
CREATE INDEX zaken_plaats ON zaken (west, south, east, north) WHERE west IS NOT NULL;

CREATE TABLE statussen (
    id                              INTEGER PRIMARY KEY,
    uuid                            BLOB NOT NULL UNIQUE,
    zaak                            BLOB NOT NULL REFERENCES zaken (uuid),
    statustype                      BLOB NOT NULL REFERENCES statustypen (uuid),
    datum_status_gezet              TEXT NOT NULL,
    indicatie_laatst_gezette_status INTEGER NOT NULL,
    gezetdoor                       BLOB,
    body                            BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX statussen_zaak ON statussen (zaak, datum_status_gezet);
CREATE INDEX statussen_statustype ON statussen (statustype, indicatie_laatst_gezette_status);
CREATE INDEX statussen_gezetdoor ON statussen (gezetdoor) WHERE gezetdoor IS NOT NULL;

CREATE TABLE resultaten (
    id            INTEGER PRIMARY KEY,
    uuid          BLOB NOT NULL UNIQUE,
    zaak          BLOB NOT NULL REFERENCES zaken (uuid),
    resultaattype BLOB NOT NULL REFERENCES resultaattypen (uuid),
    body          BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX resultaten_zaak ON resultaten (zaak);
CREATE INDEX resultaten_resultaattype ON resultaten (resultaattype);

-- Numbers that were promised to somebody: never given out, only accepted.
CREATE TABLE gereserveerde_zaaknummers (
    bronorganisatie TEXT NOT NULL,
    identificatie   TEXT NOT NULL,
    PRIMARY KEY (bronorganisatie, identificatie)
) STRICT, WITHOUT ROWID;

-- What was filled in on closing, as opposed to what somebody chose: only the former is computed anew when the zaak changes.
CREATE TABLE afgeleide_archivering (
    zaak                     BLOB NOT NULL PRIMARY KEY,
    archiefnominatie         TEXT,
    startdatum_bewaartermijn TEXT,
    archiefactiedatum        TEXT
) STRICT, WITHOUT ROWID;
