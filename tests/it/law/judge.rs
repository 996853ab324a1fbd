//! What stands between a person and an offer, judged from the JSON: every mode of travel, every childcare place, with and
//! without support. Shares no line with the rules of the core.

use std::collections::BTreeSet;

use chrono::{Datelike, Days};
use serde_json::Value;

use super::facts::{MODES, Offer, Stretch, World, date, items, level, minute, point, stretches, texts};

/// One manner of taking an offer, with the captions of what is in its way.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    pub(super) mode: &'static str,
    /// Facilities passed on the way out, in that order.
    pub(super) stops: Vec<String>,
    /// From leaving home to the start of work, drop-offs included.
    pub(super) minutes: i64,
    pub(super) obstacles: BTreeSet<&'static str>,
}

/// A facility that a trip passes: its ID and where it is.
type Stop<'a> = (&'a str, [f64; 2]);

impl World {
    /// Whether this judge knows all that can be in the way: no timetable, no school, and no rules but those in force.
    pub(super) fn is_judged(&self, person: &Value) -> bool {
        let has_school = items(&person["children"]).iter().any(|child| !child["school"].is_null());
        self.is_without_timetable() && !has_school && self.scenario["policy"]["rules"].is_null()
    }

    /// Every manner in which a person could take an offer.
    pub(super) fn manners(&self, person: &Value, offer: &Offer) -> Vec<Manner> {
        let always = self.whatever_the_way(person, offer);
        let with_coach = self.too_little_language(person, offer, true);
        let bicycle = self.has_support_in_time("bicycle", offer).then_some("bike");
        let own = texts(&person["modes"]);
        let mut found = Vec::new();
        for (mode, _) in MODES.into_iter().filter(|(mode, _)| own.contains(mode) || bicycle == Some(mode)) {
            for (stops, is_whole) in self.stops(person, offer, mode) {
                let mut obstacles = always.clone();
                obstacles.extend(with_coach.then_some("taal"));
                obstacles.extend(self.without_the_car(person, offer, mode).then_some("rijbewijs"));
                obstacles.extend((!is_whole).then_some("kinderopvang"));
                let minutes = self.trip(person, offer, mode, &stops, &mut obstacles);
                let stops = stops.iter().map(|stop| stop.0.to_owned()).collect();
                found.push(Manner { mode, stops, minutes, obstacles });
            }
        }
        found
    }

    /// Whether nothing is in the way of some manner.
    pub(super) fn is_possible(&self, person: &Value, offer: &Offer) -> bool {
        self.manners(person, offer).iter().any(|manner| manner.obstacles.is_empty())
    }

    /// What is in the way however one goes there.
    fn whatever_the_way(&self, person: &Value, offer: &Offer) -> BTreeSet<&'static str> {
        let found = [
            ("nu beschikbaar", self.is_held(person, offer)),
            ("recht om te werken", self.may_not_work(person, offer)),
            ("nachtwerk", self.is_too_young_for_the_night(person, offer)),
            ("tewerkstellingsvorm", self.is_form_refused(person, offer)),
            ("beschikbaarheid", !offer.shifts.iter().all(|shift| self.is_free(person, *shift))),
            ("uren per week", !accepts_hours(person, offer)),
            ("eerste werkdag", offer.start < date(&person["first_day"])),
            ("vaardigheden", self.lacks_skills(person, offer)),
            ("jobdoel", !self.looks_for(person, offer)),
            ("plaatsen", offer.stated["openings"].as_i64() == Some(0)),
            ("beslissing", self.is_forbidden(person, offer)),
        ];
        let mut obstacles: BTreeSet<_> = found.iter().filter(|(_, is_there)| *is_there).map(|found| found.0).collect();
        let held = texts(&person["licences"]);
        let lacks = texts(&offer.stated["licences"]).iter().any(|asked| !held.contains(asked));
        obstacles.extend(lacks.then_some("rijbewijs"));
        obstacles
    }

    fn is_held(&self, person: &Value, offer: &Offer) -> bool {
        let is_held = person["gate"] == "ocmw_hold" && offer.stated["led_by"] != "ocmw";
        is_held || date(&person["first_day"]) > date(&self.scenario["horizon"]["to"])
    }

    fn is_forbidden(&self, person: &Value, offer: &Offer) -> bool {
        let is_about = |pin: &&Value| pin["jobseeker"] == person["id"] && pin["vacancy"] == offer.id;
        items(&self.scenario["pins"]).iter().filter(is_about).any(|pin| pin["mode"] == "forbid")
    }

    fn may_not_work(&self, person: &Value, offer: &Offer) -> bool {
        if !is_job(offer) {
            return false;
        }
        let right = &person["right_to_work"];
        let is_over = right["until"].as_str().is_some_and(|_| date(&right["until"]) < offer.start);
        let least = self.number("minimum_age").max(offer.stated["minimum_age"].as_i64().unwrap_or(0));
        right == "no" || is_over || oldest(person, offer) < least
    }

    fn is_too_young_for_the_night(&self, person: &Value, offer: &Offer) -> bool {
        let is_night = |shift: &Stretch| shift.from < 360 || shift.to > 1200;
        oldest(person, offer) < 18 && offer.shifts.iter().any(is_night)
    }

    fn is_form_refused(&self, person: &Value, offer: &Offer) -> bool {
        let Some(name) = offer.stated["employment_form"].as_str().filter(|_| is_job(offer)) else { return false };
        let form = items(&self.pack["forms"]).iter().find(|form| form["name"] == name).unwrap();
        let has_ended = form["valid_to"].as_str().is_some_and(|_| date(&form["valid_to"]) < offer.start);
        let hours = offer.stated["hours_per_week"].as_i64().unwrap();
        let too_many = form["hours_per_week_max"].as_i64().is_some_and(|most| hours > most);
        let has_right = form["entitlement"].as_str().is_none_or(|right| {
            items(&person["entitlements"]).iter().any(|own| {
                let begins = own["from"].is_null() || date(&own["from"]) <= offer.start;
                own["right"] == right && begins && (own["until"].is_null() || offer.start <= date(&own["until"]))
            })
        });
        offer.start < date(&form["valid_from"]) || has_ended || too_many || !has_right
    }

    /// Whether the hours in which a person can work, put together, hold all of a shift.
    pub(super) fn is_free(&self, person: &Value, shift: Stretch) -> bool {
        let own = stretches(&person["availability"]);
        // From Monday on, with the week before for what lasts past midnight.
        let spans = |windows: Vec<Stretch>| -> Vec<(i64, i64)> {
            let weeks =
                windows.into_iter().flat_map(|w| [-10_080, 0, 10_080].map(|week| (w, week + 1440 * w.day as i64)));
            weeks.map(|(w, begin)| (begin + w.from, begin + w.to)).collect()
        };
        let (mut at, end) = (shift.day as i64 * 1440 + shift.from, shift.day as i64 * 1440 + shift.to);
        let own = spans(own);
        while at < end {
            let Some(next) = own.iter().filter(|span| span.0 <= at && at < span.1).map(|span| span.1).max() else {
                return false;
            };
            at = next;
        }
        true
    }

    fn lacks_skills(&self, person: &Value, offer: &Offer) -> bool {
        let (asked, held) = (texts(&offer.stated["essential_skills"]), texts(&person["skills"]));
        let n_held = asked.iter().filter(|skill| held.contains(skill)).count() as i64;
        n_held * 100 < asked.len() as i64 * self.number("essential_skills_percent_min")
    }

    /// Digits of the ISCO group that differ, 5 where none is shared and 0 for the same occupation.
    pub(super) fn steps(&self, a: &str, b: &str) -> i64 {
        let digits = |code: &str| code.bytes().take(4).collect::<Vec<_>>();
        let shared = digits(a).iter().zip(&digits(b)).take_while(|(a, b)| a == b).count() as i64;
        if a == b { 0 } else { 5 - shared }
    }

    fn looks_for(&self, person: &Value, offer: &Offer) -> bool {
        let Some(code) = offer.stated["occupation"].as_str() else { return true };
        texts(&person["goals"]).iter().any(|goal| self.steps(goal, code) <= self.number("goal_distance_max"))
    }

    /// Whether some level is too low, with a coach where there is one.
    fn too_little_language(&self, person: &Value, offer: &Offer, coached: bool) -> bool {
        let has_coach = offer.stated["language_support"] == true || self.has_support_in_time("coach", offer);
        let lowered = if coached && has_coach { self.number("coach_steps") as usize } else { 0 };
        let Some(asked) = offer.stated["languages"].as_object() else { return false };
        asked.iter().any(|(language, activities)| {
            activities.as_object().unwrap().iter().any(|(activity, asked)| {
                let known = person["languages"][language][activity].as_str().map_or(0, level);
                known < level(asked.as_str().unwrap()).saturating_sub(lowered)
            })
        })
    }

    /// Whether there is such a support, on the first day.
    pub(super) fn has_support_in_time(&self, kind: &str, offer: &Offer) -> bool {
        items(&self.scenario["supports"]).iter().any(|support| {
            let weeks = support["lead_weeks"].as_u64().unwrap_or(0);
            let ready = date(&self.scenario["horizon"]["from"]) + Days::new(7 * weeks);
            support["kind"] == kind && support["stock"].as_i64().unwrap_or(0) > 0 && ready <= offer.start
        })
    }

    /// Whether the work asks for the own car and this mode leaves it at home, or the person may not drive it.
    fn without_the_car(&self, person: &Value, offer: &Offer, mode: &str) -> bool {
        let may_drive = texts(&person["licences"]).contains(&"B");
        offer.stated["vehicle"] == true && mode != "car" || mode == "car" && !may_drive
    }

    /// Every way past the childcare that the children need, in any order of two, and whether every child has a place: some may
    /// be left without one.
    fn stops<'a>(&'a self, person: &'a Value, offer: &Offer, mode: &str) -> Vec<(Vec<Stop<'a>>, bool)> {
        let mut choices: Vec<Vec<Option<Stop<'a>>>> = vec![Vec::new()];
        let needy: Vec<_> = items(&person["children"]).iter().filter(|child| child["care_needed"] == true).collect();
        let mut near = BTreeSet::new();
        for child in &needy {
            // Also those that are near by another mode: by this one they then stand in the way.
            let mut own = self.places_for(person, offer, child, mode);
            near.extend(own.iter().map(|place| place.0.to_owned()));
            for other in
                texts(&person["modes"]).into_iter().filter(|other| MODES.iter().any(|(known, _)| known == other))
            {
                let more = self.places_for(person, offer, child, other);
                own.extend(more.into_iter().filter(|place| !near.contains(place.0)).collect::<Vec<_>>());
            }
            let own = own.into_iter().map(Some);
            let places: Vec<_> = own.chain(child["place"].is_null().then_some(None)).collect();
            let longer = |choice: &Vec<_>| {
                places.iter().map(|place| [choice.clone(), vec![*place]].concat()).collect::<Vec<_>>()
            };
            choices = choices.iter().flat_map(longer).collect();
        }
        let most = self.number("childcare_stops_max") as usize;
        let mut found = Vec::new();
        for choice in choices {
            let is_whole = choice.iter().all(Option::is_some) && self.has_room_for(&choice, &needy);
            let mut stops: Vec<_> = choice.into_iter().flatten().collect();
            stops.sort_by_key(|stop| stop.0);
            stops.dedup();
            let is_whole = is_whole && stops.len() <= most && stops.iter().all(|stop| near.contains(stop.0));
            if stops.len() == 2 {
                found.push((vec![stops[1], stops[0]], is_whole));
            }
            found.push((stops, is_whole));
        }
        found
    }

    /// Whether each child has a free place where it goes; one that it has already counts as its own.
    fn has_room_for(&self, choice: &[Option<Stop<'_>>], needy: &[&Value]) -> bool {
        let placed: Vec<_> =
            choice.iter().zip(needy).filter_map(|(place, child)| Some((place.as_ref()?, child))).collect();
        placed.iter().all(|(place, child)| {
            let band_of = |age: i64| {
                let bands = items(&self.named("childcare", place.0).unwrap()["places"]);
                bands.iter().position(|band| within(band, age))
            };
            let Some(band) = band_of(child["age"].as_i64().unwrap()) else { return false };
            let others = placed.iter().filter(|(other, child)| {
                other.0 == place.0 && child["place"].is_null() && band_of(child["age"].as_i64().unwrap()) == Some(band)
            });
            let free = self.named("childcare", place.0).unwrap()["places"][band]["free"].as_i64().unwrap_or(0);
            !child["place"].is_null() || others.count() as i64 <= free
        })
    }

    /// Where a child may go: where it goes already, or the nearest of home and of work that take its age.
    fn places_for<'a>(&'a self, person: &Value, offer: &Offer, child: &Value, mode: &str) -> Vec<Stop<'a>> {
        let all = items(&self.scenario["childcare"]);
        let stop = |care: &'a Value| (care["id"].as_str().unwrap(), point(&care["at"]));
        if let Some(own) = child["place"].as_str() {
            return all.iter().filter(|care| care["id"] == own).map(stop).collect();
        }
        let age = child["age"].as_i64().unwrap();
        let takes =
            |care: &&Value| care["kind"] != "school" && items(&care["places"]).iter().any(|band| within(band, age));
        let (home, most) = (self.home(person), self.number("childcare_minutes_max"));
        let nearest = |spot: Stop<'_>, count: i64| -> Vec<Stop<'a>> {
            let mut near: Vec<_> = all.iter().filter(takes).map(stop).collect();
            let squared = |at: [f64; 2]| {
                let east = (at[0] - spot.1[0]) * at[1].to_radians().cos();
                east * east + (at[1] - spot.1[1]).powi(2)
            };
            near.sort_by(|a, b| squared(a.1).total_cmp(&squared(b.1)));
            near.truncate(count as usize);
            near.retain(|place| self.minutes(spot, *place, mode) <= most);
            near
        };
        let mut places = nearest(home, self.number("childcare_choices_max"));
        for place in nearest((&offer.place, offer.at), self.number("childcare_choices_near_work_max")) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn home<'a>(&self, person: &'a Value) -> Stop<'a> {
        (person["id"].as_str().unwrap(), point(&person["home"]))
    }

    /// Minutes of the trip, with what is in its way: too long, too early, a door that is closed.
    fn trip(
        &self,
        person: &Value,
        offer: &Offer,
        mode: &str,
        stops: &[Stop<'_>],
        obstacles: &mut BTreeSet<&'static str>,
    ) -> i64 {
        let (work, hand_over) = ((offer.place.as_str(), offer.at), self.number("drop_off_minutes"));
        let (mut next, mut minutes) = (work, 0);
        for stop in stops.iter().rev() {
            minutes += self.minutes(*stop, next, mode) + hand_over;
            next = *stop;
            let care = self.named("childcare", stop.0).unwrap();
            let is_closed = |shift: &Stretch| {
                let (from, to) = (shift.from - minutes, shift.to + minutes);
                !stretches(&care["open"]).iter().any(|open| open.day == shift.day && open.from <= from && to <= open.to)
            };
            obstacles.extend(offer.shifts.iter().any(is_closed).then_some("kinderopvang"));
        }
        minutes += self.minutes(self.home(person), next, mode);
        let too_early = person["leaves_from"].as_str().is_some_and(|from| {
            let leaves = |shift: &Stretch| (shift.from - minutes).rem_euclid(1440);
            offer.shifts.iter().any(|shift| leaves(shift) < minute(from))
        });
        obstacles.extend((minutes > self.most_minutes(person) || too_early).then_some("verplaatsing"));
        minutes
    }

    /// The longest trip that a person accepts.
    pub(super) fn most_minutes(&self, person: &Value) -> i64 {
        person["travel_minutes_max"].as_i64().unwrap_or_else(|| self.number("travel_minutes_max"))
    }
}

fn within(band: &Value, age: i64) -> bool {
    band["from_age"].as_i64().unwrap() <= age && age <= band["to_age"].as_i64().unwrap()
}

/// Whether an offer is a job, and not a training, a day or a table.
pub(super) fn is_job(offer: &Offer) -> bool {
    offer.stated["employer"].is_string() && offer.stated["shifts"].is_array()
}

/// The age that a person reaches in the year in which an offer starts.
fn oldest(person: &Value, offer: &Offer) -> i64 {
    i64::from(offer.start.year()) - person["birth_year"].as_i64().unwrap()
}

fn accepts_hours(person: &Value, offer: &Offer) -> bool {
    let Some(hours) = offer.stated["hours_per_week"].as_i64().filter(|_| is_job(offer)) else { return true };
    let (least, most) = (&person["hours_per_week"]["min"], &person["hours_per_week"]["max"]);
    least.as_i64().is_none_or(|least| least <= hours) && most.as_i64().is_none_or(|most| hours <= most)
}
