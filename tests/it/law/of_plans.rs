//! What sentences say of a plan: what is proposed, who else could, what is full, which level decided, what a change gives.

use std::collections::BTreeSet;

use serde_json::Value;

use super::changes::proposed;
use super::checks::*;
use super::facts::{Stretch, date, is_number, items, texts};
use super::reader::{Claim, Spoken, Verdict};

/// Sentences with which something new is spoken of.
pub(super) const HEADINGS: &[(&str, Claim)] = &[
    ("{} krijgt het voorstel {}.", |reader, found| {
        let own = reader.own();
        speak(reader, Spoken::Proposal, found[1]);
        (found[0] == reader.id() && reader.about.is_some_and(|offer| own == Some(offer.id.as_str()))).into()
    }),
    ("{} krijgt geen voorstel.", |reader, found| {
        reader.spoken = Spoken::Nothing;
        reader.about = None;
        let is_infeasible = reader.plan.file["termination"] == "infeasible";
        (found[0] == reader.id() && (reader.own().is_none() || is_infeasible)).into()
    }),
    ("{} is nu niet beschikbaar.", |reader, _| {
        let is_held = reader.person["gate"] == "ocmw_hold";
        (is_held || date(&reader.person["first_day"]) > date(&reader.world.scenario["horizon"]["to"])).into()
    }),
    ("{} komt in aanmerking voor {}.", |reader, found| {
        speak(reader, Spoken::Possible, found[1]);
        could_take(reader, true)
    }),
    ("{} komt niet in aanmerking voor {}.", |reader, found| {
        speak(reader, Spoken::Blocked, found[1]);
        could_take(reader, false)
    }),
    ("Bijna-match: {}.", |reader, found| {
        speak(reader, Spoken::Blocked, found[0]);
        could_take(reader, false)
    }),
];

/// Sentences about the set of changes that was named before.
pub(super) const HELPS: &[(&str, Claim)] = &[
    ("Dat duurt {} en kost {} euro. Dat is pas na het einde van dit plan.", |reader, found| {
        takes(reader, found[0], found[1], true)
    }),
    ("Dat duurt {}. Dat is pas na het einde van dit plan.", |reader, found| takes(reader, found[0], "0", true)),
    ("Dat duurt {} en kost {} euro.", |reader, found| takes(reader, found[0], found[1], false)),
    ("Dat kost {} euro.", |reader, found| takes(reader, "0 weken", found[0], false)),
    ("Dat duurt {}.", |reader, found| takes(reader, found[0], "0", false)),
    ("Dat opent {} vacature.", |reader, found| opens(reader, found[0])),
    ("Dat opent {} vacatures.", |reader, found| opens(reader, found[0])),
    ("Dat opent {} mogelijkheid.", |reader, found| opens(reader, found[0])),
    ("Dat opent {} mogelijkheden.", |reader, found| opens(reader, found[0])),
    ("In een nieuw plan wordt het voorstel dan: {}.", |reader, found| {
        let name = reader
            .world
            .offers
            .iter()
            .filter(|offer| offer.name == found[0])
            .map(|offer| offer.id.clone())
            .collect::<Vec<_>>();
        // A later first day stands in the name of the offer itself.
        let is_it = |line: Option<&Value>| line.is_some_and(|line| name.iter().any(|id| proposed(line) == id));
        again(reader, |plan, id, _| is_it(plan.of(id)))
    }),
    ("In een nieuw plan lukt het nog niet: {}.", |reader, _| again(reader, |plan, id, _| plan.of(id).is_none())),
    ("In een nieuw plan gaat een belofte, een minimum of een beslissing voor.", |reader, _| {
        again(reader, |plan, id, _| plan.of(id).is_none())
    }),
    ("In de hele regio krijgt {} persoon meer een voorstel.", |reader, found| gained(reader, found[0], 1)),
    ("In de hele regio krijgen {} mensen meer een voorstel.", |reader, found| gained(reader, found[0], 1)),
    ("In de hele regio krijgt {} persoon minder een voorstel.", |reader, found| gained(reader, found[0], -1)),
    ("In de hele regio krijgen {} mensen minder een voorstel.", |reader, found| gained(reader, found[0], -1)),
    ("In de hele regio blijft het aantal voorstellen gelijk.", |reader, _| gained(reader, "0", 1)),
    ("Per saldo blijft het aantal voorstellen in de hele regio gelijk.", |reader, _| gained(reader, "0", 1)),
    ("Per saldo komt er in de hele regio {} voorstel bij.", |reader, found| gained(reader, found[0], 1)),
    ("Per saldo komen er in de hele regio {} voorstellen bij.", |reader, found| gained(reader, found[0], 1)),
    ("Per saldo valt er in de hele regio {} voorstel weg.", |reader, found| gained(reader, found[0], -1)),
    ("Daardoor verliest minstens één ander een voorstel.", |reader, _| {
        again(reader, |plan, _, before| !before.is_subset(&plan.people()))
    }),
];

/// Answers to why an offer is not the proposal.
pub(super) const ANSWERS: &[(&str, Claim)] = &[
    ("Alle plaatsen bij {} zijn ingenomen.", |reader, found| {
        let offer = about(reader);
        (offer.host == found[0] && places(reader, offer) == Some(reader.plan.taken(&offer.id))).into()
    }),
    ("Geen vrije plaats in {}.", |reader, found| {
        let care = items(&reader.world.scenario["childcare"]).iter().find(|care| care["name"] == found[0]).unwrap();
        let goes = |line: &&Value| texts(&line["childcare"]).contains(&care["id"].as_str().unwrap());
        let taken: usize = reader.plan.assignments().iter().filter(goes).count();
        let least = items(&care["places"]).iter().filter_map(|band| band["free"].as_u64()).min();
        least.is_some_and(|least| least <= taken as u64).into()
    }),
    ("Geen {} meer vrij.", |reader, found| {
        let kind = if found[0] == "fiets" { "bicycle" } else { "coach" };
        let support = items(&reader.world.scenario["supports"]).iter().find(|support| support["kind"] == kind).unwrap();
        let gets = |line: &&Value| texts(&line["supports"]).contains(&support["id"].as_str().unwrap());
        (support["stock"].as_u64() == Some(reader.plan.assignments().iter().filter(gets).count() as u64)).into()
    }),
    ("Er is geen {} voorzien.", |reader, found| {
        let kind = if found[0] == "fiets" { "bicycle" } else { "coach" };
        let supports = items(&reader.world.scenario["supports"]).iter().filter(|support| support["kind"] == kind);
        supports.filter_map(|support| support["stock"].as_i64()).all(|stock| stock == 0).into()
    }),
    ("Het afgesproken aantal voor {} is bereikt.", |reader, found| quota_is_reached(reader, found[0])),
    ("Het budget volstaat niet meer.", |reader, _| {
        let cents = |id: &str| reader.world.named("supports", id).unwrap()["cost_cents"].as_i64().unwrap();
        let used = reader.plan.assignments().iter().flat_map(|line| texts(&line["supports"])).map(cents).sum::<i64>();
        let cheapest =
            items(&reader.world.scenario["supports"]).iter().filter_map(|it| it["cost_cents"].as_i64()).min();
        let budget = reader.world.scenario["support_budget_eur"].as_i64().unwrap() * 100;
        (used <= budget && cheapest.is_some_and(|one| used + one > budget)).into()
    }),
    ("In de zaal worden al zo veel bezoekers verwacht als kan.", |reader, _| {
        let fair = fair_of(reader);
        is_full(reader, &fair["hall"]["places"], &fair["hall"]["risk"], None)
    }),
    ("Aan de tafel van {} worden al zo veel bezoekers verwacht als kan.", |reader, found| {
        let table = about(reader).stated.clone();
        if table["employer"] != found[0] {
            return Verdict::False;
        }
        let id = about(reader).id.clone();
        is_full(reader, &table["slots"], &table["risk"], Some(&id))
    }),
    ("Er zijn minstens {} mensen nodig, en zoveel mensen kunnen er niet komen.", |reader, found| {
        let least = about(reader).stated["group"]["least"].as_u64();
        let could = who_could(reader, about(reader)).len() as u64;
        (least.map(|least| least.to_string()).as_deref() == Some(found[0]) && Some(could) < least).into()
    }),
    ("Het kon doorgaan: minder dan {} mensen konden komen.", |reader, found| {
        let could = who_could(reader, about(reader)).len() as i64;
        (could < found[0].parse().unwrap() && Some(could) >= about(reader).stated["group"]["least"].as_i64()).into()
    }),
    ("Hiervan gaan er hoogstens {} door, en dat aantal is bereikt.", |reader, found| {
        let programme = &about(reader).stated;
        let n_held = held(reader).filter(|edition| edition["programme"] == programme["id"]).count();
        (is_number(&programme["editions_max"], found[0]) && found[0].parse() == Ok(n_held)).into()
    }),
    ("Elk lokaal of elke begeleider is dan al bezet.", |reader, _| {
        let mine = about(reader);
        let meets = |edition: &&Value| {
            let other = reader.world.offer(edition["offer"].as_str().unwrap());
            let overlaps = |a: &Stretch, b: &Stretch| a.day == b.day && a.from < b.to && b.from < a.to;
            other.id != mine.id && mine.shifts.iter().any(|a| other.shifts.iter().any(|b| overlaps(a, b)))
        };
        held(reader).any(|edition| meets(&edition)).into()
    }),
    ("Er kan maar één nieuwe locatie zijn, en die is er al.", |reader, _| {
        let is_new = |venue: &&str| reader.world.named("venues", venue).unwrap()["existing"] != true;
        let new: BTreeSet<_> = held(reader).filter_map(|edition| edition["venue"].as_str()).filter(is_new).collect();
        (reader.world.scenario["sites"]["at_most"] == 1 && new.len() == 1).into()
    }),
    ("{} raakt die dag niet op tijd van de ene plaats naar de andere.", |reader, found| {
        let known = items(&reader.world.scenario["instructors"]).iter().find(|known| known["name"] == found[0]);
        let leads = |edition: &&Value| {
            known.is_some_and(|known| texts(&edition["resources"]).contains(&known["id"].as_str().unwrap()))
        };
        let elsewhere =
            |edition: &&Value| edition["venue"] != reader.world.named("venues", &about(reader).place).unwrap()["id"];
        let same_day = |edition: &&Value| {
            let other = reader.world.offer(edition["offer"].as_str().unwrap());
            other.shifts.iter().any(|shift| about(reader).shifts.iter().any(|mine| mine.day == shift.day))
        };
        held(reader).filter(leads).filter(elsewhere).any(|edition| same_day(&edition)).into()
    }),
    ("{} belooft {} banen, en zoveel mensen nemen al deel.", |reader, found| {
        let programme = &about(reader).stated;
        let of_it = |line: &&Value| proposed(line).starts_with(&format!("{}/", programme["id"].as_str().unwrap()));
        let taken = reader.plan.assignments().iter().filter(of_it).count().to_string();
        (programme["employer"] == found[0] && is_number(&programme["jobs_promised"], found[1]) && taken == found[1])
            .into()
    }),
    ("Anderen nemen het werk in dat er daarna voor deze persoon zou zijn.", |reader, _| {
        let offer = about(reader);
        let taken = reader.plan.taken(&offer.id);
        let openings: i64 =
            items(&reader.world.scenario["vacancies"]).iter().filter_map(|it| it["openings"].as_i64()).sum();
        (taken > 0 && taken >= openings.min(taken)).into()
    }),
    ("Er is nog plaats.", |reader, _| {
        let offer = about(reader);
        places(reader, offer).is_none_or(|places| reader.plan.taken(&offer.id) < places).into()
    }),
    ("Een belofte, een minimum of een beslissing ging voor.", |reader, _| {
        let scenario = &reader.world.scenario;
        let lists = ["promises", "pins", "edition_pins"].iter().any(|list| !items(&scenario[*list]).is_empty());
        (lists || !items(&scenario["policy"]["shares"]).is_empty()).into()
    }),
];

/// Sentences that stand by themselves.
pub(super) const CLAIMS: &[(&str, Claim)] = &[
    ("Een bemiddelaar beslist. De persoon mag weigeren.", |reader, _| (reader.spoken == Spoken::Proposal).into()),
    ("Dit volgt een beslissing van een bemiddelaar.", |reader, _| {
        let own = reader.own();
        let is_it =
            |pin: &Value| pin["mode"] == "require" && pin["jobseeker"] == reader.id() && pin["vacancy"].as_str() == own;
        items(&reader.world.scenario["pins"]).iter().any(is_it).into()
    }),
    ("Een bemiddelaar besliste om dit niet voor te stellen.", |reader, _| {
        let is_it = |pin: &Value| {
            pin["mode"] == "forbid" && pin["jobseeker"] == reader.id() && pin["vacancy"] == about(reader).id
        };
        items(&reader.world.scenario["pins"]).iter().any(is_it).into()
    }),
    ("Enkel een nieuwe beslissing verandert dit.", |reader, _| {
        let is_it = |pin: &Value| pin["mode"] == "forbid" && pin["jobseeker"] == reader.id();
        items(&reader.world.scenario["pins"])
            .iter()
            .chain(items(&reader.world.scenario["edition_pins"]))
            .any(is_it)
            .into()
    }),
    ("De planner besliste dat deze persoon hieraan niet deelneemt.", |reader, _| {
        let is_it = |pin: &Value| pin["mode"] == "forbid" && pin["jobseeker"] == reader.id();
        items(&reader.world.scenario["edition_pins"]).iter().any(is_it).into()
    }),
    ("Eerst moet een beslissing of een minimum veranderen.", |reader, _| {
        (reader.plan.file["termination"] == "infeasible").into()
    }),
    ("Dit houdt een eerdere belofte.", |reader, _| {
        let own = reader.own();
        promises(reader).any(|promised| Some(promised.as_str()) == own).into()
    }),
    ("Een eerdere belofte wordt niet gehouden: {}.", |reader, found| {
        let own = reader.own();
        let is_it = |id: &String| reader.world.offer(id).name == found[0] && own != Some(id);
        promises(reader).any(|promised| is_it(&promised)).into()
    }),
    ("De volgorde komt hier van een ander systeem, in plaats van de onze.", |reader, _| scored(reader, true)),
    ("Een ander systeem telt mee in de volgorde.", |reader, _| scored(reader, false)),
    ("Voor die vacature kwamen {} anderen in aanmerking.", |reader, found| others_could(reader, found[0])),
    ("Daarvoor kwamen {} anderen in aanmerking.", |reader, found| others_could(reader, found[0])),
    ("Er was {} vacature mogelijk.", |reader, found| n_possible(reader, found[0])),
    ("Er waren {} vacatures mogelijk.", |reader, found| n_possible(reader, found[0])),
    ("Er was {} mogelijkheid.", |reader, found| n_possible(reader, found[0])),
    ("Er waren {} mogelijkheden.", |reader, found| n_possible(reader, found[0])),
    ("Binnen bereik is er niets dat bij de jobdoelen past.", |reader, _| {
        (n_possible(reader, "0") == Verdict::True && reader.own().is_none()).into()
    }),
    ("Bij {} vacature staat enkel dit in de weg: {}.", |reader, found| only(reader, found)),
    ("Bij {} vacatures staat enkel dit in de weg: {}.", |reader, found| only(reader, found)),
    ("Bij {} mogelijkheid staat enkel dit in de weg: {}.", |reader, found| only(reader, found)),
    ("Bij {} mogelijkheden staat enkel dit in de weg: {}.", |reader, found| only(reader, found)),
    ("Voor {} zijn er {} obstakels: {}.", |reader, found| obstacles(reader, found)),
    ("Daarnaast staat bij {} meer dan één ding in de weg.", |reader, found| several(reader, found[0], 1)),
    ("Bij {} staat meer dan één ding in de weg.", |reader, found| several(reader, found[0], 0)),
    ("Bij {} past de vacature {} ({}).", |reader, found| {
        let work = reader.world.named("vacancies", found[2]).map(|_| vacancy(reader, found[2]));
        let is_hosted = texts(&about(reader).stated["vacancies"]).contains(&found[2]);
        if !reader.world.is_judged(reader.person) {
            return Verdict::Open;
        }
        let fits = work.as_ref().is_some_and(|work| reader.world.is_possible(reader.person, work));
        (is_hosted && fits && work.is_some_and(|work| work.name == format!("{} bij {}", found[1], found[0]))).into()
    }),
    ("Geen vacature van {} past.", |reader, found| {
        let ids: Vec<_> = texts(&about(reader).stated["vacancies"]).into_iter().map(str::to_owned).collect();
        let fits = |id: &String| reader.world.is_possible(reader.person, &vacancy(reader, id));
        (about(reader).host == found[0] && !ids.iter().any(fits)).into()
    }),
    ("Daarna is er werk als {} bij {} ({}).", |reader, found| is_work(reader, found)),
    ("Na die stap is er werk als {} bij {} ({}).", |reader, found| is_work(reader, found)),
    ("Vindt na {} binnen bereik geen vacature.", |reader, found| {
        (about(reader).stated["name"] == found[0] && reader.own().is_none()).into()
    }),
    ("Wordt {} dagen vooraf uitgenodigd, en de beurs is over {}.", |reader, found| {
        let fair = fair_of(reader);
        let leads = items(&fair["channels"]).iter().any(|channel| is_number(&channel["lead_time_days"], found[0]));
        (leads && is_number(&fair["days_left"], found[1]) && found[0].parse::<i64>().ok() > found[1].parse().ok())
            .into()
    }),
    ("Zei al nee.", |reader, _| {
        let is_it = |one: &Value| one["jobseeker"] == reader.id() && one["answer"] == "no";
        items(&fair_of(reader)["invited"]).iter().any(is_it).into()
    }),
    ("Dit kan hier dan niet doorgaan.", |reader, _| cannot_be_held(reader)),
    ("Geen enkele bekende ondersteuning lost dit op.", |reader, _| nothing_helps(reader)),
    ("Beide zijn even goed. Een vaste loting gaf de doorslag.", |reader, _| decided(reader, Some("tie"))),
    ("Dan zou het geheel minder goed passen.", |reader, _| decided(reader, Some("fit"))),
    ("Dan zouden in totaal minder mensen een voorstel krijgen.", |reader, _| decided(reader, Some("placed"))),
    ("Dan zouden minder mensen in een groep terechtkunnen.", |reader, _| decided(reader, Some("grouped"))),
    ("Dan zou er meer ontbreken aan een afgesproken minimum.", |reader, _| decided(reader, Some("floors"))),
    ("Dat zou een belofte aan iemand breken.", |reader, _| decided(reader, Some("promises"))),
    ("Het kan niet samen met eerdere beslissingen of een vast minimum.", |reader, _| decided(reader, None)),
];
