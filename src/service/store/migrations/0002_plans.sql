-- Plans: what was asked, how it went, what came out. The queue carries IDs only; this table decides who may run what.
CREATE TABLE plans (
    id               TEXT PRIMARY KEY,
    owner            TEXT NOT NULL,
    scenario_id      TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    -- The plan a question is about: swaps, the value of one more.
    about_plan_id    TEXT REFERENCES plans (id) ON DELETE CASCADE,
    -- matching | swaps | value_of_one_more
    kind             TEXT NOT NULL,
    -- JSON, as asked.
    options          TEXT NOT NULL,
    -- queued | preparing | solving | completed | failed | cancelled
    state            TEXT NOT NULL,
    -- optimal | within_gap | time_limit | cancelled | infeasible | error; NULL until it ended.
    termination      TEXT,
    -- How often it was begun. Every write of a run names the attempt it belongs to.
    attempt          INTEGER NOT NULL DEFAULT 0,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    asked_at         TEXT NOT NULL,
    started_at       TEXT,
    ended_at         TEXT,
    -- JSON: the last progress told.
    progress         TEXT,
    -- The best solution so far, as the child told it; gone once the plan has ended.
    best             BLOB,
    -- JSON, gzipped: the plan file, or the answer to the question.
    result           BLOB,
    -- JSON: indicators of the result.
    kpis             TEXT,
    -- Code of what went wrong.
    failure          TEXT
) STRICT;
CREATE INDEX plans_by_scenario ON plans (scenario_id);
CREATE INDEX plans_by_state ON plans (state);
CREATE INDEX plans_about ON plans (about_plan_id);

-- What happened to a plan, in order, for whoever listens and comes back.
CREATE TABLE plan_events (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    event   TEXT NOT NULL,
    data    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (plan_id, seq)
) STRICT;
