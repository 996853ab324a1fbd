//! A server that is killed at any moment: nothing accepted is lost, nothing ends twice, nobody is left solving.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use reqwest::{Client, Response};
use schakel::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::plans_http::REGION;
use crate::processes::solving;
use crate::service::Service;

/// Longest wait for a server to answer or for plans to end.
const PATIENCE: Duration = Duration::from_secs(240);
const ATTEMPTS_MAX: i64 = 60;

/// `schakel serve` in a process of its own.
struct Server {
    process: Child,
    base: String,
}

impl Server {
    /// Starts it on the database in `folder`; answers once it is ready.
    async fn start(folder: &TempDir, client: &Client) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let process = Command::new(env!("CARGO_BIN_EXE_schakel"))
            .args(["serve", "--empty", "--owner", "kina", "--listen", &address.to_string(), "--database"])
            .arg(folder.path().join("schakel.db"))
            .args(["--attempts-max", &ATTEMPTS_MAX.to_string(), "--solves", "2"])
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, base: format!("http://{address}") };
        let begun = Instant::now();
        while client.get(format!("{}/v1/ready", server.base)).send().await.is_err() {
            assert!(begun.elapsed() < PATIENCE, "it does not start");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        server
    }

    /// Ends it without a word.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// What was answered with 2xx.
#[derive(Default)]
struct Accepted {
    plans: BTreeSet<String>,
    cancelled: BTreeSet<String>,
    deleted: BTreeSet<String>,
}

impl Accepted {
    /// Posts, cancels and deletes until the server no longer answers, or the time is over.
    async fn work(&mut self, server: &Server, client: &Client, scenarios: &[String], random: &mut ChaCha8Rng) {
        loop {
            let scenario = &scenarios[random.next_u32() as usize % scenarios.len()];
            let body = json!({"scenario_id": scenario, "kind": "matching"});
            let asked = client.post(format!("{}/v1/plans", server.base)).json(&body).send().await;
            let Some(answer) = accepted(asked).await else { return };
            let id = answer["id"].as_str().unwrap().to_owned();
            self.plans.insert(id.clone());
            if !random.next_u32().is_multiple_of(3) {
                let asked = client.post(format!("{}/v1/plans/{id}/cancel", server.base)).send().await;
                if accepted(asked).await.is_some() {
                    self.cancelled.insert(id.clone());
                }
            }
            if random.next_u32().is_multiple_of(4)
                && let Ok(answer) = client.delete(format!("{}/v1/plans/{id}", server.base)).send().await
                && answer.status() == 204
            {
                self.deleted.insert(id);
            }
            tokio::time::sleep(Duration::from_millis(u64::from(random.next_u32() % 60))).await;
        }
    }
}

/// The body of an answer with 2xx.
async fn accepted(asked: reqwest::Result<Response>) -> Option<Value> {
    let answer = asked.ok()?;
    let is_fine = answer.status().is_success();
    answer.json().await.ok().filter(|_| is_fine)
}

/// Waits until nothing solves any plan of this test.
async fn nobody_solves(plans: &BTreeSet<String>, from: Instant) -> Duration {
    loop {
        if plans.iter().all(|id| solving(id).is_empty()) {
            return from.elapsed();
        }
        assert!(from.elapsed() < Duration::from_secs(10), "orphans go on solving");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Everything that must hold of the tables when nothing is under way any more.
async fn nothing_is_lost_or_twice(folder: &TempDir, accepted: &Accepted) {
    let store = Store::open(&folder.path().join("schakel.db")).await.unwrap();
    let integrity: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.pool()).await.unwrap();
    assert_eq!(integrity, "ok");
    for id in &accepted.plans {
        let Ok(plan) = store.plan("kina", id).await else {
            // A deletion may have been done though its answer was lost, but only of what had ended.
            assert!(matches!(store.plan("kina", id).await, Err(schakel::store::StoreError::Erased)), "{id} is lost");
            continue;
        };
        assert!(!accepted.deleted.contains(id), "{id} was deleted");
        assert!(plan.is_final(), "{id} is {}", plan.state);
        assert!(plan.attempt <= ATTEMPTS_MAX, "{id} was tried {} times", plan.attempt);
        let result = store.plan_result("kina", id).await.unwrap();
        assert_eq!(plan.state == "completed", result.is_some() && plan.state != "cancelled", "{id}: {plan:?}");
        let ends = "SELECT count(*) FROM plan_events WHERE plan_id = $1 AND event = 'state' \
                    AND data LIKE '%\"termination\"%'";
        let ends: i64 = sqlx::query_scalar(ends).bind(id).fetch_one(store.pool()).await.unwrap();
        assert_eq!(ends, 1, "{id} ended {ends} times");
        if accepted.cancelled.contains(id) {
            assert_ne!(plan.state, "failed", "{plan:?}");
        }
    }
    store.close().await;
}

#[tokio::test]
async fn a_server_killed_at_any_moment_loses_nothing_accepted_and_leaves_nobody_solving() {
    let kills: usize = std::env::var("SCHAKEL_CRASHES").ok().map_or(4, |kills| kills.parse().unwrap());
    let (folder, scenarios) = {
        let service = Service::start().await;
        let scenarios = [service.with_story("more-people-than-openings").await, service.with_scenario(&REGION).await];
        service.app.queue.stop().await;
        service.app.store.close().await;
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(service.database(), folder.path().join("schakel.db")).unwrap();
        (folder, scenarios)
    };
    let (client, mut random) = (Client::new(), ChaCha8Rng::seed_from_u64(50));
    let (mut all, mut slowest) = (Accepted::default(), Duration::ZERO);
    for _ in 0..kills {
        let server = Server::start(&folder, &client).await;
        let life = Duration::from_millis(50 + u64::from(random.next_u32() % 1200));
        let _ = tokio::time::timeout(life, all.work(&server, &client, &scenarios, &mut random)).await;
        server.kill();
        slowest = slowest.max(nobody_solves(&all.plans, Instant::now()).await);
    }
    let server = Server::start(&folder, &client).await;
    // What is left of large regions would take long and show nothing more.
    for id in &all.plans {
        let asked = client.post(format!("{}/v1/plans/{id}/cancel", server.base)).send().await;
        if accepted(asked).await.is_some() {
            all.cancelled.insert(id.clone());
        }
    }
    let begun = Instant::now();
    for id in &all.plans {
        loop {
            let plan: Value =
                client.get(format!("{}/v1/plans/{id}", server.base)).send().await.unwrap().json().await.unwrap();
            if !["queued", "preparing", "solving"].contains(&plan["state"].as_str().unwrap_or_default()) {
                break;
            }
            assert!(begun.elapsed() < PATIENCE, "{id} is still {}", plan["state"]);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    server.kill();
    nothing_is_lost_or_twice(&folder, &all).await;
    println!(
        "{kills} kills: {} plans accepted, {} cancelled, {} deleted, none lost; orphans gone within {} ms",
        all.plans.len(),
        all.cancelled.len(),
        all.deleted.len(),
        slowest.as_millis()
    );
}
