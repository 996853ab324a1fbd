//! Outcomes: what came of reaching people, counted per channel and broad segment. Never per person.
//!
//! The lists are closed: a segment says where people stand on their way to work, and no segment is or stands for age,
//! origin, sex, health, family or neighbourhood. Counters know no scenario, so erasing one leaves them: there is
//! nothing of it in them. What is read back is each counter rounded down to a multiple of k on its own; no exact sum is
//! ever given, so no difference of two answers is finer than k.

use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Done;
use super::openapi::{BadBody, Refused, shown};
use super::problem::Problem;
use super::{App, Ask, Caller, IdempotencyKey};
use crate::answers::decision_reasons::RefusalReason;
use crate::answers::disclosure::{LEAST_SHOWN, rounded_down};
use crate::files::attendance::Segment;
use crate::files::scenario::{Code, Issue};
use crate::service::store::OutcomeRow;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(post_outcome, list_outcomes))
}

/// Declares a closed list with its codes.
macro_rules! list {
    ($(#[$doc:meta])* $list:ident { $($name:ident $code:literal $says:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub(super) enum $list {
            $(#[doc = $says] #[serde(rename = $code)] $name,)+
        }

        impl $list {
            const ALL: &[Self] = &[$(Self::$name,)+];

            fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

list! {
    /// How people were reached.
    Channel {
        Vdab "vdab" "An invitation by VDAB.";
        Ocmw "ocmw" "An invitation by the OCMW.";
        Municipality "municipality" "An invitation by the municipality.";
        Partner "partner" "A partner organisation.";
        Employer "employer" "An employer.";
        Fair "fair" "A job fair.";
        Own "own" "On their own initiative.";
    }
}

list! {
    /// What came of it.
    Outcome {
        Seen "seen" "Came.";
        NoShow "no_show" "Did not come.";
        Excused "excused" "Did not come, and said so before.";
        Refused "refused" "Refused the offer.";
        Started "started" "Started.";
        Ended "ended" "The work ended.";
        InWork3m "in_work_3m" "In work after three months.";
        InWork6m "in_work_6m" "In work after six months.";
        InWork12m "in_work_12m" "In work after twelve months.";
    }
}

/// What came of it, so many times.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomeRequest {
    /// How people were reached.
    channel: Channel,
    /// Where they stand on their way to work.
    segment: Segment,
    /// What came of it.
    outcome: Outcome,
    /// Why the offer was refused: with `refused`, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<RefusalReason>,
    /// How often; 1 when left out.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = 100_000))]
    count: u32,
}

fn once() -> u32 {
    1
}

/// A counter as it is shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct OutcomeCount {
    /// What came of it.
    outcome: Outcome,
    /// At least so often: rounded down to a multiple of `rounded_to`.
    at_least: i64,
    /// Per cent of those who were reached and came, did not come, or were excused, from the numbers shown; none while
    /// one of these is too small, and for other outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<i64>,
}

/// The counters of one channel and segment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct OutcomeRates {
    /// How people were reached.
    channel: Channel,
    /// Where they stand on their way to work.
    segment: Segment,
    /// Each outcome.
    outcomes: Vec<OutcomeCount>,
}

/// Rates per channel and segment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Outcomes {
    /// Every number is a multiple of this.
    rounded_to: u32,
    /// Every channel and segment, also those without anything to show.
    rates: Vec<OutcomeRates>,
}

shown!(OutcomeRequest, Outcomes);

/// Counts what came of it.
#[utoipa::path(
    post,
    path = "/v1/outcomes",
    tag = "outcomes",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")),
    request_body = OutcomeRequest,
    responses((status = 204, description = "Counted."), BadBody, Refused)
)]
async fn post_outcome(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Ask(ask): Ask<OutcomeRequest>,
) -> Result<Done, Problem> {
    match (ask.outcome, ask.reason) {
        (Outcome::Refused, None) => {
            return Err(Problem::invalid([Issue::new(Code::MissingField, "#/reason").with("field", &"reason")]));
        }
        (Outcome::Refused, Some(_)) | (_, None) => {}
        (other, Some(_)) => {
            let issue = Issue::new(Code::NotForThis, "#/reason").with("choice", &other.code());
            return Err(Problem::invalid([issue]));
        }
    }
    let row = OutcomeRow {
        channel: ask.channel.code().to_owned(),
        segment: ask.segment.code().to_owned(),
        outcome: ask.outcome.code().to_owned(),
        reason: ask.reason.map_or("", RefusalReason::code).to_owned(),
        count: ask.count.into(),
    };
    let text = serde_json::to_vec(&ask).map_err(|error| Problem::defect(&error))?;
    app.store.count_outcome(&caller.owner, &row, key.of(&[b"outcome", &text]).as_ref()).await?;
    Ok(Done)
}

/// How often what came of it, per channel and segment, rounded down.
#[utoipa::path(get, path = "/v1/outcomes", tag = "outcomes", responses((status = 200, body = Outcomes)))]
async fn list_outcomes(State(app): State<App>, caller: Caller) -> Result<Json<Outcomes>, Problem> {
    let rows = app.store.outcomes(&caller.owner).await?;
    let cells = Channel::ALL.iter().flat_map(|&channel| Segment::ALL.iter().map(move |&segment| (channel, segment)));
    let rates =
        cells.map(|(channel, segment)| OutcomeRates { channel, segment, outcomes: counts(&rows, channel, segment) });
    Ok(Json(Outcomes { rounded_to: LEAST_SHOWN, rates: rates.collect() }))
}

/// Every outcome of one channel and segment.
fn counts(rows: &[OutcomeRow], channel: Channel, segment: Segment) -> Vec<OutcomeCount> {
    let of_cell = |row: &&OutcomeRow| row.channel == channel.code() && row.segment == segment.code();
    let shown = |outcome: Outcome| {
        let of_outcome = rows.iter().filter(of_cell).filter(|row| row.outcome == outcome.code());
        rounded_down(of_outcome.map(|row| row.count).sum())
    };
    let reached = [Outcome::Seen, Outcome::NoShow, Outcome::Excused];
    let parts = reached.map(shown);
    let count = |&outcome: &Outcome| {
        let at_least = shown(outcome);
        let has_rate = reached.contains(&outcome) && parts.iter().all(|&part| part > 0);
        OutcomeCount { outcome, at_least, percent: has_rate.then(|| 100 * at_least / parts.iter().sum::<i64>()) }
    };
    Outcome::ALL.iter().map(count).collect()
}
