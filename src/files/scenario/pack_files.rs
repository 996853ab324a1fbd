//! Policy packs in: the ones the program brings, and those of a directory, each judged.

use std::collections::BTreeMap;
use std::path::Path;

use super::issue::{Issue, Severity};
use super::meaning::policy;
use super::packs::Packs;
use super::{mend, shape};

/// The packs the program brings.
const BUILT_IN: &[&str] = &[
    include_str!("../../../fixtures/packs/agreement-2020-2025.json"),
    include_str!("../../../fixtures/packs/continued-from-2026.json"),
];

impl Packs {
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
        policy::check_pack(&pack, self.rules(), &mut meant);
        issues.append(&mut mend::without_echoes(meant, &issues));
        if issues.iter().all(|issue| issue.severity() != Severity::Error) {
            self.insert(pack);
        }
        issues
    }

    /// Adds every `*.json` of `directory`, in the order of their names; answers with the issues per file.
    ///
    /// # Errors
    /// When the directory or a file in it cannot be read.
    pub fn add_directory(&mut self, directory: &Path) -> std::io::Result<BTreeMap<String, Vec<Issue>>> {
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
}
