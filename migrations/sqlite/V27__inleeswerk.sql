-- Reading a file in happens in the background. Files that wait were looked at by the program as it was: their owner chooses them once more.
DELETE FROM inleesbestanden;

-- What becomes of a file that somebody wants read in, apart from the file itself: a row that is written after each portion is a small one.
-- "gevraagd" is when that was and "door" who it was (JSON: the rights of the work, and the name in the history). "opties" is how the file is to be read.
-- "totaal" is how many rows there are and "stand" how far it is (JSON). "mislukt" is why it came to an end; empty while it goes on and when it is done.
CREATE TABLE inleeswerk (
    id       INTEGER PRIMARY KEY,
    bestand  BLOB NOT NULL UNIQUE REFERENCES inleesbestanden (uuid),
    gevraagd INTEGER NOT NULL,
    door     TEXT NOT NULL,
    opties   TEXT NOT NULL,
    totaal   INTEGER NOT NULL DEFAULT 0,
    stand    TEXT NOT NULL DEFAULT '{}',
    mislukt  TEXT NOT NULL DEFAULT ''
) STRICT;
