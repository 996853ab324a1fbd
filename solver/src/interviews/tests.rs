//! Fairs small enough to try every plan, fairs of moderate size, and plans that were doctored.

use std::collections::BTreeSet;

use super::{
    Attendee, Cause, Fair, Interpreters, Meeting, NoMeeting, Options, Plan, Promise, Slot, Status, Table, Wish, check,
    plan,
};

/// Whole numbers that look drawn: splitmix64, the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % n) as usize
    }

    fn languages(&mut self) -> BTreeSet<String> {
        let spoken = ["nl", "fr", "ar"].into_iter().filter(|_| self.below(3) == 0).map(str::to_owned);
        let mut spoken: BTreeSet<String> = spoken.collect();
        if self.below(2) == 0 {
            spoken.insert("nl".to_owned());
        }
        spoken
    }

    fn table(&mut self, t: usize, n_slots: usize, n_zones: usize) -> Table {
        Table {
            id: format!("T{t}"),
            zone: self.below(n_zones as u64),
            open: (0..n_slots).filter(|_| self.below(4) > 0).collect(),
            languages: self.languages(),
            is_cancelled: self.below(8) == 0,
        }
    }

    fn attendee(&mut self, j: usize, n_slots: usize, n_tables: usize) -> Attendee {
        let first = self.below(n_slots as u64);
        let wishes = (0..n_tables).filter(|_| self.below(3) > 0).collect::<Vec<_>>();
        Attendee {
            id: format!("J{j}"),
            first,
            // Some are there for no slot at all.
            last: (first + self.below((n_slots - first) as u64)).saturating_sub(usize::from(self.below(12) == 0)),
            most: 1 + self.below(3) as u32,
            languages: self.languages(),
            wishes: wishes
                .into_iter()
                .map(|t| Wish { table: format!("T{t}"), value: 1 + self.below(9) as u32 })
                .collect(),
            is_absent: self.below(10) == 0,
        }
    }

    /// A fair of these sizes, with promises nobody thought about.
    fn fair(&mut self, n_attendees: usize, n_tables: usize, n_slots: usize, n_promises: usize) -> Fair {
        let n_zones = 1 + self.below(3);
        let gap = self.below(4) as u32;
        let slot = |s: usize| Slot { from: 600 + s as u32 * (10 + gap), to: 610 + s as u32 * (10 + gap) };
        let walks =
            (0..n_zones).map(|a| (0..n_zones).map(|b| if a == b { 0 } else { self.below(18) as u32 }).collect());
        let walks = walks.collect();
        let tables = (0..n_tables).map(|t| self.table(t, n_slots, n_zones)).collect();
        let attendees = (0..n_attendees).map(|j| self.attendee(j, n_slots, n_tables)).collect();
        let help =
            |language: &str, at_once: usize| Interpreters { language: language.to_owned(), at_once: at_once as u32 };
        let interpreters = vec![help("ar", self.below(2)), help("fr", self.below(3))];
        let promise = |_: usize| Promise {
            attendee: format!("J{}", self.below(n_attendees as u64)),
            table: format!("T{}", self.below(n_tables as u64)),
            slot: self.below(n_slots as u64),
        };
        let promises: BTreeSet<Promise> = (0..n_promises).map(promise).collect();
        let changed_max = (self.below(2) == 0).then_some(self.below(3) as u32);
        let slots = (0..n_slots).map(slot).collect();
        Fair { slots, walks, tables, attendees, interpreters, promises: promises.into_iter().collect(), changed_max }
    }
}

/// Every plan there is, attendee by attendee and slot by slot; the best promises kept, people and value.
struct Everything<'a> {
    fair: &'a Fair,
    meetings: Vec<Meeting>,
    best: [u64; 3],
}

impl Everything<'_> {
    fn best(fair: &Fair) -> [u64; 3] {
        let mut all = Everything { fair, meetings: Vec::new(), best: [0; 3] };
        all.walk(0, 0);
        all.best
    }

    fn walk(&mut self, j: usize, slot: usize) {
        let Some(attendee) = self.fair.attendees.get(j) else {
            self.best = self.best.max(self.worth());
            return;
        };
        if slot > attendee.last || attendee.is_absent {
            return self.walk(j + 1, 0);
        }
        self.walk(j, slot + 1);
        if slot < attendee.first {
            return;
        }
        for wish in &attendee.wishes {
            let table = self.fair.tables.iter().find(|table| table.id == wish.table).unwrap();
            for interpreter in self.ways(attendee, table) {
                let (attendee, table) = (attendee.id.clone(), table.id.clone());
                let meeting = Meeting { attendee, slot, table, interpreter };
                if self.fits(&meeting) {
                    self.meetings.push(meeting);
                    self.walk(j, slot + 1);
                    self.meetings.pop();
                }
            }
        }
    }

    /// How they can talk: without help, or by each interpreter.
    fn ways(&self, attendee: &Attendee, table: &Table) -> Vec<Option<String>> {
        if attendee.languages.intersection(&table.languages).next().is_some() {
            return vec![None];
        }
        let helps = self.fair.interpreters.iter().filter(|i| attendee.languages.contains(&i.language));
        helps.map(|i| Some(i.language.clone())).collect()
    }

    fn fits(&self, new: &Meeting) -> bool {
        let table = |id: &str| self.fair.tables.iter().find(|table| table.id == id).unwrap();
        let here = table(&new.table);
        let own: Vec<&Meeting> = self.meetings.iter().filter(|m| m.attendee == new.attendee).collect();
        let attendee = self.fair.attendees.iter().find(|attendee| attendee.id == new.attendee).unwrap();
        let helped = self.meetings.iter().filter(|m| m.slot == new.slot && m.interpreter == new.interpreter).count();
        let at_once = self.fair.interpreters.iter().find(|i| Some(&i.language) == new.interpreter.as_ref());
        // Meetings of one attendee come in the order of their slots.
        let walked = own.iter().all(|m| {
            let minutes = self.fair.walks[table(&m.table).zone][here.zone];
            self.fair.slots[m.slot].to + minutes <= self.fair.slots[new.slot].from
        });
        !here.is_cancelled
            && here.open.contains(&new.slot)
            && own.len() < attendee.most as usize
            && own.iter().all(|m| m.table != new.table)
            && walked
            && at_once.is_none_or(|i| helped < i.at_once as usize)
            && !self.meetings.iter().any(|m| m.table == new.table && m.slot == new.slot)
    }

    fn worth(&self) -> [u64; 3] {
        let told = |m: &Meeting| Promise { attendee: m.attendee.clone(), table: m.table.clone(), slot: m.slot };
        let value = |m: &Meeting| {
            let attendee = self.fair.attendees.iter().find(|attendee| attendee.id == m.attendee).unwrap();
            u64::from(attendee.wishes.iter().find(|wish| wish.table == m.table).unwrap().value)
        };
        let people: BTreeSet<&str> = self.meetings.iter().map(|m| m.attendee.as_str()).collect();
        let kept = self.meetings.iter().filter(|m| self.fair.promises.contains(&told(m))).count();
        [kept as u64, people.len() as u64, self.meetings.iter().map(value).sum()]
    }
}

fn planned(fair: &Fair) -> Plan {
    let plan = plan(fair, &Options { patience: 5, ..Options::default() }).unwrap();
    assert_eq!(check(fair, &plan), Ok(()), "{fair:#?}\n{plan:#?}");
    plan
}

#[test]
fn no_small_fair_has_a_better_plan_than_the_one_found() {
    let (mut proven, mut infeasible, mut short) = (0, 0, 0);
    for seed in 0..400 {
        let mut draw = Draw(seed);
        let n_promises = draw.below(5);
        let fair = draw.fair(4, 3, 3, n_promises);
        let plan = planned(&fair);
        let best = Everything::best(&fair);
        assert_eq!(plan.levels().map(|level| level.value), best, "seed {seed}: {fair:#?}\n{plan:#?}");
        let told = fair.promises.iter().filter(|p| fair.attendees.iter().any(|a| a.id == p.attendee && !a.is_absent));
        let fewest = told.count() as u64 - best[0];
        assert_eq!(plan.status == Status::Infeasible, fair.changed_max.is_some_and(|cap| fewest > u64::from(cap)));
        infeasible += usize::from(plan.status == Status::Infeasible);
        proven += usize::from(plan.status == Status::Optimal);
        short += usize::from(plan.status == Status::NotProven);
    }
    assert!(proven > 200 && infeasible > 20 && short == 0, "{proven} proven, {infeasible} infeasible, {short} not");
}

#[test]
fn no_order_of_the_lists_changes_the_plan() {
    for seed in 0..60 {
        let mut draw = Draw(1_000 + seed);
        let fair = draw.fair(12, 5, 6, 4);
        let mut other = fair.clone();
        other.tables.reverse();
        other.attendees.rotate_left(5);
        other.attendees.iter_mut().for_each(|attendee| attendee.wishes.reverse());
        other.interpreters.reverse();
        other.promises.reverse();
        assert_eq!(planned(&fair), planned(&other), "seed {seed}");
    }
}

/// A plan with one thing changed.
fn doctored(plan: &Plan) -> Vec<(&'static str, Plan)> {
    let mut all: Vec<(&'static str, Plan)> = Vec::new();
    let mut change = |what: &'static str, how: &dyn Fn(&mut Plan)| {
        let mut other = plan.clone();
        how(&mut other);
        all.push((what, other));
    };
    for at in 0..plan.meetings.len() {
        change("a meeting left out", &|plan| drop(plan.meetings.remove(at)));
        change("a meeting twice", &|plan| plan.meetings.push(plan.meetings[at].clone()));
        change("an interpreter nobody asked for", &|plan| {
            let help = &mut plan.meetings[at].interpreter;
            *help = if help.is_some() { None } else { Some("ar".to_owned()) };
        });
        change("a slot that is not there", &|plan| plan.meetings[at].slot = 99);
        change("someone nobody knows", &|plan| plan.meetings[at].attendee = "X".to_owned());
    }
    for at in 0..plan.lines.len() {
        change("a line left out", &|plan| drop(plan.lines.remove(at)));
        change("another reason", &|plan| {
            let reason = &mut plan.lines[at].reason;
            *reason = if *reason == Some(NoMeeting::NoWish) { None } else { Some(NoMeeting::NoWish) };
        });
    }
    change("a value that does not add up", &|plan| plan.value.value += 1);
    change("a person more", &|plan| plan.people.value += 1);
    change("a bound below the value", &|plan| plan.value.bound = plan.value.value.wrapping_sub(1));
    change("a bound nothing can reach", &|plan| plan.people.bound = 1_000);
    change("a change nobody told of", &|plan| {
        let promise = Promise { attendee: "J0".to_owned(), table: "T0".to_owned(), slot: 0 };
        plan.changed.push(super::Changed { promise, cause: Cause::NotThere });
    });
    for status in [Status::Optimal, Status::WithinGap, Status::NotProven, Status::Infeasible] {
        if status != plan.status {
            change("another status", &|plan| plan.status = status);
        }
    }
    all
}

#[test]
fn a_doctored_plan_is_refused() {
    let mut tried = 0;
    for seed in 0..40 {
        let mut draw = Draw(2_000 + seed);
        let fair = draw.fair(6, 4, 4, 3);
        for (what, plan) in doctored(&planned(&fair)) {
            assert!(check(&fair, &plan).is_err(), "seed {seed}: {what}: {plan:#?}");
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn people_who_stay_away_change_nothing_that_was_told_to_others() {
    for seed in 0..5 {
        let mut draw = Draw(3_000 + seed);
        let mut fair = draw.fair(60, 10, 10, 0);
        fair.changed_max = None;
        let first = planned(&fair);
        fair.promises = first.meetings.iter().map(promise).collect();
        fair.changed_max = Some(0);
        fair.attendees.iter_mut().step_by(9).for_each(|attendee| attendee.is_absent = true);
        let again = planned(&fair);
        assert_eq!(again.changed, []);
        assert_ne!(again.status, Status::Infeasible);
        let left: BTreeSet<_> = again.meetings.iter().collect();
        let away: Vec<_> = fair.attendees.iter().filter(|a| a.is_absent).map(|a| a.id.as_str()).collect();
        let stayed = first.meetings.iter().filter(|m| !away.contains(&m.attendee.as_str()));
        // An interpreter of another language may come instead; the table and the slot stay.
        assert!(stayed.map(promise).all(|p| left.iter().any(|m| promise(m) == p)));
    }
}

fn promise(meeting: &Meeting) -> Promise {
    Promise { attendee: meeting.attendee.clone(), table: meeting.table.clone(), slot: meeting.slot }
}

#[test]
fn a_table_that_is_cancelled_changes_what_was_told_of_it_and_nothing_else() {
    let mut draw = Draw(4_000);
    let mut fair = draw.fair(40, 8, 8, 0);
    fair.changed_max = None;
    fair.promises = planned(&fair).meetings.iter().map(promise).collect();
    let gone = fair.promises[0].table.clone();
    let told = fair.promises.iter().filter(|p| p.table == gone).count();
    fair.tables.iter_mut().filter(|table| table.id == gone).for_each(|table| table.is_cancelled = true);
    let again = planned(&fair);
    assert!(again.changed.iter().all(|c| c.promise.table == gone && c.cause == Cause::TableCancelled));
    assert_eq!(again.changed.len(), told);
    fair.changed_max = Some(told as u32 - 1);
    assert_eq!(planned(&fair).status, Status::Infeasible);
}

#[test]
fn someone_who_comes_late_and_someone_who_walks_in_get_what_is_left() {
    let mut draw = Draw(5_000);
    let mut fair = draw.fair(30, 8, 8, 0);
    fair.changed_max = None;
    fair.attendees.retain(|attendee| !attendee.is_absent);
    fair.promises = planned(&fair).meetings.iter().map(promise).collect();
    let late =
        fair.attendees.iter_mut().find(|a| fair.promises.iter().any(|p| p.attendee == a.id && p.slot < 7)).unwrap();
    (late.first, late.last) = (7, 7);
    let late = late.id.clone();
    let mut new = draw.attendee(99, 8, 8);
    (new.is_absent, new.first, new.last) = (false, 0, 7);
    new.languages.insert("nl".to_owned());
    fair.attendees.push(new);
    let again = planned(&fair);
    assert!(again.changed.iter().all(|c| c.promise.attendee == late && c.cause == Cause::NotThere));
    assert!(again.lines.iter().any(|line| line.attendee == "J99"));
}

#[test]
fn a_fair_of_moderate_size_is_planned_within_one_per_cent() {
    let mut draw = Draw(6_000);
    let mut fair = draw.fair(80, 12, 10, 0);
    fair.changed_max = None;
    let plan = plan(&fair, &Options { gap: 0.01, ..Options::default() }).unwrap();
    assert_eq!(check(&fair, &plan), Ok(()));
    assert!(matches!(plan.status, Status::Optimal | Status::WithinGap), "{:?} {:?}", plan.status, plan.levels());
}

#[test]
fn a_malformed_fair_has_no_plan() {
    let mut fair = Draw(7_000).fair(3, 2, 2, 0);
    fair.attendees[0].last = 2;
    assert_eq!(plan(&fair, &Options::default()), None);
}
