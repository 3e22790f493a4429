-- Work that leaves the process, or that has to be done later. Moments are in milliseconds since 1970.
-- "gepland" is when it might be done first; "wanneer" is when it may be tried next: a process that takes it ("houder") moves that to the end of its
-- lease. "pogingen" counts tries, "eerste" is when the first one began. With "opgegeven" it is a dead letter. "fout" says what happened last.

CREATE TABLE jobs (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    soort     TEXT NOT NULL,
    onderwerp BLOB NOT NULL,
    gepland   INTEGER NOT NULL,
    wanneer   INTEGER NOT NULL,
    eerste    INTEGER,
    pogingen  INTEGER NOT NULL DEFAULT 0,
    houder    BLOB,
    opgegeven INTEGER,
    fout      TEXT NOT NULL DEFAULT '',
    body      BLOB NOT NULL
) STRICT;
CREATE INDEX jobs_wanneer ON jobs (soort, wanneer, id) WHERE opgegeven IS NULL;
CREATE INDEX jobs_onderwerp ON jobs (soort, onderwerp, id) WHERE opgegeven IS NULL;
CREATE INDEX jobs_opgegeven ON jobs (opgegeven) WHERE opgegeven IS NOT NULL;
