-- How many forms an address sent in an hour. Both tables are emptied when the hour is over.

-- An hour is a number of hours since 1970. Without the salt nobody can tell which address a hash is of.
CREATE TABLE drempel_zouten (
    uur  INTEGER NOT NULL PRIMARY KEY,
    zout TEXT NOT NULL
) STRICT;

CREATE TABLE drempels (
    uur    INTEGER NOT NULL,
    soort  TEXT NOT NULL,
    adres  TEXT NOT NULL,
    aantal INTEGER NOT NULL,
    PRIMARY KEY (uur, soort, adres)
) STRICT, WITHOUT ROWID;
