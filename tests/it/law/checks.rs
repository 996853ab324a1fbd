//! The longer checks behind sentences about a plan.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::changes::{Planned, proposed};
use super::facts::{Offer, World, items, texts};
use super::reader::{Reader, Spoken, Verdict};

/// Largest scenario that is planned again to see what a decision or a change gives: people and offers together.
const REPLANNED_MAX: usize = 60;

pub(super) fn about<'a>(reader: &Reader<'a>) -> &'a Offer {
    reader.offer()
}

/// Speaks of the offer with this name; of several, of the own one, else of one of them.
pub(super) fn speak(reader: &mut Reader<'_>, spoken: Spoken, name: &str) {
    reader.spoken = spoken;
    let own = reader.own().map(|id| reader.world.offer(id)).filter(|offer| offer.name == name);
    reader.about = own.filter(|_| spoken == Spoken::Proposal).or_else(|| reader.world.offer_named(name));
    let names = || reader.world.offers.iter().map(|offer| offer.name.as_str()).collect::<Vec<_>>();
    assert!(reader.about.is_some(), "{name} is none of {:?}", names());
}

/// Whether several offers have this name, so that no sentence can tell which is meant.
pub(super) fn is_ambiguous(world: &World, name: &str) -> bool {
    world.offers.iter().filter(|offer| offer.name == name).count() > 1
}

/// Whether the person could take the offer spoken of, by the pipeline and by the judge of this law.
pub(super) fn could_take(reader: &mut Reader<'_>, is_told: bool) -> Verdict {
    let Some(offer) = reader.about else { return Verdict::False };
    if is_ambiguous(reader.world, &offer.name) {
        return Verdict::Open;
    }
    if reader.plan.possible[reader.id()].contains(&offer.id) != is_told {
        return Verdict::False;
    }
    let is_job = super::judge::is_job(offer);
    let is_judged = reader.world.is_judged(reader.person) && (is_job || is_told);
    (!is_judged || reader.world.is_possible(reader.person, offer) == is_told).into()
}

/// The people who could take an offer; by the judge of this law where it knows all the rules about it.
pub(super) fn who_could(reader: &Reader<'_>, offer: &Offer) -> BTreeSet<String> {
    let could = |person: &&Value| {
        let is_judged = reader.world.is_judged(person) && super::judge::is_job(offer);
        let id = person["id"].as_str().unwrap();
        if is_judged { reader.world.is_possible(person, offer) } else { reader.plan.possible[id].contains(&offer.id) }
    };
    let people = items(&reader.world.scenario["jobseekers"]).iter().filter(could);
    people.map(|person| person["id"].as_str().unwrap().to_owned()).collect()
}

/// A count in words: a number, or that it is too small to tell.
fn is_count(words: &str, count: usize) -> bool {
    match words.strip_prefix("minder dan ") {
        Some(most) => count < most.parse().unwrap(),
        None => words == count.to_string(),
    }
}

pub(super) fn others_could(reader: &mut Reader<'_>, words: &str) -> Verdict {
    let Some(offer) = reader.about else { return Verdict::False };
    let mut who = who_could(reader, offer);
    who.remove(reader.id());
    is_count(words, who.len()).into()
}

/// The offers that the person could take.
fn possible(reader: &Reader<'_>) -> BTreeSet<String> {
    let offers = reader.world.offers.iter().filter(|offer| who_could_alone(reader, offer));
    offers.map(|offer| offer.id.clone()).collect()
}

fn who_could_alone(reader: &Reader<'_>, offer: &Offer) -> bool {
    let is_judged = reader.world.is_judged(reader.person) && super::judge::is_job(offer);
    match is_judged {
        true => reader.world.is_possible(reader.person, offer),
        false => reader.plan.possible[reader.id()].contains(&offer.id),
    }
}

pub(super) fn n_possible(reader: &mut Reader<'_>, words: &str) -> Verdict {
    (possible(reader).len().to_string() == words).into()
}

/// For each offer that the person cannot take: the least sets of what is in the way.
fn least_obstacles(reader: &Reader<'_>) -> Vec<BTreeSet<BTreeSet<&'static str>>> {
    let of_offer = |offer: &Offer| {
        let manners = reader.world.manners(reader.person, offer);
        let least = manners.iter().map(|manner| manner.obstacles.len()).min()?;
        let sets = manners.into_iter().map(|manner| manner.obstacles).filter(|set| set.len() == least);
        (least > 0).then(|| sets.collect())
    };
    reader.world.offers.iter().filter(|offer| super::judge::is_job(offer)).filter_map(of_offer).collect()
}

/// `how many`, `what`: where several single things could be named of one offer, either may be.
pub(super) fn only(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    if !reader.world.is_judged(reader.person) || !reader.world.offers.iter().all(super::judge::is_job) {
        return Verdict::Open;
    }
    let told: usize = found[0].parse().unwrap();
    let all = least_obstacles(reader);
    let alone = BTreeSet::from([found[1]]);
    let names = |sets: &BTreeSet<BTreeSet<&'static str>>| sets.iter().any(|set| *set == alone);
    let surely = all.iter().filter(|sets| names(sets) && sets.len() == 1).count();
    let perhaps = all.iter().filter(|sets| names(sets)).count();
    // Offers out of reach are not counted: nothing short of moving would open them.
    let least = if reader.world.offers.len() < 10 { surely } else { 1 };
    (least <= told && told <= perhaps).into()
}

/// `so many vacancies` beside `named` others at which more than one thing is in the way.
pub(super) fn several(reader: &mut Reader<'_>, words: &str, named: usize) -> Verdict {
    if !reader.world.is_judged(reader.person) || !reader.world.offers.iter().all(super::judge::is_job) {
        return Verdict::Open;
    }
    let told: usize = words.split(' ').next().unwrap().parse().unwrap();
    let all = least_obstacles(reader).iter().filter(|sets| sets.iter().all(|set| set.len() > 1)).count();
    (told + named <= all).into()
}

/// `offer`, `how many`, `captions`.
pub(super) fn obstacles(reader: &mut Reader<'_>, found: &[&str]) -> Verdict {
    let Some(offer) = reader.world.offer_named(found[0]) else { return Verdict::False };
    if !reader.world.is_judged(reader.person) || !super::judge::is_job(offer) {
        return Verdict::Open;
    }
    let told: BTreeSet<&str> = found[2].split(" en ").flat_map(|words| words.split(", ")).collect();
    let of_offers = reader.world.offers.iter().filter(|other| other.name == offer.name);
    let mut manners = of_offers.flat_map(|offer| reader.world.manners(reader.person, offer));
    (told.len().to_string() == found[1] && manners.any(|manner| manner.obstacles == told)).into()
}

/// Openings, or places of what is held.
pub(super) fn places(reader: &Reader<'_>, offer: &Offer) -> Option<i64> {
    let stated = offer.stated["openings"].as_i64();
    stated.or_else(|| held(reader).find(|edition| edition["offer"] == offer.id)?["places"].as_i64())
}

/// The editions that are held.
pub(super) fn held<'a>(reader: &Reader<'a>) -> impl Iterator<Item = &'a Value> + use<'a> {
    items(&reader.plan.file["editions"]).iter()
}

pub(super) fn quota_is_reached(reader: &Reader<'_>, caption: &str) -> Verdict {
    let form = items(&reader.world.pack["forms"]).iter().find(|form| form["caption"]["nl"] == caption).unwrap();
    let is_of_form = |line: &&Value| reader.world.offer(proposed(line)).stated["employment_form"] == form["name"];
    let taken = reader.plan.assignments().iter().filter(is_of_form).count() as i64;
    let shares = items(&reader.world.scenario["policy"]["shares"]);
    shares.iter().any(|share| share["form"] == form["name"] && share["at_most"].as_i64() == Some(taken)).into()
}

pub(super) fn fair_of<'a>(reader: &Reader<'a>) -> &'a Value {
    let id = about(reader).id.split('/').next().unwrap();
    reader.world.named("fairs", id).unwrap()
}

/// The chance that more than `most` of people come who come independently with the chances `rates`, and of `walk_ins` besides
/// (Poisson).
fn overflow(rates: &[f64], walk_ins: f64, most: usize) -> f64 {
    let mut chances = vec![0.0; most + 1];
    let mut term = (-walk_ins).exp();
    for (n, chance) in chances.iter_mut().enumerate() {
        *chance = term;
        term *= walk_ins / (n + 1) as f64;
    }
    for rate in rates {
        for n in (0..=most).rev() {
            chances[n] = chances[n] * (1.0 - rate) + if n > 0 { chances[n - 1] * rate } else { 0.0 };
        }
    }
    1.0 - chances.iter().sum::<f64>()
}

/// Whether one more of those invited, to a table or to the hall, could make it overflow more often than is accepted, whoever
/// comes: the heaviest tail for a mean is that of equal rates.
pub(super) fn is_full(reader: &Reader<'_>, places: &Value, risk: &Value, table: Option<&str>) -> Verdict {
    let fair = fair_of(reader);
    if fair["binding"] == "common_shock" {
        return Verdict::Open;
    }
    let (most, risk) = (places.as_u64().unwrap() as usize, risk.as_f64().unwrap());
    let rate_of = |id: &str| {
        let takes = |channel: &&Value| channel["jobseekers"].is_null() || texts(&channel["jobseekers"]).contains(&id);
        let rates =
            items(&fair["channels"]).iter().filter(takes).filter_map(|channel| channel["rate"]["mean"].as_f64());
        rates.fold(0.0_f64, f64::max)
    };
    let invited = reader.plan.assignments().iter().filter(|line| table.is_none_or(|table| proposed(line) == table));
    let mut rates: Vec<_> = invited.map(|line| rate_of(line["jobseeker"].as_str().unwrap())).collect();
    rates.push(rate_of(reader.id()));
    let (mean, least) = (rates.iter().sum::<f64>(), rates.iter().copied().fold(1.0, f64::min));
    let trials = (mean / least).ceil().max(1.0);
    let equal = vec![mean / trials; trials as usize];
    let walk_ins = if table.is_none() { fair["walk_ins"].as_f64().unwrap_or(0.0) } else { 0.0 };
    (mean + walk_ins > most as f64 || overflow(&equal, walk_ins, most) > risk).into()
}

pub(super) fn promises(reader: &Reader<'_>) -> impl Iterator<Item = String> {
    let scenario = &reader.world.scenario;
    let own = items(&scenario["promises"]).iter().filter(|promise| promise["jobseeker"] == reader.id());
    let kept: Vec<_> = own.map(|promise| promise["vacancy"].as_str().unwrap().to_owned()).collect();
    let to_fairs = items(&scenario["fairs"]).iter().flat_map(|fair| {
        let invited = items(&fair["invited"]).iter().filter(|one| one["jobseeker"] == reader.id());
        invited.map(|one| format!("{}/{}", fair["id"].as_str().unwrap(), one["table"].as_str().unwrap()))
    });
    kept.into_iter().chain(to_fairs.collect::<Vec<_>>())
}

pub(super) fn scored(reader: &Reader<'_>, replaces: bool) -> Verdict {
    let is_it = |score: &Value| {
        let does = score["replaces"] == true;
        score["jobseeker"] == reader.id() && score["vacancy"] == about(reader).id && does == replaces
    };
    items(&reader.world.scenario["scores"]).iter().any(is_it).into()
}

/// A vacancy as an offer, where the plan is of tables or of trainings.
pub(super) fn vacancy(reader: &Reader<'_>, id: &str) -> Offer {
    World::of(&reader.world.scenario, &[id.to_owned()]).offers.remove(0)
}

/// `occupation`, `employer`, `vacancy`.
pub(super) fn is_work(reader: &Reader<'_>, found: &[&str]) -> Verdict {
    if reader.world.named("vacancies", found[2]).is_none() {
        return Verdict::False;
    }
    let work = vacancy(reader, found[2]);
    (work.name == format!("{} bij {}", found[0], found[1]) && reader.own().is_some()).into()
}

/// `how long`, `euro`, and whether that is beyond the plan. The sentence may belong to an offer that is not spoken of any more.
pub(super) fn takes(reader: &mut Reader<'_>, weeks: &str, euro: &str, is_late: bool) -> Verdict {
    let weeks: i64 = weeks.split(' ').next().unwrap().parse().unwrap();
    let cents = euro.parse::<i64>().unwrap() * 100;
    let spoken = reader.about;
    let offers: Vec<Option<&Offer>> = [spoken, None].into_iter().chain(reader.world.offers.iter().map(Some)).collect();
    let is_it = offers.into_iter().any(|offer| {
        reader.about = offer;
        reader.changed().is_some_and(|(_, takes)| takes == (weeks, cents))
    });
    reader.about = spoken;
    let horizon = &reader.world.scenario["horizon"];
    let days = (super::facts::date(&horizon["to"]) - super::facts::date(&horizon["from"])).num_days();
    (is_it && (weeks > days / 7 + 1) == is_late).into()
}

fn is_small(world: &World) -> bool {
    items(&world.scenario["jobseekers"]).len() + world.offers.len() <= REPLANNED_MAX
}

/// How many offers the set of changes opens: those that become possible, or those for which it makes room.
pub(super) fn opens(reader: &mut Reader<'_>, words: &str) -> Verdict {
    let Some(scenario) = reader.try_set() else { return Verdict::False };
    if !is_small(reader.world) {
        return Verdict::Open;
    }
    let (id, told, is_vague) = (reader.id(), words.parse::<usize>().unwrap(), reader.is_vague());
    let before = reader.plan.possible[id].clone();
    let Some(plan) = reader.planned(&scenario) else { return Verdict::False };
    let new = plan.possible[id].difference(&before).count();
    // Room is made for what was possible before.
    if is_vague {
        return (new >= told).into();
    }
    (if new > 0 { new == told } else { (1..=before.len().max(1)).contains(&told) }).into()
}

/// Holds the plan with the set of changes against what is said of it; told the person and who had a proposal before.
pub(super) fn again(reader: &mut Reader<'_>, is_so: impl Fn(&Planned, &str, &BTreeSet<&str>) -> bool) -> Verdict {
    let Some(scenario) = reader.tried.clone() else { return Verdict::False };
    if !is_small(reader.world) || reader.is_vague() {
        return Verdict::Open;
    }
    let (id, before) = (reader.id(), reader.plan.people());
    reader.planned(&scenario).is_some_and(|plan| is_so(plan, id, &before)).into()
}

/// How many people more, or with -1 fewer, have a proposal in all.
pub(super) fn gained(reader: &mut Reader<'_>, words: &str, sign: i64) -> Verdict {
    let told = sign * words.parse::<i64>().unwrap();
    again(reader, |plan, _, before| plan.assignments().len() as i64 - before.len() as i64 == told)
}

/// The offer spoken of, required of this person, and the first level that is worse then: none for a tie; `level` is none where no
/// plan holds it.
pub(super) fn decided(reader: &mut Reader<'_>, level: Option<&str>) -> Verdict {
    if reader.plan.file["termination"] == "infeasible" {
        return level.is_none().into();
    }
    let Some(offer) = reader.about else { return Verdict::False };
    if !is_small(reader.world) || is_ambiguous(reader.world, &offer.name) {
        return Verdict::Open;
    }
    let mut scenario = reader.world.scenario.clone();
    let parts: Vec<_> = offer.id.split('/').collect();
    let (list, pin) = match parts[..] {
        [vacancy] => (
            "pins",
            json!({"jobseeker": reader.id(), "vacancy": vacancy, "mode": "require", "reason": "trial_day_done"}),
        ),
        [programme, venue, start, _] if parts[0] != "buddy" => {
            // Of several patterns a pin names none.
            let alike = format!("{programme}/{venue}/{start}/");
            if reader.world.offers.iter().filter(|other| other.id.starts_with(&alike)).count() > 1 {
                return Verdict::Open;
            }
            let pin = json!({"programme": programme, "venue": venue, "start": start, "mode": "require"});
            ("edition_pins", with_person(pin, reader.id()))
        }
        _ => return Verdict::Open,
    };
    if scenario[list].is_null() {
        scenario[list] = json!([]);
    }
    scenario[list].as_array_mut().unwrap().push(pin);
    let before = reader.plan.file["levels"].clone();
    let Some(plan) = reader.planned(&scenario) else { return level.is_none().into() };
    if plan.file["termination"] == "infeasible" {
        return level.is_none().into();
    }
    let levels = items(&before).iter().zip(items(&plan.file["levels"]));
    let worse = levels.into_iter().find(|(one, other)| one["value"] != other["value"]);
    (level == Some(worse.map_or("tie", |(one, _)| one["level"].as_str().unwrap()))).into()
}

fn with_person(mut pin: Value, id: &str) -> Value {
    pin["jobseeker"] = json!(id);
    pin
}

/// Whether nothing can be held there, by requiring it.
pub(super) fn cannot_be_held(reader: &mut Reader<'_>) -> Verdict {
    let parts: Vec<_> = about(reader).id.split('/').collect();
    if parts.len() < 4 {
        return Verdict::Open;
    }
    let mut scenario = reader.world.scenario.clone();
    scenario["edition_pins"] =
        json!([{"programme": parts[0], "venue": parts[1], "start": parts[2], "mode": "require"}]);
    let id = about(reader).id.clone();
    let plan = reader.planned(&scenario);
    plan.is_none_or(|plan| !items(&plan.file["editions"]).iter().any(|edition| edition["offer"] == id)).into()
}

/// Whether no single thing that is known to help opens the offer spoken of.
pub(super) fn nothing_helps(reader: &mut Reader<'_>) -> Verdict {
    let offer = about(reader);
    let host = &offer.host;
    let singles = ["een fiets krijgen", "rijbewijs B halen", &format!("een taalcoach op de werkvloer bij {host}")];
    for words in singles {
        let mut scenario = reader.world.scenario.clone();
        let mut change = super::changes::Change {
            world: reader.world,
            scenario: &mut scenario,
            person: reader.id(),
            about: Some(offer),
        };
        if super::changes::done(&mut change, words).is_none() {
            continue;
        }
        let world = World::of(&scenario, std::slice::from_ref(&offer.id));
        let person = world.person(reader.id());
        let is_judged = world.is_judged(person) && super::judge::is_job(offer);
        if !is_judged && !is_small(reader.world) {
            return Verdict::Open;
        }
        let (id, offer_id) = (reader.id(), offer.id.clone());
        let opens = match is_judged {
            true => world.is_possible(person, &world.offers[0]),
            false => reader.planned(&scenario).is_some_and(|plan| plan.possible[id].contains(&offer_id)),
        };
        if opens {
            return Verdict::False;
        }
    }
    Verdict::True
}
