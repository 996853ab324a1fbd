//! A mediator's day: thirty people, twenty vacancies and nine childcare facilities, typed as clerks do, come in as workbooks, are
//! mended once, planned, explained in sentences that are each derived again, decided, and exported.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use rust_xlsxwriter::Workbook;
use schakel::files::scenario::Packs;
use serde_json::{Value, json};

use crate::law::told_of;
use crate::reading::Story;
use crate::service::Service;
use crate::tables_in_http::{ended, post};

/// What clerks type, a list for each title; person i gets the i-th, over and over.
const PEOPLE: &[(&str, &[&str])] = &[
    ("woonplaats", &["Wijnegem", "'s-Gravenwezel", "Kalmthout", "Schelle", "2520", "Hove", "Halle-Zoersel", "Schilde"]),
    ("geboortedatum", &["12/03/1988", "4/07/1992", "30/11/1975", "2/02/2000", "1969"]),
    ("ingeschreven sinds", &["1/09/2025", "15/01/2025", "3/02/2026"]),
    (
        "gewenste job",
        &["poetshulp", "huishoudhulp", "magazijnier", "kinderbegeleider", "zorgkundige", "tuinaanlegger", "keukenhulp"],
    ),
    ("uren/week", &["voltijds", "20", "19-38", "24-38"]),
    ("Nederlands", &["B1", "A2", "moedertaal", "B2", "A1+", "geen"]),
    ("vervoer", &["fiets", "fiets + bus", "eigen wagen", "fiets/bus"]),
    ("max reistijd", &["45 min", "60 min", "1u", "40"]),
    ("rijbewijs", &["geen", "nee", "ja"]),
    ("kinderen", &["-", "2 (3j en 7j)", "geen", "1+"]),
    ("beschikbaarheid", &["ma-vr 7u-18u", "weekdagen 9-15u", "ma t/m vr 6u tot 22u"]),
    ("vanaf", &["zo snel mogelijk", "direct", "1 april 2026"]),
    ("leefloon", &["nee", "nee", "nee", "nee", "nee", "nee", "nee", "nee", "nee", "ja"]),
];
/// One for each vacancy: two with one name would be one in a sentence.
const EMPLOYERS: &[&str] = &[
    "Helder Poets",
    "Thuis Net",
    "Magazijn Oost",
    "De Linde",
    "Groendienst",
    "Netwerk",
    "Zorg aan Huis",
    "Logistiek Zuid",
    "Keuken Noord",
    "Tuin en Park",
    "Poetsploeg",
    "Hulp in Huis",
    "Depot Ranst",
    "Rusthuis Zoersel",
    "Groenploeg",
    "Schoon Werk",
    "Dienst aan Huis",
    "Pakhuis",
    "Grootkeuken",
    "Tuinwerk",
];
const FACILITIES: &[&str] =
    &["De Zon", "De Maan", "De Ster", "De Wolk", "De Regen", "De Wind", "De Boom", "De Bloem", "De Vlinder"];
const VACANCIES: &[(&str, &[&str])] = &[
    ("werkgever", EMPLOYERS),
    ("postcode", &["2110", "2970", "2520", "2627"]),
    ("beroep", &["poetshulp", "huishoudhulp", "magazijnier", "keukenhulp", "tuinaanlegger"]),
    ("aantal", &["1", "2", "1"]),
    ("uurrooster", &["ma-vr 8u-16u30", "ma-vr 9u-13u", "ma-vr 6u-14u"]),
    ("uren/week", &["38", "20", "38"]),
    ("startdatum", &["16/03/2026", "1/04/2026"]),
    ("Nederlands spreken", &["A1", "A2", "geen"]),
    ("tewerkstellingsvorm", &["Gewone arbeidsovereenkomst"]),
    ("contact", &["03 123 45 67"]),
];
const CHILDCARE: &[(&str, &[&str])] = &[
    ("naam", FACILITIES),
    ("postcode", &["2110", "2970", "2520", "2627", "2920", "2540", "2980"]),
    ("openingsuren", &["ma-vr 7u-18u30", "ma-vr 7u-18u"]),
    ("vrije plaatsen", &["0-2: 2; 3-11: 1", "0-2: 1; 3-11: 4"]),
];
/// What the mediator answers to what a cell left open, by what stood in it.
const ANSWERS: &[(&str, &str)] =
    &[("poetshulp", "schoonmaker gebouwen"), ("kinderbegeleider", "5311.1"), ("zorgkundige", "5321.1")];

/// A workbook of `count` rows under an ID and the titles of `columns`.
fn workbook(id: (&str, &str), columns: &[(&str, &[&str])], count: usize) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, id.0).unwrap();
    for row in 0..count {
        sheet.write_string(row as u32 + 1, 0, format!("{}{:02}", id.1, row + 1)).unwrap();
    }
    for (column, (title, texts)) in (1..).zip(columns) {
        sheet.write_string(0, column, *title).unwrap();
        for row in 0..count {
            sheet.write_string(row as u32 + 1, column, texts[row % texts.len()]).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// What an import asked: each cell that was in error, by its title and what stood in it.
fn questions(import: &Value) -> BTreeMap<(String, String), Vec<u64>> {
    let mut asked: BTreeMap<(String, String), Vec<u64>> = BTreeMap::new();
    for row in import["rows"].as_array().unwrap().iter().filter(|row| row["status"] == "error") {
        for issue in row["issues"].as_array().unwrap().iter().filter(|issue| issue["severity"] == "error") {
            let title = issue["pointer"].as_str().unwrap().rsplit('/').next().unwrap().replace("~1", "/");
            let text = row["cells"][&title].as_str().unwrap_or_default().to_owned();
            asked.entry((title, text)).or_default().push(row["row"].as_u64().unwrap());
        }
    }
    asked
}

/// Brings a workbook in, answers what it asks in one go, and gives the newest revision with the number of questions.
async fn brought_in(
    service: &Service,
    part: &'static str,
    file: Vec<u8>,
    into: (&'static str, String),
) -> (String, usize) {
    let file = Part::bytes(file).file_name("tabel.xlsx");
    let form = Form::new().part("file", file).text("part", part).text(into.0, into.1);
    let begun = post(service, form).await.is(202);
    let import = ended(service, &begun).await;
    let asked = questions(&import);
    let mut rows: BTreeMap<u64, serde_json::Map<String, Value>> = BTreeMap::new();
    for ((title, text), numbers) in &asked {
        let answer = ANSWERS.iter().find(|(known, _)| known == text);
        let (_, answer) = answer.unwrap_or_else(|| panic!("{part} asks about {title}: {text}: {import:#}"));
        for number in numbers {
            rows.entry(*number).or_default().insert(title.clone(), json!(answer));
        }
    }
    let mut newest = import["result_id"].as_str().unwrap_or_default().to_owned();
    if !rows.is_empty() {
        let rows: Vec<_> = rows.into_iter().map(|(row, cells)| json!({"row": row, "cells": cells})).collect();
        let path = format!("/v1/imports/{}/rows", import["id"].as_str().unwrap());
        let mended =
            service.send(service.request(Method::PATCH, &path).json(&json!({"rows": rows}))).await.is(200).body;
        let is_good = |row: &Value| row["status"] != "error";
        assert!(mended["rows"].as_array().unwrap().iter().all(is_good), "{mended:#}");
        newest = mended["result_id"].as_str().unwrap().to_owned();
    }
    (newest, asked.len())
}

/// The region as it begins.
fn base() -> Value {
    let towns = [
        ("11021", "Hove"),
        ("11022", "Kalmthout"),
        ("11035", "Ranst"),
        ("11038", "Schelle"),
        ("11039", "Schilde"),
        ("11050", "Wijnegem"),
        ("11055", "Zoersel"),
    ];
    json!({
        "region": {"name": "KINA", "municipalities": towns.map(|(nis, name)| json!({"nis": nis, "name": name}))},
        "horizon": {"from": "2026-03-02", "to": "2026-06-30"},
        "policy": {"pack": "continued-from-2026"}
    })
}

#[tokio::test]
async fn a_day_from_workbooks_to_decided_proposals() {
    let service = Service::start().await;
    let people = workbook(("dossiernr", "P"), PEOPLE, 30);
    let (first, of_people) = brought_in(&service, "jobseekers", people, ("base", base().to_string())).await;
    let vacancies = workbook(("vacature", "V"), VACANCIES, 20);
    let (second, of_vacancies) = brought_in(&service, "vacancies", vacancies, ("scenario_id", first)).await;
    let childcare = workbook(("id", "O"), CHILDCARE, 9);
    let (scenario, of_childcare) = brought_in(&service, "childcare", childcare, ("scenario_id", second)).await;
    let asked = of_people + of_vacancies + of_childcare;
    assert!(asked <= 5, "{asked} questions");
    let body = service.get(&format!("/v1/scenarios/{scenario}/body")).await.is(200).body;
    let count = |list: &str| body[list].as_array().unwrap().len();
    assert_eq!([count("jobseekers"), count("vacancies"), count("childcare")], [30, 20, 9]);

    let plan = service.with_plan(&scenario).await;
    let planned = service.get(&format!("/v1/plans/{plan}")).await.is(200).body;
    assert_eq!(planned["termination"], "optimal");
    let proposals = planned["assignments"].as_array().unwrap().clone();
    assert!(proposals.len() >= 6, "{} proposals", proposals.len());
    // Every sentence about every person is derived again from what came in.
    let story = Story::of("the day".to_owned(), &body.to_string(), &Packs::built_in());
    let (n_true, n_open) = told_of(&story);
    assert!(n_true > 1000 && n_open * 10 < n_true, "{n_true} derived, {n_open} not");

    // Half is accepted, the rest is for another day; nothing else leaves for an employer.
    let accepted: BTreeSet<String> =
        proposals.iter().step_by(2).map(|one| one["jobseeker"].as_str().unwrap().to_owned()).collect();
    for one in proposals.iter().filter(|one| accepted.contains(one["jobseeker"].as_str().unwrap())) {
        let decision = json!({"jobseeker": one["jobseeker"], "vacancy": one["vacancy"], "decision": "accept", "reason": "fits", "mediator": "vdab-017"});
        service.post(&format!("/v1/plans/{plan}/decisions"), &decision).await.is(201);
    }
    let csv = service.get(&format!("/v1/plans/{plan}/export?format=csv&for=mediator")).await.is(200);
    let text = String::from_utf8(csv.bytes).unwrap();
    assert!(proposals.iter().all(|one| text.contains(one["jobseeker"].as_str().unwrap())));
    let mut left = BTreeSet::new();
    for employer in VACANCIES[0].1 {
        let employer = employer.replace(' ', "%20");
        let csv =
            service.get(&format!("/v1/plans/{plan}/export?format=csv&for=employer&employer={employer}")).await.is(200);
        let text = String::from_utf8(csv.bytes).unwrap();
        let names = proposals.iter().map(|one| one["jobseeker"].as_str().unwrap());
        left.extend(names.filter(|name| text.contains(*name)).map(str::to_owned));
    }
    assert_eq!(left, accepted, "what employers get is what was accepted");
    let sheet = service.get(&format!("/v1/plans/{plan}/sheet?jobseeker=P01&format=text&lang=nl")).await.is(200);
    assert!(String::from_utf8(sheet.bytes).unwrap().starts_with("P01 - KINA"));
    println!(
        "{asked} questions asked, {n_true} sentences derived again, {n_open} not; {} proposals, {} accepted",
        proposals.len(),
        accepted.len()
    );
}
