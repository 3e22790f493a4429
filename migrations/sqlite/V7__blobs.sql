-- Contents: chunks named by their SHA-256, and which chunks make up a content.

-- One row for each distinct chunk. Its object in the store is called after adres and sleutel: a chunk that is written again after it was
-- collected is another object. los is since when the collector has seen nothing refer to it.
CREATE TABLE blobs (
    adres   BLOB NOT NULL PRIMARY KEY,
    sleutel BLOB NOT NULL,
    omvang  INTEGER NOT NULL,
    gemaakt TEXT NOT NULL,
    los     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX blobs_los ON blobs (los) WHERE los IS NOT NULL;

CREATE TABLE inhoud_delen (
    inhoud   BLOB NOT NULL,
    volgorde INTEGER NOT NULL,
    adres    BLOB NOT NULL REFERENCES blobs (adres),
    omvang   INTEGER NOT NULL,
    PRIMARY KEY (inhoud, volgorde)
) STRICT, WITHOUT ROWID;
CREATE INDEX inhoud_delen_adres ON inhoud_delen (adres);
