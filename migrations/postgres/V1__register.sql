-- SPDX-License-Identifier: EUPL-1.2
-- What this installation remembers about itself.
CREATE TABLE instellingen (
    naam   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    waarde TEXT COLLATE "C" NOT NULL
);
