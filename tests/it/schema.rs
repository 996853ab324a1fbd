//! The schema and the reader agree, and a change of the schema is seen.

use expect_test::expect_file;
use schakel::files::scenario::{Code, pack_schema, scenario_schema};
use serde_json::{Value, json};

use crate::support::{put, read, small};

/// Codes that the schema can see too.
const OF_THE_SHAPE: &[Code] = &[
    Code::FormatUnknown,
    Code::UnknownField,
    Code::MissingField,
    Code::WrongType,
    Code::NotInList,
    Code::Negative,
    Code::WrongUnit,
    Code::BadFormat,
    Code::WrongLength,
    Code::PersonName,
    Code::AgeNotForVacancies,
    Code::FloorIsZero,
];

/// Pointers to every value in `value` but the whole.
pub(crate) fn pointers(value: &Value) -> Vec<String> {
    fn walk(value: &Value, pointer: &str, all: &mut Vec<String>) {
        let mut below = |step: &str, item: &Value| {
            let pointer = format!("{pointer}/{step}");
            all.push(pointer.clone());
            walk(item, &pointer, all);
        };
        match value {
            Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| below(&at.to_string(), item)),
            Value::Object(fields) => fields.iter().for_each(|(field, item)| below(field, item)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    walk(value, "", &mut all);
    all
}

#[test]
fn the_schema_is_the_one_that_was_agreed() {
    expect_file!["../snapshots/scenario.schema.json"].assert_eq(&format!("{:#}\n", scenario_schema()));
    expect_file!["../snapshots/pack.schema.json"].assert_eq(&format!("{:#}\n", pack_schema()));
}

#[test]
fn a_speed_can_be_stated_for_every_mode() {
    use schakel::files::scenario::format::Mode::{Bike, Car, Ebike, Moped, Transit, Walk};
    for mode in [Walk, Bike, Ebike, Moped, Car, Transit] {
        let speed = json!({"metres_per_hour": 5000, "detour_percent": 130, "start_minutes": 0});
        let mut scenario = small();
        scenario["travel"]["speeds"] = serde_json::to_value(std::collections::BTreeMap::from([(mode, speed)])).unwrap();
        assert!(read(&scenario).issues.is_empty(), "{mode:?}");
    }
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn the_reader_refuses_exactly_what_the_schema_refuses() {
        let schema = scenario_schema();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let values = [
            json!(null),
            json!(true),
            json!(0),
            json!(-1),
            json!(3.0),
            json!(3.5),
            json!(70_000),
            json!(5_000_000_000_u64),
            json!(1e30),
            json!(""),
            json!("A1"),
            json!("walk"),
            json!("2025-04-01"),
            json!("2025-4-1"),
            json!("09:00"),
            json!([]),
            json!(["mon"]),
            json!({}),
            json!({"name": "x"}),
        ];
        let mut refused = 0;
        for pointer in pointers(&small()) {
            let mut changed: Vec<Value> = values
                .iter()
                .map(|value| {
                    let mut scenario = small();
                    put(&mut scenario, &pointer, value.clone());
                    scenario
                })
                .collect();
            let mut unknown = small();
            if let Some(Value::Object(fields)) = unknown.pointer_mut(&pointer) {
                fields.insert("unheard_of".to_owned(), json!(1));
                changed.push(unknown);
            }
            let (parent, field) = pointer.rsplit_once('/').unwrap();
            let mut shorter = small();
            if let Some(Value::Object(fields)) = shorter.pointer_mut(parent) {
                fields.shift_remove(field);
                changed.push(shorter);
            }
            for scenario in changed {
                let reading = read(&scenario);
                let is_refused = reading.issues.iter().any(|issue| OF_THE_SHAPE.contains(&issue.code));
                // `assessments` name fields of the schema, which the schema itself cannot say.
                let is_about_fields = reading.issues.iter().any(|issue| issue.pointer.contains("/assessments/"));
                // So may a school alone be without places: what it is stands in another field.
                let is_without_places = reading.issues.iter().all(|issue| issue.pointer.ends_with("/places"));
                let value = scenario.pointer(&pointer);
                assert!(
                    is_refused != validator.is_valid(&scenario) || is_about_fields || is_refused && is_without_places,
                    "{pointer} {value:?} {:?}",
                    reading.issues
                );
                refused += usize::from(is_refused);
            }
        }
        assert!(refused > 1000, "{refused}");
    }
}
