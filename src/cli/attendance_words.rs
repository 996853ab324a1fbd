//! What recorded fairs teach, as a coordinator reads it, in three languages.

use std::io::{self, Write};

use clap::ValueEnum;
use schakel_solver::names::{Noun, counted};
use schakel_solver::text::{Lang, Words};

use super::size_words::whole_percent;
use super::turnout_words::{decimal, noun_of, number, people};
use crate::answers::attendance::{AttendanceView, Basis, SegmentRateView, WalkInsView};
use crate::answers::sizing::BetaView;
use crate::files::attendance::Segment;
use crate::files::sizing::SizingObserved;

/// A list to paste elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PasteForm {
    /// `fairs[].channels` of a scenario.
    Channels,
    /// `segments` of `schakel size`.
    Segments,
}

/// What people call a segment.
fn words_of(segment: Segment) -> Words {
    match segment {
        Segment::FirstContact => Words { nl: "nog nooit gesproken", en: "never spoken to", fr: "jamais rencontrés" },
        Segment::InGuidance => Words { nl: "in begeleiding", en: "with a mediator", fr: "accompagnés" },
        Segment::InTraining => Words { nl: "in opleiding", en: "in a training", fr: "en formation" },
        Segment::AfterTraining => Words { nl: "na een opleiding", en: "after a training", fr: "après une formation" },
        Segment::AfterWork => Words { nl: "terug van een job", en: "back from a job", fr: "de retour d'un emploi" },
    }
}

/// Prints each segment with its cells, the people who come unasked, and what was used.
pub(super) fn write(out: &mut impl Write, view: &AttendanceView, lang: Lang) -> io::Result<()> {
    for segment in &view.segments {
        let name = words_of(segment.id).in_lang(lang);
        writeln!(out, "{} ({name}): {}", segment.id.code(), known(&segment.posterior, lang))?;
        let basis = basis(segment.basis, segment, lang);
        writeln!(out, "  {}; {basis}", rests_on(&segment.prior, &segment.observed, lang))?;
        if segment.basis == Basis::Recorded {
            let before = Words { nl: "vooraf", en: "before", fr: "avant" }.in_lang(lang);
            writeln!(out, "  {before}: {}", self::basis(segment.prior_basis, segment, lang))?;
        }
        for cell in view.cells.iter().filter(|cell| cell.segment == segment.id) {
            let days = days(cell.lead_from_days, cell.lead_to_days, lang);
            writeln!(out, "    {}, {days}: {}", cell.channel, known(&cell.posterior, lang))?;
            let basis = self::basis(cell.basis, segment, lang);
            writeln!(out, "      {}; {basis}", rests_on(&cell.prior, &cell.observed, lang))?;
        }
    }
    if let Some(walk_ins) = &view.walk_ins {
        write_walk_ins(out, walk_ins, lang)?;
    }
    write_used(out, view, lang)
}

/// A rate with its interval.
fn known(rate: &BetaView, lang: Lang) -> String {
    let [mean, from, to] = [rate.mean, rate.from, rate.to].map(|rate| whole_percent(rate, lang));
    match lang {
        Lang::Nl => format!("{mean} komt ({from} tot {to}, 90 %)"),
        Lang::En => format!("{mean} come ({from} to {to}, 90 %)"),
        Lang::Fr => format!("{mean} viennent ({from} à {to}, 90 %)"),
    }
}

/// What was believed before and what was counted since.
fn rests_on(prior: &BetaView, observed: &SizingObserved, lang: Lang) -> String {
    let (mean, worth) = (whole_percent(prior.mean, lang), decimal(&format!("{:.0}", prior.sample_size), lang));
    let (came, invited) = (observed.came, observed.invited);
    let people = noun_of(Noun::People, prior.sample_size.round(), lang);
    match (invited, lang) {
        (0, Lang::Nl) => format!("vooraf {mean}, {worth} {people} waard; niets geteld"),
        (0, Lang::En) => format!("before {mean}, worth {worth} {people}; nothing counted"),
        (0, Lang::Fr) => format!("avant {mean}, valant {worth} {people} ; rien de compté"),
        (_, Lang::Nl) => format!("vooraf {mean}, {worth} {people} waard; geteld {came} van {invited}"),
        (_, Lang::En) => format!("before {mean}, worth {worth} {people}; counted {came} of {invited}"),
        (_, Lang::Fr) => format!("avant {mean}, valant {worth} {people} ; compté {came} sur {invited}"),
    }
}

/// Where a rate comes from.
fn basis(basis: Basis, segment: &SegmentRateView, lang: Lang) -> String {
    let source = &segment.source;
    let words = match basis {
        Basis::Recorded => return Words { nl: "opgetekend", en: "recorded", fr: "relevé" }.in_lang(lang).to_owned(),
        Basis::RecordedOfSegment => {
            let words = Words { nl: "opgetekend bij de groep", en: "recorded of the segment", fr: "relevé du groupe" };
            return words.in_lang(lang).to_owned();
        }
        Basis::Stated => Words { nl: "bron", en: "source", fr: "source :" },
        Basis::Published => Words { nl: "gepubliceerd in", en: "published in", fr: "publié dans" },
        Basis::PublishedDefault => Words {
            nl: "standaard, waarde aangenomen, gepubliceerd in",
            en: "default, worth assumed, published in",
            fr: "par défaut, valeur supposée, publié dans",
        },
    };
    format!("{} {source}", words.in_lang(lang))
}

/// How long before the fair.
fn days(from: u32, to: u32, lang: Lang) -> String {
    match (to >= 365, lang) {
        (false, Lang::Nl) => format!("{from} tot {} vooraf", counted(Noun::Days, to, lang)),
        (false, Lang::En) => format!("{from} to {} before", counted(Noun::Days, to, lang)),
        (false, Lang::Fr) => format!("{from} à {} avant", counted(Noun::Days, to, lang)),
        (true, Lang::Nl) => format!("{} vooraf en meer", counted(Noun::Days, from, lang)),
        (true, Lang::En) => format!("{} before and more", counted(Noun::Days, from, lang)),
        (true, Lang::Fr) => format!("{} avant et plus", counted(Noun::Days, from, lang)),
    }
}

fn write_walk_ins(out: &mut impl Write, view: &WalkInsView, lang: Lang) -> io::Result<()> {
    let each = [view.posterior.per_hour, view.posterior.from, view.posterior.to, view.prior.per_hour];
    let [mean, from, to, prior] = each.map(|rate| decimal(&format!("{rate:.1}"), lang));
    let (worth, source) = (number(view.prior.worth_hours, lang), &view.source);
    match lang {
        Lang::Nl => writeln!(out, "Zonder uitnodiging: {mean} per uur ({from} tot {to}, 90 %)"),
        Lang::En => writeln!(out, "Unasked: {mean} an hour ({from} to {to}, 90 %)"),
        Lang::Fr => writeln!(out, "Sans invitation : {mean} par heure ({from} à {to}, 90 %)"),
    }?;
    let worth_hours = noun_of(Noun::Hours, view.prior.worth_hours, lang);
    match lang {
        Lang::Nl => write!(out, "  vooraf {prior}, {worth} uur waard; bron {source}"),
        Lang::En => write!(out, "  before {prior}, worth {worth} {worth_hours}; source {source}"),
        Lang::Fr => write!(out, "  avant {prior}, valant {worth} {worth_hours} ; source : {source}"),
    }?;
    if let Some(seen) = &view.observed {
        let (count, noun) = (seen.walk_ins, noun_of(Noun::Hours, seen.hours, lang));
        let hours = number(seen.hours, lang);
        match lang {
            Lang::Nl => write!(out, "; geteld {count} in {hours} uur"),
            Lang::En => write!(out, "; counted {count} in {hours} {noun}"),
            Lang::Fr => write!(out, " ; compté {count} en {hours} {noun}"),
        }?;
    }
    writeln!(out)?;
    let Some(expected) = view.expected.map(|expected| people(expected, lang)) else { return Ok(()) };
    match lang {
        Lang::Nl => writeln!(out, "  Verwacht op de volgende beurs: {expected}"),
        Lang::En => writeln!(out, "  Expected at the next fair: {expected}"),
        Lang::Fr => writeln!(out, "  Attendus à la prochaine bourse : {expected}"),
    }
}

fn write_used(out: &mut impl Write, view: &AttendanceView, lang: Lang) -> io::Result<()> {
    let worth = number(view.used.cell_worth, lang);
    let people = noun_of(Noun::People, view.used.cell_worth, lang);
    let assumed = if view.used.is_cell_worth_assumed {
        Words { nl: " (aanname)", en: " (assumption)", fr: " (hypothèse)" }.in_lang(lang)
    } else {
        ""
    };
    match lang {
        Lang::Nl => writeln!(
            out,
            "Gebruikt: elk kanaal begint bij de rest van zijn groep, {worth} {people} waard{assumed}; dagen vooraf in groepen \
             (aanname)"
        ),
        Lang::En => writeln!(
            out,
            "Used: each channel starts from the rest of its segment, worth {worth} {people}{assumed}; days before in bands \
             (assumption)"
        ),
        Lang::Fr => writeln!(
            out,
            "Utilisé : chaque canal part du reste de son groupe, valant {worth} {people}{assumed} ; jours avant par tranches \
             (hypothèse)"
        ),
    }?;
    tell_left_out(out, view, lang)
}

fn tell_left_out(out: &mut impl Write, view: &AttendanceView, lang: Lang) -> io::Result<()> {
    for id in &view.left_out {
        match lang {
            Lang::Nl => writeln!(out, "{id}: te dicht bij niemand of iedereen om mee te plannen; niet in de lijst"),
            Lang::En => writeln!(out, "{id}: too near to nobody or everybody to plan with; not in the list"),
            Lang::Fr => writeln!(out, "{id} : trop près de personne ou de tous pour planifier ; pas dans la liste"),
        }?;
    }
    Ok(())
}

/// Prints what the coordinator has to fill in on a pasted list, and which cells are left out of it.
pub(super) fn tell_what_to_fill_in(
    out: &mut impl Write,
    form: PasteForm,
    view: &AttendanceView,
    lang: Lang,
) -> io::Result<()> {
    let words = match form {
        PasteForm::Channels => Words {
            nl: "Vul bij elk kanaal jobseekers in; bij één mag het weg: dat is voor alle anderen.",
            en: "Fill in jobseekers at each channel; one may go without: it is for all others.",
            fr: "Complétez jobseekers à chaque canal ; un seul peut s'en passer : il vaut pour tous les autres.",
        },
        PasteForm::Segments => Words {
            nl: "Vul people in (hoeveel mensen er zijn) en floor (hoeveel er minstens gevraagd worden): er staat 0.",
            en: "Fill in people (how many there are) and floor (fewest to invite): they say 0.",
            fr: "Complétez people (combien de personnes) et floor (combien inviter au moins) : il y a 0.",
        },
    };
    writeln!(out, "{}", words.in_lang(lang))?;
    tell_left_out(out, view, lang)
}
