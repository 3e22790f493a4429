-- The lists that somebody works from, without reading orders that are not shown: counts and order from the index alone.
DROP INDEX werkopdrachten_status;
CREATE INDEX werkopdrachten_status ON werkopdrachten (status, uiterlijk, id, bewaking, aannemer, prioriteit, incident);
CREATE INDEX werkopdrachten_bewaking ON werkopdrachten (bewaking, uiterlijk, id)
    WHERE status IN ('aangeboden', 'aangenomen', 'ter_plaatse');
