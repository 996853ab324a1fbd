//! The OpenAPI document: locked by a snapshot, whole, and shown by a viewer that needs no network.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::service::Service;

#[test]
fn the_document_changes_only_on_purpose() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/openapi.json");
    let document = format!("{:#}\n", schakel::http::document());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &document).unwrap();
    }
    let locked = fs::read_to_string(&path).unwrap_or_default();
    let differs = document.lines().zip(locked.lines()).find(|(new, old)| new != old);
    assert!(
        document == locked,
        "other programs are written against fixtures/openapi.json: {differs:?}. If the change is meant, run \
         UPDATE_EXPECT=1 cargo test openapi, and say it in CHANGELOG.md"
    );
}

/// Every `$ref` in `value`, with the values that hold one.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn everything_that_the_document_refers_to_is_in_it() {
    let document = schakel::http::document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 10);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} is not in the document");
    }
}

#[test]
fn every_schema_is_a_schema_and_every_operation_says_what_it_is() {
    let document = schakel::http::document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
    }
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let said = operation["summary"].as_str().unwrap_or_default();
            assert!(!said.is_empty() && operation["tags"].is_array(), "{method} {path} does not say what it is");
        }
    }
}

#[tokio::test]
async fn the_viewer_needs_no_network() {
    let service = Service::start().await;
    let first = service.get("/").await.is(200);
    assert_eq!(first.headers["content-type"], "text/html", "`/` leads to the documentation");
    let page = service.get("/docs/").await.is(200);
    let page = String::from_utf8(page.bytes).unwrap();
    assert!(page.contains("swagger-ui"));
    assert!(!page.contains("https://") && !page.contains("//cdn"), "{page}");
    service.get("/docs/swagger-ui-bundle.js").await.is(200);
    let served = service.get("/v1/openapi.json").await.is(200);
    assert_eq!(served.body, schakel::http::document());
}
