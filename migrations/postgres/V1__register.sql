-- What every component shares: clients, rights, kept counts, audit trail, outbox, numbers.

CREATE TABLE instellingen (
    naam   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    waarde TEXT COLLATE "C" NOT NULL
);

-- Secrets of clients; they survive the Applicatie.
CREATE TABLE clients (
    client_id  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    secret     TEXT COLLATE "C" NOT NULL,
    toegevoegd TEXT COLLATE "C" NOT NULL
);

-- The Applicatie of each client id, and its rights: written with the Applicatie, read by every statement.
CREATE TABLE applicatie_clients (
    client_id  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    applicatie UUID NOT NULL,
    label      TEXT COLLATE "C" NOT NULL,
    alles      BIGINT NOT NULL
);
CREATE INDEX applicatie_clients_applicatie ON applicatie_clients (applicatie);
CREATE TABLE rechten (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id  TEXT COLLATE "C" NOT NULL,
    applicatie UUID NOT NULL,
    component  TEXT COLLATE "C" NOT NULL,
    scope      TEXT COLLATE "C" NOT NULL,
    type       UUID,
    niveau     BIGINT
);
CREATE INDEX rechten_client ON rechten (client_id, component, scope, type, niveau);
CREATE INDEX rechten_applicatie ON rechten (applicatie);

-- How many rows a table has for each type and level, in sixteen parts.
CREATE TABLE tellingen (
    bron   TEXT COLLATE "C" NOT NULL,
    type   UUID NOT NULL,
    niveau BIGINT NOT NULL,
    vak    BIGINT NOT NULL,
    aantal BIGINT NOT NULL,
    PRIMARY KEY (bron, type, niveau, vak)
);

CREATE TABLE audittrails (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid        UUID NOT NULL,
    component   TEXT COLLATE "C" NOT NULL,
    hoofdobject UUID NOT NULL,
    logrecord   TEXT COLLATE "C" NOT NULL,
    body        BYTEA NOT NULL
);
CREATE INDEX audittrails_hoofdobject ON audittrails (hoofdobject);

CREATE TABLE outbox (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kanaal      TEXT COLLATE "C" NOT NULL,
    hoofdobject UUID NOT NULL,
    body        BYTEA NOT NULL
);

-- The last number that was given out, by sequence (PostgreSQL has sequences of its own, so that writers do not wait for each other).
CREATE TABLE nummers (
    reeks   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    laatste BIGINT NOT NULL
);
