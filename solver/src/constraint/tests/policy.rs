//! Laws of the policy: what a pack may loosen, and what it may not.

use super::laws::{regions, ways};
use crate::constraint::{ALL, Effect, RuleBook, Verdict};
use crate::domain::*;
use crate::sample::Dice;

/// The pack with one rule in another mode.
fn with_mode(pack: &PolicyPack, id: &str, mode: RuleMode) -> RuleBook {
    let mut pack = pack.clone();
    pack.rule_modes.insert(id.to_owned(), mode);
    RuleBook::of(&pack)
}

#[test]
fn gate_entitlement_licence_and_right_to_work_are_locked_and_no_other() {
    let locked: Vec<_> = ALL.iter().filter(|rule| rule.is_locked()).map(|rule| rule.id().0).collect();
    assert_eq!(locked, ["gate", "licence", "entitlement", "right_to_work"]);
    let hiding: Vec<_> = ALL.iter().filter(|rule| rule.hides_the_rest()).map(|rule| rule.id().0).collect();
    assert_eq!(hiding, ["gate"]);
}

#[test]
fn a_rule_is_off_or_preferred_when_the_pack_says_so_and_it_is_not_locked() {
    let mut loosened = vec![0; ALL.len()];
    for (seed, region) in regions().enumerate() {
        let must = RuleBook::of(&region.pack);
        let near = Nearby::default();
        let ways = ways(Facts::of(&region, &near), &mut Dice::new(seed as u64));
        for (position, rule) in ALL.iter().enumerate() {
            let off = with_mode(&region.pack, rule.id().0, RuleMode::Off);
            let prefer = with_mode(&region.pack, rule.id().0, RuleMode::Prefer(7));
            assert!(must.is_must(position));
            assert_eq!(off.is_must(position), rule.is_locked());
            assert_eq!(prefer.is_must(position), rule.is_locked());
            for way in &ways {
                let bit = 1u64 << position;
                let depends = rule.depends_on_choice();
                let blocked = must.blockers(way, depends) & bit != 0;
                assert_eq!(blocked, rule.effect(way) == Some(Effect::Blocks));
                assert_eq!(must.blockers(way, !depends) & bit, 0);
                for loose in [&off, &prefer] {
                    assert_eq!(loose.blockers(way, depends) & bit != 0, blocked && rule.is_locked());
                }
                let (free, dear) = (off.verdict(way), prefer.verdict(way));
                if blocked && !rule.is_locked() && free.blocked_by.is_none() {
                    assert_eq!(dear, Verdict { blocked_by: None, costs: free.costs + 7 }, "{}", rule.id().0);
                    loosened[position] += 1;
                }
                if !blocked && free.blocked_by.is_none() {
                    // What only costs is not looked at when off, and costs the same when preferred.
                    let costs = if let Some(Effect::Costs(points)) = rule.effect(way) { points } else { 0 };
                    let dropped = if rule.is_locked() { 0 } else { costs };
                    assert_eq!(must.verdict(way).costs, free.costs + dropped);
                    assert_eq!(dear, must.verdict(way));
                }
            }
        }
    }
    let some: Vec<_> = (0..ALL.len()).filter(|&rule| loosened[rule] > 0).map(|rule| ALL[rule].id().0).collect();
    assert!(some.len() >= 8, "too few rules were the only obstacle: {some:?}");
}

#[test]
fn screening_in_batches_says_what_judging_one_by_one_says() {
    for (seed, region) in regions().enumerate() {
        let rules = RuleBook::of(&region.pack);
        let near = Nearby::default();
        let ways = ways(Facts::of(&region, &near), &mut Dice::new(seed as u64));
        let mut verdicts = Vec::new();
        rules.screen_pairings(&ways, &mut verdicts);
        rules.screen_choices(&ways, &mut verdicts);
        for (way, screened) in ways.iter().zip(&verdicts) {
            let verdict = rules.verdict(way);
            assert_eq!(screened.blocked_by.is_none(), verdict.blocked_by.is_none());
            if verdict.blocked_by.is_none() {
                assert_eq!(*screened, verdict);
            }
            let judged = rules.judge(way);
            assert_eq!(judged.iter().any(|judged| judged.blocks()), verdict.blocked_by.is_some());
            let places: Vec<_> = judged.iter().map(|judged| judged.constraint().place()).collect();
            assert!(places.is_sorted(), "{places:?}");
            let hiding = judged.iter().position(|judged| judged.blocks() && judged.constraint().hides_the_rest());
            assert!(hiding.is_none() || judged.len() == 1, "a rule that hides the rest stands alone");
        }
    }
}

#[test]
fn points_are_the_base_less_the_costs_unless_another_system_says_otherwise() {
    let mut region = crate::sample::region(1, 1, 1);
    let pair = (JobseekerIdx(0), OfferIdx(0));
    for (score, points) in [(None, 970), (Some((50, false)), 1020), (Some((50, true)), 50)] {
        region.scores = score.into_iter().map(|(points, replaces)| (pair, Score { points, replaces })).collect();
        let choice = crate::way::Choice::by(Mode::Walk);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let way = crate::way::Way { facts, jobseeker_idx: pair.0, offer_idx: pair.1, choice };
        assert_eq!(RuleBook::of(&region.pack).points(&way, 30), points);
    }
}
