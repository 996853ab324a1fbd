//! One person: why this start, why not another, which level decided.

use super::journey::journey_sentences;
use super::near_miss::{near_misses_of, remedies_sentences};
use super::of_plan::conflict_sentence;
use super::{competitors_words, finding_words, not_chosen, not_chosen_words, offer_name, sentence};
use crate::candidates::Edge;
use crate::constraint::{ALL, Judged};
use crate::domain::{Change, Facts, JobseekerIdx, Level, OfferIdx, Overlay, Pin, PlanKind, PromiseStatus, Work};
use crate::names::years;
use crate::plan::{self, Plan, Prepared, Reason, Termination, work_afterwards};
use crate::text::{Lang, Words};
use schakel_model::Options;

/// For how many offers the words say why they are not the proposal.
const NOT_CHOSEN_MAX: usize = 3;
/// Most obstacles of an offer that are named one by one.
const OBSTACLES_MAX: usize = 3;

/// What a plan says about one person, a sentence a line.
pub fn of_person(prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let id = &facts.region.jobseekers[jobseeker.at()].id;
    let is_infeasible = matches!(plan.termination, Termination::Infeasible(_));
    if let Some(edge) = plan.assignment_of(jobseeker).filter(|_| !is_infeasible) {
        return of_start(prepared, plan, edge, lang);
    }
    let unassigned = plan.unassigned_of(jobseeker);
    let reasons = unassigned.map(|unassigned| unassigned.reasons.as_slice()).unwrap_or_default();
    if reasons.iter().any(|reason| matches!(reason, Reason::NotAvailable { .. })) {
        return reasons
            .iter()
            .map(|reason| reason_words(*reason, facts.region.kind, lang).replace("{id}", id))
            .collect();
    }
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} krijgt geen voorstel."),
        Lang::En => format!("{id} gets no proposal."),
        Lang::Fr => format!("{id} ne reçoit pas de proposition."),
    }];
    if is_infeasible {
        // Nobody gets a proposal, so what people could take is not the reason; assignments in such a plan only come
        // nearest to one.
        lines.push(conflict_sentence(lang));
        return lines;
    }
    lines.extend(broken_promises(facts, jobseeker, None, lang));
    for reason in reasons {
        match *reason {
            Reason::Several { pairings } => lines.extend(several_sentences(prepared, jobseeker, pairings, lang)),
            reason => lines.push(reason_words(reason, facts.region.kind, lang)),
        }
    }
    for not in not_chosen(prepared, plan, jobseeker).iter().take(NOT_CHOSEN_MAX) {
        lines.push(not_chosen_words(facts, plan, not, lang));
        lines.extend(competitors_words(facts, plan, &not.edge, lang));
    }
    lines
}

/// What is in the way of the nearest offer that more than one thing keeps away, and of how many offers besides that is so.
fn several_sentences(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, pairings: u32, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let misses = near_misses_of(prepared, jobseeker, OBSTACLES_MAX);
    let Some(miss) = misses.iter().find(|miss| miss.obstacles.len() > 1) else {
        return vec![reason_words(Reason::Several { pairings }, facts.region.kind, lang)];
    };
    let name = offer_name(facts, miss.offer, lang);
    let n = miss.obstacles.len();
    let mut captions: Vec<_> = miss.obstacles.iter().map(|it| it.constraint().caption().in_lang(lang)).collect();
    let last = captions.pop().unwrap_or_default();
    let and = Words { nl: "en", en: "and", fr: "et" }.in_lang(lang);
    let listed = format!("{} {and} {last}", captions.join(", "));
    let mut lines = vec![match lang {
        Lang::Nl => format!("Voor {name} zijn er {n} obstakels: {listed}."),
        Lang::En => format!("For {name} there are {n} obstacles: {listed}."),
        Lang::Fr => format!("Pour {name}, il y a {n} obstacles : {listed}."),
    }];
    if let Some(others) = pairings.checked_sub(1).filter(|others| *others > 0) {
        let others = offers_counted(others, facts.region.kind, lang);
        lines.push(match lang {
            Lang::Nl => format!("Daarnaast staat bij {others} meer dan één ding in de weg."),
            Lang::En => format!("Besides, at {others} more than one thing is in the way."),
            Lang::Fr => format!("Par ailleurs, pour {others}, plus d'une chose fait obstacle."),
        });
    }
    lines
}

/// What a plan says about someone who starts.
fn of_start(prepared: &Prepared<'_>, plan: &Plan, edge: &Edge, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let id = &facts.region.jobseekers[edge.jobseeker.at()].id;
    let offer = offer_name(facts, edge.offer, lang);
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} krijgt het voorstel {offer}."),
        Lang::En => format!("{id} gets the proposal {offer}."),
        Lang::Fr => format!("{id} reçoit la proposition {offer}."),
    }];
    lines.extend(decided_before(facts, edge, lang));
    lines.extend(broken_promises(facts, edge.jobseeker, Some(edge.offer), lang));
    lines.extend(prepared.rules.judge(&edge.way(facts)).iter().map(|judged| judged_sentence(judged, facts, lang)));
    lines.extend(journey_sentences(&edge.way(facts), lang));
    lines.extend(care_sentences(facts, edge, lang));
    lines.extend(work_sentences(facts, plan, edge, lang));
    lines.extend(score_sentences(facts, edge, lang));
    lines.extend(competitors_words(facts, plan, edge, lang));
    let better = not_chosen(prepared, plan, edge.jobseeker);
    lines.extend(better.iter().take(NOT_CHOSEN_MAX).map(|not| not_chosen_words(facts, plan, not, lang)));
    lines.push(match lang {
        Lang::Nl => "Een bemiddelaar beslist. De persoon mag weigeren.".to_owned(),
        Lang::En => "A mediator decides. The person may decline.".to_owned(),
        Lang::Fr => "C'est un conseiller qui décide. La personne peut refuser.".to_owned(),
    });
    lines
}

/// Which vacancies there are for a person after a training that leads on, one for each step.
fn work_sentences(facts: Facts<'_>, plan: &Plan, edge: &Edge, lang: Lang) -> Vec<String> {
    if facts.region.leads_on(edge.offer).is_none() {
        return Vec::new();
    }
    let own = work_afterwards(facts, plan).into_iter().filter(|(person, ..)| *person == edge.jobseeker);
    let sentence = |(_, step, work): (_, u8, &Work)| {
        let title = work.occupation.map_or(work.id.as_str(), |at| facts.region.occupations[at.at()].label(lang));
        let (id, employer) = (&work.id, &work.employer);
        match (lang, step) {
            (Lang::Nl, 0) => format!("Daarna is er werk als {title} bij {employer} ({id})."),
            (Lang::Nl, _) => format!("Na die stap is er werk als {title} bij {employer} ({id})."),
            (Lang::En, 0) => format!("Afterwards there is work as {title} at {employer} ({id})."),
            (Lang::En, _) => format!("After that step there is work as {title} at {employer} ({id})."),
            (Lang::Fr, 0) => format!("Ensuite il y a un travail de {title} chez {employer} ({id})."),
            (Lang::Fr, _) => format!("Après cette étape il y a un travail de {title} chez {employer} ({id})."),
        }
    };
    own.map(sentence).collect()
}

/// That a proposal follows a decision, or keeps a promise.
fn decided_before(facts: Facts<'_>, edge: &Edge, lang: Lang) -> Vec<String> {
    let pair = (edge.jobseeker, edge.offer);
    let mut lines = Vec::new();
    if facts.region.pins.iter().any(|pin| pin.require && (pin.jobseeker, pin.offer) == pair) {
        lines.push(match lang {
            Lang::Nl => "Dit volgt een beslissing van een bemiddelaar.".to_owned(),
            Lang::En => "This follows a decision of a mediator.".to_owned(),
            Lang::Fr => "Ceci suit une décision d'un conseiller.".to_owned(),
        });
    }
    if promises(facts, edge.jobseeker).any(|offer| offer == edge.offer) {
        lines.push(match lang {
            Lang::Nl => "Dit houdt een eerdere belofte.".to_owned(),
            Lang::En => "This keeps an earlier promise.".to_owned(),
            Lang::Fr => "Ceci tient une promesse antérieure.".to_owned(),
        });
    }
    lines
}

/// The offers that were promised to a person: invited, confirmed or attended.
fn promises<'a>(facts: Facts<'a>, jobseeker: JobseekerIdx) -> impl Iterator<Item = OfferIdx> + use<'a> {
    let firm = facts.region.promises.iter().filter(|promise| promise.status >= PromiseStatus::Invited);
    firm.filter(move |promise| promise.jobseeker == jobseeker).map(|promise| promise.offer)
}

/// Promises to a person that the plan does not keep.
fn broken_promises(facts: Facts<'_>, jobseeker: JobseekerIdx, starts_at: Option<OfferIdx>, lang: Lang) -> Vec<String> {
    let broken = promises(facts, jobseeker).filter(|&offer| Some(offer) != starts_at);
    let words = broken.map(|offer| match (lang, offer_name(facts, offer, lang)) {
        (Lang::Nl, name) => format!("Een eerdere belofte wordt niet gehouden: {name}."),
        (Lang::En, name) => format!("An earlier promise is not kept: {name}."),
        (Lang::Fr, name) => format!("Une promesse antérieure n'est pas tenue : {name}."),
    });
    words.collect()
}

/// That another system had a say in the order. No points stand beside a person.
fn score_sentences(facts: Facts<'_>, edge: &Edge, lang: Lang) -> Option<String> {
    let score = facts.region.scores.get(&(edge.jobseeker, edge.offer))?;
    let words = if score.replaces {
        Words {
            nl: "De volgorde komt hier van een ander systeem, in plaats van de onze.",
            en: "The order comes from another system here, in place of ours.",
            fr: "L'ordre vient ici d'un autre système, à la place du nôtre.",
        }
    } else {
        Words {
            nl: "Een ander systeem telt mee in de volgorde.",
            en: "Another system counts in the order.",
            fr: "Un autre système compte dans l'ordre.",
        }
    };
    Some(words.in_lang(lang).to_owned())
}

/// Where the children go, a sentence each.
pub(super) fn care_sentences(facts: Facts<'_>, edge: &Edge, lang: Lang) -> Vec<String> {
    let way = edge.way(facts);
    let chosen =
        way.care().filter_map(|(child, place, is_chosen)| place.filter(|_| is_chosen).map(|care| (child, care)));
    chosen
        .map(|(child, care)| {
            let (age, is_own_school) = (child.age, child.school == Some(care));
            let name = &facts.region.childcare[care.at()].name;
            match lang {
                Lang::Nl if is_own_school => format!("Het kind van {age} jaar is dan op school, in {name}."),
                Lang::Nl => format!(
                    "Bij {name} is volgens de lijst plaats voor het kind van {age} jaar. Die is nog aan te vragen."
                ),
                Lang::En if is_own_school => format!("The child of {age} is at school then, at {name}."),
                Lang::En => {
                    format!("By the list {name} has a place for the child of {age}. It is still to be asked for.")
                }
                Lang::Fr if is_own_school => {
                    format!("L'enfant de {} est alors à l'école, à {name}.", years(age, lang))
                }
                Lang::Fr => format!(
                    "Selon la liste, {name} a une place pour l'enfant de {}. Elle reste à demander.",
                    years(age, lang)
                ),
            }
        })
        .collect()
}

/// A finding as a sentence.
fn judged_sentence(judged: &Judged, facts: Facts<'_>, lang: Lang) -> String {
    sentence(&finding_words(judged.finding.as_ref(), facts, lang))
}

/// So many vacancies, or other offers.
fn offers_counted(count: u32, kind: PlanKind, lang: Lang) -> String {
    let words: [&str; 2] = match (lang, kind.is_of_vacancies()) {
        (Lang::Nl, true) => ["vacature", "vacatures"],
        (Lang::Nl, _) => ["mogelijkheid", "mogelijkheden"],
        (Lang::En, true) => ["vacancy", "vacancies"],
        (Lang::En, _) => ["possibility", "possibilities"],
        (Lang::Fr, true) => ["offre", "offres"],
        (Lang::Fr, _) => ["possibilité", "possibilités"],
    };
    format!("{count} {}", words[usize::from(count != 1)])
}

/// A reason why a person does not start, as a sentence; `{id}` stands for the person where the sentence needs a
/// subject.
pub fn reason_words(reason: Reason, kind: PlanKind, lang: Lang) -> String {
    let offers = |count: u32| offers_counted(count, kind, lang);
    match (reason, lang) {
        (Reason::NotAvailable { .. }, Lang::Nl) => "{id} is nu niet beschikbaar.".to_owned(),
        (Reason::NotAvailable { .. }, Lang::En) => "{id} is not available now.".to_owned(),
        (Reason::NotAvailable { .. }, Lang::Fr) => "{id} n'est pas disponible maintenant.".to_owned(),
        (Reason::NothingInReach, Lang::Nl) => "Binnen bereik is er niets dat bij de jobdoelen past.".to_owned(),
        (Reason::NothingInReach, Lang::En) => "Nothing within reach fits the goals.".to_owned(),
        (Reason::NothingInReach, Lang::Fr) => "Rien à portée ne correspond aux objectifs.".to_owned(),
        (Reason::Only { rule, pairings }, _) => {
            let (caption, count) = (ALL[usize::from(rule)].caption().in_lang(lang), offers(pairings));
            match lang {
                Lang::Nl => format!("Bij {count} staat enkel dit in de weg: {caption}."),
                Lang::En => format!("At {count} only this is in the way: {caption}."),
                Lang::Fr => format!("Pour {count}, seul ceci fait obstacle : {caption}."),
            }
        }
        (Reason::Several { pairings }, Lang::Nl) => {
            format!("Bij {} staat meer dan één ding in de weg.", offers(pairings))
        }
        (Reason::Several { pairings }, Lang::En) => {
            format!("At {} more than one thing is in the way.", offers(pairings))
        }
        (Reason::Several { pairings }, Lang::Fr) => {
            format!("Pour {}, plus d'une chose fait obstacle.", offers(pairings))
        }
        // Of offers alone.
        (Reason::CannotBeHeld | Reason::TooFew { .. } | Reason::NotChosen { .. }, _) => String::new(),
        (Reason::Competition { pairings }, _) if !kind.is_of_vacancies() => match lang {
            Lang::Nl if pairings == 1 => "Er was 1 mogelijkheid.".to_owned(),
            Lang::Nl => format!("Er waren {}.", offers(pairings)),
            Lang::En if pairings == 1 => "There was 1 possibility.".to_owned(),
            Lang::En => format!("There were {}.", offers(pairings)),
            Lang::Fr => format!("Il y avait {}.", offers(pairings)),
        },
        (Reason::Competition { pairings: 1 }, Lang::Nl) => "Er was 1 vacature mogelijk.".to_owned(),
        (Reason::Competition { pairings: 1 }, Lang::En) => "1 vacancy was possible.".to_owned(),
        (Reason::Competition { pairings: 1 }, Lang::Fr) => "1 offre était possible.".to_owned(),
        (Reason::Competition { pairings }, Lang::Nl) => format!("Er waren {} mogelijk.", offers(pairings)),
        (Reason::Competition { pairings }, Lang::En) => format!("{} were possible.", offers(pairings)),
        (Reason::Competition { pairings }, Lang::Fr) => format!("{} étaient possibles.", offers(pairings)),
    }
}

/// What stands between one person and one offer, whatever the plan: every rule's words, or that all is well.
pub fn of_pairing(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, offer: OfferIdx, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let name = offer_name(facts, offer, lang);
    let id = &facts.region.jobseekers[jobseeker.at()].id;
    let mut search = crate::candidates::Search::new(facts, &prepared.rules, &prepared.index);
    let mut edges = Vec::new();
    search.edges_between(jobseeker, offer, &mut edges);
    let Some(edge) = edges.iter().min_by_key(|edge| (-edge.points, edge.choice)) else {
        return of_blocked(prepared, jobseeker, offer, lang);
    };
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} komt in aanmerking voor {name}."),
        Lang::En => format!("{id} can take {name}."),
        Lang::Fr => format!("{id} peut prendre {name}."),
    }];
    lines.extend(prepared.rules.judge(&edge.way(facts)).iter().map(|judged| judged_sentence(judged, facts, lang)));
    lines.extend(journey_sentences(&edge.way(facts), lang));
    lines.extend(care_sentences(facts, edge, lang));
    lines.extend(score_sentences(facts, edge, lang));
    lines
}

/// What blocks a pairing, and what would help.
fn of_blocked(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, offer: OfferIdx, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let (id, name) = (&facts.region.jobseekers[jobseeker.at()].id, offer_name(facts, offer, lang));
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} komt niet in aanmerking voor {name}."),
        Lang::En => format!("{id} cannot take {name}."),
        Lang::Fr => format!("{id} ne peut pas prendre {name}."),
    }];
    let blocked = super::near_miss::blocked_pairing(prepared, jobseeker, offer);
    lines.extend(blocked.obstacles.iter().map(|judged| judged_sentence(judged, facts, lang)));
    lines.extend(remedies_sentences(facts, &blocked, lang));
    lines
}

/// Which level decided that a possible pairing is not in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// With the pairing the plan would do worse on this level, by so much, having done as well on those before.
    Level(Level, i128),
    /// The plan would be as good on every level: the keyed hash of the IDs decided.
    Tie,
    /// No plan holds the pairing together with the pins and hard floors.
    Impossible,
}

/// Which level decided against a pairing, found by planning again with it required.
pub fn decided_by(
    prepared: &Prepared<'_>,
    plan: &Plan,
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    options: &Options<'_>,
) -> Decision {
    let mut region = prepared.facts.region.clone();
    region.pins.push(Pin { jobseeker, offer, require: true });
    region.pins.sort_unstable();
    let facts = Facts { region: &region, ..prepared.facts };
    let with = plan::solved(&Prepared::of(facts), options);
    if matches!(with.termination, plan::Termination::Infeasible(_)) {
        return Decision::Impossible;
    }
    let levels = plan.levels.iter().zip(&with.levels);
    let worse = levels.into_iter().find(|(without, with)| with.value != without.value);
    worse.map_or(Decision::Tie, |(without, with)| Decision::Level(without.level, without.value - with.value))
}

/// Offers that would be possible for a held person if the OCMW released them now. For the OCMW's eyes only.
pub fn if_released(prepared: &Prepared<'_>, jobseeker: JobseekerIdx) -> usize {
    let overlay = Overlay::new([Change::Released(jobseeker)]);
    let facts = prepared.facts.under(&overlay);
    let mut edges = Vec::new();
    crate::candidates::Search::new(facts, &prepared.rules, &prepared.index).edges_of(jobseeker, &mut edges);
    edges.chunk_by(|a, b| a.offer == b.offer).count()
}
