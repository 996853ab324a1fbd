//! Reads the file record by record.
//!
//! Memory: the text is never kept. At any moment there is one record as a tree, and the records already read as typed
//! structs, which are later turned into facts one by one. A file twice as long does not mean a second copy of anything.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::io::{BufReader, Read};

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::format;
use super::issue::{Code, Issue, Severity, dropped, escaped, shown};
use super::personal;
use super::shape::{self, Place, UTF8_MARK, is_utf16, type_words};
use super::tree::{Path, Tree};

/// A record of a list.
pub(super) struct Record<T> {
    /// Its position in the file's list.
    pub(super) at: usize,
    /// The record.
    pub(super) value: T,
}

/// The records of one list, and every ID seen there, also of records that could not be read.
pub(super) struct List<T> {
    /// Those that could be read.
    pub(super) records: Vec<Record<T>>,
    /// Position of the first record with an ID.
    pub(super) ids: HashMap<String, usize>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { records: Vec::new(), ids: HashMap::new() }
    }
}

/// Everything read from a file.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) story: Option<String>,
    pub(super) region: Option<format::Region>,
    pub(super) horizon: Option<format::Horizon>,
    pub(super) policy: Option<format::Policy>,
    pub(super) speeds: BTreeMap<format::Mode, format::Speed>,
    pub(super) timetable: Option<format::Timetable>,
    pub(super) hubs: List<format::Hub>,
    pub(super) matrix: List<format::MatrixEntry>,
    pub(super) childcare: List<format::Care>,
    pub(super) supports: List<format::Support>,
    pub(super) venues: List<format::Venue>,
    pub(super) programmes: List<format::Programme>,
    pub(super) instructors: List<format::Instructor>,
    pub(super) sites: Option<format::Sites>,
    pub(super) edition_pins: List<format::EditionPin>,
    pub(super) support_budget_eur: Option<u32>,
    pub(super) buddies: List<format::Buddy>,
    pub(super) fairs: List<format::Fair>,
    pub(super) vacancies: List<format::Vacancy>,
    pub(super) jobseekers: List<format::Jobseeker>,
    pub(super) scores: List<format::Score>,
    pub(super) promises: List<format::Promise>,
    pub(super) pins: List<format::Pin>,
    pub(super) nominations: List<format::Nomination>,
    pub(super) issues: Vec<Issue>,
    /// Issues besides, that were counted and not kept.
    pub(super) more_issues: usize,
    /// Most issues that are told one by one.
    issues_max: usize,
    /// Whether there are more errors than anyone mends: nothing further is kept then. Warnings alone lose nothing.
    is_hopeless: bool,
}

/// Reads all of `source`; issues of the text and of the shape are in the result.
pub(super) fn read(source: impl Read, issues_max: usize) -> Parts {
    let mut parts = Parts { issues_max, ..Parts::default() };
    let source = match unmarked(source) {
        Ok(Text::Utf8(source)) => source,
        Ok(Text::Utf16) => {
            parts.issues.push(Issue::new(Code::TextIsUtf16, "#"));
            return parts;
        }
        Err(_) => {
            parts.issues.push(Issue::new(Code::NotReadable, "#"));
            return parts;
        }
    };
    let mut text = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, source));
    let read = Object { parts: &mut parts, is_file: true }.deserialize(&mut text);
    let ended = read.and_then(|is_object| text.end().map(|()| is_object));
    if let Ok(false) = ended {
        parts.wrong_type("#", jsonschema::JsonType::Object);
    }
    if let Err(error) = ended {
        let issue = if error.is_io() {
            Issue::new(Code::NotReadable, "#")
        } else {
            Issue::new(Code::MalformedJson, "#").with("line", &error.line()).with("column", &error.column())
        };
        parts.issues.push(issue);
    }
    parts
}

/// The encoding of a text, by its first bytes.
enum Text<R> {
    /// In UTF-8, its byte order mark skipped.
    Utf8(R),
    /// In UTF-16.
    Utf16,
}

/// `source` without a byte order mark, as some programs of Windows write it.
fn unmarked<R: Read>(mut source: R) -> std::io::Result<Text<impl Read>> {
    let mut head = Vec::new();
    source.by_ref().take(UTF8_MARK.len() as u64).read_to_end(&mut head)?;
    if is_utf16(&head) {
        return Ok(Text::Utf16);
    }
    let rest = head.strip_prefix(UTF8_MARK).map_or(head.clone(), <[u8]>::to_vec);
    Ok(Text::Utf8(std::io::Cursor::new(rest).chain(source)))
}

impl Parts {
    fn wrong_type(&mut self, pointer: &str, expected: jsonschema::JsonType) {
        self.issues.push(Issue::new(Code::WrongType, pointer).with("expected", type_words(expected)));
    }

    /// `value` as its type, checked against its part of the schema. `None` when it cannot be read at all.
    fn typed<T: DeserializeOwned>(&mut self, at: &str, value: Value, place: Place<'_>) -> Option<T> {
        let start = self.issues.len();
        if place.about_person {
            personal::scan(&value, place.pointer, &mut self.issues);
        }
        let scanned = self.issues.len();
        if shape::SCENARIO.check(at, &value, place, &mut self.issues) {
            let typed = T::deserialize(value);
            if typed.is_err() {
                // The schema promises more than the type can hold. A test of both together keeps this from happening.
                self.wrong_type(place.pointer, jsonschema::JsonType::Object);
            }
            return typed.ok();
        }
        let found = self.issues.split_off(scanned);
        for issue in &found {
            // A field can be refused for its name and for its value: once is enough.
            let is_same = |known: &Issue| known.code == issue.code && known.pointer == issue.pointer;
            if !self.issues[start..scanned].iter().any(is_same) {
                self.issues.push(issue.clone());
            }
        }
        // The plan's days and municipalities are what all else is held against: half of them is worse than none.
        let is_yardstick = matches!(at, "#/$defs/Horizon" | "#/$defs/Region");
        if is_yardstick { None } else { shape::SCENARIO.mended(at, value, &found, place.pointer) }
    }

    /// The next value of `map`, which stands at `pointer`.
    fn tree<'de, A: MapAccess<'de>>(&mut self, map: &mut A, pointer: &str) -> Result<Value, A::Error> {
        let mut twice = Vec::new();
        let value = map.next_value_seed(Tree { path: Path::Root, twice: &mut twice })?;
        self.field_twice(pointer, twice);
        Ok(value)
    }

    fn field_twice(&mut self, pointer: &str, twice: Vec<String>) {
        for path in twice {
            let field = shown(path.rsplit('/').next().unwrap_or_default());
            self.issues.push(Issue::new(Code::FieldTwice, format!("{pointer}{path}")).with("field", &field));
        }
    }

    /// Keeps no more issues than can be told, and counts the rest.
    fn drop_surplus(&mut self) {
        if self.issues.len() > 4 * self.issues_max {
            self.more_issues += dropped(&mut self.issues, 2 * self.issues_max);
            // Errors come first: where the last that is kept is one, all are.
            self.is_hopeless = self.issues.last().is_some_and(|issue| issue.severity() == Severity::Error);
        }
    }

    /// The next value of `map` as a single record.
    fn single<'de, A: MapAccess<'de>, T: DeserializeOwned>(
        &mut self,
        map: &mut A,
        (pointer, at): (&str, &str),
    ) -> Result<Option<T>, A::Error> {
        let value = self.tree(map, pointer)?;
        Ok(self.typed(at, value, Place { pointer, about_person: false }))
    }

    /// The next value of `map` as a list of records of the definition `name`, put into the list that `list` names.
    fn list<'de, A: MapAccess<'de>, T: DeserializeOwned>(
        &mut self,
        map: &mut A,
        (pointer, name): (&str, &str),
        list: impl Fn(&mut Self) -> &mut List<T>,
    ) -> Result<(), A::Error> {
        let at = format!("#/$defs/{name}");
        let about_person = matches!(name, "Jobseeker" | "Score" | "Promise" | "Pin" | "Nomination");
        let is_list = map.next_value_seed(Items {
            each: |position, value: Value, twice| {
                let pointer = format!("{pointer}/{position}");
                self.field_twice(&pointer, twice);
                if let Some(id) = value.get("id").and_then(Value::as_str).filter(|_| !self.is_hopeless) {
                    self.note_id(&pointer, id, position, &list);
                }
                let place = Place { pointer: &pointer, about_person };
                // Where there is more to mend than anyone mends, faulty records are counted and nothing further is
                // kept: memory and time stay within bounds.
                if self.is_hopeless {
                    self.more_issues += usize::from(!shape::SCENARIO.is_valid(&at, &value));
                    return;
                }
                if let Some(value) = self.typed(&at, value, place) {
                    list(self).records.push(Record { at: position, value });
                }
                self.drop_surplus();
            },
        })?;
        if !is_list {
            self.wrong_type(pointer, jsonschema::JsonType::Array);
        }
        Ok(())
    }

    fn note_id<T>(&mut self, pointer: &str, id: &str, position: usize, list: impl Fn(&mut Self) -> &mut List<T>) {
        let ids = &mut list(self).ids;
        if let Some(first) = ids.get(id) {
            let part = pointer.rsplit_once('/').map_or("", |(part, _)| part);
            let issue =
                Issue::new(Code::IdUsedTwice, format!("{pointer}/id")).with("first", &format!("{part}/{first}"));
            self.issues.push(issue);
        } else {
            ids.insert(id.to_owned(), position);
        }
    }

    /// Reads the part `name` from `map`.
    fn part<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "format" => self.format(map),
            "story" => {
                self.story = self.single(map, ("#/story", "#/properties/story"))?.flatten();
                Ok(())
            }
            "region" => {
                self.region = self.single(map, ("#/region", "#/$defs/Region"))?;
                Ok(())
            }
            "horizon" => {
                self.horizon = self.single(map, ("#/horizon", "#/$defs/Horizon"))?;
                Ok(())
            }
            "policy" => {
                self.policy = self.single(map, ("#/policy", "#/$defs/Policy"))?;
                Ok(())
            }
            "travel" => {
                if !map.next_value_seed(Object { parts: self, is_file: false })? {
                    self.wrong_type("#/travel", jsonschema::JsonType::Object);
                }
                Ok(())
            }
            "childcare" => self.list(map, ("#/childcare", "Care"), |parts| &mut parts.childcare),
            "supports" => self.list(map, ("#/supports", "Support"), |parts| &mut parts.supports),
            "venues" => self.list(map, ("#/venues", "Venue"), |parts| &mut parts.venues),
            "programmes" => self.list(map, ("#/programmes", "Programme"), |parts| &mut parts.programmes),
            "instructors" => self.list(map, ("#/instructors", "Instructor"), |parts| &mut parts.instructors),
            "sites" => {
                self.sites = self.single(map, ("#/sites", "#/$defs/Sites"))?;
                Ok(())
            }
            "edition_pins" => self.list(map, ("#/edition_pins", "EditionPin"), |parts| &mut parts.edition_pins),
            "support_budget_eur" => {
                self.support_budget_eur =
                    self.single(map, ("#/support_budget_eur", "#/properties/support_budget_eur"))?.flatten();
                Ok(())
            }
            "buddies" => self.list(map, ("#/buddies", "Buddy"), |parts| &mut parts.buddies),
            "fairs" => self.list(map, ("#/fairs", "Fair"), |parts| &mut parts.fairs),
            "vacancies" => self.list(map, ("#/vacancies", "Vacancy"), |parts| &mut parts.vacancies),
            "jobseekers" => self.list(map, ("#/jobseekers", "Jobseeker"), |parts| &mut parts.jobseekers),
            "scores" => self.list(map, ("#/scores", "Score"), |parts| &mut parts.scores),
            "promises" => self.list(map, ("#/promises", "Promise"), |parts| &mut parts.promises),
            "pins" => self.list(map, ("#/pins", "Pin"), |parts| &mut parts.pins),
            "nominations" => self.list(map, ("#/nominations", "Nomination"), |parts| &mut parts.nominations),
            other => self.unknown("#", other, map),
        }
    }

    fn unknown<'de, A: MapAccess<'de>>(&mut self, parent: &str, name: &str, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>()?;
        let name = shown(name);
        self.issues.push(Issue::new(Code::UnknownField, format!("{parent}/{}", escaped(&name))).with("field", &name));
        self.drop_surplus();
        Ok(())
    }

    fn speeds<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        let speeds = self.single(map, ("#/travel/speeds", "#/$defs/Travel/properties/speeds"))?;
        self.speeds = speeds.unwrap_or_default();
        Ok(())
    }

    fn format<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        match self.tree(map, "#/format")? {
            Value::String(name) if name == format::FORMAT => {}
            Value::String(_) => {
                let issue = Issue::new(Code::FormatUnknown, "#/format").with("expected", &format::FORMAT);
                self.issues.push(issue);
            }
            _ => self.wrong_type("#/format", jsonschema::JsonType::String),
        }
        Ok(())
    }
}

/// Answers for the kinds of value that were not asked for: false, once they are read over.
macro_rules! nothing_else {
    ($($visit:ident: $kind:ty),+ $(,)?) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any JSON value")
        }

        $(fn $visit<E>(self, _: $kind) -> Result<bool, E> {
            Ok(false)
        })+
    };
}

/// An object whose fields are read one by one: the file, and its part `travel`, which may hold a long matrix.
struct Object<'a> {
    parts: &'a mut Parts,
    is_file: bool,
}

impl Object<'_> {
    fn pointer(&self) -> &'static str {
        if self.is_file { "#" } else { "#/travel" }
    }

    fn field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            name if self.is_file => self.parts.part(name, map),
            "speeds" => self.parts.speeds(map),
            "timetable" => {
                let place = ("#/travel/timetable", "#/$defs/Timetable");
                self.parts.timetable = self.parts.single(map, place)?;
                Ok(())
            }
            "hubs" => self.parts.list(map, ("#/travel/hubs", "Hub"), |parts| &mut parts.hubs),
            "matrix" => self.parts.list(map, ("#/travel/matrix", "MatrixEntry"), |parts| &mut parts.matrix),
            other => self.parts.unknown("#/travel", other, map),
        }
    }

    fn missing(&mut self, seen: &BTreeSet<String>) {
        let required: &[&str] = if self.is_file { &["format", "region", "horizon", "policy"] } else { &[] };
        for field in required.iter().filter(|field| !seen.contains(**field)) {
            self.parts.issues.push(Issue::new(Code::MissingField, format!("#/{field}")).with("field", field));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = bool;

    /// No travel at all is the same as none stated.
    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(!self.is_file)
    }

    nothing_else!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<bool, A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if seen.contains(&name) {
                map.next_value::<IgnoredAny>()?;
                self.parts.field_twice(self.pointer(), vec![format!("/{}", escaped(&shown(&name)))]);
                continue;
            }
            self.field(&name, &mut map)?;
            seen.insert(name);
        }
        self.missing(&seen);
        Ok(true)
    }
}

/// A list, item by item.
struct Items<F> {
    /// Gets the position, the item, and the pointers of fields that stand twice in it.
    each: F,
}

impl<'de, F: FnMut(usize, Value, Vec<String>)> DeserializeSeed<'de> for Items<F> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(usize, Value, Vec<String>)> Visitor<'de> for Items<F> {
    type Value = bool;

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    nothing_else!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<bool, A::Error> {
        let mut twice = Vec::new();
        let mut position = 0;
        while let Some(item) = seq.next_element_seed(Tree { path: Path::Root, twice: &mut twice })? {
            (self.each)(position, item, std::mem::take(&mut twice));
            position += 1;
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}
