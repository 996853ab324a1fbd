//! Plans over HTTP: worked out by real processes, followed, cancelled, taken up again.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use futures_util::StreamExt;
use reqwest::Method;
use schakel::files::plan_file::{self, format::PlanFile};
use schakel::generate::{self, Ask};
use schakel_solver::domain::{Facts, Nearby, PlanKind};
use schakel_solver::kind::arranged;
use schakel_solver::plan;
use serde_json::{Value, json};

use crate::processes::solving;
use crate::service::{Answer, Service};
use crate::support::read_text;

/// Longest wait for what should happen soon.
const PATIENCE: Duration = Duration::from_secs(240);

/// A story with a certain result.
const STORY: &str = "more-people-than-openings";

/// A part of the seven municipalities: long enough under way to be interrupted.
pub(crate) static REGION: LazyLock<String> = LazyLock::new(|| generated(3000, 800));

/// People and vacancies of the seven municipalities.
fn generated(jobseekers: u32, vacancies: u32) -> String {
    let mut bytes = Vec::new();
    let ask = Ask { jobseekers, vacancies, ..Ask::new(generate::Territory::Kina, 1) };
    generate::write(&ask, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

impl Service {
    /// Asks for a matching; answers with its ID.
    pub(crate) async fn plan(&self, scenario: &str, options: Value) -> String {
        self.plan_of("matching", scenario, options).await
    }

    /// Asks for a plan of this kind; answers with its ID.
    async fn plan_of(&self, kind: &str, scenario: &str, options: Value) -> String {
        let body = json!({"scenario_id": scenario, "kind": kind, "options": options});
        let answer = self.post("/v1/plans", &body).await.is(202);
        let id = answer.body["id"].as_str().unwrap().to_owned();
        assert_eq!(answer.headers["location"], format!("/v1/plans/{id}"));
        id
    }

    /// The plan, once `is_so` is true of it.
    pub(crate) async fn plan_when(&self, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let plan = self.get(&format!("/v1/plans/{id}")).await.is(200).body;
            if is_so(&plan) {
                return plan;
            }
            // What ended changes no more.
            assert!(!is_final(&plan) && begun.elapsed() < PATIENCE, "{id} is {}, {}", plan["state"], plan["progress"]);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The plan, once it ended.
    pub(crate) async fn ended(&self, id: &str) -> Value {
        self.plan_when(id, is_final).await
    }

    async fn cancel(&self, id: &str) -> Answer {
        self.send(self.request(Method::POST, &format!("/v1/plans/{id}/cancel"))).await
    }

    /// The plan file that is kept.
    pub(crate) async fn file(&self, id: &str) -> PlanFile {
        let packed = self.app.store.plan_result(&self.app.config.owner, id).await.unwrap().unwrap();
        let mut text = Vec::new();
        GzDecoder::new(&packed[..]).read_to_end(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// Everything told about a plan, to its end: number, event, data.
    async fn told(&self, id: &str, after: Option<&str>) -> Vec<(String, String, Value)> {
        let request = self.request(Method::GET, &format!("/v1/plans/{id}/events"));
        let request = after.map_or(request.try_clone().unwrap(), |after| request.header("Last-Event-ID", after));
        let answer = self.send(request).await.is(200);
        assert_eq!(answer.headers["content-type"], "text/event-stream");
        let text = String::from_utf8(answer.bytes).unwrap();
        let field = |event: &str, name: &str| {
            let start = format!("{name}: ");
            event.lines().find_map(|line| line.strip_prefix(&start)).unwrap().to_owned()
        };
        let events = text.split("\n\n").filter(|event| event.contains("data: "));
        events.map(|e| (field(e, "id"), field(e, "event"), serde_json::from_str(&field(e, "data")).unwrap())).collect()
    }
}

fn is_final(plan: &Value) -> bool {
    ["completed", "failed", "cancelled"].contains(&plan["state"].as_str().unwrap())
}

/// Everything that does not hold of a plan file.
fn violations(scenario: &str, file: &PlanFile) -> Vec<String> {
    violations_of(PlanKind::Matching, scenario, file)
}

fn violations_of(kind: PlanKind, scenario: &str, file: &PlanFile) -> Vec<String> {
    let region = arranged(read_text(scenario).region.unwrap(), kind);
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let plan = plan_file::read(facts, file).unwrap();
    let names = plan::PoolNames::of(facts);
    plan::check(facts, &plan).iter().map(|violation| violation.in_words(&names).to_string()).collect()
}

fn story(name: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[tokio::test]
async fn a_plan_is_worked_out_in_a_process_and_is_what_the_command_line_gives() {
    let service = Service::start().await;
    let scenario = service.with_story(STORY).await;
    let begun = Instant::now();
    let id = service.plan(&scenario, json!({})).await;
    let plan = service.ended(&id).await;
    println!("a story, from the request to its plan: {:.2} s", begun.elapsed().as_secs_f64());
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("completed"), &json!("optimal")), "{plan:#}");
    assert_eq!(plan["options"], json!({"time_limit_s": 60, "gap": 0.0}));
    assert_eq!(plan["attempt"], 1);
    assert_eq!(plan["kpis"]["placed"], plan["assignments"].as_array().unwrap().len());
    let file = service.file(&id).await;
    assert_eq!(violations(&story(STORY), &file), Vec::<String>::new());
    let path = format!("{}/fixtures/scenarios/{STORY}.json", env!("CARGO_MANIFEST_DIR"));
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_schakel"));
    let output = { program }.args(["plan", &path, "--kind", "matching"]).output().unwrap();
    assert_eq!(serde_json::from_slice::<PlanFile>(&output.stdout).unwrap(), file);
    let (proven, claimed) = (file.certificate.proven_by_prices, file.certificate.claimed_by_solver);
    assert_eq!(plan["certificate"], json!({"proven_by_prices": proven, "claimed_by_solver": claimed}));
}

#[tokio::test]
async fn decisions_that_contradict_complete_with_the_conflict() {
    let service = Service::start().await;
    let scenario = service.with_story("two-decisions-that-contradict").await;
    let plan = service.ended(&service.plan(&scenario, json!({})).await).await;
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("completed"), &json!("infeasible")));
    assert_eq!(plan["conflict"].as_array().unwrap().len(), 2);
}

/// Waits until a solve has told a best. Asked of the table, which answers sooner than the region is solved; the first
/// best may be that nobody starts.
async fn has_a_best(service: &Service, id: &str) {
    let begun = Instant::now();
    let asked = "SELECT count(*) FROM plans WHERE id = $1 AND (length(best) > 2 OR state = 'completed')";
    while sqlx::query_scalar::<_, i64>(asked).bind(id).fetch_one(service.app.store.pool()).await.unwrap() == 0 {
        assert!(begun.elapsed() < PATIENCE, "it never told a best");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_cancelled_plan_keeps_the_best_so_far_with_honest_bounds() {
    let service = Service::start().await;
    // Trainings have a choice to start from within a second, and long no proof.
    let region = generated(1200, 300);
    let scenario = service.with_scenario(&region).await;
    // A solve may end before the word to stop reaches it: then it is asked once more.
    let mut attempts = 0;
    let (id, plan) = loop {
        let id = service.plan_of("trainings", &scenario, json!({})).await;
        has_a_best(&service, &id).await;
        let answer = service.cancel(&id).await;
        let plan = service.ended(&id).await;
        if plan["state"] != "completed" {
            assert_eq!(answer.is(202).body["id"], json!(id));
            break (id, plan);
        }
        attempts += 1;
        assert!(attempts < 10, "no solve lasts long enough to be stopped");
    };
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("cancelled"), &json!("cancelled")));
    let file = service.file(&id).await;
    println!("cancelled with {} placed, levels {:?}", file.assignments.len(), plan["kpis"]["levels"]);
    assert!(!file.assignments.is_empty());
    assert_eq!(violations_of(PlanKind::Trainings, &region, &file), Vec::<String>::new());
    assert_eq!(service.cancel(&id).await.is(409).body["code"], "ALREADY_FINAL");
}

#[tokio::test]
async fn what_waits_is_cancelled_at_once_and_has_no_result() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&REGION).await;
    let runs = service.plan(&scenario, json!({})).await;
    service.plan_when(&runs, |plan| plan["state"] != "queued").await;
    let waits = service.plan(&scenario, json!({})).await;
    assert_eq!(service.cancel(&waits).await.is(202).body["state"], "cancelled");
    let plan = service.ended(&waits).await;
    assert_eq!((&plan["termination"], &plan["attempt"]), (&json!("cancelled"), &json!(0)));
    assert!(plan.get("assignments").is_none());
    let refused = service.delete(&format!("/v1/plans/{runs}")).await.is(409);
    assert_eq!(refused.body["code"], "NOT_FINAL");
    service.delete(&format!("/v1/plans/{waits}")).await.is(204);
    service.get(&format!("/v1/plans/{waits}")).await.is(410);
    service.delete(&format!("/v1/plans/{waits}")).await.is(410);
}

#[tokio::test]
async fn a_listener_who_comes_back_misses_nothing_and_hears_nothing_twice() {
    let service = Service::start().await;
    let scenario = service.with_story(STORY).await;
    let id = service.plan(&scenario, json!({})).await;
    let all = service.told(&id, None).await;
    let states: Vec<_> = all.iter().filter(|(_, event, _)| event == "state").map(|(.., data)| &data["state"]).collect();
    // A model that is quick may be done before its first word was passed on.
    let states: Vec<_> = states.into_iter().filter(|&state| state != "solving").collect();
    assert_eq!(states, ["queued", "preparing", "completed"]);
    assert!(all.iter().any(|(_, event, _)| event == "progress"));
    for (at, (number, ..)) in all.iter().enumerate() {
        assert_eq!(number, &(at + 1).to_string());
        assert_eq!(service.told(&id, Some(number)).await, all[at + 1..]);
    }
    let request = service.request(Method::GET, &format!("/v1/plans/{id}/events")).header("Last-Event-ID", "x");
    service.send(request).await.is(400);
    service.get("/v1/plans/plan_none/events").await.is(404);
}

#[tokio::test]
async fn a_request_sent_twice_under_one_key_makes_one_plan() {
    let service = Service::start().await;
    let scenario = service.with_story(STORY).await;
    let ask = |gap: f64| {
        let body = json!({"scenario_id": scenario, "kind": "matching", "options": {"gap": gap}});
        service.request(Method::POST, "/v1/plans").header("Idempotency-Key", "monday").json(&body)
    };
    let (first, second) = tokio::join!(service.send(ask(0.0)), service.send(ask(0.0)));
    assert_eq!(first.is(202).body["id"], second.is(202).body["id"]);
    assert_eq!(service.send(ask(0.1)).await.is(409).body["code"], "IDEMPOTENCY_KEY_REUSED");
    let listed = service.get(&format!("/v1/plans?scenario_id={scenario}")).await.is(200);
    assert_eq!(listed.body["plans"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_back() {
    let service = Service::start_with(|config| config.queue_max = 1).await;
    let scenario = service.with_scenario(&REGION).await;
    let runs = service.plan(&scenario, json!({})).await;
    service.plan_when(&runs, |plan| plan["state"] != "queued").await;
    let waits = service.plan(&scenario, json!({})).await;
    let body = json!({"scenario_id": scenario, "kind": "matching"});
    let refused = service.post("/v1/plans", &body).await.is(503);
    assert_eq!((&refused.body["code"], refused.headers["retry-after"].to_str().unwrap()), (&json!("QUEUE_FULL"), "60"));
    service.cancel(&waits).await.is(202);
    service.post("/v1/plans", &body).await.is(202);
    let page = service.get("/v1/plans?limit=2").await.is(200).body;
    let last = page["plans"][1]["id"].as_str().unwrap();
    assert_eq!(last, waits, "the newest first");
    let next = service.get(&format!("/v1/plans?page={last}")).await.is(200).body;
    assert_eq!((next["plans"].as_array().unwrap().len(), &next["plans"][0]["id"]), (1, &json!(runs)));
}

#[tokio::test]
async fn what_is_not_honoured_is_refused_by_name() {
    let service = Service::start().await;
    let scenario = service.with_story(STORY).await;
    let asked = json!({
        "scenario_id": scenario, "kind": "chains",
        "options": {"seed": 1, "warm_start": "p", "time_limit_s": 0, "gap": 2}
    });
    let refused = service.post("/v1/plans", &asked).await.is(422);
    let mut pointers: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
    pointers.sort_by_key(|pointer| pointer.to_string());
    assert_eq!(
        pointers,
        ["#/kind", "#/options/gap", "#/options/seed", "#/options/time_limit_s", "#/options/warm_start"]
    );
    service.post("/v1/plans", &json!({"scenario_id": "scenario_none", "kind": "matching"})).await.is(404);
}

#[tokio::test]
async fn a_process_that_is_killed_ends_an_attempt_and_the_plan_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (script, mark) = (folder.path().join("solver"), folder.path().join("was-here"));
    let real = env!("CARGO_BIN_EXE_schakel");
    let text = format!("#!/bin/sh\nif mkdir '{}' 2>&-; then kill -9 $$; fi\nexec '{real}' \"$@\"\n", mark.display());
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o700)).unwrap();
    let service = Service::start_with(|config| config.solver = Some(script)).await;
    let scenario = service.with_story(STORY).await;
    let id = service.plan(&scenario, json!({})).await;
    let plan = service.ended(&id).await;
    assert_eq!((&plan["state"], &plan["attempt"]), (&json!("completed"), &json!(2)), "{}", plan["failure"]);
    let other = service.plan(&scenario, json!({})).await;
    let again = service.ended(&other).await;
    assert_eq!((&again["attempt"], &again["assignments"]), (&json!(1), &plan["assignments"]));
}

#[tokio::test]
async fn a_plan_that_ends_its_process_each_time_fails_with_a_code() {
    let service = Service::start_with(|config| {
        config.attempts_max = 2;
        config.solver = Some("false".into());
    })
    .await;
    let scenario = service.with_story(STORY).await;
    let plan = service.ended(&service.plan(&scenario, json!({})).await).await;
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("failed"), &json!("error")));
    assert_eq!((&plan["failure"], &plan["attempt"]), (&json!("SOLVER_ENDED"), &json!(2)));
    service.get(&format!("/v1/plans/{}", plan["id"].as_str().unwrap())).await.is(200);
}

#[tokio::test]
async fn a_process_whose_plan_is_erased_ends() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&REGION).await;
    let id = service.plan(&scenario, json!({})).await;
    service.plan_when(&id, |plan| plan["state"] != "queued" && !is_final(plan) && solving(&id).len() == 1).await;
    sqlx::query("DELETE FROM scenarios WHERE id = $1").bind(&scenario).execute(service.app.store.pool()).await.unwrap();
    service.app.queue.forget();
    let begun = Instant::now();
    while !solving(&id).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(5), "it goes on solving for nobody");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let other = service.with_story(STORY).await;
    let plan = service.ended(&service.plan(&other, json!({})).await).await;
    assert_eq!(plan["state"], "completed", "the worker goes on");
}

#[tokio::test]
async fn a_worker_that_hangs_is_told_and_replaced() {
    let service = Service::start().await;
    let scenario = service.with_story(STORY).await;
    assert!(service.app.queue.is_alive());
    // Every connection is taken: a worker that asks the tables waits, for as long as this lasts.
    let (pool, mut taken) = (service.app.store.pool(), Vec::new());
    while let Ok(Ok(connection)) = tokio::time::timeout(Duration::from_secs(2), pool.acquire()).await {
        taken.push(connection);
    }
    let begun = Instant::now();
    while service.app.queue.is_alive() {
        assert!(begun.elapsed() < Duration::from_secs(30), "nobody notices that the worker hangs");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(taken);
    let ready = async || service.get("/v1/ready").await.status;
    let begun = Instant::now();
    while ready().await != 200 {
        assert!(begun.elapsed() < Duration::from_secs(10), "the worker is not replaced");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let plan = service.ended(&service.plan(&scenario, json!({})).await).await;
    assert_eq!(plan["state"], "completed");
}

#[tokio::test]
async fn a_time_limit_gives_a_plan_that_holds_and_says_so() {
    let service = Service::start().await;
    // Trainings have no proof within a second: a matching of the seven municipalities has.
    let region = generated(1200, 300);
    let scenario = service.with_scenario(&region).await;
    let plan = service.ended(&service.plan_of("trainings", &scenario, json!({"time_limit_s": 1})).await).await;
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("completed"), &json!("time_limit")));
    let file = service.file(plan["id"].as_str().unwrap()).await;
    assert_eq!(violations_of(PlanKind::Trainings, &region, &file), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_under_way_and_what_waited_is_taken_up_at_the_next_start() {
    let mut service = Service::start().await;
    let scenario = service.with_scenario(&REGION).await;
    let story = service.with_story(STORY).await;
    let ran = service.plan(&scenario, json!({})).await;
    let waited = service.plan(&story, json!({})).await;
    service.plan_when(&ran, |plan| plan["state"] != "queued").await;
    service.restart().await;
    assert!(solving(&ran).len() <= 1);
    let (ran, waited) = (service.ended(&ran).await, service.ended(&waited).await);
    assert_eq!((&ran["state"], &ran["attempt"]), (&json!("completed"), &json!(1)), "a stop is no attempt");
    assert_eq!((&waited["state"], &waited["attempt"]), (&json!("completed"), &json!(1)));
}

#[tokio::test]
async fn a_listener_hears_of_a_cancelled_plan_while_it_runs() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&REGION).await;
    let id = service.plan(&scenario, json!({})).await;
    let request = service.request(Method::GET, &format!("/v1/plans/{id}/events"));
    let mut heard = request.send().await.unwrap().bytes_stream();
    let mut text = String::new();
    while let Some(bytes) = heard.next().await {
        text.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap());
        if text.contains("indexing") {
            // A second one is told that it ended; neither is an error of the listener.
            let _ = service.cancel(&id).await;
        }
    }
    assert!(text.contains(r#""state":"cancelled""#), "{text}");
}
