//! Tables that leave: nothing without a mediator's yes, nothing more than the reader may see, no formulas.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use schakel::answers::disclosure::Coarse;
use schakel::answers::export::{Decision, Decisions, Dialect, Export, Form, Reader};
use schakel_model::Options;
use schakel_solver::domain::{Facts, Nearby, Region};
use schakel_solver::plan::{self, Plan, Prepared};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::service::Service;
use crate::support::{generated, put, read};

fn planned(scenario: &Value) -> (Region, Plan) {
    let reading = read(scenario);
    let region = reading.region.unwrap_or_else(|| panic!("{:?}", reading.issues));
    let plan = plan::solved(&Prepared::of(Facts::of(&region, &Nearby::default())), &Options::default());
    (region, plan)
}

fn story(name: &str) -> Value {
    let path = format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The table of a plan.
fn exported(of: &(Region, Plan), decisions: &Decisions, reader: Reader, form: Form) -> Vec<u8> {
    let (region, plan) = of;
    // A table for an employer is of the employer that the first decision is about.
    let is_decided =
        |vacancy: &&schakel_solver::domain::Offer| decisions.keys().next().is_some_and(|of| of.1 == vacancy.id);
    let decided = region.offers.iter().find(is_decided).map(|vacancy| vacancy.host.as_str());
    let employer = decided.filter(|_| reader == Reader::Employer);
    let (coarse, near) = (Coarse::about(b"secret", "", [b""], 10), Nearby::default());
    let export =
        Export { facts: Facts::of(region, &near), plan, decisions, coarse: &coarse, reader, employer, lang: Lang::Nl };
    export.write(form, Dialect::Belgian).unwrap()
}

/// A decision on every proposal.
fn all(of: &(Region, Plan), decision: Decision) -> Decisions {
    let (region, plan) = of;
    let pair = |edge: &schakel_solver::candidates::Edge| {
        (region.jobseekers[edge.jobseeker.at()].id.clone(), region.offers[edge.offer.at()].id.clone())
    };
    plan.assignments.iter().map(|edge| (pair(edge), decision)).collect()
}

/// Lines of a csv table, titles first.
fn lines(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn an_employer_sees_only_what_a_mediator_accepted_and_only_six_columns() {
    let of = planned(&generated(3, 60, 30));
    assert!(of.1.assignments.len() > 5);
    for decisions in [Decisions::new(), all(&of, Decision::Rejected), all(&of, Decision::Changed)] {
        assert_eq!(lines(&exported(&of, &decisions, Reader::Employer, Form::Csv)).len(), 1);
        let map: Value = serde_json::from_slice(&exported(&of, &decisions, Reader::Employer, Form::Geojson)).unwrap();
        assert_eq!(map["features"], json!([]));
    }
    let mut one = Decisions::new();
    one.extend(all(&of, Decision::Accepted).into_iter().take(1));
    let table = lines(&exported(&of, &one, Reader::Employer, Form::Csv));
    assert_eq!(table[0], ["Werkzoekende", "Vacature", "Beroep", "Start", "Uren per week", "Uurrooster"]);
    let ((jobseeker, vacancy), _) = one.first_key_value().unwrap();
    assert_eq!((table.len(), &table[1][0], &table[1][1]), (2, jobseeker, vacancy));
}

#[test]
fn a_mediator_sees_everyone_and_how_each_proposal_stands() {
    let of = planned(&generated(3, 60, 30));
    let mut decisions = Decisions::new();
    decisions.extend(all(&of, Decision::Accepted).into_iter().take(2));
    let table = lines(&exported(&of, &decisions, Reader::Mediator, Form::Csv));
    assert_eq!(table.len(), 61);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    table[1..].iter().for_each(|line| *counts.entry(&line[0]).or_default() += 1);
    assert_eq!(counts["aanvaard"], 2);
    assert_eq!(counts["voorgesteld"], of.1.assignments.len() - 2);
    assert_eq!(counts["geen voorstel"], of.1.unassigned.len());
}

#[test]
fn who_is_on_hold_looks_like_anyone_who_is_not_available() {
    let line = |gate: Value| {
        let mut scenario = story("held");
        put(&mut scenario, "/jobseekers/0/gate", gate);
        let (person, vacancy) = (scenario["jobseekers"][0]["id"].clone(), scenario["vacancies"][0]["id"].clone());
        let of = planned(&scenario);
        let mut table = lines(&exported(&of, &Decisions::new(), Reader::Mediator, Form::Csv));
        table.retain(|line| line[1] == person);
        let pair = [person, vacancy].map(|id| id.as_str().unwrap().to_owned());
        let accepted = Decisions::from([(pair.into(), Decision::Accepted)]);
        let employers = lines(&exported(&of, &accepted, Reader::Employer, Form::Csv));
        assert_eq!(employers.len(), 1);
        table
    };
    assert_eq!(line(json!("ocmw_hold")), line(json!("advice_only")));
    assert!(!line(json!("ocmw_hold")).is_empty());
}

#[test]
fn no_text_becomes_a_formula() {
    let hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "a;b\"c", "＝1"];
    for name in hostile {
        let mut scenario = story("goes-on-foot");
        scenario["vacancies"].as_array_mut().unwrap().iter_mut().for_each(|vacancy| vacancy["employer"] = json!(name));
        let of = planned(&scenario);
        assert!(!of.1.assignments.is_empty());
        let table = lines(&exported(&of, &Decisions::new(), Reader::Mediator, Form::Csv));
        let expected = if name == "a;b\"c" { name.to_owned() } else { format!("'{name}") };
        assert_eq!(table[1][4], expected);
        let bytes = exported(&of, &Decisions::new(), Reader::Mediator, Form::Xlsx);
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = workbook.worksheet_range("Sheet1").unwrap();
        assert_eq!(range.get((1, 4)).unwrap().to_string().replace("_x000D_", "\r"), name);
        assert!(matches!(range.get((1, 4)), Some(Data::String(_))));
        assert!(workbook.worksheet_formula("Sheet1").unwrap().used_cells().next().is_none());
    }
}

/// How an export writes the name of an employer.
pub(crate) fn guarded_by_export(name: &str) -> String {
    let mut scenario = story("goes-on-foot");
    scenario["vacancies"].as_array_mut().unwrap().iter_mut().for_each(|vacancy| vacancy["employer"] = json!(name));
    lines(&exported(&planned(&scenario), &Decisions::new(), Reader::Mediator, Form::Csv))[1][4].clone()
}

#[test]
fn a_workbook_and_a_text_hold_the_same_lines() {
    let of = planned(&generated(5, 40, 20));
    let text = lines(&exported(&of, &Decisions::new(), Reader::Mediator, Form::Csv));
    let bytes = exported(&of, &Decisions::new(), Reader::Mediator, Form::Xlsx);
    let table = schakel::files::import::read(&bytes, None).unwrap();
    assert_eq!(table.columns, text[0]);
    for (row, line) in table.rows.iter().zip(&text[1..]) {
        let shown = |cell: &String| match cell.split('/').collect::<Vec<_>>()[..] {
            [day, month, year] if year.len() == 4 => format!("{year}-{month}-{day}"),
            _ => cell.trim_start_matches('\'').to_owned(),
        };
        assert_eq!(row.cells, line.iter().map(shown).collect::<Vec<_>>());
    }
}

#[test]
fn a_map_is_valid_and_tells_no_small_number_of_people() {
    let of = planned(&generated(7, 800, 30));
    let bytes = exported(&of, &Decisions::new(), Reader::Mediator, Form::Geojson);
    let map: geojson::GeoJson = std::str::from_utf8(&bytes).unwrap().parse().unwrap();
    let again: Value = serde_json::from_str(&map.to_string()).unwrap();
    assert_eq!(again, serde_json::from_slice::<Value>(&bytes).unwrap());
    let features = again["features"].as_array().unwrap();
    let homes: Vec<_> = features.iter().filter(|feature| feature["properties"]["kind"] == "home").collect();
    assert!(!homes.is_empty() && homes.len() + 30 == features.len(), "{}", features.len());
    for home in homes {
        let people = &home["properties"]["people"];
        assert!(
            people.as_u64() >= home["properties"]["margin"].as_u64() && people.as_u64().unwrap().is_multiple_of(10),
            "{home}"
        );
    }
}

#[tokio::test]
async fn a_plan_is_exported_with_a_name_and_a_type() {
    let service = Service::start().await;
    let scenario = service.with_story("goes-on-foot").await;
    let of = planned(&story("goes-on-foot"));
    let file = schakel::files::plan_file::write(Facts::of(&of.0, &Nearby::default()), &of.1, &[]);
    let result = schakel::service::revision::packed(&serde_json::to_vec(&file).unwrap()).unwrap();
    sqlx::query("INSERT INTO plans (id, owner, scenario_id, kind, options, state, asked_at, result) VALUES ('plan_1', 'kina', $1, 'matching', '{}', 'completed', '', $2)")
        .bind(&scenario).bind(result).execute(service.app.store.pool()).await.unwrap();
    let answer = service.get("/v1/plans/plan_1/export?format=csv").await.is(200);
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"plan_1.csv\"");
    let table = lines(&answer.bytes);
    let (jobseeker, vacancy) = (&table[1][1], &table[1][3]);
    let path = "/v1/plans/plan_1/export?format=csv&for=employer";
    assert_eq!(service.get(path).await.is(422).body["errors"][0]["pointer"], "?employer");
    assert_eq!(service.get(&format!("{path}&employer=Niemand")).await.is(422).body["errors"][0]["code"], "ID_UNKNOWN");
    let path = format!("{path}&employer={}", table[1][4].replace(' ', "+"));
    let employers = async || lines(&service.get(&path).await.is(200).bytes).len();
    assert_eq!(employers().await, 1);
    for (id, decision, expected) in [("d1", "accept", 2), ("d2", "reject", 1), ("d3", "accept", 2)] {
        sqlx::query("INSERT INTO decisions (id, plan_id, jobseeker, vacancy, decision, reason, mediator, decided_at) VALUES ($1, 'plan_1', $2, $3, $4, 'fits', 'm', $1)")
            .bind(id).bind(jobseeker).bind(vacancy).bind(decision).execute(service.app.store.pool()).await.unwrap();
        assert_eq!(employers().await, expected, "{decision}");
    }
    assert_eq!(service.get("/v1/plans/plan_1/export?format=xlsx").await.is(200).bytes[..2], *b"PK");
    service.get("/v1/plans/plan_1/export?format=geojson&lang=fr").await.is(200);
    service.get("/v1/plans/plan_1/export?format=pdf").await.is(422);
    service.get("/v1/plans/plan_2/export?format=csv").await.is(404);
}
