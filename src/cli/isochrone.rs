//! `schakel isochrone`: how far one gets from a place, or whence one gets there, as GeoJSON.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use schakel_solver::domain::Point;
use schakel_solver::text::Lang;
use schakel_transit::Profile;

use super::input::{self, ScenarioArgs};
use super::network::{MomentArgs, NetworkArgs, point};
use crate::files::isochrone::{Ask, MINUTES_MAX, isochrones};

/// Where, when and how long.
#[derive(Debug, Args)]
pub(super) struct IsochroneVerb {
    #[command(flatten)]
    network: NetworkArgs,
    /// The place: longitude and latitude in degrees.
    #[arg(long, value_name = "LON,LAT", value_parser = point, allow_hyphen_values = true)]
    #[arg(required_unless_present = "scenario", conflicts_with = "scenario")]
    at: Option<Point>,
    /// A scenario that has the place.
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
    /// The site of this vacancy.
    #[arg(long, value_name = "ID", requires = "scenario", required_unless_present_any = ["at", "jobseeker"])]
    vacancy: Option<String>,
    /// The home of this person.
    #[arg(long, value_name = "ID", requires = "scenario", conflicts_with = "vacancy")]
    jobseeker: Option<String>,
    #[command(flatten)]
    moment: MomentArgs,
    /// Minutes of each outline.
    #[arg(long, value_delimiter = ',', default_value = "30,45,60", value_name = "N,N")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=i64::from(MINUTES_MAX)))]
    minutes: Vec<u16>,
    /// Where to write; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl IsochroneVerb {
    /// Writes the outlines.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let network = self.network.load(Lang::En)?;
        let (date, moment) = self.moment.get();
        let ask = Ask { at: self.place()?, date, moment, minutes: self.minutes.clone() };
        let text = serde_json::to_string(&isochrones(&network, &Profile::everyday(), &ask))?;
        match &self.out {
            Some(path) => fs::write(path, text).with_context(|| format!("cannot write {}", path.display())),
            None => Ok(writeln!(out, "{text}")?),
        }
    }

    fn place(&self) -> Result<Point> {
        if let Some(at) = self.at {
            return Ok(at);
        }
        let scenario = self.scenario.clone().context("name a place or a scenario")?;
        let region = ScenarioArgs::of(scenario).load(Lang::En)?.region;
        Ok(match (&self.vacancy, &self.jobseeker) {
            (Some(id), _) => region.offers[input::offer(&region, id)?.at()].site,
            (None, Some(id)) => region.jobseekers[input::jobseeker(&region, id)?.at()].home,
            (None, None) => anyhow::bail!("name a vacancy or a jobseeker of the scenario"),
        })
    }
}
