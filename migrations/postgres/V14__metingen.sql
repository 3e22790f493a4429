-- Observations: the entities of OGC SensorThings, what was measured, and its series per hour and per day. Moments are milliseconds since 1970.

CREATE TABLE locations (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    naam          TEXT COLLATE "C" NOT NULL,
    omschrijving  TEXT COLLATE "C" NOT NULL,
    encoding_type TEXT COLLATE "C" NOT NULL,
    location      TEXT COLLATE "C" NOT NULL,
    lon           DOUBLE PRECISION,
    lat           DOUBLE PRECISION,
    asset         UUID UNIQUE,
    properties    TEXT COLLATE "C" NOT NULL
);

CREATE TABLE things (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    apparaat     TEXT COLLATE "C" NOT NULL UNIQUE,
    naam         TEXT COLLATE "C" NOT NULL,
    omschrijving TEXT COLLATE "C" NOT NULL,
    asset        UUID,
    client       TEXT COLLATE "C",
    location     BIGINT REFERENCES locations (id),
    properties   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX things_asset ON things (asset);
CREATE INDEX things_client ON things (client);
CREATE INDEX things_location ON things (location);

CREATE TABLE historical_locations (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thing    BIGINT NOT NULL REFERENCES things (id),
    location BIGINT NOT NULL REFERENCES locations (id),
    tijd     BIGINT NOT NULL
);
CREATE INDEX historical_locations_thing ON historical_locations (thing);
CREATE INDEX historical_locations_location ON historical_locations (location);

-- metadata is JSON, also when it is a text.
CREATE TABLE sensors (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    naam          TEXT COLLATE "C" NOT NULL,
    omschrijving  TEXT COLLATE "C" NOT NULL,
    encoding_type TEXT COLLATE "C" NOT NULL,
    metadata      TEXT COLLATE "C" NOT NULL CHECK (metadata <> ''),
    properties    TEXT COLLATE "C" NOT NULL
);

CREATE TABLE observed_properties (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    naam         TEXT COLLATE "C" NOT NULL UNIQUE,
    definition   TEXT COLLATE "C" NOT NULL,
    omschrijving TEXT COLLATE "C" NOT NULL,
    properties   TEXT COLLATE "C" NOT NULL
);

CREATE TABLE features_of_interest (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    naam          TEXT COLLATE "C" NOT NULL,
    omschrijving  TEXT COLLATE "C" NOT NULL,
    encoding_type TEXT COLLATE "C" NOT NULL,
    feature       TEXT COLLATE "C" NOT NULL,
    lon           DOUBLE PRECISION,
    lat           DOUBLE PRECISION,
    asset         UUID UNIQUE,
    properties    TEXT COLLATE "C" NOT NULL
);

-- soort: getal, tekst, waarheid or vrij. bewaartermijn is the number of days of the observations, bewaartermijn_reeks that of the series; none is for ever.
CREATE TABLE datastreams (
    id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thing               BIGINT NOT NULL REFERENCES things (id),
    observed_property   BIGINT NOT NULL REFERENCES observed_properties (id),
    sensor              BIGINT NOT NULL REFERENCES sensors (id),
    feature             BIGINT REFERENCES features_of_interest (id),
    naam                TEXT COLLATE "C" NOT NULL,
    omschrijving        TEXT COLLATE "C" NOT NULL,
    soort               TEXT COLLATE "C" NOT NULL,
    observation_type    TEXT COLLATE "C" NOT NULL,
    eenheid             TEXT COLLATE "C" NOT NULL,
    eenheid_naam        TEXT COLLATE "C" NOT NULL,
    eenheid_definitie   TEXT COLLATE "C" NOT NULL,
    bewaartermijn       BIGINT,
    bewaartermijn_reeks BIGINT,
    opruimen            BIGINT,
    properties          TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX datastreams_eigenschap ON datastreams (thing, observed_property);
CREATE INDEX datastreams_observed_property ON datastreams (observed_property);
CREATE INDEX datastreams_sensor ON datastreams (sensor);
CREATE INDEX datastreams_feature ON datastreams (feature);
CREATE INDEX datastreams_opruimen ON datastreams (opruimen);

CREATE TABLE observations (
    datastream BIGINT NOT NULL,
    tijd       BIGINT NOT NULL,
    getal      DOUBLE PRECISION,
    tekst      TEXT COLLATE "C",
    ontvangen  BIGINT NOT NULL,
    extra      TEXT COLLATE "C",
    PRIMARY KEY (datastream, tijd)
);

CREATE TABLE laatste (
    datastream BIGINT NOT NULL,
    tijd       BIGINT NOT NULL,
    getal      DOUBLE PRECISION,
    tekst      TEXT COLLATE "C",
    PRIMARY KEY (datastream)
);

-- Hours since 1970 in UTC. Clustered by time: what is written lies together, a series is read by looking up its hours.
CREATE TABLE metingen_uur (
    uur          BIGINT NOT NULL,
    datastream   BIGINT NOT NULL,
    aantal       BIGINT NOT NULL,
    som          DOUBLE PRECISION,
    minimum      DOUBLE PRECISION,
    maximum      DOUBLE PRECISION,
    eerste_tijd  BIGINT NOT NULL,
    eerste       DOUBLE PRECISION,
    laatste_tijd BIGINT NOT NULL,
    laatste      DOUBLE PRECISION,
    PRIMARY KEY (uur, datastream)
);

-- Days since 1970 as they are called in the Netherlands.
CREATE TABLE metingen_dag (
    dag          BIGINT NOT NULL,
    datastream   BIGINT NOT NULL,
    aantal       BIGINT NOT NULL,
    som          DOUBLE PRECISION,
    minimum      DOUBLE PRECISION,
    maximum      DOUBLE PRECISION,
    eerste_tijd  BIGINT NOT NULL,
    eerste       DOUBLE PRECISION,
    laatste_tijd BIGINT NOT NULL,
    laatste      DOUBLE PRECISION,
    PRIMARY KEY (dag, datastream)
);

-- The days of a datastream: what is kept too long is found by it. Written once a day for each datastream.
CREATE INDEX metingen_dag_datastream ON metingen_dag (datastream, dag);

-- How often a word was said.
CREATE TABLE metingen_uur_tekst (
    uur        BIGINT NOT NULL,
    datastream BIGINT NOT NULL,
    tekst      TEXT COLLATE "C" NOT NULL,
    aantal     BIGINT NOT NULL,
    PRIMARY KEY (uur, datastream, tekst)
);

CREATE TABLE metingen_dag_tekst (
    dag        BIGINT NOT NULL,
    datastream BIGINT NOT NULL,
    tekst      TEXT COLLATE "C" NOT NULL,
    aantal     BIGINT NOT NULL,
    PRIMARY KEY (dag, datastream, tekst)
);
