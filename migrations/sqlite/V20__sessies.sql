-- Sessions of people who signed in. Moments are in milliseconds since 1970.

-- The value of the cookie is never here, only its SHA-256 in hex. Name and sub go when the session ends.
CREATE TABLE sessies (
    sleutel   TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    sub       TEXT NOT NULL,
    naam      TEXT NOT NULL,
    begonnen  INTEGER NOT NULL,
    verloopt  INTEGER NOT NULL
) STRICT;
CREATE INDEX sessies_verloopt ON sessies (verloopt);

-- Sign-ins that are under way, for ten minutes: hashes of the state and of the browser's cookie, and where to go afterwards.
CREATE TABLE aanmeldingen (
    sleutel  TEXT NOT NULL PRIMARY KEY,
    browser  TEXT NOT NULL,
    terug    TEXT NOT NULL,
    verloopt INTEGER NOT NULL
) STRICT;
CREATE INDEX aanmeldingen_verloopt ON aanmeldingen (verloopt);
