//! Faults that the machine brings: a full disk, a client that never lets go, another name for the same file, a copy made while
//! the server works, hostile bodies.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use schakel::service::store::{Store, StoreError};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::service::Service;
use crate::support::small;

/// The longest that a server may take to end in order.
const END_MAX: Duration = Duration::from_secs(15);
/// What one request may take of memory: so many times its body, and so many bytes besides.
const PEAK: (u64, u64) = (20, 64 << 20);

/// A server in a process of its own.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(database: &std::path::Path) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let mut verb = Command::new(env!("CARGO_BIN_EXE_schakel"));
        verb.args(["serve", "--empty", "--listen", &address, "--database"]).arg(database);
        let process = verb.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let server = Self { process, address };
        let begun = Instant::now();
        while !server.says_ready() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn says_ready(&self) -> bool {
        reqwest_blocking(&self.address, "GET /v1/ready").is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    /// Tells it to stop, and how long it took; panics where it did not end in order.
    fn stop(mut self) -> Duration {
        let begun = Instant::now();
        let told = Command::new("kill").arg("-TERM").arg(self.process.id().to_string()).status().unwrap();
        assert!(told.success());
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                let mut said = String::new();
                self.process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                assert!(status.success() && !said.contains("panicked"), "{status}: {said}");
                return begun.elapsed();
            }
            assert!(begun.elapsed() < END_MAX, "still running");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// A number of `/proc/PID/status`, bytes.
    fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
    }

    fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").unwrap();
    }
}

/// An answer, as text, to a request line on a connection of its own.
fn reqwest_blocking(address: &str, line: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    let asked = format!("{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

#[test]
fn a_client_that_never_lets_go_does_not_keep_the_server_from_ending() {
    let waits: [(&str, &str); 3] = [
        (
            "upload",
            "POST /v1/scenarios HTTP/1.1\r\nHost: HERE\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"format\":",
        ),
        ("header", "GET /v1/health HTTP/1.1\r\nHost: HERE\r\nX-"),
        ("idle", "GET /v1/health HTTP/1.1\r\nHost: HERE\r\n\r\n"),
    ];
    for (name, sent) in waits {
        let folder = TempDir::new().unwrap();
        let server = Server::start(&folder.path().join("schakel.db"));
        let mut client = TcpStream::connect(&server.address).unwrap();
        client.write_all(sent.replace("HERE", &server.address).as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        let took = server.stop();
        println!("{name}: ended after {:.1} s", took.as_secs_f64());
        drop(client);
    }
}

#[test]
fn of_two_servers_on_one_file_the_second_refuses_whatever_it_is_called() {
    let folder = TempDir::new().unwrap();
    let database = folder.path().join("a.db");
    let server = Server::start(&database);
    let (symbolic, hard) = (folder.path().join("b.db"), folder.path().join("c.db"));
    std::os::unix::fs::symlink(&database, &symbolic).unwrap();
    std::fs::hard_link(&database, &hard).unwrap();
    for name in [&database, &symbolic, &hard] {
        let mut second = Command::new(env!("CARGO_BIN_EXE_schakel"));
        second.args(["serve", "--empty", "--listen", "127.0.0.1:0", "--database"]).arg(name);
        let output = second.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains("another server works on"), "{}: {said}", name.display());
    }
    server.stop();
}

#[test]
fn a_start_that_fails_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut verb = Command::new(env!("CARGO_BIN_EXE_schakel"));
    verb.args(["serve", "--empty", "--listen", &taken.local_addr().unwrap().to_string(), "--database"]);
    let output = verb.arg(folder.path().join("schakel.db")).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_has_all_that_was_accepted_before_it_and_can_be_served() {
    let service = Service::start().await;
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("copy.db");
    let mut accepted = Vec::new();
    for _ in 0..5 {
        accepted.push(service.post("/v1/scenarios", &small()).await.is(201).body["id"].as_str().unwrap().to_owned());
    }
    let writing = async {
        for _ in 0..40 {
            service.post("/v1/scenarios", &small()).await.is(201);
        }
    };
    let database = service.database();
    let backing_up = async {
        let copied = copy.clone();
        let verb = tokio::task::spawn_blocking(move || {
            let mut verb = Command::new(env!("CARGO_BIN_EXE_schakel"));
            verb.arg("backup").arg(copied).arg("--database").arg(database).output().unwrap()
        });
        let output = verb.await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    tokio::join!(writing, backing_up);
    // The restored service has them all, whole.
    let store = Store::open(&copy).await.unwrap();
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.pool()).await.unwrap();
    assert_eq!(sound, "ok");
    for id in &accepted {
        assert!(!store.scenario_body("kina", id).await.unwrap().is_empty());
    }
    // Nothing is written over, and nothing is made where there is nothing.
    assert!(Store::backup(&service.database(), &copy).await.is_err());
    assert!(Store::backup(&folder.path().join("none.db"), &folder.path().join("other.db")).await.is_err());
}

#[tokio::test]
async fn a_full_disk_is_told_and_forgotten_once_there_is_space() {
    let service = Service::start().await;
    // As many pages as there are, on every connection: SQLite answers as it does where a disk is full.
    let pages = async |most: &str| {
        let pool = service.app.store.pool();
        let mut held = Vec::new();
        for _ in 0..12 {
            held.push(pool.acquire().await.unwrap());
        }
        for connection in &mut held {
            let asked = format!("PRAGMA max_page_count = {most}");
            sqlx::query(sqlx::AssertSqlSafe(asked)).execute(&mut **connection).await.unwrap();
        }
    };
    pages("1").await;
    for _ in 0..4 {
        let refused = service.post("/v1/scenarios", &small()).await;
        assert_eq!((refused.status, &refused.body["code"]), (507, &json!("DISK_FULL")), "{:#}", refused.body);
    }
    pages("1000000").await;
    for _ in 0..12 {
        service.post("/v1/scenarios", &small()).await.is(201);
    }
    service.get("/v1/ready").await.is(200);
}

#[test]
fn no_space_for_a_body_that_waits_is_a_full_disk_as_well_and_no_defect() {
    let told = |kind: std::io::ErrorKind| StoreError::from(std::io::Error::from(kind)).to_string();
    assert_eq!(told(std::io::ErrorKind::StorageFull), "the disk is full");
    assert!(told(std::io::ErrorKind::PermissionDenied).starts_with("database: "));
}

/// Small bodies that hold much, each with where it goes.
fn hostile(scenario: &str) -> Vec<(&'static str, String, String)> {
    let objects = |n: usize| format!("[{}{{}}]", "{},".repeat(n));
    let keys: Vec<String> = (0..100_000).map(|n| format!("\"k{n}\":1")).collect();
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    vec![
        ("POST", "/v1/scenarios".to_owned(), format!("{{\"jobseekers\":{}}}", objects(100_000))),
        ("POST", "/v1/scenarios".to_owned(), format!("{{\"vacancies\":{}}}", objects(100_000))),
        ("POST", "/v1/scenarios".to_owned(), format!("{{{}}}", keys.join(","))),
        ("POST", "/v1/scenarios".to_owned(), deep(100_000)),
        (
            "POST",
            "/v1/evaluations".to_owned(),
            format!("{{\"scenario_id\":\"{scenario}\",\"assignments\":{}}}", objects(100_000)),
        ),
        ("POST", format!("/v1/scenarios/{scenario}/patches"), objects(100_000)),
        (
            "POST",
            format!("/v1/scenarios/{scenario}/patches"),
            format!("[{{\"op\":\"add\",\"path\":\"/jobseekers\",\"value\":{}}}]", objects(100_000)),
        ),
        ("POST", "/v1/shortlists".to_owned(), format!("{{{}}}", keys.join(","))),
        ("PUT", "/v1/policy-packs/q".to_owned(), format!("{{\"shares\":{}}}", objects(100_000))),
        ("POST", "/v1/invitations/size".to_owned(), format!("{{\"segments\":{}}}", objects(100_000))),
        ("POST", "/v1/interviews".to_owned(), format!("{{\"attendees\":{}}}", objects(100_000))),
        ("POST", "/v1/plans".to_owned(), format!("{{\"scenario_id\":\"{}\"}}", "x".repeat(1_000_000))),
    ]
}

/// Bodies that unpack to much more than they are: kind, and what is sent.
fn packed() -> Vec<(&'static str, Vec<u8>)> {
    let gzip = |head: &str, again: &str, times: usize, tail: &str| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(head.as_bytes()).unwrap();
        let some = again.repeat(1_000);
        (0..times / 1_000).for_each(|_| packed.write_all(some.as_bytes()).unwrap());
        packed.write_all(tail.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    vec![
        ("arrays", gzip("{\"jobseekers\":[", "[],", 12_000_000, "[]]}")),
        ("objects", gzip("{\"vacancies\":[", "{},", 12_000_000, "{}]}")),
        ("blanks", gzip("", " ", 40_000_000, "{}")),
        ("text", gzip("{\"story\":\"", "a", 40_000_000, "\"}")),
    ]
}

/// A workbook of which one file is `again` over and over, some 300 MiB of it or as much as is told.
fn workbook(name: &str, head: &str, again: &str, mebibytes: usize, tail: &str) -> Vec<u8> {
    let mut table = rust_xlsxwriter::Workbook::new();
    table.add_worksheet().write(0, 0, "id").unwrap();
    let bytes = table.save_to_buffer().unwrap();
    let mut whole = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for at in 0..whole.len() {
        let mut file = whole.by_index(at).unwrap();
        let entry = file.name().unwrap().into_owned();
        bomb.start_file(entry.clone(), options).unwrap();
        if entry == name {
            let some = again.repeat((1 << 20) / again.len());
            bomb.write_all(head.as_bytes()).unwrap();
            (0..mebibytes).for_each(|_| bomb.write_all(some.as_bytes()).unwrap());
            bomb.write_all(tail.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut file, &mut bomb).unwrap();
        }
    }
    bomb.finish().unwrap().into_inner()
}

/// Workbooks that unpack to far more than any table has, or to just as much as may be.
fn workbooks() -> Vec<(&'static str, Vec<u8>)> {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    let texts = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
    let (of_sheet, of_texts) = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml");
    vec![
        ("rows, 300 MiB", workbook(of_sheet, sheet, "<row/>", 300, "</sheetData></worksheet>")),
        ("rows, 12 MiB", workbook(of_sheet, sheet, "<row/>", 12, "</sheetData></worksheet>")),
        ("cells, 12 MiB", workbook(of_sheet, sheet, "<row><c/><c/></row>", 12, "</sheetData></worksheet>")),
        ("texts, 300 MiB", workbook(of_texts, texts, "<si><t>a</t></si>", 300, "</sst>")),
        ("texts, 12 MiB", workbook(of_texts, texts, "<si><t>a</t></si>", 12, "</sst>")),
    ]
}

#[test]
fn what_unpacks_to_far_more_than_it_is_takes_little_memory() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(&folder.path().join("schakel.db"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let client = reqwest::Client::new();
    let made = client.post(format!("http://{}/v1/scenarios", server.address)).json(&small());
    let made = runtime.block_on(async { made.send().await.unwrap().json::<Value>().await.unwrap() });
    let scenario = made["id"].as_str().unwrap();
    let mut asked = Vec::new();
    for path in ["/v1/scenarios", "/v1/plans", "/v1/evaluations", &format!("/v1/scenarios/{scenario}/patches")] {
        let of_path = packed().into_iter().map(|(kind, body)| {
            let request = client.post(format!("http://{}{path}", server.address)).header("content-encoding", "gzip");
            let bytes = body.len() as u64;
            (format!("{path} {kind}"), bytes, request.header("content-type", "application/json").body(body))
        });
        asked.extend(of_path);
    }
    for (kind, body) in workbooks() {
        let bytes = body.len() as u64;
        let file = reqwest::multipart::Part::bytes(body).file_name("tabel.xlsx");
        let form = reqwest::multipart::Form::new().part("file", file).text("part", "jobseekers");
        let form = form.text("scenario_id", scenario.to_owned());
        let request = client.post(format!("http://{}/v1/scenarios/import", server.address)).multipart(form);
        asked.push((format!("import {kind}"), bytes, request));
    }
    let (at_rest, mut over) = (server.memory("VmRSS"), Vec::new());
    for (about, bytes, request) in asked {
        server.forget_peak();
        let (before, begun) = (server.memory("VmRSS"), Instant::now());
        let (status, answer) = runtime.block_on(async {
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.bytes().await.unwrap())
        });
        // An import goes on in the background.
        std::thread::sleep(Duration::from_millis(if status == 202 { 3_000 } else { 0 }));
        let peak = server.memory("VmHWM").saturating_sub(before);
        let (kib, answered, mib) = (bytes >> 10, answer.len() >> 10, peak >> 20);
        println!(
            "{about}: {kib} KiB, {status}, answer {answered} KiB, peak {mib} MiB, {:.1} s",
            begun.elapsed().as_secs_f64()
        );
        assert!((400..500).contains(&status) || status == 202, "{about}: {status}");
        if peak > PEAK.0 * bytes + PEAK.1 || answer.len() > 4 << 20 {
            over.push(format!("{about}: peak {mib} MiB, answer {answered} KiB"));
        }
    }
    let kept = server.memory("VmRSS").saturating_sub(at_rest);
    assert!(kept < PEAK.1, "{} MiB do not come back", kept >> 20);
    server.stop();
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn a_small_body_takes_little_memory_and_gets_a_small_answer() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(&folder.path().join("schakel.db"));
    let client = reqwest::Client::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let send = |method: &str, path: &str, body: String| {
        let asked = client.request(method.parse().unwrap(), format!("http://{}{path}", server.address));
        runtime.block_on(async {
            let answer = asked.header("content-type", "application/json").body(body).send().await.unwrap();
            (answer.status().as_u16(), answer.bytes().await.unwrap())
        })
    };
    let (status, made) = send("POST", "/v1/scenarios", small().to_string());
    assert_eq!(status, 201);
    let scenario = serde_json::from_slice::<Value>(&made).unwrap()["id"].as_str().unwrap().to_owned();
    let (at_rest, mut over) = (server.memory("VmRSS"), Vec::new());
    for (method, path, body) in hostile(&scenario) {
        server.forget_peak();
        let (before, bytes, begun) = (server.memory("VmRSS"), body.len() as u64, Instant::now());
        let about: String = body.chars().take(40).collect();
        let (status, answer) = send(method, &path, body);
        let peak = server.memory("VmHWM").saturating_sub(before);
        println!(
            "{method} {path} {about}: {} KiB, {status}, answer {} KiB, peak {} MiB, {:.1} s",
            bytes >> 10,
            answer.len() >> 10,
            peak >> 20,
            begun.elapsed().as_secs_f64()
        );
        assert!((400..500).contains(&status), "{status}");
        if path == "/v1/evaluations" {
            // A thousand are told, the rest of what was looked at is counted, and that more may follow is said.
            let told: Value = serde_json::from_slice(&answer).unwrap();
            let errors = told["errors"].as_array().unwrap();
            let last: Vec<_> = errors[errors.len() - 2..].iter().map(|error| error["code"].as_str().unwrap()).collect();
            assert_eq!((errors.len(), &last[..]), (1_002, &["LISTS_NOT_SEEN_WHOLE", "MORE_ISSUES"][..]));
            let more = errors.last().unwrap()["params"]["count"].as_str().unwrap().parse::<usize>().unwrap();
            assert!(more >= 1_000, "{more}");
        }
        if peak > PEAK.0 * bytes + PEAK.1 || answer.len() > 4 << 20 {
            over.push(format!("{method} {path} {about}: peak {} MiB, answer {} KiB", peak >> 20, answer.len() >> 10));
        }
    }
    let kept = server.memory("VmRSS").saturating_sub(at_rest);
    assert!(kept < PEAK.1, "{} MiB do not come back", kept >> 20);
    server.stop();
    assert!(over.is_empty(), "{over:#?}");
}
