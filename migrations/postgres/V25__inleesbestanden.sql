-- Files of assets or areas that somebody uploaded and has to look at before they are read in. Moments are in milliseconds since 1970.

-- "opties" is how the file is to be read and "rapport" what came of trying, both JSON. "gedaan" is when it was read in: sent again, it is the same
-- answer, and "body" is empty by then.
CREATE TABLE inleesbestanden (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid      UUID NOT NULL UNIQUE,
    naam      TEXT COLLATE "C" NOT NULL,
    grootte   BIGINT NOT NULL,
    opties    TEXT COLLATE "C" NOT NULL,
    rapport   TEXT COLLATE "C" NOT NULL,
    ontvangen BIGINT NOT NULL,
    gedaan    BIGINT,
    body      BYTEA NOT NULL
);
CREATE INDEX inleesbestanden_ontvangen ON inleesbestanden (ontvangen);
