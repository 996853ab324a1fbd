//! Fairs: whom to invite, from the file to what a coordinator reads.

use std::path::PathBuf;
use std::process::Command;

use schakel::files::scenario::Code;
use serde_json::{Value, json};

use crate::support::read;

fn path(story: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/scenarios/{story}.json"))
}

fn story(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap()
}

/// What the program prints.
fn schakel(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn everything_wrong_with_a_fair_is_said_at_once() {
    let mut scenario = story("a-second-wave");
    let fair = &mut scenario["fairs"][0];
    fair["venue"] = json!("elsewhere");
    fair["date"] = json!("2027-01-04");
    fair["to"] = json!("12:00");
    fair["channels"][0]["jobseekers"] = json!(["nobody"]);
    fair["channels"][1]["jobseekers"] = json!(["dirk", "dirk"]);
    fair["channels"][1]["rate"]["observed"] = json!({"came": 5, "invited": 4});
    fair["tables"][0]["vacancies"] = json!(["nothing"]);
    fair["invited"][1]["jobseeker"] = json!("amir");
    fair["invited"][1]["table"] = json!("T9");
    fair["floors"] = json!([{"id": "x"}]);
    let reading = read(&scenario);
    let mut found: Vec<_> = reading.issues.iter().map(|issue| (issue.code, issue.pointer.as_str())).collect();
    let mut expected = vec![
        (Code::IdUnknown, "#/fairs/0/venue"),
        (Code::DateOutsideHorizon, "#/fairs/0/date"),
        (Code::ClosesBeforeOpens, "#/fairs/0/to"),
        (Code::MissingField, "#/fairs/0/channels"),
        (Code::IdUnknown, "#/fairs/0/channels/0/jobseekers/0"),
        (Code::IdUsedTwice, "#/fairs/0/channels/1/jobseekers/1"),
        (Code::NumberOutOfRange, "#/fairs/0/channels/1/rate/observed/came"),
        (Code::IdUnknown, "#/fairs/0/tables/0/vacancies/0"),
        (Code::IdUsedTwice, "#/fairs/0/invited/1/jobseeker"),
        (Code::IdUnknown, "#/fairs/0/invited/1/table"),
        (Code::ShareUnclear, "#/fairs/0/floors/0"),
    ];
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(reading.region.is_none());
}

#[test]
fn two_channels_for_everyone_are_one_too_many() {
    let mut scenario = story("a-second-wave");
    scenario["fairs"][0]["channels"][0].as_object_mut().unwrap().remove("jobseekers");
    let issues: Vec<_> = read(&scenario).issues.iter().map(|issue| (issue.code, issue.pointer.clone())).collect();
    assert_eq!(issues, [(Code::MissingField, "#/fairs/0/channels/1/jobseekers".to_owned())]);
}

#[test]
fn a_coordinator_reads_how_many_to_invite_and_what_to_expect() {
    let path = path("a-fair-in-a-small-hall");
    let table = schakel(&["plan", path.to_str().unwrap(), "--kind", "fair", "--format", "table"]);
    // Of two people who come in half the cases nobody stands outside a hall of two; of three it is one case in eight.
    for words in [
        "Nodig 2 mensen uit, verwacht er 1 (0 tot 2, 90 %). Kans op meer dan 2, de zaal: 0 % (10 % is aanvaard).",
        "kanaal letter: 2 mensen, 14 dagen vooraf, opkomst 50 %",
        "Helder Poets",
        "Wijnegem                     2 / 4",
        "2  Kan komen en past; anderen passen beter of er is geen plaats meer.",
    ] {
        assert!(table.contains(words), "{words}\n{table}");
    }
}

#[test]
fn the_list_of_invitations_says_by_which_channel_and_for_what() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, plan) = (path("a-second-wave"), folder.path().join("plan.json"));
    let (scenario, plan) = (scenario.to_str().unwrap(), plan.to_str().unwrap());
    schakel(&["plan", scenario, "--kind", "fair", "--out", plan]);
    assert!(schakel(&["check", scenario, plan]).contains("everything the plan says holds"));
    let list = schakel(&["export", plan, "--scenario", scenario, "--format", "csv"]);
    let lines: Vec<&str> = list.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].contains("Kanaal") && lines[0].contains("Past bij") && !lines[0].contains("Vacature"), "{list}");
    let cleo = lines.iter().find(|line| line.contains("cleo")).unwrap();
    assert!(cleo.contains("mediator") && cleo.contains("poets") && cleo.contains("beurs/T1"), "{cleo}");
    let amir = lines.iter().find(|line| line.contains("amir")).unwrap();
    assert!(amir.contains("zei nee"), "{amir}");
}

#[test]
fn a_rate_is_learned_from_what_was_seen() {
    let mut scenario = story("a-fair-in-a-small-hall");
    let show = |scenario: &Value| read(scenario).region.unwrap().fairs[0].channels[0].show;
    assert_eq!(show(&scenario), 500);
    // Twenty people's worth of a half, and eighty of whom twenty came: 30 of 100.
    scenario["fairs"][0]["channels"][0]["rate"]["observed"] = json!({"came": 20, "invited": 80});
    assert_eq!(show(&scenario), 300);
}

#[test]
fn who_is_invited_is_laid_out_as_interviews() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, plan) = (path("more-who-fit-than-interviews"), folder.path().join("plan.json"));
    let (scenario, plan) = (scenario.to_str().unwrap(), plan.to_str().unwrap());
    schakel(&["plan", scenario, "--kind", "fair", "--out", plan]);
    let day = schakel(&["fair-day", plan, "--scenario", scenario]);
    let file = folder.path().join("day.json");
    std::fs::write(&file, &day).unwrap();
    let day: Value = serde_json::from_str(&day).unwrap();
    // The table with four interviews sets the slots of an hour; the other has one and is closed after it.
    assert_eq!(day["slots"].as_array().unwrap().len(), 4);
    let poets = day["tables"].as_array().unwrap().iter().find(|table| table["id"] == "T1").unwrap();
    assert_eq!(poets["breaks"], json!([{"from": "14:00", "to": "17:00"}]));
    let invited = day["attendees"].as_array().unwrap().len();
    // Of two who each come in half the cases both come in a quarter: less than the chance of a queue that is accepted.
    assert_eq!(invited, 3);
    let laid_out = schakel(&["interviews", file.to_str().unwrap(), "--format", "json"]);
    let laid_out: Value = serde_json::from_str(&laid_out).unwrap();
    assert_eq!(laid_out["status"], "optimal");
    // On the day itself: one who is there, and nobody who was not invited.
    let here = folder.path().join("here.txt");
    std::fs::write(&here, "emma\n").unwrap();
    let asked = ["fair-day", plan, "--scenario", scenario, "--arrived", here.to_str().unwrap()];
    let day: Value = serde_json::from_str(&schakel(&asked)).unwrap();
    let absent = day["attendees"].as_array().unwrap().iter().filter(|attendee| attendee["is_absent"] == true);
    assert_eq!(absent.count(), 2);
    std::fs::write(&here, "nobody\n").unwrap();
    let refused = Command::new(env!("CARGO_BIN_EXE_schakel")).args(asked).output().unwrap();
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("nobody is not invited"));
}

#[test]
fn who_said_yes_comes_whatever_is_planned() {
    let folder = tempfile::tempdir().unwrap();
    let mut scenario = story("a-second-wave");
    scenario["fairs"][0]["hall"] = json!({"places": 2, "risk": 0.0});
    // One who said yes has found another goal since: no rule would let her be invited today.
    scenario["jobseekers"][0]["goals"] = json!(["2512.4"]);
    let yes = |id: &str| json!({"jobseeker": id, "table": "T1", "answer": "yes"});
    scenario["fairs"][0]["invited"] = ["amir", "bea", "cleo", "dirk"].map(yes).into_iter().collect();
    let file = folder.path().join("full.json");
    std::fs::write(&file, scenario.to_string()).unwrap();
    let table = schakel(&["plan", file.to_str().unwrap(), "--kind", "fair", "--format", "table"]);
    for words in [
        "Nodig 0 mensen uit, verwacht er 4 (4 tot 4, 90 %). Kans op meer dan 2, de zaal: 100 % (0 % is aanvaard).",
        "al uitgenodigd, zonder nee: 4",
        "Dit past niet",
    ] {
        assert!(table.contains(words), "{words}\n{table}");
    }
}

/// A fair with an sms that arrives within two days, and four people of whom amir said no.
fn wave(days_left: u32) -> Value {
    let mut scenario = story("a-second-wave");
    let fair = &mut scenario["fairs"][0];
    let rate = json!({"mean": 0.3, "sample_size": 20.0, "source": "assumption"});
    let sms = json!({"id": "sms", "lead_time_days": 2, "rate": rate, "jobseekers": ["dirk"]});
    fair["channels"].as_array_mut().unwrap().push(sms);
    fair["days_left"] = json!(days_left);
    let invitation = |who: &str, answer: &str| json!({"jobseeker": who, "table": "T1", "answer": answer});
    fair["invited"] = json!([
        invitation("dirk", "silent"),
        invitation("cleo", "silent"),
        invitation("bea", "silent"),
        invitation("amir", "no")
    ]);
    scenario
}

/// The lines of the list of reminders, titles first, and the table of the plan, each in `lang`.
fn reminded(scenario: &Value, lang: &str) -> (Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, plan) = (path("scenario.json"), path("plan.json"));
    std::fs::write(&file, scenario.to_string()).unwrap();
    schakel(&["plan", &file, "--kind", "fair", "--out", &plan]);
    let list = schakel(&["export", &plan, "--scenario", &file, "--list", "reminders", "--lang", lang]);
    let table = schakel(&["plan", &file, "--kind", "fair", "--format", "table", "--lang", lang]);
    (list.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect(), table)
}

#[test]
fn who_did_not_answer_is_reminded_by_another_channel_while_it_arrives() {
    let (list, table) = reminded(&wave(10), "nl");
    let titles = "Werkzoekende;Eerste kanaal;Kanaal van de herinnering;Ten laatste op";
    let expected =
        [titles, "bea;letter;sms;13/09/2025", "cleo;mediator;sms;13/09/2025", "dirk;sms;mediator;08/09/2025"];
    assert_eq!(list, expected);
    assert!(
        table.contains(
            "  3 mensen antwoordden nog niet: 1 krijgt een herinnering per mediator, 2 krijgen een herinnering per sms."
        ),
        "{table}"
    );
    // Dirk had an sms, and nothing else arrives any more: the same once more rather than nothing.
    let (list, _) = reminded(&wave(5), "en");
    assert_eq!(list[1..], ["bea;letter;sms;13/09/2025", "cleo;mediator;sms;13/09/2025", "dirk;sms;sms;13/09/2025"]);
    for (lang, late, words) in [
        ("nl", "te laat", "3 mensen antwoordden nog niet: voor 3 is het te laat."),
        ("en", "too late", "3 people did not answer yet: for 3 it is too late."),
        ("fr", "trop tard", "3 personnes n'ont pas encore répondu : pour 3 il est trop tard."),
    ] {
        let (list, table) = reminded(&wave(1), lang);
        assert_eq!(list[1], format!("bea;letter;{late};"));
        assert!(table.contains(words), "{table}");
    }
    // In another order the same bytes.
    let mut turned = wave(10);
    for part in ["channels", "invited"] {
        turned["fairs"][0][part].as_array_mut().unwrap().reverse();
    }
    turned["jobseekers"].as_array_mut().unwrap().reverse();
    assert_eq!(reminded(&turned, "nl"), reminded(&wave(10), "nl"));
}

#[test]
fn an_invitation_lapses_without_a_word_of_why() {
    let files = [json!("ocmw_hold"), json!("advice_only")].map(|gate| {
        let mut scenario = wave(10);
        let bea = scenario["jobseekers"].as_array_mut().unwrap().iter_mut().find(|it| it["id"] == "bea").unwrap();
        bea["gate"] = gate;
        ["nl", "en", "fr"].map(|lang| reminded(&scenario, lang))
    });
    assert_eq!(files[0], files[1]);
    let [(dutch, table), (english, _), (french, _)] = &files[0];
    assert_eq!(dutch[1], "bea;letter;uitnodiging vervalt;");
    assert_eq!([english[1].as_str(), &french[1]], ["bea;letter;invitation lapses;", "bea;letter;invitation caduque;"]);
    assert!(table.contains("van 1 vervalt de uitnodiging."), "{table}");
}

#[test]
fn under_a_common_shock_that_binds_fewer_are_invited_and_the_chance_told_is_kept() {
    let told = |binding: &str| {
        let mut scenario = story("a-fair-where-all-see-the-same-weather");
        scenario["fairs"][0]["binding"] = json!(binding);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("region.json");
        std::fs::write(&file, scenario.to_string()).unwrap();
        let table = schakel(&["plan", file.to_str().unwrap(), "--kind", "fair", "--format", "table", "--lang", "en"]);
        table.lines().find(|line| line.starts_with("Invite")).unwrap().to_owned()
    };
    // With three people at 50 % the chance that all come is 12.5 % alone, and 18 % when the weather moves them
    // together.
    assert!(told("independent").starts_with("Invite 3 people"), "{}", told("independent"));
    assert!(told("independent").contains("12"), "{}", told("independent"));
    assert!(told("common_shock").starts_with("Invite 2 people"), "{}", told("common_shock"));
}

#[test]
fn a_binding_shock_is_stated_and_a_floor_of_a_fair_names_no_employment_form() {
    let mut scenario = story("a-fair-where-all-see-the-same-weather");
    scenario["fairs"][0].as_object_mut().unwrap().shift_remove("common_shock");
    scenario["fairs"][0]["floors"] = json!([{"id": "x", "form": "regular", "at_least": 1}]);
    scenario["policy"]["action_shares"] = json!([{"id": "y", "form": "regular", "at_least": 1}]);
    scenario["policy"]["action_tiers"] = json!(["long_term", "long_term"]);
    let reading = read(&scenario);
    let mut found: Vec<_> = reading.issues.iter().map(|issue| (issue.code, issue.pointer.as_str())).collect();
    found.sort_unstable();
    let mut expected = vec![
        (Code::MissingField, "#/fairs/0/common_shock"),
        (Code::UnknownField, "#/fairs/0/floors/0/form"),
        (Code::UnknownField, "#/policy/action_shares/0/form"),
        (Code::LevelTwice, "#/policy/action_tiers/1"),
    ];
    expected.sort_unstable();
    assert_eq!(found, expected);
}
