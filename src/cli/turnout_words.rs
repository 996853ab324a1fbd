//! A turnout as people read it, and what is wrong with a list, in three languages.

use std::io::{self, Write};
use std::ops::RangeInclusive;

use schakel_solver::names::{Noun, noun};
use schakel_solver::text::{Lang, Words};
use schakel_solver::turnout::{INVITED_MAX, Probability, Table, Turnout};

/// What was asked, and how much of it is a default.
pub(super) struct Asked {
    /// How many people are invited.
    pub(super) n_invited: usize,
    /// Percent.
    pub(super) confidence_percent: f64,
    /// Whether nobody asked for that confidence.
    pub(super) is_confidence_default: bool,
    /// Standard deviation of the log odds, where the second model was asked for.
    pub(super) spread: Option<f64>,
}

/// One model of turnout, read for what was asked.
pub(super) struct Answer {
    /// Expected number of people.
    pub(super) mean: f64,
    /// The numbers told, which hold with the confidence asked.
    pub(super) interval: RangeInclusive<usize>,
    /// Places in the hall, and the chance of more people.
    pub(super) hall: Option<(usize, Probability)>,
    /// The tables.
    pub(super) table: Option<Table>,
    /// Every chance.
    pub(super) turnout: Turnout,
}

/// What is wrong with a list of probabilities.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wrong {
    /// A number with a comma.
    DecimalComma,
    /// A percentage.
    Percent,
    /// No number.
    NotANumber,
    /// A number below 0 or above 1.
    NotAProbability,
    /// No probability in the whole list.
    NobodyInvited,
    /// More than can be computed with.
    TooManyInvited,
}

/// What is wrong, and what to do, with the line where there is one.
pub(super) fn of_wrong(line: Option<usize>, wrong: Wrong, lang: Lang) -> String {
    let words = match wrong {
        Wrong::DecimalComma => Words {
            nl: "DECIMAL_COMMA: een getal met een komma. Schrijf een punt: 0.35.",
            en: "DECIMAL_COMMA: a number with a comma. Write a point: 0.35.",
            fr: "DECIMAL_COMMA : un nombre avec une virgule. Écrivez un point : 0.35.",
        },
        Wrong::Percent => Words {
            nl: "PERCENT: een percentage. Schrijf een kans van 0 tot 1: 0.35 in plaats van 35 %.",
            en: "PERCENT: a percentage. Write a chance from 0 to 1: 0.35 instead of 35 %.",
            fr: "PERCENT : un pourcentage. Écrivez une probabilité de 0 à 1 : 0.35 au lieu de 35 %.",
        },
        Wrong::NotANumber => Words {
            nl: "NOT_A_NUMBER: geen getal. Schrijf één kans van 0 tot 1 per regel, zoals 0.35, of zet # vooraan.",
            en: "NOT_A_NUMBER: no number. Write one chance from 0 to 1 a line, such as 0.35, or put # in front.",
            fr: "NOT_A_NUMBER : pas un nombre. Écrivez une probabilité de 0 à 1 par ligne, comme 0.35, ou mettez # devant.",
        },
        Wrong::NotAProbability => Words {
            nl: "NOT_A_PROBABILITY: een kans ligt van 0 tot 1. Schrijf bijvoorbeeld 0.35 voor 35 op 100.",
            en: "NOT_A_PROBABILITY: a chance is from 0 to 1. Write for example 0.35 for 35 in 100.",
            fr: "NOT_A_PROBABILITY : une probabilité va de 0 à 1. Écrivez par exemple 0.35 pour 35 sur 100.",
        },
        Wrong::NobodyInvited => Words {
            nl: "NOBODY_INVITED: er staat geen enkele kans in de lijst. Schrijf één kans van 0 tot 1 per regel.",
            en: "NOBODY_INVITED: there is no chance in the list. Write one chance from 0 to 1 a line.",
            fr: "NOBODY_INVITED : la liste ne contient aucune probabilité. Écrivez-en une de 0 à 1 par ligne.",
        },
        Wrong::TooManyInvited => {
            let most = INVITED_MAX;
            return match lang {
                Lang::Nl => format!("TOO_MANY_INVITED: te veel mensen. Splits de lijst: hoogstens {most} regels."),
                Lang::En => format!("TOO_MANY_INVITED: too many people. Split the list: at most {most} lines."),
                Lang::Fr => format!("TOO_MANY_INVITED : trop de personnes. Divisez la liste : au plus {most} lignes."),
            };
        }
    };
    let place = Words { nl: "regel", en: "line", fr: "ligne" }.in_lang(lang);
    let words = words.in_lang(lang);
    line.map_or_else(|| words.to_owned(), |line| format!("{place} {line}  {words}"))
}

/// Prints both models, where both were asked for, and what was used.
pub(super) fn write(
    out: &mut impl Write,
    asked: &Asked,
    alone: &Answer,
    together: Option<&Answer>,
    lang: Lang,
) -> io::Result<()> {
    let each_alone =
        Words { nl: "Ieder beslist los van de anderen:", en: "Each decides alone:", fr: "Chacun décide seul :" };
    writeln!(out, "{}", each_alone.in_lang(lang))?;
    write_answer(out, asked, alone, lang)?;
    if let Some(together) = together {
        let all_alike = Words {
            nl: "Allen reageren op hetzelfde weer en dezelfde brief:",
            en: "All respond to the same weather and the same letter:",
            fr: "Tous réagissent à la même météo et à la même lettre :",
        };
        writeln!(out, "{}", all_alike.in_lang(lang))?;
        write_answer(out, asked, together, lang)?;
    }
    write_used(out, asked, lang)
}

fn write_answer(out: &mut impl Write, asked: &Asked, answer: &Answer, lang: Lang) -> io::Result<()> {
    let (mean, confidence) = (people(answer.mean, lang), number(asked.confidence_percent, lang));
    let (from, to) = (answer.interval.start(), answer.interval.end());
    let noun = noun_of(Noun::People, people_shown(answer.mean), lang);
    match lang {
        Lang::Nl => writeln!(out, "  Verwacht {mean} {noun} ({from} tot {to}, {confidence} %)"),
        Lang::En => writeln!(out, "  Expect {mean} {noun} ({from} to {to}, {confidence} %)"),
        Lang::Fr => writeln!(out, "  Attendez {mean} {noun} ({from} à {to}, {confidence} %)"),
    }?;
    if let Some((places, overflow)) = answer.hall {
        let chance = percent(overflow, lang);
        match lang {
            Lang::Nl if places == 1 => writeln!(out, "  Kans op meer dan de ene plaats in de zaal: {chance}"),
            Lang::En if places == 1 => writeln!(out, "  Chance of more than the one place in the hall: {chance}"),
            Lang::Fr if places == 1 => writeln!(out, "  Probabilité de dépasser la seule place de la salle : {chance}"),
            Lang::Nl => writeln!(out, "  Kans op meer dan de {places} plaatsen in de zaal: {chance}"),
            Lang::En => writeln!(out, "  Chance of more than the {places} places in the hall: {chance}"),
            Lang::Fr => writeln!(out, "  Probabilité de dépasser les {places} places de la salle : {chance}"),
        }?;
    }
    let Some(table) = &answer.table else { return Ok(()) };
    // Never rounded to a full table that is not expected.
    let (slots, useful) = (table.slots, decimal(&format!("{:.1}", table.useful_interviews), lang));
    let (queue, idle) = (percent(table.queue, lang), percent(table.idle, lang));
    match lang {
        Lang::Nl => {
            writeln!(out, "  Nuttige gesprekken: {useful} van {slots}")?;
            writeln!(out, "  Kans op een wachtrij: {queue}; kans dat niemand komt: {idle}")
        }
        Lang::En => {
            writeln!(out, "  Useful interviews: {useful} of {slots}")?;
            writeln!(out, "  Chance of a queue: {queue}; chance that nobody comes: {idle}")
        }
        Lang::Fr => {
            writeln!(out, "  Entretiens utiles : {useful} sur {slots}")?;
            writeln!(out, "  Probabilité d'une file : {queue} ; que personne ne vienne : {idle}")
        }
    }
}

fn write_used(out: &mut impl Write, asked: &Asked, lang: Lang) -> io::Result<()> {
    let (invited, confidence) = (asked.n_invited, number(asked.confidence_percent, lang));
    let default = if asked.is_confidence_default {
        Words { nl: " (standaard)", en: " (default)", fr: " (par défaut)" }.in_lang(lang)
    } else {
        ""
    };
    match lang {
        Lang::Nl => write!(out, "Gebruikt: {invited} uitgenodigd; zekerheid {confidence} %{default}; "),
        Lang::En => write!(out, "Used: {invited} invited; confidence {confidence} %{default}; "),
        Lang::Fr => write!(out, "Utilisé : {invited} invitations ; confiance {confidence} %{default} ; "),
    }?;
    match (asked.spread.map(|spread| number(spread, lang)), lang) {
        (Some(spread), Lang::Nl) => writeln!(out, "gezamenlijke spreiding {spread}"),
        (Some(spread), Lang::En) => writeln!(out, "common spread {spread}"),
        (Some(spread), Lang::Fr) => writeln!(out, "dispersion commune {spread}"),
        (None, Lang::Nl) => writeln!(out, "geen gezamenlijke spreiding (standaard; vraag ze met --spread)"),
        (None, Lang::En) => writeln!(out, "no common spread (default; ask for it with --spread)"),
        (None, Lang::Fr) => writeln!(out, "sans dispersion commune (par défaut ; demandez-la avec --spread)"),
    }
}

/// The noun as it follows a number that may have decimals: in French what is below two is singular.
pub(super) fn noun_of(what: Noun, number: f64, lang: Lang) -> &'static str {
    let is_one = if lang == Lang::Fr { number < 2.0 } else { number == 1.0 };
    noun(what, if is_one { 1 } else { 2 }, lang)
}

/// A mean as [`people`] shows it.
fn people_shown(mean: f64) -> f64 {
    (mean * 10.0).round() / 10.0
}

/// People on average: whole from ten on, with one decimal below.
pub(super) fn people(mean: f64, lang: Lang) -> String {
    if mean >= 9.95 { format!("{mean:.0}") } else { decimal(&format!("{mean:.1}"), lang) }
}

pub(super) fn number(value: f64, lang: Lang) -> String {
    decimal(&value.to_string(), lang)
}

/// A chance in percent, with digits enough to tell it from impossible and from certain.
pub(super) fn percent(chance: Probability, lang: Lang) -> String {
    let percent = chance.get() * 100.0;
    let less = Words { nl: "minder dan", en: "less than", fr: "moins de" }.in_lang(lang);
    let more = Words { nl: "meer dan", en: "more than", fr: "plus de" }.in_lang(lang);
    if chance.get() == 0.0 || chance.get() == 1.0 {
        format!("{percent:.0} %")
    } else if percent < 0.01 {
        decimal(&format!("{less} 0.01 %"), lang)
    } else if percent > 99.99 {
        decimal(&format!("{more} 99.99 %"), lang)
    } else if (1.0..99.0).contains(&percent) {
        decimal(&format!("{percent:.1} %"), lang)
    } else {
        decimal(&format!("{percent:.2} %"), lang)
    }
}

/// The comma of Dutch and French.
pub(super) fn decimal(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Nl | Lang::Fr => text.replace('.', ","),
        Lang::En => text.to_owned(),
    }
}
