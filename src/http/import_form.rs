//! The form of an import: a file, what its rows are, and where they go. Everything wrong with it comes at once.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use schemars::JsonSchema;
use serde_json::Value;

use super::App;
use super::problem::{Kind, Problem};
use crate::files::import::{Mapping, Part};
use crate::files::scenario::{Code, Issue, escaped, format, shown};

/// Largest form, bytes.
pub(super) const FORM_MAX: usize = 64 << 20;

/// A table, and where its rows go: into `scenario_id`, or into a new scenario that begins with `base`.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the document shows it; the form is read part by part")]
pub(super) struct ImportForm {
    /// The table: csv or xlsx.
    #[schemars(extend("format" = "binary"))]
    file: String,
    /// What its rows are.
    part: Part,
    /// The scenario its rows are added to.
    scenario_id: Option<String>,
    /// What a new scenario begins with, as JSON.
    base: Option<ImportBase>,
    /// Title of a column to field, as JSON.
    mapping: Option<Mapping>,
    /// Sheet of a workbook; the first without it.
    sheet: Option<String>,
}

/// What a new scenario begins with; any other field of a scenario may stand in it too.
#[derive(Clone, Debug, JsonSchema)]
#[expect(dead_code, reason = "the document shows it; the reader of scenarios judges it with the rows")]
pub(super) struct ImportBase {
    /// Name and municipalities.
    region: format::Region,
    /// First and last day of the plan.
    horizon: format::Horizon,
    /// Policy pack, with what differs from it.
    policy: format::Policy,
}

/// The form, read.
pub(super) struct Form {
    pub(super) file: Vec<u8>,
    pub(super) part: Part,
    pub(super) scenario_id: Option<String>,
    pub(super) base: Option<Value>,
    pub(super) told: Option<Mapping>,
    pub(super) sheet: Option<String>,
}

/// The names of its fields.
const FIELDS: [&str; 6] = ["file", "part", "scenario_id", "base", "mapping", "sheet"];

impl FromRequest<App> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            return Err(Problem::new(Kind::UnsupportedMedia));
        }
        let form = Multipart::from_request(request, app).await;
        let mut form = form.map_err(|_| Problem::new(Kind::Malformed))?;
        let (mut issues, mut found) = (Vec::new(), [const { None::<Vec<u8>> }; 6]);
        while let Some(field) = form.next_field().await.map_err(refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(refused)?;
            let pointer = format!("#/{}", escaped(&shown(&name)));
            match FIELDS.iter().position(|known| *known == name) {
                None => issues.push(Issue::new(Code::UnknownField, pointer).with("field", &shown(&name))),
                Some(at) if found[at].is_some() => {
                    issues.push(Issue::new(Code::FieldTwice, pointer).with("field", &name));
                }
                Some(at) => found[at] = Some(bytes.into()),
            }
        }
        read(found, issues).map_err(Problem::invalid)
    }
}

fn refused(error: MultipartError) -> Problem {
    let is_large = error.status().as_u16() == 413;
    Problem::new(if is_large { Kind::TooLarge } else { Kind::Malformed })
}

fn missing(field: &str) -> Issue {
    Issue::new(Code::MissingField, format!("#/{field}")).with("field", &field)
}

/// The form out of its fields, in the order of [`FIELDS`].
fn read(found: [Option<Vec<u8>>; 6], mut issues: Vec<Issue>) -> Result<Form, Vec<Issue>> {
    let [file, part, scenario_id, base, mapping, sheet] = found;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let part: Option<Option<Part>> = part.map(|name| serde_json::from_value(Value::String(text(name))).ok());
    let part = match part {
        None => {
            issues.push(missing("part"));
            None
        }
        Some(None) => {
            let allowed = Part::ALL.map(Part::name).join(", ");
            issues.push(Issue::new(Code::NotInList, "#/part").with("allowed", &allowed));
            None
        }
        Some(part) => part,
    };
    if file.is_none() {
        issues.push(missing("file"));
    }
    let base = base.and_then(|bytes| json::<Value>(&bytes, "base", &mut issues));
    let told = mapping.and_then(|bytes| json::<Mapping>(&bytes, "mapping", &mut issues));
    let scenario_id = scenario_id.map(text);
    if scenario_id.is_none() && base.is_none() && issues.is_empty() {
        issues.push(missing("scenario_id"));
    }
    match (file, part) {
        (Some(file), Some(part)) if issues.is_empty() => {
            Ok(Form { file, part, scenario_id, base, told, sheet: sheet.map(text) })
        }
        _ => Err(issues),
    }
}

/// A field that is JSON itself.
fn json<T: serde::de::DeserializeOwned>(bytes: &[u8], field: &str, issues: &mut Vec<Issue>) -> Option<T> {
    let pointer = format!("#/{field}");
    match serde_json::from_slice(bytes) {
        Ok(value) => Some(value),
        Err(error) if error.is_data() => {
            issues.push(Issue::new(Code::BadFormat, pointer).with("expected", &r#"{"title": "field"}"#));
            None
        }
        Err(error) => {
            let issue = Issue::new(Code::MalformedJson, pointer).with("line", &error.line());
            issues.push(issue.with("column", &error.column()));
            None
        }
    }
}
