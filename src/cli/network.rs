//! What verbs about timetables share: which network, at which place and moment.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, ensure};
use chrono::{NaiveDate, NaiveDateTime, Timelike};
use clap::Args;
use schakel_solver::domain::Point;
use schakel_solver::text::Lang;
use schakel_transit::{Moment, Network, Seconds};

use super::import_gtfs::load;
use crate::files::moment::second_of;
use crate::files::networks::{FOLDER, Networks};

/// Which timetables.
#[derive(Debug, Args)]
pub(super) struct NetworkArgs {
    /// GTFS zip files, used together, or one network made by `schakel import gtfs`.
    #[arg(long, required_unless_present = "network", num_args = 1.., value_name = "FILE")]
    gtfs: Vec<PathBuf>,
    /// A network by the name under which it was imported; `voorbeeld` is always there.
    #[arg(long, conflicts_with = "gtfs", value_name = "NAME")]
    network: Option<String>,
    /// The folder of networks.
    #[arg(long, env = "SCHAKEL_NETWORKS", default_value = FOLDER, value_name = "FOLDER")]
    networks: PathBuf,
    /// Moves each timetable by whole weeks to this year, on the same weekdays.
    #[arg(long, value_name = "YEAR", conflicts_with = "network", value_parser = clap::value_parser!(i32).range(1970..2200))]
    shift_to: Option<i32>,
}

impl NetworkArgs {
    /// Reads it; issues are told on standard error.
    pub(super) fn load(&self, lang: Lang) -> Result<Arc<Network>> {
        match &self.network {
            Some(name) => Ok(Networks::in_folder(&self.networks).get(name)?),
            None => Ok(Arc::new(load(&self.gtfs, self.shift_to, lang)?)),
        }
    }
}

/// When.
#[derive(Debug, Args)]
pub(super) struct MomentArgs {
    /// There by this day and hour, such as 2019-10-15T08:00; 24:00 is the end of the day.
    #[arg(long, value_parser = moment, required_unless_present = "depart_at", conflicts_with = "depart_at")]
    arrive_by: Option<Asked>,
    /// Gone from this day and hour.
    #[arg(long, value_parser = moment)]
    depart_at: Option<Asked>,
}

impl MomentArgs {
    /// The day and the moment on it.
    pub(super) fn get(&self) -> (NaiveDate, Moment) {
        match (self.arrive_by, self.depart_at) {
            (Some(Asked(date, by)), _) => (date, Moment::ArriveBy(by)),
            (None, Some(Asked(date, from))) => (date, Moment::DepartAt(from)),
            // The command line asks for one of the two.
            (None, None) => (NaiveDate::MIN, Moment::DepartAt(0)),
        }
    }
}

/// A day and a second of its service.
#[derive(Clone, Copy, Debug)]
struct Asked(NaiveDate, Seconds);

/// Longitude and latitude, in degrees.
pub(super) fn point(text: &str) -> Result<Point> {
    let (lon, lat) = text.split_once(',').unwrap_or((text, ""));
    let (lon, lat): (f64, f64) = (lon.trim().parse()?, lat.trim().parse()?);
    ensure!(lon.abs() <= 180.0 && lat.abs() < 90.0, "longitude comes first, both in degrees");
    Ok(Point::new(lon, lat))
}

fn moment(text: &str) -> Result<Asked> {
    if let Some(date) = text.strip_suffix("T24:00") {
        let date = date.parse()?;
        return Ok(Asked(date, second_of(date, 24 * 3_600)));
    }
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    let read = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let moment = read.ok_or_else(|| anyhow::anyhow!("write a day and an hour as 2026-03-17T08:00"))?;
    let clock = moment.time().num_seconds_from_midnight() as Seconds;
    Ok(Asked(moment.date(), second_of(moment.date(), clock)))
}
