-- Reports that somebody is writing, and the photos of reports. Moments are in milliseconds since 1970.

-- What was filled in, until it is sent and for a day at most. The secret of a draft is in its URL and never here, only its SHA-256 in hex; "browser"
-- is that of the cookie of the browser that it is shown to. "foto" is a content of the store. "code" is that of the report that it became: sent
-- again, it is the same report.
CREATE TABLE concepten (
    sleutel  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    browser  TEXT COLLATE "C" NOT NULL,
    asset    UUID NOT NULL,
    foto     UUID,
    formaat  TEXT COLLATE "C" NOT NULL,
    omvang   BIGINT NOT NULL,
    code     TEXT COLLATE "C",
    verloopt BIGINT NOT NULL,
    body     BYTEA NOT NULL
);
CREATE INDEX concepten_verloopt ON concepten (verloopt);

-- Photos of reports that are no document yet: they become one when their incident has a zaak.
CREATE TABLE melding_fotos (
    foto     UUID NOT NULL PRIMARY KEY,
    melding  UUID NOT NULL,
    incident UUID NOT NULL,
    formaat  TEXT COLLATE "C" NOT NULL,
    volgende BIGINT NOT NULL,
    verloopt BIGINT NOT NULL
);
CREATE INDEX melding_fotos_volgende ON melding_fotos (volgende);
CREATE INDEX melding_fotos_melding ON melding_fotos (melding);
