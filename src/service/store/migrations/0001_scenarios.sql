-- Scenarios, revision by revision. What is derived from one goes with it: every table below refers to it and cascades.
CREATE TABLE scenarios (
    id          TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    -- The first of its line, itself where it was posted; and the one it was patched from.
    origin_id   TEXT NOT NULL,
    parent_id   TEXT REFERENCES scenarios (id) ON DELETE CASCADE,
    revision    INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    -- The scenario as JSON, gzipped.
    body        BLOB NOT NULL,
    -- Length of the JSON, bytes, and its SHA-256 in hexadecimal.
    bytes       INTEGER NOT NULL,
    digest      TEXT NOT NULL,
    policy_pack TEXT NOT NULL,
    -- JSON: region, story, counts of each part.
    summary     TEXT NOT NULL,
    -- JSON: warnings, and the defaults that were used.
    validation  TEXT NOT NULL
) STRICT;
CREATE INDEX scenarios_by_origin ON scenarios (origin_id, revision);
CREATE INDEX scenarios_by_parent ON scenarios (parent_id);

-- What was erased, by ID alone, so that its owner is told "gone" and not "never was".
CREATE TABLE erased (
    id        TEXT PRIMARY KEY,
    owner     TEXT NOT NULL,
    erased_at TEXT NOT NULL
) STRICT;

-- Policy packs besides those the program brings. One that a scenario uses no longer changes.
CREATE TABLE packs (
    name       TEXT NOT NULL,
    owner      TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT;

-- What requests with a key made, so that one sent twice is done once. Written with what they made, or not at all.
CREATE TABLE request_keys (
    owner       TEXT NOT NULL,
    key         TEXT NOT NULL,
    -- SHA-256 of what was asked, hexadecimal.
    digest      TEXT NOT NULL,
    -- ID of what the first request made.
    made_id     TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    -- Goes with the scenario; none where what was made belongs to none.
    scenario_id TEXT REFERENCES scenarios (id) ON DELETE CASCADE,
    PRIMARY KEY (owner, key)
) STRICT;
CREATE INDEX request_keys_by_scenario ON request_keys (scenario_id);
