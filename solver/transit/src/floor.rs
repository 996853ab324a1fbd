//! A floor under every journey: on none of the days does one take less, whatever the hour.
//!
//! The timetable without its hours: every line runs at every moment, and from each stop to the next it takes the least
//! that any of its trips on any of the days takes. Walks and changes take what they take. A journey is a path through
//! this on which each step takes at least as long, and waiting only adds, so the shortest path is never longer than the
//! journey. Journeys that follow each other by way of stopovers are one path too: the floor holds for the sum of their
//! minutes. How many times one changes is not limited here.

use chrono::NaiveDate;

use super::Seconds;
use super::day::{Halt, runs};
use super::network::{Call, Network, PatternIdx, StopIdx, TimingIdx};
use super::rows::Rows;
use super::walking::{Walking, Walks};
use crate::point::Point;

/// Later than anything.
const NEVER: Seconds = Seconds::MAX;

/// A stop of a lane, in the direction of the search, with the least seconds it takes from the stop before.
#[derive(Clone, Copy, Debug)]
struct Step {
    halt: Halt,
    ride: Seconds,
    /// Least wait here when one stays aboard.
    wait: Seconds,
}

/// Lists of what goes out from each node.
#[derive(Clone, Debug)]
struct Fans<T> {
    first: Vec<u32>,
    all: Vec<T>,
}

impl<T> Fans<T> {
    fn of(n_nodes: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.sort_by_key(|&(from, _)| from);
        let mut first = vec![0; n_nodes + 1];
        for &(from, _) in &pairs {
            first[from as usize + 1] += 1;
        }
        for at in 0..n_nodes {
            first[at + 1] += first[at];
        }
        Self { first, all: pairs.into_iter().map(|(_, item)| item).collect() }
    }

    fn from(&self, node: usize) -> &[T] {
        &self.all[self.first[node] as usize..self.first[node + 1] as usize]
    }
}

/// Another node, and the seconds to get there.
type Walk = (u32, Seconds);

/// Everything one can do in one direction. Nodes are the stops, then the stopovers.
#[derive(Clone, Debug)]
struct Graph {
    n_stops: usize,
    /// Lane after lane.
    lanes: Fans<Step>,
    /// Lanes, with the position in them, that one may board at a stop.
    passing: Fans<(u32, u32)>,
    /// Walks and changes from where one has arrived: to where one may board, or to a stopover.
    walks: Fans<Walk>,
}

/// What the search knows of a node.
#[derive(Clone, Copy, Debug)]
struct Label {
    /// Earliest arrival, by a ride or at a stopover.
    arrived: Seconds,
    /// Earliest moment to board.
    ready: Seconds,
    /// The same where it improved since the last rides.
    fresh: Seconds,
    /// Whether it waits for its walks to be looked at.
    is_reached: bool,
}

const UNKNOWN: Label = Label { arrived: NEVER, ready: NEVER, fresh: NEVER, is_reached: false };

impl Graph {
    fn new(lanes: &[Vec<Step>], walks: Vec<(u32, Walk)>, n_stops: usize, n_nodes: usize) -> Self {
        let mut passing = Vec::new();
        for (lane, steps) in lanes.iter().enumerate() {
            let boards = steps[..steps.len() - 1].iter().enumerate().filter(|(_, step)| step.halt.boards());
            passing.extend(boards.map(|(position, step)| (step.halt.stop().0, (lane as u32, position as u32))));
        }
        let steps =
            lanes.iter().enumerate().flat_map(|(lane, steps)| steps.iter().map(move |&step| (lane as u32, step)));
        Self {
            n_stops,
            lanes: Fans::of(lanes.len(), steps.collect()),
            passing: Fans::of(n_stops, passing),
            walks: Fans::of(n_nodes, walks),
        }
    }

    /// The least seconds until one has arrived at each node, having walked first as `begin` says.
    fn arrivals(&self, begin: &[Walk]) -> Vec<Seconds> {
        let mut search = Search {
            graph: self,
            labels: vec![UNKNOWN; self.walks.first.len() - 1],
            fresh: Vec::new(),
            reached: Vec::new(),
            positions: vec![u32::MAX; self.lanes.first.len() - 1],
        };
        begin.iter().for_each(|&(node, after)| search.walk_to(node, after));
        search.walk();
        while !search.fresh.is_empty() {
            search.ride();
            search.walk();
        }
        search.labels.into_iter().map(|label| label.arrived).collect()
    }
}

/// One search, round by round until nothing is news.
struct Search<'a> {
    graph: &'a Graph,
    labels: Vec<Label>,
    fresh: Vec<u32>,
    reached: Vec<u32>,
    /// For each lane the position from which to ride along it.
    positions: Vec<u32>,
}

impl Search<'_> {
    fn walk_to(&mut self, node: u32, after: Seconds) {
        if node as usize >= self.graph.n_stops {
            return self.arrive(node, after);
        }
        let label = &mut self.labels[node as usize];
        if after < label.ready {
            if label.fresh == NEVER {
                self.fresh.push(node);
            }
            (label.ready, label.fresh) = (after, after);
        }
    }

    fn arrive(&mut self, node: u32, after: Seconds) {
        let label = &mut self.labels[node as usize];
        if after < label.arrived {
            label.arrived = after;
            if !label.is_reached {
                label.is_reached = true;
                self.reached.push(node);
            }
        }
    }

    /// Walks and changes from where one arrived earlier than before.
    fn walk(&mut self) {
        let graph = self.graph;
        while let Some(node) = self.reached.pop() {
            let label = &mut self.labels[node as usize];
            label.is_reached = false;
            let arrived = label.arrived;
            for &(to, seconds) in graph.walks.from(node as usize) {
                self.walk_to(to, arrived.saturating_add(seconds));
            }
        }
    }

    /// Rides from where one may board earlier than before.
    fn ride(&mut self) {
        let graph = self.graph;
        let mut lanes = Vec::new();
        for &stop in &self.fresh {
            for &(lane, position) in graph.passing.from(stop as usize) {
                let first = &mut self.positions[lane as usize];
                if *first == u32::MAX {
                    lanes.push(lane);
                }
                *first = position.min(*first);
            }
        }
        for lane in lanes {
            let first = std::mem::replace(&mut self.positions[lane as usize], u32::MAX) as usize;
            let mut aboard = NEVER;
            for step in &graph.lanes.from(lane as usize)[first..] {
                let (stop, arrived) = (step.halt.stop().0, aboard.saturating_add(step.ride));
                if step.halt.alights() {
                    self.arrive(stop, arrived);
                }
                let fresh = if step.halt.boards() { self.labels[stop as usize].fresh } else { NEVER };
                aboard = arrived.saturating_add(step.wait).min(fresh);
            }
        }
        for stop in self.fresh.drain(..) {
            self.labels[stop as usize].fresh = NEVER;
        }
    }
}

/// The least minutes between places, over all hours of some days.
#[derive(Clone, Debug)]
pub struct Floor {
    onwards: Graph,
    backwards: Graph,
    /// From each end to the nodes around it; a walk takes as long both ways.
    around: Fans<Walk>,
    walking: Walking,
    ends: Vec<Point>,
    rows: Rows,
}

impl Floor {
    /// The floor over all of `dates`. `ends` are where chains of journeys begin and end, such as homes and sites;
    /// `stopovers` are where one journey may end and the next begin, such as childcare. What is both is a stopover.
    pub fn new(network: &Network, walks: &Walks, dates: &[NaiveDate], ends: &[Point], stopovers: &[Point]) -> Self {
        let n_stops = network.stops().len();
        let n_nodes = n_stops + stopovers.len();
        let metres = walks.straight_metres_max();
        let near = Rows::of(stopovers.iter(), metres);
        let around = |from: usize, point: &Point| {
            let stops = walks.stops_near(point).map(|(stop, seconds)| (stop.at(), seconds));
            let others =
                near.near(point).filter_map(|at| Some((n_stops + at, walks.walking.seconds(point, &stopovers[at])?)));
            stops.chain(others).map(|(to, seconds)| (from as u32, (to as u32, seconds))).collect::<Vec<_>>()
        };
        let changes = walks.pairs(network, walks.profile().change_seconds_min);
        let mut pairs: Vec<_> = changes.into_iter().map(|(from, to, seconds)| (from.0, (to.0, seconds))).collect();
        for (at, point) in stopovers.iter().enumerate() {
            for (from, (to, seconds)) in around(n_stops + at, point) {
                pairs.push((from, (to, seconds)));
                // Stopovers find each other from both sides.
                if (to as usize) < n_stops {
                    pairs.push((to, (from, seconds)));
                }
            }
        }
        let turned = pairs.iter().map(|&(from, (to, seconds))| (to, (from, seconds))).collect();
        let lanes = lanes(network, walks, dates);
        let mirrored: Vec<_> = lanes.iter().map(|lane| mirrored(lane)).collect();
        let from_ends = ends.iter().enumerate().flat_map(|(at, point)| around(at, point)).collect();
        Self {
            onwards: Graph::new(&lanes, pairs, n_stops, n_nodes),
            backwards: Graph::new(&mirrored, turned, n_stops, n_nodes),
            around: Fans::of(ends.len(), from_ends),
            walking: walks.walking.clone(),
            ends: ends.to_vec(),
            rows: Rows::of(ends.iter(), metres),
        }
    }

    /// Least whole minutes from `place` to every place, rounded down; `u16::MAX` where no journey goes. Places are the
    /// ends, in their order, and then the stopovers.
    pub fn minutes_from(&self, place: usize) -> Vec<u16> {
        self.minutes(place, &self.onwards)
    }

    /// Least whole minutes from every place to `place`: see [`Floor::minutes_from`].
    pub fn minutes_to(&self, place: usize) -> Vec<u16> {
        self.minutes(place, &self.backwards)
    }

    fn minutes(&self, place: usize, graph: &Graph) -> Vec<u16> {
        let n_ends = self.ends.len();
        let stopover = place.checked_sub(n_ends).map(|stopover| [((graph.n_stops + stopover) as u32, 0)]);
        let arrivals = graph.arrivals(stopover.as_ref().map_or_else(|| self.around.from(place), |node| &node[..]));
        let end = |end: usize| {
            let near = self.around.from(end).iter();
            near.map(|&(node, walk)| arrivals[node as usize].saturating_add(walk)).min().unwrap_or(NEVER)
        };
        let mut seconds: Vec<_> = (0..n_ends).map(end).chain(arrivals[graph.n_stops..].iter().copied()).collect();
        if let Some(point) = self.ends.get(place) {
            for end in self.rows.near(point) {
                seconds[end] = seconds[end].min(self.walking.seconds(point, &self.ends[end]).unwrap_or(NEVER));
            }
        }
        let minutes =
            |seconds| if seconds == NEVER { u16::MAX } else { u16::try_from(seconds / 60).unwrap_or(u16::MAX) };
        seconds.into_iter().map(minutes).collect()
    }
}

/// Every pattern that runs on any of `dates`, in its least times.
fn lanes(network: &Network, walks: &Walks, dates: &[NaiveDate]) -> Vec<Vec<Step>> {
    let all = dates.iter().flat_map(|&date| runs(network, date, walks.profile().rides_of_days_beside));
    let mut shapes: Vec<(PatternIdx, TimingIdx)> = all.map(|run| (run.pattern, run.timing)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let parts = network.parts();
    let lane = |shapes: &[(PatternIdx, TimingIdx)]| {
        let pattern = &parts.patterns[shapes[0].0.at()];
        let timings: Vec<&[Call]> = shapes.iter().map(|shape| &parts.timings[shape.1.at()][..]).collect();
        let least = |seconds: &dyn Fn(&[Call]) -> u32| {
            timings.iter().map(|calls| seconds(calls)).min().map_or(0, |seconds| seconds as Seconds)
        };
        let step = |(at, &stop): (usize, &StopIdx)| Step {
            halt: Halt::new(stop, pattern.boards[at], pattern.alights[at]),
            ride: at.checked_sub(1).map_or(0, |before| least(&|calls| calls[at].arrives - calls[before].departs)),
            wait: least(&|calls| calls[at].departs - calls[at].arrives),
        };
        pattern.stops.iter().enumerate().map(step).collect()
    };
    shapes.chunk_by(|a, b| a.0 == b.0).map(lane).collect()
}

/// The lane as its mirror shows it.
fn mirrored(lane: &[Step]) -> Vec<Step> {
    // A ride belongs to the stop where it ends: in the mirror that is the other one.
    let ride = |at: usize| lane.get(at + 1).map_or(0, |next| next.ride);
    let steps = lane.iter().enumerate().rev();
    steps.map(|(at, step)| Step { halt: step.halt.mirrored(), ride: ride(at), wait: step.wait }).collect()
}
