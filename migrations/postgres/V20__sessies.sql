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

-- Sign-ins that are under way, for ten minutes: hashes of the state and of the browser's cookie, and where to go afterwards.
CREATE TABLE aanmeldingen (
    sleutel  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    browser  TEXT COLLATE "C" NOT NULL,
    terug    TEXT COLLATE "C" NOT NULL,
    verloopt BIGINT NOT NULL
);
CREATE INDEX aanmeldingen_verloopt ON aanmeldingen (verloopt);
