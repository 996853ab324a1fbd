//! Rows that were worked out, kept while there is room: by zone, then by traveller, day, minute and direction.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::zones::ZoneIdx;
use crate::domain::Minute;

/// What a row of a zone is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u32);

impl Key {
    /// A row for a kind of traveller, so many steps far, a day, a minute, there or back.
    pub(super) fn new(traveller: usize, step: usize, class: u8, minute: Minute, is_back: bool) -> Self {
        Self(
            (traveller as u32) << 19
                | (step as u32) << 16
                | u32::from(class) << 13
                | u32::from(minute) << 1
                | u32::from(is_back),
        )
    }
}

/// Minutes to or from every zone, worked out by whoever asks first.
type Row = Arc<OnceLock<Box<[u16]>>>;

/// The rows of every zone.
#[derive(Debug)]
pub(super) struct Rows {
    of_zones: Vec<RwLock<BTreeMap<Key, Row>>>,
    n_rows: AtomicUsize,
    rows_max: usize,
    /// The zone that makes room next.
    hand: AtomicUsize,
}

impl Rows {
    /// No rows yet for so many zones, and room for `bytes_max`.
    pub(super) fn new(n_zones: usize, bytes_max: usize) -> Self {
        let rows_max = (bytes_max / (2 * n_zones.max(1))).max(1);
        let of_zones = (0..n_zones).map(|_| RwLock::default()).collect();
        Self { of_zones, n_rows: AtomicUsize::new(0), rows_max, hand: AtomicUsize::new(0) }
    }

    /// The minutes between `zone` and `other` in the row of `key`, which `work_out` gives when it is not here.
    pub(super) fn get(&self, zone: ZoneIdx, key: Key, other: ZoneIdx, work_out: impl FnOnce() -> Box<[u16]>) -> u16 {
        let of_zone = &self.of_zones[zone.at()];
        {
            let rows = of_zone.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(row) = rows.get(&key).and_then(|row| row.get()) {
                return row[other.at()];
            }
        }
        // A second caller waits for the first, rather than searching as well.
        let row = {
            let mut rows = of_zone.write().unwrap_or_else(PoisonError::into_inner);
            rows.entry(key).or_default().clone()
        };
        let minutes = row.get_or_init(|| {
            self.n_rows.fetch_add(1, Ordering::Relaxed);
            work_out()
        })[other.at()];
        self.make_room();
        minutes
    }

    /// Lets go of the rows of one zone after another until there are few enough: what is asked again is found again.
    fn make_room(&self) {
        for _ in 0..self.of_zones.len() {
            if self.n_rows.load(Ordering::Relaxed) <= self.rows_max {
                return;
            }
            let zone = self.hand.fetch_add(1, Ordering::Relaxed) % self.of_zones.len();
            let mut rows = self.of_zones[zone].write().unwrap_or_else(PoisonError::into_inner);
            let done = rows.values().filter(|row| row.get().is_some()).count();
            rows.retain(|_, row| row.get().is_none());
            self.n_rows.fetch_sub(done, Ordering::Relaxed);
        }
    }
}
