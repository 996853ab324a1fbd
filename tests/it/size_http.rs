//! `POST /v1/invitations/size` on a real service: the answer of the command line, every issue at once, within a second.

use std::time::Instant;

use serde_json::{Value, json};

use crate::service::Service;
use crate::size::{FAULTS, fair, faulty};
use crate::support::put;

#[tokio::test]
async fn the_service_answers_as_the_command_line_does() {
    let service = Service::start().await;
    let answer = service.post("/v1/invitations/size", &fair()).await.is(200);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), fair().to_string()).unwrap();
    let mut verb = std::process::Command::new(env!("CARGO_BIN_EXE_schakel"));
    let output = verb.arg("size").arg(file.path()).output().unwrap();
    assert_eq!(answer.body, serde_json::from_slice::<Value>(&output.stdout).unwrap());
}

#[tokio::test]
async fn every_issue_comes_back_with_pointer_code_and_action() {
    let service = Service::start().await;
    let answer = service.post("/v1/invitations/size", &faulty()).await.is(422);
    let errors = answer.body["errors"].as_array().unwrap();
    let word = |error: &Value, field: &str| error[field].as_str().unwrap().to_owned();
    let told: Vec<_> = errors.iter().map(|error| (word(error, "pointer"), word(error, "code"))).collect();
    let expected: Vec<_> = FAULTS.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect();
    assert_eq!(told, expected);
    for error in errors {
        assert!(["nl", "en", "fr"].iter().all(|lang| !error["action"][lang].as_str().unwrap().is_empty()));
    }
    let mut shape = fair();
    put(&mut shape, "/hall/risk", json!(5));
    put(&mut shape, "/segments/0/channel", json!("E-mail"));
    put(&mut shape, "/segments/1/age", json!(20));
    let answer = service.post("/v1/invitations/size", &shape).await.is(422);
    assert_eq!(answer.body["errors"].as_array().map(Vec::len), Some(3), "{:#}", answer.body);
}

/// As large as is taken: people, tables that all differ, the widest shock, and a wave.
fn largest() -> Value {
    let segment = |at: u32| {
        json!({
            "id": format!("s{at}"), "channel": "letter", "lead_time_days": 1, "people": 250, "floor": 1,
            "rate": {"mean": 0.1 + 0.05 * f64::from(at), "sample_size": 30.0 + f64::from(at)}
        })
    };
    let table = |at: u32| {
        let visits = (0..8).map(|s| json!({"segment": format!("s{s}"), "share": f64::from(at * 8 + s + 1) / 2000.0}));
        let employer = format!("E{at}");
        json!({"employer": employer, "occupation": "9112.1", "slots": 60, "risk": 0.4, "visits": visits.collect::<Vec<_>>()})
    };
    let replies = (0..8).map(|s| json!({"segment": format!("s{s}"), "yes": 5, "no": 5, "silent": 20}));
    json!({
        "hall": {"places": 600, "risk": 0.05}, "segments": (0..8).map(segment).collect::<Vec<_>>(), "walk_ins": 30,
        "tables": (0..60).map(table).collect::<Vec<_>>(), "common_shock": 2.0, "binding": "common_shock",
        "wave": {"days_left": 2, "replies": replies.collect::<Vec<_>>()}
    })
}

/// Takes seconds.
mod full {
    use super::*;

    #[tokio::test]
    async fn the_largest_fairs_are_answered_and_larger_ones_are_refused() {
        let service = Service::start().await;
        let alone = {
            let mut fair = largest();
            put(&mut fair, "/common_shock", Value::Null);
            put(&mut fair, "/binding", json!("independent"));
            fair
        };
        // Near the most work that is taken.
        let together = {
            let mut fair = largest();
            let one_table = json!([fair["tables"][59]]);
            put(&mut fair, "/common_shock", json!(0.5));
            put(&mut fair, "/hall/places", json!(200));
            put(&mut fair, "/tables", one_table);
            (0..8).for_each(|s| put(&mut fair, &format!("/segments/{s}/people"), json!(120)));
            fair
        };
        for (name, fair) in [("alone", alone), ("together", together)] {
            let begun = Instant::now();
            let answer = service.post("/v1/invitations/size", &fair).await.is(200);
            let seconds = begun.elapsed().as_secs_f64();
            let proof = &answer.body["size"]["proof"];
            println!("{name}: {seconds:.2} s, {proof}");
            // Less than one where the program is optimised and the machine is free.
            assert!(seconds < 10.0, "{name}: {seconds} s");
            assert!(proof["value"].as_f64() <= proof["bound"].as_f64());
        }
        let answer = service.post("/v1/invitations/size", &largest()).await.is(422);
        assert_eq!(answer.body["errors"][0]["pointer"], "#/common_shock");
        assert_eq!(answer.body["errors"][0]["code"], "NUMBER_OUT_OF_RANGE");
    }
}
