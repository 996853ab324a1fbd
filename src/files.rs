//! What is read and written as text: scenarios, timetables, tables, plans. Modules in the order of import.

pub mod occupations;
pub mod network_file;
pub mod networks;
pub mod moment;
pub mod isochrone;
pub mod scenario;
pub mod sizing;
pub mod attendance;
pub mod bookings;
pub mod interviews;
pub mod gtfs;
pub mod import;
pub mod plan_file;

/// Most bytes to which something packed may unpack: those of real regions and tables stay below ten times their size,
/// and what holds far more is there to fill memory and time.
pub fn unpacked_max(packed: u64) -> u64 {
    (8 << 20) + packed.saturating_mul(20)
}
