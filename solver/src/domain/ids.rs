//! Positions of things in a region, one type per kind so that they cannot be mixed up.

/// Declares typed positions.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(
            /// The position, counted from 0.
            pub u32,
        );

        impl $name {
            /// The position as an array index.
            pub fn at(self) -> usize {
                self.0 as usize
            }

            /// The typed form of an array index. Regions hold fewer than 2^32 of anything: the reader sees to it.
            pub fn from_usize(position: usize) -> Self {
                debug_assert!(position < u32::MAX as usize);
                Self(position as u32)
            }
        }
    )+};
}

index!(
    /// Position of a jobseeker in [`super::Region::jobseekers`].
    JobseekerIdx,
    /// Position of an offer in [`super::Region::offers`].
    OfferIdx,
    /// Position of a childcare place in [`super::Region::childcare`].
    CareIdx,
    /// Position of a hub in [`super::Region::hubs`].
    HubIdx,
    /// Position of a support in [`super::Region::supports`].
    SupportIdx,
    /// Position of an occupation in [`super::Region::occupations`].
    OccupationIdx,
    /// Position of a skill in [`super::Region::skills`].
    SkillIdx,
    /// Position of a municipality in [`super::Region::municipalities`].
    MunicipalityIdx,
    /// Position of an employment form in [`super::PolicyPack::forms`].
    FormIdx,
    /// Position of a venue in [`super::Region::venues`].
    VenueIdx,
    /// Position of a room or a person in [`super::Region::resources`].
    ResourceIdx,
    /// Position of a programme in [`super::Region::programmes`].
    ProgrammeIdx,
    /// Position of a language buddy in [`super::Region::buddies`].
    BuddyIdx,
    /// Position of an edition in [`super::Region::editions`].
    EditionIdx,
    /// Position of an entitlement's name in [`super::Region::entitlements`].
    EntitlementIdx,
    /// Position of a share in [`super::PolicyPack::shares`].
    ShareIdx,
);
