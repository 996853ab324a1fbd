//! A later wave: how many more to invite, given the replies so far.
//!
//! The rule errs on the side of a hall that is not too small:
//!
//! - who said yes comes, for sure;
//! - who said no does not come;
//! - who is silent still comes with the segment's rate, as if invited today: silence lowers nothing;
//! - a segment whose lead time is longer than the days left gets nobody more: its rate was learned with more time to
//!   answer;
//! - nobody more is invited once those who said yes fill the hall.
//!
//! What is left is the same question, with the silent people as the fewest. So the risks hold with everyone who said
//! yes there.

use std::fmt;

use super::Sizing;

/// Replies of one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// People invited so far.
    pub invited: usize,
    /// Of them, those who said yes.
    pub yes: usize,
    /// Of them, those who said no. The rest is silent.
    pub no: usize,
    /// Lead time for which the rate of the segment holds, days.
    pub lead_time_days: u32,
}

/// Why there is no such wave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaveError {
    /// There is not one reply a segment.
    Segments,
    /// More people of this segment were invited than can be, or more answered than were invited.
    Counts {
        /// Position of the segment.
        segment: usize,
    },
}

impl fmt::Display for WaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Segments => write!(f, "there must be replies of each segment"),
            Self::Counts { segment } => write!(f, "the replies of segment {segment} do not add up"),
        }
    }
}

impl std::error::Error for WaveError {}

/// The question that is left after `replies`, in the order of the segments, with `days_left` until the day. Its answer
/// counts silent people as invited: what it invites beyond them is the wave.
///
/// # Errors
/// [`WaveError`].
pub fn after_replies(sizing: &Sizing, replies: &[Reply], days_left: u32) -> Result<Sizing, WaveError> {
    if replies.len() != sizing.segments.len() {
        return Err(WaveError::Segments);
    }
    let mut left = sizing.clone();
    let is_full = replies.iter().map(|reply| reply.yes).sum::<usize>() >= sizing.hall.places;
    for (at, (segment, reply)) in left.segments.iter_mut().zip(replies).enumerate() {
        let silent = reply.yes.checked_add(reply.no).and_then(|answered| reply.invited.checked_sub(answered));
        let more = segment.most.checked_sub(reply.invited);
        let (Some(silent), Some(more)) = (silent, more) else { return Err(WaveError::Counts { segment: at }) };
        let is_closed = is_full || reply.lead_time_days > days_left;
        let owed = if is_closed { 0 } else { segment.fewest.saturating_sub(reply.invited) };
        segment.sure += reply.yes;
        segment.fewest = silent + owed;
        segment.most = if is_closed { silent } else { silent + more };
    }
    Ok(left)
}
