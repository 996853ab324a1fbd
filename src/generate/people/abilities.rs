//! What people can: languages, licences, ways to travel, skills.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::scenario::format::{Cefr, Languages, Levels, Licence, Mode};
use crate::generate::draw::{Draw, Weights};
use crate::generate::shares::Shares;
use crate::generate::tables::{Occupation, language};

/// The city whose own share of people with little Dutch is stated.
const CITY_OF_ANTWERP: &str = "11002";

/// First languages besides Dutch, with weights. Assumption: no count per municipality is public.
const FIRST_LANGUAGES: [(&str, u64); 16] = [
    ("ar", 20),
    ("tr", 12),
    ("fr", 12),
    ("en", 8),
    ("ps", 7),
    ("fa", 6),
    ("uk", 7),
    ("ro", 6),
    ("pl", 6),
    ("bg", 4),
    ("es", 5),
    ("pt", 4),
    ("so", 4),
    ("ti", 4),
    ("ru", 5),
    ("ne", 2),
];

/// Levels from the lowest.
const LEVELS: [Cefr; 6] = [Cefr::A1, Cefr::A2, Cefr::B1, Cefr::B2, Cefr::C1, Cefr::C2];

/// Languages with levels: Dutch below B1 for the stated share, and a first language that is not Dutch for them.
pub(super) fn languages(nis: &str, shares: &Shares, draw: &mut Draw) -> Languages {
    let below_b1 = match nis {
        CITY_OF_ANTWERP => shares.dutch_below_b1_city_of_antwerp,
        _ => shares.dutch_below_b1,
    };
    let mut languages = BTreeMap::new();
    let little_dutch = draw.chance(below_b1);
    let other_first = little_dutch || draw.chance(shares.other_language_of_speakers_from_b1);
    let speaking = if little_dutch {
        little(shares, draw)
    } else if other_first {
        Some(draw.between(2, 4) as usize)
    } else {
        Some(5)
    };
    if let Some(at) = speaking {
        languages.insert(language("nl"), around(at, draw));
    }
    if other_first {
        let weights: Weights = FIRST_LANGUAGES.iter().map(|&(_, weight)| weight).collect();
        let (first, _) = FIRST_LANGUAGES[draw.weighted(&weights)];
        languages.insert(language(first), all(Cefr::C2));
    }
    for code in ["en", "fr"].map(language) {
        if draw.chance(shares.speaks_english_or_french) && !languages.contains_key(&code) {
            let level = draw.between(1, 3) as usize;
            languages.insert(code, around(level, draw));
        }
    }
    languages
}

/// Position of a level below B1; `None` is below A1.
fn little(shares: &Shares, draw: &mut Draw) -> Option<usize> {
    let at = draw.below(1000);
    if at < shares.dutch_none_of_below_b1 {
        None
    } else if at < shares.dutch_none_of_below_b1 + shares.dutch_a1_of_below_b1 {
        Some(0)
    } else {
        Some(1)
    }
}

fn all(level: Cefr) -> Levels {
    let level = Some(level);
    Levels { listening: level, speaking: level, reading: level, writing: level }
}

/// Speaking at the level; of reading and writing often one less.
fn around(at: usize, draw: &mut Draw) -> Levels {
    let mut written = || {
        let lower = usize::from(at < 5 && draw.chance(400));
        at.checked_sub(lower).map(|at| LEVELS[at])
    };
    let (reading, writing) = (written(), written());
    Levels { listening: Some(LEVELS[at]), speaking: Some(LEVELS[at]), reading, writing }
}

/// Licences held; people who aim at driving jobs mostly hold the licence for them.
pub(super) fn licences(goals: &[&Occupation], shares: &Shares, draw: &mut Draw) -> Vec<Licence> {
    let mut held = BTreeSet::new();
    // Positions in the order of the categories, so that lists come out the same.
    let (b, c, ce, d) = (2, 4, 5, 6);
    if draw.chance(shares.licence_b) {
        held.insert(b);
    }
    if held.contains(&b) && draw.chance(shares.licence_lorry) {
        held.insert(c);
    }
    for asked in goals.iter().filter_map(|goal| goal.licence) {
        if draw.chance(shares.licence_of_driver_goal) {
            match asked {
                Licence::C => held.extend([b, c]),
                Licence::CE => held.extend([b, c, ce]),
                Licence::D => held.extend([b, d]),
                _ => held.extend([b]),
            }
        }
    }
    // The licence for cars carries that for mopeds.
    if held.contains(&b) || draw.chance(shares.licence_moped_only) {
        held.insert(0);
    }
    let categories =
        [Licence::AM, Licence::A, Licence::B, Licence::BE, Licence::C, Licence::CE, Licence::D, Licence::G];
    held.into_iter().map(|at: usize| categories[at]).collect()
}

/// Ways to travel: everyone walks, a car needs its licence.
pub(super) fn modes(licences: &[Licence], shares: &Shares, draw: &mut Draw) -> Vec<Mode> {
    let drives = licences.contains(&Licence::B);
    let may_ride = licences.contains(&Licence::AM);
    let has = [
        (Mode::Walk, true),
        (Mode::Bike, draw.chance(shares.bike)),
        (Mode::Ebike, draw.chance(shares.ebike)),
        (Mode::Moped, draw.chance(shares.moped) && may_ride),
        (Mode::Car, draw.chance(shares.car_of_licence_b) && drives),
        (Mode::Transit, draw.chance(shares.transit)),
    ];
    has.into_iter().filter(|&(_, has)| has).map(|(mode, _)| mode).collect()
}

/// Skills held, sorted: most of what the goals cannot do without, some of what helps.
pub(super) fn skills(goals: &[&Occupation], shares: &Shares, draw: &mut Draw) -> BTreeSet<String> {
    let mut held = BTreeSet::new();
    let mut hold = |skills: &[&str], per_mille, draw: &mut Draw| {
        for &skill in skills {
            if draw.chance(per_mille) {
                held.insert(skill.to_owned());
            }
        }
    };
    for (rank, goal) in goals.iter().enumerate() {
        let share = if rank == 0 { shares.goal_skill_held_first } else { shares.goal_skill_held_other };
        hold(&goal.essential, share, draw);
        hold(&goal.optional, shares.optional_skill_held, draw);
    }
    held
}
