-- Tables that came in, row by row, and how their columns were read.
CREATE TABLE imports (
    id          TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    -- The revision the rows are added to, and the one that came of it.
    scenario_id TEXT REFERENCES scenarios (id) ON DELETE CASCADE,
    result_id   TEXT REFERENCES scenarios (id) ON DELETE CASCADE,
    part        TEXT NOT NULL,
    -- JSON: column of the table to field of the part.
    mapping     TEXT NOT NULL,
    state       TEXT NOT NULL,
    created_at  TEXT NOT NULL
) STRICT;
CREATE TABLE import_rows (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    row       INTEGER NOT NULL,
    -- created | updated | error
    status    TEXT NOT NULL,
    -- JSON: the cells as they came, and the issues.
    cells     TEXT NOT NULL,
    issues    TEXT NOT NULL,
    PRIMARY KEY (import_id, row)
) STRICT;
-- The mapping that was last used for a part, by the names of its columns.
CREATE TABLE mappings (
    owner      TEXT NOT NULL,
    part       TEXT NOT NULL,
    name       TEXT NOT NULL,
    mapping    TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (owner, part, name)
) STRICT;
