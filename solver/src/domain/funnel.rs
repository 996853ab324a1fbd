//! What is known of an intake: how many on a list start, and how many of those pass.

/// What is known of a share: a beta distribution, by its mean and by what it is worth. Only what is told of a plan
/// depends on it, never the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnownShare {
    /// Expected share, between 0 and 1.
    pub mean: f64,
    /// How many observed people the knowledge is worth.
    pub worth: f64,
}

/// The steps from a seat on the list to a pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntakeFunnel {
    /// Of people with a seat, the share that is there on the first day.
    pub starts: KnownShare,
    /// Of people who start, the share that passes.
    pub passes: KnownShare,
}
