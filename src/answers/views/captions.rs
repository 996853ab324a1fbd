//! Captions of the codes in a plan, so that whoever shows it needs no list of codes.

use std::collections::BTreeMap;

use schakel_solver::constraint::ALL;
use schakel_solver::explain::{level_words, reason_codes};
use serde_json::Value;

use super::InEach;
use crate::files::plan_file::format::{PlanFile, Reason};
use crate::files::plan_file::level_read;

/// Every level, reason and rule that a plan names, by its code, with its caption.
pub fn captions(file: &PlanFile) -> BTreeMap<String, InEach> {
    let mut captions = BTreeMap::new();
    for result in &file.levels {
        // Levels of a group or a share are not shown: of the others each has a code of its own.
        let words = level_words(level_read(result));
        captions.insert(name_of(&result.level), InEach::of(|lang| words.in_lang(lang).to_owned()));
    }
    let of_people = file.unassigned.iter().flat_map(|one| &one.reasons);
    let of_vacancies = file.vacancies.iter().flat_map(|one| &one.reasons);
    let of_offers = file.offers.iter().flat_map(|one| &one.reasons);
    for reason in of_people.chain(of_vacancies).chain(of_offers) {
        let code = name_of(reason);
        // Of a province there are tens of thousands of reasons, and a handful of codes.
        let is_new = !captions.contains_key(&code);
        if let Some((_, known)) = reason_codes().filter(|_| is_new).find(|(_, known)| known.code == code) {
            captions.entry(code).or_insert_with(|| InEach::of(|lang| known.words.in_lang(lang).to_owned()));
        }
        if let Reason::OnlyObstacle { rule, .. } = reason
            && let Some(known) = ALL.iter().find(|known| known.id().0 == rule)
        {
            captions.entry(rule.clone()).or_insert_with(|| InEach::of(|lang| known.caption().in_lang(lang).to_owned()));
        }
    }
    captions
}

/// The code under which something stands in a plan: its own word, or that in its field `code`.
fn name_of(coded: &impl serde::Serialize) -> String {
    match serde_json::to_value(coded) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(mut fields)) => {
            fields.remove("code").and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
        }
        _ => String::new(),
    }
}
