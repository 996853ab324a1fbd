//! Constants that make the solver faster or slower and change no answer that is proven.
//!
//! Set by trials on generated regions (kina) and on the benches of trainings and locations; how other values compare is
//! not written down yet. Most tolerances are not tuning and stand where they are used.

// Relaxation by column generation (`sift`).

/// Edges of each group in the first linear program.
pub(crate) const SEEDED_PER_GROUP: usize = 4;
/// Edges of each group added in a round.
pub(crate) const ADDED_PER_GROUP: usize = 3;
/// As before, where something has to be opened: many editions are alike for a person. `make bench-trainings` (seed 1)
/// takes 2.6 s for the relaxation of a level with 40, 4.6 s with 3.
pub(crate) const ADDED_WHERE_OPENED: usize = 40;
/// How far above all prices a penalty lies.
pub(crate) const PENALTY_OVER_PRICE: f64 = 16.0;
/// Where something has to be opened, the share of a settled value by which a relaxation may miss it; the bound counts
/// with the value itself. Without this room, the relaxation of the next level lies on a face on which either simplex
/// may cycle without end: that of `fit` in the trainings of kina, seed 1, did not end in 23 s, where it takes 0.6 s.
pub(crate) const SETTLED_ROOM: f64 = 1e-5;
/// Groups beyond which a part is large.
pub(crate) const LARGE: usize = 10_000;
/// The most that levels of a large part may be worth which are relaxed together: a level of floors alone says so little
/// that its relaxation wanders for minutes; together with what follows it is quick. In a small part levels one by one
/// leave less to prove.
pub(crate) const RELAXED_TOGETHER: i128 = 1 << 34;

// A choice made in a moment (`first`).

/// Times that every group may take another edge.
pub(crate) const MOVING_PASSES: usize = 6;
/// Edges for which room is looked for.
pub(crate) const MADE_ROOM_FOR: usize = 8;
/// People asked for room at most, for one person.
pub(crate) const ASKED_MAX: usize = 100;
/// How many people in turn are asked to take another edge.
pub(crate) const ASKED_IN_TURN: usize = 3;
/// Users of a full row up to which one is asked to take another edge.
pub(crate) const MADE_ROOM_AMONG: usize = 20;

// Cuts (`cuts`).

/// Nodes of a proof before the cuts that they break are added and it begins anew, with twice as many.
pub(crate) const NODES_BEFORE_CUTS: usize = 60;
/// Of the seconds that are left, the share within which cuts are looked for. Without a share `make bench-trainings`
/// (seed 1, 60 s) ended in the relaxations of the cuts, with `placed` 70 per cent from its bound.
pub(crate) const CUT_TIME_SHARE: f64 = 0.25;
/// Rounds of cuts on each block of levels.
pub(crate) const CUT_ROUNDS: usize = 60;
/// A round is in vain that gains less than one part in this many of what all rounds gained.
pub(crate) const CUT_GAIN_ONE_IN: i128 = 20;
/// Rounds in a row that may be in vain.
pub(crate) const CUT_ROUNDS_IDLE: usize = 4;
/// As before, where something has to be opened: such relaxations take seconds.
pub(crate) const CUT_ROUNDS_IDLE_WHERE_OPENED: usize = 1;
/// Cuts added in a round, the most broken ones.
pub(crate) const CUTS_PER_ROUND: usize = 300;
/// Units by which a cut must be broken.
pub(crate) const CUT_BROKEN_BY: f64 = 0.02;
/// Units left of a capacity that counts as tight.
pub(crate) const CUT_SLACK: f64 = 1e-6;
/// Rows added up in a cut.
pub(crate) const CUT_ROWS_MAX: usize = 60;

// A choice from the relaxation (`choose`).

/// Edges in part taken up to which our own search is quicker than HiGHS.
pub(crate) const FEW_IN_DOUBT: usize = 200;
/// How far from the groups in doubt a group may stand, in shared rows, to be chosen for anew.
pub(crate) const RINGS_IN_DOUBT: usize = 2;
/// Most edges handed to HiGHS at once.
pub(crate) const MILP_EDGES_MAX: usize = 60_000;
/// Edges of each group handed over where more than that are equally good.
pub(crate) const FAVOURED_PER_GROUP: usize = 3;
/// Nodes of HiGHS when it completes a relaxation.
pub(crate) const MILP_NODES: usize = 200;

// Branch and bound (`branch`).

/// Candidates tried before one is decided on, each once in a search.
pub(crate) const PROBES: usize = 8;
/// Groups of a part up to which candidates are tried: beyond, a trial takes longer than it saves.
pub(crate) const PROBED_GROUPS_MAX: usize = 10_000;

// A start where something has to be opened (`open`).

/// Rounds of exchange: beyond, what is gained is less than what the relaxation finds in that time.
pub(crate) const OPENING_ROUNDS: usize = 2;

/// Rounds of renewal in a row that may be in vain.
pub(crate) const RENEWED_IN_VAIN: usize = 1000;
/// Openers drawn in a round, of which the most promising is tried.
pub(crate) const RENEWED_AMONG: usize = 4;
/// Most other openers that are closed in a round.
pub(crate) const RENEWED_BESIDE: usize = 2;
/// Of the openers that could replace the closed ones, one in this many is looked at, drawn anew in each round.
pub(crate) const REFILLED_ONE_IN: usize = 2;
/// The search goes on from a choice that is no worse than the one this many rounds ago.
pub(crate) const RENEWAL_MEMORY: usize = 50;
/// Shares of the time left within which the first choice, and then the choice of each level, is renewed.
pub(crate) const RENEWAL_SHARE: (f64, f64) = (0.2, 0.8);

/// Openers among which HiGHS chooses those that go together.
pub(crate) const PACKED_OPENERS: usize = 4_000;
/// Per cent that counts, when openers are valued, of what people have elsewhere at the prices of a relaxation.
pub(crate) const ELSEWHERE_PERCENT: i128 = 98;
/// Nodes of HiGHS when it chooses openers that go together.
pub(crate) const PACKING_NODES: usize = 200;
/// The share of the time left that this choice may take.
pub(crate) const PACKING_SHARE: f64 = 0.25;

/// Relative gap that is good enough where a plan is improved that a limit of time may cut off.
pub(crate) const BESIDE_GAP: f64 = 5e-4;

// The bound by what has to be opened (`sites`).

/// Rounds of subgradient. In the largest choice of trainings (`make bench-trainings`, seed 1) the bound of `fit` falls by
/// 0.8 per cent in 250 rounds and by 0.1 more in 750 others.
pub(crate) const SITE_ROUNDS: usize = 300;
/// Length of the first step, as a part of what is left to the best choice: the relaxation is a good start, which a step
/// of all of it loses.
pub(crate) const SITE_STEP: f64 = 0.12;
/// Shares of the time left for the bound, and then for HiGHS among the openers that it opens most.
pub(crate) const SITES_SHARE: (f64, f64) = (0.25, 0.25);
/// Openers that HiGHS chooses among then.
pub(crate) const SITED_OPENERS: usize = 60;
/// What is kept of how often an opener was opened, each round.
pub(crate) const SITE_SHARE_KEPT: f64 = 0.95;

// Exact location (`locate`).

/// Clients looked at, over all rounds of subgradient for the whole part: the budget that sets the number of rounds.
pub(crate) const DUAL_WORK: usize = 1_200_000_000;
/// Rounds of subgradient at least and at most.
pub(crate) const DUAL_ROUNDS: (usize, usize) = (300, 4_000);
/// How much of a direction is kept in the next.
pub(crate) const DIRECTION_KEPT: f64 = 0.7;
/// Choices seen on the way that are improved by exchange, in each stage.
pub(crate) const EXCHANGED_PER_STAGE: usize = 8;
/// Assignments solved at most in one search where places are scarce.
pub(crate) const ASSIGNED_MAX: usize = 300;
/// Rounds of subgradient in a node.
pub(crate) const NODE_ROUNDS: usize = 300;
/// Rounds of subgradient in a trial of an answer.
pub(crate) const TRIAL_ROUNDS: usize = 20;
/// Facilities tried in a node before one is decided on, each once in a search.
pub(crate) const FACILITIES_PROBED: usize = 16;
/// Decisions up to which the last choice seen in a node is improved by exchange.
pub(crate) const EXCHANGE_DEPTH: usize = 10;
