//! A scenario's JSON as a tree that is parsed only where it is touched: all else stays the text it was, so that a
//! change of one person does not cost a tree of all.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read, Write};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

/// A value of the tree.
#[derive(Clone, Debug)]
pub enum Node {
    /// Not looked into yet, or nothing to look into.
    Text(Box<RawValue>),
    /// The fields of an object, in their order.
    Object(Vec<(String, Node)>),
    /// The items of a list.
    List(Vec<Node>),
}

/// The fields of an object, each as it was written. Of a field that stands twice the last counts, where the first
/// stood.
struct Fields(Vec<(String, Node)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfObject;

        impl<'de> Visitor<'de> for OfObject {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some((name, text)) = map.next_entry::<String, Box<RawValue>>()? {
                    set(&mut fields, &name, Node::Text(text));
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(OfObject)
    }
}

/// Sets a field, in its place where it is known.
pub(super) fn set(fields: &mut Vec<(String, Node)>, name: &str, value: Node) {
    match fields.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => fields.push((name.to_owned(), value)),
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

impl Node {
    /// The object that `source` holds, with each part as text.
    ///
    /// # Errors
    /// When it is no object, or cannot be read.
    pub(super) fn read(source: impl Read) -> io::Result<Self> {
        let source = io::BufReader::with_capacity(1 << 16, source);
        let Fields(fields) = serde_json::from_reader(source).map_err(io::Error::from)?;
        Ok(Self::Object(fields))
    }

    /// Writes it as JSON.
    ///
    /// # Errors
    /// When `out` fails.
    pub(super) fn write(&self, out: impl Write) -> io::Result<()> {
        serde_json::to_writer(out, self).map_err(io::Error::from)
    }

    /// A value as a node.
    ///
    /// # Errors
    /// Never in practice: a value is JSON.
    pub(super) fn of(value: &Value) -> io::Result<Self> {
        Ok(Self::Text(to_raw_value(value)?))
    }

    /// Itself, with its fields or items at hand where it has any.
    pub(super) fn opened(&mut self) -> &mut Self {
        if let Self::Text(text) = self {
            // The text was read as JSON once, so it is read again; a scalar stays as it is.
            let opened = match text.get().as_bytes().first() {
                Some(b'{') => serde_json::from_str(text.get()).ok().map(|Fields(fields)| Self::Object(fields)),
                Some(b'[') => serde_json::from_str::<Vec<Box<RawValue>>>(text.get())
                    .ok()
                    .map(|items| Self::List(items.into_iter().map(Self::Text).collect())),
                _ => None,
            };
            if let Some(opened) = opened {
                *self = opened;
            }
        }
        self
    }

    /// The field or item called `step`.
    pub(super) fn child(&mut self, step: &str) -> Option<&mut Self> {
        match self.opened() {
            Self::Object(fields) => fields.iter_mut().find(|(name, _)| name == step).map(|(_, value)| value),
            Self::List(items) => position(step).and_then(|at| items.get_mut(at)),
            Self::Text(_) => None,
        }
    }

    /// Its value, all of it.
    ///
    /// # Errors
    /// Never in practice: it is JSON.
    pub(super) fn value(&self) -> serde_json::Result<Value> {
        match self {
            Self::Text(text) => serde_json::from_str(text.get()),
            other => serde_json::to_value(other),
        }
    }

    /// Length of its texts.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.get().len(),
            Self::Object(fields) => fields.iter().map(|(name, value)| name.len() + value.bytes()).sum(),
            Self::List(items) => items.iter().map(Self::bytes).sum(),
        }
    }

    /// The text in its field `name`, read without keeping anything else.
    pub(super) fn text_of(&self, name: &str) -> Option<String> {
        match self {
            Self::Object(fields) => match fields.iter().find(|(known, _)| known == name) {
                Some((_, Self::Text(text))) => serde_json::from_str(text.get()).ok(),
                _ => None,
            },
            Self::Text(text) => TextOf(name).deserialize(&mut serde_json::Deserializer::from_str(text.get())).ok()?,
            Self::List(_) => None,
        }
    }
}

/// Finds the text in one field of an object, and reads over all else.
struct TextOf<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for TextOf<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for TextOf<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            if name == self.0 {
                found = map.next_value::<Value>()?.as_str().map(str::to_owned);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// A step of a pointer as a position in a list: digits without a zero in front (RFC 6901).
pub(super) fn position(step: &str) -> Option<usize> {
    let is_number = step == "0" || (!step.starts_with('0') && step.bytes().all(|digit| digit.is_ascii_digit()));
    if is_number { step.parse().ok() } else { None }
}
