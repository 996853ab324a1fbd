//! `schakel route`: from one place to another by public transport, leg by leg.

use std::io::Write;

use anyhow::Result;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use schakel_solver::domain::Point;
use schakel_solver::names::{Noun, counted};
use schakel_solver::text::{Lang, Words};
use schakel_transit::{Journey, Leg, Moment, Network, Profile, Raptor, Router};
use serde_json::json;

use super::import_gtfs::sources;
use super::input::{Format, Language};
use super::network::{MomentArgs, NetworkArgs, point};
use crate::answers::views::{JourneyView, clock};
use crate::files::isochrone::Timetable;

/// How people walk and change.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ProfileName {
    /// As people travel: change times of the feeds, trips past midnight, short distances on foot alone.
    Default,
    /// The model of the reference cases, to the letter.
    Reference,
}

/// Which journey.
#[derive(Debug, Args)]
pub(super) struct RouteVerb {
    #[command(flatten)]
    network: NetworkArgs,
    /// Where one leaves: longitude and latitude in degrees.
    #[arg(long, value_name = "LON,LAT", value_parser = point, allow_hyphen_values = true)]
    from: Point,
    /// Where one goes: longitude and latitude in degrees.
    #[arg(long, value_name = "LON,LAT", value_parser = point, allow_hyphen_values = true)]
    to: Point,
    #[command(flatten)]
    moment: MomentArgs,
    /// Longest walk, metres.
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(0..=20_000))]
    walk_max: Option<u32>,
    /// Most transfers.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=10))]
    transfers_max: Option<u8>,
    /// How people walk and change.
    #[arg(long, value_enum, default_value_t = ProfileName::Default)]
    profile: ProfileName,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl RouteVerb {
    /// Prints the journey; false when there is none.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool> {
        let lang = self.lang.lang();
        let network = self.network.load(lang)?;
        let (date, moment) = self.moment.get();
        let raptor = Raptor::of_day(&network, &self.profile(), date);
        let journey = match moment {
            Moment::ArriveBy(by) => raptor.arrive_by(&self.from, &self.to, by),
            Moment::DepartAt(from) => raptor.depart_at(&self.from, &self.to, from),
        };
        match self.format {
            Format::Json => {
                let journey = journey.as_ref().map(|journey| {
                    let to_book: Vec<_> = journey.legs.iter().map(|leg| is_to_book(&network, leg)).collect();
                    let mut view = json!(JourneyView::of(&network, journey, date));
                    let legs = view["legs"].as_array_mut().into_iter().flatten();
                    legs.zip(to_book).filter(|(_, to_book)| *to_book).for_each(|(leg, _)| leg["to_book"] = json!(true));
                    view
                });
                let (date, feeds) = (date.to_string(), Timetable::all_of(&network));
                let trips = raptor.n_trips();
                let answer = json!({"date": date, "trips_that_day": trips, "journey": journey, "feeds": feeds});
                writeln!(out, "{answer:#}")?;
            }
            Format::Table => {
                match &journey {
                    Some(journey) => table(&network, journey, date, lang, out)?,
                    None => writeln!(out, "{}", self.no_journey(&network, raptor.n_trips(), lang))?,
                }
                for line in sources(&network, lang) {
                    writeln!(out, "  {line}")?;
                }
            }
        }
        Ok(journey.is_some())
    }

    /// Why there is no journey: a place without stops within a walk, a day on which nothing runs, or none of both.
    fn no_journey(&self, network: &Network, n_trips: usize, lang: Lang) -> String {
        let walk_max = self.profile().walk_metres_max;
        let ends = [("--from", &self.from), ("--to", &self.to)];
        let far = ends.iter().filter_map(|(name, place)| {
            let nearest = network.stops().iter().map(|stop| stop.point.metres_to(place)).min_by(f64::total_cmp)?;
            (nearest > walk_max).then(|| outside(name, nearest, lang))
        });
        let far: Vec<String> = far.collect();
        if far.is_empty() { nothing_found(n_trips, lang).to_owned() } else { far.join("\n") }
    }

    fn profile(&self) -> Profile {
        let mut profile = match self.profile {
            ProfileName::Default => Profile::everyday(),
            ProfileName::Reference => Profile::reference(),
        };
        profile.walk_metres_max = self.walk_max.map_or(profile.walk_metres_max, f64::from);
        profile.transfers_max = self.transfers_max.unwrap_or(profile.transfers_max);
        profile
    }
}

/// That a place is too far from every stop, with the nearest.
fn outside(name: &str, metres: f64, lang: Lang) -> String {
    let km = metres / 1000.0;
    match lang {
        Lang::Nl => format!(
            "{name}: daar is geen halte in de buurt; de dichtste ligt {km:.1} km verder. Eerst komt de lengte, dan de breedte."
        ),
        Lang::En => format!(
            "{name}: there is no stop near it; the nearest is {km:.1} km away. Longitude comes first, then latitude."
        ),
        Lang::Fr => format!(
            "{name} : il n'y a pas d'arrêt à proximité ; le plus proche est à {km:.1} km. La longitude vient d'abord, puis la latitude."
        ),
    }
}

fn nothing_found(n_trips: usize, lang: Lang) -> &'static str {
    match (n_trips, lang) {
        (0, Lang::Nl) => "Die dag rijdt er niets.",
        (0, Lang::En) => "Nothing runs that day.",
        (0, Lang::Fr) => "Rien ne roule ce jour-là.",
        (_, Lang::Nl) => "Er is geen reis.",
        (_, Lang::En) => "There is no journey.",
        (_, Lang::Fr) => "Il n'y a pas de trajet.",
    }
}

fn is_to_book(network: &Network, leg: &Leg) -> bool {
    matches!(leg, Leg::Ride(ride) if network.is_to_book(ride))
}

fn to_book(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "vooraf te reserveren, telefonisch of bij de chauffeur",
        Lang::En => "to be booked beforehand, by telephone or with the driver",
        Lang::Fr => "à réserver à l'avance, par téléphone ou auprès du conducteur",
    }
}

fn table(network: &Network, journey: &Journey, date: NaiveDate, lang: Lang, out: &mut impl Write) -> Result<()> {
    let clock = |seconds| clock(date, seconds);
    let (depart, arrive) = (clock(journey.depart), clock(journey.arrive));
    let (minutes, transfers) = (counted(Noun::Minutes, journey.minutes(), lang), journey.transfers());
    match lang {
        Lang::Nl => writeln!(out, "Vertrek {depart}, aankomst {arrive}: {minutes}, overstappen: {transfers}"),
        Lang::En => writeln!(out, "Leave {depart}, arrive {arrive}: {minutes}, transfers: {transfers}"),
        Lang::Fr => {
            writeln!(out, "Départ {depart}, arrivée {arrive} : {minutes}, correspondances : {transfers}")
        }
    }?;
    for leg in &journey.legs {
        match leg {
            // To the stop where one stands already there is no way to go.
            Leg::Walk(0) => {}
            Leg::Walk(seconds) => {
                let minutes = counted(Noun::Minutes, u32::try_from((seconds + 59) / 60).unwrap_or(0), lang);
                let on_foot = Words { nl: "te voet", en: "on foot", fr: "à pied" }.in_lang(lang);
                writeln!(out, "            {minutes} {on_foot}")?;
            }
            Leg::Ride(ride) => {
                let name = |stop: schakel_transit::StopIdx| &network.stops()[stop.at()].name;
                let (depart, arrive, line) = (clock(ride.depart), clock(ride.arrive), &network.line(ride.trip).name);
                writeln!(out, "  {depart}  {line}  {} - {}  {arrive}", name(ride.from), name(ride.to))?;
                if network.is_to_book(ride) {
                    writeln!(out, "            {}", to_book(lang))?;
                }
            }
        }
    }
    Ok(())
}
