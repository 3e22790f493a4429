-- Links by which a contractor without a system of its own answers an order. Moments are in milliseconds since 1970.

-- A link counts as long as the order is with "aannemer". The token and the value of the cookie are never here, only their SHA-256 in hex. "vervallen" is when another link took its place.
CREATE TABLE links (
    id           INTEGER PRIMARY KEY,
    werkopdracht BLOB NOT NULL,
    aannemer     BLOB,
    token        TEXT NOT NULL,
    aangemaakt   INTEGER NOT NULL,
    browser      TEXT,
    gebonden     INTEGER,
    vervallen    INTEGER
) STRICT;
CREATE UNIQUE INDEX links_token ON links (token);
CREATE INDEX links_werkopdracht ON links (werkopdracht);

-- How many tokens that do not exist were tried, per minute.
CREATE TABLE link_pogingen (
    minuut INTEGER NOT NULL PRIMARY KEY,
    aantal INTEGER NOT NULL
) STRICT;
