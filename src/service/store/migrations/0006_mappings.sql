-- A title of a column can be a pseudonym, where a table has no head: how columns were read goes with the import that said so,
-- and so with its scenario. What was kept before says of no import, and goes now.
DROP TABLE mappings;
CREATE TABLE mappings (
    owner      TEXT NOT NULL,
    part       TEXT NOT NULL,
    name       TEXT NOT NULL,
    mapping    TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    import_id  TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    PRIMARY KEY (owner, part, name)
) STRICT;
CREATE INDEX mappings_by_import ON mappings (import_id);
