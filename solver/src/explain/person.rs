//! One person: why this start, why not another, who decided, what would help.

use super::near_miss::RemedySet;
use super::{count_of_people, finding_words, near_misses_of, remedies_words, sentence, vacancy_name};
use crate::candidates::Edge;
use crate::constraint::{ALL, Judged};
use crate::domain::{Change, Facts, JobseekerIdx, Level, Overlay, Pin, VacancyIdx};
use crate::model::Options;
use crate::plan::{self, Plan, Prepared, Reason};
use crate::text::Lang;

/// What a plan says about one person, a sentence a line.
pub fn of_person(prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let id = &facts.region.jobseekers[jobseeker.at()].id;
    if let Some(edge) = plan.assignment_of(jobseeker) {
        return of_start(prepared, plan, edge, lang);
    }
    let unassigned = plan.unassigned.iter().find(|unassigned| unassigned.jobseeker == jobseeker);
    let reasons = unassigned.map(|unassigned| unassigned.reasons.as_slice()).unwrap_or_default();
    if reasons.iter().any(|reason| matches!(reason, Reason::NotAvailable { .. })) {
        return reasons.iter().map(|reason| reason_words(*reason, lang).replace("{id}", id)).collect();
    }
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} start niet in dit voorstel."),
        Lang::En => format!("{id} does not start in this proposal."),
        Lang::Fr => format!("{id} ne commence pas dans cette proposition."),
    }];
    lines.extend(reasons.iter().map(|reason| reason_words(*reason, lang)));
    lines
}

/// What a plan says about someone who starts.
fn of_start(prepared: &Prepared<'_>, plan: &Plan, edge: &Edge, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let id = &facts.region.jobseekers[edge.jobseeker.at()].id;
    let vacancy = vacancy_name(facts, edge.vacancy, lang);
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} krijgt het voorstel {vacancy}."),
        Lang::En => format!("{id} gets the proposal {vacancy}."),
        Lang::Fr => format!("{id} reçoit la proposition {vacancy}."),
    }];
    lines.extend(prepared.rules.judge(&edge.way(facts)).iter().map(|judged| judged_sentence(judged, facts, lang)));
    lines.extend(care_sentences(facts, edge, lang));
    let candidates = plan.vacancies.get(edge.vacancy.at()).map_or(0, |result| result.candidates);
    let others = count_of_people(facts, candidates.saturating_sub(1), lang);
    lines.push(match lang {
        Lang::Nl => format!("Voor deze vacature kwamen nog {others} anderen in aanmerking."),
        Lang::En => format!("For this vacancy {others} others were possible."),
        Lang::Fr => format!("Pour cette offre {others} autres étaient possibles."),
    });
    lines.push(match lang {
        Lang::Nl => "Een bemiddelaar beslist. De persoon mag weigeren.".to_owned(),
        Lang::En => "A mediator decides. The person may decline.".to_owned(),
        Lang::Fr => "Un médiateur décide. La personne peut refuser.".to_owned(),
    });
    lines
}

/// Where the children go, a sentence each.
fn care_sentences(facts: Facts<'_>, edge: &Edge, lang: Lang) -> Vec<String> {
    let way = edge.way(facts);
    let chosen = way.care().filter_map(|(age, place, is_chosen)| place.filter(|_| is_chosen).map(|care| (age, care)));
    chosen
        .map(|(age, care)| {
            let name = &facts.region.childcare[care.at()].name;
            match lang {
                Lang::Nl => format!("Het kind van {age} jaar gaat naar {name}."),
                Lang::En => format!("The child of {age} goes to {name}."),
                Lang::Fr => format!("L'enfant de {age} ans va à {name}."),
            }
        })
        .collect()
}

/// A finding as a sentence.
fn judged_sentence(judged: &Judged, facts: Facts<'_>, lang: Lang) -> String {
    sentence(&finding_words(judged.finding.as_ref(), facts, lang))
}

/// A reason as a sentence; `{id}` stands for the person where the sentence needs a subject.
pub fn reason_words(reason: Reason, lang: Lang) -> String {
    match (reason, lang) {
        (Reason::NotAvailable { .. }, Lang::Nl) => "{id} is nu niet beschikbaar.".to_owned(),
        (Reason::NotAvailable { .. }, Lang::En) => "{id} is not available now.".to_owned(),
        (Reason::NotAvailable { .. }, Lang::Fr) => "{id} n'est pas disponible maintenant.".to_owned(),
        (Reason::NothingInReach, Lang::Nl) => "Binnen bereik is er niets dat bij de jobdoelen past.".to_owned(),
        (Reason::NothingInReach, Lang::En) => "Nothing within reach fits the goals.".to_owned(),
        (Reason::NothingInReach, Lang::Fr) => "Rien à portée ne correspond aux objectifs.".to_owned(),
        (Reason::Only { rule, pairings }, _) => {
            let caption = ALL[usize::from(rule)].caption().in_lang(lang);
            match lang {
                Lang::Nl => format!("In {pairings} gevallen staat enkel dit in de weg: {caption}."),
                Lang::En => format!("In {pairings} cases only this is in the way: {caption}."),
                Lang::Fr => format!("Dans {pairings} cas, seul ceci fait obstacle: {caption}."),
            }
        }
        (Reason::Several { pairings }, Lang::Nl) => format!("In {pairings} gevallen staan meer dingen in de weg."),
        (Reason::Several { pairings }, Lang::En) => format!("In {pairings} cases several things are in the way."),
        (Reason::Several { pairings }, Lang::Fr) => format!("Dans {pairings} cas, plusieurs choses font obstacle."),
        (Reason::Competition { pairings }, Lang::Nl) => {
            format!("{pairings} voorstellen waren mogelijk, maar gingen naar anderen.")
        }
        (Reason::Competition { pairings }, Lang::En) => {
            format!("{pairings} proposals were possible, but went to others.")
        }
        (Reason::Competition { pairings }, Lang::Fr) => {
            format!("{pairings} propositions étaient possibles, mais sont allées à d'autres.")
        }
    }
}

/// What stands between one person and one vacancy, whatever the plan: every rule's words, or that all is well.
pub fn of_pairing(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, vacancy: VacancyIdx, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let name = vacancy_name(facts, vacancy, lang);
    let id = &facts.region.jobseekers[jobseeker.at()].id;
    let mut search = crate::candidates::Search::new(facts, &prepared.rules, &prepared.index);
    let mut edges = Vec::new();
    search.edges_between(jobseeker, vacancy, &mut edges);
    let Some(edge) = edges.iter().min_by_key(|edge| (-edge.points, edge.choice)) else {
        return of_blocked(prepared, jobseeker, vacancy, lang);
    };
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} komt in aanmerking voor {name}."),
        Lang::En => format!("{id} can take {name}."),
        Lang::Fr => format!("{id} peut prendre {name}."),
    }];
    lines.extend(prepared.rules.judge(&edge.way(facts)).iter().map(|judged| judged_sentence(judged, facts, lang)));
    lines
}

/// What blocks a pairing, and what would help.
fn of_blocked(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, vacancy: VacancyIdx, lang: Lang) -> Vec<String> {
    let facts = prepared.facts;
    let (id, name) = (&facts.region.jobseekers[jobseeker.at()].id, vacancy_name(facts, vacancy, lang));
    let mut lines = vec![match lang {
        Lang::Nl => format!("{id} komt niet in aanmerking voor {name}."),
        Lang::En => format!("{id} cannot take {name}."),
        Lang::Fr => format!("{id} ne peut pas prendre {name}."),
    }];
    let blocked = super::near_miss::blocked_pairing(prepared, jobseeker, vacancy);
    lines.extend(blocked.obstacles.iter().map(|judged| judged_sentence(judged, facts, lang)));
    lines.extend(blocked.remedies.first().map(|set| help_sentence(set, facts, lang)));
    if blocked.remedies.is_empty() && !blocked.obstacles.iter().any(|judged| judged.constraint().hides_the_rest()) {
        lines.push(nothing_helps(lang));
    }
    lines
}

/// "What helps: ..."
fn help_sentence(set: &RemedySet, facts: Facts<'_>, lang: Lang) -> String {
    let words = remedies_words(&set.remedies, facts, lang);
    match lang {
        Lang::Nl => format!("Wat helpt: {words}."),
        Lang::En => format!("What helps: {words}."),
        Lang::Fr => format!("Ce qui aide: {words}."),
    }
}

/// That no known change helps.
fn nothing_helps(lang: Lang) -> String {
    match lang {
        Lang::Nl => "Geen enkele bekende ondersteuning lost dit op.".to_owned(),
        Lang::En => "No known support solves this.".to_owned(),
        Lang::Fr => "Aucun soutien connu ne résout cela.".to_owned(),
    }
}

/// What would help one person, tried out: the changes, the offers they open, and what a new plan then gives.
pub struct Help {
    /// The changes.
    pub set: RemedySet,
    /// Vacancies they make possible.
    pub opens: Vec<VacancyIdx>,
    /// Where the person starts in the plan solved again with the changes.
    pub starts_at: Option<VacancyIdx>,
    /// Starts more or fewer in the whole region, solved again.
    pub net_starts: i64,
    /// People who would no longer start.
    pub displaced: u32,
}

/// The `limit` nearest sets of changes that help a person who does not start, each tried by planning again.
pub fn what_would_help(
    prepared: &Prepared<'_>,
    plan: &Plan,
    jobseeker: JobseekerIdx,
    limit: usize,
    options: &Options<'_>,
) -> Vec<Help> {
    let mut opens: Vec<(RemedySet, Vec<VacancyIdx>)> = Vec::new();
    for miss in near_misses_of(prepared, jobseeker, 2) {
        for set in miss.remedies {
            match opens.iter_mut().find(|(known, _)| *known == set) {
                Some((_, vacancies)) => vacancies.push(miss.vacancy),
                None => opens.push((set, vec![miss.vacancy])),
            }
        }
    }
    opens.sort_by_key(|(set, vacancies)| (set.distance(), std::cmp::Reverse(vacancies.len())));
    opens.truncate(limit);
    let tried = opens.into_iter().map(|(set, opens)| {
        let overlay = set.overlay();
        let facts = Facts { region: prepared.facts.region, overlay: &overlay };
        let again = plan::matching(&Prepared::of(facts), options);
        let starts_at = again.assignment_of(jobseeker).map(|edge| edge.vacancy);
        let (net_starts, displaced) = compare(plan, &again);
        Help { set, opens, starts_at, net_starts, displaced }
    });
    tried.collect()
}

/// Starts gained by `after` over `before`, and the people who lose theirs.
pub(super) fn compare(before: &Plan, after: &Plan) -> (i64, u32) {
    let lost = before.assignments.iter().filter(|edge| after.assignment_of(edge.jobseeker).is_none()).count();
    (after.assignments.len() as i64 - before.assignments.len() as i64, lost as u32)
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
    vacancy: VacancyIdx,
    options: &Options<'_>,
) -> Decision {
    let mut region = prepared.facts.region.clone();
    region.pins.push(Pin { jobseeker, vacancy, require: true });
    region.pins.sort_unstable();
    let facts = Facts { region: &region, overlay: prepared.facts.overlay };
    let with = plan::matching(&Prepared::of(facts), options);
    if matches!(with.termination, plan::Termination::Infeasible(_)) {
        return Decision::Impossible;
    }
    let levels = plan.levels.iter().zip(&with.levels);
    let worse = levels.into_iter().find(|(without, with)| with.value != without.value);
    worse.map_or(Decision::Tie, |(without, with)| Decision::Level(without.level, without.value - with.value))
}

/// Vacancies that would be possible for a held person if the OCMW released them now. For the OCMW's eyes only.
pub fn if_released(prepared: &Prepared<'_>, jobseeker: JobseekerIdx) -> usize {
    let overlay = Overlay::new([Change::Released(jobseeker)]);
    let facts = Facts { region: prepared.facts.region, overlay: &overlay };
    let mut edges = Vec::new();
    crate::candidates::Search::new(facts, &prepared.rules, &prepared.index).edges_of(jobseeker, &mut edges);
    edges.chunk_by(|a, b| a.vacancy == b.vacancy).count()
}
