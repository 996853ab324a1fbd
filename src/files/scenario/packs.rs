//! What a scenario may name: policy packs, with the rules they may name, and networks of timetables.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schakel_solver::constraint::ALL;

use super::format::Pack;
use crate::files::networks::Networks;

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

    /// Takes in a pack that was judged, in place of one with the same name.
    pub(super) fn insert(&mut self, pack: Pack) {
        self.by_name.insert(pack.name.clone(), pack);
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
