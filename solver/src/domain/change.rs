//! Changes of facts that could be arranged: the table of all, each with its name in data and what it is about.

use chrono::NaiveDate;

use super::{
    CareIdx, EntitlementIdx, JobseekerIdx, Language, Levels, Licences, Minute, Mode, OccupationIdx, OfferIdx,
    ResourceIdx, SupportIdx,
};

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A person.
    Jobseeker(JobseekerIdx),
    /// An offer.
    Offer(OfferIdx),
    /// A childcare facility.
    Care(CareIdx),
    /// A support.
    Support(SupportIdx),
    /// A room, or who leads something.
    Resource(ResourceIdx),
}

/// Declares what may be a subject by its position.
macro_rules! subjects {
    ($($idx:ident $variant:ident),+) => {$(
        impl From<$idx> for Subject {
            fn from(idx: $idx) -> Self {
                Self::$variant(idx)
            }
        }
    )+};
}

subjects!(JobseekerIdx Jobseeker, OfferIdx Offer, CareIdx Care, SupportIdx Support, ResourceIdx Resource);

/// Declares every change: its name in data, which never changes, its subject first, then what becomes of it.
macro_rules! changes {
    ($($(#[$doc:meta])* $variant:ident $name:literal ($subject:ident $(, $field:ident)*),)+) => {
        /// One change of a fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Change {
            $($(#[$doc])* $variant($subject $(, $field)*),)+
        }

        impl Change {
            /// What kind of change it is, in data. It never changes.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(..) => $name,)+
                }
            }

            /// What the change is about.
            pub fn subject(&self) -> Subject {
                match *self {
                    $(Self::$variant(subject, ..) => subject.into(),)+
                }
            }
        }
    };
}

changes! {
    /// The person reaches at least these levels of a language.
    Speaks "speaks" (JobseekerIdx, Language, Levels),
    /// The person gets a mode of travel.
    HasMode "has_mode" (JobseekerIdx, Mode),
    /// The person gets these licences besides.
    HasLicences "has_licences" (JobseekerIdx, Licences),
    /// The person accepts trips of so many minutes.
    TravelsUpTo "travels_up_to" (JobseekerIdx, u16),
    /// The person leaves home from this minute of the day on.
    LeavesFrom "leaves_from" (JobseekerIdx, Minute),
    /// The child at this position, which has a place, goes to another facility.
    ChildGoesTo "child_goes_to" (JobseekerIdx, u8, CareIdx),
    /// The person can work during all shifts of the offer, wherever they are worked.
    WorksShiftsOf "works_shifts_of" (JobseekerIdx, OfferIdx),
    /// The person accepts this number of hours a week, and all between it and those accepted before.
    WorksHours "works_hours" (JobseekerIdx, u16),
    /// The person learns the essential skills of the offer.
    LearnsSkillsOf "learns_skills_of" (JobseekerIdx, OfferIdx),
    /// The person also aims at an occupation.
    AimsAt "aims_at" (JobseekerIdx, OccupationIdx),
    /// The person's right is recognised from the first day of the horizon.
    Entitled "entitled" (JobseekerIdx, EntitlementIdx),
    /// The OCMW releases the person.
    Released "released" (JobseekerIdx),
    /// The workplace is trained to take in people with less Dutch.
    LanguageSupport "language_support" (OfferIdx),
    /// The offer starts on another day.
    StartsOn "starts_on" (OfferIdx, NaiveDate),
    /// Every shift of the offer begins and ends so many minutes later; earlier when below 0.
    ShiftsMove "shifts_move" (OfferIdx, i16),
    /// The offer has so many openings more.
    MoreOpenings "more_openings" (OfferIdx, u32),
    /// The facility is also open during these minutes, on each day on which it is open at all.
    OpensFor "opens_for" (CareIdx, Minute, Minute),
    /// The facility has one more place in the age band at this position.
    MorePlaces "more_places" (CareIdx, u8),
    /// There is so much more of a support.
    MoreSupport "more_support" (SupportIdx, u32),
    /// There are so many more rooms, or people who lead, just like this one.
    MoreLike "more_like" (ResourceIdx, u32),
}
