//! Licences: every crate that the program is built from may be used under a licence that `deny.toml` allows.

use std::process::Command;

use serde_json::Value;

/// The allowed licences, as `deny.toml` lists them.
fn allowed() -> Vec<String> {
    let text = include_str!("../../deny.toml");
    let list = text.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Whether a licence expression can be met with the allowed licences. `AND` binds closer than `OR`; a slash is an old
/// `OR`.
fn is_met(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = &words[..];
    let met = any_of(&mut rest, allowed);
    met && rest.is_empty()
}

fn any_of(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = all_of(rest, allowed);
    while rest.first() == Some(&"OR") {
        *rest = &rest[1..];
        met |= all_of(rest, allowed);
    }
    met
}

fn all_of(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = one(rest, allowed);
    while rest.first() == Some(&"AND") {
        *rest = &rest[1..];
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut &[&str], allowed: &[String]) -> bool {
    let Some((&word, after)) = rest.split_first() else { return false };
    *rest = after;
    if word != "(" {
        let mut licence = word.to_owned();
        // An exception makes another licence of it, which must be allowed as such.
        if let [with, exception, after @ ..] = *rest
            && *with == "WITH"
        {
            licence = format!("{word} WITH {exception}");
            *rest = after;
        }
        return allowed.contains(&licence);
    }
    let met = any_of(rest, allowed);
    let closed = rest.first() == Some(&")");
    *rest = rest.get(1..).unwrap_or_default();
    met && closed
}

#[test]
fn every_crate_comes_under_an_allowed_licence() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let version = Command::new(&cargo).args(["--version", "--verbose"]).output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host];
    let output = Command::new(&cargo).args(metadata).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let (allowed, packages) = (allowed(), metadata["packages"].as_array().unwrap());
    assert!(packages.len() > 100, "the list of crates is too short to prove anything: {}", packages.len());
    let refused = packages.iter().filter(|package| !is_met(package["license"].as_str().unwrap_or(""), &allowed));
    let refused: Vec<_> = refused.map(|package| format!("{}: {}", package["name"], package["license"])).collect();
    assert!(refused.is_empty(), "use another crate, or add the licence to deny.toml with its reason: {refused:#?}");
}

#[test]
fn a_licence_that_asks_to_open_everything_is_refused_unless_there_is_a_choice() {
    let allowed = allowed();
    for refused in ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "(MIT OR ISC) AND GPL-3.0-only", ""] {
        assert!(!is_met(refused, &allowed), "{refused}");
    }
    assert!(!is_met("MIT WITH some-exception", &allowed));
    for met in [
        "MIT",
        "GPL-3.0-only OR MIT",
        "GPL-3.0-only WITH some-exception OR MIT",
        "MIT/Apache-2.0",
        "(MIT OR GPL-3.0-only) AND Unicode-3.0",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
}
