//! Tables that come in: a form with a file, how each row fared, and rows that were mended.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::IntoResponse;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Begun, Done};
use super::import_form::{FORM_MAX, Form, ImportForm};
use super::openapi::{BadBody, BadFields, Busy, Missing, Refused, fields, shown};
use super::problem::{Kind, Problem};
use super::{App, Ask, Caller, Fields, IdempotencyKey};
use crate::files::import::{self, Columns, Mapping, Outcome, Part, Source, Status};
use crate::files::scenario::{Code, Issue};
use crate::service::cache::unblocked;
use crate::service::import_run::{self, MendError};
use crate::service::revision::hexadecimal;
use crate::service::store::{ImportRow, NewImport, RequestKey, RowRow, RowsAsked, StoreError, new_id};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    let form = OpenApiRouter::new().routes(routes!(post_import)).layer(DefaultBodyLimit::max(FORM_MAX));
    form.routes(routes!(get_import, delete_import))
        .routes(routes!(patch_row))
        .routes(routes!(patch_rows))
        .routes(routes!(get_mappings))
}

/// An import: how it goes, and a page of its rows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ImportView {
    /// Its ID.
    id: String,
    /// What its rows are.
    part: Part,
    /// `running`, `completed`, or `failed`: nothing was kept then.
    state: String,
    /// When it began, UTC.
    created_at: String,
    /// The scenario its rows were added to; none for a new one.
    scenario_id: Option<String>,
    /// The revision that came of it; none while no row was good.
    result_id: Option<String>,
    /// Title of a column to field.
    mapping: Mapping,
    /// Columns that are for no field: nothing of them is kept.
    ignored: Vec<String>,
    /// How the file was read: sheet, encoding, separator, date system, row of the titles.
    source: Source,
    /// How many rows stand how: together the rows of the file.
    counts: Counts,
    /// What is wrong with the scenario itself, where that is why it failed.
    issues: Value,
    /// The rows asked for, in the order of the file.
    rows: Vec<RowView>,
    /// What to give as `page` for the rows that follow; null when there are none.
    next: Option<String>,
}

/// How many rows stand how.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
struct Counts {
    /// New records.
    created: i64,
    /// Records that were there and have another value now.
    updated: i64,
    /// Records that were there and say the same.
    unchanged: i64,
    /// Left out.
    error: i64,
    /// Not looked at: hidden, or below a quote that is not closed.
    not_read: i64,
}

/// A row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct RowView {
    /// Its number in the file, as Excel shows it.
    row: i64,
    /// What became of it.
    status: Status,
    /// ID of its record.
    id: Option<String>,
    /// Its cells that are for a field, by title.
    cells: BTreeMap<String, String>,
    /// Fields that have another value than before.
    changed: Vec<String>,
    /// What is wrong or doubtful, with what to do.
    issues: Value,
}

/// Cells of a row that were mended.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MendedRow {
    /// Text by title of the column; an empty text empties the cell.
    #[schemars(length(min = 1, max = 200))]
    cells: BTreeMap<String, String>,
}

/// Rows of which cells were mended.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MendedRowList {
    /// Each row once.
    #[schemars(length(min = 1, max = 1000))]
    rows: Vec<NumberedRow>,
}

/// Cells of one of several rows that were mended.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NumberedRow {
    /// Its number in the file, as Excel shows it.
    #[schemars(range(min = 1, max = 1_048_576))]
    row: u32,
    /// Text by title of the column; an empty text empties the cell.
    #[schemars(length(min = 1, max = 200))]
    cells: BTreeMap<String, String>,
}

/// Rows that were judged again.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct JudgedRows {
    /// In the order of the file.
    rows: Vec<RowView>,
    /// The revision that has those that are good now; null when none is.
    result_id: Option<String>,
}

/// Which rows.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RowFields {
    /// Only rows that stand so.
    #[serde(default)]
    status: Option<Status>,
    /// At most so many; 100 when left out.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
    /// The page after: what `next` of the page before says.
    #[schemars(range(min = 1, max = 1_048_576))]
    page: Option<u32>,
}

/// How many rows are told where nothing else is asked.
const ROWS: u32 = 100;

/// Mappings that are kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct MappingList {
    /// The last used first.
    mappings: Vec<KeptMapping>,
}

/// A mapping that is used again for a table with the same columns.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct KeptMapping {
    /// What the rows are.
    part: String,
    /// Title of a column to field.
    mapping: Mapping,
    /// When it was last used, UTC.
    updated_at: String,
}

shown!(ImportForm, ImportView, RowView, MendedRow, MendedRowList, JudgedRows, MappingList);
fields!(RowFields);

/// Adds the rows of a table to a scenario, or begins a scenario with them.
///
/// Each row is judged for itself: those in error are left out and told, the others make one new revision. A table is
/// csv or xlsx; columns are matched to fields by `mapping`, by what was used before for the same columns, or by their
/// titles.
#[utoipa::path(
    post,
    path = "/v1/scenarios/import",
    tag = "imports",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses(
        (status = 202, body = ImportView, headers(("Location" = String, description = "How it goes."))),
        Missing, BadBody, Refused, Busy
    )
)]
async fn post_import(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    form: Form,
) -> Result<impl IntoResponse, Problem> {
    let request = key_of(&key, &form);
    let owner = caller.owner;
    let seat = app.readers.clone().try_acquire_owned().map_err(|_| Problem::new(Kind::TooMany))?;
    if let Some(scenario) = &form.scenario_id {
        app.store.scenario(&owner, scenario).await?;
    }
    let Form { file, part, sheet, told, scenario_id, base } = form;
    let table = unblocked(move || import::read(&file, sheet.as_deref())).await?;
    let table = table.map_err(|issue| Problem::invalid([issue]))?;
    // The titles of a table without a head are people: a digest of them is kept, which no erasure has to find.
    let key = hexadecimal(&Sha256::digest(import::key(&table)));
    let told = match told {
        Some(told) => Some(told),
        None => app.store.mapping(&owner, part, &key).await?,
    };
    let columns = Columns::of(part, &table, told.as_ref()).map_err(Problem::invalid)?;
    let (mapping, ignored) = (columns.mapping.clone(), columns.ignored.clone());
    let base = base.as_ref().map(import_run::begun);
    let (id, source) = (new_id("import"), table.source.clone());
    let new = NewImport { id, scenario_id, base, part, mapping, ignored, source, columns: key };
    let row = app.store.begin_import(&owner, &new, request.as_ref()).await?;
    if row.id == new.id {
        let (store, cache) = (app.store.clone(), app.cache.clone());
        tokio::spawn(async move {
            let _seat = seat;
            import_run::run(store, cache, owner, new, columns, table).await;
        });
    }
    let location = format!("/v1/imports/{}", row.id);
    Ok(Begun(location, view(row, &BTreeMap::new(), Vec::new())?))
}

/// The key with everything the form asks.
fn key_of(key: &IdempotencyKey, form: &Form) -> Option<RequestKey> {
    let Form { file, part, sheet, told, scenario_id, base } = form;
    let rest = serde_json::json!([part, sheet, told, scenario_id, base]).to_string();
    key.of(&[b"import", file, rest.as_bytes()])
}

/// How an import goes, and a page of its rows.
#[utoipa::path(
    get,
    path = "/v1/imports/{id}",
    tag = "imports",
    params(("id" = String, Path, description = "ID of the import."), RowFields),
    responses((status = 200, body = ImportView), Missing, BadFields)
)]
async fn get_import(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(asked): Fields<RowFields>,
) -> Result<Json<ImportView>, Problem> {
    let import = app.store.import(&caller.owner, &id).await?;
    let counts = app.store.import_counts(&id).await?;
    let RowFields { status, limit, page } = asked;
    let (limit, after) = (limit.unwrap_or(ROWS), page.unwrap_or(0));
    let rows = app.store.import_rows(&id, &RowsAsked { status: status.map(Status::name), after, limit }).await?;
    let next = rows.last().filter(|_| rows.len() == limit as usize).map(|row| row.row.to_string());
    Ok(Json(ImportView { next, ..view(import, &counts, rows)? }))
}

/// Forgets an import and the cells of its rows. The revision that came of it stays.
#[utoipa::path(
    delete,
    path = "/v1/imports/{id}",
    tag = "imports",
    params(("id" = String, Path, description = "ID of the import.")),
    responses((status = 204, description = "It is forgotten."), Missing)
)]
async fn delete_import(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Done, Problem> {
    app.store.delete_import(&caller.owner, &id).await?;
    Ok(Done)
}

/// Judges a row in error again with mended cells; when it is good, it makes a new revision.
#[utoipa::path(
    patch,
    path = "/v1/imports/{id}/rows/{row}",
    tag = "imports",
    params(
        ("id" = String, Path, description = "ID of the import."),
        ("row" = u32, Path, description = "Number of the row in the file.")
    ),
    request_body = MendedRow,
    responses((status = 200, body = RowView), Missing, BadBody, Refused, Busy)
)]
async fn patch_row(
    State(app): State<App>,
    caller: Caller,
    Path((id, row)): Path<(String, u32)>,
    Ask(mended): Ask<MendedRow>,
) -> Result<Json<RowView>, Problem> {
    let _seat = app.readers.clone().try_acquire_owned().map_err(|_| Problem::new(Kind::TooMany))?;
    let import = app.store.import(&caller.owner, &id).await?;
    let mended = BTreeMap::from([(row, mended.cells)]);
    let outcomes = import_run::mend(&app.store, &app.cache, &caller.owner, import, mended).await;
    let outcomes = outcomes.map_err(|error| not_mended(error, |_| "#/cells".to_owned()))?;
    outcomes.into_iter().next().map(|outcome| Json(judged(outcome))).ok_or_else(|| StoreError::Missing.into())
}

/// Judges rows in error again with mended cells; all that are good make one new revision.
#[utoipa::path(
    patch,
    path = "/v1/imports/{id}/rows",
    tag = "imports",
    params(("id" = String, Path, description = "ID of the import.")),
    request_body = MendedRowList,
    responses((status = 200, body = JudgedRows), Missing, BadBody, Refused, Busy)
)]
async fn patch_rows(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Ask(asked): Ask<MendedRowList>,
) -> Result<Json<JudgedRows>, Problem> {
    let _seat = app.readers.clone().try_acquire_owned().map_err(|_| Problem::new(Kind::TooMany))?;
    let import = app.store.import(&caller.owner, &id).await?;
    let (mut mended, mut places, mut twice) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for (position, NumberedRow { row, cells }) in asked.rows.into_iter().enumerate() {
        if mended.insert(row, cells).is_some() {
            // `places` still has the first.
            twice.push(
                Issue::new(Code::IdUsedTwice, format!("#/rows/{position}/row"))
                    .with("first", &format!("#/rows/{}/row", places[&row])),
            );
        }
        places.entry(row).or_insert(position);
    }
    if !twice.is_empty() {
        return Err(Problem::invalid(twice));
    }
    let outcomes = import_run::mend(&app.store, &app.cache, &caller.owner, import, mended).await;
    let at = |row: u32| format!("#/rows/{}/cells", places.get(&row).copied().unwrap_or_default());
    let outcomes = outcomes.map_err(|error| not_mended(error, at))?;
    let result_id = app.store.import(&caller.owner, &id).await?.result_id;
    let is_kept = outcomes.iter().any(|outcome| outcome.status != Status::Error);
    let rows = outcomes.into_iter().map(judged).collect();
    Ok(Json(JudgedRows { rows, result_id: result_id.filter(|_| is_kept) }))
}

/// Why rows were not mended; `at` is where the cells of a row stand in the body.
fn not_mended(error: MendError, at: impl Fn(u32) -> String) -> Problem {
    match error {
        MendError::Store(error) => error.into(),
        MendError::Unknown(titles) => Problem::invalid(titles.into_iter().map(|(row, title)| {
            let pointer = format!("{}/{}", at(row), title.replace('~', "~0").replace('/', "~1"));
            Issue::new(Code::ColumnUnknown, pointer).with("column", &title)
        })),
    }
}

/// The mappings that tables with the same columns will be read by.
#[utoipa::path(
    get,
    path = "/v1/import-mappings",
    tag = "imports",
    responses((status = 200, body = MappingList))
)]
async fn get_mappings(State(app): State<App>, caller: Caller) -> Result<Json<MappingList>, Problem> {
    let all = app.store.mappings(&caller.owner).await?;
    let one = |(part, mapping, updated_at): (String, String, String)| {
        Ok(KeptMapping { part, mapping: read(&mapping)?, updated_at })
    };
    Ok(Json(MappingList { mappings: all.into_iter().map(one).collect::<Result<_, Problem>>()? }))
}

/// JSON that is kept.
fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|error| Problem::defect(&error))
}

fn view(import: ImportRow, counts: &BTreeMap<String, i64>, rows: Vec<RowRow>) -> Result<ImportView, Problem> {
    let count = |status: Status| counts.get(status.name()).copied().unwrap_or(0);
    let counts = Counts {
        created: count(Status::Created),
        updated: count(Status::Updated),
        unchanged: count(Status::Unchanged),
        error: count(Status::Error),
        not_read: count(Status::NotRead),
    };
    let name = |word: String| serde_json::from_value(Value::String(word)).map_err(|error| Problem::defect(&error));
    Ok(ImportView {
        part: name(import.part)?,
        id: import.id,
        state: import.state,
        created_at: import.created_at,
        scenario_id: import.scenario_id,
        result_id: import.result_id,
        mapping: read(&import.mapping)?,
        ignored: read(&import.ignored)?,
        source: read(&import.source)?,
        counts,
        issues: read(&import.issues)?,
        rows: rows.into_iter().map(row_view).collect::<Result<_, _>>()?,
        next: None,
    })
}

fn row_view(row: RowRow) -> Result<RowView, Problem> {
    let status = serde_json::from_value(Value::String(row.status)).map_err(|error| Problem::defect(&error))?;
    Ok(RowView {
        row: row.row,
        status,
        id: row.record_id,
        cells: read(&row.cells)?,
        changed: read(&row.changed)?,
        issues: read(&row.issues)?,
    })
}

fn judged(outcome: Outcome) -> RowView {
    let Outcome { row, status, id, changed, issues, cells } = outcome;
    RowView { row: row.into(), status, id, cells, changed, issues: serde_json::json!(issues) }
}
