//! What recorded fairs teach about who comes: a rate for each channel, broad segment and lead time, shrunk to its
//! segment.
//!
//! Two steps, both exact (beta and binomial are conjugate). Let segment s have the prior Beta(a, b), and its cells c
//! the counts x_c of n_c invited:
//!
//! 1. The segment pools all its cells: Beta(a + sum x_c, b + sum (n_c - x_c)).
//! 2. A cell starts from the mean m of what is known of its segment without the cell itself, worth w people, and adds
//!    its own: Beta(w m + x_c, w (1 - m) + n_c - x_c).
//!
//! The cell is left out of its own start, or its people would count twice and the interval would be too narrow. A cell
//! without data then says what its segment says; one with w people invited counts for half; one with many says its own.
//! A segment with one cell gives that cell what the prior and its counts give.
//!
//! A cell is counts of people. Nothing here can hold a person.

use std::collections::BTreeMap;

use super::{Beta, BetaError, LearnedRate};

/// First days of the bands of lead times: within a band invitations count as alike. An assumption: within three days, a
/// week, two weeks and four weeks people plan alike.
pub const LEAD_BANDS: [u32; 5] = [0, 3, 7, 14, 28];

/// How many people the start of a cell is worth where nothing else is asked. An assumption: as many as a published
/// rate, so that some twenty invitations through one channel weigh as much as all that is known of its segment.
pub const CELL_WORTH: f64 = 20.0;

/// The first day of the band in which a lead time falls.
pub fn lead_band(lead_time_days: u32) -> u32 {
    LEAD_BANDS.into_iter().rev().find(|first| *first <= lead_time_days).unwrap_or(0)
}

/// What was counted of one channel, segment and lead time.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// How they were invited.
    pub channel: String,
    /// Their segment, a position in the list of priors.
    pub segment: usize,
    /// Days between the invitation and the fair.
    pub lead_time_days: u32,
    /// People invited; 0 for a cell that is planned and was never tried.
    pub invited: u64,
    /// Of those, people who came.
    pub came: u64,
}

/// The rate of one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct CellRate {
    /// The segment, a position in the list of priors.
    pub segment: usize,
    /// How they are invited.
    pub channel: String,
    /// First day of the band of lead times.
    pub lead_from: u32,
    /// What it starts from (the segment without it), its own counts, and what is known.
    pub rate: LearnedRate,
}

/// What is known of every segment and cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendance {
    /// Each segment with all its cells, in the order of the priors.
    pub segments: Vec<LearnedRate>,
    /// Each cell once, by segment, channel and lead time.
    pub cells: Vec<CellRate>,
}

/// What `recorded` teaches, where `priors` was known of the segments and the start of a cell is worth `cell_worth`
/// people.
///
/// Rows of one channel, segment and band are one cell. The order of the rows makes no difference. A row of a segment
/// that has no prior counts nowhere.
///
/// # Errors
/// [`BetaError`] for counts that cannot be and a worth that is none.
pub fn learned(priors: &[Beta], recorded: &[Recorded], cell_worth: f64) -> Result<Attendance, BetaError> {
    let mut cells: BTreeMap<(usize, &str, u32), (u64, u64)> = BTreeMap::new();
    let mut totals = vec![(0_u64, 0_u64); priors.len()];
    for row in recorded.iter().filter(|row| row.segment < priors.len()) {
        if row.came > row.invited {
            return Err(BetaError::Counts { came: row.came, invited: row.invited });
        }
        let cell = cells.entry((row.segment, &row.channel, lead_band(row.lead_time_days))).or_default();
        for (came, invited) in [cell, &mut totals[row.segment]] {
            *came = came.saturating_add(row.came);
            *invited = invited.saturating_add(row.invited);
        }
    }
    let segments = priors.iter().zip(&totals).map(|(prior, &(came, invited))| LearnedRate::of(*prior, came, invited));
    let cell = |((segment, channel, lead_from), (came, invited)): ((usize, &str, u32), (u64, u64))| {
        let (all_came, all_invited) = totals[segment];
        let others = priors[segment].updated(all_came - came, all_invited - invited)?;
        let rate = LearnedRate::of_cell(&others, cell_worth, came, invited)?;
        Ok(CellRate { segment, channel: channel.to_owned(), lead_from, rate })
    };
    Ok(Attendance {
        segments: segments.collect::<Result<_, _>>()?,
        cells: cells.into_iter().map(cell).collect::<Result<_, _>>()?,
    })
}
