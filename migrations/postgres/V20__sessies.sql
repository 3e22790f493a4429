-- Sessions of people who signed in. Moments are in milliseconds since 1970.

-- The value of the cookie is never here, only its SHA-256 in hex. Name and sub go when the session ends.
CREATE TABLE sessies (
    sleutel   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    client_id TEXT COLLATE "C" NOT NULL,
    sub       TEXT COLLATE "C" NOT NULL,
    naam      TEXT COLLATE "C" NOT NULL,
    begonnen  BIGINT NOT NULL,
    verloopt  BIGINT NOT NULL
);
CREATE INDEX sessies_verloopt ON sessies (verloopt);
