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
