-- Work that the program does of its own accord, on one node at a time.

-- When each task is due, in milliseconds since 1970. Who moves the moment on does the work.
CREATE TABLE taken (
    taak     TEXT NOT NULL PRIMARY KEY,
    volgende INTEGER NOT NULL
) STRICT;
