//! Points on a map (RFC 7946): vacancies or what is held where, and for mediators about how many people live around
//! each centroid.

use std::collections::BTreeMap;

use geojson::{Feature, FeatureCollection, Geometry, JsonObject};
use schakel_solver::domain::{Edition, OfferIdx, Point, Venue};
use schakel_solver::explain::offer_title;
use serde_json::{Value, json};

use super::rows::status_name;
use super::{Export, Reader};

/// The features for the reader.
pub(super) fn of(export: &Export<'_>) -> FeatureCollection {
    let mut features = if export.facts.region.plans_programmes() { held(export) } else { vacancies(export) };
    if export.reader == Reader::Mediator && export.employer.is_none() {
        features.extend(homes(export));
    }
    FeatureCollection { bbox: None, features, foreign_members: None }
}

fn feature(at: Point, properties: &[(&str, Value)]) -> Feature {
    let properties: JsonObject = properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let geometry = Some(Geometry::new_point([at.lon, at.lat]));
    Feature { geometry, properties: Some(properties), ..Feature::default() }
}

/// A feature for each vacancy that the reader may know of.
fn vacancies(export: &Export<'_>) -> Vec<Feature> {
    let region = export.facts.region;
    let mut found = Vec::new();
    for (position, vacancy) in region.offers.iter().enumerate() {
        let edges = || export.plan.assignments.iter().filter(|edge| edge.offer.at() == position);
        let label = offer_title(export.facts, OfferIdx::from_usize(position), export.lang);
        let own = [("kind", json!("vacancy")), ("vacancy", json!(vacancy.id)), ("occupation", json!(label))];
        match export.reader {
            Reader::Employer => {
                let accepted = edges().filter(|edge| export.shows(&region.jobseekers[edge.jobseeker.at()], vacancy));
                let accepted = accepted.count();
                if accepted > 0 {
                    found.push(feature(vacancy.site, &[&own[..], &[("accepted", json!(accepted))]].concat()));
                }
            }
            Reader::Mediator if export.employer.is_some_and(|name| name != vacancy.host) => {}
            Reader::Mediator => {
                let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
                for edge in edges() {
                    let person = &region.jobseekers[edge.jobseeker.at()];
                    *counts.entry(status_name(export.decision(&person.id, &vacancy.id))).or_default() += 1;
                }
                let more = [
                    ("employer", json!(vacancy.host)),
                    ("openings", json!(vacancy.openings)),
                    ("by_status", json!(counts)),
                ];
                found.push(feature(vacancy.site, &[&own[..], &more].concat()));
            }
        }
    }
    found
}

/// A feature for each venue, with what is held there; nothing for an employer, whom a plan of trainings does not
/// concern.
fn held(export: &Export<'_>) -> Vec<Feature> {
    let region = export.facts.region;
    if export.reader == Reader::Employer {
        return Vec::new();
    }
    let of_venue = |(position, venue): (usize, &Venue)| {
        let editions = export.plan.opened.iter().map(|idx| &region.editions[idx.at()]);
        let here =
            editions.filter(|edition| region.offers[edition.offer.at()].venue.is_some_and(|at| at.at() == position));
        let edition = |edition: &Edition| {
            let taken = export.plan.offers[edition.offer.at()].filled;
            json!({"edition": edition.id, "places": edition.places, "taken": taken})
        };
        let held: Vec<Value> = here.map(edition).collect();
        let municipality = &region.municipalities[venue.municipality.at()].name;
        let own = [("kind", json!("venue")), ("venue", json!(venue.id)), ("name", json!(venue.name))];
        feature(venue.site, &[&own[..], &[("municipality", json!(municipality)), ("held", json!(held))]].concat())
    };
    region.venues.iter().enumerate().map(of_venue).collect()
}

/// A feature for each centroid where enough people live to say about how many.
fn homes(export: &Export<'_>) -> Vec<Feature> {
    let region = export.facts.region;
    let mut counts: BTreeMap<(u64, u64), (Point, usize)> = BTreeMap::new();
    for person in &region.jobseekers {
        let key = (person.home.lon.to_bits(), person.home.lat.to_bits());
        counts.entry(key).or_insert((person.home, 0)).1 += 1;
    }
    let one = |(at, count): (Point, usize)| {
        let people = export.coarse.told(&format!("home/{}/{}", at.lon, at.lat), count)?;
        let margin = json!(export.coarse.margin());
        Some(feature(at, &[("kind", json!("home")), ("people", json!(people)), ("margin", margin)]))
    };
    counts.into_values().filter_map(one).collect()
}
