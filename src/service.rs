//! What the service is, without its routes: settings, store, queue, regions in memory. Modules in the order of import.

pub mod config;
pub mod planner;
pub mod store;
pub mod cache;
pub mod revision;
pub mod import_run;
pub mod answering;
pub mod queue;
