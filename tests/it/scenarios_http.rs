//! Scenarios over HTTP: posted as they arrive, every issue at once, kept by revision, erased without a trace.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::StreamExt;
use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use schakel::http::App;
use schakel::service::store::Store;
use serde_json::{Value, json};

use crate::service::{Answer, Service, config};
use crate::support::{put, small, with};

/// `text` gzipped.
pub(crate) fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

/// Posts bytes as JSON, packed or not.
async fn post_bytes(service: &Service, bytes: impl Into<reqwest::Body>, is_gzip: bool) -> Answer {
    let mut request = service.request(Method::POST, "/v1/scenarios").header(CONTENT_TYPE, "application/json");
    if is_gzip {
        request = request.header(CONTENT_ENCODING, "gzip");
    }
    service.send(request.body(bytes)).await
}

/// Codes and pointers of a problem.
pub(crate) fn errors(answer: &Answer) -> Vec<(&str, &str)> {
    let errors = answer.body["errors"].as_array().unwrap().iter();
    errors.map(|error| (error["code"].as_str().unwrap(), error["pointer"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_scenario_is_kept_and_comes_back_byte_for_byte() {
    let service = Service::start().await;
    let text = format!("{:#}\n", small());
    let posted = post_bytes(&service, text.clone(), false).await.is(201);
    let id = posted.body["id"].as_str().unwrap();
    assert_eq!(posted.headers[LOCATION], format!("/v1/scenarios/{id}"));
    assert_eq!(posted.body["revision"], 1);
    assert_eq!(posted.body["origin_id"], id);
    assert_eq!(posted.body["parent_id"], Value::Null);
    assert_eq!(posted.body["summary"]["jobseekers"], 2);
    assert_eq!(posted.body["validation"]["issues"], json!([]));
    assert!(posted.body["validation"]["defaults"].as_array().unwrap().len() > 5);

    let shown = service.get(&format!("/v1/scenarios/{id}")).await.is(200);
    assert_eq!(shown.body["validation"], Value::Null);
    let validation = service.get(&format!("/v1/scenarios/{id}/validation")).await.is(200);
    assert_eq!(validation.body, posted.body["validation"]);
    assert_eq!(service.get(&format!("/v1/scenarios/{id}/body")).await.is(200).bytes, text.as_bytes());
    let packed = service.request(Method::GET, &format!("/v1/scenarios/{id}/body")).header(ACCEPT_ENCODING, "br, gzip");
    let packed = service.send(packed).await.is(200);
    assert_eq!(packed.headers[CONTENT_ENCODING], "gzip");
    let mut text_again = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*packed.bytes), &mut text_again).unwrap();
    assert_eq!(text_again, text);
}

#[tokio::test]
async fn a_packed_scenario_is_the_same_scenario() {
    let service = Service::start().await;
    let text = small().to_string();
    let plain = post_bytes(&service, text.clone(), false).await.is(201);
    let packed = post_bytes(&service, gzipped(text.as_bytes()), true).await.is(201);
    assert_eq!(packed.body["summary"], plain.body["summary"]);
    let body = format!("/v1/scenarios/{}/body", packed.body["id"].as_str().unwrap());
    assert_eq!(service.get(&body).await.is(200).bytes, text.as_bytes());
    assert_ne!(packed.body["id"], plain.body["id"]);
    // A gzip file may have several members.
    let (first, second) = text.as_bytes().split_at(500);
    let members = [gzipped(first), gzipped(second)].concat();
    let joined = post_bytes(&service, members, true).await.is(201).body;
    let body = format!("/v1/scenarios/{}/body", joined["id"].as_str().unwrap());
    assert_eq!(service.get(&body).await.is(200).bytes, text.as_bytes());
    let list = service.get("/v1/scenarios?limit=2").await.is(200);
    assert_eq!(list.body["scenarios"].as_array().unwrap().len(), 2);
    assert_eq!(list.body["scenarios"][1]["id"], packed.body["id"]);
    let rest = service.get(&format!("/v1/scenarios?page={}", list.body["next"].as_str().unwrap())).await.is(200);
    assert_eq!(rest.body["scenarios"][0]["id"], plain.body["id"]);
    assert_eq!(rest.body["next"], Value::Null);
    let refused = service.get("/v1/scenarios?limit=0&seite=2").await.is(422);
    assert_eq!(errors(&refused), [("WRONG_UNIT", "?limit"), ("UNKNOWN_FIELD", "?seite")]);
}

#[tokio::test]
async fn every_issue_comes_at_once_and_warnings_do_not_refuse() {
    let service = Service::start().await;
    let mut scenario = with("/jobseekers/0/name", json!("Ana"));
    put(&mut scenario, "/vacancies/0/openings", json!(-1));
    put(&mut scenario, "/policy/rules/gate", json!("off"));
    put(&mut scenario, "/pins/0/jobseeker", json!("J9"));
    let refused = service.post("/v1/scenarios", &scenario).await.is(422);
    let mut found = errors(&refused);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("ID_UNKNOWN", "#/pins/0/jobseeker"),
            ("LOCKED_RULE_LOOSENED", "#/policy/rules/gate"),
            ("NEGATIVE", "#/vacancies/0/openings"),
            ("PERSON_NAME", "#/jobseekers/0/name"),
        ]
    );
    assert_eq!(service.get("/v1/scenarios").await.is(200).body["scenarios"], json!([]));
    let doubtful = with("/jobseekers/0/home/lon", json!(4.473_123_456));
    let kept = service.post("/v1/scenarios", &doubtful).await.is(201);
    assert_eq!(kept.body["validation"]["issues"][0]["code"], "HOME_TOO_EXACT");
    let id = kept.body["id"].as_str().unwrap();
    let again = service.get(&format!("/v1/scenarios/{id}/validation")).await.is(200);
    assert_eq!(again.body["issues"][0]["severity"], "warning");
}

#[tokio::test]
async fn what_cannot_be_read_is_malformed() {
    let service = Service::start().await;
    let text = small().to_string();
    let packed = gzipped(text.as_bytes());
    let cut = post_bytes(&service, packed[..packed.len() / 2].to_vec(), true).await.is(400);
    assert_eq!(cut.body["code"], "BODY_BROKEN_OFF");
    let mut broken = packed.clone();
    let last = broken.len() - 6;
    broken[last] ^= 0xff;
    assert_eq!(post_bytes(&service, broken, true).await.is(400).body["code"], "BODY_BROKEN_OFF");
    assert_eq!(post_bytes(&service, text.clone(), true).await.is(400).body["code"], "BODY_BROKEN_OFF");
    let halved = post_bytes(&service, text[..text.len() / 2].to_owned(), false).await.is(400);
    assert_eq!(errors(&halved)[0], ("MALFORMED_JSON", "#"));
    let mut latin = text.clone().into_bytes();
    let at = text.find("Two people").unwrap();
    latin[at] = 0xe9;
    assert_eq!(errors(&post_bytes(&service, latin, false).await.is(400))[0].0, "MALFORMED_JSON");
    assert_eq!(errors(&post_bytes(&service, "", false).await.is(400))[0].0, "MALFORMED_JSON");
    let twice = text.replacen("\"region\":", "\"region\":1,\"region\":", 1);
    assert_eq!(errors(&post_bytes(&service, twice, false).await.is(422))[0], ("WRONG_TYPE", "#/region"));
    let plain = service.request(Method::POST, "/v1/scenarios").header(CONTENT_TYPE, "text/plain").body("{}");
    service.send(plain).await.is(415);
    let brotli = service.request(Method::POST, "/v1/scenarios").header(CONTENT_ENCODING, "br");
    service.send(brotli.header(CONTENT_TYPE, "application/json").body("{}")).await.is(415);
    assert_eq!(service.get("/v1/scenarios").await.is(200).body["scenarios"], json!([]));
}

#[tokio::test]
async fn a_body_that_unpacks_to_too_much_is_refused() {
    let service = Service::start_with(|config| config.scenario_mib_max = 1).await;
    let mut long = small().to_string().into_bytes();
    long.extend(vec![b' '; 2 << 20]);
    let packed = gzipped(&long);
    assert!(packed.len() < 10_000);
    assert_eq!(post_bytes(&service, packed, true).await.is(413).body["code"], "TOO_LARGE");
    assert_eq!(post_bytes(&service, long, false).await.is(413).body["code"], "TOO_LARGE");
    assert_eq!(service.get("/v1/scenarios").await.is(200).body["scenarios"], json!([]));
}

#[tokio::test]
async fn a_third_scenario_at_once_is_told_to_come_back() {
    let service = Service::start().await;
    let text = small().to_string();
    // As two that are being read.
    let read = service.app.readers.clone().acquire_many_owned(2).await.unwrap();
    assert_eq!(service.app.readers.available_permits(), 0);
    let third = post_bytes(&service, text.clone(), false).await.is(429);
    assert_eq!(third.headers[RETRY_AFTER], "2");
    drop(read);
    post_bytes(&service, text, false).await.is(201);
}

#[tokio::test]
async fn a_body_that_is_still_arriving_keeps_nobody_out() {
    let service = Service::start().await;
    let text = small().to_string();
    let arriving = || {
        let (send, receive) = tokio::sync::oneshot::channel::<String>();
        let (first, rest) = text.split_at(100);
        let (first, rest) = (first.to_owned(), rest.to_owned());
        let pieces = futures_util::stream::once(async move { Ok::<_, std::io::Error>(first) })
            .chain(futures_util::stream::once(async move { Ok(receive.await.unwrap()) }));
        (reqwest::Body::wrap_stream(pieces), send, rest)
    };
    let ((body_a, send_a, rest_a), (body_b, send_b, rest_b)) = (arriving(), arriving());
    let both = async { tokio::join!(post_bytes(&service, body_a, false), post_bytes(&service, body_b, false)) };
    let others = async {
        for _ in 0..3 {
            post_bytes(&service, text.clone(), false).await.is(201);
        }
        send_a.send(rest_a).unwrap();
        send_b.send(rest_b).unwrap();
    };
    let ((a, b), ()) = tokio::join!(both, others);
    // Two of what was sent may be read at once by then, no more.
    assert!([a.status, b.status].iter().all(|status| [201, 429].contains(status)));
}

#[tokio::test]
async fn a_request_sent_twice_is_done_once() {
    let service = Service::start().await;
    let keyed = |scenario: &Value| {
        service.request(Method::POST, "/v1/scenarios").header("Idempotency-Key", "once").json(scenario)
    };
    let first = service.send(keyed(&small())).await.is(201);
    let second = service.send(keyed(&small())).await.is(201);
    assert_eq!(first.body, second.body);
    let other = service.send(keyed(&with("/story", json!("Another.")))).await.is(409);
    assert_eq!(other.body["code"], "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(service.get("/v1/scenarios").await.is(200).body["scenarios"].as_array().unwrap().len(), 1);
}

/// What the service says, without what differs from one request to the next.
fn without_trace(answer: Answer) -> (u16, Value) {
    let mut body = answer.body;
    body["instance"] = Value::Null;
    body["trace_id"] = Value::Null;
    (answer.status, body)
}

#[tokio::test]
async fn what_is_anothers_looks_like_what_never_was() {
    let ours = Service::start().await;
    let id = ours.post("/v1/scenarios", &small()).await.is(201).body["id"].as_str().unwrap().to_owned();
    // A second server on the same database, for another owner.
    let folder = tempfile::tempdir().unwrap();
    let mut theirs = config(&folder);
    (theirs.database, theirs.owner) = (ours.database(), "antwerp".to_owned());
    let store = Store::open(&theirs.database).await.unwrap();
    let theirs = Service::of(App::start(theirs, store).await.unwrap(), folder).await;
    for path in ["", "/body", "/validation"] {
        let asked = theirs.get(&format!("/v1/scenarios/{id}{path}")).await;
        let never = theirs.get(&format!("/v1/scenarios/scenario_never{path}")).await;
        assert_eq!(without_trace(asked), without_trace(never));
    }
    let asked = without_trace(theirs.delete(&format!("/v1/scenarios/{id}")).await);
    assert_eq!(asked.0, 404);
    assert_eq!(asked, without_trace(theirs.delete("/v1/scenarios/scenario_never").await));
    let patch = json!([{"op": "remove", "path": "/story"}]);
    theirs.post(&format!("/v1/scenarios/{id}/patches"), &patch).await.is(404);
    assert_eq!(theirs.get("/v1/scenarios").await.is(200).body["scenarios"], json!([]));
    ours.get(&format!("/v1/scenarios/{id}")).await.is(200);
    // Erased, it is gone for its owner and still nothing to another.
    ours.delete(&format!("/v1/scenarios/{id}")).await.is(204);
    ours.get(&format!("/v1/scenarios/{id}")).await.is(410);
    ours.delete(&format!("/v1/scenarios/{id}")).await.is(410);
    theirs.get(&format!("/v1/scenarios/{id}")).await.is(404);
}

/// A pseudonym that stands nowhere else.
const TELLING: &str = "Quetzalcoatl77";

#[tokio::test]
async fn what_is_erased_leaves_no_trace() {
    let service = Service::start().await;
    let keyed = service.request(Method::POST, "/v1/scenarios").header("Idempotency-Key", TELLING);
    let mut scenario = with("/jobseekers/1/id", json!(TELLING));
    scenario["pins"][0]["jobseeker"] = json!(TELLING);
    scenario["story"] = json!(format!("{TELLING} has a story."));
    let posted = service.send(keyed.json(&scenario)).await.is(201);
    let id = posted.body["id"].as_str().unwrap();
    let patch = json!([{"op": "replace", "path": format!("/jobseekers/[id={TELLING}]/goals/0"), "value": "5131.1"}]);
    let revised = service.post(&format!("/v1/scenarios/{id}/patches"), &patch).await.is(201);
    let revised = revised.body["id"].as_str().unwrap();
    let pool = service.app.store.pool();
    let of_plan = "INSERT INTO plans (id, owner, scenario_id, kind, options, state, asked_at, result) \
                   VALUES ('plan_1', 'kina', $1, 'matching', $2, 'completed', '', $3)";
    sqlx::query(of_plan).bind(revised).bind(TELLING).bind(TELLING.as_bytes()).execute(pool).await.unwrap();
    for written in [
        "INSERT INTO plan_events (plan_id, seq, event, data, at) VALUES ('plan_1', 1, 'state', $1, '')",
        "INSERT INTO decisions (id, plan_id, jobseeker, vacancy, decision, reason, mediator, decided_at) \
         VALUES ('decision_1', 'plan_1', $1, 'V1', 'accept', 'fits', 'M1', '')",
    ] {
        sqlx::query(written).bind(TELLING).execute(pool).await.unwrap();
    }
    service.app.cache.region("kina", revised).await.unwrap();
    assert!(written_down(&service) > 0, "the test must be able to find it");

    service.delete(&format!("/v1/scenarios/{id}")).await.is(204);
    assert_eq!(written_down(&service), 0);
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' \
                  AND name NOT IN ('erased', '_sqlx_migrations')";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(pool).await.unwrap();
    assert!(tables.len() > 8, "{tables:?}");
    for table in tables {
        let count = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\""));
        let count: i64 = sqlx::query_scalar(count).fetch_one(pool).await.unwrap();
        // The queue notes its own workers there, and nothing of a scenario.
        assert!(count == 0 || table.starts_with("sqlite_"), "{table} has {count} rows");
    }
    for gone in [id, revised] {
        assert_eq!(service.get(&format!("/v1/scenarios/{gone}")).await.is(410).body["code"], "GONE");
        assert!(service.app.cache.region("kina", gone).await.is_err());
    }
    assert!(matches!(service.app.store.plan("kina", "plan_1").await, Err(schakel::service::store::StoreError::Erased)));
    // The key is forgotten with what it made.
    let again = service.request(Method::POST, "/v1/scenarios").header("Idempotency-Key", TELLING).json(&scenario);
    assert_ne!(service.send(again).await.is(201).body["id"], id);
}

/// How often the pseudonym stands in the files of the database.
fn written_down(service: &Service) -> usize {
    let folder = service.database().parent().unwrap().to_owned();
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let needle = TELLING.as_bytes();
    files.map(|bytes| bytes.windows(needle.len()).filter(|window| *window == needle).count()).sum()
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[tokio::test]
    async fn more_issues_than_anyone_reads_are_counted() {
        let service = Service::start().await;
        let mut scenario = small();
        let people: Vec<_> = (0..10_020).map(|_| json!({"unheard_of": 1})).collect();
        scenario["supports"] = json!(people);
        let refused = service.post("/v1/scenarios", &scenario).await.is(422);
        let errors = refused.body["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1_001);
        assert_eq!(errors[1_000]["code"], "MORE_ISSUES");
        assert!(errors[1_000]["params"]["count"].as_str().unwrap().parse::<u64>().unwrap() > 9_000);
    }
}
