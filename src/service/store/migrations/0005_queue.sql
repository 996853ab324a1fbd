-- The table of plans is the queue. Before, a library kept one of its own beside it.
DROP TABLE IF EXISTS Jobs;
DROP TABLE IF EXISTS Workers;
CREATE INDEX plans_waiting ON plans (asked_at, id) WHERE state = 'queued';
