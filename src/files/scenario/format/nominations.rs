//! Whom counsellors put forward for a training.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person whom a counsellor puts forward for a training: told beside what data say, and of no matter to any plan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nomination {
    /// Jobseeker.
    pub jobseeker: String,
    /// ESCO code of the occupation to be trained for; or else a programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9]{4}(\.[0-9]+)*$"))]
    pub occupation: Option<String>,
    /// A programme of this scenario; or else an occupation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// Where the counsellor works. Never who it is.
    pub by: NominatedBy,
}

/// Where a counsellor works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NominatedBy {
    /// VDAB.
    Vdab,
    /// The OCMW.
    Ocmw,
    /// The municipality.
    Municipality,
    /// A partner, such as an organisation that gives trainings.
    Partner,
}
