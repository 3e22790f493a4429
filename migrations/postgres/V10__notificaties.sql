-- Notificaties API: channels, subscriptions, and the delivery of messages from the outbox.

CREATE TABLE kanalen (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid UUID NOT NULL UNIQUE,
    naam TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL
);
CREATE UNIQUE INDEX kanalen_naam ON kanalen (naam);

CREATE TABLE abonnementen (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid UUID NOT NULL UNIQUE,
    body BYTEA NOT NULL
);

-- Who delivers, and the last number that was given to a message.
CREATE TABLE bezorging (
    rol     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    houder  UUID NOT NULL,
    tot     BIGINT NOT NULL,
    laatste BIGINT NOT NULL
);

-- Messages in the order in which every subscriber gets them. Moments are in milliseconds since 1970.
CREATE TABLE berichten (
    volgnr      BIGINT NOT NULL PRIMARY KEY,
    kanaal      TEXT COLLATE "C" NOT NULL,
    hoofdobject UUID NOT NULL,
    aangemaakt  BIGINT NOT NULL,
    body        BYTEA NOT NULL
);

-- Whoever gets messages: an abonnement (with its uuid) or a sink of the settings. What has a number up to "stand" it got, or is among its
-- afleveringen. The columns after it say since when nothing reaches it and when that is tried again.
CREATE TABLE abonnees (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid       UUID NOT NULL UNIQUE,
    soort      TEXT COLLATE "C" NOT NULL,
    naam       TEXT COLLATE "C" NOT NULL,
    callback   TEXT COLLATE "C" NOT NULL,
    auth       TEXT COLLATE "C" NOT NULL,
    kanalen    TEXT COLLATE "C" NOT NULL,
    stand      BIGINT NOT NULL,
    fouten     BIGINT NOT NULL,
    stil_sinds BIGINT NOT NULL,
    proef      BIGINT NOT NULL
);

-- Messages that a subscriber did not get yet: they failed, or wait behind one about the same hoofdobject that did. With "opgegeven" they are
-- dead letters.
CREATE TABLE afleveringen (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    abonnee     UUID NOT NULL REFERENCES abonnees (uuid),
    volgnr      BIGINT NOT NULL REFERENCES berichten (volgnr),
    hoofdobject UUID NOT NULL,
    pogingen    BIGINT NOT NULL,
    eerste      BIGINT NOT NULL,
    volgende    BIGINT NOT NULL,
    opgegeven   BIGINT,
    fout        TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX afleveringen_abonnee ON afleveringen (abonnee, volgnr);
CREATE INDEX afleveringen_volgnr ON afleveringen (volgnr);
