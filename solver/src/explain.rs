//! Words about people, offers and plans: shortlists, reasons, near misses, what would help. Nothing here decides.

mod change_words;
mod compare;
mod employer_words;
mod employers;
mod evaluation;
mod evidence;
mod help;
mod itinerary;
mod journey;
mod level_words;
mod levers;
mod near_miss;
mod near_misses;
mod nominations;
mod of_plan;
mod one_more;
mod person;
mod reason_codes;
mod room;
mod sheet;
mod shortlist;
mod swaps;
mod why_not;

pub use change_words::{change_words, remedies_words};
pub use compare::{LevelChange, Moved, Planned, broken_words, level_changes, moved, moved_words, promises_broken};
pub use employer_words::{employer_words, measures_words, rounded_words, sector_name, vacancy_words};
pub use employers::{Employer, Sector, VacancyReach, employers, sector_of};
pub use evaluation::{Draft, OffPool, Sums, added_up, best_way, judged};
pub use evidence::{Evidence, InReach, evidence, evidence_words};
pub use help::{Help, decision_words, help_words, helpful_changes, released_words, what_would_help};
pub use itinerary::{By, Itinerary, Piece, Waypoint, WaypointKind, itinerary};
pub use journey::{journey_sentences, source_sentence, trip_sentences};
pub use level_words::{level_caption, level_words};
pub use levers::{Lever, LeverKind, lever_words, levers, levers_tried};
pub use near_miss::{NearMiss, RemedySet, WIDENING_PERCENT, blocked_pairing, near_miss_words, near_misses_of, unlocks};
pub use near_misses::{Count, Counted, GroupBy, near_misses_counted};
pub use nominations::{Nominated, nominated_words, nominations};
pub use of_plan::{of_offer, of_plan, termination_words};
pub use one_more::{OneMore, full_pools, value_of_one_more};
pub use person::{Decision, decided_by, if_released, of_pairing, of_person, reason_words};
pub use reason_codes::reason_codes;
pub use sheet::{SheetHelp, SheetPart, Then, sheet};
pub use shortlist::{Entry, Shortlist, shortlist_of_jobseeker, shortlist_of_offer};
pub use swaps::{Gain, SWAPS_MAX, Swap, swaps};
pub use why_not::{NotChosen, competitors_words, not_chosen, not_chosen_words};

use std::fmt;

use crate::constraint::Finding;
use crate::domain::Facts;
pub use crate::names::{
    date as date_name, offer_card, offer_name, offer_title, support_name as support_title, week_words,
    weekday as weekday_name, weekday_short,
};
use crate::text::Lang;

/// A finding in words, without subject or full stop.
pub fn finding_words(finding: &dyn Finding, facts: Facts<'_>, lang: Lang) -> String {
    /// Lets a finding be displayed.
    struct Shown<'a>(&'a dyn Finding, Facts<'a>, Lang);
    impl fmt::Display for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.write(self.1, self.2, f)
        }
    }
    Shown(finding, facts, lang).to_string()
}

/// Words about a full pool, without subject or full stop; empty where its rule has none.
pub fn full_words(key: crate::constraint::PoolKey, facts: Facts<'_>, lang: Lang) -> String {
    /// Lets a full pool be displayed.
    struct Shown<'a>(crate::constraint::PoolKey, Facts<'a>, Lang);
    impl fmt::Display for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            crate::constraint::ALL[usize::from(self.0.rule)].write_full(self.1, self.0.subject, self.2, f)
        }
    }
    Shown(key, facts, lang).to_string()
}

/// What a floor asks, as a sentence; with `missing`, that so many units of it are missing. Empty where its rule has no
/// words.
pub fn demand_sentence(facts: Facts<'_>, key: crate::constraint::PoolKey, missing: Option<i64>, lang: Lang) -> String {
    /// Lets a floor be displayed.
    struct Shown<'a>(crate::constraint::PoolKey, Option<i64>, Facts<'a>, Lang);
    impl fmt::Display for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let Self(key, missing, facts, lang) = *self;
            crate::constraint::ALL[usize::from(key.rule)].write_demand(facts, key.subject, missing, lang, f)
        }
    }
    let words = Shown(key, missing, facts, lang).to_string();
    if words.is_empty() { words } else { format!("{words}.") }
}

/// The words as a sentence: a capital first, a full stop last.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).chain(['.']).collect()
}

/// A count of people as it may stand beside others that overlap with it: rounded down to a multiple of the least count
/// shown, `None` below it. A difference of two such counts never tells of fewer people than that.
pub fn rounded_people(facts: Facts<'_>, count: u32) -> Option<u32> {
    let least = u32::from(facts.region.pack.limits.count_shown_min).max(1);
    Some(count - count % least).filter(|&rounded| rounded > 0)
}

/// A count of people, coarse where it is small: "fewer than 10".
pub fn count_of_people(facts: Facts<'_>, count: u32, lang: Lang) -> String {
    let least = u32::from(facts.region.pack.limits.count_shown_min);
    if count >= least {
        return count.to_string();
    }
    match lang {
        Lang::Nl => format!("minder dan {least}"),
        Lang::En => format!("fewer than {least}"),
        Lang::Fr => format!("moins de {least}"),
    }
}
