-- Work that leaves the process, or that has to be done later.

CREATE TABLE jobs (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    soort     TEXT COLLATE "C" NOT NULL,
    onderwerp UUID NOT NULL,
    body      BYTEA NOT NULL,
    wanneer   BIGINT NOT NULL
);
