//! Branch and bound over the edges that prices cannot exclude: its tree is the proof, every leaf bounded in integers.

use std::collections::{BTreeMap, BTreeSet};

use super::certificate::{Cut, Proof, Split};
use super::cuts;
use super::master::{GRIDS, Master, Programme, Relaxed};
use super::price::{Dense, Node, SubProblem};
use super::problem::{Draw, PoolIdx, Problem};
use super::sift::{Patience, Root};
use super::tuning;

/// A finished or abandoned search.
pub(super) struct Searched {
    /// The best choice known.
    pub(super) chosen: Vec<u32>,
    /// What it is worth.
    pub(super) value: i128,
    /// What no choice exceeds.
    pub(super) bound: i128,
    /// The tree.
    pub(super) proof: Proof,
    /// Cuts that relaxations of nodes break.
    pub(super) cuts: Vec<Cut>,
    /// The programme, as it was before the search.
    pub(super) programme: Option<Programme>,
}

/// What the search works on.
pub(super) struct BranchAndBound<'a> {
    sub: &'a SubProblem<'a>,
    problem: &'a Problem,
    root: &'a Root<'a>,
    patience: &'a Patience<'a>,
    master: Option<Master<'a>>,
    kept: Vec<(u32, Vec<u32>)>,
    node: Node,
    chosen: Vec<u32>,
    value: i128,
    nodes_left: usize,
    depth: usize,
    open: Option<i128>,
    /// By how much each answer to a candidate lowered the bound where it was tried.
    known: BTreeMap<Candidate, (f64, f64)>,
    /// The pools of each cut that relaxations of nodes break, where they are asked for.
    cuts: Option<BTreeSet<Vec<PoolIdx>>>,
}

/// A question to branch on: is the group served by an edge that draws this row or, with `None`, served at all?
type Candidate = (usize, Option<u32>);

/// Most decisions on one path: the search is recursive and the stack finite.
const DEEPEST: usize = 500;

/// What to decide: edges of one group, and the split that names them.
struct Branch {
    group: usize,
    edges: Vec<u32>,
    split: Split,
}

/// The edges whose price does not exclude them from a plan better than `value`.
pub(super) fn survivors(sub: &SubProblem<'_>, root: &Root<'_>, value: i128) -> Vec<(u32, Vec<u32>)> {
    let limit = (value + sub.block.unit) << sub.bits;
    let of_group = |g: usize| {
        let stays = |&e: &usize| root.bound - root.best[g] + sub.reduced(&root.prices, e) >= limit;
        (g as u32, sub.part.group(g).filter(stays).map(|e| e as u32).collect::<Vec<_>>())
    };
    (0..sub.part.n_groups()).map(of_group).filter(|(_, edges)| !edges.is_empty()).collect()
}

/// A programme of these edges.
fn open<'a>(sub: &'a SubProblem<'a>, columns: &[u32]) -> Option<Master<'a>> {
    let penalty = 64.0 * sub.block.greatest().max(1) as f64;
    let mut master = Master::new(sub, penalty)?;
    columns.iter().for_each(|&e| master.add(e as usize));
    Some(master)
}

impl<'a> BranchAndBound<'a> {
    /// Prepares a search from `chosen`.
    pub(super) fn new(
        sub: &'a SubProblem<'a>,
        problem: &'a Problem,
        root: &'a Root<'a>,
        master: Option<Master<'a>>,
        patience: &'a Patience<'a>,
        chosen: Vec<u32>,
        max_nodes: usize,
    ) -> Self {
        let value = sub.block.value(sub.part, &chosen);
        let mut search = Self {
            sub,
            problem,
            root,
            patience,
            master,
            kept: Vec::new(),
            node: Node::open(sub.part),
            chosen,
            value,
            nodes_left: max_nodes,
            depth: 0,
            open: None,
            known: BTreeMap::new(),
            cuts: None,
        };
        search.thin();
        search
    }

    /// Drops the edges that prices exclude from a better choice than the one known. A relaxation that could still take
    /// them would hide that a node holds nothing better.
    fn thin(&mut self) {
        self.kept = survivors(self.sub, self.root, self.value);
        let mut gone = vec![true; self.sub.part.n_edges()];
        self.kept.iter().flat_map(|(_, edges)| edges).for_each(|&e| gone[e as usize] = false);
        let part = self.sub.part;
        let changed = (0..part.n_groups()).filter(|&g| part.group(g).any(|e| gone[e] != self.node.gone[e]));
        let changed: Vec<usize> = changed.collect();
        self.node.gone = gone;
        changed.into_iter().for_each(|g| self.agree(g));
    }

    /// Has the search look for cuts in what its nodes take in part.
    pub(super) fn gather_cuts(&mut self) {
        self.cuts = Some(BTreeSet::new());
    }

    /// Searches until everything is closed or nodes run out.
    pub(super) fn run(mut self) -> Searched {
        let proof = self.explore();
        let bound = self.open.map_or(self.value, |open| open.max(self.value));
        // The programme goes on as it was before the search.
        self.node = Node::open(self.sub.part);
        (0..self.sub.part.n_groups()).for_each(|g| self.agree(g));
        let cuts = self.cuts.into_iter().flatten().map(|pools| Cut { pools }).collect();
        let programme = self.master.map(Master::into_programme);
        Searched { chosen: self.chosen, value: self.value, bound, proof, cuts, programme }
    }

    /// Explores the node at hand.
    fn explore(&mut self) -> Proof {
        let root = self.root;
        if self.nodes_left == 0 || self.depth == DEEPEST || (self.patience.stop)() {
            return self.leave_open(&root.prices.clone());
        }
        self.nodes_left -= 1;
        let (relaxed, prices) = match self.bounded() {
            Some(Ok(prices)) => return Proof::Prices(self.sub.sparse(&prices, &root.prices)),
            Some(Err(open)) => open,
            None => return self.leave_open(&root.prices.clone()),
        };
        if let Some(cuts) = self.cuts.as_mut().filter(|cuts| cuts.len() < tuning::CUTS_PER_ROUND) {
            let broken = cuts::separated(self.problem, self.sub.part, &relaxed.taken);
            cuts.extend(broken.into_iter().map(|cut| cut.pools));
        }
        let Some(branch) = self.decide(&relaxed) else { return self.close_decided(&prices) };
        let Branch { group, edges, split } = branch;
        let never = Box::new(self.within(group, false, |e| edges.contains(&e)));
        let certainly = Box::new(self.within(group, true, |e| !edges.contains(&e)));
        Proof::Branch { split, never, certainly }
    }

    /// Solves the relaxation of the node over all edges in question: `Ok` with prices that close the node, `Err` with
    /// the relaxation and its prices where the node stays open.
    fn bounded(&mut self) -> Option<Result<Dense, (Relaxed, Dense)>> {
        loop {
            let relaxed = self.relax()?;
            self.try_integral(&relaxed);
            // The programme holds only some of the edges: a node that stays open even so needs no more of them.
            let least = (self.value + self.sub.block.unit) as f64;
            let hopeless = relaxed.value >= least - 1e-9 * least.abs().min(1e6);
            if !hopeless && let Some(prices) = self.closing_prices(&relaxed) {
                return Some(Ok(prices));
            }
            if (hopeless && !relaxed.broken) || !self.widen(&relaxed) {
                let (capacities, floors, settled) = &relaxed.prices;
                let prices = self.sub.round(capacities, floors, settled, GRIDS[0]);
                return Some(Err((relaxed, prices)));
            }
        }
    }

    /// Adds, for every group, the edge in question that beats the programme's prices; tells whether any was added.
    fn widen(&mut self, relaxed: &Relaxed) -> bool {
        let Some(master) = &mut self.master else { return false };
        let (capacities, floors, settled) = &relaxed.prices;
        let prices = self.sub.round(capacities, floors, settled, GRIDS[0]);
        let tolerance = (self.sub.block.unit << self.sub.bits) / 1_000_000;
        let mut found = false;
        for (g, edges) in &self.kept {
            let mut known = if self.node.must[*g as usize] { i128::MIN / 2 } else { 0 };
            let mut better: Option<(i128, u32)> = None;
            for &e in edges.iter().filter(|&&e| !self.node.never[e as usize]) {
                let reduced = self.sub.reduced(&prices, e as usize);
                if master.has(e as usize) {
                    known = known.max(reduced);
                } else if better.is_none_or(|(most, _)| reduced > most) {
                    better = Some((reduced, e));
                }
            }
            if let Some((_, e)) = better.filter(|&(most, _)| most > known + tolerance) {
                master.add(e as usize);
                found = true;
            }
        }
        found
    }

    /// Solves the relaxation of the node; from scratch when HiGHS fails to go on from its last solution.
    fn relax(&mut self) -> Option<Relaxed> {
        let seconds = self.patience.seconds;
        if let Some(relaxed) = self.master.as_mut().and_then(|master| master.solve(seconds)) {
            return Some(relaxed);
        }
        if (self.patience.stop)() {
            return None;
        }
        let columns = self.master.as_ref().map(Master::columns).unwrap_or_default();
        let mut master = open(self.sub, &columns)?;
        for g in 0..self.sub.part.n_groups() {
            master.agree(g, &self.node);
        }
        let relaxed = master.solve(seconds);
        self.master = Some(master);
        relaxed
    }

    /// Explores the node in which some edges of a group are not chosen and, if `must`, one of the others is.
    fn within(&mut self, group: usize, must: bool, without: impl Fn(u32) -> bool) -> Proof {
        let (before, newly) = self.restrict(group, must, without);
        self.depth += 1;
        let proof = self.explore();
        self.depth -= 1;
        self.release(group, before, newly);
        proof
    }

    /// Narrows the node; returns whether the group had to be served before, and the edges excluded now.
    fn restrict(&mut self, group: usize, must: bool, without: impl Fn(u32) -> bool) -> (bool, Vec<usize>) {
        let range = self.sub.part.group(group);
        let newly: Vec<usize> = range.filter(|&e| without(e as u32) && !self.node.never[e]).collect();
        newly.iter().for_each(|&e| self.node.never[e] = true);
        let before = self.node.must[group];
        self.node.must[group] |= must;
        self.agree(group);
        (before, newly)
    }

    /// Takes back what `restrict` did.
    fn release(&mut self, group: usize, before: bool, newly: Vec<usize>) {
        self.node.must[group] = before;
        newly.iter().for_each(|&e| self.node.never[e] = false);
        self.agree(group);
    }

    fn agree(&mut self, group: usize) {
        if let Some(master) = &mut self.master {
            master.agree(group, &self.node);
        }
    }

    /// The bound of the node at `prices`, as a value the block can have; `None` when the node is impossible.
    fn bound(&self, prices: &Dense) -> Option<i128> {
        self.sub.evaluate_node(prices, &self.kept, &self.node).map(|bound| self.sub.floor(bound))
    }

    /// Ends a node that is not closed.
    fn leave_open(&mut self, prices: &Dense) -> Proof {
        let (own, root) = (self.bound(prices), self.bound(&self.root.prices));
        self.open = self.open.max(own.min(root));
        let best = if own <= root { prices } else { &self.root.prices };
        Proof::Prices(self.sub.sparse(best, &self.root.prices))
    }

    /// Prices that close the node.
    fn closing_prices(&self, relaxed: &Relaxed) -> Option<Dense> {
        let (capacities, floors, settled) = &relaxed.prices;
        let rounded = GRIDS.iter().map(|&bits| self.sub.round(capacities, floors, settled, bits));
        rounded.into_iter().find(|prices| self.bound(prices) <= Some(self.value))
    }

    /// Closes a node in which every edge is decided: by what the choice is worth, or by what it breaks.
    fn close_decided(&mut self, prices: &Dense) -> Proof {
        let open = self.kept.iter().flat_map(|(_, edges)| edges).copied();
        let chosen: Vec<u32> = open.filter(|&e| !self.node.never[e as usize]).collect();
        for exact in self.sub.prices_of(&chosen) {
            if self.bound(&exact) <= Some(self.value) {
                return Proof::Prices(self.sub.sparse(&exact, &self.root.prices));
            }
        }
        self.leave_open(prices)
    }

    /// Takes a relaxation that happens to be integral as a choice.
    fn try_integral(&mut self, relaxed: &Relaxed) {
        if relaxed.taken.iter().any(|&(_, x)| x < 1.0 - 1e-6) {
            return;
        }
        let chosen: Vec<u32> = relaxed.taken.iter().map(|&(e, _)| e).collect();
        if self.sub.part.holds(&chosen) && self.sub.keeps(&chosen) {
            let value = self.sub.block.value(self.sub.part, &chosen);
            if value > self.value {
                (self.value, self.chosen) = (value, chosen);
                self.thin();
                self.patience.best.offer(&self.chosen);
            }
        }
    }

    /// Picks the next decision: whether an owner in doubt is served at all, or from which pool, whichever lowers the
    /// bound most.
    fn decide(&mut self, relaxed: &Relaxed) -> Option<Branch> {
        if let Some(branch) = self.by_opener(relaxed) {
            return Some(branch);
        }
        let candidates = self.candidates(relaxed);
        let ask_at_most = if self.sub.part.n_groups() <= tuning::PROBED_GROUPS_MAX { tuning::PROBES } else { 0 };
        let unknown: Vec<Candidate> =
            candidates.iter().map(|&(_, q)| q).filter(|q| !self.known.contains_key(q)).collect();
        for &candidate in unknown.iter().take(ask_at_most) {
            if (self.patience.stop)() {
                break;
            }
            if let Some(gains) = self.probe(candidate, relaxed.value) {
                self.known.insert(candidate, gains);
            }
        }
        let needed = (relaxed.value - self.value as f64).max(1.0);
        let promise = |candidate: &Candidate| {
            let &(never, certainly) = self.known.get(candidate)?;
            let (never, certainly) = (never.clamp(0.0, needed), certainly.clamp(0.0, needed));
            Some((never + needed * 1e-3) * (certainly + needed * 1e-3))
        };
        let mut best: Option<(f64, Candidate)> = None;
        for &(doubt, candidate) in &candidates {
            let score = promise(&candidate).unwrap_or(doubt * 1e-9);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, candidate));
            }
        }
        match best {
            Some((_, (group, row))) => self.by_pool(group, row).or_else(|| self.by_edge(relaxed)),
            None => self.by_edge(relaxed),
        }
    }

    /// What could be decided by pools, the most doubtful first.
    fn candidates(&self, relaxed: &Relaxed) -> Vec<(f64, Candidate)> {
        let part = self.sub.part;
        let mut candidates: Vec<(f64, Candidate)> = Vec::new();
        for of_group in relaxed.taken.chunk_by(|a, b| part.group_of[a.0 as usize] == part.group_of[b.0 as usize]) {
            let group = part.group_of[of_group[0].0 as usize] as usize;
            let mut shares: Vec<(u32, f64)> = Vec::new();
            for &(e, x) in of_group {
                // A cut says nothing of one owner.
                let own = |row: u32| (part.rows[row as usize].pool as usize) < self.problem.pools.len();
                let rows = part.draws_of(e as usize).iter().filter(|(row, _)| own(*row));
                shares.extend(rows.map(|&(row, _)| (row, x)));
            }
            shares.sort_by_key(|&(row, _)| row);
            let mut consider = |share: f64, row: Option<u32>| {
                let doubt = share.min(1.0 - share);
                if doubt > 1e-6 && self.changes(group, row) {
                    // Whether the owner is served at all settles most at once.
                    candidates.push((if row.is_none() { 1.0 + doubt } else { doubt }, (group, row)));
                }
            };
            consider(of_group.iter().map(|&(_, x)| x).sum(), None);
            for of_row in shares.chunk_by(|a, b| a.0 == b.0) {
                consider(of_row.iter().map(|&(_, x)| x).sum(), Some(of_row[0].0));
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates
    }

    /// By how much each answer to a candidate lowers the relaxation, over the edges in the programme.
    fn probe(&mut self, candidate: Candidate, from: f64) -> Option<(f64, f64)> {
        let Branch { group, edges, .. } = self.by_pool(candidate.0, candidate.1)?;
        let never = self.answered(group, false, |e| edges.contains(&e))?;
        let certainly = self.answered(group, true, |e| !edges.contains(&e))?;
        Some((from - never, from - certainly))
    }

    /// The value of the relaxation if some edges of a group are not chosen and, if `must`, one of the others is.
    fn answered(&mut self, group: usize, must: bool, without: impl Fn(u32) -> bool) -> Option<f64> {
        let (before, newly) = self.restrict(group, must, without);
        let seconds = self.patience.seconds;
        let value = self.master.as_mut().and_then(|master| master.solve(seconds)).map(|relaxed| relaxed.value);
        self.release(group, before, newly);
        value
    }

    /// Whether deciding on `row` in `group` makes both nodes smaller than the one at hand.
    fn changes(&self, group: usize, row: Option<u32>) -> bool {
        let part = self.sub.part;
        let draws = |e: usize| row.is_none_or(|row| part.draws_of(e).iter().any(|d| d.0 == row));
        let open = part.group(group).filter(|&e| !self.node.never[e] && !self.node.gone[e]);
        let (n_open, n_meant) = open.fold((0, 0), |(n, m), e| (n + 1, m + usize::from(draws(e))));
        n_meant > 0 && (n_meant < n_open || !self.node.must[group])
    }

    /// The branch on whether the owner of `group` takes an edge that draws `row` or, with `None`, any edge.
    fn by_pool(&self, group: usize, row: Option<u32>) -> Option<Branch> {
        let part = self.sub.part;
        let first = part.edges[part.group(group).start] as usize;
        let owner = self.problem.owners[first].filter(|_| part.group(group).len() > 1)?;
        let draws = |e: &usize| row.is_none_or(|row| part.draws_of(*e).iter().any(|d| d.0 == row));
        let edges = part.group(group).filter(draws).map(|e| e as u32).collect();
        let pool = row.map_or(owner, |row| part.rows[row as usize].pool);
        Some(Branch { group, edges, split: Split::Draws { owner, pool } })
    }

    /// The branch on what is to be opened, where a relaxation opens something in part: who takes what it grants mostly
    /// follows.
    fn by_opener(&self, relaxed: &Relaxed) -> Option<Branch> {
        let part = self.sub.part;
        let grants = |e: u32| part.draws_of(e as usize).iter().any(|&(_, units)| units < 0);
        let opened = relaxed.taken.iter().filter(|&&(e, x)| x < 1.0 - 1e-6 && grants(e) && self.is_undecided(e));
        let &(e, _) = opened.max_by(|a, b| a.1.min(1.0 - a.1).total_cmp(&b.1.min(1.0 - b.1)).then(b.0.cmp(&a.0)))?;
        let group = part.group_of[e as usize] as usize;
        let of_group = relaxed.taken.iter().filter(|taken| part.group_of[taken.0 as usize] as usize == group);
        let share: f64 = of_group.map(|taken| taken.1).sum();
        let whole = (share < 1.0 - 1e-6 && self.changes(group, None)).then(|| self.by_pool(group, None)).flatten();
        Some(whole.unwrap_or_else(|| self.on_edge(e)))
    }

    /// The branch on one edge: the one most in doubt, or any not decided.
    fn by_edge(&self, relaxed: &Relaxed) -> Option<Branch> {
        let doubtful = relaxed.taken.iter().filter(|&&(e, x)| self.is_undecided(e) && x < 1.0 - 1e-6);
        let doubtful = doubtful.max_by(|a, b| a.1.min(1.0 - a.1).total_cmp(&b.1.min(1.0 - b.1)));
        let any = || self.kept.iter().flat_map(|(_, edges)| edges).copied().find(|&e| self.is_undecided(e));
        doubtful.map(|&(e, _)| e).or_else(any).map(|e| self.on_edge(e))
    }

    /// Whether the node leaves open if an edge is chosen.
    fn is_undecided(&self, e: u32) -> bool {
        let (part, group) = (self.sub.part, self.sub.part.group_of[e as usize] as usize);
        let is_open = |f: usize| !self.node.never[f] && !self.node.gone[f];
        let is_certain = self.node.must[group] && part.group(group).filter(|&f| is_open(f)).count() == 1;
        !is_certain && is_open(e as usize)
    }

    /// The branch on one edge.
    fn on_edge(&self, e: u32) -> Branch {
        let part = self.sub.part;
        let (group, global) = (part.group_of[e as usize] as usize, part.edges[e as usize]);
        let draws: Vec<Draw> = self.problem.draws_of(global).to_vec();
        let (owner, points): (_, Vec<i64>) =
            (self.problem.owners[global as usize], self.problem.points_of(global).collect());
        let alike = |&&f: &&u32| {
            f < global
                && self.problem.owners[f as usize] == owner
                && self.problem.draws_of(f) == draws
                && self.problem.points_of(f).eq(points.iter().copied())
        };
        let rank = part.edges.iter().filter(alike).count();
        Branch { group, edges: vec![e], split: Split::Edge { owner, draws, points, rank } }
    }
}
