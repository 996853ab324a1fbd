//! Hours, first day, language, skills and goals, worked out by hand.

use super::case::*;
use crate::constraint::Remedy;
use crate::domain::*;

use Cefr::{A1, A2, B1, B2, C1, PreA1};

#[test]
fn the_hours_of_the_contract_lie_within_those_of_the_person() {
    let mut case = Case::new();
    for hours in [20, 40] {
        case.contract().hours_per_week = hours;
        assert_eq!(case.verdict("hours"), "fine");
    }
    case.contract().hours_per_week = 19;
    assert_eq!(case.verdict("hours"), "OTHER_HOURS blocks, 20 against 19 hours_per_week");
    assert_eq!(
        case.words("hours"),
        [
            "wil minstens 20 uur per week, het werk telt er 19",
            "wants at least 20 hours a week, the work has 19",
            "veut au moins 20 heures par semaine, le travail en compte 19"
        ]
    );
    assert_eq!(case.remedies("hours"), [Remedy::new(Change::WorksHours(PERSON, 19))]);
    case.contract().hours_per_week = 41;
    assert_eq!(case.verdict("hours"), "OTHER_HOURS blocks, 40 against 41 hours_per_week");
    assert_eq!(
        case.words("hours"),
        [
            "werkt hoogstens 40 uur per week, gevraagd is 41",
            "works at most 40 hours a week, the work asks 41",
            "travaille au plus 40 heures par semaine, le travail en demande 41"
        ]
    );
    assert_eq!(case.remedies("hours"), [Remedy::new(Change::WorksHours(PERSON, 41))]);
}

#[test]
fn one_hour_is_a_single_hour() {
    let mut case = Case::new();
    case.person().hours_per_week_max = 1;
    case.person().hours_per_week_min = 1;
    assert_eq!(
        case.words("hours"),
        [
            "werkt hoogstens 1 uur per week, gevraagd is 38",
            "works at most 1 hour a week, the work asks 38",
            "travaille au plus 1 heure par semaine, le travail en demande 38"
        ]
    );
}

#[test]
fn the_work_starts_on_the_persons_first_day_or_later() {
    let mut case = Case::new();
    case.person().first_day = day(30);
    assert_eq!(case.verdict("first_day"), "fine");
    case.person().first_day = day(31);
    assert_eq!(case.verdict("first_day"), "STARTS_TOO_EARLY blocks, 1 against 0 days");
    case.person().first_day = day(61);
    assert_eq!(case.verdict("first_day"), "STARTS_TOO_EARLY blocks, 31 against 0 days");
    assert_eq!(
        case.words("first_day"),
        [
            "kan pas beginnen op 1 november, het werk start op 1 oktober",
            "can only begin on 1 November, the work starts on 1 October",
            "ne peut commencer que le 1er novembre, le travail débute le 1er octobre"
        ]
    );
    assert_eq!(case.remedies("first_day"), [Remedy::new(Change::StartsOn(VACANCY, day(61)))]);
}

/// The person knows `known` of Dutch, the work asks `asked`.
fn dutch(known: Levels, asked: Levels) -> Case {
    let mut case = Case::new();
    let language = Language::DUTCH;
    case.person().languages = vec![LanguageLevels { language, levels: known }];
    case.offer().languages = vec![LanguageLevels { language, levels: asked }];
    case
}

#[test]
fn the_level_asked_is_enough_and_the_one_below_is_not() {
    assert_eq!(dutch([B1, B1, A2, A1], [B1, B1, A2, A1]).verdict("language"), "fine");
    assert_eq!(dutch([B2, B2, B2, B2], [B1, B1, A2, A1]).verdict("language"), "fine");
    let speaks = [
        ["begrijpt Nederlands", "can understand Dutch", "comprend le néerlandais"],
        ["spreekt Nederlands", "can speak Dutch", "parle le néerlandais"],
        ["leest Nederlands", "can read Dutch", "lit le néerlandais"],
        ["schrijft Nederlands", "can write Dutch", "écrit le néerlandais"],
    ];
    for (activity, [nl, en, fr]) in speaks.into_iter().enumerate() {
        let mut known = [B1; 4];
        known[activity] = A2;
        let case = dutch(known, [B1; 4]);
        assert_eq!(case.verdict("language"), "LANGUAGE_LEVEL_TOO_LOW blocks, 2 against 3 cefr_level");
        let words = [
            format!("{nl} op niveau A2, gevraagd is B1"),
            format!("{en} at level A2, B1 is asked"),
            format!("{fr} au niveau A2, B1 est demandé"),
        ];
        assert_eq!(case.words("language"), words);
        // In the other activities nothing more is asked than the work does: support first, for it is there at once.
        let course = Change::Speaks(PERSON, Language::DUTCH, [B1; 4]);
        assert_eq!(
            case.remedies("language"),
            [
                Remedy::new(Change::LanguageSupport(VACANCY)).costing(12_300),
                Remedy::new(course).taking(15).costing(10_000)
            ]
        );
    }
}

#[test]
fn a_course_takes_as_long_as_the_activity_furthest_behind() {
    // Speaking is one level behind, writing three.
    let case = dutch([B1, A2, B1, PreA1], [A1, B1, A1, B1]);
    assert_eq!(case.verdict("language"), "LANGUAGE_LEVEL_TOO_LOW blocks, 0 against 3 cefr_level");
    assert_eq!(
        case.words("language"),
        [
            "schrijft nog geen Nederlands, gevraagd is B1",
            "does not yet write Dutch, B1 is asked",
            "n'écrit pas encore le néerlandais, B1 est demandé"
        ]
    );
    let course = Change::Speaks(PERSON, Language::DUTCH, [A1, B1, A1, B1]);
    assert_eq!(case.remedies("language"), [Remedy::new(course).taking(45).costing(30_000)]);
    // Of two that are equally far behind, the first is named: speech before writing.
    let case = dutch([A1, A1, A1, A1], [A1, A2, A1, A2]);
    assert_eq!(case.words("language")[0], "spreekt Nederlands op niveau A1, gevraagd is A2");
}

#[test]
fn a_coach_or_a_trained_workplace_lowers_what_is_asked_by_the_packs_steps() {
    let too_low = dutch([A2; 4], [B1; 4]);
    let mut coached = too_low.clone();
    coached.uses(&[BICYCLE]);
    assert!(!coached.passes("language"));
    coached.uses(&[BICYCLE, COACH]);
    let mut trained = too_low.clone();
    trained.offer().language_support = true;
    let mut promised = too_low.clone();
    promised.changes = Overlay::new([Change::LanguageSupport(VACANCY)]);
    for mut case in [coached, trained, promised] {
        assert_eq!(case.verdict("language"), "fine");
        case.limits().coach_steps = 0;
        assert_eq!(case.verdict("language"), "LANGUAGE_LEVEL_TOO_LOW blocks, 2 against 3 cefr_level");
        case.limits().coach_steps = 1;
        // Two levels below, with support: one level of course is left, and support is there already.
        case.person().languages[0].levels = [A1; 4];
        assert_eq!(case.verdict("language"), "LANGUAGE_LEVEL_TOO_LOW blocks, 1 against 2 cefr_level");
        assert_eq!(case.words("language")[0], "begrijpt Nederlands op niveau A1, gevraagd is A2");
        let course = Change::Speaks(PERSON, Language::DUTCH, [A2; 4]);
        assert_eq!(case.remedies("language"), [Remedy::new(course).taking(15).costing(10_000)]);
        case.limits().coach_steps = 2;
        assert_eq!(case.verdict("language"), "fine");
    }
    // Without support and two levels below, support would not do.
    let case = dutch([A1; 4], [B1; 4]);
    let course = Change::Speaks(PERSON, Language::DUTCH, [B1; 4]);
    assert_eq!(case.remedies("language"), [Remedy::new(course).taking(30).costing(20_000)]);
}

#[test]
fn two_languages_too_low_have_no_single_course_and_support_only_where_it_helps_both() {
    let french = Language(*b"fr");
    let mut case = dutch([A2; 4], [B1; 4]);
    case.offer().languages.insert(0, LanguageLevels { language: french, levels: [A1; 4] });
    assert_eq!(case.words("language")[0], "begrijpt nog geen Frans, gevraagd is A1");
    assert_eq!(case.words("language")[2], "ne comprend pas encore le français, A1 est demandé");
    assert_eq!(case.remedies("language"), [Remedy::new(Change::LanguageSupport(VACANCY)).costing(12_300)]);
    case.offer().languages[0].levels = [A2; 4];
    assert_eq!(case.remedies("language"), []);
    case.offer().languages[0].levels = [PreA1; 4];
    assert_eq!(case.words("language")[0], "begrijpt Nederlands op niveau A2, gevraagd is B1");
    assert_eq!(case.remedies("language").len(), 2);
    // A course in another language does not help.
    case.changes = Overlay::new([Change::Speaks(PERSON, french, [C1; 4])]);
    assert!(!case.passes("language"));
}

#[test]
fn exactly_half_of_the_essential_skills_is_enough() {
    let skills = |n: u32| (0..n).map(SkillIdx).collect::<Vec<_>>();
    let mut case = Case::new();
    case.offer().essential_skills = skills(4);
    case.person().skills = skills(2);
    assert_eq!(case.verdict("skills"), "SKILLS_PARTLY_HELD costs 0, 50 against 50 percent");
    assert_eq!(
        case.words("skills"),
        [
            "heeft 2 van de 4 vaardigheden die nodig zijn",
            "has 2 of the 4 skills that are needed",
            "possède 2 des 4 compétences nécessaires"
        ]
    );
    assert_eq!(case.remedies("skills"), []);
    case.region.pack.limits.essential_skills_percent_min = 51;
    assert_eq!(case.verdict("skills"), "SKILLS_MISSING blocks, 50 against 51 percent");
    case.region.pack.limits.essential_skills_percent_min = 50;
    case.person().skills = skills(1);
    assert_eq!(case.verdict("skills"), "SKILLS_MISSING blocks, 25 against 50 percent");
    // Three are missing, four weeks each.
    assert_eq!(case.remedies("skills"), [Remedy::new(Change::LearnsSkillsOf(PERSON, VACANCY)).taking(12)]);
    case.person().skills = skills(4);
    assert_eq!(case.verdict("skills"), "fine");
    case.person().skills = vec![SkillIdx(7)];
    case.offer().essential_skills = Vec::new();
    assert_eq!(case.verdict("skills"), "fine");
    // A third of three is 33 per cent, which is below 34.
    case.offer().essential_skills = vec![SkillIdx(5), SkillIdx(6), SkillIdx(7)];
    case.limits().essential_skills_percent_min = 33;
    assert_eq!(case.verdict("skills"), "SKILLS_PARTLY_HELD costs 0, 33 against 33 percent");
    case.limits().essential_skills_percent_min = 34;
    assert_eq!(case.verdict("skills"), "SKILLS_MISSING blocks, 33 against 34 percent");
}

#[test]
fn optional_skills_that_are_missing_cost_their_share_of_the_points() {
    let mut case = Case::new();
    case.offer().optional_skills = vec![SkillIdx(1), SkillIdx(2), SkillIdx(3)];
    // Three of three missing: all 100 points. Then two: 66. Then one: 33. Rounded down, in favour of the person.
    for (held, points) in [(0, 100), (1, 66), (2, 33)] {
        case.person().skills = (1..=held).map(SkillIdx).collect();
        assert_eq!(case.verdict("skills"), format!("SKILLS_PARTLY_HELD costs {points}, 100 against 50 percent"));
    }
    assert_eq!(
        case.words("skills"),
        [
            "heeft 2 van de 3 vaardigheden die een pluspunt zijn",
            "has 2 of the 3 skills that are an asset",
            "possède 2 des 3 compétences qui sont un atout"
        ]
    );
    case.person().skills = vec![SkillIdx(1), SkillIdx(2), SkillIdx(3)];
    assert_eq!(case.verdict("skills"), "fine");
}

/// The person aims at these occupations, the work is that of a helper in the kitchen.
fn aims_at(goals: &[&str]) -> Case {
    let mut case = Case::new();
    case.region.occupations = [&["9412.1"], goals].concat().into_iter().map(crate::sample::occupation).collect();
    case.region.occupations[0].label_nl = "keukenhulp".to_owned();
    case.region.occupations[0].label_en = "kitchen assistant".to_owned();
    case.region.occupations[0].label_fr = "aide de cuisine".to_owned();
    case.person().goals = (1..=goals.len() as u32).map(OccupationIdx).collect();
    case
}

#[test]
fn each_step_from_the_goal_costs_points_up_to_the_limit() {
    for (goal, verdict) in [
        ("9412.1", "fine"),
        ("9412.2", "NEAR_A_GOAL costs 60, 1 against 2 steps"),
        ("9411.1", "NEAR_A_GOAL costs 120, 2 against 2 steps"),
        ("9421.1", "NOT_A_GOAL blocks, 3 against 2 steps"),
        ("9112.1", "NOT_A_GOAL blocks, 4 against 2 steps"),
        ("5120.1", "NOT_A_GOAL blocks, 5 against 2 steps"),
    ] {
        assert_eq!(aims_at(&[goal]).verdict("goals"), verdict, "{goal}");
    }
    let case = aims_at(&["5120.1"]);
    assert_eq!(
        case.words("goals"),
        [
            "zoekt geen werk als keukenhulp",
            "does not look for work as kitchen assistant",
            "ne cherche pas de travail comme aide de cuisine"
        ]
    );
    assert_eq!(case.remedies("goals"), [Remedy::new(Change::AimsAt(PERSON, OccupationIdx(0)))]);
    let case = aims_at(&["9411.1"]);
    assert_eq!(
        case.words("goals"),
        [
            "keukenhulp ligt dicht bij het jobdoel",
            "kitchen assistant is close to the goal",
            "aide de cuisine est proche de l'objectif"
        ]
    );
    assert_eq!(case.remedies("goals"), []);
}

#[test]
fn the_order_of_the_goals_counts() {
    assert_eq!(aims_at(&["5120.1", "9412.1"]).verdict("goals"), "NEAR_A_GOAL costs 20, 0 against 2 steps");
    assert_eq!(
        aims_at(&["5120.1", "9412.1"]).words("goals"),
        [
            "keukenhulp is een jobdoel, maar niet het eerste",
            "kitchen assistant is a goal, but not the first",
            "aide de cuisine est un objectif, mais pas le premier"
        ]
    );
    // The first goal costs a step, 60; the fourth costs its place, 3 x 20. The fifth would cost 80.
    assert_eq!(
        aims_at(&["9412.2", "5120.1", "5131.1", "9412.1"]).verdict("goals"),
        "NEAR_A_GOAL costs 60, 0 against 2 steps"
    );
    assert_eq!(
        aims_at(&["9411.2", "5120.1", "5131.1", "5141.1", "9412.1"]).verdict("goals"),
        "NEAR_A_GOAL costs 80, 0 against 2 steps"
    );
    assert_eq!(
        aims_at(&["9412.2", "5120.1", "5131.1", "5141.1", "9412.1"]).verdict("goals"),
        "NEAR_A_GOAL costs 60, 0 against 2 steps"
    );
}

#[test]
fn the_pack_says_how_far_from_a_goal_is_near() {
    let mut case = aims_at(&["9412.2"]);
    case.limits().goal_distance_max = 0;
    assert_eq!(case.verdict("goals"), "NOT_A_GOAL blocks, 1 against 0 steps");
    case.limits().goal_distance_max = 1;
    assert_eq!(case.verdict("goals"), "NEAR_A_GOAL costs 60, 1 against 1 steps");
    let mut case = aims_at(&["5120.1"]);
    case.limits().goal_distance_max = 5;
    assert_eq!(case.verdict("goals"), "NEAR_A_GOAL costs 300, 5 against 5 steps");
    // Who names no goal has none that is near, however far the pack looks.
    case.person().goals = Vec::new();
    assert_eq!(case.verdict("goals"), "NOT_A_GOAL blocks, 5 against 5 steps");
}
