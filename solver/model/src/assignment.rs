//! Exact assignment: people to seats of pools, shortest augmenting paths with prices.
//!
//! Each person takes at most one edge, each edge at most one unit of one seat pool. People are served one by one; a
//! person may push others to other seats or out, along the path that costs the plan least (Dijkstra over prices, so
//! that no path ever looks negative). What is returned is optimal, and its prices prove it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// No edge, no seat.
pub(super) const NONE: u32 = u32::MAX;

/// Integer arithmetic of the points: 64 bits where they provably fit, else 128.
pub(super) trait Amount:
    Copy + Ord + Default + Add<Output = Self> + Sub<Output = Self> + AddAssign + SubAssign
{
}
impl Amount for i64 {}
impl Amount for i128 {}

/// Who could take which seat for how many points.
pub(super) struct Seats<'a, T> {
    /// `first_edge[i]..first_edge[i + 1]` are the edges of person `i`.
    pub(super) first_edge: &'a [u32],
    /// The seat pool of each edge, [`NONE`] where nothing scarce is drawn.
    pub(super) seat: &'a [u32],
    /// The points of each edge. Three times the greatest must fit in `T`.
    pub(super) value: &'a [T],
    /// Units of each seat pool.
    pub(super) capacity: &'a [i64],
}

/// An optimal assignment and the prices that prove it.
pub(super) struct Assigned<T> {
    /// The edge of each person, or [`NONE`].
    pub(super) edge_of: Vec<u32>,
    /// The price of each seat pool.
    pub(super) price: Vec<T>,
}

/// Finds an assignment of the most points.
pub(super) fn assign<T: Amount>(seats: &Seats<'_, T>) -> Assigned<T> {
    let mut work = Work::new(seats);
    for person in 0..work.edge_of.len() {
        work.serve(person);
    }
    work.close_empty_seats();
    Assigned { edge_of: work.edge_of, price: work.price }
}

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// The person served stays on the best edge without a seat, or without an edge.
    StaysOut,
    /// A seat that is free.
    Free { edge: u32 },
    /// This person leaves a seat.
    Leaves { person: u32 },
}

/// The state of the search.
struct Work<'a, T> {
    seats: &'a Seats<'a, T>,
    edge_of: Vec<u32>,
    /// Best edge without a seat, and its points.
    outside: Vec<(u32, T)>,
    /// What each person gets at these prices.
    gain: Vec<T>,
    price: Vec<T>,
    person_of: Vec<u32>,
    first_member: Vec<u32>,
    n_members: Vec<u32>,
    members: Vec<u32>,
    place_of: Vec<u32>,
    distance: Vec<T>,
    /// 0 unseen, 1 reached, 2 finished.
    mark: Vec<u8>,
    via: Vec<u32>,
    reached: Vec<u32>,
    finished: Vec<u32>,
    heap: BinaryHeap<Reverse<(T, u32)>>,
}

impl<'a, T: Amount> Work<'a, T> {
    fn new(seats: &'a Seats<'a, T>) -> Self {
        let (n_people, n_seats) = (seats.first_edge.len() - 1, seats.capacity.len());
        let mut person_of = vec![0; seats.seat.len()];
        let mut outside = vec![(NONE, T::default()); n_people];
        let mut demand = vec![0u32; n_seats];
        for (i, outside) in outside.iter_mut().enumerate() {
            for e in seats.first_edge[i]..seats.first_edge[i + 1] {
                person_of[e as usize] = i as u32;
                match seats.seat[e as usize] {
                    NONE if seats.value[e as usize] > outside.1 => *outside = (e, seats.value[e as usize]),
                    NONE => {}
                    seat => demand[seat as usize] += 1,
                }
            }
        }
        let mut first_member = vec![0u32];
        for (&wanted, &capacity) in demand.iter().zip(seats.capacity) {
            let places = i64::from(wanted).min(capacity.max(0)) as u32;
            first_member.push(first_member[first_member.len() - 1] + places);
        }
        let n_places = first_member[n_seats] as usize;
        Self {
            seats,
            edge_of: vec![NONE; n_people],
            gain: vec![T::default(); n_people],
            price: vec![T::default(); n_seats],
            outside,
            person_of,
            first_member,
            n_members: vec![0; n_seats],
            members: vec![0; n_places],
            place_of: vec![0; n_people],
            distance: vec![T::default(); n_seats],
            mark: vec![0; n_seats],
            via: vec![NONE; n_seats],
            reached: Vec::new(),
            finished: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    fn places(&self, seat: usize) -> u32 {
        self.first_member[seat + 1] - self.first_member[seat]
    }

    fn edges(&self, person: usize) -> std::ops::Range<usize> {
        self.seats.first_edge[person] as usize..self.seats.first_edge[person + 1] as usize
    }

    /// A seat pool without any place costs as much as its best edge is worth, so that nobody wants it.
    fn close_empty_seats(&mut self) {
        for (&seat, &value) in self.seats.seat.iter().zip(self.seats.value) {
            if seat != NONE && self.places(seat as usize) == 0 {
                self.price[seat as usize] = self.price[seat as usize].max(value);
            }
        }
    }

    /// Serves one more person by the path that costs least.
    fn serve(&mut self, person: usize) {
        let mut gain = self.outside[person].1;
        for e in self.edges(person) {
            let seat = self.seats.seat[e] as usize;
            if seat != NONE as usize && self.places(seat) > 0 {
                gain = gain.max(self.seats.value[e] - self.price[seat]);
            }
        }
        self.gain[person] = gain;
        let mut shortest = gain - self.outside[person].1;
        let mut end = End::StaysOut;
        self.relax(person, T::default(), &mut shortest, &mut end);
        while let Some(Reverse((distance, seat))) = self.heap.pop() {
            if distance >= shortest {
                break;
            }
            let seat = seat as usize;
            if self.mark[seat] == 2 || distance > self.distance[seat] {
                continue;
            }
            self.mark[seat] = 2;
            self.finished.push(seat as u32);
            for at in self.first_member[seat]..self.first_member[seat] + self.n_members[seat] {
                let member = self.members[at as usize] as usize;
                let leaving = distance + (self.gain[member] - self.outside[member].1);
                if leaving < shortest {
                    (shortest, end) = (leaving, End::Leaves { person: member as u32 });
                }
                self.relax(member, distance, &mut shortest, &mut end);
            }
        }
        self.reprice(person, shortest);
        self.follow(person, end);
        self.heap.clear();
        for seat in self.reached.drain(..) {
            self.mark[seat as usize] = 0;
        }
        self.finished.clear();
    }

    /// Tries the edges of `person`, reached at `distance`.
    fn relax(&mut self, person: usize, distance: T, shortest: &mut T, end: &mut End) {
        let base = distance + self.gain[person];
        for e in self.edges(person) {
            let seat = self.seats.seat[e] as usize;
            if seat == NONE as usize || self.mark[seat] == 2 {
                continue;
            }
            let next = base + self.price[seat] - self.seats.value[e];
            if next >= *shortest || (self.mark[seat] == 1 && next >= self.distance[seat]) {
                continue;
            }
            let places = self.places(seat);
            if self.n_members[seat] < places {
                (*shortest, *end) = (next, End::Free { edge: e as u32 });
            } else if places > 0 {
                if self.mark[seat] == 0 {
                    self.mark[seat] = 1;
                    self.reached.push(seat as u32);
                }
                self.distance[seat] = next;
                self.via[seat] = e as u32;
                self.heap.push(Reverse((next, seat as u32)));
            }
        }
    }

    /// Raises prices and lowers gains so that the path costs nothing and nothing looks negative.
    fn reprice(&mut self, person: usize, shortest: T) {
        self.gain[person] -= shortest;
        for &seat in &self.finished {
            let seat = seat as usize;
            let rise = shortest - self.distance[seat];
            self.price[seat] += rise;
            for at in self.first_member[seat]..self.first_member[seat] + self.n_members[seat] {
                self.gain[self.members[at as usize] as usize] -= rise;
            }
        }
    }

    /// Moves everyone along the path.
    fn follow(&mut self, served: usize, end: End) {
        let (mut edge, leaver) = match end {
            End::StaysOut => {
                self.edge_of[served] = self.outside[served].0;
                return;
            }
            End::Free { edge } => (edge, None),
            End::Leaves { person } => (self.via[self.seat_of(person as usize)], Some(person as usize)),
        };
        if let Some(leaver) = leaver {
            self.unseat(leaver);
            self.edge_of[leaver] = self.outside[leaver].0;
        }
        loop {
            let person = self.person_of[edge as usize] as usize;
            let left = (person != served).then(|| self.seat_of(person));
            if left.is_some() {
                self.unseat(person);
            }
            self.seat(person, edge);
            let Some(left) = left else { return };
            edge = self.via[left];
        }
    }

    fn seat_of(&self, person: usize) -> usize {
        self.seats.seat[self.edge_of[person] as usize] as usize
    }

    fn seat(&mut self, person: usize, edge: u32) {
        let seat = self.seats.seat[edge as usize] as usize;
        let at = self.first_member[seat] + self.n_members[seat];
        self.n_members[seat] += 1;
        self.members[at as usize] = person as u32;
        self.place_of[person] = at;
        self.edge_of[person] = edge;
    }

    fn unseat(&mut self, person: usize) {
        let seat = self.seat_of(person);
        self.n_members[seat] -= 1;
        let last = self.first_member[seat] + self.n_members[seat];
        let moved = self.members[last as usize];
        self.members[self.place_of[person] as usize] = moved;
        self.place_of[moved as usize] = self.place_of[person];
    }
}
