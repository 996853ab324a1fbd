//! One sheet about a person, for who sits across the table: the proposal or why there is none, the way there, what is
//! still to be arranged, what would help and who acts, and what to ask.

use super::change_words::{change_words, takes_sentence};
use super::person::{care_sentences, of_person};
use super::{
    Help, NearMiss, RemedySet, finding_words, journey_sentences, near_misses_of, offer_name, sentence, trip_sentences,
};
use crate::domain::{Change, Facts, Jobseeker, JobseekerIdx, OfferIdx, RightToWork, Role};
use crate::names::{Noun, counted, date};
use crate::plan::{Plan, Prepared, Reason};
use crate::text::{Lang, Words};

/// Vacancies of which every obstacle is named.
const NEAREST: usize = 3;
/// Offers that are named where a change opens many.
const OPENS_NAMED: usize = 3;
/// Obstacles that are still near.
const OBSTACLES_MAX: usize = 3;

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPart {
    /// Its heading.
    pub title: String,
    /// A sentence a line.
    pub lines: Vec<String>,
}

/// A set of changes that would help, for a sheet.
#[derive(Clone, Debug)]
pub struct SheetHelp {
    /// The changes.
    pub set: RemedySet,
    /// What they give.
    pub then: Then,
}

/// What a set of changes gives.
#[derive(Clone, Debug)]
pub enum Then {
    /// Planned again: where the person starts.
    Planned(Option<OfferIdx>),
    /// Not planned again: what becomes possible.
    Opens(Vec<OfferIdx>),
}

impl From<Help> for SheetHelp {
    fn from(help: Help) -> Self {
        Self { set: help.set, then: Then::Planned(help.starts_at) }
    }
}

impl From<(RemedySet, Vec<OfferIdx>)> for SheetHelp {
    fn from((set, opens): (RemedySet, Vec<OfferIdx>)) -> Self {
        Self { set, then: Then::Opens(opens) }
    }
}

/// The sheet of one person, part by part; parts without a line are left out. For someone who is not available it says
/// that and nothing else, whatever the cause.
pub fn sheet(
    prepared: &Prepared<'_>,
    plan: &Plan,
    jobseeker: JobseekerIdx,
    helps: &[SheetHelp],
    lang: Lang,
) -> Vec<SheetPart> {
    let facts = prepared.facts;
    let part = |title: Words, lines: Vec<String>| SheetPart { title: title.in_lang(lang).to_owned(), lines };
    let proposal =
        part(Words { nl: "Voorstel", en: "Proposal", fr: "Proposition" }, of_person(prepared, plan, jobseeker, lang));
    let is_hidden = |reason: &Reason| matches!(reason, Reason::NotAvailable { .. });
    if plan.unassigned_of(jobseeker).is_some_and(|one| one.reasons.iter().any(is_hidden)) {
        return vec![proposal];
    }
    let own = plan.assignment_of(jobseeker);
    let way = own.map_or_else(Vec::new, |edge| way_there(facts, edge, lang));
    let care = own.map_or_else(Vec::new, |edge| care_sentences(facts, edge, lang));
    // What has a part of its own is not said twice.
    let is_new = |line: &String| !way.contains(line) && !care.contains(line);
    let proposal = SheetPart { lines: proposal.lines.into_iter().filter(is_new).collect(), ..proposal };
    let nearest = match own {
        Some(_) => Vec::new(),
        None => near_misses_of(prepared, jobseeker, OBSTACLES_MAX)
            .iter()
            .take(NEAREST)
            .map(|miss| obstacles(facts, miss, lang))
            .collect(),
    };
    let person = &facts.region.jobseekers[jobseeker.at()];
    let parts = [
        proposal,
        part(Words { nl: "De weg", en: "The way there", fr: "Le trajet" }, way.clone()),
        part(
            Words { nl: "Nog te regelen", en: "Still to arrange", fr: "Encore à régler" },
            own.map_or_else(Vec::new, |edge| to_arrange(facts, edge, lang)),
        ),
        part(Words { nl: "Wat er in de weg staat", en: "What is in the way", fr: "Ce qui fait obstacle" }, nearest),
        part(
            Words { nl: "Wat zou helpen", en: "What would help", fr: "Ce qui aiderait" },
            helps.iter().zip(1..).map(|(help, number)| help_line(facts, help, number, lang)).collect(),
        ),
        part(Words { nl: "Te vragen", en: "To ask", fr: "À demander" }, to_ask(facts, person, lang)),
    ];
    parts.into_iter().filter(|part| !part.lines.is_empty()).collect()
}

/// The way there and back: by timetable leg by leg, otherwise how long it takes and when to leave.
fn way_there(facts: Facts<'_>, edge: &crate::candidates::Edge, lang: Lang) -> Vec<String> {
    let way = edge.way(facts);
    let legs = journey_sentences(&way, lang);
    if legs.is_empty() { trip_sentences(&way, lang).into_iter().collect() } else { legs }
}

/// Every obstacle between a person and one offer, in one sentence.
fn obstacles(facts: Facts<'_>, miss: &NearMiss, lang: Lang) -> String {
    let (id, name) = (&facts.region.offers[miss.offer.at()].id, offer_name(facts, miss.offer, lang));
    let and = Words { nl: " en ", en: " and ", fr: " et " }.in_lang(lang);
    let found: Vec<_> =
        miss.obstacles.iter().map(|judged| finding_words(judged.finding.as_ref(), facts, lang)).collect();
    let (last, first) = found.split_last().map_or((String::new(), &found[..]), |(last, first)| (last.clone(), first));
    let listed = if first.is_empty() { last } else { format!("{}{and}{last}", first.join(", ")) };
    match (lang, found.len()) {
        (Lang::Nl, 1) => format!("Voor {name} ({id}) is er één obstakel: {listed}."),
        (Lang::Nl, n) => format!("Voor {name} ({id}) zijn er {n} obstakels: {listed}."),
        (Lang::En, 1) => format!("For {name} ({id}) there is one obstacle: {listed}."),
        (Lang::En, n) => format!("For {name} ({id}) there are {n} obstacles: {listed}."),
        (Lang::Fr, 1) => format!("Pour {name} ({id}), il y a un obstacle : {listed}."),
        (Lang::Fr, n) => format!("Pour {name} ({id}), il y a {n} obstacles : {listed}."),
    }
}

/// Places in childcare that the way counts on, and supports that have to be there first.
fn to_arrange(facts: Facts<'_>, edge: &crate::candidates::Edge, lang: Lang) -> Vec<String> {
    let mut lines = care_sentences(facts, edge, lang);
    for support in edge.choice.supports_used().map(|idx| &facts.region.supports[idx.at()]) {
        let name = crate::names::support_name(support.kind, lang);
        let weeks = counted(Noun::Weeks, support.lead_weeks, lang);
        lines.push(match lang {
            Lang::Nl => format!("Aanvragen: {name}, klaar na {weeks}."),
            Lang::En => format!("Ask for: {name}, ready after {weeks}."),
            Lang::Fr => format!("À demander : {name}, disponible après {weeks}."),
        });
    }
    lines
}

/// A set of changes: what, who acts, how long it takes, and what it gives.
fn help_line(facts: Facts<'_>, help: &SheetHelp, number: usize, lang: Lang) -> String {
    let overlay = help.set.overlay();
    let together = facts.under(&overlay);
    let changes = help.set.remedies.iter().map(|remedy| {
        let who = who_acts(facts, &remedy.change).in_lang(lang);
        format!("{} ({who})", change_words(&remedy.change, together, lang))
    });
    let and = Words { nl: " en ", en: " and ", fr: " et " }.in_lang(lang);
    let what = sentence(&changes.collect::<Vec<_>>().join(and));
    let takes = takes_sentence(&help.set.remedies, facts, lang).map_or_else(String::new, |takes| format!(" {takes}"));
    let then = then_sentence(facts, &help.then, lang);
    format!("{number}. {what}{takes} {then}")
}

/// What a set of changes gives, in a sentence.
fn then_sentence(facts: Facts<'_>, then: &Then, lang: Lang) -> String {
    let name = |offer: &OfferIdx| offer_name(facts, *offer, lang);
    match (then, lang) {
        (Then::Planned(Some(offer)), Lang::Nl) => format!("Dan wordt het voorstel: {}.", name(offer)),
        (Then::Planned(Some(offer)), Lang::En) => format!("Then the proposal is: {}.", name(offer)),
        (Then::Planned(Some(offer)), Lang::Fr) => format!("La proposition devient alors : {}.", name(offer)),
        (Then::Planned(None), Lang::Nl) => "Een nieuw plan geeft dan nog geen voorstel.".to_owned(),
        (Then::Planned(None), Lang::En) => "A new plan then gives no proposal yet.".to_owned(),
        (Then::Planned(None), Lang::Fr) => "Un nouveau plan ne donne alors pas encore de proposition.".to_owned(),
        (Then::Opens(offers), _) => {
            let named: Vec<_> = offers.iter().take(OPENS_NAMED).map(name).collect();
            let (named, more) = (named.join(", "), offers.len().saturating_sub(OPENS_NAMED));
            match (lang, more) {
                (Lang::Nl, 0) => format!("Dan wordt mogelijk: {named}."),
                (Lang::En, 0) => format!("Then this becomes possible: {named}."),
                (Lang::Fr, 0) => format!("Cela rend alors possible : {named}."),
                (Lang::Nl, more) => format!("Dan wordt mogelijk: {named} en nog {more}."),
                (Lang::En, more) => format!("Then this becomes possible: {named} and {more} more."),
                (Lang::Fr, more) => format!("Cela rend alors possible : {named} et {more} de plus."),
            }
        }
    }
}

/// Who has to act for a change.
fn who_acts(facts: Facts<'_>, change: &Change) -> Words {
    let person = Words { nl: "de persoon", en: "the person", fr: "la personne" };
    let vdab = Words { nl: "VDAB met de persoon", en: "VDAB with the person", fr: "le VDAB avec la personne" };
    let employer = Words { nl: "de werkgever", en: "the employer", fr: "l'employeur" };
    let childcare = Words { nl: "de opvang", en: "the childcare", fr: "l'accueil" };
    match change {
        Change::TravelsUpTo(..)
        | Change::LeavesFrom(..)
        | Change::ChildGoesTo(..)
        | Change::WorksShiftsOf(..)
        | Change::WorksHours(..)
        | Change::AimsAt(..) => person,
        Change::Speaks(..)
        | Change::HasMode(..)
        | Change::HasLicences(..)
        | Change::LearnsSkillsOf(..)
        | Change::MoreSupport(..) => vdab,
        Change::Entitled(_, right) => {
            let form = facts.region.pack.forms.iter().find(|form| form.entitlement == Some(*right));
            match form.is_some_and(|form| form.ocmw_decides) {
                true => Words { nl: "het OCMW beslist", en: "the OCMW decides", fr: "le CPAS décide" },
                false => vdab,
            }
        }
        Change::Released(_) => Words { nl: "het OCMW", en: "the OCMW", fr: "le CPAS" },
        Change::LanguageSupport(_) => {
            Words { nl: "VDAB met de werkgever", en: "VDAB with the employer", fr: "le VDAB avec l'employeur" }
        }
        Change::StartsOn(..) | Change::ShiftsMove(..) | Change::MoreOpenings(..) => employer,
        Change::OpensFor(..) | Change::MorePlaces(..) => childcare,
        Change::MoreLike(resource, _) => match facts.region.resources[resource.at()].role {
            Role::Instructor => Words { nl: "VDAB", en: "VDAB", fr: "le VDAB" },
            Role::Room | Role::PracticeRoom => {
                Words { nl: "het lokaal bestuur", en: "the municipality", fr: "la commune" }
            }
        },
    }
}

/// What the facts leave open and a mediator can ask.
fn to_ask(facts: Facts<'_>, person: &Jobseeker, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if person.travel_minutes_max.is_none() {
        let most = facts.region.pack.limits.travel_minutes_max;
        let minutes = counted(Noun::Minutes, most, lang);
        lines.push(match lang {
            Lang::Nl => format!("Hoe lang mag de reis duren? Nu gelden {minutes}, een standaardwaarde."),
            Lang::En => format!("How long may the trip take? {minutes} count now, a default."),
            Lang::Fr => format!("Combien de temps peut durer le trajet ? {minutes} valent à présent, par défaut."),
        });
    }
    let mut ask_if = |is_open: bool, words: Words| {
        if is_open {
            lines.push(words.in_lang(lang).to_owned());
        }
    };
    let is_assessed = |field: &str| person.assessments.iter().any(|assessment| assessment.field == field);
    ask_if(
        !person.languages.is_empty() && !is_assessed("languages"),
        Words {
            nl: "Wie heeft de taalniveaus vastgesteld? Dat staat er niet bij.",
            en: "Who assessed the levels of language? It is not stated.",
            fr: "Qui a évalué les niveaux de langue ? Ce n'est pas indiqué.",
        },
    );
    ask_if(
        person.children.iter().any(|child| child.needs_care && child.place.is_none()),
        Words {
            nl: "Is er intussen opvang gevonden voor elk kind?",
            en: "Has childcare been found for each child by now?",
            fr: "Un accueil a-t-il été trouvé pour chaque enfant ?",
        },
    );
    if let RightToWork::Until(last) = person.right_to_work {
        let last = date(last, lang);
        lines.push(match lang {
            Lang::Nl => format!("Het recht om te werken loopt tot {last}: wordt het verlengd?"),
            Lang::En => format!("The right to work lasts until {last}: will it be extended?"),
            Lang::Fr => format!("Le droit de travailler court jusqu'au {last} : sera-t-il prolongé ?"),
        });
    }
    lines
}
