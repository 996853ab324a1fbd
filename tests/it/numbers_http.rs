//! Every number that the OpenAPI document lets out, and what it counts: a new one is listed here before it can leave.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Counts of people of a group. Each goes through [`schakel::answers::disclosure::Coarse`], is rounded down, or is left
/// out below the smallest count shown; `attack_http.rs` attacks them.
const COUNTS_OF_PEOPLE: &[&str] = &[
    "Cell.people",
    "Cell.placed",
    "Kpis.candidates",
    "LevelChangeView.a",
    "LevelChangeView.b",
    "LevelChangeView.difference",
    "LevelKpi.bound",
    "LevelKpi.value",
    "LevelResult.bound",
    "LevelResult.value",
    "LevelView.value",
    "Missing.units",
    "NearMissGroupView.near_misses",
    "NearMissGroupView.people",
    "NearMissGroupView.unlocked",
    "OffPoolView.drawn",
    "OneMoreView.displaced",
    "OutcomeCount.at_least",
    "People.count",
    "PlanOffer.candidates",
    "Reason.pairings",
    "Reason.people",
    "ShortlistView.possible",
    "Told.best",
    "Told.bound",
    "PlanVacancy.candidates",
];

/// Follow from the numbers above, or say how coarse they are.
const OF_COUNTS_SHOWN: &[&str] = &[
    "Audit.margin",
    "NearMissesView.margin",
    "EvaluationView.margin",
    "ShortlistView.margin",
    "PlanFile.changed_max",
    "PlanFile.count_margin",
    "Audit.rounded_to",
    "Cell.placed_percent",
    "LevelKpi.gap",
    "LevelResult.percent",
    "OutcomeCount.percent",
    "Outcomes.rounded_to",
    "People.fewer_than",
    "PlanFile.gap",
    "Told.gap",
];

/// All people of a scenario, or all proposals of a plan that lists them one by one: no group.
const OF_ALL: &[&str] = &[
    "EvaluationView.rules_left_out",
    "Kpis.people",
    "Kpis.placed",
    "NearMissesView.looked_at",
    "NearMissesView.without_start",
    "OneMoreView.gained",
    "PlanEdition.taken",
    "PlanOffer.filled",
    "OfferView.filled",
    "Summary.jobseekers",
    "Summary.pins",
    "Summary.promises",
    "PlanVacancy.filled",
];

/// Worked out from numbers of people that were sent with the same request: nothing that the service keeps.
const OF_WHAT_WAS_SENT: &[&str] = &[
    "AttendanceUsed",
    "BetaView",
    "BrokenBound",
    "CellRateView",
    "GammaView",
    "InterviewLevel",
    "InterviewTableView",
    "InterviewsView",
    "WalkInsView",
];

/// Schemas with facts of one thing: a place, a trip, a rule, a run, one person's own way.
const OF_ONE_THING: &[&str] = &[
    "CardView",
    "About",
    "Area",
    "Assignment",
    "Block",
    "ChangesView",
    "DecisionView",
    "Default",
    "DefaultUsed",
    "EntryView",
    "ExplanationView",
    "Fact",
    "HelpView",
    "IssueType",
    "JourneyView",
    "JudgedView",
    "KeptScenario",
    "ItineraryView",
    "WaypointView",
    "TimetableUsed",
    "LegView",
    "NetworkView",
    "NotChosenView",
    "Pinned",
    "PlanSummary",
    "PlanView",
    "Prices",
    "ProblemView",
    "RemedyView",
    "RouteView",
    "RuleView",
    "ScenarioView",
    "Seconds",
    "SizingLimits",
    "Timetable",
    "Unassigned",
];

/// As above, of schemas that also have counts.
const ONE_THING: &[&str] = &[
    "Counts.created",
    "Counts.error",
    "Counts.not_read",
    "Counts.unchanged",
    "Counts.updated",
    "Kpis.openings",
    "Kpis.vacancies",
    "OffPoolView.limit",
    "OfferView.open",
    "PlanEdition.least",
    "PlanEdition.places",
    "PlanOffer.open",
    "Reason.least",
    "RowView.row",
    "Source.date_system",
    "Source.heading_rows",
    "Source.title_row",
    "Summary.childcare",
    "Summary.supports",
    "Summary.vacancies",
    "Summary.venues",
    "Told.elapsed_s",
    "Told.level",
    "PlanVacancy.open",
];

/// A walk over the schemas of the document.
struct Walk<'a> {
    schemas: &'a Value,
    seen: BTreeSet<String>,
    numbers: BTreeMap<String, BTreeSet<String>>,
}

impl Walk<'_> {
    /// Visits `schema`, which belongs to `field` of `owner`.
    fn visit(&mut self, schema: &Value, owner: &str, field: &str) {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            if self.seen.insert(name.to_owned()) {
                let schemas = self.schemas;
                self.visit(&schemas[name], name, "");
            }
            return;
        }
        let is = |kind: &str| {
            let of = &schema["type"];
            of == kind || of.as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind))
        };
        if is("integer") || is("number") {
            self.numbers.entry(owner.to_owned()).or_default().insert(field.to_owned());
        }
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            self.visit(inner, owner, name);
        }
        for name in ["items", "additionalProperties"] {
            self.visit_some(&schema[name], owner, field);
        }
        for inner in
            ["anyOf", "oneOf", "allOf", "prefixItems"].iter().flat_map(|name| schema[*name].as_array()).flatten()
        {
            self.visit(inner, owner, field);
        }
    }

    fn visit_some(&mut self, schema: &Value, owner: &str, field: &str) {
        if schema.is_object() {
            self.visit(schema, owner, field);
        }
    }
}

/// The schemas of what every operation takes and of what it answers, with the fields of each that are numbers.
fn walked(document: &Value, is_answer: bool) -> (BTreeSet<String>, BTreeMap<String, BTreeSet<String>>) {
    let schemas = &document["components"]["schemas"];
    let mut walk = Walk { schemas, seen: BTreeSet::new(), numbers: BTreeMap::new() };
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let bodies: Vec<&Value> = if is_answer {
                operation["responses"].as_object().into_iter().flat_map(|all| all.values()).collect()
            } else {
                vec![&operation["requestBody"]]
            };
            for kind in bodies.iter().flat_map(|body| body["content"].as_object()).flat_map(|kinds| kinds.values()) {
                walk.visit(&kind["schema"], &format!("{method} {path}"), "");
            }
        }
    }
    (walk.seen, walk.numbers)
}

#[test]
fn no_number_leaves_that_does_not_say_whom_it_counts() {
    let text = std::fs::read_to_string("fixtures/openapi.json").unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let (sent, _) = walked(&document, false);
    let (_, answered) = walked(&document, true);
    // What is part of a scenario or of another body that is sent is its sender's own.
    let is_listed = |schema: &str, name: &str| {
        let number = format!("{schema}.{name}");
        let lists = [COUNTS_OF_PEOPLE, OF_COUNTS_SHOWN, OF_ALL, ONE_THING];
        schema.starts_with("Sized")
            || schema.starts_with("Sizing")
            || [OF_ONE_THING, OF_WHAT_WAS_SENT].iter().any(|list| list.contains(&schema))
            || lists.iter().any(|list| list.contains(&number.as_str()))
    };
    let mut numbers = BTreeSet::new();
    let mut unlisted = Vec::new();
    for (schema, names) in answered.iter().filter(|(schema, _)| !sent.contains(*schema)) {
        for name in names {
            numbers.insert(format!("{schema}.{name}"));
            unlisted.extend((!is_listed(schema, name)).then(|| format!("{schema}.{name}")));
        }
    }
    assert!(unlisted.is_empty(), "say what these count, and make them coarse where it is people: {unlisted:#?}");
    let gone: Vec<_> = [COUNTS_OF_PEOPLE, OF_COUNTS_SHOWN, OF_ALL, ONE_THING]
        .concat()
        .into_iter()
        .filter(|number| !numbers.contains(*number))
        .collect();
    assert!(gone.is_empty(), "no answer has these: {gone:?}");
}
