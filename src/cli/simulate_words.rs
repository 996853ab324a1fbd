//! What was stated beside what was seen, as a coordinator reads it, in three languages.

use std::io::{self, Write};

use schakel_solver::names::{Noun, counted};
use schakel_solver::text::{Lang, Words};

use super::turnout_words::{decimal, number};
use crate::answers::simulation::{Compared, ComparedTable, ModelName, SimulatedModel, SimulationView};

/// Width of a column of figures, and of the names before them.
const WIDTH: usize = 15;
const NAMES: usize = 26;

/// Prints the answer: what was played, a line for each model, and what to make of it.
pub(super) fn write(out: &mut impl Write, view: &SimulationView, lang: Lang) -> io::Result<()> {
    let SimulationView { invite, places, draws, seed, from, to, .. } = view;
    let days = counted(Noun::Days, *draws, lang);
    match lang {
        Lang::Nl => writeln!(out, "{invite} uitgenodigd, zaal voor {places}. {days} per model, seed {seed}."),
        Lang::En => writeln!(out, "{invite} invited, a hall for {places}. {days} for each model, seed {seed}."),
        Lang::Fr => {
            writeln!(
                out,
                "{invite} invitation{}, salle pour {places}. {days} par modèle, graine {seed}.",
                if *invite < 2 { "" } else { "s" }
            )
        }
    }?;
    if !view.is_feasible {
        let words = Words {
            nl: "Dit past niet binnen de risico's: gespeeld is met de minste mensen.",
            en: "This does not fit within the risks: it was played with the fewest people.",
            fr: "Cela ne tient pas dans les risques : joué avec le minimum de personnes.",
        };
        writeln!(out, "{}", words.in_lang(lang))?;
    }
    let Some(stated) = view.models.first() else { return Ok(()) };
    let heads = [
        Words { nl: "meer dan zaal", en: "over the hall", fr: "salle dépassée" }.in_lang(lang).to_owned(),
        match lang {
            Lang::Nl => format!("in {from}-{to}"),
            Lang::En => format!("in {from}-{to}"),
            Lang::Fr => format!("dans {from}-{to}"),
        },
        Words { nl: "aanwezigen", en: "attendees", fr: "présents" }.in_lang(lang).to_owned(),
    ];
    let held = Words { nl: "gesprekken", en: "interviews", fr: "entretiens" }.in_lang(lang).to_owned();
    let held = stated.useful_interviews.map(|_| held);
    line(out, "", heads.into_iter().chain(held))?;
    let told = Words { nl: "voorzien", en: "stated", fr: "annoncé" }.in_lang(lang);
    line(out, told, figures(stated).map(|figure| figure.of(figure.compared.stated, lang)))?;
    for model in &view.models {
        line(out, &name(model, lang), figures(model).map(|figure| figure.seen(lang)))?;
    }
    for model in &view.models {
        write_tables(out, model, lang)?;
    }
    write_verdict(out, view, lang)
}

/// One figure of a line.
struct Figure {
    compared: Compared,
    is_share: bool,
}

impl Figure {
    fn of(&self, value: f64, lang: Lang) -> String {
        if self.is_share {
            decimal(&format!("{:.2} %", 100.0 * value), lang)
        } else {
            decimal(&format!("{value:.1}"), lang)
        }
    }

    /// What was seen, with its standard error.
    fn seen(&self, lang: Lang) -> String {
        let Compared { seen, standard_error, .. } = self.compared;
        if self.is_share {
            decimal(&format!("{:.2} ± {:.2} %", 100.0 * seen, 100.0 * standard_error), lang)
        } else {
            decimal(&format!("{seen:.1} ± {standard_error:.2}"), lang)
        }
    }
}

fn figures(model: &SimulatedModel) -> impl Iterator<Item = Figure> {
    let shares = [model.more_than_hall, model.within_interval].map(|compared| Figure { compared, is_share: true });
    let means = [Some(model.attendees), model.useful_interviews];
    shares.into_iter().chain(means.into_iter().flatten().map(|compared| Figure { compared, is_share: false }))
}

fn line(out: &mut impl Write, name: &str, figures: impl Iterator<Item = String>) -> io::Result<()> {
    let figures: String = figures.map(|figure| format!("{figure:>WIDTH$}  ")).collect();
    writeln!(out, "{name:<NAMES$}{}", figures.trim_end())
}

/// What the day was like.
fn name(model: &SimulatedModel, lang: Lang) -> String {
    let (rates, walk_ins) = (number(model.rates_times, lang), number(model.walk_ins_times, lang));
    let spread = number(model.common_shock, lang);
    match (model.model, lang) {
        (ModelName::AsStated, Lang::Nl) => "zoals voorzien".to_owned(),
        (ModelName::AsStated, Lang::En) => "as stated".to_owned(),
        (ModelName::AsStated, Lang::Fr) => "comme annoncé".to_owned(),
        (ModelName::RatesLower | ModelName::RatesHigher, Lang::Nl) => format!("opkomst x {rates}"),
        (ModelName::RatesLower | ModelName::RatesHigher, Lang::En) => format!("show-up x {rates}"),
        (ModelName::RatesLower | ModelName::RatesHigher, Lang::Fr) => format!("présence x {rates}"),
        (ModelName::MoreWalkIns, Lang::Nl) => format!("niet uitgenodigd x {walk_ins}"),
        (ModelName::MoreWalkIns, Lang::En) => format!("walk-ins x {walk_ins}"),
        (ModelName::MoreWalkIns, Lang::Fr) => format!("sans invitation x {walk_ins}"),
        (ModelName::CommonShock, Lang::Nl) => format!("zelfde weer, spreiding {spread}"),
        (ModelName::CommonShock, Lang::En) => format!("same weather, spread {spread}"),
        (ModelName::CommonShock, Lang::Fr) => format!("même météo, écart {spread}"),
    }
}

/// The tables that are furthest from what was stated.
fn write_tables(out: &mut impl Write, model: &SimulatedModel, lang: Lang) -> io::Result<()> {
    let (Some(queue), Some(idle)) = (&model.worst_queue, &model.worst_idle) else { return Ok(()) };
    let share = |table: &ComparedTable| {
        let percent = |value: f64| decimal(&format!("{:.2} %", 100.0 * value), lang);
        let ComparedTable { employer, occupation, share } = table;
        (format!("{employer}, {occupation}"), percent(share.stated), percent(share.seen))
    };
    let ((queued, q_stated, q_seen), (idled, i_stated, i_seen)) = (share(queue), share(idle));
    let name = name(model, lang);
    match lang {
        Lang::Nl => writeln!(
            out,
            "{name}: tafels die het meest afwijken: wachtrij {queued}, voorzien {q_stated}, gezien {q_seen}; niemand {idled}, \
             voorzien {i_stated}, gezien {i_seen}"
        ),
        Lang::En => writeln!(
            out,
            "{name}: tables furthest off: queue {queued}, stated {q_stated}, seen {q_seen}; nobody {idled}, stated {i_stated}, \
             seen {i_seen}"
        ),
        Lang::Fr => writeln!(
            out,
            "{name} : tables les plus éloignées : file {queued}, annoncé {q_stated}, vu {q_seen} ; personne {idled}, \
             annoncé {i_stated}, vu {i_seen}"
        ),
    }
}

/// Whether what was stated holds, and which mistakes would be seen.
fn write_verdict(out: &mut impl Write, view: &SimulationView, lang: Lang) -> io::Result<()> {
    let verdict = if view.is_as_stated {
        Words {
            nl: "Zoals voorzien: wat gezien is, klopt met wat voorzien was, op toeval na (4 standaardfouten; 5 van de verste tafel).",
            en: "As stated: what was seen agrees with what was stated, but for chance (4 standard errors; 5 of the furthest table).",
            fr: "Comme annoncé : ce qui est vu concorde avec l'annonce, au hasard près (4 erreurs types ; 5 pour la table extrême).",
        }
    } else {
        Words {
            nl: "Zoals voorzien: wat gezien is, klopt NIET met wat voorzien was. Vertrouw deze risico's niet.",
            en: "As stated: what was seen does NOT agree with what was stated. Do not trust these risks.",
            fr: "Comme annoncé : ce qui est vu ne concorde PAS avec l'annonce. Ne vous fiez pas à ces risques.",
        }
    };
    writeln!(out, "{}", verdict.in_lang(lang))?;
    let differs = view.models.iter().filter(|model| !model.agrees && model.model != ModelName::AsStated);
    let names: Vec<_> = differs.map(|model| name(model, lang)).collect();
    if names.is_empty() {
        return Ok(());
    }
    let names = names.join("; ");
    match lang {
        Lang::Nl => writeln!(out, "Wat voorzien was, geldt niet meer bij: {names}."),
        Lang::En => writeln!(out, "What was stated does not hold with: {names}."),
        Lang::Fr => writeln!(out, "Ce qui était annoncé ne vaut plus avec : {names}."),
    }
}
