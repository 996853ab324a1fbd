//! Whom counsellors put forward, counted per occupation: told beside [`evidence()`](super::evidence()), and never part
//! of it.

use std::collections::{BTreeMap, BTreeSet};

use super::sentence;
use crate::domain::{Facts, JobseekerIdx, NominatedBy, NominatedFor, Region};
use crate::text::Lang;

/// People put forward for one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nominated {
    /// For which occupation; a programme where that leads to none.
    pub what: NominatedFor,
    /// People, each once.
    pub people: u32,
    /// Of those, people put forward from each place of work; someone may be put forward from several.
    pub by: Vec<(NominatedBy, u32)>,
}

/// Whom counsellors put forward, most people first. A programme counts for the occupation that it leads to. `n log n`
/// in the nominations.
pub fn nominations(region: &Region) -> Vec<Nominated> {
    let mut by_what: BTreeMap<NominatedFor, BTreeSet<(NominatedBy, JobseekerIdx)>> = BTreeMap::new();
    for nomination in &region.nominations {
        let what = match nomination.what {
            NominatedFor::Programme(programme) => {
                let occupation = region.programmes[programme.at()].occupation;
                occupation.map_or(nomination.what, NominatedFor::Occupation)
            }
            NominatedFor::Occupation(_) => nomination.what,
        };
        by_what.entry(what).or_default().insert((nomination.by, nomination.jobseeker));
    }
    let counted = |(what, found): (NominatedFor, BTreeSet<(NominatedBy, JobseekerIdx)>)| {
        let people: BTreeSet<_> = found.iter().map(|(_, person)| person).collect();
        let from = |by| (by, found.iter().filter(|(known, _)| *known == by).count() as u32);
        let by = NominatedBy::ALL.into_iter().map(from).filter(|(_, people)| *people > 0).collect();
        Nominated { what, people: people.len() as u32, by }
    };
    let mut all: Vec<_> = by_what.into_iter().map(counted).collect();
    all.sort_by_key(|of| (std::cmp::Reverse(of.people), of.what));
    all
}

/// People put forward for one thing, as a sentence.
pub fn nominated_words(facts: Facts<'_>, of: &Nominated, lang: Lang) -> String {
    let what = match of.what {
        NominatedFor::Occupation(occupation) => facts.region.occupations[occupation.at()].label(lang),
        NominatedFor::Programme(programme) => &facts.region.programmes[programme.at()].name,
    };
    let from = |&(by, people): &(NominatedBy, u32)| format!("{} {people}", workplace(by, lang));
    let from = of.by.iter().map(from).collect::<Vec<_>>().join(", ");
    sentence(&match (lang, of.people) {
        (Lang::Nl, 1) => format!("{what}: 1 persoon voorgedragen ({from})"),
        (Lang::En, 1) => format!("{what}: 1 person put forward ({from})"),
        (Lang::Fr, 1) => format!("{what} : 1 personne proposée ({from})"),
        (Lang::Nl, people) => format!("{what}: {people} mensen voorgedragen ({from})"),
        (Lang::En, people) => format!("{what}: {people} people put forward ({from})"),
        (Lang::Fr, people) => format!("{what} : {people} personnes proposées ({from})"),
    })
}

/// Where a counsellor works, in words.
fn workplace(by: NominatedBy, lang: Lang) -> &'static str {
    match (by, lang) {
        (NominatedBy::Vdab, _) => "VDAB",
        (NominatedBy::Ocmw, Lang::Nl | Lang::En) => "OCMW",
        (NominatedBy::Ocmw, Lang::Fr) => "CPAS",
        (NominatedBy::Municipality, Lang::Nl) => "gemeente",
        (NominatedBy::Municipality, Lang::En) => "municipality",
        (NominatedBy::Municipality, Lang::Fr) => "commune",
        (NominatedBy::Partner, Lang::Nl) => "partner",
        (NominatedBy::Partner, Lang::En) => "partner",
        (NominatedBy::Partner, Lang::Fr) => "partenaire",
    }
}
