//! `schakel employers`: whom to invite to a fair among the employers, and which employment measures fit their
//! vacancies.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use schakel_solver::domain::{Facts, PlanKind};
use schakel_solver::explain::{
    self, Employer, Sector, VacancyReach, employer_words, measures_words, offer_title, rounded_people, sector_name,
    vacancy_words,
};
use schakel_solver::plan::{Prepared, Termination};
use schakel_solver::text::{Lang, Words};

use super::input::{self, Language, ScenarioArgs};
use crate::answers::employers::EmployersView;
use crate::answers::export::csv_file::guarded;

/// Employers that are told in sentences below the table, and vacancies of each.
const IN_WORDS: usize = 5;

/// Ranks employers on unfilled bottleneck openings, age of the oldest vacancy and unfilled openings, before tables of a
/// fair are laid. Nobody is invited: a coordinator decides.
#[derive(Debug, Args)]
pub(super) struct EmployersVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// A plan of the kind matching or interventions: openings that it fills are not open any more.
    #[arg(long, value_name = "PLAN")]
    plan: Option<PathBuf>,
    /// Most employers shown.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    format: EmployersFormat,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum EmployersFormat {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
    /// A line for each vacancy, as Excel in Belgium opens it.
    Csv,
}

impl EmployersVerb {
    /// Counts, ranks and prints.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let (loaded, plan) = match &self.plan {
            Some(path) => {
                input::load_plan(&self.scenario, path, self.lang.lang()).map(|(loaded, plan)| (loaded, Some(plan)))?
            }
            None => (self.scenario.load_for(PlanKind::Matching, self.lang.lang())?, None),
        };
        if !loaded.region.plans_vacancies() {
            bail!("--plan: that plan fills no vacancies; `schakel plan --kind matching` makes one that does");
        }
        if plan.as_ref().is_some_and(|plan| matches!(plan.termination, Termination::Infeasible(_))) {
            bail!("--plan: that plan proves that there is no proposal: leave it out");
        }
        let (facts, begun) = (loaded.facts(), Instant::now());
        let found = explain::employers(&Prepared::of(facts), plan.as_ref());
        let seconds = begun.elapsed().as_secs_f64();
        writeln!(io::stderr(), "reading {:.2} s, employers {seconds:.2} s", loaded.seconds)?;
        let lang = self.lang.lang();
        match self.format {
            EmployersFormat::Json => {
                serde_json::to_writer(&mut *out, &EmployersView::of(facts, &found, self.limit))?;
                writeln!(out)?;
            }
            EmployersFormat::Csv => out.write_all(&csv_of(facts, &found[..found.len().min(self.limit)], lang)?)?,
            EmployersFormat::Table => write_table(out, facts, &found, (self.limit, plan.is_some()), lang)?,
        }
        Ok(out.flush()?)
    }
}

/// A row for each employer, then the sectors, then the first employers in words, then what was counted.
fn write_table(
    out: &mut impl Write,
    facts: Facts<'_>,
    found: &[Employer],
    (limit, with_plan): (usize, bool),
    lang: Lang,
) -> io::Result<()> {
    let ranked = Words {
        nl: "Gerangschikt op open knelpuntplaatsen, dan de oudste vacature, dan open plaatsen, dan de naam.",
        en: "Ranked on open bottleneck openings, then the oldest vacancy, then open openings, then the name.",
        fr: "Classés par postes en pénurie à pourvoir, puis l'offre la plus ancienne, puis les postes à pourvoir, puis le nom.",
    };
    writeln!(out, "{}", ranked.in_lang(lang))?;
    let heading = Words {
        nl: "knelpunt   dagen   open   plaatsen  kan starten  bijna  werkgever",
        en: "  listed    days   open   openings  could start   near  employer",
        fr: "  pénurie  jours  libres     postes      prêts   proches  employeur",
    };
    writeln!(out, "{}", heading.in_lang(lang))?;
    let shown = &found[..found.len().min(limit)];
    shown.iter().try_for_each(|of| write_row(out, facts, of, lang))?;
    let more = found.len() - shown.len();
    match (more, lang) {
        (0, _) => {}
        (1, Lang::Nl) => writeln!(out, "En 1 andere werkgever.")?,
        (1, Lang::En) => writeln!(out, "And 1 other employer.")?,
        (1, Lang::Fr) => writeln!(out, "Et 1 autre employeur.")?,
        (_, Lang::Nl) => writeln!(out, "En {more} andere werkgevers.")?,
        (_, Lang::En) => writeln!(out, "And {more} other employers.")?,
        (_, Lang::Fr) => writeln!(out, "Et {more} autres employeurs.")?,
    }
    write_sectors(out, found, lang)?;
    for of in shown.iter().filter(|of| of.unfilled > 0).take(IN_WORDS) {
        writeln!(out, "\n{}", employer_words(facts, of, lang))?;
        let open = of.vacancies.iter().filter(|vacancy| vacancy.unfilled > 0).take(IN_WORDS);
        for vacancy in open {
            let mut lines = vacancy_words(facts, vacancy, lang).into_iter();
            lines.next().iter().try_for_each(|line| writeln!(out, "  {line}"))?;
            lines.try_for_each(|line| writeln!(out, "    {line}"))?;
        }
    }
    write_notes(out, facts, with_plan, lang)
}

/// The counts of one employer.
fn write_row(out: &mut impl Write, facts: Facts<'_>, of: &Employer, lang: Lang) -> io::Result<()> {
    let days = of.days.map_or("?".to_owned(), |days| days.to_string());
    let sector = of.sectors.first().map_or("-", |&(sector, _)| sector_name(sector, lang));
    writeln!(
        out,
        "{:>8} {days:>7} {:>6} {:>10} {:>12} {:>6}  {} ({sector})",
        of.bottleneck,
        of.unfilled,
        of.openings,
        coarse(facts, of.possible),
        coarse(facts, of.near),
        of.name
    )
}

/// A count of people in a column: `<10` where it is small.
fn coarse(facts: Facts<'_>, count: u32) -> String {
    let few = || format!("<{}", facts.region.pack.limits.count_shown_min);
    rounded_people(facts, count).map_or_else(few, |people| people.to_string())
}

/// What is open by major group of the occupation, over all employers, most bottleneck openings first.
fn write_sectors(out: &mut impl Write, found: &[Employer], lang: Lang) -> io::Result<()> {
    let heading = Words {
        nl: "Per sector (hoofdgroep van het beroep, ISCO-08): open plaatsen, werkgevers",
        en: "By sector (major group of the occupation, ISCO-08): open openings, employers",
        fr: "Par secteur (grand groupe de la profession, CITP-08) : postes à pourvoir, employeurs",
    };
    let mut sectors: BTreeMap<Sector, (u32, u32)> = BTreeMap::new();
    for &(sector, unfilled) in found.iter().flat_map(|of| &of.sectors) {
        let of = sectors.entry(sector).or_default();
        *of = (of.0 + unfilled, of.1 + 1);
    }
    let mut sectors: Vec<_> = sectors.into_iter().collect();
    sectors.sort_by_key(|&(sector, counts)| (std::cmp::Reverse(counts), sector));
    writeln!(out, "\n{}", heading.in_lang(lang))?;
    sectors.iter().try_for_each(|&(sector, (unfilled, employers))| {
        writeln!(out, "{unfilled:>8} {employers:>7}  {}", sector_name(sector, lang))
    })
}

/// What was counted, and what was not.
fn write_notes(out: &mut impl Write, facts: Facts<'_>, with_plan: bool, lang: Lang) -> io::Result<()> {
    let open = match with_plan {
        true => Words {
            nl: "Open: wat het plan niet invult.",
            en: "Open: what the plan does not fill.",
            fr: "À pourvoir : ce que le plan ne pourvoit pas.",
        },
        false => Words {
            nl: "Open: alle plaatsen, want er is geen plan gegeven.",
            en: "Open: all openings, for no plan is given.",
            fr: "À pourvoir : tous les postes, car aucun plan n'est donné.",
        },
    };
    writeln!(out, "\n{}", open.in_lang(lang))?;
    let least = facts.region.pack.limits.count_shown_min;
    match lang {
        Lang::Nl => writeln!(
            out,
            "Kan starten: alles past, zonder ondersteuning. Bijna: er staat één ding in de weg, en daar bestaat iets voor. \
             Mensen tellen één keer per werkgever en zijn afgerond naar beneden op {least}; wie het plan al een plaats geeft, \
             telt mee. Dagen: sinds de publicatie, ? waar die dag onbekend is. Bij een vorm: wie zo kan starten en er recht op \
             heeft; wat de vorm nog van een werkgever vraagt, staat niet in het beleidspakket."
        ),
        Lang::En => writeln!(
            out,
            "Could start: everything fits, without supports. Near: one thing is in the way, and something exists for it. \
             People count once for each employer and are rounded down to {least}; whom the plan gives a place counts too. Days: \
             since it was published, ? where that day is not known. With a form: who could start so and has the right to it; what \
             else the form asks of an employer is not in the policy pack."
        ),
        Lang::Fr => writeln!(
            out,
            "Prêts : tout convient, sans soutien. Proches : un seul obstacle, contre lequel quelque chose existe. Les personnes \
             comptent une fois par employeur et sont arrondies vers le bas à {least} ; celles que le plan place comptent aussi. \
             Jours : depuis la publication, ? si ce jour est inconnu. Pour une forme : qui pourrait commencer ainsi et y a droit ; \
             ce que la forme demande encore à l'employeur n'est pas dans le paquet de mesures."
        ),
    }
}

/// A line for each vacancy with openings that are not filled, in the order of the employers.
fn csv_of(facts: Facts<'_>, shown: &[Employer], lang: Lang) -> Result<Vec<u8>> {
    let titles = Words {
        nl: "rang;werkgever;sector;vacature;beroep;plaatsen;open;knelpunt;dagen;kan starten;bijna;maatregelen",
        en: "rank;employer;sector;vacancy;occupation;openings;open;bottleneck;days;could start;near;measures",
        fr: "rang;employeur;secteur;offre;profession;postes;à pourvoir;en pénurie;jours;prêts;proches;mesures",
    };
    let before = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(before);
    writer.write_record(titles.in_lang(lang).split(';'))?;
    for (at, of) in shown.iter().enumerate() {
        for vacancy in of.vacancies.iter().filter(|vacancy| vacancy.unfilled > 0) {
            writer.write_record(csv_line(facts, (at + 1, of), vacancy, lang))?;
        }
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// The cells of one vacancy.
fn csv_line(facts: Facts<'_>, (rank, of): (usize, &Employer), vacancy: &VacancyReach, lang: Lang) -> [String; 12] {
    let offer = &facts.region.offers[vacancy.offer.at()];
    let sector = explain::sector_of(facts, vacancy.offer).map_or("", |sector| sector_name(sector, lang));
    [
        rank.to_string(),
        guarded(&of.name),
        sector.to_owned(),
        guarded(&offer.id),
        offer_title(facts, vacancy.offer, lang).to_owned(),
        vacancy.openings.to_string(),
        vacancy.unfilled.to_string(),
        vacancy.bottleneck.to_string(),
        vacancy.days.map_or(String::new(), |days| days.to_string()),
        coarse(facts, vacancy.possible),
        coarse(facts, vacancy.near),
        measures_words(facts, vacancy, lang).join(" "),
    ]
}
