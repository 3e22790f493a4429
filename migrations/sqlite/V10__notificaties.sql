-- Notificaties API: channels, subscriptions, and the delivery of messages from the outbox.

CREATE TABLE kanalen (
    id   INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    naam TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX kanalen_naam ON kanalen (naam);

CREATE TABLE abonnementen (
    id   INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL
) STRICT;

-- Who delivers, and the last number that was given to a message.
CREATE TABLE bezorging (
    rol     TEXT NOT NULL PRIMARY KEY,
    houder  BLOB NOT NULL,
    tot     INTEGER NOT NULL,
    laatste INTEGER NOT NULL
) STRICT;

-- Messages in the order in which every subscriber gets them. Moments are in milliseconds since 1970.
CREATE TABLE berichten (
    volgnr      INTEGER NOT NULL PRIMARY KEY,
    kanaal      TEXT NOT NULL,
    hoofdobject BLOB NOT NULL,
    aangemaakt  INTEGER NOT NULL,
    body        BLOB NOT NULL
) STRICT;

-- Whoever gets messages: an abonnement (with its uuid) or a sink of the settings. What has a number up to "stand" it got, or is among its
-- afleveringen. The columns after it say since when nothing reaches it and when that is tried again.
CREATE TABLE abonnees (
    id         INTEGER PRIMARY KEY,
    uuid       BLOB NOT NULL UNIQUE,
    soort      TEXT NOT NULL,
    naam       TEXT NOT NULL,
    callback   TEXT NOT NULL,
    auth       TEXT NOT NULL,
    kanalen    TEXT NOT NULL,
    stand      INTEGER NOT NULL,
    fouten     INTEGER NOT NULL,
    stil_sinds INTEGER NOT NULL,
    proef      INTEGER NOT NULL
) STRICT;

-- Messages that a subscriber did not get yet: they failed, or wait behind one about the same hoofdobject that did. With "opgegeven" they are
-- dead letters.
CREATE TABLE afleveringen (
    id          INTEGER PRIMARY KEY,
    abonnee     BLOB NOT NULL REFERENCES abonnees (uuid),
    volgnr      INTEGER NOT NULL REFERENCES berichten (volgnr),
    hoofdobject BLOB NOT NULL,
    pogingen    INTEGER NOT NULL,
    eerste      INTEGER NOT NULL,
    volgende    INTEGER NOT NULL,
    opgegeven   INTEGER,
    fout        TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX afleveringen_abonnee ON afleveringen (abonnee, volgnr);
CREATE INDEX afleveringen_volgnr ON afleveringen (volgnr);
