//! One JSON value as a tree, with every field that stands twice in its object noticed.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::issue::escaped;

/// The way from the record down to a value, kept on the stack: it costs nothing unless a field stands twice.
pub(super) enum Path<'a> {
    /// The record itself.
    Root,
    /// A field of an object.
    Field(&'a Path<'a>, &'a str),
    /// An item of a list.
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(parent, field) => write!(f, "{parent}/{}", escaped(field)),
            Self::Item(parent, position) => write!(f, "{parent}/{position}"),
        }
    }
}

/// Reads one value into a [`Value`].
pub(super) struct Tree<'a> {
    /// Where the value stands.
    pub(super) path: Path<'a>,
    /// Gets the pointer, within the record, of each field that stands twice. The last one counts.
    pub(super) twice: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The largest whole number that every JSON reader keeps exactly.
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    /// JSON Schema calls 5.0 an integer; so does this reader.
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        if value.fract() == 0.0 && value.abs() < WHOLE_MAX {
            return Ok(Value::from(value as i64));
        }
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let Self { path, twice } = self;
        let mut items = Vec::new();
        while let Some(item) =
            seq.next_element_seed(Tree { path: Path::Item(&path, items.len()), twice: &mut *twice })?
        {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Self { path, twice } = self;
        let mut fields = Map::new();
        while let Some(field) = map.next_key::<String>()? {
            let here = Path::Field(&path, &field);
            if fields.contains_key(&field) {
                twice.push(here.to_string());
            }
            let value = map.next_value_seed(Tree { path: here, twice: &mut *twice })?;
            fields.insert(field, value);
        }
        Ok(Value::Object(fields))
    }
}
