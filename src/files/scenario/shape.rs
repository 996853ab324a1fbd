//! The shape of a record, judged by the schema that is generated from the format: reader and schema cannot drift apart.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex, PoisonError};

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError, ValidatorMap};
use schakel_solver::text::Words;
use schemars::JsonSchema;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::{Map, Value};

use super::cut::{Cut, names_in};
use super::format;
use super::issue::{Code, ISSUES_MAX, Issue, Param, escaped, shown};
use super::mend;
use super::personal;
use super::tree::{Path, Tree};
use super::units::unit_of;

/// The byte order mark that some programs write before UTF-8.
pub(super) const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whether a text begins as one in UTF-16 does.
pub(super) fn is_utf16(text: &[u8]) -> bool {
    text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF")
}

/// The JSON Schema of a scenario file.
pub fn scenario_schema() -> Value {
    schemars::schema_for!(format::Scenario).into()
}

/// The JSON Schema of a policy pack file.
pub fn pack_schema() -> Value {
    schemars::schema_for!(format::Pack).into()
}

/// A schema, and a validator for each of its definitions.
pub(super) struct Shapes {
    schema: Value,
    validators: Option<ValidatorMap>,
    /// Names of fields anywhere in it.
    named: BTreeSet<String>,
}

pub(super) static SCENARIO: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(scenario_schema()));
pub(super) static PACK: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(pack_schema()));

/// The value in `text` by its shape, as far as it could be mended, and everything wrong with it.
pub(super) fn read<T: DeserializeOwned>(shapes: &Shapes, text: &[u8]) -> (Option<T>, Vec<Issue>) {
    if is_utf16(text) {
        return (None, vec![Issue::new(Code::TextIsUtf16, "#")]);
    }
    let text = text.strip_prefix(UTF8_MARK).unwrap_or(text);
    let mut issues = Vec::new();
    let mut twice = Vec::new();
    let mut json = serde_json::Deserializer::from_slice(text);
    let tree = Tree { path: Path::Root, twice: &mut twice }.deserialize(&mut json);
    let value = match tree.and_then(|value| json.end().map(|()| value)) {
        Ok(value) => value,
        Err(error) => {
            let issue = Issue::new(Code::MalformedJson, "#").with("line", &error.line());
            return (None, vec![issue.with("column", &error.column())]);
        }
    };
    for path in twice {
        let field = shown(path.rsplit('/').next().unwrap_or_default());
        issues.push(Issue::new(Code::FieldTwice, format!("#{path}")).with("field", &field));
    }
    let place = Place { pointer: "#", about_person: false };
    if !shapes.check("#", &value, place, &mut issues) {
        return (shapes.mended("#", value, &issues, "#"), issues);
    }
    (T::deserialize(value).ok(), issues)
}

/// The shapes of every type that was asked for: made once, kept for good.
static KNOWN: Mutex<BTreeMap<&'static str, &'static Shapes>> = Mutex::new(BTreeMap::new());

/// The shapes of `T`, which is told apart by its name with its path.
fn shapes_of<T: JsonSchema>() -> &'static Shapes {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let made = || &*Box::leak(Box::new(Shapes::of(schemars::schema_for!(T).into())));
    known.entry(std::any::type_name::<T>()).or_insert_with(made)
}

/// A `T` out of `text`, or everything that is wrong with it: text, shape, names of fields.
///
/// # Errors
/// Every issue, at least one.
pub fn read_as<T: JsonSchema + DeserializeOwned>(text: &[u8]) -> Result<T, Vec<Issue>> {
    match read(shapes_of::<T>(), text) {
        (Some(value), issues) if issues.is_empty() => Ok(value),
        (_, issues) => Err(issues),
    }
}

/// A `T` from the query fields of an address; texts become numbers or booleans where the schema asks for them.
///
/// # Errors
/// Every issue, at least one, with pointers such as `?limit`.
pub fn read_fields<T: JsonSchema + DeserializeOwned>(fields: &[(String, String)]) -> Result<T, Vec<Issue>> {
    let shapes = shapes_of::<T>();
    let (mut value, mut issues) = (Map::new(), Vec::new());
    for (field, text) in fields {
        if value.insert(field.clone(), shapes.typed(field, text)).is_some() {
            let shown = shown(field);
            issues.push(Issue::new(Code::FieldTwice, format!("?{shown}")).with("field", &shown));
        }
    }
    let value = Value::Object(value);
    let place = Place { pointer: "?", about_person: false };
    if !shapes.check("#", &value, place, &mut issues) {
        for issue in &mut issues {
            issue.pointer = issue.pointer.replacen("?/", "?", 1);
        }
    }
    match T::deserialize(value) {
        Ok(value) if issues.is_empty() => Ok(value),
        _ if !issues.is_empty() => Err(issues),
        _ => Err(vec![Issue::new(Code::WrongType, "?")]),
    }
}

impl Shapes {
    /// The text of a field as the type that the schema has for it.
    fn typed(&self, field: &str, text: &str) -> Value {
        let rule = self.schema.pointer(&format!("/properties/{}/type", escaped(field)));
        let is = |name: &str| match rule {
            Some(Value::String(one)) => one == name,
            Some(Value::Array(many)) => many.iter().any(|one| one == name),
            _ => false,
        };
        let parsed = || serde_json::from_str::<Value>(text).ok();
        match parsed() {
            Some(value @ Value::Number(_)) if is("integer") || is("number") => value,
            Some(value @ Value::Bool(_)) if is("boolean") => value,
            _ => Value::String(text.to_owned()),
        }
    }

    fn of(schema: Value) -> Self {
        // Cannot fail for schemas generated from our own types; a test reads with both of them.
        let validators = jsonschema::options().should_validate_formats(true).offline().build_map(&schema).ok();
        debug_assert!(validators.is_some());
        let mut named = BTreeSet::new();
        names_in(&schema, &mut named);
        Self { schema, validators, named }
    }

    /// Whether `value` follows the part of the schema at `at`.
    pub(super) fn is_valid(&self, at: &str, value: &Value) -> bool {
        self.validators.as_ref().and_then(|map| map.get(at)).is_some_and(|validator| validator.is_valid(value))
    }

    /// Adds every issue of the shape of `value`, which stands at `pointer` and follows the part of the schema at `at`
    /// (such as `#/$defs/Care`). True when there is none.
    pub(super) fn check(&self, at: &str, value: &Value, place: Place<'_>, issues: &mut Vec<Issue>) -> bool {
        let Some(validator) = self.validators.as_ref().and_then(|map| map.get(at)) else {
            debug_assert!(false, "no schema at {at}");
            return false;
        };
        if validator.is_valid(value) {
            return true;
        }
        // A validator holds all its errors at once, and each error about a choice holds a copy of the value. So of a
        // long or deep value it sees no more than twice the part that is valid at the beginning.
        let mut cut = Cut::of_schema(&self.named);
        let (seen, is_cut) = loop {
            match cut.of(value) {
                None => break (Cow::Borrowed(value), false),
                Some(short) if !validator.is_valid(&short) => break (Cow::Owned(short), true),
                Some(_) => cut = cut.twice(),
            }
        };
        let most = cut.most();
        let explain = Explain { shapes: self, at, place, start: issues.len(), more: 0, issues };
        let more = explain.all(validator.iter_errors(&seen));
        if is_cut {
            issues.push(Issue::new(Code::ListsNotSeenWhole, place.pointer).with("count", &most));
        }
        if more > 0 {
            issues.push(Issue::new(Code::MoreIssues, place.pointer).with("count", &more));
        }
        false
    }

    /// The faulty `value` as its type, with stand-ins for what was `found`.
    pub(super) fn mended<T: DeserializeOwned>(
        &self,
        at: &str,
        value: Value,
        found: &[Issue],
        pointer: &str,
    ) -> Option<T> {
        let rule = self.schema.pointer(at.trim_start_matches('#'))?;
        T::deserialize(mend::mended(&self.schema, rule, value, found, pointer)).ok()
    }

    /// Names of the fields of the definition `name`.
    pub(super) fn fields_of(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.schema.pointer(&format!("/$defs/{name}/properties")).and_then(Value::as_object);
        fields.into_iter().flat_map(Map::keys).map(String::as_str)
    }

    /// What the schema says at `path`, seen from `at` unless it names a definition itself.
    fn rule(&self, at: &str, path: &str) -> Option<&Value> {
        let from = if path.starts_with("/$defs/") { "" } else { at.trim_start_matches('#') };
        self.schema.pointer(&format!("{from}{path}"))
    }
}

/// Where a record stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// Its pointer.
    pub(super) pointer: &'a str,
    /// Whether it is about a person, so that names and addresses get their own code.
    pub(super) about_person: bool,
}

/// Turns the validator's errors into issues.
struct Explain<'a> {
    shapes: &'a Shapes,
    at: &'a str,
    place: Place<'a>,
    /// How many issues there were before.
    start: usize,
    /// Issues that were counted and not kept.
    more: usize,
    issues: &'a mut Vec<Issue>,
}

impl Explain<'_> {
    /// Explains all errors; answers with how many issues were too many to keep.
    fn all<'e>(mut self, errors: impl Iterator<Item = ValidationError<'e>>) -> usize {
        for error in errors {
            self.one(&error);
        }
        self.more
    }

    fn push(&mut self, code: Code, error: &ValidationError<'_>) -> &mut Issue {
        if self.issues.len() >= self.start + ISSUES_MAX {
            self.issues.pop();
            self.more += 1;
        }
        let issue = Issue::new(code, format!("{}{}", self.place.pointer, error.instance_path().as_str()));
        self.issues.push(issue);
        let last = self.issues.len() - 1;
        &mut self.issues[last]
    }

    fn one(&mut self, error: &ValidationError<'_>) {
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => self.unknown_fields(error, unexpected),
            Kind::Required { property } => {
                let field = property.as_str().unwrap_or_default();
                let issue = self.push(Code::MissingField, error);
                issue.pointer = format!("{}/{}", issue.pointer, escaped(field));
                issue.params.insert("field", Param::Text(field.to_owned()));
            }
            Kind::Type { kind } => {
                let expected = expected_words(kind);
                self.push(Code::WrongType, error).params.insert("expected", expected.into());
            }
            Kind::AnyOf { context } => {
                // The schema has "one of these or null" only: the first branch is what was meant.
                for inner in context.first().into_iter().flatten() {
                    self.one(inner);
                }
            }
            Kind::OneOfNotValid { context } => self.no_variant(error, context),
            Kind::Constant { .. } | Kind::Enum { .. } => self.not_in_list(error),
            Kind::PropertyNames { error: inner } => {
                let found = inner.instance().as_str().unwrap_or_default().to_owned();
                self.not_in_list(inner);
                let pointer =
                    format!("{}{}/{}", self.place.pointer, error.instance_path().as_str(), escaped(&shown(&found)));
                if let Some(issue) = self.issues.last_mut() {
                    issue.pointer = pointer;
                }
            }
            Kind::Minimum { .. } | Kind::Maximum { .. } => self.out_of_range(error),
            Kind::MinLength { .. } | Kind::MaxLength { .. } | Kind::MinItems { .. } | Kind::MaxItems { .. } => {
                let (min, max) = self.bounds(error, &["minLength", "minItems"], &["maxLength", "maxItems"]);
                let issue = self.push(Code::WrongLength, error);
                issue.params.extend([("min", min), ("max", max)]);
            }
            Kind::Pattern { pattern } => {
                let expected = pattern_words(pattern);
                self.push(Code::BadFormat, error).params.insert("expected", expected);
            }
            Kind::Format { .. } => {
                self.push(Code::BadFormat, error).params.insert("expected", DATE.into());
            }
            _ => {
                self.push(Code::WrongType, error).params.insert("expected", ANYTHING_ELSE.into());
            }
        }
    }

    fn unknown_fields(&mut self, error: &ValidationError<'_>, unexpected: &[String]) {
        for field in unexpected {
            let of_person = self.place.about_person.then(|| personal::code_of_field(field)).flatten();
            let is_language = error.instance_path().as_str().ends_with("/languages");
            let code = if is_language { Code::BadFormat } else { of_person.unwrap_or(Code::UnknownField) };
            let issue = self.push(code, error);
            issue.pointer = format!("{}/{}", issue.pointer, escaped(&shown(field)));
            if is_language {
                issue.params.insert("expected", LANGUAGE.into());
            } else {
                issue.params.insert("field", Param::Text(shown(field)));
            }
        }
    }

    /// No variant fits: explains the one that was meant, or lists them all.
    fn no_variant(&mut self, error: &ValidationError<'_>, context: &[Vec<ValidationError<'static>>]) {
        let here = error.instance_path().as_str();
        let asks_age = error.schema_path().as_str().contains("/Group/") && mentions_age(error.instance());
        if asks_age {
            self.push(Code::AgeNotForVacancies, error);
            return;
        }
        let is_elsewhere = |inner: &ValidationError<'_>| {
            let decides = matches!(inner.kind(), Kind::Type { .. } | Kind::Constant { .. } | Kind::Required { .. });
            !(decides && inner.instance_path().as_str() == here)
        };
        match context.iter().find(|branch| branch.iter().all(is_elsewhere)) {
            Some(meant) => meant.iter().for_each(|inner| self.one(inner)),
            None => self.not_in_list(error),
        }
    }

    fn not_in_list(&mut self, error: &ValidationError<'_>) {
        let rule = self.shapes.rule(self.at, error.schema_path().as_str());
        let name = |value: &Value| value.as_str().map(str::to_owned);
        let variant = |branch: &Value| {
            name(branch)
                .or_else(|| branch.get("const").and_then(name))
                .or_else(|| branch.pointer("/required/0").and_then(name))
        };
        let allowed: Vec<String> = match rule {
            Some(Value::Array(branches)) => branches.iter().filter_map(variant).collect(),
            Some(only) => name(only).into_iter().collect(),
            None => Vec::new(),
        };
        self.push(Code::NotInList, error).params.insert("allowed", Param::Text(allowed.join(", ")));
    }

    fn out_of_range(&mut self, error: &ValidationError<'_>) {
        let (min, max) = self.bounds(error, &["minimum"], &["maximum"]);
        let field = error.instance_path().as_str().rsplit('/').next().unwrap_or_default().to_owned();
        let is_negative = error.instance().as_f64().is_some_and(|number| number < 0.0);
        let starts_at_zero = matches!(&min, Param::Text(text) if !text.starts_with('-'));
        if is_negative && starts_at_zero {
            self.push(Code::Negative, error);
        } else if field == "at_least" && error.instance().as_f64() == Some(0.0) {
            self.push(Code::FloorIsZero, error);
        } else {
            let issue = self.push(Code::WrongUnit, error);
            issue.params.extend([("min", min), ("max", max), ("unit", unit_of(&field).into())]);
        }
    }

    /// The limits that the schema states next to the one that was passed.
    fn bounds(&self, error: &ValidationError<'_>, least: &[&str], most: &[&str]) -> (Param, Param) {
        let path = error.schema_path().as_str();
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let rule = self.shapes.rule(self.at, parent);
        let limit = |names: &[&str]| rule.and_then(|rule| names.iter().find_map(|name| rule.get(*name)));
        let text =
            |value: Option<&Value>, without: &str| Param::Text(value.map_or(without.to_owned(), Value::to_string));
        (text(limit(least), "0"), text(limit(most), "…"))
    }
}

/// Whether a group is asked by age, in whatever words.
fn mentions_age(group: &Value) -> bool {
    let is_age = |name: &str| {
        matches!(name, "age" | "ages" | "age_group" | "leeftijd" | "leeftijdsgroep" | "âge" | "birth_year")
    };
    match group {
        Value::String(name) => is_age(name),
        Value::Object(fields) => fields.keys().any(|name| is_age(name)),
        _ => false,
    }
}

const ANYTHING_ELSE: Words = Words { nl: "iets anders", en: "something else", fr: "autre chose" };
const DATE: Words = Words { nl: "een datum, JJJJ-MM-DD", en: "a date, YYYY-MM-DD", fr: "une date, AAAA-MM-JJ" };
const LANGUAGE: Words = Words {
    nl: "de code van een taal, twee kleine letters",
    en: "a language code, two small letters",
    fr: "le code d'une langue, deux minuscules",
};

/// What a value should be, in words.
pub(super) fn type_words(kind: JsonType) -> Words {
    match kind {
        JsonType::Array => Words { nl: "een lijst", en: "a list", fr: "une liste" },
        JsonType::Boolean => Words { nl: "true of false", en: "true or false", fr: "true ou false" },
        JsonType::Integer => Words { nl: "een geheel getal", en: "a whole number", fr: "un nombre entier" },
        JsonType::Null => Words { nl: "null", en: "null", fr: "null" },
        JsonType::Number => Words { nl: "een getal", en: "a number", fr: "un nombre" },
        JsonType::Object => {
            Words { nl: "een object met velden", en: "an object with fields", fr: "un objet avec des champs" }
        }
        JsonType::String => Words { nl: "tekst", en: "text", fr: "du texte" },
    }
}

fn expected_words(kind: &TypeKind) -> Words {
    match kind {
        TypeKind::Single(kind) => type_words(*kind),
        TypeKind::Multiple(kinds) => {
            kinds.iter().find(|kind| *kind != JsonType::Null).map_or(ANYTHING_ELSE, type_words)
        }
    }
}

/// What a pattern of the format asks, in words; the pattern itself when there are none.
fn pattern_words(pattern: &str) -> Param {
    let words = match pattern {
        r"^[A-Za-z0-9._:-]{1,64}$" => Words {
            nl: "hoogstens 64 letters, cijfers, punten en streepjes",
            en: "at most 64 letters, digits, dots and dashes",
            fr: "au plus 64 lettres, chiffres, points et tirets",
        },
        r"^[0-9]{5}$" => Words { nl: "vijf cijfers", en: "five digits", fr: "cinq chiffres" },
        r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" => Words {
            nl: "een uur van 00:00 tot 24:00, zoals 08:30",
            en: "a time from 00:00 to 24:00, such as 08:30",
            fr: "une heure de 00:00 à 24:00, comme 08:30",
        },
        r"^[0-9]{4}(\.[0-9]+)*$" => {
            Words { nl: "een ESCO-code, 9112.1", en: "an ESCO code, 9112.1", fr: "un code ESCO, 9112.1" }
        }
        r"^[a-z][a-z0-9_]{0,63}$" => Words {
            nl: "kleine letters, cijfers en _",
            en: "small letters, digits and _",
            fr: "minuscules, chiffres et _",
        },
        other => return Param::Text(other.to_owned()),
    };
    words.into()
}
