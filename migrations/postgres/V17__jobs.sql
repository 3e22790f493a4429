-- Work that leaves the process, or that has to be done later. Moments are in milliseconds since 1970.
-- "gepland" is when it might be done first; "wanneer" is when it may be tried next: a process that takes it ("houder") moves that to the end of its
-- lease. "pogingen" counts tries, "eerste" is when the first one began. With "opgegeven" it is a dead letter. "fout" says what happened last.

CREATE TABLE jobs (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    soort     TEXT COLLATE "C" NOT NULL,
    onderwerp UUID NOT NULL,
    gepland   BIGINT NOT NULL,
    wanneer   BIGINT NOT NULL,
    eerste    BIGINT,
    pogingen  BIGINT NOT NULL DEFAULT 0,
    houder    UUID,
    opgegeven BIGINT,
    fout      TEXT COLLATE "C" NOT NULL DEFAULT '',
    body      BYTEA NOT NULL
);
CREATE INDEX jobs_wanneer ON jobs (soort, wanneer, id) WHERE opgegeven IS NULL;
CREATE INDEX jobs_onderwerp ON jobs (soort, onderwerp, id) WHERE opgegeven IS NULL;
CREATE INDEX jobs_opgegeven ON jobs (opgegeven) WHERE opgegeven IS NOT NULL;
