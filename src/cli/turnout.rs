//! `schakel turnout`: how many of the invited people come, from one show-up probability a line.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use schakel_solver::text::Lang;
use schakel_solver::turnout::{CommonShock, INVITED_MAX, Probability, SPREAD_MAX, Table, Turnout};
use serde_json::{Value, json};

use super::input::{Format, Language, bytes_of};
use super::turnout_words::{self, Answer, Asked, Wrong};

/// Percent of all days on which the turnout lies within the numbers that are told, where nothing else is asked.
const CONFIDENCE_PERCENT: f64 = 90.0;

/// Shares of which the quantiles are written.
const SHARES: [f64; 9] = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/// Which people, which hall, which tables.
#[derive(Debug, Args)]
pub(super) struct TurnoutVerb {
    /// One probability a line, from 0 to 1; empty lines and lines with # at the start are skipped. `-` for standard
    /// input.
    file: PathBuf,
    /// Places in the hall: adds the chance that more people come.
    #[arg(long, value_name = "N")]
    hall: Option<usize>,
    /// Interviews that can be held: adds how many are expected, the chance of a queue and the chance that nobody comes.
    #[arg(long, value_name = "N")]
    slots: Option<usize>,
    /// How surely the turnout lies within the numbers told, percent. 90 without it, and the answer says so.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    confidence: Option<f64>,
    /// How much people respond to the same weather and the same letter: standard deviation of everyone's log odds, 0 to
    /// 2. Adds that model beside the one in which they decide on their own.
    #[arg(long, value_name = "X", value_parser = shock)]
    spread: Option<Shock>,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

/// A spread, with the shock that it means.
#[derive(Clone, Debug)]
struct Shock {
    spread: f64,
    shock: CommonShock,
}

impl TurnoutVerb {
    /// Prints the turnout; false when the list has lines that are no probability, which are told on standard error.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool> {
        let lang = self.lang.lang();
        let people = match people(&bytes_of(&self.file)?) {
            Ok(people) => people,
            Err(wrong) => {
                tell(&wrong, lang)?;
                return Ok(false);
            }
        };
        let asked = Asked {
            n_invited: people.len(),
            confidence_percent: self.confidence.unwrap_or(CONFIDENCE_PERCENT),
            is_confidence_default: self.confidence.is_none(),
            spread: self.spread.as_ref().map(|shock| shock.spread),
        };
        let alone = self.answer(Turnout::of(&people)?, &asked)?;
        let together = match &self.spread {
            Some(Shock { shock, .. }) => {
                Some((shock.n_days(people.len()), self.answer(shock.turnout(&people)?, &asked)?))
            }
            None => None,
        };
        match self.format {
            Format::Json => {
                let common = together.as_ref().map(|(n_days, answer)| {
                    let mut model = model(answer)?;
                    model["spread"] = json!(asked.spread);
                    model["kinds_of_day"] = json!(n_days);
                    anyhow::Ok(model)
                });
                let models = json!({"independent": model(&alone)?, "common_shock": common.transpose()?});
                writeln!(out, "{:#}", json!({"invited": people.len(), "used": self.used(&asked), "models": models}))?;
            }
            Format::Table => {
                turnout_words::write(out, &asked, &alone, together.as_ref().map(|(_, answer)| answer), lang)?
            }
        }
        out.flush()?;
        Ok(true)
    }

    fn answer(&self, turnout: Turnout, asked: &Asked) -> Result<Answer> {
        Ok(Answer {
            mean: turnout.mean(),
            interval: turnout.central(Probability::new(asked.confidence_percent / 100.0)?),
            hall: self.hall.map(|places| (places, turnout.more_than(places))),
            table: self.slots.map(|slots| Table::of(&turnout, slots)),
            turnout,
        })
    }

    fn used(&self, asked: &Asked) -> Value {
        let defaults: &[&str] = if asked.is_confidence_default { &["confidence_percent"] } else { &[] };
        json!({
            "confidence_percent": asked.confidence_percent, "hall": self.hall, "slots": self.slots, "spread": asked.spread,
            "defaults": defaults,
        })
    }
}

fn model(answer: &Answer) -> Result<Value> {
    let turnout = &answer.turnout;
    let quantile = |share| anyhow::Ok(json!({"share": share, "people": turnout.quantile(Probability::new(share)?)}));
    let quantiles = SHARES.into_iter().map(quantile).collect::<Result<Vec<_>>>()?;
    let chance = turnout.chance_within(&answer.interval).get();
    let interval = json!({"from": answer.interval.start(), "to": answer.interval.end(), "chance": chance});
    let hall = answer.hall.map(|(places, overflow)| json!({"places": places, "chance_of_more": overflow.get()}));
    let table = answer.table.map(|table| {
        let (idle, queue) = (table.idle.get(), table.queue.get());
        let useful = table.useful_interviews;
        json!({"slots": table.slots, "useful_interviews": useful, "chance_of_a_queue": queue, "chance_that_nobody_comes": idle})
    });
    let (mean, variance, pmf, cdf) = (answer.mean, turnout.variance(), turnout.pmf(), turnout.cdf());
    Ok(json!({
        "mean": mean, "variance": variance, "interval": interval, "hall": hall, "table": table, "quantiles": quantiles,
        "pmf": pmf, "cdf": cdf,
    }))
}

/// The people of a list, or everything that is wrong with it.
fn people(bytes: &[u8]) -> Result<Vec<Probability>, Vec<(Option<usize>, Wrong)>> {
    // What Excel puts before a text.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut people, mut wrong) = (Vec::new(), Vec::new());
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        // What is no UTF-8 is no number either.
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match probability(line) {
            Ok(person) => people.push(person),
            Err(why) => wrong.push((Some(at + 1), why)),
        }
    }
    match (wrong.is_empty(), people.len()) {
        (true, 0) => wrong.push((None, Wrong::NobodyInvited)),
        (_, n_invited) if n_invited > INVITED_MAX => wrong.push((None, Wrong::TooManyInvited)),
        _ => {}
    }
    if wrong.is_empty() { Ok(people) } else { Err(wrong) }
}

fn probability(line: &str) -> Result<Probability, Wrong> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    match number(line) {
        Some(value) => Probability::new(value).map_err(|_| Wrong::NotAProbability),
        None if line.strip_suffix('%').is_some_and(|rest| number(&rest.replace(',', ".")).is_some()) => {
            Err(Wrong::Percent)
        }
        None if line.matches(',').count() == 1 && number(&line.replace(',', ".")).is_some() => Err(Wrong::DecimalComma),
        None => Err(Wrong::NotANumber),
    }
}

/// Says what is wrong, a line each. What stands there is not repeated: it may be a name.
fn tell(wrong: &[(Option<usize>, Wrong)], lang: Lang) -> io::Result<()> {
    let mut words = io::stderr().lock();
    for (line, wrong) in wrong {
        writeln!(words, "{}", turnout_words::of_wrong(*line, *wrong, lang))?;
    }
    words.flush()
}

fn percent(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| *value > 0.0 && *value < 100.0);
    value.ok_or_else(|| "a percentage above 0 and below 100, such as 90".to_owned())
}

fn shock(text: &str) -> Result<Shock, String> {
    let spread: f64 = text.parse().map_err(|_| format!("a number from 0 to {SPREAD_MAX}, such as 0.5"))?;
    CommonShock::of_spread(spread).map(|shock| Shock { spread, shock }).map_err(|error| error.to_string())
}
