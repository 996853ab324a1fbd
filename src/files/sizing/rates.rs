//! Show-up rates that were published, as defaults to be named: used only where the input names one, and told in the
//! answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many observed people a published rate is worth where nothing else is asked. Assumption: another place, another
/// year and another letter, so that some twenty invitations of one's own weigh as much.
const WORTH: f64 = 20.0;

/// A published rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublishedRate {
    /// A recruitment event, invited with a plain text message: about one in ten.
    RecruitmentEventPlainText,
    /// A recruitment event, invited by name with "I've booked you a place": 27 in 100.
    RecruitmentEventPlaceBooked,
    /// A one-to-one interview that is compulsory: four in five. Not a fair.
    CompulsoryInterview,
}

/// A published rate with its source.
#[derive(Clone, Copy, Debug)]
pub struct PublishedEntry {
    /// Expected share of the invited who come.
    pub mean: f64,
    /// How many observed people it is taken to be worth. Assumption.
    pub sample_size: f64,
    /// Where it stands. The first two by way of a secondary source; the third is of interviews, one in five absent.
    pub source: &'static str,
}

/// Every published rate.
pub const PUBLISHED: [PublishedRate; 3] = [
    PublishedRate::RecruitmentEventPlainText,
    PublishedRate::RecruitmentEventPlaceBooked,
    PublishedRate::CompulsoryInterview,
];

impl PublishedRate {
    /// The figures and where they stand.
    pub fn entry(self) -> PublishedEntry {
        let (mean, source) = match self {
            Self::RecruitmentEventPlainText => (0.10, "±10 %, doi 10.30636/jbpa.21.24, via belinablog.com 2015-04-27"),
            Self::RecruitmentEventPlaceBooked => (0.27, "27 %, doi 10.30636/jbpa.21.24, via belinablog.com 2015-04-27"),
            Self::CompulsoryInterview => (0.80, "80 %, VDAB 2022, Het Belang van Limburg 2022-11-08"),
        };
        PublishedEntry { mean, sample_size: WORTH, source }
    }
}
