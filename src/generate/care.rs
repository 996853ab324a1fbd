//! Childcare: places at the published rate, of which a few are free.

use std::collections::BTreeMap;

use super::draw::{Draw, Stream};
use super::shares::Shares;
use super::tables::Municipality;
use super::territory::place_in;
use crate::files::scenario::format::{AgeBand, Care, CareKind, Day, Hours, Time};

/// Youngest and oldest age of babies and toddlers.
const UNDER_3: (u8, u8) = (0, 2);
/// Youngest and oldest age of children in out-of-school care.
const FROM_3: (u8, u8) = (3, 11);

/// All childcare of the region.
pub(super) struct Childcare {
    pub(super) facilities: Vec<Care>,
    /// Positions of the facilities per municipality.
    near: BTreeMap<&'static str, Vec<usize>>,
}

impl Childcare {
    pub(super) fn new(seed: u64, municipalities: &[&Municipality], shares: &Shares) -> Self {
        let mut draw = Draw::new(seed, Stream::Care);
        let mut all = Self { facilities: vec![], near: BTreeMap::new() };
        for &municipality in municipalities {
            all.open_in(municipality, shares, &mut draw);
        }
        all
    }

    /// A facility in the municipality that takes a child of `age`.
    pub(super) fn facility_for(&self, nis: &str, age: u8, draw: &mut Draw) -> Option<&Care> {
        let takes = |care: &Care| care.places.iter().any(|band| (band.from_age..=band.to_age).contains(&age));
        let near: Vec<_> =
            self.near.get(nis)?.iter().map(|&at| &self.facilities[at]).filter(|&care| takes(care)).collect();
        if near.is_empty() { None } else { Some(near[draw.below(near.len() as u64) as usize]) }
    }

    /// Opens the facilities of one municipality and hands out its free places one by one.
    fn open_in(&mut self, municipality: &Municipality, shares: &Shares, draw: &mut Draw) {
        let under_3 = municipality.aged_0_4 * shares.under_3_of_aged_0_4 / 1000;
        let small = under_3 * shares.childcare_places_per_100_under_3 / 100;
        let large = municipality.aged_5_14 * shares.school_care_places_per_100 / 100;
        let first = self.facilities.len();
        for _ in 0..(small / shares.childcare_places_per_facility).max(1) {
            let both: &[_] = if draw.chance(shares.childcare_both_bands) { &[UNDER_3, FROM_3] } else { &[UNDER_3] };
            self.open(municipality, both, shares, draw);
        }
        for _ in 0..(large / (2 * shares.childcare_places_per_facility)).max(1) {
            self.open(municipality, &[FROM_3], shares, draw);
        }
        let here = &mut self.facilities[first..];
        hand_out(here, UNDER_3, (small * shares.childcare_free + 500) / 1000, draw);
        hand_out(here, FROM_3, (large * shares.school_care_free + 500) / 1000, draw);
    }

    fn open(&mut self, municipality: &Municipality, bands: &[(u8, u8)], shares: &Shares, draw: &mut Draw) {
        let number = self.facilities.len() + 1;
        self.near.entry(municipality.nis).or_default().push(number - 1);
        self.facilities.push(Care {
            id: format!("K{number:04}"),
            name: format!("Kinderopvang {number:04}"),
            at: place_in(municipality, draw).site,
            municipality: Some(municipality.nis.to_owned()),
            open: vec![opening_hours(shares, draw)],
            places: bands.iter().map(|&(from_age, to_age)| AgeBand { from_age, to_age, free: 0 }).collect(),
            kind: CareKind::Childcare,
            serves: vec![],
        });
    }
}

fn opening_hours(shares: &Shares, draw: &mut Draw) -> Hours {
    let (from, to) = match draw.chance(shares.childcare_early_and_late) {
        true => ("06:00", "20:00"),
        false => ("07:00", *draw.one_of(&["18:00", "18:30"])),
    };
    let days = vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
    Hours { days, from: Time(from.to_owned()), to: Time(to.to_owned()) }
}

/// Gives `free` places of a band to facilities that have it, each equally likely every time.
fn hand_out(facilities: &mut [Care], (from_age, _): (u8, u8), free: u64, draw: &mut Draw) {
    let bands = facilities.iter_mut().flat_map(|care| &mut care.places);
    let mut bands: Vec<_> = bands.filter(|band| band.from_age == from_age).collect();
    for _ in 0..free {
        let at = draw.below(bands.len() as u64) as usize;
        bands[at].free += 1;
    }
}
