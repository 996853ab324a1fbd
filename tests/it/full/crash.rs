//! A server that is killed at any moment: nothing promised is lost, nothing is done twice, nobody is left solving.

mod promises;

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use reqwest::{Client, Method};
use schakel::service::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::decisions_http::story;
use crate::full::plans_http::REGION;
use crate::processes::solving;
use crate::service::Service;
use promises::{Promises, Request, Thing, kept};

/// Longest wait for a server to answer or for plans to end.
const PATIENCE: Duration = Duration::from_secs(240);
const ATTEMPTS_MAX: i64 = 60;
/// How many clients ask at the same time.
const CLIENTS: u64 = 3;
const STORY: &str = "more-people-than-openings";

/// `schakel serve` in a process of its own.
struct Server {
    process: Child,
    base: String,
    client: Client,
}

impl Server {
    /// Starts it on the database in `folder`; answers once it is ready.
    async fn start(folder: &TempDir) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let process = Command::new(env!("CARGO_BIN_EXE_schakel"))
            .args(["serve", "--empty", "--owner", "kina", "--listen", &address.to_string(), "--database"])
            .arg(folder.path().join("schakel.db"))
            .args(["--attempts-max", &ATTEMPTS_MAX.to_string(), "--solves", "2"])
            // A full queue is expected here and need not be logged.
            .env("RUST_LOG", "warn,tower_http=off")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, base: format!("http://{address}"), client: Client::new() };
        let begun = Instant::now();
        while server.client.get(format!("{}/v1/ready", server.base)).send().await.is_err() {
            assert!(begun.elapsed() < PATIENCE, "it does not start");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        server
    }

    /// A client of this server.
    fn asker(&self) -> Asker {
        Asker { base: self.base.clone(), client: self.client.clone() }
    }

    /// Kills the server without warning.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Someone who asks a server that may be gone.
struct Asker {
    base: String,
    client: Client,
}

impl Asker {
    /// Status and body; none when no answer came.
    async fn ask(&self, method: Method, path: &str, request: Option<&Request>) -> Option<(u16, Value)> {
        let mut asked = self.client.request(method, format!("{}{path}", self.base));
        if let Some(request) = request {
            asked = asked.header("idempotency-key", &request.key).header("content-type", "application/json");
            asked = match &request.makes {
                Thing::Scenario { parent: None, .. } => {
                    asked.header("content-encoding", "gzip").body(gzipped(&request.body))
                }
                _ => asked.body(request.body.to_string()),
            };
        }
        let answer = asked.send().await.ok()?;
        let status = answer.status().as_u16();
        let text = answer.text().await.ok()?;
        assert!(status < 500 || status == 503, "{status} {path}: {text}");
        Some((status, serde_json::from_str(&text).unwrap_or_default()))
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.ask(Method::GET, path, None).await.unwrap()
    }

    /// Posts, and notes what is promised; none when no answer came.
    async fn make(&self, promises: &Mutex<Promises>, request: Request) -> Option<()> {
        let at = {
            let mut promises = promises.lock().unwrap();
            promises.sent.push(request.clone());
            promises.sent.len() - 1
        };
        let (status, body) = self.ask(Method::POST, &request.path, Some(&request)).await?;
        let mut promises = promises.lock().unwrap();
        if (200..300).contains(&status) {
            let id = body["id"].as_str().unwrap().to_owned();
            promises.sent[at].made = Some(id.clone());
            promises.things.insert(id, request.makes);
        } else {
            // Refused: the queue is full, or what it is about was deleted just now.
            assert!([404, 409, 410, 429, 503].contains(&status), "{status} {}: {body}", request.path);
            promises.sent[at].made = Some(String::new());
        }
        Some(())
    }

    /// Deletes, and notes what is promised; none when no answer came.
    async fn delete(&self, promises: &Mutex<Promises>, id: &str) -> Option<()> {
        promises.lock().unwrap().doubtful.insert(id.to_owned());
        let (status, body) = self.ask(Method::DELETE, &path_of(id), None).await?;
        let mut promises = promises.lock().unwrap();
        // Gone already: another client was quicker, or it was done before the answer was lost.
        if [204, 410].contains(&status) {
            promises.deleted.insert(id.to_owned());
        } else {
            assert_eq!(status, 409, "{id}: {body}");
        }
        promises.doubtful.remove(id);
        Some(())
    }

    async fn cancel(&self, promises: &Mutex<Promises>, id: &str) -> Option<()> {
        let (status, _) = self.ask(Method::POST, &format!("/v1/plans/{id}/cancel"), None).await?;
        if status == 202 {
            promises.lock().unwrap().cancelled.insert(id.to_owned());
        }
        Some(())
    }

    /// Asks for one thing after another until no answer comes any more.
    async fn work(&self, promises: &Mutex<Promises>, random: &mut ChaCha8Rng) -> Option<()> {
        loop {
            let (turn, key) = (random.next_u32() % 12, format!("{:016x}", random.next_u64()));
            let (scenarios, plans) = {
                let promises = promises.lock().unwrap();
                let scenarios = promises.there(|thing| matches!(thing, Thing::Scenario { .. }));
                (scenarios, promises.there(|thing| matches!(thing, Thing::Plan { .. })))
            };
            // The second is the region: while it is solved, what waits for its turn waits long.
            let is_region = random.next_u32().is_multiple_of(8);
            let others = [&scenarios[..1], &scenarios[2..]].concat();
            let scenario = if is_region { &scenarios[1] } else { &others[random.next_u32() as usize % others.len()] };
            let plan = plans.get(random.next_u32() as usize % plans.len().max(1));
            match (turn, plan) {
                (0 | 1, _) => self.make(promises, new_scenario(key)).await?,
                (2, _) => {
                    let request = patched(key, scenario, &promises.lock().unwrap());
                    self.make(promises, request).await?;
                }
                (3..=6, _) | (_, None) => self.make(promises, new_plan(key, scenario)).await?,
                (7 | 8, Some(plan)) => self.cancel(promises, plan).await?,
                (9, Some(plan)) => self.delete(promises, plan).await?,
                // The first two are left for the others to work on.
                (10, Some(_)) if scenarios.len() > 4 => {
                    self.delete(promises, &scenarios[2 + random.next_u32() as usize % (scenarios.len() - 2)]).await?
                }
                (_, Some(_)) => {
                    let (_, body) = self.ask(Method::GET, "/v1/plans?limit=200", None).await?;
                    let plans = body["plans"].as_array().unwrap();
                    let completed: Vec<_> = plans.iter().filter(|plan| plan["state"] == "completed").collect();
                    if let Some(plan) = completed.get(random.next_u32() as usize % completed.len().max(1)) {
                        let plan = plan["id"].as_str().unwrap();
                        let (status, body) = self.ask(Method::GET, &path_of(plan), None).await?;
                        if status == 200 && promises.lock().unwrap().things.contains_key(plan) {
                            self.make(promises, decision(key, plan, &body["assignments"][0])).await?;
                        }
                    }
                }
            }
            tokio::time::sleep(Duration::from_millis(u64::from(random.next_u32() % 40))).await;
        }
    }

    /// What was under way when the server was killed is asked again, and everything of that life is looked at.
    async fn settle(&self, promises: &Mutex<Promises>) {
        let (doubtful, sent) = {
            let mut promises = promises.lock().unwrap();
            (promises.doubtful.clone(), std::mem::take(&mut promises.sent))
        };
        for id in doubtful {
            self.delete(promises, &id).await.unwrap();
        }
        for request in sent {
            match request.made.as_deref() {
                Some("") => {}
                None => self.again(promises, &request).await,
                Some(id) if promises.lock().unwrap().is_gone(id) => {
                    assert!(id.starts_with("decision") || self.get(&path_of(id)).await.0 == 410, "{id}");
                }
                Some(id) => {
                    self.is_there(id, &request.makes).await;
                    self.again(promises, &request).await;
                }
            }
        }
        promises.lock().unwrap().sent.clear();
    }

    /// Sent again under its key, a request gives what it gave, or what it now gives twice.
    async fn again(&self, promises: &Mutex<Promises>, request: &Request) {
        let mut given = request.made.clone();
        for _ in 0..2 {
            self.make(promises, request.clone()).await.unwrap();
            let made = promises.lock().unwrap().sent.last().unwrap().made.clone();
            assert_eq!(*given.get_or_insert_with(|| made.clone().unwrap()), made.unwrap(), "{request:?}");
        }
    }

    /// What was promised is there as it was sent.
    async fn is_there(&self, id: &str, thing: &Thing) {
        match thing {
            Thing::Scenario { body, .. } => assert_eq!(self.get(&format!("/v1/scenarios/{id}/body")).await.1, *body),
            Thing::Plan { .. } => assert_eq!(self.get(&path_of(id)).await.0, 200),
            Thing::Decision { plan } => {
                let listed = self.get(&format!("/v1/plans/{plan}/decisions")).await.1;
                assert!(listed["decisions"].as_array().unwrap().iter().any(|one| one["id"] == id), "{listed}");
            }
        }
    }

    /// Waits until a plan ended.
    async fn ends(&self, id: &str, from: Instant) {
        loop {
            let (_, plan) = self.get(&path_of(id)).await;
            if !["queued", "preparing", "solving"].contains(&plan["state"].as_str().unwrap_or_default()) {
                return;
            }
            assert!(from.elapsed() < PATIENCE, "{id} is still {}", plan["state"]);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn path_of(id: &str) -> String {
    format!("/v1/{}s/{id}", id.split('_').next().unwrap())
}

fn gzipped(body: &Value) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(body.to_string().as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn new_scenario(key: String) -> Request {
    let mut body = story(STORY);
    body["story"] = json!(key);
    let makes = Thing::Scenario { body: body.clone(), parent: None };
    Request { key, path: "/v1/scenarios".to_owned(), body, makes, made: None }
}

fn patched(key: String, parent: &str, promises: &Promises) -> Request {
    let Thing::Scenario { body, .. } = &promises.things[parent] else { panic!("{parent} is no scenario") };
    let mut next = body.clone();
    next["story"] = json!(key);
    let makes = Thing::Scenario { body: next, parent: Some(parent.to_owned()) };
    let patch = json!([{"op": "add", "path": "/story", "value": key}]);
    Request { key, path: format!("/v1/scenarios/{parent}/patches"), body: patch, makes, made: None }
}

fn new_plan(key: String, scenario: &str) -> Request {
    let makes = Thing::Plan { scenario: scenario.to_owned() };
    let body = json!({"scenario_id": scenario, "kind": "matching"});
    Request { key, path: "/v1/plans".to_owned(), body, makes, made: None }
}

fn decision(key: String, plan: &str, proposal: &Value) -> Request {
    let body = json!({"jobseeker": proposal["jobseeker"], "vacancy": proposal["vacancy"], "decision": "accept",
        "reason": "fits", "mediator": "mediator-17"});
    let makes = Thing::Decision { plan: plan.to_owned() };
    Request { key, path: format!("/v1/plans/{plan}/decisions"), body, makes, made: None }
}

/// Waits until nothing solves any of these plans.
async fn nobody_solves(plans: &[String], from: Instant) -> Duration {
    loop {
        let all = solving("");
        if all.is_empty() || plans.iter().all(|id| solving(id).is_empty()) {
            return from.elapsed();
        }
        assert!(from.elapsed() < Duration::from_secs(10), "orphans go on solving");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A database with two scenarios, one of them long to solve.
async fn begun() -> (TempDir, Promises) {
    let service = Service::start().await;
    let small = story(STORY);
    let region: Value = serde_json::from_str(&REGION).unwrap();
    let mut promises = Promises::default();
    for body in [small, region] {
        let id = service.with_scenario(&body.to_string()).await;
        promises.things.insert(id, Thing::Scenario { body, parent: None });
    }
    service.app.queue.stop().await;
    service.app.store.close().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(service.database(), folder.path().join("schakel.db")).unwrap();
    (folder, promises)
}

#[tokio::test]
async fn a_server_killed_at_any_moment_keeps_its_promises_and_leaves_nobody_solving() {
    let kills: usize = std::env::var("SCHAKEL_CRASHES").ok().map_or(4, |kills| kills.parse().unwrap());
    let (from, mut random, mut slowest) = (Instant::now(), ChaCha8Rng::seed_from_u64(50), Duration::ZERO);
    let (folder, promises) = begun().await;
    let promises = Mutex::new(promises);
    let is_plan = |thing: &Thing| matches!(thing, Thing::Plan { .. });
    for _ in 0..kills {
        let server = Server::start(&folder).await;
        let asker = server.asker();
        asker.settle(&promises).await;
        let life = Duration::from_millis(50 + u64::from(random.next_u32() % 1500));
        let strike = async {
            tokio::time::sleep(life).await;
            server.kill();
            Instant::now()
        };
        let mut randoms = (0..CLIENTS).map(|_| ChaCha8Rng::seed_from_u64(random.next_u64()));
        let [mut a, mut b, mut c] = std::array::from_fn(|_| randoms.next().unwrap());
        let work = async {
            tokio::join!(asker.work(&promises, &mut a), asker.work(&promises, &mut b), asker.work(&promises, &mut c))
        };
        let (struck, _) = tokio::join!(strike, work);
        let plans = promises.lock().unwrap().there(is_plan);
        slowest = slowest.max(nobody_solves(&plans, struck).await);
        let store = Store::open(&folder.path().join("schakel.db")).await.unwrap();
        let there = kept(&store).await;
        promises.lock().unwrap().are_kept(&there);
        store.close().await;
    }
    let server = Server::start(&folder).await;
    let asker = server.asker();
    asker.settle(&promises).await;
    let (plans, ended) = (promises.lock().unwrap().there(is_plan), Instant::now());
    // What is left of large regions would take long and show nothing more.
    for id in &plans {
        asker.cancel(&promises, id).await.unwrap();
    }
    for id in &plans {
        asker.ends(id, ended).await;
    }
    server.kill();
    let promises = promises.into_inner().unwrap();
    let completed = promises.are_kept_to_the_end(&folder).await;
    println!(
        "{kills} kills: {} accepted ({} plans, {} decisions), {completed} completed, {} cancelled, {} deleted, lost 0, \
         run twice 0; orphans gone within {} ms; {:.0} s",
        promises.things.len() - 2,
        promises.count(is_plan),
        promises.count(|thing| matches!(thing, Thing::Decision { .. })),
        promises.cancelled.len(),
        promises.deleted.len(),
        slowest.as_millis(),
        from.elapsed().as_secs_f64()
    );
}
