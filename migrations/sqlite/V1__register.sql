-- What every component shares: clients, rights, kept counts, audit trail, outbox, numbers.

CREATE TABLE instellingen (
    naam   TEXT NOT NULL PRIMARY KEY,
    waarde TEXT NOT NULL
) STRICT;

-- Secrets of clients; they survive the Applicatie.
CREATE TABLE clients (
    client_id  TEXT NOT NULL PRIMARY KEY,
    secret     TEXT NOT NULL,
    toegevoegd TEXT NOT NULL
) STRICT;

-- The Applicatie of each client id, and its rights: written with the Applicatie, read by every statement.
CREATE TABLE applicatie_clients (
    client_id  TEXT NOT NULL PRIMARY KEY,
    applicatie BLOB NOT NULL,
    label      TEXT NOT NULL,
    alles      INTEGER NOT NULL
) STRICT;
CREATE INDEX applicatie_clients_applicatie ON applicatie_clients (applicatie);
CREATE TABLE rechten (
    id         INTEGER PRIMARY KEY,
    client_id  TEXT NOT NULL,
    applicatie BLOB NOT NULL,
    component  TEXT NOT NULL,
    scope      TEXT NOT NULL,
    type       BLOB,
    niveau     INTEGER
) STRICT;
CREATE INDEX rechten_client ON rechten (client_id, component, scope, type, niveau);
CREATE INDEX rechten_applicatie ON rechten (applicatie);

-- How many rows a table has for each type and level, in sixteen parts.
CREATE TABLE tellingen (
    bron   TEXT NOT NULL,
    type   BLOB NOT NULL,
    niveau INTEGER NOT NULL,
    vak    INTEGER NOT NULL,
    aantal INTEGER NOT NULL,
    PRIMARY KEY (bron, type, niveau, vak)
) STRICT, WITHOUT ROWID;

CREATE TABLE audittrails (
    id          INTEGER PRIMARY KEY,
    uuid        BLOB NOT NULL,
    component   TEXT NOT NULL,
    hoofdobject BLOB NOT NULL,
    logrecord   TEXT NOT NULL,
    body        BLOB NOT NULL
) STRICT;
CREATE INDEX audittrails_hoofdobject ON audittrails (hoofdobject);

CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kanaal      TEXT NOT NULL,
    hoofdobject BLOB NOT NULL,
    body        BLOB NOT NULL
) STRICT;

-- The last number that was given out, by sequence (PostgreSQL has sequences of its own, so that writers do not wait for each other).
CREATE TABLE nummers (
    reeks   TEXT NOT NULL PRIMARY KEY,
    laatste INTEGER NOT NULL
) STRICT;
