//! What became of a feed: each file and column, used or not. Recorded while the feed is read, so that it cannot differ
//! from what was done.

use std::cell::Cell;

/// One file of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileUse {
    /// The zip file.
    pub feed: String,
    /// The file in it.
    pub file: String,
    /// Whether the file is missing although it states the time zone of the hours.
    pub is_missing: bool,
    /// Its size, unpacked.
    pub bytes: u64,
    /// Its rows, the head not counted; `None` when the file is not used.
    pub rows: Option<u64>,
    /// Columns that were read.
    pub used: Vec<String>,
    /// Columns that were not, and in how many rows something stands there.
    pub unused: Vec<(String, u64)>,
}

impl FileUse {
    /// The report on a file that was read: each column, whether it was asked for, and how many of its cells hold
    /// something.
    pub(super) fn of<'a>(
        file: &str,
        n_rows: u64,
        columns: impl Iterator<Item = ((String, &'a Cell<bool>), u64)>,
    ) -> Self {
        let mut of_file = Self { file: file.to_owned(), rows: Some(n_rows), ..Self::default() };
        for ((name, is_asked), n_filled) in columns {
            if is_asked.get() {
                of_file.used.push(name);
            } else if n_filled > 0 {
                of_file.unused.push((name, n_filled));
            }
        }
        of_file
    }
}
