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
    -- Who was consulted at VDAB, and when.
    consulted_by TEXT NOT NULL,
    consulted_on TEXT NOT NULL,
    created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX releases_by_scenario ON releases (scenario_id);
CREATE TABLE handovers (
    id          TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    jobseeker   TEXT NOT NULL,
    from_org    TEXT NOT NULL,
    to_org      TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    received_by TEXT,
    received_on TEXT
) STRICT;
CREATE INDEX handovers_by_scenario ON handovers (scenario_id);

-- How often what came of it, per channel and segment; never per person, so no erasure of a scenario reaches them and none
-- needs to: nothing in a row comes from a scenario.
CREATE TABLE outcomes (
    owner   TEXT NOT NULL,
    channel TEXT NOT NULL,
    segment TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason  TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (owner, channel, segment, outcome, reason)
) STRICT;

-- Secrets of the service itself, made once: the key of the noise in counts.
CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
