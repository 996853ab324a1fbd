//! Which column is for which field: told, remembered or guessed. What is nobody's is ignored, and said so.

use std::collections::BTreeMap;

use schakel_solver::text::Words;

use super::field::{Kind, Part, plain};
use super::table::Table;
use super::words;
use crate::files::scenario::{Code, Issue, code_of_field, escaped, shown};

/// Title of a column to path of a field, such as `home.lon`.
pub type Mapping = BTreeMap<String, String>;

/// The columns of a table that are for a field.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Title and field.
    pub mapping: Mapping,
    /// Titles of the others.
    pub ignored: Vec<String>,
    pub(super) part: Part,
}

/// A set of columns by its titles, whatever their order.
pub fn key(table: &Table) -> String {
    let mut titles: Vec<_> = table.columns.iter().map(|title| title.to_lowercase()).collect();
    titles.sort_unstable();
    titles.join("\u{1f}")
}

impl Columns {
    /// The columns of `table`: as `told` maps them, or guessed from their titles without it.
    ///
    /// # Errors
    /// When `told` names what is not there, or a title says that its column carries what is never accepted of a person.
    pub fn of(part: Part, table: &Table, told: Option<&Mapping>) -> Result<Self, Vec<Issue>> {
        let mut issues = Vec::new();
        let mapping = match told {
            Some(told) => {
                issues.extend(wrong(part, table, told));
                told.clone()
            }
            // Hidden columns are used only when the mapping names them.
            None => guessed(part, table),
        };
        let ignored: Vec<_> = table.columns.iter().filter(|title| !mapping.contains_key(*title)).cloned().collect();
        if part.is_about_persons() {
            // Checked with any mapping: a column of names is refused, but a municipality that the part reads is no
            // address.
            let is_read = |title: &&String| part.guess(title).is_some();
            let suspects = table.columns.iter().filter(|title| !is_read(title));
            let refused = |title: &String| Some(Issue::new(code_of_field(title)?, column(title)));
            issues.extend(suspects.filter_map(refused));
        }
        if issues.is_empty() { Ok(Self { mapping, ignored, part }) } else { Err(issues) }
    }

    /// The same mapping without a table: for a row whose cells are told by title.
    pub fn kept(part: Part, mapping: Mapping) -> Self {
        Self { mapping, ignored: Vec::new(), part }
    }

    /// The title of the column that is for the field at `path`, or for a part of it.
    pub(super) fn title(&self, path: &str) -> Option<&str> {
        let is_part = |field: &str| {
            let inside = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.'));
            inside(field, path) || inside(path, field)
        };
        let exact = self.mapping.iter().find(|(_, field)| *field == path);
        let found = exact.or_else(|| self.mapping.iter().find(|(_, field)| is_part(field)));
        found.map(|(title, _)| title.as_str())
    }

    /// Kind of the cells of the field at `path`.
    pub(super) fn kind(&self, path: &str) -> Option<Kind> {
        self.part.kind(path)
    }
}

fn column(title: &str) -> String {
    format!("#/columns/{}", escaped(&shown(title)))
}

/// The first column for each field, by its title.
fn guessed(part: Part, table: &Table) -> Mapping {
    let mut mapping = Mapping::new();
    let seen = table.columns.iter().filter(|title| !table.source.hidden_columns.contains(title));
    for title in seen {
        if let Some(field) = part.guess(title).filter(|field| !mapping.values().any(|known| known == field)) {
            mapping.insert(title.clone(), field);
        }
    }
    mapping
}

/// Topics about which locked rules always ask, by beginnings of words in titles.
const ABOUT_RULES: &[(&[&str], Words)] = &[
    (
        &[
            "leefloon",
            "ocmw",
            "cpas",
            "steun",
            "revenudintegration",
            "integratie",
            "ris",
            "gpmi",
            "startbeslissing",
            "gate",
        ],
        words::ABOUT_SUPPORT,
    ),
    (
        &[
            "arbeidskaart",
            "werkvergunning",
            "arbeidsvergunning",
            "verblijf",
            "singlepermit",
            "permisunique",
            "workpermit",
            "permisdetravail",
            "sejour",
            "residence",
            "rechtopwerk",
            "arbeidsrecht",
            "droitautravail",
            "gecombineerdevergunning",
        ],
        words::ABOUT_WORK,
    ),
    (&["leeftijd", "geboorte", "geboren", "naissance", "birth", "age", "jeugd", "minderjarig"], words::ABOUT_AGE),
    (&["art60", "artikel60", "article60", "wijkwerk", "rechten", "maatwerk", "twe", "doelgroep"], words::ABOUT_FORMS),
    (&["rijbewijs", "permis", "licence"], words::ABOUT_LICENCE),
];

/// What a column that is for no field seems to be about, where a rule that holds always asks about it.
pub(super) fn about_rule(title: &str) -> Option<Words> {
    let (whole, letters) = (plain(title), title.to_lowercase());
    let begins = |beginning: &str| {
        let words = letters.split(|sign: char| !sign.is_alphanumeric()).map(plain);
        // Short words must match a whole word: `steun` begins many words, and `age` is part of even more.
        let is_one = |word: String| word == beginning || beginning.len() > 4 && word.starts_with(beginning);
        beginning.len() > 6 && whole.contains(beginning) || whole == beginning || words.into_iter().any(is_one)
    };
    ABOUT_RULES.iter().find(|(words, _)| words.iter().any(|word| begins(word))).map(|(_, about)| *about)
}

/// What is wrong with a stated mapping.
fn wrong(part: Part, table: &Table, told: &Mapping) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for (title, field) in told {
        let pointer = format!("#/mapping/{}", escaped(&shown(title)));
        if !table.columns.contains(title) {
            issues.push(Issue::new(Code::ColumnUnknown, &pointer).with("column", &shown(title)));
        }
        if part.kind(field).is_none() {
            let allowed: Vec<_> = part.fields().iter().map(|field| field.path).collect();
            let issue = Issue::new(Code::ColumnFieldUnknown, &pointer).with("field", &shown(field));
            issues.push(issue.with("allowed", &allowed.join(", ")));
        }
        if let Some(first) = taken.insert(field, title) {
            let issue = Issue::new(Code::ColumnFieldTwice, &pointer).with("field", &shown(field));
            issues.push(issue.with("first", &shown(first)));
        }
    }
    issues
}
