//! Faults that the machine brings: a full disk, a client that never lets go, another name for the same file, a copy
//! made while the server works.

use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use schakel::service::store::{Store, StoreError};
use serde_json::json;
use tempfile::TempDir;

use super::server::Server;
use crate::service::Service;
use crate::support::small;

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
