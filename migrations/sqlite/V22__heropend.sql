-- What residents say after a repair, and what public pages look for. Moments are milliseconds since 1970.

-- Somebody who reported says that it is still broken: once for each report. "vorig" was said to be over, "incident" goes on with it.
CREATE TABLE heropeningen (
    id       INTEGER PRIMARY KEY,
    melding  BLOB NOT NULL UNIQUE REFERENCES meldingen (uuid),
    vorig    BLOB NOT NULL,
    incident BLOB NOT NULL,
    moment   INTEGER NOT NULL
) STRICT;
CREATE INDEX heropeningen_vorig ON heropeningen (vorig);

-- How it was, from 1 (bad) to 5 (good): one answer for each report. The words are gone after a year.
CREATE TABLE oordelen (
    id          INTEGER PRIMARY KEY,
    melding     BLOB NOT NULL UNIQUE REFERENCES meldingen (uuid),
    incident    BLOB NOT NULL,
    antwoord    INTEGER NOT NULL,
    toelichting TEXT NOT NULL,
    moment      INTEGER NOT NULL,
    gewijzigd   INTEGER NOT NULL
) STRICT;
CREATE INDEX oordelen_incident ON oordelen (incident);
CREATE INDEX oordelen_gewijzigd ON oordelen (gewijzigd) WHERE toelichting <> '';

-- Lamps by street, and faults by the page: whole answers from the index, without the documents.
CREATE INDEX assets_straat ON assets (soort, omschrijving, identificatie, verwijderd) WHERE verwijderd IS NULL;
CREATE INDEX incidenten_lopend ON incidenten (id, uuid, asset, asset_soort, hoort_bij, vastgesteld, nummer, status)
    WHERE status <> 'hersteld' AND status <> 'gesloten' AND status <> 'samengevoegd';
CREATE INDEX incidenten_vastgesteld ON incidenten (vastgesteld, id);
