-- Autorisaties API. The rights themselves are rows of the register (V1), written together with the applicatie.

CREATE TABLE applicaties (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    client_ids TEXT,
    body       BLOB NOT NULL
) STRICT;
