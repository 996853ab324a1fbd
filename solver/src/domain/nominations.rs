//! Whom counsellors put forward for a training. No rule and no plan reads it.

use super::ids::{JobseekerIdx, OccupationIdx, ProgrammeIdx};

/// What somebody is put forward for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NominatedFor {
    /// A training in an occupation.
    Occupation(OccupationIdx),
    /// A programme of the region.
    Programme(ProgrammeIdx),
}

/// Where the counsellor works; who it is plays no part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

impl NominatedBy {
    /// Every place of work, in order.
    pub const ALL: [Self; 4] = [Self::Vdab, Self::Ocmw, Self::Municipality, Self::Partner];
}

/// A person whom a counsellor puts forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nomination {
    /// Whom.
    pub jobseeker: JobseekerIdx,
    /// For what.
    pub what: NominatedFor,
    /// Where the counsellor works.
    pub by: NominatedBy,
}
