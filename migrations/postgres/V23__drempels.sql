-- How many forms an address sent in an hour. Both tables are emptied when the hour is over.

-- An hour is a number of hours since 1970. Without the salt nobody can tell which address a hash is of.
CREATE TABLE drempel_zouten (
    uur  BIGINT NOT NULL PRIMARY KEY,
    zout TEXT COLLATE "C" NOT NULL
);

CREATE TABLE drempels (
    uur    BIGINT NOT NULL,
    soort  TEXT COLLATE "C" NOT NULL,
    adres  TEXT COLLATE "C" NOT NULL,
    aantal BIGINT NOT NULL,
    PRIMARY KEY (uur, soort, adres)
);
