//! What a feed says about changing: how long it takes, and where it cannot be done.

use std::io::{Read, Seek};

use schakel_transit::{StopIdx, Transfer};

use super::stops::Stops;
use super::table::{Archive, Row};
use super::{Code, Issue, Reader};

/// Longest change that a feed may state, seconds: a day.
const SECONDS_MAX: i32 = 86_400;

impl Reader<'_> {
    pub(super) fn transfers<R: Read + Seek>(&mut self, archive: &mut Archive<R>, stops: &Stops) {
        if !archive.has("transfers.txt") {
            return;
        }
        let builder = &mut *self.builder;
        let issues = archive.rows(self.feed, "transfers.txt", &["from_stop_id", "to_stop_id"], |row| {
            // Between trips or lines is more than the network keeps; such a row says nothing about the rest.
            let is_narrow = ["from_trip_id", "to_trip_id", "from_route_id", "to_route_id"];
            if is_narrow.iter().any(|column| !row.cell(column).is_empty()) {
                return Ok(());
            }
            let (from, to) = (ends(row, "from_stop_id", stops)?, ends(row, "to_stop_id", stops)?);
            let seconds = match row.cell("transfer_type") {
                // Recommended or timed: our own time holds.
                "" | "0" | "1" => return Ok(()),
                "2" => Some(row.read("min_transfer_time", Code::NotATime, |cell| {
                    cell.parse().ok().filter(|seconds| (0..=SECONDS_MAX).contains(seconds))
                })?),
                "3" => None,
                // Staying aboard, between trips.
                "4" | "5" => return Ok(()),
                other => return Err(row.issue(Code::NotInList, "transfer_type", other)),
            };
            for &from in &from {
                for &to in &to {
                    builder.transfer(Transfer { from, to, seconds });
                }
            }
            Ok(())
        });
        self.issues.extend(issues);
    }
}

/// The stop named under `column`, with its platforms where it is a station.
fn ends(row: &Row<'_>, column: &str, stops: &Stops) -> Result<Vec<StopIdx>, Box<Issue>> {
    let id = row.filled(column)?;
    let own = stops.by_id.get(id).ok_or_else(|| row.issue(Code::NotKnown, column, id))?;
    let platforms = stops.of_station.get(id).into_iter().flatten();
    Ok([own].into_iter().chain(platforms).copied().collect())
}
