-- Autorisaties API. The rights themselves are rows of the register (V1), written together with the applicatie.

CREATE TABLE applicaties (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid       UUID NOT NULL UNIQUE,
    client_ids TEXT COLLATE "C",
    body       BYTEA NOT NULL
);
