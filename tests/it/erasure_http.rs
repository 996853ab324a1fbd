//! Red line 9 over HTTP: what is erased is nowhere any more, not in a table, not in a blob, not in the bytes of the
//! files.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::GzDecoder;
use reqwest::Method;
use schakel::service::revision::RevisionError;
use schakel::service::store::StoreError;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Column, Row};

use crate::decisions_http::{release, story};
use crate::service::Service;
use crate::support::put;
use crate::tables_in_http::{ended, form, post};

/// The person to be erased; no other word has these letters.
const PSEUDONYM: &str = "pseudonym-zwq";

/// The bytes, unpacked where they are gzipped.
fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
    let mut text = Vec::new();
    match GzDecoder::new(&bytes[..]).read_to_end(&mut text) {
        Ok(_) => text,
        Err(_) => bytes,
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Every value of every table: `table.column` and its bytes as they are kept.
async fn values(service: &Service) -> Vec<(String, Vec<u8>)> {
    let pool = service.app.store.pool();
    let tables = sqlx::query_scalar::<_, String>("SELECT name FROM sqlite_master WHERE type = 'table'");
    let mut values = Vec::new();
    for table in tables.fetch_all(pool).await.unwrap() {
        let rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM \"{table}\""))).fetch_all(pool).await.unwrap();
        for row in rows {
            for column in row.columns() {
                let bytes = row.get_unchecked::<Option<Vec<u8>>, _>(column.ordinal()).unwrap_or_default();
                values.push((format!("{table}.{}", column.name()), bytes));
            }
        }
    }
    values
}

/// The columns that hold the person, packed or not.
async fn columns_with_the_person(service: &Service) -> BTreeSet<String> {
    let about = values(service).await.into_iter();
    let about = about.filter(|(_, bytes)| holds(&unpacked(bytes.clone()), b"zwq"));
    about.map(|(column, _)| column).collect()
}

/// The bytes of the database and its log.
fn files(service: &Service) -> Vec<u8> {
    let mut bytes = std::fs::read(service.database()).unwrap();
    let log = service.database().with_extension("db-wal");
    assert!(log.exists());
    bytes.extend(std::fs::read(log).unwrap());
    bytes
}

/// A table about the person, which adds nothing that anyone accepts.
const TABLE: &str = "id;reistijd;zwq-kolom\npseudonym-zwq;60;zwq\npseudonym-zwq-2;vlug;zwq\n";

/// A scenario with everything that can come of one; answers with its first revision.
async fn everything_about_the_person(service: &Service) -> String {
    let mut scenario = story("held");
    put(&mut scenario, "/jobseekers/0/id", json!(PSEUDONYM));
    let first = service.post("/v1/scenarios", &scenario).await.is(201).body["id"].as_str().unwrap().to_owned();
    let released = service.post("/v1/releases", &release(&first, PSEUDONYM)).await.is(201).body;
    let scenario = released["scenario_id"].as_str().unwrap().to_owned();
    let handover = json!({"scenario_id": scenario, "jobseeker": PSEUDONYM, "from": "ocmw", "to": "vdab"});
    let handover = service.post("/v1/handovers", &handover).await.is(201).body;
    let receipt = format!("/v1/handovers/{}/receipt", handover["id"].as_str().unwrap());
    service.post(&receipt, &json!({"by": "vdab", "on": "2025-09-03"})).await.is(200);
    let ask = json!({"scenario_id": scenario, "kind": "matching"});
    let ask = service.request(Method::POST, "/v1/plans").header("Idempotency-Key", "plan-of-zwq").json(&ask);
    let plan = service.send(ask).await.is(202).body["id"].as_str().unwrap().to_owned();
    assert_eq!(service.ended(&plan).await["state"], "completed");
    let pairing = |mut more: Value| {
        put(&mut more, "/jobseeker", json!(PSEUDONYM));
        put(&mut more, "/vacancy", json!("poets"));
        more
    };
    let decision = pairing(json!({"decision": "accept", "reason": "fits", "mediator": "mediator"}));
    service.post(&format!("/v1/plans/{plan}/decisions"), &decision).await.is(201);
    let pin = pairing(json!({"mode": "require", "reason": "fits"}));
    service.post(&format!("/v1/plans/{plan}/pins"), &pin).await.is(201);
    let swaps = json!({"scenario_id": scenario, "assignments": [pairing(json!({}))], "swaps": true});
    let swaps = service.post("/v1/evaluations", &swaps).await.is(202).body["id"].as_str().unwrap().to_owned();
    let one_more = format!("/v1/plans/{plan}/value-of-one-more?pool=openings/poets");
    let one_more = service.get(&one_more).await.is(202).body["id"].as_str().unwrap().to_owned();
    for question in [swaps, one_more] {
        assert_eq!(service.ended(&question).await["state"], "completed");
    }
    let patch = json!([{"op": "replace", "path": format!("/jobseekers/[id={PSEUDONYM}]/birth_year"), "value": 1990}]);
    let patch = service.request(Method::POST, &format!("/v1/scenarios/{first}/patches")).json(&patch);
    service.send(patch.header("Idempotency-Key", "patch-of-zwq")).await.is(201);
    let fields = [("part", "jobseekers".to_owned()), ("scenario_id", scenario)];
    let import = ended(service, &post(service, form(TABLE, &fields)).await.is(202)).await;
    assert_eq!(import["counts"]["error"], 1, "{import:#}");
    // A table without a heading: its titles hold data of a person, and so does its mapping.
    let headless = "pseudonym-zwq;zestig\nJ7;60\n";
    let told = json!({"pseudonym-zwq": "id", "zestig": "travel_minutes_max"}).to_string();
    let fields = [fields[0].clone(), fields[1].clone(), ("mapping", told)];
    ended(service, &post(service, form(headless, &fields)).await.is(202)).await;
    first
}

/// How erasure reaches a table: with the scenario that its rows belong to, by a cascade; or why nothing in it is a
/// person's.
const REACHED: &[(&str, &str, &str)] = &[
    (
        "scenarios",
        "the scenario itself",
        "id owner origin_id parent_id revision created_at body bytes digest policy_pack summary validation",
    ),
    (
        "plans",
        "cascades from scenarios",
        "id owner scenario_id about_plan_id kind options state termination attempt cancel_requested asked_at started_at ended_at progress best result kpis failure",
    ),
    ("plan_events", "cascades from plans", "plan_id seq event data at"),
    ("decisions", "cascades from plans", "id plan_id jobseeker vacancy decision changed_to reason mediator decided_at"),
    (
        "releases",
        "cascades from scenarios",
        "id owner scenario_id jobseeker released_by released_on consulted_by consulted_on created_at",
    ),
    (
        "handovers",
        "cascades from scenarios",
        "id owner scenario_id jobseeker from_org to_org created_at received_by received_on",
    ),
    (
        "imports",
        "cascades from scenarios; one that made none by DELETE, or after its days",
        "id owner scenario_id result_id base part mapping ignored state issues created_at source",
    ),
    ("import_rows", "cascades from imports", "import_id row status record_id cells changed issues"),
    ("mappings", "cascades from imports", "owner part name mapping updated_at import_id"),
    (
        "request_keys",
        "cascades from scenarios; otherwise a digest and an ID",
        "owner key digest made_id created_at scenario_id",
    ),
    ("packs", "policy, about no person", "name owner body created_at"),
    ("outcomes", "counts of events, per channel and segment", "owner channel segment outcome reason count"),
    ("secrets", "of the service itself", "name value"),
    ("erased", "IDs of what is gone, so that it is told", "id owner erased_at"),
    ("_sqlx_migrations", "steps of the tables", "version description installed_on success checksum execution_time"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_loses_a_race_with_an_erasure_says_that_it_is_gone() {
    let service = Service::start().await;
    let first = service.with_scenario(&story("held").to_string()).await;
    let (store, id, here) = (service.app.store.clone(), first.clone(), tokio::runtime::Handle::current());
    // Erased after it was read, and before its next revision is written.
    let change = move |_: &mut Value| {
        here.block_on(store.erase_scenario("kina", &id)).unwrap();
        Ok(())
    };
    let along = schakel::service::store::Along::default();
    let revised =
        schakel::service::revision::revise(&service.app.store, &service.app.cache, "kina", &first, &along, change);
    // Which the service answers with 410, and not with 404 as for what never was.
    let error = revised.await.unwrap_err();
    assert!(matches!(error, RevisionError::Store(StoreError::Erased)), "{error}");
}

#[tokio::test]
async fn erasure_has_an_answer_for_every_column() {
    let service = Service::start().await;
    let pool = service.app.store.pool();
    let asked = "SELECT t.name, group_concat(c.name, ' '), max(f.\"table\" IS NOT NULL) FROM sqlite_master t \
                 JOIN pragma_table_info(t.name) c LEFT JOIN pragma_foreign_key_list(t.name) f ON f.on_delete = 'CASCADE' \
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name";
    let tables: Vec<(String, String, bool)> = sqlx::query_as(asked).fetch_all(pool).await.unwrap();
    assert_eq!(tables.len(), REACHED.len(), "{tables:?}");
    for (table, columns, cascades) in tables {
        let known = REACHED.iter().find(|(known, ..)| *known == table);
        let (_, how, listed) = known.unwrap_or_else(|| panic!("how does erasure reach {table}?"));
        let sorted = |text: &str| text.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(sorted(&columns), sorted(listed), "{table}: how does erasure reach the new column?");
        assert!(!how.starts_with("cascades") || cascades, "{table} cascades from nothing");
    }
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_erased_is_nowhere_any_more() {
        let service = Service::start().await;
        let first = everything_about_the_person(&service).await;
        // An import that made no scenario is erased by itself.
        let base = json!({"region": {"name": "zwq"}}).to_string();
        let fruitless = post(&service, form(TABLE, &[("part", "jobseekers".to_owned()), ("base", base)])).await.is(202);
        let fruitless = ended(&service, &fruitless).await;
        assert_eq!((&fruitless["state"], &fruitless["result_id"]), (&json!("failed"), &Value::Null), "{fruitless:#}");
        let kept = columns_with_the_person(&service).await;
        for column in [
            "decisions.jobseeker",
            "handovers.jobseeker",
            "import_rows.cells",
            "imports.base",
            "imports.ignored",
            "imports.mapping",
            "mappings.mapping",
            "plans.options",
            "plans.result",
            "releases.jobseeker",
            "request_keys.key",
            "scenarios.body",
        ] {
            assert!(kept.contains(column), "{column} is not looked into: {kept:?}");
        }
        // Packed bytes do not read as words: a piece of the middle of each is looked for as well.
        let packed = values(&service)
            .await
            .into_iter()
            .filter(|(_, bytes)| bytes.len() > 100 && bytes.starts_with(&[0x1f, 0x8b]));
        let pieces: Vec<_> = packed.map(|(_, bytes)| bytes[bytes.len() / 2..][..24].to_vec()).collect();
        assert!(pieces.len() > 5);
        let before = files(&service);
        assert!(holds(&before, b"zwq") && pieces.iter().all(|piece| holds(&before, piece)));

        service.delete(&format!("/v1/imports/{}", fruitless["id"].as_str().unwrap())).await.is(204);
        service.delete(&format!("/v1/scenarios/{first}")).await.is(204);
        assert_eq!(columns_with_the_person(&service).await, BTreeSet::new());
        let after = files(&service);
        assert!(!holds(&after, b"zwq"), "a word is left in the files");
        assert!(!pieces.iter().any(|piece| holds(&after, piece)), "a packed piece is left in the files");
    }
}
