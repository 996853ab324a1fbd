-- What people decided. Only pseudonyms and coded reasons.
CREATE TABLE decisions (
    id          TEXT PRIMARY KEY,
    plan_id     TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    jobseeker   TEXT NOT NULL,
    vacancy     TEXT NOT NULL,
    -- accept | change | reject
    decision    TEXT NOT NULL,
    -- Another vacancy, where the decision is change.
    changed_to  TEXT,
    reason      TEXT NOT NULL,
    mediator    TEXT NOT NULL,
    decided_at  TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_plan ON decisions (plan_id, jobseeker, decided_at);

-- Release by the OCMW, in consultation; the receipt of the handover only confirms arrival.
CREATE TABLE releases (
    id          TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    jobseeker   TEXT NOT NULL,
    released_by TEXT NOT NULL,
    released_on TEXT NOT NULL,
    consulted   TEXT NOT NULL,
    created_at  TEXT NOT NULL
) STRICT;
CREATE TABLE handovers (
    id          TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    jobseeker   TEXT NOT NULL,
    from_org    TEXT NOT NULL,
    to_org      TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    received_by TEXT,
    received_at TEXT
) STRICT;

-- How often what came of it, per channel and segment; never per person.
CREATE TABLE outcomes (
    owner   TEXT NOT NULL,
    channel TEXT NOT NULL,
    segment TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason  TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (owner, channel, segment, outcome, reason)
) STRICT;
