//! How a catalogue of issues is declared: here, and for timetables.

use schakel_solver::text::Words;
use schemars::JsonSchema;
use serde::Serialize;

/// How bad an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The scenario cannot be planned.
    Error,
    /// It can be planned; a person should look at this.
    Warning,
}

/// One line of the catalogue of issues.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The stable code.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// What is the case, with `{params}`.
    pub message: Words,
    /// What to do, with `{params}`.
    pub action: Words,
}

/// Declares every code with its words: Dutch, English, French; first what is the case, then what to do.
macro_rules! catalogue {
    ($($name:ident $code:literal $severity:ident
        $nl:literal $en:literal $fr:literal do $do_nl:literal do $do_en:literal do $do_fr:literal;)+) => {
        /// The kind of an issue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $en] $name,)+
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The line of the catalogue.
            pub fn entry(self) -> Entry {
                match self {
                    $(Self::$name => Entry {
                        code: $code,
                        severity: Severity::$severity,
                        message: Words { nl: $nl, en: $en, fr: $fr },
                        action: Words { nl: $do_nl, en: $do_en, fr: $do_fr },
                    },)+
                }
            }
        }
    };
}

pub(crate) use catalogue;
