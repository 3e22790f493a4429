-- Referentielijsten: the selection list and what goes with it. Filled by an import, read over HTTP.

CREATE TABLE procestypen (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid UUID NOT NULL UNIQUE,
    jaar BIGINT NOT NULL,
    body BYTEA NOT NULL
);

-- The resultaten of the selection list; not those of a zaak.
CREATE TABLE selectielijst_resultaten (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid       UUID NOT NULL UNIQUE,
    procestype UUID NOT NULL REFERENCES procestypen (uuid),
    body       BYTEA NOT NULL
);
CREATE INDEX selectielijst_resultaten_procestype ON selectielijst_resultaten (procestype);

CREATE TABLE resultaattypeomschrijvingen (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid UUID NOT NULL UNIQUE,
    body BYTEA NOT NULL
);

CREATE TABLE communicatiekanalen (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid UUID NOT NULL UNIQUE,
    body BYTEA NOT NULL
);

-- The number by which a file of the maker of the list refers to an element, so that files can be imported one by one.
CREATE TABLE selectielijst_sleutels (
    soort   TEXT COLLATE "C" NOT NULL,
    sleutel BIGINT NOT NULL,
    uuid    UUID NOT NULL,
    PRIMARY KEY (soort, sleutel)
);
