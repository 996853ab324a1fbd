//! What can be opened, and who would take it: a part read as facilities with clients.

use std::ops::Range;

use crate::block::Block;
use crate::part::Part;
use crate::problem::{PoolIdx, Problem};

/// An opener with the pool it grants.
pub(super) struct Facility {
    /// The edge that opens it.
    pub(super) opener: u32,
    /// What opening it is worth by itself.
    pub(super) weight: i64,
    /// Places without and with it.
    pub(super) places: (i64, i64),
    /// Units drawn of shared resources.
    pub(super) draws: Vec<(usize, i64)>,
    /// Its clients, by position in the lists of the map.
    pub(super) clients: Range<usize>,
}

/// A part as facilities. People are the groups of the part; each has at most one way to a facility, the best.
pub(super) struct Map {
    pub(super) facilities: Vec<Facility>,
    /// Person, value and edge of each client, by facility and person.
    pub(super) group: Vec<u32>,
    pub(super) value: Vec<i64>,
    pub(super) edge: Vec<u32>,
    /// Per group, what its best edge without facility is worth, and that edge.
    pub(super) outside: Vec<(i64, Option<u32>)>,
    /// Pool and capacity of what openers share.
    pub(super) resources: Vec<(PoolIdx, i64)>,
    /// The pool of each person; `None` for an opener.
    pub(super) owner: Vec<Option<PoolIdx>>,
    /// Whether there is one resource, of which each opener draws one unit: so many may be opened.
    pub(super) counts: bool,
    /// Whether everyone fits wherever it is open.
    pub(super) roomy: bool,
    /// Where people are merged: the pool and the value of each person of a group.
    pub(super) twins: Vec<Vec<(PoolIdx, i64)>>,
}

/// Most that all points together may be: doubles still tell one from the next.
const MOST: i128 = 1 << 50;

impl Map {
    /// Reads a part; `None` where it is anything else than facilities, one opener each, and people who take one place.
    pub(super) fn of(problem: &Problem, part: &Part, block: &Block) -> Option<Self> {
        let is_opener = |e: usize| part.draws_of(e).iter().any(|&(_, units)| units < 0);
        let owner_of = |e: usize| problem.owners[part.edges[e] as usize];
        if part.rows.iter().any(|row| row.floor.is_some() || row.capacity.is_none()) || block.spread() >= MOST {
            return None;
        }
        let mut facility_of = vec![usize::MAX; part.rows.len()];
        let mut drafts = Vec::new();
        for e in (0..part.n_edges()).filter(|&e| is_opener(e)) {
            let mut granted = part.draws_of(e).iter().filter(|&&(_, units)| units < 0);
            let (Some(&(row, units)), None, None) = (granted.next(), granted.next(), owner_of(e)) else { return None };
            if std::mem::replace(&mut facility_of[row as usize], drafts.len()) != usize::MAX {
                return None;
            }
            drafts.push((e, row as usize, -i64::from(units)));
        }
        let mut map = Self {
            facilities: Vec::new(),
            group: Vec::new(),
            value: Vec::new(),
            edge: Vec::new(),
            outside: vec![(0, None); part.n_groups()],
            resources: Vec::new(),
            owner: vec![None; part.n_groups()],
            counts: false,
            roomy: false,
            twins: Vec::new(),
        };
        let clients = map.clients(part, block, &facility_of, drafts.len(), &owner_of)?;
        map.lay_out(part, block, &facility_of, &drafts, clients)?;
        Some(map)
    }

    /// The clients of each facility, and what people could take without any. `None` where an edge is anything else.
    fn clients(
        &mut self,
        part: &Part,
        block: &Block,
        facility_of: &[usize],
        n: usize,
        owner_of: &dyn Fn(usize) -> Option<PoolIdx>,
    ) -> Option<Vec<Vec<(u32, i64, u32)>>> {
        let mut clients: Vec<Vec<(u32, i64, u32)>> = vec![Vec::new(); n];
        for e in 0..part.n_edges() {
            let (g, value) = (part.group_of[e], block.weights[e]);
            match *part.draws_of(e) {
                [] => {
                    self.owner[g as usize] = Some(owner_of(e)?);
                    let outside = &mut self.outside[g as usize];
                    if value > outside.0 {
                        *outside = (value, Some(e as u32));
                    }
                }
                [(row, 1)] if facility_of[row as usize] != usize::MAX => {
                    self.owner[g as usize] = Some(owner_of(e)?);
                    let of_facility = &mut clients[facility_of[row as usize]];
                    match of_facility.last_mut().filter(|last| last.0 == g) {
                        Some(last) if last.1 < value => *last = (g, value, e as u32),
                        None if value > 0 => of_facility.push((g, value, e as u32)),
                        _ => {}
                    }
                }
                ref draws if draws.iter().any(|&(_, units)| units < 0) => {}
                _ => return None,
            }
        }
        Some(clients)
    }

    /// Lists facilities with their clients and what they share. `None` where an opener draws what another grants.
    fn lay_out(
        &mut self,
        part: &Part,
        block: &Block,
        facility_of: &[usize],
        drafts: &[(usize, usize, i64)],
        clients: Vec<Vec<(u32, i64, u32)>>,
    ) -> Option<()> {
        let mut resource_of = vec![usize::MAX; part.rows.len()];
        for (r, row) in part.rows.iter().enumerate().filter(|&(r, _)| facility_of[r] == usize::MAX) {
            resource_of[r] = self.resources.len();
            self.resources.push((row.pool, row.capacity?));
        }
        for (&(opener, row, granted), of_facility) in drafts.iter().zip(clients) {
            let mut draws = Vec::new();
            for &(r, units) in part.draws_of(opener).iter().filter(|&&(_, units)| units > 0) {
                if resource_of[r as usize] == usize::MAX {
                    return None;
                }
                draws.push((resource_of[r as usize], i64::from(units)));
            }
            let (base, start) = (part.rows[row].capacity?, self.group.len());
            for (g, value, e) in of_facility {
                self.group.push(g);
                self.value.push(value);
                self.edge.push(e);
            }
            let (weight, places) = (block.weights[opener], (base, base + granted));
            let clients = start..self.group.len();
            self.facilities.push(Facility { opener: opener as u32, weight, places, draws, clients });
        }
        self.counts = self.resources.len() == 1 && self.facilities.iter().all(|f| f.draws == [(0, 1)]);
        self.roomy = self.facilities.iter().all(|f| f.places.0 == 0 && f.places.1 >= f.clients.len() as i64);
        Some(())
    }

    /// Whether these facilities can be open together.
    pub(super) fn fits(&self, open: &[usize]) -> bool {
        let mut used = vec![0i64; self.resources.len()];
        for &(r, units) in open.iter().flat_map(|&f| &self.facilities[f].draws) {
            used[r] += units;
        }
        used.iter().zip(&self.resources).all(|(used, (_, capacity))| used <= capacity)
    }
}
