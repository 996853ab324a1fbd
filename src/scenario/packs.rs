//! Policy packs: the ones the program brings, and those of a directory.

use std::collections::BTreeMap;
use std::path::Path as FilePath;
use std::sync::LazyLock;

use schakel_solver::constraint::ALL;

use super::format::Pack;
use super::issue::{Issue, Severity};
use super::meaning::policy;
use super::mend;
use super::shape;
use crate::networks::Networks;

/// The packs the program brings.
const BUILT_IN: &[&str] = &[include_str!("../../fixtures/packs/agreement-2020-2025.json")];

/// The rules a policy may name: those of the core.
pub static RULES: LazyLock<Vec<&'static str>> = LazyLock::new(|| ALL.iter().map(|rule| rule.id().0).collect());

/// Whether a rule holds always: no pack and no scenario loosens it.
pub fn is_locked(rule: &str) -> bool {
    ALL.iter().any(|known| known.id().0 == rule && known.is_locked())
}

/// What a scenario may name: policy packs, with the rules they may name, and networks of timetables.
#[derive(Clone, Debug)]
pub struct Packs {
    rules: &'static [&'static str],
    by_name: BTreeMap<String, Pack>,
    networks: Networks,
}

impl Packs {
    /// No packs; `rules` are the IDs of the rules that a policy may name.
    pub fn new(rules: &'static [&'static str]) -> Self {
        Self { rules, by_name: BTreeMap::new(), networks: Networks::none() }
    }

    /// No packs yet; they may name the rules of the core.
    pub fn of_rules() -> Self {
        Self::new(&RULES)
    }

    /// The packs the program brings.
    pub fn built_in() -> Self {
        let mut packs = Self::of_rules();
        for text in BUILT_IN {
            let issues = packs.add(text.as_bytes());
            debug_assert!(issues.is_empty(), "{issues:?}");
        }
        packs
    }

    /// Adds the pack in `text`, in place of one with the same name. Answers with everything wrong in it; with an error,
    /// it is not added.
    pub fn add(&mut self, text: &[u8]) -> Vec<Issue> {
        let (pack, mut issues) = shape::read(&shape::PACK, text);
        let Some(pack) = pack else { return issues };
        let mut meant = Vec::new();
        policy::check_pack(&pack, self.rules, &mut meant);
        issues.append(&mut mend::without_echoes(meant, &issues));
        if issues.iter().all(|issue| issue.severity() != Severity::Error) {
            self.by_name.insert(pack.name.clone(), pack);
        }
        issues
    }

    /// Adds every `*.json` of `directory`, in the order of their names; answers with the issues per file.
    ///
    /// # Errors
    /// When the directory or a file in it cannot be read.
    pub fn add_directory(&mut self, directory: &FilePath) -> std::io::Result<BTreeMap<String, Vec<Issue>>> {
        let mut files: Vec<_> = std::fs::read_dir(directory)?.collect::<Result<_, _>>()?;
        files.retain(|file| file.path().extension().is_some_and(|extension| extension == "json"));
        files.sort_by_key(std::fs::DirEntry::file_name);
        let mut found = BTreeMap::new();
        for file in files {
            let issues = self.add(&std::fs::read(file.path())?);
            found.insert(file.file_name().to_string_lossy().into_owned(), issues);
        }
        Ok(found)
    }

    /// The same with networks that a scenario may name.
    #[must_use]
    pub fn with_networks(self, networks: Networks) -> Self {
        Self { networks, ..self }
    }

    /// The networks that a scenario may name.
    pub fn networks(&self) -> &Networks {
        &self.networks
    }

    /// The pack called `name`.
    pub fn get(&self, name: &str) -> Option<&Pack> {
        self.by_name.get(name)
    }

    /// All packs, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.by_name.values()
    }

    /// The rules a policy may name.
    pub fn rules(&self) -> &'static [&'static str] {
        self.rules
    }
}
