//! The languages Schakel speaks, and sentences that exist in each of them.

use std::fmt;

/// A language of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Dutch, the language of the region: the first to be written and the first to be read.
    Nl,
    /// English.
    En,
    /// French.
    Fr,
}

impl Lang {
    /// All languages, Dutch first.
    pub const ALL: [Self; 3] = [Self::Nl, Self::En, Self::Fr];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

/// The same fixed words in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Dutch.
    pub nl: &'static str,
    /// English.
    pub en: &'static str,
    /// French.
    pub fr: &'static str,
}

impl Words {
    /// The words in `lang`.
    pub fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Nl => self.nl,
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }
}

/// A minute of the day written as `HH:MM`.
#[derive(Clone, Copy, Debug)]
pub struct Clock(
    /// Minutes since midnight; beyond 24 hours it is the next day's clock.
    pub u16,
);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minute = if self.0 > 24 * 60 { self.0 - 24 * 60 } else { self.0 };
        write!(f, "{:02}:{:02}", minute / 60, minute % 60)
    }
}
