-- Files of assets or areas that somebody uploaded and has to look at before they are read in. Moments are in milliseconds since 1970.

-- "opties" is how the file is to be read and "rapport" what came of trying, both JSON. "gedaan" is when it was read in: sent again, it is the same
-- answer, and "body" is empty by then.
CREATE TABLE inleesbestanden (
    id        INTEGER PRIMARY KEY,
    uuid      BLOB NOT NULL UNIQUE,
    naam      TEXT NOT NULL,
    grootte   INTEGER NOT NULL,
    opties    TEXT NOT NULL,
    rapport   TEXT NOT NULL,
    ontvangen INTEGER NOT NULL,
    gedaan    INTEGER,
    body      BLOB NOT NULL
) STRICT;
CREATE INDEX inleesbestanden_ontvangen ON inleesbestanden (ontvangen);
