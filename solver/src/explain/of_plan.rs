//! A plan in words: how many get a proposal, how good that is, what contradicts, and each offer.

use super::room::Room;
use super::{count_of_people, demand_sentence, finding_words, full_words, sentence};
use crate::constraint::ALL;
use crate::domain::{Edition, Facts, OfferIdx, PlanKind, PromiseStatus};
use crate::kind::obstacles_to;
use crate::names::offer_name;
use crate::names::{Noun, counted};
use crate::plan::{OfferResult, Plan, Reason, Termination};
use crate::text::{Lang, Words};

/// What a plan says as a whole, a sentence a line.
pub fn of_plan(facts: Facts<'_>, plan: &Plan, lang: Lang) -> Vec<String> {
    let region = facts.region;
    let (starts, people) = (plan.assignments.len(), region.jobseekers.len());
    let name = &region.name;
    if let Termination::Infeasible(conflict) = &plan.termination {
        let mut lines = vec![match lang {
            Lang::Nl => format!("{name}: er is geen voorstel."),
            Lang::En => format!("{name}: there is no proposal."),
            Lang::Fr => format!("{name} : il n'y a pas de proposition."),
        }];
        lines.push(termination_words(&plan.termination).in_lang(lang).to_owned());
        lines.extend(conflict.iter().map(|&key| demand_sentence(facts, key, None, lang)));
        return lines;
    }
    let mut lines = vec![match (lang, starts, people) {
        (Lang::Nl, ..) if region.kind == PlanKind::Fair => format!("{name}: uit te nodigen: {starts} van {people}."),
        (Lang::En, ..) if region.kind == PlanKind::Fair => format!("{name}: to be invited: {starts} of {people}."),
        (Lang::Fr, ..) if region.kind == PlanKind::Fair => format!("{name} : à inviter : {starts} sur {people}."),
        (Lang::Nl, 0, _) => format!("{name}: niemand krijgt een voorstel."),
        (Lang::En, 0, _) => format!("{name}: nobody gets a proposal."),
        (Lang::Fr, 0, _) => format!("{name} : personne ne reçoit de proposition."),
        (Lang::Nl, 1, 1) => format!("{name}: de enige werkzoekende krijgt een voorstel."),
        (Lang::En, 1, 1) => format!("{name}: the only jobseeker gets a proposal."),
        (Lang::Fr, 1, 1) => format!("{name} : le seul demandeur reçoit une proposition."),
        (Lang::Nl, 1, _) => format!("{name}: 1 van de {people} werkzoekenden krijgt een voorstel."),
        (Lang::En, 1, _) => format!("{name}: 1 of {people} jobseekers gets a proposal."),
        (Lang::Fr, 1, _) => format!("{name} : 1 demandeur sur {people} reçoit une proposition."),
        (Lang::Nl, ..) => format!("{name}: {starts} van de {people} werkzoekenden krijgen een voorstel."),
        (Lang::En, ..) => format!("{name}: {starts} of {people} jobseekers get a proposal."),
        (Lang::Fr, ..) => format!("{name} : {starts} demandeurs sur {people} reçoivent une proposition."),
    }];
    lines.push(termination_words(&plan.termination).in_lang(lang).to_owned());
    lines.extend(super::source_sentence(&region.travel.sources(), lang));
    lines.extend(promises_kept(facts, plan, lang));
    lines.extend(plan.missing.iter().map(|&(key, units)| demand_sentence(facts, key, Some(units), lang)));
    lines
}

/// How a solve ended.
pub fn termination_words(termination: &Termination) -> Words {
    match termination {
        Termination::Optimal => Words {
            nl: "Bewezen: geen enkel ander voorstel is beter.",
            en: "Proven: no other proposal is better.",
            fr: "Prouvé : aucune autre proposition n'est meilleure.",
        },
        Termination::WithinGap => Words {
            nl: "Bewezen tot op het gevraagde verschil: zie hoogstens.",
            en: "Proven within the gap asked: see at most.",
            fr: "Prouvé à l'écart demandé près : voir au plus.",
        },
        Termination::TimeLimit => Words {
            nl: "De tijd was op. Een beter voorstel is mogelijk, tot hoogstens wat er staat.",
            en: "Time was up. A better proposal may exist, up to what stands beside it.",
            fr: "Le temps était écoulé. Une meilleure proposition est possible, jusqu'à ce qui est indiqué.",
        },
        Termination::NodeLimit => Words {
            nl: "Het bewijs werd te groot, de tijd was niet op. Beter kan, tot hoogstens wat er staat.",
            en: "The proof grew too large, time was not up. Better may exist, up to what stands beside it.",
            fr: "La preuve devenait trop grande, sans limite de temps. Mieux est possible, jusqu'à ce qui est indiqué.",
        },
        Termination::Cancelled => Words {
            nl: "Stopgezet. Dit is het beste tot dan.",
            en: "Cancelled. This is the best until then.",
            fr: "Interrompu. Ceci est le meilleur jusque-là.",
        },
        Termination::Infeasible(_) => Words {
            nl: "Onmogelijk: deze beslissingen en minima kunnen niet samen.",
            en: "Impossible: these decisions and floors cannot hold together.",
            fr: "Impossible : ces décisions et ces minima sont incompatibles.",
        },
    }
}

/// Why nobody gets a proposal in a plan that cannot exist.
pub(super) fn conflict_sentence(lang: Lang) -> String {
    let words = Words {
        nl: "Eerst moet een beslissing of een minimum veranderen.",
        en: "A decision or a floor must change first.",
        fr: "Une décision ou un minimum doit d'abord changer.",
    };
    words.in_lang(lang).to_owned()
}

/// How many promises are kept; nothing where none were made.
fn promises_kept(facts: Facts<'_>, plan: &Plan, lang: Lang) -> Option<String> {
    let firm = || facts.region.promises.iter().filter(|promise| promise.status >= PromiseStatus::Invited);
    let made = firm().count();
    let is_kept = |jobseeker, offer| plan.assignment_of(jobseeker).is_some_and(|edge| edge.offer == offer);
    let kept = firm().filter(|promise| is_kept(promise.jobseeker, promise.offer)).count();
    (made > 0).then(|| match lang {
        Lang::Nl => format!("Beloftes gehouden: {kept} van de {made}."),
        Lang::En => format!("Promises kept: {kept} of {made}."),
        Lang::Fr => format!("Promesses tenues : {kept} sur {made}."),
    })
}

/// What a plan says about one offer, a sentence a line. Counts of people are coarse.
pub fn of_offer(facts: Facts<'_>, plan: &Plan, offer: OfferIdx, lang: Lang) -> Vec<String> {
    let (name, openings) = (offer_name(facts, offer, lang), plan.places_of(facts, offer));
    let Some(result) = plan.offers.get(offer.at()) else { return Vec::new() };
    let filled = result.filled;
    if let Some(why) = why_not_held(facts, plan, offer, lang) {
        return vec![not_held_words(&name, lang), why];
    }
    if let Some((_, table)) = facts.region.stall_of(offer) {
        return vec![invited_words(&name, filled, table.slots, lang)];
    }
    let mut lines = vec![match (lang, openings) {
        (Lang::Nl, 1) => format!("{name}: {filled} van 1 plaats ingevuld."),
        (Lang::Nl, _) => format!("{name}: {filled} van {openings} plaatsen ingevuld."),
        (Lang::En, 1) => format!("{name}: {filled} of 1 opening filled."),
        (Lang::En, _) => format!("{name}: {filled} of {openings} openings filled."),
        (Lang::Fr, 0 | 1) => format!("{name} : {filled} sur {openings} poste pourvu."),
        (Lang::Fr, _) => format!("{name} : {filled} sur {openings} postes pourvus."),
    }];
    if facts.openings(offer).is_none() {
        let free = places_left_words(facts, result, lang);
        lines.extend((openings > filled).then_some(free));
        return lines;
    }
    lines.extend(result.reasons.iter().map(|reason| offer_reason_words(facts, *reason, lang)));
    lines
}

/// How many are invited to a table.
fn invited_words(name: &str, invited: u32, slots: u32, lang: Lang) -> String {
    let interviews = counted(Noun::Interviews, slots, lang);
    match lang {
        Lang::Nl => format!("{name}: {invited} uitgenodigd, {interviews} mogelijk."),
        Lang::En => format!("{name}: {invited} invited, {interviews} possible."),
        Lang::Fr => {
            let [guests, slots] = [invited, slots].map(|count| if count < 2 { "" } else { "s" });
            format!("{name} : {invited} invité{guests}, {interviews} possible{slots}.")
        }
    }
}

/// That what is held has places left.
fn places_left_words(facts: Facts<'_>, result: &OfferResult, lang: Lang) -> String {
    let people = count_of_people(facts, result.candidates, lang);
    match lang {
        Lang::Nl => format!("Er is nog plaats: {people} mensen konden komen."),
        Lang::En => format!("There are places left: {people} people could come."),
        Lang::Fr => format!("Il reste des places : {people} personnes pouvaient venir."),
    }
}

fn not_held_words(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Nl => format!("{name} gaat niet door."),
        Lang::En => format!("{name} is not held."),
        Lang::Fr => format!("{name} n'a pas lieu."),
    }
}

fn could_be_held_words(people: &str, lang: Lang) -> String {
    match lang {
        Lang::Nl => format!("Het kon doorgaan: {people} mensen konden komen."),
        Lang::En => format!("It could be held: {people} people could come."),
        Lang::Fr => format!("C'était possible : {people} personnes pouvaient venir."),
    }
}

/// That the programme is held as often as it may be, or that its rooms and instructors are taken by what is held.
fn bottleneck_words(facts: Facts<'_>, plan: &Plan, offer: OfferIdx, lang: Lang) -> Option<String> {
    let region = facts.region;
    let held = || plan.opened.iter().map(|idx| &region.editions[idx.at()]);
    let programme = region.offers[offer.at()].programme?;
    let of_programme = held().filter(|edition| region.offers[edition.offer.at()].programme == Some(programme)).count();
    let most = region.programmes[programme.at()].editions_max;
    if let Some(most) = most.filter(|&most| of_programme as u32 >= most) {
        return Some(match lang {
            Lang::Nl => format!("Hiervan gaan er hoogstens {most} door, en dat aantal is bereikt."),
            Lang::En => format!("Of this at most {most} are held, and that number is reached."),
            Lang::Fr => format!("Il y en a au plus {most}, et ce nombre est atteint."),
        });
    }
    let clashes = |one: &Edition, other: &Edition| {
        one.resources.iter().any(|resource| other.resources.contains(resource))
            && one.half_days.iter().any(|half_day| other.half_days.contains(half_day))
    };
    let is_taken = region.editions_of(offer).iter().all(|edition| held().any(|other| clashes(edition, other)));
    let words = Words {
        nl: "Elk lokaal of elke begeleider is dan al bezet.",
        en: "Every room or instructor is taken then.",
        fr: "Chaque local ou encadrant est déjà pris à ce moment.",
    };
    if is_taken {
        return Some(words.in_lang(lang).to_owned());
    }
    full_pool_words(facts, plan, offer, lang)
}

/// What every manner of holding an offer would draw too much of, in the words of its rule.
fn full_pool_words(facts: Facts<'_>, plan: &Plan, offer: OfferIdx, lang: Lang) -> Option<String> {
    let room = Room::of(facts, plan);
    let of_each: Vec<_> = facts.region.edition_idxs_of(offer).map(|edition| room.full_for_edition(edition)).collect();
    let shared = of_each.first()?.iter().find(|key| of_each.iter().all(|full| full.contains(key)));
    shared.map(|&key| sentence(&full_words(key, facts, lang)))
}

/// Why other things are held: what the levels say, as far as it is proven and no decision came first.
fn why_not_chosen_words(facts: Facts<'_>, plan: &Plan, lang: Lang) -> &'static str {
    let is_decided = facts.region.edition_pins.iter().any(|pin| pin.require);
    let words = match (&plan.termination, is_decided) {
        (Termination::Optimal, false) => Words {
            nl: "Wat wel doorgaat, is voor het geheel minstens even goed.",
            en: "What is held is at least as good for the whole.",
            fr: "Ce qui a lieu est au moins aussi bon pour l'ensemble.",
        },
        (Termination::Optimal, true) => Words {
            nl: "De planner besliste over wat doorgaat; de rest bereikt zo veel mensen als kan.",
            en: "The planner decided about what is held; the rest reaches as many people as possible.",
            fr: "Le planificateur a décidé de ce qui a lieu ; le reste touche autant de monde que possible.",
        },
        (Termination::Infeasible(_), _) => Words {
            nl: "Er is geen voorstel: wat beslist is, kan niet samen.",
            en: "There is no proposal: what is decided cannot hold together.",
            fr: "Il n'y a pas de proposition : ce qui est décidé est incompatible.",
        },
        _ => Words {
            nl: "Dit voorstel is niet tot het einde uitgerekend.",
            en: "This proposal was not worked out to the end.",
            fr: "Cette proposition n'a pas été calculée jusqu'au bout.",
        },
    };
    words.in_lang(lang)
}

/// Why an offer that needs an edition has none, in sentences; `None` where it has one or needs none.
pub(super) fn why_not_held(facts: Facts<'_>, plan: &Plan, offer: OfferIdx, lang: Lang) -> Option<String> {
    let reason = plan.offers.get(offer.at())?.reasons.first()?;
    let people = |count: u32| count_of_people(facts, count, lang);
    Some(match (*reason, lang) {
        (Reason::CannotBeHeld, _) => {
            let obstacles = obstacles_to(facts, offer);
            let words = obstacles.iter().map(|finding| sentence(&finding_words(finding.as_ref(), facts, lang)));
            words.collect::<Vec<_>>().join(" ")
        }
        (Reason::TooFew { least: 0 | 1, .. }, Lang::Nl) => {
            "Er is minstens 1 persoon nodig, en niemand kan komen.".to_owned()
        }
        (Reason::TooFew { least: 0 | 1, .. }, Lang::En) => {
            "It takes at least 1 person, and nobody can come.".to_owned()
        }
        (Reason::TooFew { least: 0 | 1, .. }, Lang::Fr) => {
            "Il faut au moins 1 personne, et personne ne peut venir.".to_owned()
        }
        (Reason::TooFew { least, .. }, Lang::Nl) => {
            format!("Er zijn minstens {least} mensen nodig, en zoveel mensen kunnen er niet komen.")
        }
        (Reason::TooFew { least, .. }, Lang::En) => {
            format!("It takes at least {least} people, and so many cannot come.")
        }
        (Reason::TooFew { least, .. }, Lang::Fr) => {
            format!("Il faut au moins {least} personnes, et elles ne peuvent pas être aussi nombreuses.")
        }
        (Reason::NotChosen { people: count }, _) => {
            let could = could_be_held_words(&people(count), lang);
            let bottleneck = bottleneck_words(facts, plan, offer, lang);
            let why = bottleneck.unwrap_or_else(|| why_not_chosen_words(facts, plan, lang).to_owned());
            format!("{could} {why}")
        }
        _ => return None,
    })
}

/// A reason why openings stay free, as a sentence.
fn offer_reason_words(facts: Facts<'_>, reason: Reason, lang: Lang) -> String {
    let people = |count: u32| count_of_people(facts, count, lang);
    match (reason, lang) {
        (Reason::NotAvailable { .. } | Reason::NothingInReach, Lang::Nl) => {
            "Niemand binnen bereik zoekt nu dit werk.".to_owned()
        }
        (Reason::NotAvailable { .. } | Reason::NothingInReach, Lang::En) => {
            "Nobody within reach looks for this work now.".to_owned()
        }
        (Reason::NotAvailable { .. } | Reason::NothingInReach, Lang::Fr) => {
            "Personne à portée ne cherche ce travail maintenant.".to_owned()
        }
        (Reason::Only { rule, pairings }, _) => {
            let (caption, people) = (ALL[usize::from(rule)].caption().in_lang(lang), people(pairings));
            match lang {
                Lang::Nl => format!("Bij {people} mensen staat enkel dit in de weg: {caption}."),
                Lang::En => format!("For {people} people only this is in the way: {caption}."),
                Lang::Fr => format!("Pour {people} personnes, seul ceci fait obstacle : {caption}."),
            }
        }
        (Reason::Several { pairings }, Lang::Nl) => {
            format!("Bij {} mensen staat meer dan één ding in de weg.", people(pairings))
        }
        (Reason::Several { pairings }, Lang::En) => {
            format!("For {} people more than one thing is in the way.", people(pairings))
        }
        (Reason::Several { pairings }, Lang::Fr) => {
            format!("Pour {} personnes, plus d'une chose fait obstacle.", people(pairings))
        }
        (Reason::CannotBeHeld | Reason::TooFew { .. } | Reason::NotChosen { .. }, _) => String::new(),
        (Reason::Competition { pairings }, Lang::Nl) => {
            format!("Voor {} mensen was dit mogelijk. Zij starten elders of nergens.", people(pairings))
        }
        (Reason::Competition { pairings }, Lang::En) => {
            format!("It was possible for {} people. They start elsewhere or nowhere.", people(pairings))
        }
        (Reason::Competition { pairings }, Lang::Fr) => {
            format!("C'était possible pour {} personnes. Elles commencent ailleurs ou nulle part.", people(pairings))
        }
    }
}
