//! Places by name: a municipality, a part of one, a neighbourhood or a postcode becomes a point inside it. So coarse is
//! what red line 8 wants of a home.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::field::plain;
use super::reading::{Fault, is_digits};

/// Municipalities, their parts, neighbourhoods and postcodes of the province of Antwerp.
const TABLE: &str = include_str!("../../../fixtures/tables/places.csv");

/// Most readings that a message offers.
const CHOICES_MAX: usize = 8;

/// A place with a point inside it.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    name: &'static str,
    level: &'static str,
    /// NIS code of its municipality.
    pub(super) nis: &'static str,
    lon: f64,
    lat: f64,
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let place = |line: &'static str| {
        // A name may have a comma in it: the four fields behind it have none.
        let mut fields = line.rsplitn(5, ',');
        let (lat, lon) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        let (nis, level) = (fields.next()?, fields.next()?);
        Some(Place { name: fields.next()?.trim_matches('"'), level, nis, lon, lat })
    };
    TABLE.lines().skip(1).filter_map(place).collect()
});

impl Place {
    /// The point, as a scenario has it.
    pub(super) fn point(&self) -> Value {
        json!({"lon": self.lon, "lat": self.lat})
    }

    /// The place with its point, for people.
    pub(super) fn shown(&self) -> String {
        format!("{} ({}, {})", self.name, self.lon, self.lat)
    }

    /// Whether `word` is its name, with or without the part in brackets.
    fn is_called(&self, word: &str) -> bool {
        let short = self.name.split('(').next().unwrap_or(self.name);
        self.level != POSTCODE && (plain(self.name) == word || plain(short) == word)
    }
}

const POSTCODE: &str = "postcode";

/// The middle of a municipality, by its NIS code.
pub(super) fn middle(nis: &str) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.level == "municipality" && place.nis == nis)
}

/// The place that a cell names: `Schelle`, `2627`, `2627 Schelle`, `Halle (Zoersel)`; first among the municipalities of
/// the region.
///
/// # Errors
/// When no place has this name, or several have.
pub(super) fn find(text: &str, of_region: &dyn Fn(&str) -> bool) -> Result<&'static Place, Fault> {
    let words = || text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let postcode = words().find(|word| word.len() == 4 && is_digits(word));
    let name: String = words().filter(|word| Some(*word) != postcode).map(plain).collect();
    let with_code = |place: &&Place| {
        let has = |code| PLACES.iter().any(|row| row.level == POSTCODE && row.name == code && row.nis == place.nis);
        postcode.is_none_or(has)
    };
    let by_name = || PLACES.iter().filter(|place| !name.is_empty() && place.is_called(&name)).filter(with_code);
    let by_code = || PLACES.iter().filter(|place| place.level == POSTCODE && Some(place.name) == postcode);
    let named: Vec<_> = by_name().collect();
    let all = if named.is_empty() && name.is_empty() { by_code().collect() } else { named };
    let near: Vec<_> = all.iter().copied().filter(|place| of_region(place.nis)).collect();
    one_of(if near.is_empty() { &all } else { &near })
}

/// The only one, the widest where one lies in the other; otherwise a choice.
fn one_of(found: &[&'static Place]) -> Result<&'static Place, Fault> {
    let Some(first) = found.first() else { return Err(Fault::NotRead) };
    // The table has municipalities first, then their parts, then neighbourhoods.
    let same_level: Vec<_> = found.iter().filter(|place| place.level == first.level).collect();
    if same_level.len() == 1 && found.iter().all(|place| place.nis == first.nis) || found.len() == 1 {
        return Ok(first);
    }
    let choice = |place: &&&Place| {
        let municipality = middle(place.nis).map_or(place.nis, |place| place.name);
        format!("{} ({municipality})", place.name)
    };
    let mut choices: Vec<_> = found.iter().map(|place| choice(&place)).collect();
    choices.dedup();
    choices.truncate(CHOICES_MAX);
    Err(Fault::Choice(choices.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Result<(&'static str, &'static str), Fault> {
        let kina = ["11022", "11035", "11038", "11039", "11050", "11054", "11055"];
        find(text, &|nis| kina.contains(&nis)).map(|place| (place.name, place.nis))
    }

    #[test]
    fn a_home_is_found_by_municipality_part_neighbourhood_or_postcode() {
        assert_eq!(found("Schelle"), Ok(("Schelle", "11038")));
        assert_eq!(found("schelle 2627"), Ok(("Schelle", "11038")));
        assert_eq!(found("2627"), Ok(("2627", "11038")));
        assert_eq!(found("Broechem"), Ok(("Broechem (Ranst)", "11035")));
        assert_eq!(found("'s-Gravenwezel"), Ok(("'s-Gravenwezel (Schilde)", "11039")));
        assert_eq!(found("Halle (Zoersel)"), Ok(("Halle (Zoersel)", "11055")));
        assert_eq!(found("2980 Halle"), Ok(("Halle (Zoersel)", "11055")));
        assert_eq!(found("Nergenshuizen"), Err(Fault::NotRead));
    }

    #[test]
    fn every_municipality_has_a_middle_and_every_point_lies_in_the_province() {
        assert_eq!(PLACES.iter().filter(|place| place.level == "municipality").count(), 67);
        assert!(PLACES.len() > 700);
        for place in PLACES.iter() {
            assert!(middle(place.nis).is_some(), "{place:?}");
            assert!((4.2..5.3).contains(&place.lon) && (50.9..51.6).contains(&place.lat), "{place:?}");
        }
    }
}
