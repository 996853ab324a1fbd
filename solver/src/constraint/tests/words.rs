//! Laws of the words: what a tired mediator can read.

use std::collections::BTreeSet;

use super::case::{demand_words_of, full_words_of, words_of};
use super::laws::{regions, ways};
use crate::constraint::{ALL, PoolSpec};
use crate::domain::*;
use crate::names as words;
use crate::sample::Dice;
use crate::text::Lang;

/// Words of other trades, of another concept's name, or of the code: each with what the glossary says.
const NOT_IN_DUTCH: &[(&str, &str)] = &[
    ("kandidaat", "werkzoekende"),
    ("kandidaten", "werkzoekenden"),
    ("sollicitant", "werkzoekende"),
    ("cliënt", "werkzoekende"),
    ("client", "werkzoekende"),
    ("klant", "werkzoekende"),
    ("user", "bemiddelaar"),
    ("gebruiker", "bemiddelaar"),
    ("consulent", "bemiddelaar"),
    ("coach", "taalcoach"),
    ("job-offer", "vacature"),
    ("offer", "aanbod"),
    ("match", "combinatie"),
    ("matchen", "combineren"),
    ("matching", "toeleiding"),
    ("mismatch", "gap"),
    ("score", "punten"),
    ("scoort", "punten"),
    ("slot", "plaats"),
    ("slots", "plaatsen"),
    ("skill", "vaardigheid"),
    ("skills", "vaardigheden"),
    ("competentie", "vaardigheid"),
    ("competenties", "vaardigheden"),
    ("constraint", "regel"),
    ("edge", "combinatie"),
    ("pool", "capaciteit"),
    ("capacity", "capaciteit"),
    ("quota", "afgesproken aantal"),
    ("quotum", "afgesproken aantal"),
    ("gate", "startbeslissing"),
    ("hold", "startbeslissing"),
    ("pin", "beslissing"),
    ("crèche", "opvang"),
    ("fiche", "gegevens"),
    ("allochtoon", "anderstalige"),
    ("null", ""),
    ("none", ""),
    ("error", ""),
    ("invalid", ""),
    ("true", ""),
    ("false", ""),
];

/// Everything rules say about ways and full pools of the samples, with the rule it is from.
fn everything_said() -> BTreeSet<(&'static str, [String; 3])> {
    let mut said = BTreeSet::new();
    for rule in ALL {
        let caption = rule.caption();
        said.insert((rule.id().0, Lang::ALL.map(|lang| caption.in_lang(lang).to_owned())));
    }
    for (seed, mut region) in regions().enumerate() {
        name(&mut region);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        for way in ways(facts, &mut Dice::new(seed as u64)) {
            for rule in ALL {
                if let Some(finding) = rule.find(&way) {
                    said.insert((rule.id().0, Lang::ALL.map(|lang| words_of(&*finding, facts, lang))));
                }
            }
        }
        for pool in crate::constraint::pools(facts) {
            let rule = ALL[usize::from(pool.key.rule)];
            // A floor takes precedence over others, but a decision stands by itself: nothing is said of its pool.
            if !rule.is_decision() {
                let words = Lang::ALL.map(|lang| full_words_of(rule, facts, pool.key.subject, lang));
                said.insert((rule.id().0, words));
            }
        }
    }
    assert!(said.len() > 500, "{}", said.len());
    said
}

/// What a floor asks, or that it is not reached.
fn demand_words(facts: Facts<'_>, pool: &PoolSpec, missing: Option<i64>, lang: Lang) -> String {
    let rule = ALL[usize::from(pool.key.rule)];
    demand_words_of(rule, facts, (pool.key.subject, missing), lang)
}

/// A municipality by its name; no sample has another floor.
fn whom<'a>(region: &'a Region, group: &Group) -> &'a str {
    match group {
        Group::Municipality(municipality) => &region.municipalities[municipality.at()].name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_floor_says_what_it_asks_and_that_it_is_not_reached_of_its_own_subject() {
    let mut kinds = BTreeSet::new();
    for mut region in regions() {
        let pin = Pin { jobseeker: JobseekerIdx(0), offer: OfferIdx(0), require: true };
        region.pins = vec![pin];
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        for pool in crate::constraint::pools(facts).iter().filter(|pool| pool.floor.is_some()) {
            let rule = ALL[usize::from(pool.key.rule)];
            kinds.insert(rule.id());
            // The subject of a decision is its person, not the share at the same position.
            let subject = match rule.is_decision() {
                true => region.jobseekers[0].id.as_str(),
                false => whom(&region, &region.pack.shares[pool.key.subject as usize].group),
            };
            for lang in Lang::ALL {
                let (asked, missed) = (demand_words(facts, pool, None, lang), demand_words(facts, pool, Some(2), lang));
                assert!(asked.contains(subject) && !asked.ends_with('.'), "{asked}");
                assert!(missed.contains(subject) && !missed.ends_with('.') && missed != asked, "{missed}");
            }
        }
    }
    assert_eq!(kinds.len(), 2, "{kinds:?}");
}

/// Names as they are in a region, so that what is left of codes is of the rules.
fn name(region: &mut Region) {
    for occupation in &mut region.occupations {
        occupation.label_nl = "keukenhulp".to_owned();
        occupation.label_en = "kitchen assistant".to_owned();
        occupation.label_fr = "aide de cuisine".to_owned();
    }
    for care in &mut region.childcare {
        care.name = "De Zon".to_owned();
    }
    for offer in &mut region.offers {
        offer.host = "De Kaai".to_owned();
    }
    for form in &mut region.pack.forms {
        form.captions = ["wijk-werken", "neighbourhood work", "travail de quartier"].map(str::to_owned);
    }
}

/// The words of a sentence in small letters, without what stands around them.
fn split(sentence: &str) -> Vec<String> {
    let parts = sentence.split([' ', '\'']);
    let bare = parts.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_').to_lowercase());
    bare.filter(|word| !word.is_empty()).collect()
}

#[test]
fn every_rule_has_words_in_every_language() {
    for (rule, said) in everything_said() {
        for (lang, words) in Lang::ALL.iter().zip(&said) {
            assert!(!words.trim().is_empty(), "{rule} says nothing in {}: {said:?}", lang.code());
            assert_eq!(words.trim(), words, "{rule}");
            assert!(!words.contains("  ") && !words.ends_with('.'), "{rule}: {words}");
        }
        let is_translated = said[0] != said[1] && said[0] != said[2] && said[1] != said[2];
        assert!(is_translated, "{rule} says the same in two languages: {said:?}");
    }
}

#[test]
fn dutch_sentences_are_short() {
    for (rule, [dutch, ..]) in everything_said() {
        assert!(split(&dutch).len() <= 15, "{rule}: {dutch}");
    }
}

#[test]
fn no_word_is_a_code() {
    let codes = ["language", "mobility", "availability", "one_job", "first_day", "right_to_work", "hours", "pins"];
    for (rule, said) in everything_said() {
        for word in said.iter().flat_map(|words| split(words)) {
            assert!(!word.contains('_'), "{rule}: {word}");
        }
        for word in split(&said[0]) {
            assert!(!codes.contains(&word.as_str()), "{rule}: {word} in {}", said[0]);
            let is_id =
                word.len() == 4 && word.starts_with(['j', 'v']) && word[1..].bytes().all(|b| b.is_ascii_digit());
            assert!(!is_id, "{rule}: {word} in {}", said[0]);
        }
        let shouts = |word: &str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        assert!(!said.iter().any(|words| words.split(' ').any(shouts)), "{rule}: {said:?}");
        assert!(!said.iter().any(|words| words.contains(['{', '}', '(', ')', '"', '<', '>'])), "{rule}: {said:?}");
    }
}

#[test]
fn dutch_words_are_those_of_the_glossary() {
    for (rule, [dutch, ..]) in everything_said() {
        let words = split(&dutch);
        for (never, instead) in NOT_IN_DUTCH {
            assert!(!words.iter().any(|word| word == never), "{rule}: not {never} but {instead}: {dutch}");
        }
    }
}

#[test]
fn numbers_agree_with_what_they_count() {
    for (rule, [dutch, english, french]) in everything_said() {
        for wrong in ["1 minuten", "1 kinderen", "1 dagen"] {
            assert!(!format!(" {dutch} ").contains(&format!(" {wrong} ")), "{rule}: {dutch}");
        }
        for wrong in ["1 minutes", "1 hours", "1 years", "1 days"] {
            assert!(!format!(" {english} ").contains(&format!(" {wrong} ")), "{rule}: {english}");
        }
        for wrong in
            ["1 minutes", "0 ans", "1 ans", "1 heures", "0 heures", "de anglais", "le anglais", "ne é", "à le "]
        {
            assert!(!format!(" {french} ").contains(&format!(" {wrong} ")), "{rule}: {french}");
        }
    }
}

#[test]
fn days_modes_supports_and_languages_have_a_name_each() {
    for lang in Lang::ALL {
        let days: BTreeSet<_> = Weekday::ALL.iter().map(|&day| words::weekday(day, lang)).collect();
        let modes: BTreeSet<_> = Mode::ALL.iter().map(|&mode| words::by_mode(mode, lang)).collect();
        let activities: BTreeSet<_> = Activity::ALL.iter().map(|&activity| words::activity(activity, lang)).collect();
        assert_eq!((days.len(), modes.len(), activities.len()), (7, 9, 4));
        let dates = (0..365).map(|after| words::date(super::case::day(after), lang).to_string());
        assert_eq!(dates.collect::<BTreeSet<_>>().len(), 365);
    }
    let named = |code: &[u8; 2]| Lang::ALL.map(|lang| words::language_name(Language(*code), lang).to_string());
    assert_eq!(named(b"ar"), ["Arabisch", "Arabic", "l'arabe"]);
    assert_eq!(named(b"xx"), ["xx", "xx", "la langue xx"]);
    let date = |month, day| chrono::NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    assert_eq!(words::date(date(8, 1), Lang::Fr).to_string(), "1er août");
    assert_eq!(words::date(date(8, 11), Lang::Fr).to_string(), "11 août");
    assert_eq!(words::date(date(12, 31), Lang::Nl).to_string(), "31 december");
}
