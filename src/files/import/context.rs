//! What the cells of a table are read with: the municipalities of the region, the forms of its pack, the first day of
//! its plan, the occupations, and the language of the table.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::field::plain;
use super::place::{self, Place};
use super::reading::{Fault, items};
use super::week::Tongue;
use crate::files::occupations::{self, Labels};
use crate::files::scenario::Packs;

/// Words that people use for occupations whose labels are others: word, code, where it is used.
const EVERYDAY: &str = include_str!("../../../fixtures/tables/occupation_words.csv");

/// Most readings that a message offers.
const CHOICES_MAX: usize = 8;

/// Codes by label and by everyday word, in plain letters.
static BY_WORD: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<&'static str>> = HashMap::new();
    let mut put = |word: &str, code| {
        let codes = all.entry(plain(word)).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    };
    for (code, labels) in occupations::all() {
        put(&labels.nl, code);
        put(&labels.en, code);
        put(&labels.fr, code);
        // The label may hold the masculine and the feminine form: "boulanger/boulangère".
        labels.fr.split('/').for_each(|one| put(one, code));
    }
    for (word, code) in EVERYDAY.lines().skip(1).filter_map(|line| line.split_once(',')) {
        put(word, code.split(',').next().unwrap_or(code));
    }
    all
});

/// What the cells of a table are read with.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// NIS code and plain name of the municipalities of the region.
    municipalities: Vec<(String, String)>,
    /// Plain captions and names of forms of employment, and the name of each.
    forms: Vec<(String, String)>,
    /// First day of the plan.
    pub(super) first_day: Option<NaiveDate>,
    /// Language of the table.
    pub(super) tongue: Tongue,
}

impl Context {
    /// That of a scenario, for a table in some language.
    pub(super) fn of(scenario: &Value, packs: &Packs, tongue: Tongue) -> Self {
        let all = scenario.pointer("/region/municipalities").and_then(Value::as_array).into_iter().flatten();
        let one = |it: &Value| Some((it["nis"].as_str()?.to_owned(), plain(it["name"].as_str()?)));
        let pack = scenario.pointer("/policy/pack").and_then(Value::as_str).and_then(|name| packs.get(name));
        let captions = |form: &crate::files::scenario::format::Form| {
            let captions = [&form.caption.nl, &form.caption.en, &form.caption.fr, &form.name];
            captions.map(|caption| (plain(caption), form.name.clone()))
        };
        let day = scenario.pointer("/horizon/from").and_then(Value::as_str);
        Self {
            municipalities: all.filter_map(one).collect(),
            forms: pack.into_iter().flat_map(|pack| &pack.forms).flat_map(captions).collect(),
            first_day: day.and_then(|day| day.parse().ok()),
            tongue,
        }
    }

    /// The NIS code of a cell: the code itself, with or without the name beside it, or the name of exactly one.
    pub(super) fn nis(&self, text: &str) -> Option<String> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 5 {
            return Some(digits);
        }
        let name = plain(text);
        let mut found = self.municipalities.iter().filter(|(_, known)| *known == name).map(|(nis, _)| nis);
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only.clone()),
            (Some(_), Some(_)) => None,
            // A part of one, or with its postcode beside it.
            (None, _) => self.place(text).ok().map(|place| place.nis.to_owned()).filter(|nis| self.is_of_region(nis)),
        }
    }

    /// The place that a cell names.
    pub(super) fn place(&self, text: &str) -> Result<&'static Place, Fault> {
        place::find(text, &|nis| self.is_of_region(nis))
    }

    fn is_of_region(&self, nis: &str) -> bool {
        self.municipalities.iter().any(|(known, _)| known == nis)
    }

    /// The form of employment with this name or caption; the text itself where there is none, which the check of the
    /// scenario refuses later.
    pub(super) fn form(&self, text: &str) -> Result<Value, Fault> {
        let word = plain(text);
        let mut found: Vec<_> = self.forms.iter().filter(|(known, _)| *known == word).map(|(_, name)| name).collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [name] => Ok(json!(name)),
            [] => Ok(json!(text)),
            _ => Err(Fault::Choice(found.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("; "))),
        }
    }

    /// The code of an occupation: itself, or the one with this label. The text itself where there is none like it.
    #[expect(clippy::unused_self, reason = "cells are read with one context, whatever it looks at")]
    pub(super) fn occupation(&self, text: &str) -> Result<Value, Fault> {
        let is_code = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let word = plain(text);
        if is_code || word.is_empty() {
            return Ok(json!(text));
        }
        if let Some(codes) = BY_WORD.get(&word) {
            return if let [code] = codes[..] { Ok(json!(code)) } else { Err(choice(codes.iter().copied())) };
        }
        // Labels that have the word in them, from four letters on: shorter ones are in too many.
        let like = || {
            let has = |(_, labels): &&(String, Labels)| {
                [&labels.nl, &labels.en, &labels.fr].iter().any(|label| plain(label).contains(&word))
            };
            occupations::all().iter().filter(has).map(|(code, _)| code.as_str())
        };
        if word.chars().count() < 4 || like().next().is_none() { Ok(json!(text)) } else { Err(choice(like())) }
    }

    /// The codes of a list of occupations. A label may have a comma in it.
    pub(super) fn occupations(&self, text: &str) -> Result<Value, Fault> {
        if BY_WORD.contains_key(&plain(text)) {
            return Ok(json!([self.occupation(text)?]));
        }
        items(text).map(|item| self.occupation(item)).collect()
    }
}

/// Occupations to choose from, each with its code.
fn choice<'a>(codes: impl Iterator<Item = &'a str>) -> Fault {
    let mut codes = codes;
    let label = |code: &str| occupations::labels(code).map_or_else(String::new, |labels| labels.nl);
    let some: Vec<_> = codes.by_ref().take(CHOICES_MAX).map(|code| format!("{code} {}", label(code))).collect();
    let more = if codes.next().is_some() { "; …" } else { "" };
    Fault::Choice(format!("{}{more}", some.join("; ")))
}
