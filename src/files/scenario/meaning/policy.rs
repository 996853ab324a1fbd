//! The policy: the pack, what the scenario changes in it, and what nobody may change.

use std::collections::{BTreeMap, HashMap};

use super::Check;
use super::offers::list;
use crate::files::scenario::format::{Closure, Group, Level, Pack, Policy, Priority, RuleMode, Share};
use crate::files::scenario::issue::{Code, Issue, escaped, shown};
use crate::files::scenario::numbers::{NUMBERS, NumberRange, TRAVEL_MINUTES_MAX, range_of};
use crate::files::scenario::packs::{Packs, is_locked};

/// Checks a pack by itself. Municipalities of its shares are checked with each scenario.
pub(in crate::files::scenario) fn check_pack(pack: &Pack, rules: &[&str], issues: &mut Vec<Issue>) {
    if pack.valid_to < pack.valid_from {
        issues.push(Issue::new(Code::EndBeforeStart, "#/valid_to"));
    }
    check_rules("#/rules", &pack.rules, rules, issues);
    check_levels("#/levels", &pack.levels, issues);
    check_closures("#/closures", &pack.closures, issues);
    let numbers = pack.numbers.iter().map(|(name, number)| (name.as_str(), number.value)).collect();
    check_numbers("#/numbers", &numbers, issues);
    let is_missing = |range: &&NumberRange| range.otherwise.is_none() && !numbers.contains_key(range.name);
    for missing in NUMBERS.iter().filter(is_missing) {
        issues.push(Issue::new(Code::NumberMissing, format!("#/numbers/{}", missing.name)).with("id", &missing.name));
    }
    check_support_points("#/numbers/points_per_support", &numbers, issues);
    let mut seen = HashMap::new();
    for (at, form) in pack.forms.iter().enumerate() {
        if let Some(first) = seen.insert(form.name.as_str(), at) {
            let issue = Issue::new(Code::IdUsedTwice, format!("#/forms/{at}/name"));
            issues.push(issue.with("first", &format!("#/forms/{first}")));
        }
        if form.valid_to.is_some_and(|to| to < form.valid_from) {
            issues.push(Issue::new(Code::EndBeforeStart, format!("#/forms/{at}/valid_to")));
        }
    }
    for (at, share) in pack.shares.iter().enumerate() {
        check_demand(&format!("#/shares/{at}"), share, issues);
    }
    for (at, share) in pack.action_shares.iter().enumerate() {
        check_demand(&format!("#/action_shares/{at}"), share, issues);
        issues.extend(without_form(&format!("#/action_shares/{at}"), share));
    }
    check_tiers("#/action_tiers", &pack.action_tiers, issues);
}

/// What counts places has no employment form.
pub(super) fn without_form(pointer: &str, share: &Share) -> Option<Issue> {
    share.form.is_some().then(|| Issue::new(Code::UnknownField, format!("{pointer}/form")).with("field", &"form"))
}

/// Each group has one place in the order.
fn check_tiers(pointer: &str, tiers: &[Priority], issues: &mut Vec<Issue>) {
    for (at, _) in tiers.iter().enumerate().filter(|(at, group)| tiers[..*at].contains(group)) {
        issues.push(Issue::new(Code::LevelTwice, format!("{pointer}/{at}")));
    }
}

/// Every rule exists, and no locked one is loosened.
fn check_rules(pointer: &str, modes: &BTreeMap<String, RuleMode>, rules: &[&str], issues: &mut Vec<Issue>) {
    for (id, mode) in modes {
        let pointer = format!("{pointer}/{}", escaped(&shown(id)));
        if is_locked(id) && *mode != RuleMode::Must {
            issues.push(Issue::new(Code::LockedRuleLoosened, pointer).with("id", id));
        } else if !rules.contains(&id.as_str()) {
            let issue = Issue::new(Code::RuleUnknown, pointer).with("id", &shown(id));
            issues.push(issue.with("allowed", &rules.join(", ")));
        }
    }
}

/// A last day does not come before the first.
fn check_closures(pointer: &str, closures: &[Closure], issues: &mut Vec<Issue>) {
    let backwards = closures.iter().enumerate().filter(|(_, closure)| closure.to < closure.from);
    issues.extend(backwards.map(|(at, _)| Issue::new(Code::EndBeforeStart, format!("{pointer}/{at}/to"))));
}

fn check_levels(pointer: &str, levels: &[Level], issues: &mut Vec<Issue>) {
    for (at, _) in levels.iter().enumerate().filter(|(at, level)| levels[..*at].contains(level)) {
        issues.push(Issue::new(Code::LevelTwice, format!("{pointer}/{at}")));
    }
}

fn check_numbers(pointer: &str, numbers: &BTreeMap<&str, i64>, issues: &mut Vec<Issue>) {
    for (name, value) in numbers {
        let pointer = format!("{pointer}/{}", escaped(&shown(name)));
        match range_of(name) {
            None => issues.push(Issue::new(Code::NumberUnknown, pointer).with("id", &shown(name))),
            Some(range) if !(range.min..=range.max).contains(value) => {
                let issue = Issue::new(Code::NumberOutOfRange, pointer).with("id", name);
                issues.push(issue.with("min", &range.min).with("max", &range.max));
            }
            Some(_) => {}
        }
    }
}

/// A support must cost more than any trip it could shorten: then it is never used without need.
fn check_support_points(pointer: &str, numbers: &BTreeMap<&str, i64>, issues: &mut Vec<Issue>) {
    let number = |name| numbers.get(name).copied();
    let (Some(support), Some(minute)) = (number("points_per_support"), number("points_per_travel_minute")) else {
        return;
    };
    let least = TRAVEL_MINUTES_MAX.saturating_mul(minute);
    if support < least {
        issues.push(Issue::new(Code::SupportPointsTooSmall, pointer).with("min", &least));
    }
}

/// A share asks one thing.
pub(super) fn check_demand(pointer: &str, share: &Share, issues: &mut Vec<Issue>) {
    if share.at_least.is_some() == share.at_most.is_some() {
        issues.push(Issue::new(Code::ShareUnclear, pointer));
    }
}

impl<'a> Check<'a> {
    pub(super) fn policy(&mut self, packs: &Packs) {
        let Some(policy) = &self.parts.policy else { return };
        check_rules("#/policy/rules", &policy.rules, packs.rules(), self.issues);
        check_levels("#/policy/levels", policy.levels.as_deref().unwrap_or_default(), self.issues);
        let numbers = policy.numbers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        check_numbers("#/policy/numbers", &numbers, self.issues);
        self.shares(policy);
        check_closures("#/policy/closures", &policy.closures, self.issues);
        let Some(pack) = self.pack else {
            let allowed = packs.iter().map(|pack| pack.name.as_str()).collect::<Vec<_>>().join(", ");
            let issue = Issue::new(Code::PackUnknown, "#/policy/pack").with("id", &shown(&policy.pack));
            return self.push(issue.with("allowed", &allowed));
        };
        if self.parts.horizon.is_some() && (self.from < pack.valid_from || self.to > pack.valid_to) {
            let issue = Issue::new(Code::PackNotValid, "#/policy/pack");
            self.push(issue.with("from", &pack.valid_from).with("to", &pack.valid_to));
        }
        if !numbers.is_empty() {
            let mut together: BTreeMap<&str, i64> =
                pack.numbers.iter().map(|(name, number)| (name.as_str(), number.value)).collect();
            together.extend(numbers);
            check_support_points("#/policy/numbers", &together, self.issues);
        }
    }

    fn shares(&mut self, policy: &'a Policy) {
        let of_pack = self.pack.map(|pack| (pack.shares.as_slice(), pack.action_shares.as_slice())).unwrap_or_default();
        self.shares_of("shares", of_pack.0, &policy.shares);
        self.shares_of("action_shares", of_pack.1, &policy.action_shares);
        for (at, share) in policy.action_shares.iter().enumerate() {
            self.issues.extend(without_form(&format!("#/policy/action_shares/{at}"), share));
        }
        check_tiers("#/policy/action_tiers", policy.action_tiers.as_deref().unwrap_or_default(), self.issues);
    }

    /// The shares of one list, of the pack and of the scenario: each has an ID of its own.
    fn shares_of(&mut self, list: &str, of_pack: &'a [Share], more: &'a [Share]) {
        let mut seen: HashMap<&str, String> = HashMap::new();
        for share in of_pack {
            seen.insert(&share.id, "#/policy/pack".to_owned());
            self.share("#/policy/pack", share, true);
        }
        for (at, share) in more.iter().enumerate() {
            let pointer = format!("#/policy/{list}/{at}");
            if let Some(first) = seen.get(share.id.as_str()) {
                let issue = Issue::new(Code::IdUsedTwice, format!("{pointer}/id")).with("first", first);
                self.push(issue);
            } else {
                seen.insert(&share.id, pointer.clone());
            }
            check_demand(&pointer, share, self.issues);
            self.share(&pointer, share, false);
        }
    }

    /// Everything that a share names exists.
    pub(super) fn share(&mut self, pointer: &str, share: &Share, is_of_pack: bool) {
        let below = |rest: &str| if is_of_pack { pointer.to_owned() } else { format!("{pointer}{rest}") };
        if let Some(form) = share.form.as_deref().filter(|form| self.pack.is_some() && !self.forms.contains(form)) {
            let forms = list(&self.forms);
            self.unknown(below("/form"), form, &forms);
        }
        match &share.group {
            Some(Group::Municipality(nis))
                if self.parts.region.is_some() && !self.municipalities.contains(nis.as_str()) =>
            {
                self.unknown(below("/group/municipality"), nis, "region/municipalities");
            }
            Some(Group::Entitled(right)) if self.pack.is_some() && !self.rights.contains(right.as_str()) => {
                let rights = list(&self.rights);
                self.unknown(below("/group/entitled"), right, &rights);
            }
            _ => {}
        }
    }
}
