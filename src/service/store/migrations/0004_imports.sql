-- Tables that came in, row by row, and how their columns were read.
CREATE TABLE imports (
    id          TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    -- The revision the rows are added to, and the one that came of it.
    scenario_id TEXT REFERENCES scenarios (id) ON DELETE CASCADE,
    result_id   TEXT REFERENCES scenarios (id) ON DELETE CASCADE,
    -- JSON: region, horizon and policy of a new scenario, where there is none to add to.
    base        TEXT,
    part        TEXT NOT NULL,
    -- JSON: column of the table to field of the part; and the columns that are for none.
    mapping     TEXT NOT NULL,
    ignored     TEXT NOT NULL,
    -- running | completed | failed
    state       TEXT NOT NULL,
    -- JSON: what is wrong with the scenario itself, where that is why it failed.
    issues      TEXT NOT NULL,
    created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX imports_by_scenario ON imports (scenario_id);
CREATE INDEX imports_by_result ON imports (result_id);
CREATE TABLE import_rows (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    row       INTEGER NOT NULL,
    -- created | updated | error
    status    TEXT NOT NULL,
    record_id TEXT,
    -- JSON: the cells that are for a field, the fields that changed, and the issues.
    cells     TEXT NOT NULL,
    changed   TEXT NOT NULL,
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
