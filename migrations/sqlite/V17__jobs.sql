-- Work that leaves the process, or that has to be done later.

CREATE TABLE jobs (
    id        INTEGER PRIMARY KEY,
    soort     TEXT NOT NULL,
    onderwerp BLOB NOT NULL,
    body      BLOB NOT NULL,
    wanneer   INTEGER NOT NULL
) STRICT;
