//! An issue: where, which code, what it says and what to do, in three languages.

use std::collections::BTreeMap;

use schakel_solver::text::{Lang, Words};
use serde::{Serialize, Serializer};

pub use super::catalogue::Code;
pub use super::declare::{Entry, Severity};
use super::traces::{holds_national_number, is_email, is_national_number};

impl Code {
    /// Codes that only tables that come in can give.
    pub const OF_TABLES: &[Self] = &[
        Self::TableNotRead,
        Self::TableEmpty,
        Self::TableTooLarge,
        Self::SheetUnknown,
        Self::ColumnUnknown,
        Self::ColumnFieldUnknown,
        Self::ColumnFieldTwice,
        Self::CellNotRead,
        Self::CellReadAs,
        Self::CellUnclear,
        Self::FormulaWithoutResult,
        Self::SignNotRead,
        Self::QuoteNotClosed,
        Self::RowNotRead,
        Self::RowHidden,
        Self::ColumnAboutRule,
        Self::RowsDisagree,
        Self::MunicipalityUnclear,
    ];
}

/// A value put into the words of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// The same in every language.
    Text(String),
    /// Words that exist in each language.
    Words(Words),
}

impl Param {
    fn in_lang(&self, lang: Lang) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Words(words) => words.in_lang(lang),
        }
    }
}

impl From<Words> for Param {
    fn from(words: Words) -> Self {
        Self::Words(words)
    }
}

impl<T: ToString> From<&T> for Param {
    fn from(value: &T) -> Self {
        Self::Text(value.to_string())
    }
}

impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Words(words) => in_each_language(|lang| words.in_lang(lang).to_owned()).serialize(serializer),
        }
    }
}

/// Values for the words of an issue, by name. A handful at most, and often a thousand issues: a list, sorted, is a
/// tenth of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(&'static str, Param)>);

impl Params {
    /// Sets the value of `name`.
    pub fn insert(&mut self, name: &'static str, value: Param) {
        match self.0.binary_search_by_key(&name, |(name, _)| name) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => {
                self.0.reserve_exact(1);
                self.0.insert(at, (name, value));
            }
        }
    }

    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<&Param> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Names with their values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Param)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}

impl Extend<(&'static str, Param)> for Params {
    fn extend<T: IntoIterator<Item = (&'static str, Param)>>(&mut self, params: T) {
        params.into_iter().for_each(|(name, value)| self.insert(name, value));
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Something wrong, or doubtful, in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Where: a JSON Pointer (RFC 6901) as a fragment, such as `#/jobseekers/3/home/lon`. For a missing field, where it
    /// should stand.
    pub pointer: String,
    /// What kind.
    pub code: Code,
    /// What goes into the words.
    pub params: Params,
}

impl Issue {
    /// An issue without parameters.
    pub fn new(code: Code, pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code, params: Params::default() }
    }

    /// The issue with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name, value.into());
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.entry().severity
    }

    /// What is the case.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.entry().message.in_lang(lang), lang)
    }

    /// What to do.
    pub fn action(&self, lang: Lang) -> String {
        self.fill(self.code.entry().action.in_lang(lang), lang)
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut words = template.to_owned();
        for (name, value) in self.params.iter() {
            words = words.replace(&format!("{{{name}}}"), value.in_lang(lang));
        }
        words
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let words = |words: Words| in_each_language(|lang| words.in_lang(lang).to_owned());
        let mut entry = serializer.serialize_struct("Entry", 4)?;
        entry.serialize_field("code", self.code)?;
        entry.serialize_field("severity", &self.severity)?;
        entry.serialize_field("message", &words(self.message))?;
        entry.serialize_field("action", &words(self.action))?;
        entry.end()
    }
}

/// The form in which issues leave the program, as JSON.
#[derive(Serialize)]
struct IssueView<'a> {
    pointer: &'a str,
    code: &'static str,
    severity: Severity,
    params: &'a Params,
    message: BTreeMap<&'static str, String>,
    action: BTreeMap<&'static str, String>,
}

impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = IssueView {
            pointer: &self.pointer,
            code: self.code.entry().code,
            severity: self.severity(),
            params: &self.params,
            message: in_each_language(|lang| self.message(lang)),
            action: in_each_language(|lang| self.action(lang)),
        };
        view.serialize(serializer)
    }
}

fn in_each_language(words: impl Fn(Lang) -> String) -> BTreeMap<&'static str, String> {
    Lang::ALL.into_iter().map(|lang| (lang.code(), words(lang))).collect()
}

/// Most issues that are told at once: more than anyone mends in one go, and no more than an answer holds.
pub const ISSUES_MAX: usize = 1_000;

/// At most `most` of the issues, errors kept before warnings where there are too many, and then how many more there
/// are: these, and `more` that were counted before and not kept.
pub(crate) fn bounded(issues: Vec<Issue>, more: usize, most: usize) -> Vec<Issue> {
    // Notes about issues that were counted or lists that were not seen are kept apart, and never dropped.
    let is_note = |issue: &Issue| matches!(issue.code, Code::MoreIssues | Code::ListsNotSeenWhole);
    let (notes, mut issues): (Vec<_>, Vec<_>) = issues.into_iter().partition(is_note);
    let counted = |issue: &Issue| match issue.params.get("count") {
        Some(Param::Text(count)) if issue.code == Code::MoreIssues => count.parse().unwrap_or(0),
        _ => 0,
    };
    let more = more + notes.iter().map(counted).sum::<usize>() + dropped(&mut issues, most);
    issues.extend(notes.into_iter().filter(|issue| issue.code == Code::ListsNotSeenWhole));
    if more > 0 {
        issues.push(Issue::new(Code::MoreIssues, "#").with("count", &more));
    }
    issues
}

/// Drops what is over `most`, warnings first; answers with how many that were.
pub(super) fn dropped(issues: &mut Vec<Issue>, most: usize) -> usize {
    if issues.len() <= most {
        return 0;
    }
    issues.sort_by_key(Issue::severity);
    let more = issues.len() - most;
    issues.truncate(most);
    more
}

/// `part` as one step of a JSON Pointer (RFC 6901).
pub(crate) fn escaped(part: &str) -> String {
    part.replace('~', "~0").replace('/', "~1")
}

/// `value` fit to be repeated in an issue: short, and never a national number or an e-mail address, because issues end
/// up in logs.
pub(crate) fn shown(value: &str) -> String {
    if is_national_number(value) || holds_national_number(value) || is_email(value) {
        return "***".to_owned();
    }
    let mut short: String = value.chars().filter(|letter| !letter.is_control()).take(64).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}
