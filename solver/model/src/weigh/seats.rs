//! The bound by what has to be opened: each pool that only openers grant is solved with its openers and its clients.
//!
//! With prices of everything else, people among it, no plan is worth more than `sum a c - sum b f - sum y V` and, for
//! each such pool, a *site*, the most that so many of its openers and the best clients for the places they grant can
//! add, each person by the best edge there; and, for each group, its best edge that draws no such pool. What is left
//! out here (that a person takes one edge, that a group is not too small) only makes less possible, so that the bound
//! holds without.

use super::{Weigher, Weighing, plus, times};
use crate::certificate::Refusal;
use crate::problem::{Draw, EdgeIdx};

/// A pool that openers grant and people take.
struct Site {
    /// Places without any opener.
    base: i128,
    /// Group, edge and places granted.
    openers: Vec<(usize, EdgeIdx, i128)>,
    /// Group, edge and places drawn; the edges of a group are consecutive.
    clients: Vec<(usize, EdgeIdx, i128)>,
}

/// The edges of a part still in question, by what has to be opened.
pub(super) struct Seats {
    sites: Vec<Site>,
    /// Edges that neither draw nor grant such a pool, by group.
    outside: Vec<(usize, Vec<EdgeIdx>)>,
    /// Groups of openers that are no longer in question: a node that holds one is impossible.
    dropped: Vec<usize>,
}

impl Seats {
    /// Finds the sites; refused where an edge grants places of two of them.
    pub(super) fn of(weigher: &Weigher<'_>, part: usize) -> Result<Self, Refusal> {
        let problem = weigher.problem;
        let is_site = is_site(weigher, part);
        let pools: Vec<usize> = (0..problem.pools.len()).filter(|&p| is_site[p]).collect();
        let mut site_of = vec![usize::MAX; problem.pools.len()];
        pools.iter().enumerate().for_each(|(s, &p)| site_of[p] = s);
        let base = |&p: &usize| i128::from(problem.pools[p].capacity.unwrap_or(0));
        let empty = |p: &usize| Site { base: base(p), openers: Vec::new(), clients: Vec::new() };
        let mut seats = Self { sites: pools.iter().map(empty).collect(), outside: Vec::new(), dropped: Vec::new() };
        for &g in &weigher.groups_of[part] {
            let mut outside = Vec::new();
            for e in weigher.edges(g) {
                let mut at = problem.draws_of(e).iter().filter(|d| site_of[d.pool as usize] != usize::MAX);
                match (at.next(), at.next()) {
                    (None, _) => outside.push(e),
                    (Some(d), None) => seats.sites[site_of[d.pool as usize]].add(g, e, i128::from(d.units)),
                    _ => return Err(Refusal::Grouping(e)),
                }
            }
            if !outside.is_empty() {
                seats.outside.push((g, outside));
            }
        }
        Ok(seats)
    }
}

/// Which pools are sites. Whoever grants nothing and draws what others grant takes a *place*: of those pools the one that
/// most edges draw, the first of equals. A pool of which all who draw it take their place there is a site.
fn is_site(weigher: &Weigher<'_>, part: usize) -> Vec<bool> {
    let problem = weigher.problem;
    let edges = || weigher.groups_of[part].iter().flat_map(|&g| weigher.edges(g));
    // A cut may count openers below 0; it is priced like any other pool that is shared.
    let is_scarce = |p: usize| {
        weigher.part_of[p] == Some(part) && p < weigher.first_cut as usize && problem.pools[p].capacity.is_some()
    };
    let mut is_site = vec![false; problem.pools.len()];
    let granted = edges().flat_map(|e| problem.draws_of(e)).filter(|d| d.units < 0 && is_scarce(d.pool as usize));
    granted.for_each(|d| is_site[d.pool as usize] = true);
    let mut n_drawing = vec![0u32; problem.pools.len()];
    let drawn = edges().flat_map(|e| problem.draws_of(e)).filter(|d| d.units > 0);
    drawn.for_each(|d| n_drawing[d.pool as usize] += 1);
    let granted = is_site.clone();
    for e in edges() {
        let draws = || problem.draws_of(e).iter().filter(|d| granted[d.pool as usize]);
        let opens = draws().any(|d| d.units < 0);
        let most = |d: &&Draw| (n_drawing[d.pool as usize], std::cmp::Reverse(d.pool));
        let place = draws().max_by_key(most).filter(|_| !opens).map(|d| d.pool);
        let elsewhere = draws().filter(|d| d.units > 0 && Some(d.pool) != place);
        elsewhere.for_each(|d| is_site[d.pool as usize] = false);
    }
    is_site
}

impl Site {
    fn add(&mut self, g: usize, e: EdgeIdx, units: i128) {
        if units < 0 {
            self.openers.push((g, e, -units));
        } else {
            self.clients.push((g, e, units));
        }
    }

    /// Most that clients can add to so many places: the best of each group, the last one in part.
    fn filled(sorted: &[(i128, i128)], places: i128) -> Result<i128, Refusal> {
        let (mut left, mut sum) = (places, 0);
        for &(value, units) in sorted {
            if left < units {
                // Rounded up: what is left over is worth at most its share.
                let share = times(value, left)?;
                return plus(sum, share.div_euclid(units) + i128::from(share.rem_euclid(units) > 0));
            }
            left -= units;
            sum = plus(sum, value)?;
        }
        Ok(sum)
    }
}

impl Weighing<'_> {
    /// What every group adds by its best edge at this site, with the fewest places that any of its edges draws; the
    /// most per place first.
    fn clients(&self, site: &Site) -> Result<Vec<(i128, i128)>, Refusal> {
        let in_question = |&(_, e, _): &(usize, EdgeIdx, i128)| !self.scratch.never[e as usize];
        if site.base <= 0 && !site.openers.iter().any(in_question) {
            // There is no place to take.
            return Ok(Vec::new());
        }
        let mut best: Vec<(usize, i128, i128)> = Vec::new();
        for &(g, e, units) in site.clients.iter().filter(|&&(_, e, _)| !self.scratch.never[e as usize]) {
            let reduced = self.reduced(e)?;
            match best.last_mut().filter(|last| last.0 == g) {
                Some(last) => (last.1, last.2) = (last.1.max(reduced), last.2.min(units)),
                None => best.push((g, reduced, units)),
            }
        }
        let mut gains: Vec<(i128, i128)> =
            best.into_iter().filter(|&(_, value, _)| value > 0).map(|(_, value, units)| (value, units)).collect();
        // Values far from overflow: prices and points were added up before, and units are 32 bits.
        let most = gains.iter().map(|&(value, units)| value.max(units)).max().unwrap_or(0);
        times(most, i128::from(i32::MAX))?;
        gains.sort_unstable_by(|a, b| (b.0 * a.1).cmp(&(a.0 * b.1)));
        Ok(gains)
    }

    /// Most that a site can add, given what its clients add: so many of the openers in question as are worth it, the
    /// best of them with the most places any of them grant, on top of those that are forced.
    fn site_value(&self, site: &Site, clients: &[(i128, i128)], forced: Option<EdgeIdx>) -> Result<i128, Refusal> {
        let (mut places, mut sum) = (site.base, 0);
        // Of a group one edge is chosen at most; openers without owner are groups of their own.
        let mut open: Vec<(usize, i128, i128)> = Vec::new();
        let mut held = None;
        for &(g, e, granted) in site.openers.iter().filter(|&&(_, e, _)| !self.scratch.never[e as usize]) {
            let own = self.reduced(e)?;
            if forced == Some(e) || self.scratch.must[g] && self.weigher.groups[g].owner.is_none() {
                (places, sum) = (plus(places, granted)?, plus(sum, own)?);
                held = held.or((forced == Some(e)).then_some(g));
                continue;
            }
            match open.last_mut().filter(|last| last.0 == g) {
                Some(last) => (last.1, last.2) = (last.1.max(own), last.2.max(granted)),
                None => open.push((g, own, granted)),
            }
        }
        let others = open.into_iter().filter(|&(g, ..)| held != Some(g));
        let (mut reduced, mut grants): (Vec<_>, Vec<_>) = others.map(|(_, own, granted)| (own, granted)).unzip();
        reduced.sort_unstable_by(|a, b| b.cmp(a));
        grants.sort_unstable_by(|a, b| b.cmp(a));
        let mut best = plus(sum, Site::filled(clients, places)?)?;
        for (own, granted) in reduced.into_iter().zip(grants) {
            (places, sum) = (plus(places, granted)?, plus(sum, own)?);
            best = best.max(plus(sum, Site::filled(clients, places)?)?);
        }
        Ok(best)
    }

    /// What all sites and all edges outside them add at these prices in the node at hand; `None` when it is impossible.
    pub(super) fn opened(&self, seats: &Seats) -> Result<Option<i128>, Refusal> {
        if seats.dropped.iter().any(|&g| self.scratch.must[g]) {
            return Ok(None);
        }
        let mut total = 0;
        for site in &seats.sites {
            total = plus(total, self.site_value(site, &self.clients(site)?, None)?)?;
        }
        for (g, edges) in &seats.outside {
            // A person who must take an edge may take one at a site, so only groups without owner are forced.
            let forced = self.scratch.must[*g] && self.weigher.groups[*g].owner.is_none();
            let mut best = if forced { None } else { Some(0) };
            for &e in edges.iter().filter(|&&e| !self.scratch.never[e as usize]) {
                best = best.max(Some(self.reduced(e)?));
            }
            total = plus(total, best.unwrap_or(0))?;
        }
        Ok(Some(total))
    }

    /// Decides, at prices under which the bound is `root`, what all plans worth `limit` have in common: drops openers
    /// they never hold and clients they never take, forces openers they always hold. Returns the groups forced.
    pub(super) fn thin_seats(&mut self, mut seats: Seats, root: i128, limit: i128) -> Result<Vec<usize>, Refusal> {
        let mut all_forced = Vec::new();
        for site in &mut seats.sites {
            let clients = self.clients(site)?;
            let free = self.site_value(site, &clients, None)?;
            let room = plus(limit, -plus(root, -free)?)?;
            let (mut kept, mut forced) = (Vec::new(), Vec::new());
            // Clients of what has no places by itself are taken where it is opened.
            let mut open = (site.base > 0).then_some(free);
            for &(g, e, granted) in &site.openers {
                let held = self.site_value(site, &clients, Some(e))?;
                self.scratch.never[e as usize] = true;
                let closed = self.site_value(site, &clients, None);
                self.scratch.never[e as usize] = false;
                // Of openers with an owner another one may be chosen.
                let is_alone = self.weigher.groups[g].owner.is_none();
                if is_alone && closed? < room {
                    forced.push(g);
                }
                if held >= room {
                    kept.push((g, e, granted));
                    open = open.max(Some(held));
                } else if is_alone {
                    seats.dropped.push(g);
                }
            }
            site.openers = kept;
            let mut stay = Vec::new();
            if let Some(open) = open {
                for &client in &site.clients {
                    if plus(open, self.reduced(client.1)?.min(0))? >= room {
                        stay.push(client);
                    }
                }
            }
            site.clients = stay;
            all_forced.extend(forced);
        }
        all_forced.iter().for_each(|&g| self.scratch.must[g] = true);
        self.seats = Some(seats);
        Ok(all_forced)
    }
}
