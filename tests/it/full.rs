//! Tests that take seconds, each for its reason. `make test` runs them, `make quick` leaves them out, as it does the
//! modules named `full` in other files. A test that takes more than a second or so belongs in one of them.

/// Some thousands of generated requests, by a tool that is installed for it.
mod conformance;
/// Servers are killed and started again.
mod crash;
/// Every operation that takes a body gets hundreds of hostile ones, and the memory that each takes is looked at.
mod hostile_bodies;
/// The region at its full size is planned and proven.
mod kina;
/// A large scenario is posted, to see the memory that it takes.
mod large;
/// Everything that clients ask, all at once.
mod mixed_load;
/// Answers are timed, often enough to see a difference.
mod neutral_writes;
/// Plans run to their ends, in processes of their own.
pub(crate) mod plans_http;
/// Many clients at once.
mod races_http;
/// Hundreds of journeys through real timetables.
mod router_cases;
/// A server in a process of its own, for the others.
mod server;
/// Servers are started, told to stop, and lack what they need.
mod service_faults;
/// Every line of the README is typed and run.
mod walk;
