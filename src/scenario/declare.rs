//! How a catalogue of issues is declared: here, and for timetables.

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
