//! Reads what a mediator reads of one person, sentence by sentence, and holds each against the facts.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::changes::{Change, Planned, Takes, done, planned, proposed};
use super::facts::{Offer, World};
use super::forms::holes;
use super::{of_plans, of_rules};

/// Whether a sentence is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// It follows from the facts, worked out here.
    True,
    /// It does not.
    False,
    /// This law has no second way to it.
    Open,
}

impl From<bool> for Verdict {
    fn from(is_true: bool) -> Self {
        if is_true { Self::True } else { Self::False }
    }
}

/// Judges a sentence by what stands in the holes of its form.
pub(super) type Claim = fn(&mut Reader<'_>, &[&str]) -> Verdict;

/// What the sentences of a block speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spoken {
    /// The proposal of the person.
    Proposal,
    /// That there is none.
    Nothing,
    /// An offer that the person could take.
    Possible,
    /// One that the person cannot.
    Blocked,
}

/// The sentences about one person of one scenario.
pub(super) struct Reader<'a> {
    pub(super) world: &'a World,
    pub(super) plan: &'a Planned,
    pub(super) person: &'a Value,
    /// The offer spoken of.
    pub(super) about: Option<&'a Offer>,
    pub(super) spoken: Spoken,
    /// Minutes of travel that were told last.
    pub(super) told_minutes: i64,
    /// The line that is read.
    line: String,
    /// The changes named since the last set began.
    set: Vec<String>,
    /// The scenario with the last set of changes, once it was planned again.
    pub(super) tried: Option<Rc<Value>>,
    /// Plans of scenarios that were worked out before, by their JSON.
    pub(super) known: &'a mut BTreeMap<String, Option<Planned>>,
    /// What was found false: the sentence and why.
    pub(super) wrong: Vec<String>,
    /// Sentences by their verdict.
    pub(super) counts: BTreeMap<Verdict, usize>,
    pub(super) open: Vec<String>,
    /// Lines that were judged beside what was said.
    pub(super) beside: Vec<(String, Verdict)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        world: &'a World,
        plan: &'a Planned,
        person: &'a Value,
        known: &'a mut BTreeMap<String, Option<Planned>>,
    ) -> Self {
        Self {
            world,
            plan,
            person,
            about: None,
            spoken: Spoken::Nothing,
            told_minutes: 0,
            line: String::new(),
            set: Vec::new(),
            tried: None,
            known,
            wrong: Vec::new(),
            counts: BTreeMap::new(),
            open: Vec::new(),
            beside: Vec::new(),
        }
    }

    pub(super) fn id(&self) -> &'a str {
        self.person["id"].as_str().unwrap()
    }

    /// What is proposed to the person.
    pub(super) fn own(&self) -> Option<&'a str> {
        self.plan.of(self.id()).map(proposed)
    }

    /// The offer spoken of.
    pub(super) fn offer(&self) -> &'a Offer {
        self.about.unwrap_or_else(|| panic!("{}: no offer is spoken of: {}", self.id(), self.line))
    }

    /// Judges one line.
    pub(super) fn read(&mut self, line: &str) {
        line.clone_into(&mut self.line);
        let verdict = self.verdict(line);
        *self.counts.entry(verdict).or_default() += 1;
        match verdict {
            Verdict::True => {}
            Verdict::False => {
                let about = self.about.map_or("nothing", |offer| offer.id.as_str());
                self.wrong.push(format!("{} ({about}): {line} {:?}", self.id(), self.set));
            }
            Verdict::Open => self.open.push(line.to_owned()),
        }
    }

    /// Judges a line in place of the one just read, and goes on as if it had not been there.
    pub(super) fn read_beside(&mut self, line: &str) {
        let before = (self.about, self.spoken, self.told_minutes, self.set.clone(), self.tried.clone());
        if before.3.last().is_some_and(|words| self.line.contains(words.as_str())) {
            self.set.pop();
        }
        let verdict = self.verdict(line);
        (self.about, self.spoken, self.told_minutes, self.set, self.tried) = before;
        self.beside.push((line.to_owned(), verdict));
    }

    /// Ends the last set of changes: what was named before something else is spoken of must open the offer.
    pub(super) fn end(&mut self) {
        self.end_set();
    }

    fn verdict(&mut self, line: &str) -> Verdict {
        if let Some(question) = line.strip_prefix("Waarom niet ") {
            let (name, answer) = question.split_once("? ").unwrap();
            self.end_set();
            self.about = self.world.offer_named(name);
            return self.why_not(answer);
        }
        for (opening, is_first) in [("Wat helpt: ", true), ("Of anders: ", true), ("En daarbij: ", false)] {
            if let Some(words) = line.strip_prefix(opening) {
                return self.change_named(words.trim_end_matches('.'), is_first);
            }
        }
        let headed = of_plans::HEADINGS.iter().find_map(|(form, claim)| Some((holes(form, line)?, claim)));
        if let Some((found, claim)) = headed {
            self.end_set();
            return claim(self, &found);
        }
        // What depends on the set of changes named before it.
        let helps = of_plans::HELPS.iter().find_map(|(form, claim)| Some((holes(form, line)?, claim)));
        if let Some((found, claim)) = helps {
            return claim(self, &found);
        }
        self.claimed(line)
    }

    /// A sentence that stands by itself.
    fn claimed(&mut self, line: &str) -> Verdict {
        for (form, claim) in of_rules::CLAIMS.iter().chain(of_plans::CLAIMS) {
            if let Some(found) = holes(form, line) {
                return claim(self, &found);
            }
        }
        // A sentence of no known form is not true by any check.
        Verdict::False
    }

    /// Each sentence of an answer to "why not".
    fn why_not(&mut self, answer: &str) -> Verdict {
        let sentences = answer.split_inclusive(". ").map(str::trim_end).collect::<Vec<_>>();
        let mut verdict = Verdict::True;
        for sentence in sentences {
            let answered = of_plans::ANSWERS.iter().find_map(|(form, claim)| Some((holes(form, sentence)?, claim)));
            let one = answered.map_or(Verdict::False, |(found, claim)| claim(self, &found));
            verdict =
                if verdict == Verdict::False || one == Verdict::False { Verdict::False } else { verdict.max(one) };
        }
        verdict
    }

    /// A change that is said to help; it is held against the facts, and done once its set is whole.
    fn change_named(&mut self, words: &str, is_first: bool) -> Verdict {
        if is_first {
            self.end_set();
            self.tried = None;
        }
        self.set.push(words.to_owned());
        self.changed().is_some().into()
    }

    /// The scenario with the set of changes, and what it takes.
    pub(super) fn changed(&self) -> Option<(Value, Takes)> {
        let mut scenario = self.world.scenario.clone();
        let mut takes = (0, 0);
        for words in &self.set {
            let mut change =
                Change { world: self.world, scenario: &mut scenario, person: self.id(), about: self.about };
            let (weeks, cents) = done(&mut change, words)?;
            takes = (takes.0.max(weeks), takes.1 + cents);
        }
        Some((scenario, takes))
    }

    /// A set that stands under an offer must open it. One that is tried by planning again is judged there.
    fn end_set(&mut self) {
        let about =
            self.about.filter(|_| self.tried.is_none() && !self.set.is_empty() && self.spoken == Spoken::Blocked);
        if let (Some(offer), Some((scenario, _))) = (about, self.changed()) {
            let id = self.id();
            let opens = self.planned(&scenario).is_some_and(|plan| plan.possible[id].contains(&offer.id));
            let world = World::of(&scenario, std::slice::from_ref(&offer.id));
            let person = world.person(self.id());
            let opens_here = !world.is_judged(person) || world.is_possible(person, &world.offers[0]);
            if !opens || !opens_here {
                self.wrong.push(format!("{} ({}): {:?} does not open it", self.id(), offer.id, self.set));
            }
        }
        self.set.clear();
    }

    /// The plan of a scenario, worked out once.
    pub(super) fn planned(&mut self, scenario: &Value) -> Option<&Planned> {
        self.known.entry(scenario.to_string()).or_insert_with(|| planned(scenario)).as_ref()
    }

    /// Whether the last set of changes says on how many days a person has to work and not on which, or on which days and not at what
    /// hours: all are taken then, which may open more than is said.
    pub(super) fn is_vague(&self) -> bool {
        self.set.iter().any(|words| words.contains(" dagen") || words.contains("ook komen op"))
    }

    /// The set of changes, done and planned; the set then counts as tried.
    pub(super) fn try_set(&mut self) -> Option<Rc<Value>> {
        self.about = None;
        let (scenario, _) = self.changed()?;
        let scenario = Rc::new(scenario);
        self.tried = Some(Rc::clone(&scenario));
        Some(scenario)
    }
}
