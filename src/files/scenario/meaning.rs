//! What the parts of a scenario mean together: IDs that must exist, hours and dates that must fit, the policy.

mod editions;
mod fairs;
mod nominations;
mod offers;
mod pairs;
mod people;
pub(super) mod policy;
pub(super) mod times;
mod travel;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::format;
use super::issue::{Code, Issue, shown};
use super::mend;
use super::packs::Packs;
use super::stream::Parts;

pub(super) use times::minute_of;

/// Belgium and its surroundings, degrees: so far may a home or a workplace be.
const LON: std::ops::RangeInclusive<f64> = 2.0..=7.0;
const LAT: std::ops::RangeInclusive<f64> = 49.0..=52.0;

/// Checks everything, and adds the issues to those of `parts`.
pub(super) fn check(parts: &mut Parts, packs: &Packs) {
    let mut issues = Vec::new();
    let mut check = Check::new(parts, packs, &mut issues);
    check.horizon();
    check.municipalities();
    check.policy(packs);
    check.offers();
    check.editions();
    check.fairs();
    check.jobseekers();
    check.travel(packs);
    check.pairs();
    check.nominations();
    let mut issues = mend::without_echoes(issues, &parts.issues);
    parts.issues.append(&mut issues);
}

/// What the checks look at.
struct Check<'a> {
    parts: &'a Parts,
    pack: Option<&'a format::Pack>,
    issues: &'a mut Vec<Issue>,
    /// NIS codes of the region's municipalities.
    municipalities: HashSet<&'a str>,
    /// Rights that the pack's forms ask.
    rights: BTreeSet<&'a str>,
    /// Names of the pack's forms.
    forms: BTreeSet<&'a str>,
    from: NaiveDate,
    to: NaiveDate,
}

impl<'a> Check<'a> {
    fn new(parts: &'a Parts, packs: &'a Packs, issues: &'a mut Vec<Issue>) -> Self {
        let pack = parts.policy.as_ref().and_then(|policy| packs.get(&policy.pack));
        let forms = pack.map(|pack| pack.forms.as_slice()).unwrap_or_default();
        let municipalities = parts.region.as_ref().map(|region| region.municipalities.as_slice()).unwrap_or_default();
        let horizon = parts.horizon;
        Self {
            parts,
            pack,
            issues,
            municipalities: municipalities.iter().map(|municipality| municipality.nis.as_str()).collect(),
            rights: forms.iter().filter_map(|form| form.entitlement.as_deref()).collect(),
            forms: forms.iter().map(|form| form.name.as_str()).collect(),
            // Without a horizon no date can be outside it.
            from: horizon.map_or(NaiveDate::MAX, |horizon| horizon.from),
            to: horizon.map_or(NaiveDate::MAX, |horizon| horizon.to),
        }
    }

    fn push(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    fn unknown(&mut self, pointer: String, id: &str, list: &str) {
        self.push(Issue::new(Code::IdUnknown, pointer).with("id", &shown(id)).with("list", &list));
    }

    fn horizon(&mut self) {
        if self.to < self.from {
            self.push(Issue::new(Code::EndBeforeStart, "#/horizon/to"));
        }
    }

    fn municipalities(&mut self) {
        let Some(region) = &self.parts.region else { return };
        let mut seen = HashMap::new();
        for (at, municipality) in region.municipalities.iter().enumerate() {
            if let Some(first) = seen.insert(municipality.nis.as_str(), at) {
                let pointer = format!("#/region/municipalities/{at}/nis");
                let first = format!("#/region/municipalities/{first}");
                self.push(Issue::new(Code::IdUsedTwice, pointer).with("first", &first));
            }
        }
    }

    /// A place must lie in or around Belgium.
    fn place(&mut self, pointer: String, at: format::LonLat) {
        if LON.contains(&at.lon) && LAT.contains(&at.lat) {
            return;
        }
        let is_swapped = LON.contains(&at.lat) && LAT.contains(&at.lon);
        let code = if is_swapped { Code::CoordinatesSwapped } else { Code::CoordinatesOutside };
        let span = |range: &std::ops::RangeInclusive<f64>| format!("{}-{}", range.start(), range.end());
        self.push(Issue::new(code, pointer).with("lon", &span(&LON)).with("lat", &span(&LAT)));
    }
}
