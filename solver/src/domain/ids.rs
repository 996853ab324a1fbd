//! Positions of things in a region, one type per kind so that they cannot be mixed up.

use std::num::NonZeroU32;

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

/// As [`index!`], where `None` takes no room of its own: millions of ways hold several that are mostly absent.
macro_rules! sparse_index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The typed form of a position, counted from 0.
            ///
            /// # Panics
            /// At the greatest `u32`: regions hold fewer of anything.
            pub const fn new(position: u32) -> Self {
                match NonZeroU32::new(position.wrapping_add(1)) {
                    Some(after) => Self(after),
                    None => panic!("a position is below the greatest u32"),
                }
            }

            /// The position, counted from 0.
            pub const fn position(self) -> u32 {
                self.0.get() - 1
            }

            /// The position as an array index.
            pub fn at(self) -> usize {
                self.position() as usize
            }

            /// The typed form of an array index. Regions hold fewer than 2^32 of anything: the reader sees to it.
            pub fn from_usize(position: usize) -> Self {
                debug_assert!(position < u32::MAX as usize);
                Self::new(position as u32)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.position()).finish()
            }
        }
    )+};
}

sparse_index!(
    /// Position of a childcare place in [`super::Region::childcare`].
    CareIdx,
    /// Position of a support in [`super::Region::supports`].
    SupportIdx,
);

index!(
    /// Position of a jobseeker in [`super::Region::jobseekers`].
    JobseekerIdx,
    /// Position of an offer in [`super::Region::offers`].
    OfferIdx,
    /// Position of a hub in [`super::Region::hubs`].
    HubIdx,
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
