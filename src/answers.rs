//! What leaves: answers as JSON and as tables, with only what the reader may see. Modules in the order of import.

pub mod decision_reasons;
pub mod disclosure;
pub mod outward;
pub mod views;
pub mod sizing;
pub mod attendance;
pub mod simulation;
pub mod trade_off;
pub mod evidence;
pub mod employers;
pub mod interviews;
pub mod fair_day;
pub mod fair_options;
pub mod sheet;
pub mod workbooks;
pub mod export;
pub mod audit;
