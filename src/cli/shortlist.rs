//! `schakel shortlist`: who fits a vacancy, or what fits a person, with near misses below.

use std::io::{self, Write};
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use schakel_solver::constraint::RuleBook;
use schakel_solver::domain::{Facts, LedBy};
use schakel_solver::explain::{
    Shortlist, finding_words, offer_card, offer_name, reason_words, remedies_words, shortlist_of_jobseeker,
    shortlist_of_offer,
};
use schakel_solver::plan::{Prepared, Reason};
use schakel_solver::text::{Lang, Words};

use super::input::{self, Format, Language, ScenarioArgs};
use crate::answers::views::ShortlistView;

/// Ranks on fit and reach. Nobody is contacted: a mediator decides.
#[derive(Debug, Args)]
pub(super) struct ShortlistVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    about: About,
    /// Most lines, of the list and of the near misses each.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// For advice: looks past the gate, changes nothing.
    #[arg(long)]
    advice: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

/// Of whom or of what.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct About {
    /// People for this vacancy.
    #[arg(long, value_name = "ID")]
    vacancy: Option<String>,
    /// Vacancies for this person.
    #[arg(long, value_name = "ID")]
    jobseeker: Option<String>,
}

impl ShortlistVerb {
    /// Prints the shortlist.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let loaded = self.scenario.load(self.lang.lang())?;
        let facts = loaded.facts();
        let pack = &loaded.region.pack;
        let rules = if self.advice { RuleBook::for_advice(pack) } else { RuleBook::of(pack) };
        let prepared = Prepared::under(facts, rules);
        let begun = Instant::now();
        let person = self.about.jobseeker.as_deref().map(|id| input::jobseeker(&loaded.region, id)).transpose()?;
        let list = match (&self.about.vacancy, person) {
            (Some(id), _) => shortlist_of_offer(&prepared, input::offer(&loaded.region, id)?, self.limit),
            (None, Some(person)) => shortlist_of_jobseeker(&prepared, person, self.limit),
            (None, None) => unreachable!("the command line asks for one of the two"),
        };
        let seconds = begun.elapsed().as_secs_f64();
        writeln!(io::stderr(), "reading {:.2} s, shortlist {:.1} ms", loaded.seconds, seconds * 1000.0)?;
        match self.format {
            Format::Table => {
                let is_hidden = |person| list.possible == 0 && prepared.rules.hides_person(facts, person, LedBy::Vdab);
                if let Some(person) = person.filter(|&person| is_hidden(person)) {
                    let words = reason_words(Reason::NotAvailable { rule: 0 }, loaded.region.kind, self.lang.lang());
                    writeln!(out, "{}", words.replace("{id}", &loaded.region.jobseekers[person.at()].id))?;
                }
                self.table(out, facts, &list)?;
            }
            Format::Json => {
                let view = ShortlistView::of(&prepared, &list, person, None);
                writeln!(out, "{}", serde_json::to_string_pretty(&view)?)?;
            }
        }
        Ok(out.flush()?)
    }

    /// For people.
    fn table(&self, out: &mut impl Write, facts: Facts<'_>, list: &Shortlist) -> io::Result<()> {
        let lang = self.lang.lang();
        let s = if list.possible < 2 { "" } else { "s" };
        match lang {
            Lang::Nl => writeln!(out, "{} mogelijk, gerangschikt op geschiktheid en bereikbaarheid.", list.possible)?,
            Lang::En => writeln!(out, "{} possible, ranked on fit and reach.", list.possible)?,
            Lang::Fr => writeln!(out, "{} possible{s}, classé{s} par adéquation et accès.", list.possible)?,
        }
        for (rank, entry) in list.entries.iter().enumerate() {
            let name = self.name(facts, entry.edge.jobseeker.at(), entry.edge.offer, lang);
            writeln!(out, "{:>3}. {name}", rank + 1)?;
            if self.about.vacancy.is_none() {
                writeln!(out, "       {}", offer_card(facts, entry.edge.offer, lang))?;
            }
            for judged in &entry.findings {
                writeln!(out, "       {}", finding_words(judged.finding.as_ref(), facts, lang))?;
            }
            if entry.edge.choice.supports_used().next().is_some() {
                let words = Words {
                    nl: "als die ondersteuning er nog is",
                    en: "while there is such a support left",
                    fr: "s'il reste un tel soutien",
                };
                writeln!(out, "       {}", words.in_lang(lang))?;
            }
        }
        if !list.near_misses.is_empty() {
            let title = Words { nl: "Bijna-matches", en: "Near misses", fr: "Presque possibles" };
            writeln!(out, "\n{}", title.in_lang(lang))?;
        }
        for miss in &list.near_misses {
            writeln!(out, "  {}", self.name(facts, miss.jobseeker.at(), miss.offer, lang))?;
            for judged in &miss.obstacles {
                writeln!(out, "       {}", finding_words(judged.finding.as_ref(), facts, lang))?;
            }
            if let Some(set) = miss.remedies.first() {
                let helps = Words { nl: "wat helpt", en: "what helps", fr: "ce qui aide" }.in_lang(lang);
                writeln!(out, "       {helps}: {}", remedies_words(&set.remedies, facts, lang))?;
            }
        }
        Ok(())
    }

    /// The person when the list is about a vacancy, the vacancy when it is about a person.
    fn name(
        &self,
        facts: Facts<'_>,
        jobseeker: usize,
        vacancy: schakel_solver::domain::OfferIdx,
        lang: Lang,
    ) -> String {
        if self.about.vacancy.is_some() {
            return facts.region.jobseekers[jobseeker].id.clone();
        }
        format!("{} {}", facts.region.offers[vacancy.at()].id, offer_name(facts, vacancy, lang))
    }
}
