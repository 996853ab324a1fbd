//! Plans for different objectives side by side, as JSON and as a map: what each gives and what it costs the others.

use geojson::{Feature, FeatureCollection, Geometry, JsonObject};
use schakel_solver::domain::{Facts, Objective, Region, VenueIdx};
use schakel_solver::plan::{Measures, Plan, measured};
use serde::Serialize;
use serde_json::json;

use crate::files::plan_file::{self, format};

/// One plan among those set side by side.
#[derive(Clone, Debug, Serialize)]
pub struct TradeOffRow {
    /// What counted most: `most_people`, `worst_served`, `least_travel` or `weighed`.
    pub objective: &'static str,
    /// Most new venues that it could use; absent is as many as there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sites_max: Option<u32>,
    /// How the solve ended.
    pub termination: format::Termination,
    /// Value and bound of each level.
    pub levels: Vec<format::LevelResult>,
    /// People with a place.
    pub people: u32,
    /// Editions held, by ID.
    pub editions: Vec<String>,
    /// Venues used, by ID.
    pub venues: Vec<String>,
    /// What using them costs, whole euros.
    pub euros: u64,
    /// Minutes of everyone's longest trip, added up.
    pub minutes: u64,
    /// Minutes of the longest trip of anyone.
    pub longest_minutes: u16,
    /// Municipalities where somebody looks for what is planned, the one that is served worst first.
    pub shares: Vec<ShareView>,
}

/// A municipality and its people who look for what is planned.
#[derive(Clone, Debug, Serialize)]
pub struct ShareView {
    /// NIS code.
    pub municipality: String,
    /// People with a place.
    pub served: u32,
    /// People who look for it.
    pub wanting: u32,
}

impl TradeOffRow {
    /// What a plan gives, for the objective of its region.
    pub fn of(facts: Facts<'_>, plan: &Plan) -> Self {
        let region = facts.region;
        let Measures { people, editions, venues, euros, minutes, longest, shares } = measured(facts, plan);
        let share = |share: &schakel_solver::plan::Share| ShareView {
            municipality: region.municipalities[share.municipality.at()].nis.clone(),
            served: share.served,
            wanting: share.wanting,
        };
        Self {
            objective: objective_name(region.wanted.objective),
            sites_max: region.wanted.sites_max,
            termination: plan_file::termination_name(&plan.termination),
            levels: plan.levels.iter().map(plan_file::write_level).collect(),
            people,
            editions: editions.iter().map(|idx| region.editions[idx.at()].id.clone()).collect(),
            venues: venues.iter().map(|idx| region.venues[idx.at()].id.clone()).collect(),
            euros,
            minutes,
            longest_minutes: longest,
            shares: shares.iter().map(share).collect(),
        }
    }
}

/// The name of an objective in files.
fn objective_name(objective: Objective) -> &'static str {
    match objective {
        Objective::MostPeople => "most_people",
        Objective::WorstServed => "worst_served",
        Objective::LeastTravel => "least_travel",
        Objective::Weighed(_) => "weighed",
    }
}

/// A point for each venue (RFC 7946), with the editions that each of the plans holds there.
pub fn map_of(region: &Region, rows: &[TradeOffRow]) -> FeatureCollection {
    let feature = |idx: VenueIdx| {
        let venue = &region.venues[idx.at()];
        let here = |row: &TradeOffRow| {
            let starts = |id: &&String| region_of_edition(region, id) == Some(idx);
            row.editions.iter().filter(starts).cloned().collect::<Vec<_>>()
        };
        let plans = rows
            .iter()
            .map(|row| json!({"objective": row.objective, "sites_max": row.sites_max, "editions": here(row)}));
        let mut properties = JsonObject::new();
        properties.insert("venue".to_owned(), json!(venue.id));
        properties.insert("name".to_owned(), json!(venue.name));
        properties.insert("municipality".to_owned(), json!(region.municipalities[venue.municipality.at()].nis));
        properties.insert("existing".to_owned(), json!(venue.existing));
        properties.insert("cost_eur".to_owned(), json!(venue.cost_eur));
        properties.insert("plans".to_owned(), plans.collect());
        let geometry = Some(Geometry::new_point([venue.site.lon, venue.site.lat]));
        Feature { geometry, properties: Some(properties), ..Feature::default() }
    };
    let features = (0..region.venues.len()).map(VenueIdx::from_usize).map(feature).collect();
    FeatureCollection { bbox: None, features, foreign_members: None }
}

/// The venue in which an edition is held.
fn region_of_edition(region: &Region, id: &str) -> Option<VenueIdx> {
    let edition = region.editions.iter().find(|edition| edition.id == id)?;
    region.offers[edition.offer.at()].venue
}
