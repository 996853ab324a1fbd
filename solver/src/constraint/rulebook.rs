//! The rules as a policy pack applies them: the one place where `must`, `prefer` and `off` are decided.

use super::{ALL, AnyConstraint, Effect, Finding, IscoPrefix};
use crate::domain::{Facts, JobseekerIdx, LedBy, PolicyPack, RuleMode, SupportKind};
use crate::way::Way;

/// What screening knows of a way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Position in [`ALL`] of the first rule that blocks.
    pub blocked_by: Option<u8>,
    /// Points lost so far; complete when nothing blocks.
    pub costs: i64,
}

/// A finding about a way, with what the policy makes of it.
pub struct Judged {
    /// Position of the rule in [`ALL`].
    pub rule: usize,
    /// What was found.
    pub finding: Box<dyn Finding>,
    /// Its effect under the policy; `None` when the policy does not look at the rule.
    pub effect: Option<Effect>,
}

impl Judged {
    /// Whether it keeps the way from being a candidate.
    pub fn blocks(&self) -> bool {
        self.effect == Some(Effect::Blocks)
    }

    /// The rule.
    pub fn constraint(&self) -> &'static dyn AnyConstraint {
        ALL[self.rule]
    }
}

/// The rules with the mode that the pack gives to each.
#[derive(Clone, Debug)]
pub struct RuleBook {
    modes: Vec<RuleMode>,
    /// The rules that find something, by position in [`ALL`]: those that cannot tell the ways of a pairing apart, and
    /// those that depend on the choice. A rule without codes finds nothing.
    judging: [Vec<usize>; 2],
    eased: Vec<&'static [SupportKind]>,
    /// Rules whose findings are not told, as a bit set by position in [`ALL`].
    untold: u64,
}

impl RuleBook {
    /// The rules under `pack`. A locked rule is `must`, whatever the pack says.
    pub fn of(pack: &PolicyPack) -> Self {
        let mode = |rule: &&dyn AnyConstraint| match pack.rule_modes.get(rule.id().0) {
            Some(mode) if !rule.is_locked() => *mode,
            _ => RuleMode::Must,
        };
        let judging = |depends_on_choice: bool| {
            let judges =
                |rule: &usize| !ALL[*rule].codes().is_empty() && ALL[*rule].depends_on_choice() == depends_on_choice;
            (0..ALL.len()).filter(judges).collect()
        };
        Self {
            modes: ALL.iter().map(mode).collect(),
            judging: [judging(false), judging(true)],
            eased: ALL.iter().map(|rule| rule.eased_by()).collect(),
            untold: 0,
        }
    }

    /// The rules for advice. Rules that hide the rest are not looked at, and rules that read nothing but what those
    /// read are not told: otherwise advice would tell apart the causes that are hidden together. Advice never changes a
    /// gate or a plan.
    pub fn for_advice(pack: &PolicyPack) -> Self {
        let mut rules = Self::of(pack);
        let hidden: Vec<_> =
            ALL.iter().filter(|rule| rule.hides_the_rest()).flat_map(|rule| rule.reads()).copied().collect();
        for (position, rule) in ALL.iter().enumerate() {
            let tells = !rule.reads().is_empty() && rule.reads().iter().all(|field| hidden.contains(field));
            if rule.hides_the_rest() || tells {
                rules.modes[position] = RuleMode::Off;
            }
            if tells && !rule.hides_the_rest() {
                rules.untold |= 1u64 << position;
            }
        }
        rules
    }

    /// Whether a rule that hides the rest keeps this pairing out. Nothing else about the pairing may then be looked at:
    /// the time it takes would reveal what is hidden.
    pub fn hides(&self, way: &Way<'_>) -> bool {
        let hiding = ALL.iter().enumerate().filter(|(_, constraint)| constraint.hides_the_rest());
        hiding.into_iter().any(|(rule, constraint)| {
            let effect = if self.modes[rule] == RuleMode::Off { None } else { constraint.effect(way) };
            effect.and_then(|effect| self.apply(rule, effect)) == Some(Effect::Blocks)
        })
    }

    /// Whether a rule that hides the rest keeps this person out of everything that is led by `led_by`.
    pub fn hides_person(&self, facts: Facts<'_>, jobseeker: JobseekerIdx, led_by: LedBy) -> bool {
        let rules = ALL.iter().enumerate().filter(|(rule, _)| self.is_must(*rule));
        rules.into_iter().any(|(_, rule)| rule.hides_person(facts, jobseeker, led_by))
    }

    /// Whether the rule at position `rule` of [`ALL`] blocks what breaks it.
    pub fn is_must(&self, rule: usize) -> bool {
        self.modes[rule] == RuleMode::Must
    }

    /// What the policy makes of an effect of the rule at position `rule`.
    fn apply(&self, rule: usize, effect: Effect) -> Option<Effect> {
        match (self.modes[rule], effect) {
            (RuleMode::Off, _) => None,
            (RuleMode::Prefer(points), Effect::Blocks) => Some(Effect::Costs(points)),
            (RuleMode::Must | RuleMode::Prefer(_), effect) => Some(effect),
        }
    }

    /// The rules that the policy looks at and that may find something, in their order.
    fn judging(&self, depends_on_choice: bool) -> impl Iterator<Item = (usize, &'static dyn AnyConstraint)> {
        let rules = self.judging[usize::from(depends_on_choice)].iter();
        rules.filter(|&&rule| self.modes[rule] != RuleMode::Off).map(|&rule| (rule, ALL[rule]))
    }

    /// Judges one way of each pairing by the rules that cannot tell its ways apart.
    pub fn screen_pairings(&self, ways: &[Way<'_>], verdicts: &mut Vec<Verdict>) {
        verdicts.clear();
        verdicts.resize(ways.len(), Verdict::default());
        self.screen(ways, verdicts, false);
    }

    /// Judges ways by the rules that depend on the choice, on top of `verdicts` about their pairings.
    pub fn screen_choices(&self, ways: &[Way<'_>], verdicts: &mut [Verdict]) {
        self.screen(ways, verdicts, true);
    }

    /// Judges a batch rule by rule; a way is left alone after its first block. Allocates nothing.
    fn screen(&self, ways: &[Way<'_>], verdicts: &mut [Verdict], depends_on_choice: bool) {
        for (rule, constraint) in self.judging(depends_on_choice) {
            let open = ways.iter().zip(verdicts.iter_mut()).filter(|(_, verdict)| verdict.blocked_by.is_none());
            for (way, verdict) in open {
                match constraint.effect(way).and_then(|effect| self.apply(rule, effect)) {
                    Some(Effect::Blocks) => verdict.blocked_by = Some(rule as u8),
                    Some(Effect::Costs(points)) => verdict.costs += points,
                    None => {}
                }
            }
        }
    }

    /// The verdict on a single way, by all rules.
    pub fn verdict(&self, way: &Way<'_>) -> Verdict {
        let mut verdict = Verdict::default();
        for (rule, constraint) in ALL.iter().enumerate() {
            match constraint.effect(way).and_then(|effect| self.apply(rule, effect)) {
                Some(Effect::Blocks) => return Verdict { blocked_by: Some(rule as u8), ..verdict },
                Some(Effect::Costs(points)) => verdict.costs += points,
                None => {}
            }
        }
        verdict
    }

    /// Every rule that blocks a way, as a bit set by position in [`ALL`]: those that depend on the choice, or the
    /// others.
    pub fn blockers(&self, way: &Way<'_>, depends_on_choice: bool) -> u64 {
        self.blockers_upto(way, depends_on_choice, ALL.len())
    }

    /// As [`RuleBook::blockers`], but stops looking once more than `most` rules block: the rest of the set is then
    /// open.
    pub fn blockers_upto(&self, way: &Way<'_>, depends_on_choice: bool, most: usize) -> u64 {
        let (mut blockers, mut found) = (0u64, 0);
        for (rule, constraint) in self.judging(depends_on_choice) {
            if constraint.effect(way).and_then(|effect| self.apply(rule, effect)) == Some(Effect::Blocks) {
                blockers |= 1u64 << rule;
                found += 1;
                if found > most {
                    break;
                }
            }
        }
        blockers
    }

    /// Points that a way loses, whether or not something blocks it.
    pub fn costs(&self, way: &Way<'_>) -> i64 {
        let effects = ALL
            .iter()
            .enumerate()
            .filter_map(|(rule, constraint)| constraint.effect(way).and_then(|effect| self.apply(rule, effect)));
        effects.map(|effect| if let Effect::Costs(points) = effect { points } else { 0 }).sum()
    }

    /// Everything every rule finds about a way, in the order in which people read rules. Where a rule that hides the
    /// rest blocks, its finding is the only one.
    pub fn judge(&self, way: &Way<'_>) -> Vec<Judged> {
        let mut judged: Vec<Judged> = ALL
            .iter()
            .enumerate()
            .filter(|(rule, _)| self.untold & (1u64 << rule) == 0)
            .filter_map(|(rule, constraint)| {
                let finding = constraint.find(way)?;
                let effect = self.apply(rule, finding.effect());
                Some(Judged { rule, finding, effect })
            })
            .collect();
        judged.sort_by_key(|judged| judged.constraint().place());
        if let Some(hiding) = judged.iter().position(|judged| judged.blocks() && judged.constraint().hides_the_rest()) {
            judged = judged.into_iter().skip(hiding).take(1).collect();
        }
        judged
    }

    /// The points of a way that loses `costs`: the pack's base or another system's score, less the costs.
    pub fn points(&self, way: &Way<'_>, costs: i64) -> i64 {
        let base = way.pack().weights.base - costs;
        let scores = &way.facts.region.scores;
        if scores.is_empty() {
            return base;
        }
        match scores.get(&(way.jobseeker_idx, way.offer_idx)) {
            Some(score) if score.replaces => score.points,
            Some(score) => base + score.points,
            None => base,
        }
    }

    /// Whether a support of this kind may make a way pass that the rule at `rule` blocks.
    pub fn is_eased_by(&self, rule: usize, kind: SupportKind) -> bool {
        self.eased[rule].contains(&kind)
    }

    /// Whether supports can only ever help ways that are blocked: every rule that a support eases is a must.
    pub fn supports_only_unblock(&self) -> bool {
        (0..ALL.len()).all(|rule| self.eased[rule].is_empty() || self.is_must(rule))
    }

    /// The distance in metres beyond which no way of this person passes; infinite when there is none.
    pub fn reach_m(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> f64 {
        let bounds = ALL.iter().enumerate().filter(|(rule, _)| self.is_must(*rule));
        bounds.filter_map(|(_, constraint)| constraint.reach_m(facts, jobseeker)).fold(f64::INFINITY, f64::min)
    }

    /// The occupation groups outside which no way of this person passes; `None` when there is no such bound.
    pub fn occupation_groups(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<Vec<IscoPrefix>> {
        let mut rules = ALL.iter().enumerate().filter(|(rule, _)| self.is_must(*rule));
        rules.find_map(|(_, constraint)| constraint.occupation_groups(facts, jobseeker))
    }
}
