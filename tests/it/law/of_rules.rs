//! What sentences say of a person and an offer by the rules: the trip, childcare, hours, language, licences, rights.

use serde_json::Value;

use super::facts::{
    DAYS, MODES, Offer, Stretch, clock, date, day_words, is_number, items, language_code, level, minute, point,
    stretches, texts,
};
use super::judge::Manner;
use super::reader::{Claim, Reader, Spoken, Verdict};

/// Sentences by their form.
pub(super) const CLAIMS: &[(&str, Claim)] = &[
    ("Reist geschat {} minuten {}, zonder dienstregeling, maximaal {} is haalbaar.", |reader, found| {
        too_long(reader, found)
    }),
    ("Reist geschat {} minuten {}, zonder dienstregeling.", |reader, found| travels(reader, found)),
    ("Reist {} minuten {}, maximaal {} is haalbaar.", |reader, found| too_long(reader, found)),
    ("Reist {} minuten {}, waarvan {} voor opvang.", |reader, found| travels(reader, found)),
    ("Reist {} minuten {}.", |reader, found| travels(reader, found)),
    ("Reist {} minuut {}.", |reader, found| travels(reader, found)),
    ("Heen op {}: {}. Het werk begint om {}.", |reader, found| there(reader, found)),
    ("Terug, na het werk om {}: {}. Thuis om {}.", |reader, found| back(reader, found)),
    ("Dienstregeling: {}; week van {}.", |reader, found| {
        let horizon = &reader.world.scenario["horizon"];
        let mut days = date(&horizon["from"]).iter_days().take_while(|day| *day <= date(&horizon["to"]));
        let is_in_the_plan = days.any(|day| day_words(day) == found[1]);
        (reader.world.scenario["travel"]["timetable"]["network"] == found[0] && is_in_the_plan).into()
    }),
    ("Eerste bus komt aan om {}, het werk begint om {}.", |reader, found| {
        let begins = |shift: &Stretch| shift.from == minute(found[1]);
        (minute(found[0]) > minute(found[1]) && about(reader).shifts.iter().any(begins)).into()
    }),
    ("Moet om {} vertrekken met bus of trein, en kan vanaf {}.", |reader, found| {
        (reader.person["leaves_from"] == found[1] && minute(found[0]) < minute(found[1])).into()
    }),
    ("Heeft opvang nodig voor een kind van {} jaar.", |reader, found| {
        let is_it = |child: &Value| is_number(&child["age"], found[0]) && child["care_needed"] == true;
        items(&reader.person["children"]).iter().any(is_it).into()
    }),
    ("Bij {} is volgens de lijst plaats voor het kind van {} jaar. Die is nog aan te vragen.", |reader, found| {
        let care = items(&reader.world.scenario["childcare"]).iter().find(|care| care["name"] == found[0]).unwrap();
        let age: i64 = found[1].parse().unwrap();
        let has_room = |band: &Value| {
            band["from_age"].as_i64() <= Some(age)
                && Some(age) <= band["to_age"].as_i64()
                && band["free"].as_i64() > Some(0)
        };
        let is_theirs = |child: &Value| child["age"].as_i64() == Some(age) && child["place"].is_null();
        let own = reader.plan.of(reader.id()).filter(|_| reader.spoken == Spoken::Proposal);
        let is_proposed = own.is_none_or(|line| texts(&line["childcare"]).contains(&care["id"].as_str().unwrap()));
        let has_child = items(&reader.person["children"]).iter().any(is_theirs);
        (is_proposed && has_child && items(&care["places"]).iter().any(has_room)).into()
    }),
    ("Het kind van {} jaar is dan op school, in {}.", |reader, found| {
        let goes = |child: &Value| {
            let school = child["school"].as_str().and_then(|id| reader.world.named("childcare", id));
            let is_it = is_number(&child["age"], found[0]) && school.is_some_and(|school| school["name"] == found[1]);
            let is_open = |shift: &Stretch| {
                let open = school.map_or(Vec::new(), |school| stretches(&school["open"]));
                open.iter().any(|open| open.day == shift.day && open.from <= shift.from && shift.to <= open.to)
            };
            is_it && about(reader).shifts.iter().all(is_open)
        };
        items(&reader.person["children"]).iter().any(goes).into()
    }),
    ("{} sluit om {}, de ouder is er om {} en klaar om {}.", |reader, found| closes(reader, found)),
    ("{} opent om {}, de ouder komt om {}.", |reader, found| opens(reader, found)),
    ("Is er vanaf {}, het begint om {}, {}.", |reader, found| {
        hours_missed(reader, found[2], |shift, own| (shift.from, own.0) == (minute(found[1]), minute(found[0])))
    }),
    ("Kan tot {}, het duurt tot {}, {}.", |reader, found| {
        hours_missed(reader, found[2], |shift, own| (until(shift.to), own.1) == (found[1].into(), minute(found[0])))
    }),
    ("Kan niet de hele tijd van {} tot {}, {}.", |reader, found| {
        hours_missed(reader, found[2], |shift, _| (shift.from, shift.to) == (minute(found[0]), minute(found[1])))
    }),
    ("Kan niet komen op {}.", |reader, found| {
        let days = found[0].trim_end_matches("; ook andere uren passen niet");
        let own = stretches(&reader.person["availability"]);
        let is_free =
            |shift: &Stretch| own.iter().any(|own| own.day == shift.day && own.from < shift.to && shift.from < own.to);
        let missed = about(reader).shifts.iter().filter(|shift| !is_free(shift)).map(|shift| shift.day);
        are_days(days, missed).into()
    }),
    ("Werkt hoogstens {} uur per week, gevraagd is {}.", |reader, found| {
        let most = reader.person["hours_per_week"]["max"].to_string();
        (most == found[0] && is_number(&about(reader).stated["hours_per_week"], found[1])).into()
    }),
    ("Wil minstens {} uur per week, het werk telt er {}.", |reader, found| {
        let least = reader.person["hours_per_week"]["min"].to_string();
        (least == found[0] && is_number(&about(reader).stated["hours_per_week"], found[1])).into()
    }),
    ("Kan pas beginnen op {}, het werk start op {}.", |reader, found| {
        let first = date(&reader.person["first_day"]);
        let start = about(reader).start;
        (start < first && day_words(first) == found[0] && day_words(start) == found[1]).into()
    }),
    ("{} nog geen {}, gevraagd is {}.", |reader, found| language(reader, [found[0], found[1], "", found[2]])),
    ("{} {} op niveau {}, gevraagd is {}.", |reader, found| language(reader, [found[0], found[1], found[2], found[3]])),
    ("Spreekt nog geen Nederlands, de groep is er van {} tot {}.", |reader, found| {
        band(reader, "", found[0], found[1])
    }),
    ("Spreekt Nederlands op niveau {}, de groep is er van {} tot {}.", |reader, found| {
        band(reader, found[0], found[1], found[2])
    }),
    ("Heeft geen rijbewijs {}.", |reader, found| {
        let is_asked = texts(&about(reader).stated["licences"]).contains(&found[0]);
        (is_asked && !texts(&reader.person["licences"]).contains(&found[0])).into()
    }),
    ("Heeft een auto, maar geen rijbewijs B.", |reader, _| {
        let has = |list: &str, what: &str| texts(&reader.person[list]).contains(&what);
        (has("modes", "car") && !has("licences", "B")).into()
    }),
    ("Heeft geen auto, het werk vraagt er een.", |reader, _| {
        (about(reader).stated["vehicle"] == true && !texts(&reader.person["modes"]).contains(&"car")).into()
    }),
    ("Zoekt geen werk als {}.", |reader, found| {
        let Some(code) = reader.world.code_of(found[0], reader.about) else { return Verdict::False };
        let most = reader.world.number("goal_distance_max");
        let is_far = texts(&reader.person["goals"]).iter().all(|goal| reader.world.steps(goal, code) > most);
        (about(reader).stated["occupation"] == code && is_far).into()
    }),
    ("{} is een jobdoel, maar niet het eerste.", |reader, found| {
        let code = reader.world.code_of(found[0], reader.about);
        (texts(&reader.person["goals"]).iter().position(|goal| Some(*goal) == code) > Some(0)).into()
    }),
    ("{} ligt dicht bij het jobdoel.", |reader, found| {
        let Some(code) = reader.world.code_of(found[0], reader.about) else { return Verdict::False };
        let steps = texts(&reader.person["goals"]).iter().map(|goal| reader.world.steps(goal, code)).min();
        (steps > Some(0) && steps <= Some(reader.world.number("goal_distance_max"))).into()
    }),
    ("Mist de vaardigheid die {}.", |reader, found| held(reader, "0", "1", found[0])),
    ("Heeft nog geen van de {} vaardigheden die {}.", |reader, found| held(reader, "0", found[0], found[1])),
    ("Heeft {} van de {} vaardigheden die {}.", |reader, found| held(reader, found[0], found[1], found[2])),
    ("Heeft op de eerste werkdag nog geen geldig recht om te werken.", |reader, _| {
        let right = &reader.person["right_to_work"];
        let is_over = right["until"].is_string() && date(&right["until"]) < about(reader).start;
        (right == "no" || is_over).into()
    }),
    ("Is nog geen {} jaar, het werk op {} valt in de nacht.", |reader, found| {
        let day = DAYS.iter().position(|(_, name)| *name == found[1]);
        let is_night = |shift: &Stretch| Some(shift.day) == day && (shift.from < 360 || shift.to > 1200);
        (found[0] == "18" && age(reader) < 18 && about(reader).shifts.iter().any(is_night)).into()
    }),
    ("Is nog geen {} jaar.", |reader, found| {
        let stated = about(reader).stated["minimum_age"].as_i64().unwrap_or(0);
        let least = reader.world.number("minimum_age").max(stated);
        (found[0] == least.to_string() && age(reader) < least).into()
    }),
    ("Geboren in {}: vraag na of de persoon {} jaar is op {}.", |reader, found| {
        let is_open = age(reader) == found[1].parse::<i64>().unwrap();
        (is_number(&reader.person["birth_year"], found[0]) && is_open && day_words(about(reader).start) == found[2])
            .into()
    }),
    ("Heeft geen erkend recht op {}.", |reader, found| {
        let Some(form) = form_of(reader, found[0]) else { return Verdict::False };
        let right = form["entitlement"].as_str();
        let start = about(reader).start;
        let holds = |own: &Value| {
            let is_over = own["until"].is_string() && date(&own["until"]) < start;
            own["right"].as_str() == right && !is_over && (own["from"].is_null() || date(&own["from"]) <= start)
        };
        (right.is_some() && !items(&reader.person["entitlements"]).iter().any(holds)).into()
    }),
    ("{} bestaat niet meer op de eerste werkdag.", |reader, found| {
        let end = form_of(reader, found[0]).and_then(|form| form["valid_to"].as_str().map(|_| date(&form["valid_to"])));
        end.is_some_and(|end| end < about(reader).start).into()
    }),
    ("{} mag hoogstens {} uur per week.", |reader, found| {
        let most = form_of(reader, found[0]).and_then(|form| form["hours_per_week_max"].as_i64());
        let asked = about(reader).stated["hours_per_week"].as_i64();
        (most.is_some_and(|most| most.to_string() == found[1]) && asked > most).into()
    }),
    ("De vacature heeft geen plaatsen meer.", |reader, _| (about(reader).stated["openings"] == 0).into()),
    ("Is nu niet beschikbaar.", |reader, _| {
        let is_held = reader.person["gate"] == "ocmw_hold" && about(reader).stated["led_by"] != "ocmw";
        let is_over = date(&reader.person["first_day"]) > date(&reader.world.scenario["horizon"]["to"]);
        (is_held || is_over || reader.person["gate"] == "advice_only").into()
    }),
    ("{} vangt geen kinderen op na middernacht.", |reader, found| {
        let care = care_named(reader, found[0]);
        passes(reader, care, |shift, minutes| shift.to + minutes > 1440)
    }),
    ("{} is gesloten tijdens het werk.", |reader, found| {
        let open = stretches(&care_named(reader, found[0])["open"]);
        let is_open = |shift: &Stretch| {
            open.iter().any(|open| open.day == shift.day && open.from <= shift.from && shift.to <= open.to)
        };
        (!about(reader).shifts.iter().all(is_open)).into()
    }),
    ("{} ligt op {} minuten van thuis, maximaal {} is haalbaar.", |reader, found| {
        let (minutes, most): (i64, i64) = (found[1].parse().unwrap(), found[2].parse().unwrap());
        let care = care_named(reader, found[0]);
        let at = |value: &Value, place: &Value| (value["id"].as_str().unwrap().to_owned(), point(place));
        let (home, care) = (at(reader.person, &reader.person["home"]), at(care, &care["at"]));
        let takes_it = |mode: &str| reader.world.minutes((&home.0, home.1), (&care.0, care.1), mode) == minutes;
        let is_most = most == reader.world.number("childcare_minutes_max") && minutes > most;
        (is_most && MODES.iter().any(|(mode, _)| takes_it(mode))).into()
    }),
    ("{} heeft {} van de {} plaatsen die nodig zijn.", |reader, found| {
        places_for_own(reader, found[0], found[1], Some(found[2]))
    }),
    ("Geen vrije plaats in {}.", |reader, found| places_for_own(reader, found[0], "0", None)),
    ("Moet langs {} opvangplaatsen, maximaal {} is haalbaar.", |reader, found| {
        let needy =
            items(&reader.person["children"]).iter().filter(|child| child["care_needed"] == true).count() as i64;
        let (stops, most): (i64, i64) = (found[0].parse().unwrap(), found[1].parse().unwrap());
        (most == reader.world.number("childcare_stops_max") && most < stops && stops <= needy).into()
    }),
    ("Krijgt ondersteuning: {}.", |reader, found| supported(reader, found[0])),
];

fn care_named<'a>(reader: &Reader<'a>, name: &str) -> &'a Value {
    items(&reader.world.scenario["childcare"]).iter().find(|care| care["name"] == name).unwrap()
}

/// Whether a facility has so many free places of an age that so many of the children are of.
fn places_for_own(reader: &Reader<'_>, name: &str, free: &str, needed: Option<&str>) -> Verdict {
    let children = items(&reader.person["children"]);
    let is_so = |band: &Value| {
        let (from, to) = (band["from_age"].as_i64(), band["to_age"].as_i64());
        let of_it = |child: &&Value| {
            child["care_needed"] == true && from <= child["age"].as_i64() && child["age"].as_i64() <= to
        };
        let count = children.iter().filter(of_it).count();
        count > 0
            && is_number(&band["free"], free)
            && needed.is_none_or(|needed| needed.parse().is_ok_and(|n| (2..=count).contains(&n)))
    };
    items(&care_named(reader, name)["places"]).iter().any(is_so).into()
}

fn about<'a>(reader: &Reader<'a>) -> &'a Offer {
    reader.offer()
}

/// The manners of taking the offer spoken of by a mode in words; of a proposal only the one that is proposed.
fn manners(reader: &Reader<'_>, mode: &str) -> Option<Vec<Manner>> {
    if !reader.world.is_judged(reader.person) {
        return None;
    }
    let (code, _) = MODES.iter().find(|(_, name)| *name == mode)?;
    let own = reader.plan.of(reader.id()).filter(|_| reader.spoken == Spoken::Proposal);
    let mut found = reader.world.manners(reader.person, about(reader));
    found.retain(|manner| manner.mode == *code);
    if let Some(line) = own {
        let places: Vec<_> = texts(&line["childcare"]).into_iter().map(str::to_owned).collect();
        let is_it = |manner: &Manner| places.iter().all(|place| manner.stops.contains(place));
        found.retain(|manner| line["mode"] == manner.mode && is_it(manner) && manner.obstacles.is_empty());
    }
    Some(found)
}

/// `minutes`, `by what`, and where children are brought: how many of them for that.
fn travels(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    let minutes: i64 = found[0].parse().unwrap();
    reader.told_minutes = minutes;
    let Some(manners) = manners(reader, found[1]) else { return Verdict::Open };
    let for_care = found.get(2).map_or(0, |minutes| minutes.parse().unwrap());
    let hand_over = reader.world.number("drop_off_minutes");
    let is_it = |manner: &Manner| manner.minutes == minutes && manner.stops.len() as i64 * hand_over == for_care;
    let fits = minutes <= reader.world.most_minutes(reader.person);
    (fits && manners.iter().any(is_it)).into()
}

fn too_long(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    let minutes: i64 = found[0].parse().unwrap();
    let most = reader.world.most_minutes(reader.person);
    if most.to_string() != found[2] || minutes <= most {
        return Verdict::False;
    }
    let Some(manners) = manners(reader, found[1]) else { return Verdict::Open };
    manners.iter().any(|manner| manner.minutes == minutes).into()
}

/// The moments of a journey, in the order in which they are told.
fn moments(words: &str) -> Vec<i64> {
    let is_moment = |word: &&str| word.bytes().filter(|byte| *byte == b':').count() == 1 && word.len() >= 5;
    words.split([' ', '(', ')', '.', ',']).filter(is_moment).map(minute).collect()
}

/// Whether a journey by timetable only goes forward, and takes the minutes told, or is the shorter of two that do.
fn goes_forward(reader: &Reader<'_>, moments: &[i64], begins: i64, ends: i64) -> Verdict {
    let is_in_order = moments.windows(2).all(|pair| pair[0] <= pair[1]);
    let within = moments.iter().all(|moment| begins <= *moment && *moment <= ends);
    (is_in_order && within && ends - begins <= reader.told_minutes).into()
}

fn there(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    let (moments, begins) = (moments(found[1]), minute(found[2]));
    let day = DAYS.iter().position(|(_, name)| *name == found[0]);
    let is_it = |shift: &Stretch| Some(shift.day) == day && shift.from == begins;
    if !about(reader).shifts.iter().any(is_it) {
        return Verdict::False;
    }
    goes_forward(reader, &moments, moments[0], begins)
}

fn back(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    let (ends, home) = (minute(found[0]), minute(found[2]));
    if !about(reader).shifts.iter().any(|shift| shift.to == ends) {
        return Verdict::False;
    }
    goes_forward(reader, &moments(found[1]), ends, home)
}

/// `facility`, `closes`, `is there`, `is done`: by some manner that passes it.
fn closes(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    let (closes, comes, done) = (minute(found[1]), minute(found[2]), minute(found[3]));
    let care = items(&reader.world.scenario["childcare"]).iter().find(|care| care["name"] == found[0]).unwrap();
    let is_so = stretches(&care["open"]).iter().any(|open| open.to == closes);
    if !is_so || done - comes != reader.world.number("drop_off_minutes") || done <= closes {
        return Verdict::False;
    }
    passes(reader, care, |shift, minutes| shift.to + minutes == done)
}

/// `facility`, `opens`, `is there`.
fn opens(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    let (opens, comes) = (minute(found[1]), minute(found[2]));
    let care = items(&reader.world.scenario["childcare"]).iter().find(|care| care["name"] == found[0]).unwrap();
    if comes >= opens || !stretches(&care["open"]).iter().any(|open| open.from == opens) {
        return Verdict::False;
    }
    passes(reader, care, |shift, minutes| shift.from - minutes == comes)
}

/// Whether by some mode the minutes from one facility to work, and handing over, agree.
fn passes(reader: &Reader<'_>, care: &Value, agrees: impl Fn(&Stretch, i64) -> bool) -> Verdict {
    if !reader.world.is_judged(reader.person) {
        return Verdict::Open;
    }
    let (offer, world) = (about(reader), reader.world);
    let at = (care["id"].as_str().unwrap(), point(&care["at"]));
    let minutes = |mode: &str| world.minutes(at, (&offer.place, offer.at), mode) + world.number("drop_off_minutes");
    let modes = MODES.iter().map(|(mode, _)| *mode);
    // Past a second facility it takes longer; then the trip to that one is in between.
    let direct = modes.clone().any(|mode| offer.shifts.iter().any(|shift| agrees(shift, minutes(mode))));
    let others =
        items(&world.scenario["childcare"]).iter().map(|other| (other["id"].as_str().unwrap(), point(&other["at"])));
    let by_other = others.flat_map(|other| modes.clone().map(move |mode| (other, mode))).any(|(other, mode)| {
        let hand_over = world.number("drop_off_minutes");
        let minutes =
            world.minutes(at, other, mode) + world.minutes(other, (&offer.place, offer.at), mode) + 2 * hand_over;
        offer.shifts.iter().any(|shift| agrees(shift, minutes))
    });
    (direct || by_other).into()
}

/// When a shift ends, as sentences have it.
fn until(minute: i64) -> String {
    format!("{}{}", clock(minute), if minute > 1440 { " de dag erna" } else { "" })
}

/// Whether the days told are those on which a shift is missed as told; `own` is from the first to the last own minute near it.
fn hours_missed(reader: &Reader<'_>, days: &str, is_told: impl Fn(&Stretch, (i64, i64)) -> bool) -> Verdict {
    let days = days.trim_end_matches("; ook andere uren passen niet");
    let own = stretches(&reader.person["availability"]);
    let missed = about(reader).shifts.iter().filter(|shift| !reader.world.is_free(reader.person, **shift));
    let told = missed.filter(|shift| {
        let near: Vec<_> =
            own.iter().filter(|own| own.day == shift.day && own.from < shift.to && shift.from < own.to).collect();
        let hull = near.iter().map(|own| own.from).min().zip(near.iter().map(|own| own.to).max());
        hull.is_some_and(|hull| is_told(shift, hull))
    });
    are_days(days, told.map(|shift| shift.day)).into()
}

/// Whether `words` name these days, or how many they are.
fn are_days(words: &str, days: impl Iterator<Item = usize>) -> bool {
    let mut days: Vec<_> = days.collect();
    days.sort_unstable();
    days.dedup();
    let names: Vec<_> = days.iter().map(|day| DAYS[*day].1).collect();
    !days.is_empty() && (words == names.join(", ") || words == format!("{} dagen", days.len()))
}

/// What one does with Dutch, and in which list of levels that stands.
const ACTIVITIES: [(&str, &str); 4] =
    [("Begrijpt", "listening"), ("Spreekt", "speaking"), ("Leest", "reading"), ("Schrijft", "writing")];

/// What one does, with which language, at which level, and the level that is asked.
fn language(reader: &Reader<'_>, [verb, name, known, asked]: [&str; 4]) -> Verdict {
    let activity = ACTIVITIES.iter().find(|(known, _)| *known == verb);
    let Some(((_, activity), code)) = activity.zip(language_code(name)) else { return Verdict::False };
    let own = reader.person["languages"][code][activity].as_str().unwrap_or_default();
    let stated = about(reader).stated["languages"][code][activity].as_str().map_or(0, level);
    let steps = reader.world.number("coach_steps") as usize;
    // With a coach on the floor less is asked.
    let is_asked = [stated, stated.saturating_sub(steps)].contains(&level(asked));
    (level(own) == level(known) && is_asked && level(known) < level(asked)).into()
}

fn band(reader: &Reader<'_>, known: &str, from: &str, to: &str) -> Verdict {
    let own = level(reader.person["languages"]["nl"]["speaking"].as_str().unwrap_or_default());
    let is_outside = own < level(from) || level(to) < own;
    let is_band = about(reader).id.ends_with(&format!("/{from}-{to}"));
    (own == level(known) && is_outside && is_band).into()
}

fn held(reader: &Reader<'_>, n_held: &str, n_asked: &str, what_for: &str) -> Verdict {
    let list = if what_for.starts_with("nodig") { "essential_skills" } else { "optional_skills" };
    let (asked, own) = (texts(&about(reader).stated[list]), texts(&reader.person["skills"]));
    let held = asked.iter().filter(|skill| own.contains(skill)).count();
    (held.to_string() == n_held && asked.len().to_string() == n_asked).into()
}

/// The age that the person reaches in the year in which the offer starts.
fn age(reader: &Reader<'_>) -> i64 {
    use chrono::Datelike;
    i64::from(about(reader).start.year()) - reader.person["birth_year"].as_i64().unwrap()
}

/// The form of employment with this caption, where it is that of the offer.
fn form_of<'a>(reader: &Reader<'a>, caption: &str) -> Option<&'a Value> {
    let form = items(&reader.world.pack["forms"]).iter().find(|form| form["caption"]["nl"] == caption)?;
    (about(reader).stated["employment_form"] == form["name"]).then_some(form)
}

/// `fiets en taalcoach, 2 weken, 600 euro`: supports that there are, with what they take.
fn supported(reader: &Reader<'_>, words: &str) -> Verdict {
    let mut parts = words.split(", ");
    let kind = |name: &str| match name {
        "fiets" => "bicycle",
        "taalcoach op de werkvloer" => "coach",
        _ => "licence_b",
    };
    let kinds: Vec<_> = parts.next().unwrap().split(" en ").map(kind).collect();
    let supports = items(&reader.world.scenario["supports"]);
    let of_kind =
        |kind: &&str| supports.iter().find(|support| support["kind"] == **kind && support["stock"].as_i64() > Some(0));
    let used: Vec<_> = kinds.iter().filter_map(of_kind).collect();
    let weeks = used.iter().filter_map(|support| support["lead_weeks"].as_i64()).max().unwrap_or(0);
    let euro = used.iter().filter_map(|support| support["cost_cents"].as_i64()).sum::<i64>() / 100;
    let told = parts.all(|part| match part.split_once(' ').unwrap() {
        (n, "week" | "weken") => n == weeks.to_string(),
        (n, _) => n == euro.to_string(),
    });
    let own = reader.plan.of(reader.id()).filter(|_| reader.spoken == Spoken::Proposal);
    let ids: Vec<_> = used.iter().map(|support| support["id"].as_str().unwrap()).collect();
    let is_planned = own.is_none_or(|line| ids.iter().all(|id| texts(&line["supports"]).contains(id)));
    let is_ready = kinds.iter().all(|kind| reader.world.has_support_in_time(kind, about(reader)));
    (used.len() == kinds.len() && told && is_planned && is_ready).into()
}
