-- SPDX-License-Identifier: EUPL-1.2
-- What this installation remembers about itself.
CREATE TABLE instellingen (
    naam   TEXT NOT NULL PRIMARY KEY,
    waarde TEXT NOT NULL
) STRICT;
