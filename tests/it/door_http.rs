//! The browser of a mediator is no door: foreign names, pages of other sites, and clients that send a byte now and
//! then.

use reqwest::Method;
use serde_json::json;

use crate::asking::planned;
use crate::service::Service;
use crate::support::small;

const FOREIGN: [(&str, &str); 3] =
    [("host", "evil.example"), ("host", "evil.example:8080"), ("host", "127.0.0.1.evil.example")];

#[tokio::test]
async fn a_foreign_name_reaches_nothing() {
    let service = Service::start().await;
    for (name, host) in FOREIGN {
        for path in ["/v1/health", "/v1/scenarios", "/docs/", "/v1/nothing"] {
            let answer = service.send(service.request(Method::GET, path).header(name, host)).await;
            assert_eq!((answer.status, &answer.body["code"]), (421, &json!("FOREIGN_HOST")), "{host} {path}");
        }
    }
    for host in ["localhost:1", "127.0.0.1", "[::1]:8080", "LOCALHOST"] {
        service.send(service.request(Method::GET, "/v1/health").header("host", host)).await.is(200);
    }
    let named = Service::start_with(|config| config.hosts = vec!["schakel.example".to_owned()]).await;
    named.send(named.request(Method::GET, "/v1/health").header("host", "schakel.example")).await.is(200);
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let plan = planned(&service, &scenario).await;
    let origins = [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        // Another program's page on this machine.
        ("origin", "http://127.0.0.1:1"),
        ("sec-fetch-site", "cross-site"),
    ];
    for (name, value) in origins {
        let table = reqwest::multipart::Form::new().text("part", "jobseekers").text("file", "id\nJ1\n");
        let requests = [
            service.request(Method::POST, "/v1/scenarios").json(&small()),
            service.request(Method::POST, "/v1/scenarios/import").multipart(table),
            service.request(Method::POST, &format!("/v1/plans/{plan}/cancel")),
            service.request(Method::DELETE, &format!("/v1/scenarios/{scenario}")),
            service.request(Method::PUT, "/v1/policy-packs/x").json(&json!({})),
        ];
        for request in requests {
            let answer = service.send(request.header(name, value)).await;
            assert_eq!((answer.status, &answer.body["code"]), (403, &json!("FOREIGN_ORIGIN")), "{name}: {value}");
        }
    }
    assert_eq!(service.get("/v1/scenarios").await.is(200).body["scenarios"].as_array().unwrap().len(), 1);
    // Its own pages, and programs, which say nothing of where they are from.
    let own = service.request(Method::POST, "/v1/scenarios").header("origin", service.base.clone()).json(&small());
    service.send(own).await.is(201);
    service.post("/v1/scenarios", &small()).await.is(201);
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use std::time::{Duration, Instant};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn clients_that_send_a_byte_now_and_then_block_nobody_and_are_ended() {
        let service = Service::start().await;
        let address = service.base.strip_prefix("http://").unwrap().to_owned();
        let head = "POST /v1/scenarios HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
        let mut slow = Vec::new();
        for _ in 0..4 {
            let mut client = TcpStream::connect(&address).await.unwrap();
            client.write_all(head.as_bytes()).await.unwrap();
            slow.push(client);
        }
        let begun = Instant::now();
        let mut ended = 0;
        while ended < slow.len() {
            assert!(begun.elapsed() < Duration::from_secs(25), "{ended} of {} ended", slow.len());
            service.post("/v1/scenarios", &small()).await.is(201);
            tokio::time::sleep(Duration::from_secs(1)).await;
            ended = 0;
            for client in &mut slow {
                let _ = client.write_all(b" ").await;
                let mut answer = [0; 12];
                let read = tokio::time::timeout(Duration::from_millis(20), client.peek(&mut answer)).await;
                ended += usize::from(matches!(read, Ok(Ok(n)) if n == 0 || answer.starts_with(b"HTTP/1.1 400")));
            }
        }
        let mut answer = String::new();
        let _ = slow[0].read_to_string(&mut answer).await;
        assert!(answer.is_empty() || answer.contains("BODY_BROKEN_OFF"), "{answer}");
    }
}
