-- Referentielijsten: the selection list and what goes with it. Filled by an import, read over HTTP.

CREATE TABLE procestypen (
    id   INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    jaar INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- The resultaten of the selection list; not those of a zaak.
CREATE TABLE selectielijst_resultaten (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    procestype BLOB NOT NULL REFERENCES procestypen (uuid),
    body       BLOB NOT NULL
) STRICT;
CREATE INDEX selectielijst_resultaten_procestype ON selectielijst_resultaten (procestype);

CREATE TABLE resultaattypeomschrijvingen (
    id   INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE communicatiekanalen (
    id   INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL
) STRICT;

-- The number by which a file of the maker of the list refers to an element, so that files can be imported one by one.
CREATE TABLE selectielijst_sleutels (
    soort   TEXT NOT NULL,
    sleutel INTEGER NOT NULL,
    uuid    BLOB NOT NULL,
    PRIMARY KEY (soort, sleutel)
) STRICT, WITHOUT ROWID;
