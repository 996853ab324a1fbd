//! A large scenario, streamed: the server never needs three times the memory of the region it keeps.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use schakel::generate::{Ask, Territory};
use serde_json::Value;
use tempfile::TempDir;

/// Most memory while a scenario arrives, in times the region at rest.
const TIMES_MAX: f64 = 3.0;
/// How many people when none is asked: enough for the region to weigh more than what it is read through.
const PEOPLE: u32 = 3_000;

/// The program itself, serving.
struct Server {
    process: Child,
    base: String,
    _folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Starts on a port and a database of its own, and waits until it listens.
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_schakel"))
            .args(["serve", "--empty", "--listen", "127.0.0.1:0", "--database"])
            .arg(folder.path().join("large.db"))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let listening = lines.find_map(|line| Some(line.unwrap().split_once("http://")?.1.to_owned())).unwrap();
        let base = format!("http://{}", listening.split(',').next().unwrap());
        // Drains the rest of its output: a full pipe would block the server.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, base, _folder: folder }
    }

    /// A figure of the process, MiB: `VmHWM` is the most so far, `VmRSS` is now.
    fn mebibytes(&self, figure: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(figure)).unwrap();
        line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

/// A generated region, gzipped, and the length of its JSON.
fn generated(people: u32) -> (Vec<u8>, u64) {
    struct Counted<W>(W, u64);
    impl<W: Write> Write for Counted<W> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.1 += bytes.len() as u64;
            self.0.write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            self.0.flush()
        }
    }
    let mut counted = Counted(GzEncoder::new(Vec::new(), Compression::fast()), 0);
    let ask = Ask { jobseekers: people, vacancies: people / 4, ..Ask::new(Territory::Flanders, 1) };
    schakel::generate::write(&ask, std::io::BufWriter::new(&mut counted)).unwrap();
    (counted.0.finish().unwrap(), counted.1)
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "`make large` prints the figures")]
async fn a_large_scenario_is_never_held_three_times() {
    let people = std::env::var("SCHAKEL_PEOPLE").map_or(PEOPLE, |people| people.parse().unwrap());
    let (body, bytes) = generated(people);
    let packed = body.len();
    let server = Server::start();
    let client = reqwest::Client::new();
    client.get(format!("{}/v1/ready", server.base)).send().await.unwrap().error_for_status().unwrap();
    let idle = server.mebibytes("VmRSS");
    let began = Instant::now();
    let request = client.post(format!("{}/v1/scenarios", server.base)).header(CONTENT_TYPE, "application/json");
    let answer = request.header(CONTENT_ENCODING, "gzip").body(body).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let seconds = began.elapsed().as_secs_f64();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["summary"]["jobseekers"], people);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (most, rest) = (server.mebibytes("VmHWM") - idle, server.mebibytes("VmRSS") - idle);
    println!(
        "{people} people: {:.0} MiB of JSON, {:.0} MiB packed, read in {seconds:.1} s; region {rest:.0} MiB at rest, \
         most {most:.0} MiB ({:.2} times), idle server {idle:.0} MiB",
        bytes as f64 / (1 << 20) as f64,
        packed as f64 / (1 << 20) as f64,
        most / rest
    );
    assert!(most < TIMES_MAX * rest, "{most:.0} MiB at most, {rest:.0} MiB at rest");

    // A change of one person costs no tree of all.
    let began = Instant::now();
    let path = format!("{}/v1/scenarios/{}/patches", server.base, answer["id"].as_str().unwrap());
    let patch = r#"[{"op": "add", "path": "/jobseekers/[id=J00007]/travel_minutes_max", "value": 44}]"#;
    let request = client.post(path).header(CONTENT_TYPE, "application/json").body(patch);
    let revised = request.send().await.unwrap();
    assert_eq!(revised.status(), 201, "{}", revised.text().await.unwrap());
    let seconds = began.elapsed().as_secs_f64();
    let more = server.mebibytes("VmHWM") - idle - rest;
    println!("patched in {seconds:.1} s; besides the first region most {more:.0} MiB ({:.2} times)", more / rest);
    assert!(more < TIMES_MAX * rest, "{more:.0} MiB besides, {rest:.0} MiB at rest");
}
