-- Observations: the entities of OGC SensorThings, what was measured, and its series per hour and per day. Moments are milliseconds since 1970.

CREATE TABLE locations (
    id            INTEGER PRIMARY KEY,
    naam          TEXT NOT NULL,
    omschrijving  TEXT NOT NULL,
    encoding_type TEXT NOT NULL,
    location      TEXT NOT NULL,
    lon           REAL,
    lat           REAL,
    asset         BLOB UNIQUE,
    properties    TEXT NOT NULL
) STRICT;

CREATE TABLE things (
    id           INTEGER PRIMARY KEY,
    apparaat     TEXT NOT NULL UNIQUE,
    naam         TEXT NOT NULL,
    omschrijving TEXT NOT NULL,
    asset        BLOB,
    client       TEXT,
    location     INTEGER REFERENCES locations (id),
    properties   TEXT NOT NULL
) STRICT;
CREATE INDEX things_asset ON things (asset);
CREATE INDEX things_client ON things (client);
CREATE INDEX things_location ON things (location);

CREATE TABLE historical_locations (
    id       INTEGER PRIMARY KEY,
    thing    INTEGER NOT NULL REFERENCES things (id),
    location INTEGER NOT NULL REFERENCES locations (id),
    tijd     INTEGER NOT NULL
) STRICT;
CREATE INDEX historical_locations_thing ON historical_locations (thing);
CREATE INDEX historical_locations_location ON historical_locations (location);

-- metadata is JSON, also when it is a text.
CREATE TABLE sensors (
    id            INTEGER PRIMARY KEY,
    naam          TEXT NOT NULL,
    omschrijving  TEXT NOT NULL,
    encoding_type TEXT NOT NULL,
    metadata      TEXT NOT NULL CHECK (metadata <> ''),
    properties    TEXT NOT NULL
) STRICT;

CREATE TABLE observed_properties (
    id           INTEGER PRIMARY KEY,
    naam         TEXT NOT NULL UNIQUE,
    definition   TEXT NOT NULL,
    omschrijving TEXT NOT NULL,
    properties   TEXT NOT NULL
) STRICT;

CREATE TABLE features_of_interest (
    id            INTEGER PRIMARY KEY,
    naam          TEXT NOT NULL,
    omschrijving  TEXT NOT NULL,
    encoding_type TEXT NOT NULL,
    feature       TEXT NOT NULL,
    lon           REAL,
    lat           REAL,
    asset         BLOB UNIQUE,
    properties    TEXT NOT NULL
) STRICT;

-- soort: getal, tekst, waarheid or vrij. bewaartermijn is the number of days of the observations, bewaartermijn_reeks that of the series; none is for ever.
CREATE TABLE datastreams (
    id                  INTEGER PRIMARY KEY,
    thing               INTEGER NOT NULL REFERENCES things (id),
    observed_property   INTEGER NOT NULL REFERENCES observed_properties (id),
    sensor              INTEGER NOT NULL REFERENCES sensors (id),
    feature             INTEGER REFERENCES features_of_interest (id),
    naam                TEXT NOT NULL,
    omschrijving        TEXT NOT NULL,
    soort               TEXT NOT NULL,
    observation_type    TEXT NOT NULL,
    eenheid             TEXT NOT NULL,
    eenheid_naam        TEXT NOT NULL,
    eenheid_definitie   TEXT NOT NULL,
    bewaartermijn       INTEGER,
    bewaartermijn_reeks INTEGER,
    opruimen            INTEGER,
    properties          TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX datastreams_eigenschap ON datastreams (thing, observed_property);
CREATE INDEX datastreams_observed_property ON datastreams (observed_property);
CREATE INDEX datastreams_sensor ON datastreams (sensor);
CREATE INDEX datastreams_feature ON datastreams (feature);
CREATE INDEX datastreams_opruimen ON datastreams (opruimen);

CREATE TABLE observations (
    datastream INTEGER NOT NULL,
    tijd       INTEGER NOT NULL,
    getal      REAL,
    tekst      TEXT,
    ontvangen  INTEGER NOT NULL,
    extra      TEXT,
    PRIMARY KEY (datastream, tijd)
) STRICT, WITHOUT ROWID;

CREATE TABLE laatste (
    datastream INTEGER NOT NULL,
    tijd       INTEGER NOT NULL,
    getal      REAL,
    tekst      TEXT,
    PRIMARY KEY (datastream)
) STRICT, WITHOUT ROWID;

-- Hours since 1970 in UTC. Clustered by time: what is written lies together, a series is read by looking up its hours.
CREATE TABLE metingen_uur (
    uur          INTEGER NOT NULL,
    datastream   INTEGER NOT NULL,
    aantal       INTEGER NOT NULL,
    som          REAL,
    minimum      REAL,
    maximum      REAL,
    eerste_tijd  INTEGER NOT NULL,
    eerste       REAL,
    laatste_tijd INTEGER NOT NULL,
    laatste      REAL,
    PRIMARY KEY (uur, datastream)
) STRICT, WITHOUT ROWID;

-- Days since 1970 as they are called in the Netherlands.
CREATE TABLE metingen_dag (
    dag          INTEGER NOT NULL,
    datastream   INTEGER NOT NULL,
    aantal       INTEGER NOT NULL,
    som          REAL,
    minimum      REAL,
    maximum      REAL,
    eerste_tijd  INTEGER NOT NULL,
    eerste       REAL,
    laatste_tijd INTEGER NOT NULL,
    laatste      REAL,
    PRIMARY KEY (dag, datastream)
) STRICT, WITHOUT ROWID;

-- The days of a datastream: what is kept too long is found by it. Written once a day for each datastream.
CREATE INDEX metingen_dag_datastream ON metingen_dag (datastream, dag);

-- How often a word was said.
CREATE TABLE metingen_uur_tekst (
    uur        INTEGER NOT NULL,
    datastream INTEGER NOT NULL,
    tekst      TEXT NOT NULL,
    aantal     INTEGER NOT NULL,
    PRIMARY KEY (uur, datastream, tekst)
) STRICT, WITHOUT ROWID;

CREATE TABLE metingen_dag_tekst (
    dag        INTEGER NOT NULL,
    datastream INTEGER NOT NULL,
    tekst      TEXT NOT NULL,
    aantal     INTEGER NOT NULL,
    PRIMARY KEY (dag, datastream, tekst)
) STRICT, WITHOUT ROWID;
