-- Photos of an answer that could not be taken yet: kept until the answer is sent again, so that nobody has to take them twice. Moments are in
-- milliseconds since 1970. "sleutel" is that of the form, "soort" is vooraf or erna, "formaat" the ending of a file name. They go after a week.
CREATE TABLE opdrachtfotos (
    id           INTEGER PRIMARY KEY,
    werkopdracht BLOB NOT NULL REFERENCES werkopdrachten (uuid),
    sleutel      TEXT NOT NULL,
    soort        TEXT NOT NULL,
    formaat      TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    omvang       INTEGER NOT NULL,
    wanneer      INTEGER NOT NULL,
    body         BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX opdrachtfotos_sleutel ON opdrachtfotos (werkopdracht, sleutel, soort, sha256);
CREATE INDEX opdrachtfotos_wanneer ON opdrachtfotos (wanneer);
