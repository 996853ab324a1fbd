//! Languages and the levels of the Common European Framework (CEFR).

use std::fmt;

/// A CEFR level; [`Cefr::PreA1`] is below the scale: the person does not use the language yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cefr {
    /// Below A1.
    #[default]
    PreA1,
    /// Breakthrough.
    A1,
    /// Waystage.
    A2,
    /// Threshold.
    B1,
    /// Vantage.
    B2,
    /// Effective operational proficiency.
    C1,
    /// Mastery.
    C2,
}

impl Cefr {
    /// All levels, the lowest first.
    pub const ALL: [Self; 7] = [Self::PreA1, Self::A1, Self::A2, Self::B1, Self::B2, Self::C1, Self::C2];

    /// The level `steps` lower, at least [`Cefr::PreA1`].
    pub fn lowered(self, steps: u8) -> Self {
        Self::ALL[(self as usize).saturating_sub(steps as usize)]
    }
}

impl fmt::Display for Cefr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PreA1 => "0",
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::B1 => "B1",
            Self::B2 => "B2",
            Self::C1 => "C1",
            Self::C2 => "C2",
        })
    }
}

/// What one does with a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// Understanding speech.
    Listening,
    /// Taking part in conversation.
    Speaking,
    /// Reading.
    Reading,
    /// Writing.
    Writing,
}

impl Activity {
    /// All activities, speech first.
    pub const ALL: [Self; 4] = [Self::Listening, Self::Speaking, Self::Reading, Self::Writing];
}

/// A language by its ISO 639-1 code: two small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(
    /// The two letters, ASCII.
    pub [u8; 2],
);

impl Language {
    /// Dutch.
    pub const DUTCH: Self = Self(*b"nl");

    /// The code as text.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

/// A level per activity, in the order of [`Activity::ALL`].
pub type Levels = [Cefr; 4];

/// Levels of one language: known by a person, or asked by an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LanguageLevels {
    /// Which language.
    pub language: Language,
    /// Level per activity.
    pub levels: Levels,
}
