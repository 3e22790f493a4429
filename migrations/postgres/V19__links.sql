-- Links by which a contractor without a system of its own answers an order. Moments are in milliseconds since 1970.

-- A link counts as long as the order is with "aannemer". The token and the value of the cookie are never here, only their SHA-256 in hex. "vervallen" is when another link took its place.
CREATE TABLE links (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    werkopdracht UUID NOT NULL,
    aannemer     UUID,
    token        TEXT COLLATE "C" NOT NULL,
    aangemaakt   BIGINT NOT NULL,
    browser      TEXT COLLATE "C",
    gebonden     BIGINT,
    vervallen    BIGINT
);
CREATE UNIQUE INDEX links_token ON links (token);
CREATE INDEX links_werkopdracht ON links (werkopdracht);

-- How many tokens that do not exist were tried, per minute.
CREATE TABLE link_pogingen (
    minuut BIGINT NOT NULL PRIMARY KEY,
    aantal BIGINT NOT NULL
);
