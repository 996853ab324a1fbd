//! Shortlists over HTTP while the service works: latency, throughput and memory of the real program with 64 clients on
//! loopback, the province of Antwerp in memory, without and with a solve of it in the background.
//!
//! `make load`, or `make load CLIENTS=8 PEOPLE=3000`. Every request asks about another vacancy. *Paced*: each client
//! asks once a second, and latency counts from the moment it should have asked. *Flat out*: each asks again at once.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use schakel::generate::{self, Ask, Territory};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

/// Requests of each client in a paced round, one a second.
const PACED: u32 = 20;
/// Requests of all clients in a round flat out.
const FLAT_OUT: u32 = 3_000;
/// Longest wait for the solve to begin.
const BEGINS_S: u64 = 120;

/// The program itself, serving from a database of its own.
struct Server {
    process: Child,
    base: String,
    client: reqwest::Client,
    _folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Starts on a free port and waits until it listens.
    fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut process = Command::new(env!("CARGO_BIN_EXE_schakel"))
            .args(["serve", "--empty", "--listen", "127.0.0.1:0", "--database"])
            .arg(folder.path().join("load.db"))
            .env("RUST_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(process.stderr.take().context("no standard error")?).lines();
        let listening =
            lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.split_once("http://")?.1.to_owned()));
        let address = listening.as_deref().and_then(|rest| rest.split(',').next()).context("it does not listen")?;
        let base = format!("http://{address}/v1");
        // Drains the rest of its output: a full pipe would block the server.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { process, base, client: reqwest::Client::new(), _folder: folder })
    }

    /// A figure of the process, MiB: `VmHWM` is the most so far, `VmRSS` is now; 0 where the system does not tell.
    fn mebibytes(&self, figure: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kilobytes.unwrap_or(0.0) / 1024.0
    }

    /// Posts a scenario, prints the seconds it took and the peak memory, and returns its ID.
    async fn post(&self, ask: &Ask) -> Result<String> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        generate::write(ask, BufWriter::new(&mut packer))?;
        packer.flush()?;
        let body = packer.finish()?;
        let packed = body.len();
        let begun = Instant::now();
        let request = self.client.post(format!("{}/scenarios", self.base)).header(CONTENT_TYPE, "application/json");
        let answer = request.header(CONTENT_ENCODING, "gzip").body(body).send().await?.error_for_status()?;
        let seconds = begun.elapsed().as_secs_f64();
        let answer: Value = answer.json().await?;
        println!(
            "{} people, {} vacancies: {:.0} MiB gzipped, posted in {seconds:.1} s; memory at most {:.0} MiB, then {:.0} MiB",
            ask.jobseekers,
            ask.vacancies,
            packed as f64 / f64::from(1 << 20),
            self.mebibytes("VmHWM"),
            self.mebibytes("VmRSS")
        );
        Ok(answer["id"].as_str().context("no ID")?.to_owned())
    }

    /// Starts a solve and waits until it is under way.
    async fn solve(&self, scenario: &str) -> Result<String> {
        let ask = json!({"scenario_id": scenario, "kind": "matching", "options": {"gap": 1e-3}});
        let answer = self.client.post(format!("{}/plans", self.base)).json(&ask).send().await?.error_for_status()?;
        let plan = answer.json::<Value>().await?["id"].as_str().context("no ID")?.to_owned();
        for _ in 0..BEGINS_S {
            if self.state(&plan).await? == "solving" {
                return Ok(plan);
            }
            sleep(Duration::from_secs(1)).await;
        }
        anyhow::bail!("the solve does not begin")
    }

    async fn state(&self, plan: &str) -> Result<String> {
        let answer = self.client.get(format!("{}/plans/{plan}", self.base)).send().await?.error_for_status()?;
        Ok(answer.json::<Value>().await?["state"].as_str().context("no state")?.to_owned())
    }
}

/// Clients that ask about one vacancy after the other.
struct Clients {
    n_clients: u32,
    client: reqwest::Client,
    url: String,
    scenario: String,
    vacancies: u32,
    /// How many were asked about so far.
    asked: AtomicU32,
}

/// What a round showed.
#[derive(Default)]
struct Round {
    seconds: Vec<f64>,
    errors: usize,
}

impl Clients {
    /// Asks about the next vacancy; whether it was answered.
    async fn ask(&self) -> bool {
        let number = self.asked.fetch_add(1, Ordering::Relaxed) % self.vacancies + 1;
        let ask = json!({"scenario_id": self.scenario, "vacancy": format!("V{number:05}")});
        let Ok(answer) = self.client.post(&self.url).json(&ask).send().await else { return false };
        answer.status() == 200 && answer.bytes().await.is_ok_and(|body| !body.is_empty())
    }

    /// One client of a paced round: it starts at its own part of the second.
    async fn paced(self: Arc<Self>, position: u32) -> Round {
        let begun = Instant::now() + Duration::from_secs(1) * position / self.n_clients;
        let mut round = Round::default();
        for second in 0..PACED {
            let due = begun + Duration::from_secs(u64::from(second));
            sleep_until(due).await;
            round.note(due, self.ask().await);
        }
        round
    }

    /// One client of a round flat out.
    async fn flat_out(self: Arc<Self>) -> Round {
        let mut round = Round::default();
        for _ in 0..FLAT_OUT / self.n_clients {
            let due = Instant::now();
            round.note(due, self.ask().await);
        }
        round
    }
}

impl Round {
    fn note(&mut self, due: Instant, answered: bool) {
        self.seconds.push(due.elapsed().as_secs_f64());
        self.errors += usize::from(!answered);
    }

    /// Runs clients at once and prints a line about them.
    async fn run(name: &str, server: &Server, clients: &Arc<Clients>, is_paced: bool) -> Result<()> {
        let before = server.mebibytes("VmRSS");
        let begun = Instant::now();
        let mut running = JoinSet::new();
        for position in 0..clients.n_clients {
            let clients = clients.clone();
            match is_paced {
                true => running.spawn(clients.paced(position)),
                false => running.spawn(clients.flat_out()),
            };
        }
        let mut all = Self::default();
        while let Some(round) = running.join_next().await {
            let round = round?;
            all.seconds.extend(round.seconds);
            all.errors += round.errors;
        }
        let elapsed = begun.elapsed().as_secs_f64();
        all.seconds.sort_by(f64::total_cmp);
        let n = all.seconds.len();
        let at = |percent: usize| all.seconds[(n * percent / 100).min(n - 1)] * 1000.0;
        println!(
            "{name:<28} {n:>8} {:>8.0} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {:>7} {before:>8.0} {:>7.0}",
            n as f64 / elapsed,
            at(50),
            at(95),
            at(99),
            at(100),
            all.errors,
            server.mebibytes("VmRSS")
        );
        Ok(())
    }
}

/// A whole number from the environment.
fn setting(name: &str, default: u32) -> Result<u32> {
    std::env::var(name).map_or(Ok(default), |text| text.parse().with_context(|| format!("{name} is no number")))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let defaults = Ask::new(Territory::Antwerp, 1);
    let jobseekers = setting("SCHAKEL_PEOPLE", defaults.jobseekers)?;
    let ask = Ask { jobseekers, vacancies: jobseekers / 4, ..defaults };
    let n_clients = setting("SCHAKEL_CLIENTS", 64)?;
    ensure!(n_clients > 0 && ask.vacancies > 0, "nobody asks, or about nothing");
    let server = Server::start()?;
    let scenario = server.post(&ask).await?;
    let clients = Arc::new(Clients {
        n_clients,
        client: server.client.clone(),
        url: format!("{}/shortlists", server.base),
        scenario: scenario.clone(),
        vacancies: ask.vacancies,
        asked: AtomicU32::new(0),
    });
    ensure!(clients.ask().await, "the first shortlist was not answered");
    println!(
        "{:<28} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>16}",
        "shortlists of a vacancy",
        "requests",
        "a second",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "most ms",
        "errors",
        "MiB before, after"
    );
    Round::run(&format!("{n_clients} clients, paced"), &server, &clients, true).await?;
    Round::run(&format!("{n_clients} clients, flat out"), &server, &clients, false).await?;
    let plan = server.solve(&scenario).await?;
    Round::run("with a solve, paced", &server, &clients, true).await?;
    Round::run("with a solve, flat out", &server, &clients, false).await?;
    println!("the solve is then {}", server.state(&plan).await?);
    server.client.post(format!("{}/plans/{plan}/cancel", server.base)).send().await?;
    Ok(())
}
