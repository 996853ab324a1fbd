//! The OpenAPI document and the service agree: Schemathesis fires requests, good and bad, at every operation, and holds
//! each answer against the document.

use std::path::Path;
use std::process::Command;

use crate::service::Service;

/// Where `make test` installs Schemathesis.
const TOOL: &str = "target/conformance/bin/schemathesis";

/// Requests per operation and phase. `make conformance EXAMPLES=500` looks longer.
const EXAMPLES: &str = "15";

#[tokio::test(flavor = "multi_thread")]
async fn no_generated_request_gets_an_answer_that_the_document_does_not_have() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = root.join(TOOL);
    assert!(tool.exists(), "Schemathesis is missing: `make conformance-tool` installs it from PyPI");
    let service = Service::start().await;
    let scenario = service.with_story("the-last-childcare-place").await;
    let examples = std::env::var("EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    let output = tokio::task::spawn_blocking({
        let document = format!("{}/v1/openapi.json", service.base);
        move || {
            let mut command = Command::new(tool);
            command.args(["--config-file", "tests/conformance/schemathesis.toml", "run", &document]);
            command.args(["--max-examples", &examples, "--seed", "1", "--no-color"]);
            command.env("SCENARIO_ID", scenario).current_dir(root).output()
        }
    });
    let output = output.await.unwrap().unwrap();
    let (told, warned) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}\n{warned}");
    // The document is not empty and requests were sent: an unreachable service would prove nothing.
    assert!(told.contains("Test cases:"), "{told}");
    println!("{}", told.lines().rev().take(25).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n"));
}
