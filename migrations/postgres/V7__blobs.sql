-- Contents: chunks named by their SHA-256, and which chunks make up a content.

-- One row for each distinct chunk. Its object in the store is called after adres and sleutel: a chunk that is written again after it was
-- collected is another object. los is since when the collector has seen nothing refer to it.
CREATE TABLE blobs (
    adres   BYTEA NOT NULL PRIMARY KEY,
    sleutel UUID NOT NULL,
    omvang  BIGINT NOT NULL,
    gemaakt TEXT COLLATE "C" NOT NULL,
    los     TEXT COLLATE "C"
);
CREATE INDEX blobs_los ON blobs (los) WHERE los IS NOT NULL;

CREATE TABLE inhoud_delen (
    inhoud   UUID NOT NULL,
    volgorde BIGINT NOT NULL,
    adres    BYTEA NOT NULL REFERENCES blobs (adres),
    omvang   BIGINT NOT NULL,
    PRIMARY KEY (inhoud, volgorde)
);
CREATE INDEX inhoud_delen_adres ON inhoud_delen (adres);
