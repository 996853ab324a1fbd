//! An issue of a feed: file, row and column, which code, what it says and what to do.

use std::collections::BTreeMap;

use schakel_solver::text::Lang;

use super::Code;
use crate::files::scenario::Severity;

/// Something wrong, or doubtful, in a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The zip file.
    pub feed: String,
    /// The file in it; empty where the whole feed is meant.
    pub file: String,
    /// The row, counted from 1 with the head; `None` where the whole file is meant.
    pub row: Option<u64>,
    /// What kind.
    pub code: Code,
    /// What goes into the words.
    pub params: BTreeMap<&'static str, String>,
}

impl Issue {
    /// An issue about a whole file.
    pub fn new(code: Code, feed: &str, file: &str) -> Self {
        Self { feed: feed.to_owned(), file: file.to_owned(), row: None, code, params: BTreeMap::new() }
    }

    /// The issue at a row.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The issue with one more parameter, cut to a readable length.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        let value = value.to_string().chars().filter(|letter| !letter.is_control()).take(80).collect();
        self.params.insert(name, value);
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.entry().severity
    }

    /// What is the case.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.entry().message.in_lang(lang))
    }

    /// What to do.
    pub fn action(&self, lang: Lang) -> String {
        self.fill(self.code.entry().action.in_lang(lang))
    }

    /// Where: feed, file and row.
    pub fn place(&self) -> String {
        let row = self.row.map(|row| format!(":{row}")).unwrap_or_default();
        let slash = if self.file.is_empty() { "" } else { "/" };
        format!("{}{slash}{}{row}", self.feed, self.file)
    }

    fn fill(&self, template: &str) -> String {
        let params = self.params.iter();
        params.fold(template.to_owned(), |words, (name, value)| words.replace(&format!("{{{name}}}"), value))
    }
}
