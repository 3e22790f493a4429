-- Photos of an answer that could not be taken yet: kept until the answer is sent again, so that nobody has to take them twice. Moments are in
-- milliseconds since 1970. "sleutel" is that of the form, "soort" is vooraf or erna, "formaat" the ending of a file name. They go after a week.
CREATE TABLE opdrachtfotos (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    werkopdracht UUID NOT NULL REFERENCES werkopdrachten (uuid),
    sleutel      TEXT COLLATE "C" NOT NULL,
    soort        TEXT COLLATE "C" NOT NULL,
    formaat      TEXT COLLATE "C" NOT NULL,
    sha256       TEXT COLLATE "C" NOT NULL,
    omvang       BIGINT NOT NULL,
    wanneer      BIGINT NOT NULL,
    body         BYTEA NOT NULL
);
CREATE UNIQUE INDEX opdrachtfotos_sleutel ON opdrachtfotos (werkopdracht, sleutel, soort, sha256);
CREATE INDEX opdrachtfotos_wanneer ON opdrachtfotos (wanneer);
