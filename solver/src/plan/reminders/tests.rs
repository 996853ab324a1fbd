//! Reminders: worked out a second time from the lists of the plan, whatever the order of people and channels.

use std::collections::BTreeSet;

use super::*;
use crate::domain::{Gate, Nearby, Region};
use crate::plan::Prepared;
use crate::sample::with_fair;

fn found(region: &Region) -> Vec<Reminder> {
    reminders(Facts::of(region, &Nearby::default()))
}

/// A fair with a third channel whose lead time may tie, and silent people as well as others.
fn region_of(seed: u64) -> Region {
    let mut region = with_fair(seed, 9);
    let fair = &mut region.fairs[0];
    let sms = Channel {
        id: "sms".to_owned(),
        lead_time_days: [2, 7, 12][seed as usize % 3],
        show: 200,
        worth: 30.0,
        people: vec![],
    };
    fair.channels.insert(1, sms);
    if seed.is_multiple_of(4) {
        fair.days_left = Some(seed as u32 % 9);
    }
    region
}

/// One person's next step: every channel tried by day, the first one left aside while another is there.
fn expected(region: &Region, reminder: &Reminder, reached: &BTreeSet<(JobseekerIdx, OfferIdx)>) -> NextWave {
    let fair = &region.fairs[reminder.fair];
    let stalls = region.fair_facts.stalls.iter();
    let offer = stalls.clone().position(|stall| stall.table == reminder.table).unwrap();
    if !reached.contains(&(reminder.jobseeker, OfferIdx::from_usize(offer))) {
        return NextWave::Lapses;
    }
    let named = |at: &usize| fair.channels[*at].people.contains(&reminder.jobseeker);
    let first = (0..fair.channels.len()).find(named).unwrap_or(fair.channels.len() - 1);
    for others in [true, false] {
        for days in 0..=fair.days_left.unwrap_or(365) {
            let mut ids: Vec<usize> = (0..fair.channels.len()).filter(|&at| (at != first) == others).collect();
            ids.retain(|&at| fair.channels[at].lead_time_days == days);
            ids.sort_by_key(|&at| fair.channels[at].id.clone());
            if let Some(&at) = ids.first() {
                return NextWave::By(at);
            }
        }
    }
    NextWave::TooLate
}

#[test]
fn everyone_who_is_silent_gets_the_quickest_other_channel_that_arrives() {
    let (mut n_by, mut n_late, mut n_lapsed, mut n_first) = (0, 0, 0, 0);
    for seed in 0..800 {
        let region = region_of(seed);
        let near = Nearby::default();
        let edges = Prepared::of(Facts::of(&region, &near)).lists().edges;
        let reached: BTreeSet<_> = edges.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
        let found = found(&region);
        let fair = &region.fairs[0];
        let silent: Vec<_> =
            fair.invited.iter().filter(|it| it.answer == Answer::Silent).map(|it| (it.jobseeker, it.table)).collect();
        assert_eq!(found.iter().map(|it| (it.jobseeker, it.table)).collect::<Vec<_>>(), silent, "seed {seed}");
        for reminder in &found {
            assert_eq!(reminder.next, expected(&region, reminder, &reached), "seed {seed}");
            if region.jobseekers[reminder.jobseeker.at()].gate == Gate::Hold {
                assert_eq!(reminder.next, NextWave::Lapses, "seed {seed}");
            }
            match reminder.channel(fair) {
                Some(channel) => {
                    n_by += 1;
                    n_first += usize::from(channel.id == fair.channel_of(reminder.jobseeker).id);
                    let days = (fair.date - channel.last_day(fair).unwrap()).num_days();
                    assert!(days <= fair.days_left.unwrap().into(), "seed {seed}");
                }
                None if reminder.next == NextWave::TooLate => n_late += 1,
                None => n_lapsed += 1,
            }
        }
    }
    let counts = [n_by, n_late, n_lapsed, n_first];
    assert!(counts.iter().all(|&n| n >= 5), "{counts:?}");
}

#[test]
fn the_order_of_channels_changes_nothing() {
    for seed in 0..200 {
        let region = region_of(seed);
        let names = |region: &Region| -> Vec<_> {
            let fair = &region.fairs[0];
            let name =
                |it: &Reminder| (it.jobseeker, it.channel(fair).map(|it| it.id.clone()), it.next == NextWave::Lapses);
            found(region).iter().map(name).collect()
        };
        let mut turned = region.clone();
        // The last channel is the one for everyone else.
        turned.fairs[0].channels.swap(0, 1);
        assert_eq!(names(&region), names(&turned), "seed {seed}");
    }
}

#[test]
fn on_hold_is_as_not_available_for_any_other_cause() {
    let mut n_told = 0;
    for seed in 0..200 {
        let [held, advised, away] = [0, 1, 2].map(|cause| {
            let mut region = region_of(seed);
            let after = region.horizon.to + chrono::Days::new(1);
            for person in region.jobseekers.iter_mut().step_by(2) {
                person.gate = [Gate::Hold, Gate::AdviceOnly, Gate::None][cause].clone();
                if cause == 2 {
                    person.first_day = after;
                }
            }
            found(&region)
        });
        n_told += held.iter().filter(|it| it.jobseeker.at() % 2 == 0).count();
        assert!(held == advised && held == away, "seed {seed}");
    }
    assert!(n_told > 20, "{n_told}");
}
