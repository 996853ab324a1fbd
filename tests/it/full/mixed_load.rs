//! Everything that clients ask, all at once: plans go on being worked off, and nobody is answered with a defect.
//!
//! `make mixed RUNS=10` runs it a minute at a time, with one and with two solves at once, and prints what it saw.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use schakel::generate::{self, Ask, FIRST_YEAR, Territory};
use serde_json::{Value, json};

use crate::service::{Answer, Service};

const CLIENTS: u64 = 8;
/// Seconds of each run in `make test`.
const SECONDS: u64 = 4;
/// No plan ended for so long, though some waited: the queue is silent. A plan of this region takes a fraction of a
/// second.
const SILENT: Duration = Duration::from_secs(12);
/// Longest wait for a new plan once the load is gone.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the clients hear of plans that ended.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What all clients share.
struct Load {
    service: Service,
    region: Value,
    scenario: Mutex<String>,
    plans: Mutex<Vec<String>>,
    answers: Mutex<BTreeMap<(&'static str, u16), usize>>,
    until: Instant,
}

/// What a run showed.
struct Seen {
    requests: usize,
    accepted: usize,
    ended: i64,
    silence: Duration,
    new_plan: Duration,
}

fn region() -> Value {
    let ask = Ask { region: Territory::Kina, seed: 5, jobseekers: 60, vacancies: 80, year: FIRST_YEAR };
    let mut text = Vec::new();
    generate::write(&ask, &mut text).unwrap();
    serde_json::from_slice(&text).unwrap()
}

impl Load {
    async fn start(solves: usize, seconds: u64) -> Self {
        let service = Service::start_with(|config| config.solves = solves).await;
        let region = region();
        let scenario = service.post("/v1/scenarios", &region).await.is(201).body["id"].as_str().unwrap().to_owned();
        let until = Instant::now() + Duration::from_secs(seconds);
        let (plans, answers) = (Mutex::default(), Mutex::default());
        Self { service, region, scenario: Mutex::new(scenario), plans, answers, until }
    }

    fn scenario(&self) -> String {
        self.scenario.lock().unwrap().clone()
    }

    /// One of the last plans that were asked for.
    fn some_plan(&self, random: &mut ChaCha8Rng) -> String {
        let plans = self.plans.lock().unwrap();
        let last = &plans[plans.len().saturating_sub(6)..];
        last.get(random.next_u64() as usize % last.len().max(1)).cloned().unwrap_or_else(|| "plan_none".to_owned())
    }

    async fn posted(&self, path: &str, body: &Value, key: Option<&str>) -> Answer {
        let asked = self.service.request(Method::POST, path).json(body);
        self.service.send(key.into_iter().fold(asked, |asked, key| asked.header("Idempotency-Key", key))).await
    }

    /// Asks for one thing after another until the time is over.
    async fn client(&self, number: u64) {
        let mut random = ChaCha8Rng::seed_from_u64(number);
        while Instant::now() < self.until {
            let (what, answer) = self.ask(&mut random).await;
            assert!(answer.status < 500 || answer.status == 503, "{what}: {} {:#}", answer.status, answer.body);
            *self.answers.lock().unwrap().entry((what, answer.status)).or_default() += 1;
        }
    }

    /// One request, drawn; the shares are those of a busy office.
    async fn ask(&self, random: &mut ChaCha8Rng) -> (&'static str, Answer) {
        let (scenario, plan) = (self.scenario(), self.some_plan(random));
        let person = self.region["jobseekers"][1]["id"].clone();
        // Few keys, so that some are sent twice and some mean something else.
        let key = format!("key-{}-{}", random.next_u64() % 4, self.until.elapsed().as_secs() / 2);
        let keyed = (random.next_u64() % 10 < 4).then_some(key.as_str());
        let at = |end: &str| format!("/v1/plans/{plan}{end}");
        match random.next_u64() % 100 {
            0..15 => {
                let patch = json!([{"op": "replace", "path": "/story", "value": random.next_u64().to_string()}]);
                ("patch", self.posted(&format!("/v1/scenarios/{scenario}/patches"), &patch, keyed).await)
            }
            15..35 => {
                let asked = json!({"scenario_id": scenario, "kind": "matching"});
                let answer = self.posted("/v1/plans", &asked, keyed).await;
                self.plans.lock().unwrap().extend(answer.body["id"].as_str().map(str::to_owned));
                ("plan", answer)
            }
            35..45 => ("cancel", self.service.send(self.service.request(Method::POST, &at("/cancel")).body("")).await),
            45..52 => ("delete a plan", self.service.delete(&at("")).await),
            52..60 => ("import", self.import(&scenario, &person, random, keyed).await),
            60..63 => ("delete a scenario", self.replace(&scenario).await),
            63..72 => {
                let asked = at(&format!("/explanations?jobseeker={}", person.as_str().unwrap()));
                ("explanation", self.service.get(&asked).await)
            }
            72..78 => {
                let pin = json!({"jobseeker": person, "vacancy": self.region["vacancies"][0]["id"], "mode": "forbid",
                    "reason": "client_declined"});
                ("pin", self.posted(&at("/pins"), &pin, Some(&key)).await)
            }
            78..84 => {
                let release = json!({"scenario_id": scenario, "jobseeker": person, "released_by": "ocmw_x",
                    "on": "2025-09-01", "consulted": {"by": "vdab-1", "on": "2025-09-01"}});
                ("release", self.posted("/v1/releases", &release, Some(&key)).await)
            }
            84..90 => ("events", self.events(&at("/events"), random).await),
            90..95 => {
                let pool = format!("openings/{}", self.region["vacancies"][0]["id"].as_str().unwrap());
                ("one more", self.service.get(&at(&format!("/value-of-one-more?pool={pool}"))).await)
            }
            _ => {
                let outcome = json!({"channel": "vdab", "segment": "in_guidance", "outcome": "started"});
                ("outcome", self.posted("/v1/outcomes", &outcome, Some(&key)).await)
            }
        }
    }

    async fn import(&self, scenario: &str, person: &Value, random: &mut ChaCha8Rng, key: Option<&str>) -> Answer {
        let minutes = 20 + random.next_u64() % 70;
        let table = format!("id;max reistijd\n{};{minutes}\n", person.as_str().unwrap());
        let file = Part::bytes(table.into_bytes()).file_name("tabel.csv");
        let form = Form::new().part("file", file).text("part", "jobseekers").text("scenario_id", scenario.to_owned());
        let asked = self.service.request(Method::POST, "/v1/scenarios/import").multipart(form);
        self.service.send(key.into_iter().fold(asked, |asked, key| asked.header("Idempotency-Key", key))).await
    }

    /// Deletes the scenario of all, and posts the region again.
    async fn replace(&self, scenario: &str) -> Answer {
        let answer = self.service.delete(&format!("/v1/scenarios/{scenario}")).await;
        if answer.status == 204 {
            loop {
                let posted = self.service.post("/v1/scenarios", &self.region).await;
                if let Some(id) = posted.body["id"].as_str() {
                    id.clone_into(&mut self.scenario.lock().unwrap());
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        answer
    }

    /// Listens to a plan for at most a second.
    async fn events(&self, path: &str, random: &mut ChaCha8Rng) -> Answer {
        let asked = self.service.request(Method::GET, path).header("Last-Event-ID", random.next_u64() % 6);
        self.service.send(asked.timeout(Duration::from_secs(15))).await
    }

    async fn count(&self, states: &str) -> i64 {
        let asked = format!("SELECT count(*) FROM plans WHERE state IN ({states})");
        sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).fetch_one(self.service.app.store.pool()).await.unwrap()
    }

    /// Looks on until the time is over: the longest time in which plans waited and none ended, was deleted or was taken
    /// up.
    async fn watch(&self) -> Duration {
        let (mut before, mut since, mut longest) = (Vec::new(), Instant::now(), Duration::ZERO);
        while Instant::now() < self.until {
            tokio::time::sleep(LOOK_EVERY).await;
            let open = "SELECT id || state || attempt FROM plans WHERE state IN ('queued', 'preparing', 'solving')";
            let mut now: Vec<String> = sqlx::query_scalar(open).fetch_all(self.service.app.store.pool()).await.unwrap();
            now.sort();
            let stands = !before.is_empty() && before.iter().all(|plan| now.contains(plan));
            if !stands {
                since = Instant::now();
            }
            longest = longest.max(since.elapsed());
            before = now;
        }
        longest
    }

    /// Time until a new plan is completed, when nobody else asks any more.
    async fn new_plan(&self) -> Duration {
        let begun = Instant::now();
        let asked = json!({"scenario_id": self.scenario(), "kind": "matching"});
        let id = loop {
            let answer = self.service.post("/v1/plans", &asked).await;
            if answer.status == 202 {
                break answer.body["id"].as_str().unwrap().to_owned();
            }
            assert!(begun.elapsed() < PATIENCE, "{:#}", answer.body);
            tokio::time::sleep(LOOK_EVERY).await;
        };
        loop {
            let plan = self.service.get(&format!("/v1/plans/{id}")).await.is(200).body;
            if plan["state"] == "completed" {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < PATIENCE, "a new plan is not completed: {plan:#}");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

async fn run(solves: usize, seconds: u64) -> Seen {
    let load = Load::start(solves, seconds).await;
    let clients = futures_util::future::join_all((0..CLIENTS).map(|number| load.client(number)));
    let (silence, _) = tokio::join!(load.watch(), clients);
    let new_plan = load.new_plan().await;
    load.service.get("/v1/ready").await.is(200);
    assert_eq!(load.count("'queued', 'preparing', 'solving'").await, 0, "older plans wait behind a newer one");
    let ended = load.count("'completed', 'cancelled', 'failed'").await;
    let answers = load.answers.lock().unwrap();
    let accepted = answers.get(&("plan", 202)).copied().unwrap_or_default();
    Seen { requests: answers.values().sum(), accepted, ended, silence, new_plan }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_is_never_silent_under_everything_at_once() {
    let asked = |name: &str, otherwise| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise);
    let (runs, seconds) = (asked("SCHAKEL_MIXED_RUNS", 1), asked("SCHAKEL_MIXED_SECONDS", SECONDS));
    for (solves, _) in [1, 2].into_iter().flat_map(|solves| (0..runs).map(move |run| (solves, run))) {
        let seen = run(solves, seconds).await;
        println!(
            "{solves} solves, {seconds} s: {} requests, {} plans accepted, {} of them still there and all ended, longest \
             silence {:.1} s, a new plan in {:.1} s",
            seen.requests,
            seen.accepted,
            seen.ended,
            seen.silence.as_secs_f64(),
            seen.new_plan.as_secs_f64()
        );
        assert!(seen.silence < SILENT, "no plan moved for {:?}", seen.silence);
        assert!(seen.accepted > 0);
    }
}
