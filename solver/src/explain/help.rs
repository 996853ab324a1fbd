//! What would help one person: the nearest sets of changes, each tried by planning again, in numbers and in words.

use super::change_words::{changes_sentences, takes_sentence};
use super::near_miss::RemedySet;
use super::person::Decision;
use super::room::Room;
use super::why_not::not_chosen_given;
use super::{NearMiss, full_words, near_misses_of, offer_name, unlocks};
use crate::candidates::{Edge, Search};
use crate::constraint::{ALL, Claims, PoolKey};
use crate::domain::{Facts, JobseekerIdx, Level, OfferIdx};
use crate::plan::{Again, Plan, Prepared, Reason, Termination, Unassigned};
use crate::text::{Lang, Words};
use schakel_model::Options;

/// For how many possible offers, the best first, more room is tried.
const ROOM_TRIED_MAX: usize = 3;

/// What would help one person, tried out: the changes, the offers they open, and what a new plan then gives.
pub struct Help {
    /// The changes.
    pub set: RemedySet,
    /// Offers they make possible, or for which they make room.
    pub opens: Vec<OfferIdx>,
    /// Where the person starts in the plan solved again with the changes.
    pub starts_at: Option<OfferIdx>,
    /// Where the person still does not start: what is full in that plan for the offer that fits best. Empty when
    /// another goal came first.
    pub still_full: Vec<PoolKey>,
    /// Starts more or fewer in the whole region, solved again.
    pub net_starts: i64,
    /// People who would no longer start.
    pub displaced: u32,
}

/// The `limit` nearest sets of changes that help a person who does not start, each tried by planning again: more room
/// where the person lost out, and what unlocks near misses. Nothing for someone who is not available, whatever the
/// cause.
pub fn what_would_help(
    prepared: &Prepared<'_>,
    plan: &Plan,
    jobseeker: JobseekerIdx,
    limit: usize,
    options: &Options<'_>,
) -> Vec<Help> {
    let planned_again = Again::new(prepared);
    let tried = helpful_changes(prepared, plan, jobseeker, limit).into_iter().map(|(set, opens)| {
        let overlay = set.overlay();
        let facts = prepared.facts.under(&overlay);
        let changed = Prepared::of(facts);
        let again = planned_again.starts(&changed, options);
        let own = again.binary_search_by_key(&jobseeker, |edge| edge.jobseeker);
        let starts_at = own.ok().map(|position| again[position].offer);
        let (net_starts, displaced) = compare(plan, &again);
        let still_full = if starts_at.is_some() { Vec::new() } else { full_again(&changed, &again, jobseeker, &opens) };
        Help { set, opens, starts_at, still_full, net_starts, displaced }
    });
    tried.collect()
}

/// The `limit` nearest sets of changes that open offers to a person who does not start, with those offers: more room
/// where the person lost out, and what unlocks near misses. Nothing is planned again. Nothing for someone who is not
/// available, whatever the cause.
pub fn helpful_changes(
    prepared: &Prepared<'_>,
    plan: &Plan,
    jobseeker: JobseekerIdx,
    limit: usize,
) -> Vec<(RemedySet, Vec<OfferIdx>)> {
    let unassigned = plan.unassigned_of(jobseeker);
    let is_hidden =
        |unassigned: &Unassigned| unassigned.reasons.iter().any(|reason| matches!(reason, Reason::NotAvailable { .. }));
    if unassigned.is_none_or(is_hidden) || matches!(plan.termination, Termination::Infeasible(_)) {
        return Vec::new();
    }
    let mut opens: Vec<(RemedySet, Vec<OfferIdx>)> = Vec::new();
    let mut add = |set: RemedySet, offer| match opens.iter_mut().find(|(known, _)| *known == set) {
        Some((_, offers)) => offers.push(offer),
        None => opens.push((set, vec![offer])),
    };
    let room = Room::of(prepared.facts, plan);
    for not in not_chosen_given(prepared, &room, plan, jobseeker).into_iter().take(ROOM_TRIED_MAX) {
        if let Some(set) = room_for(prepared.facts, &room.full_without(plan, not.edge.offer, &not.full)) {
            add(set, not.edge.offer);
        }
    }
    let misses = near_misses_of(prepared, jobseeker, 2);
    for miss in &misses {
        for set in &miss.remedies {
            add(set.clone(), miss.offer);
        }
    }
    opens.sort_by_key(|(set, offers)| (set.distance(), std::cmp::Reverse(offers.len())));
    without_likes(prepared, opens, &misses, limit)
}

/// The first `limit` sets, each with every near miss that it unlocks, not only the one it was found for. Of sets with
/// changes of the same kinds that open the same offers only the first stays: earlier hours at one employer are like
/// those at another.
fn without_likes(
    prepared: &Prepared<'_>,
    sets: Vec<(RemedySet, Vec<OfferIdx>)>,
    misses: &[NearMiss],
    limit: usize,
) -> Vec<(RemedySet, Vec<OfferIdx>)> {
    let kinds = |set: &RemedySet| -> Vec<_> {
        set.remedies.iter().map(|remedy| std::mem::discriminant(&remedy.change)).collect()
    };
    let mut kept: Vec<(RemedySet, Vec<OfferIdx>)> = Vec::new();
    for (set, mut opens) in sets {
        if kept.len() == limit {
            break;
        }
        let overlay = set.overlay();
        let unlocked = misses.iter().filter(|miss| unlocks(prepared, &overlay, miss.jobseeker, miss.offer));
        opens.extend(unlocked.map(|miss| miss.offer));
        opens.sort_unstable();
        opens.dedup();
        if !kept.iter().any(|(other, offers)| *offers == opens && kinds(other) == kinds(&set)) {
            kept.push((set, opens));
        }
    }
    kept
}

/// What would make room in every pool that is full; `None` where one of them cannot grow, or none is full.
fn room_for(facts: Facts<'_>, full: &[PoolKey]) -> Option<RemedySet> {
    let room = |key: &PoolKey| ALL[usize::from(key.rule)].room(facts, key.subject, key.part);
    let mut remedies = full.iter().map(room).collect::<Option<Vec<_>>>()?;
    remedies.dedup();
    (!remedies.is_empty()).then_some(RemedySet { remedies })
}

/// Starts gained by `after`, sorted by jobseeker, over the plan before, and the people who lose theirs.
pub(super) fn compare(before: &Plan, after: &[Edge]) -> (i64, u32) {
    let starts_after = |edge: &&Edge| after.binary_search_by_key(&edge.jobseeker, |other| other.jobseeker).is_ok();
    let kept = before.assignments.iter().filter(starts_after).count();
    (after.len() as i64 - before.assignments.len() as i64, (before.assignments.len() - kept) as u32)
}

/// What a set of changes opens, and what planning again gives: a sentence a line.
pub fn help_words(facts: Facts<'_>, help: &Help, lang: Lang) -> Vec<String> {
    let mut lines = changes_sentences(&help.set.remedies, false, facts, lang);
    lines.extend(takes_sentence(&help.set.remedies, facts, lang));
    lines.push(match (lang, help.opens.len(), facts.region.plans_vacancies()) {
        (Lang::Nl, 1, true) => "Dat opent 1 vacature.".to_owned(),
        (Lang::Nl, n, true) => format!("Dat opent {n} vacatures."),
        (Lang::Nl, 1, false) => "Dat opent 1 mogelijkheid.".to_owned(),
        (Lang::Nl, n, false) => format!("Dat opent {n} mogelijkheden."),
        (Lang::En, 1, true) => "That opens 1 vacancy.".to_owned(),
        (Lang::En, n, true) => format!("That opens {n} vacancies."),
        (Lang::En, 1, false) => "That opens 1 possibility.".to_owned(),
        (Lang::En, n, false) => format!("That opens {n} possibilities."),
        (Lang::Fr, 1, true) => "Cela ouvre 1 offre.".to_owned(),
        (Lang::Fr, n, true) => format!("Cela ouvre {n} offres."),
        (Lang::Fr, 1, false) => "Cela ouvre 1 possibilité.".to_owned(),
        (Lang::Fr, n, false) => format!("Cela ouvre {n} possibilités."),
    });
    lines.push(match (help.starts_at.map(|offer| offer_name(facts, offer, lang)), lang) {
        (Some(name), Lang::Nl) => format!("In een nieuw plan wordt het voorstel dan: {name}."),
        (Some(name), Lang::En) => format!("In a new plan the proposal then is: {name}."),
        (Some(name), Lang::Fr) => format!("Dans un nouveau plan, la proposition devient : {name}."),
        (None, _) => still_not_words(facts, &help.still_full, lang),
    });
    lines.extend(effect_words(facts, (help.net_starts, help.displaced), lang));
    lines
}

/// Why a person has no proposal in the new plan either.
fn still_not_words(facts: Facts<'_>, full: &[PoolKey], lang: Lang) -> String {
    let reasons: Vec<_> = full.iter().map(|&key| full_words(key, facts, lang)).collect();
    let reasons = reasons.join("; ");
    match (lang, reasons.is_empty()) {
        (Lang::Nl, false) => format!("In een nieuw plan lukt het nog niet: {reasons}."),
        (Lang::En, false) => format!("In a new plan it still does not work out: {reasons}."),
        (Lang::Fr, false) => format!("Dans un nouveau plan, cela ne réussit pas encore : {reasons}."),
        (Lang::Nl, true) => "In een nieuw plan gaat een belofte, een minimum of een beslissing voor.".to_owned(),
        (Lang::En, true) => "In a new plan a promise, a floor or a decision comes first.".to_owned(),
        (Lang::Fr, true) => "Dans un nouveau plan, une promesse, un minimum ou une décision passe avant.".to_owned(),
    }
}

/// What is full in a plan of `assignments` for the best way of this person to one of `offers`.
fn full_again(
    prepared: &Prepared<'_>,
    assignments: &[Edge],
    jobseeker: JobseekerIdx,
    offers: &[OfferIdx],
) -> Vec<PoolKey> {
    let room = Room::of_assignments(prepared.facts, assignments);
    let mut edges = Vec::new();
    Search::new(prepared.facts, &prepared.rules, &prepared.index).edges_of(jobseeker, &mut edges);
    edges.retain(|edge| offers.contains(&edge.offer));
    let full = edges.iter().map(|edge| (room.full_for(edge, &Claims::default()), edge));
    let nearest = full.min_by_key(|(full, edge)| (full.len(), -edge.points, edge.choice));
    nearest.map_or_else(Vec::new, |(full, _)| full)
}

/// How many proposals more or fewer there are in the whole region, and that others lose theirs for it: a sentence a
/// line.
pub(super) fn effect_words(facts: Facts<'_>, (net_starts, displaced): (i64, u32), lang: Lang) -> Vec<String> {
    let net = if displaced == 0 { people_words(net_starts, lang) } else { balance_words(net_starts, lang) };
    [net].into_iter().chain(displaced_words(facts, displaced, lang)).collect()
}

/// How many people more or fewer have a proposal, where nobody loses one.
fn people_words(net_starts: i64, lang: Lang) -> String {
    let (count, is_more) = (net_starts.unsigned_abs(), net_starts > 0);
    let than = if is_more {
        Words { nl: "meer", en: "more", fr: "de plus" }.in_lang(lang)
    } else {
        Words { nl: "minder", en: "fewer", fr: "de moins" }.in_lang(lang)
    };
    match (lang, count) {
        (Lang::Nl, 0) => "In de hele regio blijft het aantal voorstellen gelijk.".to_owned(),
        (Lang::En, 0) => "In the whole region the number of proposals stays the same.".to_owned(),
        (Lang::Fr, 0) => "Dans toute la région, le nombre de propositions reste le même.".to_owned(),
        (Lang::Nl, 1) => format!("In de hele regio krijgt 1 persoon {than} een voorstel."),
        (Lang::Nl, n) => format!("In de hele regio krijgen {n} mensen {than} een voorstel."),
        (Lang::En, 1) => format!("In the whole region 1 person {than} gets a proposal."),
        (Lang::En, n) => format!("In the whole region {n} people {than} get a proposal."),
        (Lang::Fr, 1) => format!("Dans toute la région, 1 personne {than} reçoit une proposition."),
        (Lang::Fr, n) => format!("Dans toute la région, {n} personnes {than} reçoivent une proposition."),
    }
}

/// How many proposals more or fewer there are when those that others lose are taken off.
fn balance_words(net_starts: i64, lang: Lang) -> String {
    let (count, is_more) = (net_starts.unsigned_abs(), net_starts > 0);
    match (lang, count, is_more) {
        (Lang::Nl, 0, _) => "Per saldo blijft het aantal voorstellen in de hele regio gelijk.".to_owned(),
        (Lang::En, 0, _) => "On balance the number of proposals in the whole region stays the same.".to_owned(),
        (Lang::Fr, 0, _) => "Au total, le nombre de propositions dans la région reste le même.".to_owned(),
        (Lang::Nl, 1, true) => "Per saldo komt er in de hele regio 1 voorstel bij.".to_owned(),
        (Lang::Nl, 1, false) => "Per saldo valt er in de hele regio 1 voorstel weg.".to_owned(),
        (Lang::Nl, n, true) => format!("Per saldo komen er in de hele regio {n} voorstellen bij."),
        (Lang::Nl, n, false) => format!("Per saldo vallen er in de hele regio {n} voorstellen weg."),
        (Lang::En, 1, true) => "On balance there is 1 proposal more in the whole region.".to_owned(),
        (Lang::En, 1, false) => "On balance there is 1 proposal fewer in the whole region.".to_owned(),
        (Lang::En, n, true) => format!("On balance there are {n} proposals more in the whole region."),
        (Lang::En, n, false) => format!("On balance there are {n} proposals fewer in the whole region."),
        (Lang::Fr, 1, true) => "Au total, la région compte 1 proposition de plus.".to_owned(),
        (Lang::Fr, 1, false) => "Au total, la région compte 1 proposition de moins.".to_owned(),
        (Lang::Fr, n, true) => format!("Au total, la région compte {n} propositions de plus."),
        (Lang::Fr, n, false) => format!("Au total, la région compte {n} propositions de moins."),
    }
}

/// That others would lose their proposal; how many only where they are many enough to stay unseen.
fn displaced_words(facts: Facts<'_>, displaced: u32, lang: Lang) -> Option<String> {
    let is_shown = displaced >= u32::from(facts.region.pack.limits.count_shown_min);
    Some(match (displaced, is_shown, lang) {
        (0, ..) => return None,
        (_, true, Lang::Nl) => format!("Daardoor verliezen {displaced} anderen hun voorstel."),
        (_, true, Lang::En) => format!("Through it {displaced} others lose their proposal."),
        (_, true, Lang::Fr) => format!("Ainsi, {displaced} autres personnes perdent leur proposition."),
        (_, false, Lang::Nl) => "Daardoor verliest minstens één ander een voorstel.".to_owned(),
        (_, false, Lang::En) => "Through it at least one other person loses a proposal.".to_owned(),
        (_, false, Lang::Fr) => "Ainsi, au moins une autre personne perd une proposition.".to_owned(),
    })
}

/// Which level decided where something is opened or people are invited.
fn opened_level_words(level: Level) -> Words {
    match level {
        Level::Grouped => Words {
            nl: "Dan zouden minder mensen in een groep terechtkunnen.",
            en: "Then fewer people could be in a group.",
            fr: "Moins de personnes pourraient alors être dans un groupe.",
        },
        Level::Cost => Words {
            nl: "Dan zou de ondersteuning samen meer kosten.",
            en: "Then the supports together would cost more.",
            fr: "Les soutiens coûteraient alors davantage ensemble.",
        },
        Level::Useful => Words {
            nl: "Dan zouden er op de beurs minder nuttige gesprekken te verwachten zijn.",
            en: "Then fewer useful interviews could be expected at the fair.",
            fr: "On pourrait alors attendre moins d'entretiens utiles au salon.",
        },
        Level::Priority(_) => Words {
            nl: "Dan zouden minder mensen die volgens het akkoord voorrang krijgen een plaats hebben.",
            en: "Then fewer people who come first by the agreement would have a place.",
            fr: "Moins de personnes prioritaires selon l'accord auraient alors une place.",
        },
        Level::Served(_) => Words {
            nl: "Dan zou een gemeente die nu weinig plaatsen heeft er nog minder hebben.",
            en: "Then a municipality that has few places now would have fewer.",
            fr: "Une commune qui a peu de places en aurait alors encore moins.",
        },
        Level::Kept => Words {
            nl: "Dan zou een voorstel van het vorige plan zonder reden veranderen.",
            en: "Then a proposal of the earlier plan would change for no reason.",
            fr: "Une proposition du plan précédent changerait alors sans raison.",
        },
        Level::Travel => Words {
            nl: "Dan zou iedereen samen langer onderweg zijn.",
            en: "Then everyone together would travel longer.",
            fr: "Tous ensemble feraient alors de plus longs trajets.",
        },
        Level::Weighed => Words {
            nl: "Dan zou het geheel minder punten hebben, zoals de planner ze telt.",
            en: "Then the whole would have fewer points, as the planner counts them.",
            fr: "L'ensemble aurait alors moins de points, tels que le planificateur les compte.",
        },
        _ => Words {
            nl: "Dan zou er vaker iets moeten doorgaan.",
            en: "Then more would have to be held.",
            fr: "Il faudrait alors en organiser davantage.",
        },
    }
}

/// Which level decided, a sentence a line.
pub fn decision_words(decision: Decision, lang: Lang) -> Vec<String> {
    let words = match decision {
        Decision::Level(Level::Promises, _) => Words {
            nl: "Dat zou een belofte aan iemand breken.",
            en: "That would break a promise to someone.",
            fr: "Cela romprait une promesse faite à quelqu'un.",
        },
        Decision::Level(Level::Floors, _) => Words {
            nl: "Dan zou er meer ontbreken aan een afgesproken minimum.",
            en: "Then more would be missing from an agreed floor.",
            fr: "Il manquerait alors davantage à un minimum convenu.",
        },
        Decision::Level(Level::Placed, _) => Words {
            nl: "Dan zouden in totaal minder mensen een voorstel krijgen.",
            en: "Then fewer people in all would get a proposal.",
            fr: "Moins de personnes en tout recevraient alors une proposition.",
        },
        Decision::Level(Level::Fit, _) => Words {
            nl: "Dan zou het geheel minder goed passen.",
            en: "Then the whole would fit less well.",
            fr: "L'ensemble conviendrait alors moins bien.",
        },
        Decision::Level(level, _) => opened_level_words(level),
        Decision::Tie => Words {
            nl: "Beide zijn even goed. Een vaste loting gaf de doorslag.",
            en: "Both are equally good. A fixed lot decided.",
            fr: "Les deux se valent. Un tirage fixe a tranché.",
        },
        Decision::Impossible => Words {
            nl: "Het kan niet samen met eerdere beslissingen of een vast minimum.",
            en: "It cannot hold together with earlier decisions or a firm floor.",
            fr: "C'est incompatible avec des décisions antérieures ou un minimum ferme.",
        },
    };
    vec![words.in_lang(lang).to_owned()]
}

/// What a release by the OCMW would open. For the OCMW's eyes only.
pub fn released_words(offers: usize, lang: Lang) -> String {
    match (lang, offers) {
        (Lang::Nl, 1) => "Na vrijgave door het OCMW is nu 1 vacature mogelijk.".to_owned(),
        (Lang::Nl, n) => format!("Na vrijgave door het OCMW zijn nu {n} vacatures mogelijk."),
        (Lang::En, 1) => "After release by the OCMW 1 vacancy is possible now.".to_owned(),
        (Lang::En, n) => format!("After release by the OCMW {n} vacancies are possible now."),
        (Lang::Fr, 0 | 1) => format!("Après libération par le CPAS, {offers} offre est possible maintenant."),
        (Lang::Fr, n) => format!("Après libération par le CPAS, {n} offres sont possibles maintenant."),
    }
}
