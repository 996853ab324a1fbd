//! What speaks for a training in each occupation, as JSON and as a map of the vacancies within reach.

use std::collections::BTreeMap;

use geojson::{Feature, FeatureCollection, Geometry, JsonObject};
use schakel_solver::domain::{NominatedBy, NominatedFor, Region};
use schakel_solver::explain::{Evidence, Nominated};
use serde::Serialize;
use serde_json::json;

/// What the data say and, separately, whom counsellors put forward.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView<'a> {
    /// Evidence by occupation, those first by which most people more would have a seat.
    pub occupations: Vec<EvidenceRow<'a>>,
    /// Whom counsellors put forward, most people first; never counted above.
    pub nominations: Vec<NominatedView<'a>>,
}

/// People put forward for one thing.
#[derive(Clone, Debug, Serialize)]
pub struct NominatedView<'a> {
    /// ESCO code of the occupation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<&'a str>,
    /// Or else a programme, which leads to no occupation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<&'a str>,
    /// People, each once.
    pub people: u32,
    /// Of those, people put forward from each place of work.
    pub by: BTreeMap<&'static str, u32>,
}

impl<'a> NominatedView<'a> {
    /// The nominations for one thing as they leave.
    pub fn of(region: &'a Region, of: &Nominated) -> Self {
        let (occupation, programme) = match of.what {
            NominatedFor::Occupation(occupation) => (Some(region.occupations[occupation.at()].code.as_str()), None),
            NominatedFor::Programme(programme) => (None, Some(region.programmes[programme.at()].id.as_str())),
        };
        let workplace = |by: NominatedBy| match by {
            NominatedBy::Vdab => "vdab",
            NominatedBy::Ocmw => "ocmw",
            NominatedBy::Municipality => "municipality",
            NominatedBy::Partner => "partner",
        };
        let by = of.by.iter().map(|&(by, people)| (workplace(by), people)).collect();
        Self { occupation, programme, people: of.people, by }
    }
}

/// The evidence for a training in one occupation. Counts are exact: for the owner of the file.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceRow<'a> {
    /// ESCO code.
    pub occupation: &'a str,
    /// Label in Dutch.
    pub label_nl: &'a str,
    /// Openings in the region.
    pub openings: u32,
    /// Of those, openings that somebody could take, now or with the skills.
    pub in_reach: u32,
    /// Of those in reach, openings on the list of bottleneck occupations.
    pub bottleneck: u32,
    /// People who could take one already.
    pub ready: u32,
    /// People who could not, and whom skills alone keep away from at least one.
    pub people: u32,
    /// Of those, people who could take nothing at all now.
    pub idle: u32,
    /// Most of them that these openings could seat, were nobody else to take them.
    pub seated: u32,
    /// People more with a seat in the whole region when they have the skills; nobody loses one.
    pub net: u32,
    /// Where these people live.
    pub municipalities: Vec<HomeView<'a>>,
    /// Vacancies that somebody could take, now or with the skills.
    pub vacancies: Vec<VacancyView<'a>>,
}

/// People of one municipality.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView<'a> {
    /// NIS code.
    pub municipality: &'a str,
    /// People whom skills alone keep away.
    pub people: u32,
}

/// A vacancy that somebody could take, now or with the skills.
#[derive(Clone, Debug, Serialize)]
pub struct VacancyView<'a> {
    /// Its ID.
    pub vacancy: &'a str,
    /// People who could take it already.
    pub ready: u32,
    /// People whom skills alone keep away from it.
    pub people: u32,
}

impl<'a> EvidenceRow<'a> {
    /// The view of the evidence for one occupation.
    pub fn of(region: &'a Region, of: &Evidence) -> Self {
        let occupation = &region.occupations[of.occupation.at()];
        let municipalities = of.homes.iter().map(|&(municipality, people)| HomeView {
            municipality: &region.municipalities[municipality.at()].nis,
            people,
        });
        let vacancies = of.offers.iter().map(|in_reach| VacancyView {
            vacancy: &region.offers[in_reach.offer.at()].id,
            ready: in_reach.ready,
            people: in_reach.people,
        });
        Self {
            occupation: &occupation.code,
            label_nl: &occupation.label_nl,
            openings: of.openings,
            in_reach: of.in_reach,
            bottleneck: of.bottleneck,
            ready: of.ready,
            people: of.people,
            idle: of.idle,
            seated: of.seated,
            net: of.net,
            municipalities: municipalities.collect(),
            vacancies: vacancies.collect(),
        }
    }
}

/// A point for each vacancy within reach (RFC 7946), with whom it would take. Homes are never drawn.
pub fn map_of(region: &Region, rows: &[Evidence]) -> FeatureCollection {
    let feature = |in_reach: &schakel_solver::explain::InReach| {
        let offer = &region.offers[in_reach.offer.at()];
        let occupation = offer.occupation.map(|occupation| &region.occupations[occupation.at()]);
        let mut properties = JsonObject::new();
        properties.insert("vacancy".to_owned(), json!(offer.id));
        properties.insert("employer".to_owned(), json!(offer.host));
        properties.insert("occupation".to_owned(), json!(occupation.map(|occupation| &occupation.code)));
        properties.insert("label_nl".to_owned(), json!(occupation.map(|occupation| &occupation.label_nl)));
        properties.insert("openings".to_owned(), json!(offer.openings));
        properties.insert("bottleneck".to_owned(), json!(offer.contract.is_some_and(|contract| contract.bottleneck)));
        properties.insert("ready".to_owned(), json!(in_reach.ready));
        properties.insert("people".to_owned(), json!(in_reach.people));
        let geometry = Some(Geometry::new_point([offer.site.lon, offer.site.lat]));
        Feature { geometry, properties: Some(properties), ..Feature::default() }
    };
    let features = rows.iter().flat_map(|of| &of.offers).map(feature).collect();
    FeatureCollection { bbox: None, features, foreign_members: None }
}
