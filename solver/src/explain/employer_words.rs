//! Words about employers to invite: what is open there, for whom, and which employment measures fit each vacancy.

use super::employers::{Employer, Sector, VacancyReach};
use super::{count_of_people, offer_title, rounded_people, sentence, support_title};
use crate::domain::{Facts, FormIdx};
use crate::names::{Noun, counted};
use crate::text::{Lang, Words};

/// Titles of the major groups of ISCO-08, by their digit (ILO, International Standard Classification of Occupations,
/// 2012), in words of our own in Dutch and French.
const SECTORS: [Words; 10] = [
    Words { nl: "strijdkrachten", en: "armed forces", fr: "professions militaires" },
    Words { nl: "leidinggevenden", en: "managers", fr: "directeurs, cadres et gérants" },
    Words {
        nl: "intellectuele, wetenschappelijke en artistieke beroepen",
        en: "professionals",
        fr: "professions intellectuelles et scientifiques",
    },
    Words {
        nl: "technici en verwante beroepen",
        en: "technicians and associate professionals",
        fr: "professions intermédiaires",
    },
    Words { nl: "administratief personeel", en: "clerical support workers", fr: "employés de type administratif" },
    Words {
        nl: "dienstverlenend personeel en verkopers",
        en: "service and sales workers",
        fr: "services directs aux particuliers et vente",
    },
    Words {
        nl: "land- en bosbouwers en vissers",
        en: "skilled agricultural, forestry and fishery workers",
        fr: "agriculture, sylviculture et pêche qualifiées",
    },
    Words {
        nl: "ambachtslieden",
        en: "craft and related trades workers",
        fr: "métiers qualifiés de l'industrie et de l'artisanat",
    },
    Words {
        nl: "bedieners van machines en installaties",
        en: "plant and machine operators and assemblers",
        fr: "conducteurs d'installations et de machines",
    },
    Words { nl: "elementaire beroepen", en: "elementary occupations", fr: "professions élémentaires" },
];

/// The title of a major group of ISCO-08; empty for what is no digit.
pub fn sector_name(sector: Sector, lang: Lang) -> &'static str {
    SECTORS.get(usize::from(sector)).map_or("", |words| words.in_lang(lang))
}

/// So many people, rounded as counts that overlap are: "20 people", "fewer than 10 people".
pub fn rounded_words(facts: Facts<'_>, count: u32, lang: Lang) -> String {
    let count = count_of_people(facts, rounded_people(facts, count).unwrap_or(0), lang);
    match lang {
        Lang::Nl => format!("{count} mensen"),
        Lang::En => format!("{count} people"),
        Lang::Fr => format!("{count} personnes"),
    }
}

/// Since when something is open, on the first day of the plan.
fn age_words(days: Option<u32>, lang: Lang) -> String {
    match (lang, days) {
        (Lang::Nl, None) => "ouderdom onbekend".to_owned(),
        (Lang::En, None) => "age unknown".to_owned(),
        (Lang::Fr, None) => "ancienneté inconnue".to_owned(),
        (Lang::Nl, Some(1)) => "open sinds 1 dag".to_owned(),
        (Lang::En, Some(1)) => "open for 1 day".to_owned(),
        (Lang::Fr, Some(1)) => "ouverte depuis 1 jour".to_owned(),
        (Lang::Nl, Some(days)) => format!("open sinds {days} dagen"),
        (Lang::En, Some(days)) => format!("open for {days} days"),
        (Lang::Fr, Some(days)) => format!("ouverte depuis {days} jours"),
    }
}

/// A vacancy as a coordinator reads it: what is open, since when and for whom, then what fits it.
pub fn vacancy_words(facts: Facts<'_>, of: &VacancyReach, lang: Lang) -> Vec<String> {
    let (title, id) = (offer_title(facts, of.offer, lang), &facts.region.offers[of.offer.at()].id);
    let (unfilled, openings, age) = (of.unfilled, of.openings, age_words(of.days, lang));
    let (possible, near) = (rounded_words(facts, of.possible, lang), rounded_words(facts, of.near, lang));
    let listed = Words { nl: ", knelpunt", en: ", on the bottleneck list", fr: ", en pénurie" };
    let listed = if of.bottleneck > 0 { listed.in_lang(lang) } else { "" };
    let open = match lang {
        Lang::Nl => format!("{title} ({id}): {unfilled} van {openings} open{listed}, {age}"),
        Lang::En => format!("{title} ({id}): {unfilled} of {openings} open{listed}, {age}"),
        Lang::Fr => format!("{title} ({id}) : {unfilled} sur {openings} à pourvoir{listed}, {age}"),
    };
    let people = match lang {
        Lang::Nl => format!("kan starten: {possible}; komt in de buurt: {near}"),
        Lang::En => format!("could start: {possible}; come near: {near}"),
        Lang::Fr => format!("pourraient commencer : {possible} ; en sont proches : {near}"),
    };
    let mut lines = vec![sentence(&format!("{open}; {people}"))];
    lines.extend(measures_words(facts, of, lang));
    lines
}

/// Which employment measures fit a vacancy, as the employer's contact reads them: the forms under which the job could
/// be held, with how many people could start so, then what lets more people start. Small counts are told together or
/// not at all, so that nothing shows whether there is anybody.
pub fn measures_words(facts: Facts<'_>, of: &VacancyReach, lang: Lang) -> Vec<String> {
    let caption = |form: FormIdx| facts.region.pack.forms[form.at()].captions[lang as usize].as_str();
    let is_shown = |people: u32| rounded_people(facts, people).is_some();
    let with_people = |name: &str, people: u32| format!("{name} ({})", rounded_words(facts, people, lang));
    let (many, few): (Vec<_>, Vec<_>) = of.forms.iter().partition(|(_, people)| is_shown(*people));
    let mut forms: Vec<_> = many.iter().map(|&&(form, people)| with_people(caption(form), people)).collect();
    if !few.is_empty() {
        let names: Vec<_> = few.iter().map(|(form, _)| caption(*form)).collect();
        let few = rounded_words(facts, 0, lang);
        forms.push(match lang {
            Lang::Nl => format!("voor {few}: {}", names.join("; ")),
            Lang::En => format!("for {few}: {}", names.join("; ")),
            Lang::Fr => format!("pour {few} : {}", names.join("; ")),
        });
    }
    let none = Words {
        nl: "geen vorm uit het beleidspakket",
        en: "no form of the policy pack",
        fr: "aucune forme du paquet de mesures",
    };
    let forms = if forms.is_empty() { none.in_lang(lang).to_owned() } else { forms.join("; ") };
    let helping = of.supports.iter().filter(|(_, people)| is_shown(*people));
    let mut helps: Vec<_> = helping.map(|&(kind, people)| with_people(support_title(kind, lang), people)).collect();
    if is_shown(of.to_learn) {
        let learn = Words {
            nl: "de vaardigheden leren op de werkvloer",
            en: "learning the skills at work",
            fr: "apprendre les compétences sur le lieu de travail",
        };
        helps.push(with_people(learn.in_lang(lang), of.to_learn));
    }
    let fits = Words { nl: "Past bij deze vacature:", en: "Fits this vacancy:", fr: "Convient à cette offre :" };
    let more = Words {
        nl: "Zo kunnen er meer starten:",
        en: "So more can start:",
        fr: "Ainsi plus de personnes peuvent commencer :",
    };
    let mut lines = vec![format!("{} {forms}.", fits.in_lang(lang))];
    if !helps.is_empty() {
        lines.push(format!("{} {}.", more.in_lang(lang), helps.join("; ")));
    }
    lines
}

/// An employer in one sentence: what is open there, since when, and for whom.
pub fn employer_words(facts: Facts<'_>, of: &Employer, lang: Lang) -> String {
    let (name, unfilled, bottleneck, unknown) = (&of.name, of.unfilled, of.bottleneck, of.ages_unknown);
    let (possible, near) = (rounded_words(facts, of.possible, lang), rounded_words(facts, of.near, lang));
    let age = match (of.days, lang) {
        (None, _) => age_words(None, lang),
        (Some(days), Lang::Nl) => format!("de oudste is {} open", counted(Noun::Days, days, lang)),
        (Some(days), Lang::En) => format!("the oldest has been open for {}", counted(Noun::Days, days, lang)),
        (Some(days), Lang::Fr) => format!("la plus ancienne est ouverte depuis {}", counted(Noun::Days, days, lang)),
    };
    let age = match (of.days, unknown, lang) {
        (None, ..) | (_, 0, _) => age,
        (_, _, Lang::Nl) => format!("{age}, van {unknown} onbekend"),
        (_, _, Lang::En) => format!("{age}, of {unknown} unknown"),
        (_, _, Lang::Fr) => format!("{age}, pour {unknown} inconnue"),
    };
    match lang {
        Lang::Nl => format!(
            "{name}: {unfilled} open, waarvan {bottleneck} knelpunt; {age}; kan starten: {possible}; komt in de buurt: {near}."
        ),
        Lang::En => format!(
            "{name}: {unfilled} open, {bottleneck} of them on the bottleneck list; {age}; could start: {possible}; come near: {near}."
        ),
        Lang::Fr => format!(
            "{name} : {unfilled} à pourvoir, dont {bottleneck} en pénurie ; {age} ; pourraient commencer : {possible} ; en sont \
             proches : {near}."
        ),
    }
}
