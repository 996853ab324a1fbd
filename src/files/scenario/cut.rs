//! How much of a faulty value its validator sees: a small body can hold many items, many fields, or go deep, and every
//! error holds a copy of what it is about.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::issue::ISSUES_MAX;

/// How deep a value is seen at first: deeper than any schema goes.
const DEPTH_SEEN: usize = 16;

/// How much of a value a validator sees.
#[derive(Clone, Copy)]
pub(super) struct Cut<'a> {
    /// Names that a schema has: fields of these names are never left out, so that none of them is missed.
    named: &'a BTreeSet<String>,
    /// Items of a list, and fields of other names.
    most: usize,
    /// Lists and objects that lie deeper are empty.
    depth: usize,
}

impl<'a> Cut<'a> {
    /// As much as is seen at first, by a schema that has fields of these names.
    pub(super) fn of_schema(named: &'a BTreeSet<String>) -> Self {
        Self { named, most: ISSUES_MAX, depth: DEPTH_SEEN }
    }

    /// Twice as much.
    pub(super) fn twice(self) -> Self {
        Self { most: 2 * self.most, depth: 2 * self.depth, ..self }
    }

    /// How many items of a list are seen.
    pub(super) fn most(self) -> usize {
        self.most
    }

    /// As much of `value` as is seen; nothing where that is all of it.
    pub(super) fn of(self, value: &Value) -> Option<Value> {
        self.below(value, 0)
    }

    /// The same for a value at `depth`.
    fn below(self, value: &Value, depth: usize) -> Option<Value> {
        match value {
            Value::Array(items) if depth >= self.depth => (!items.is_empty()).then(|| Value::Array(Vec::new())),
            Value::Object(fields) if depth >= self.depth => (!fields.is_empty()).then(|| Value::Object(Map::new())),
            Value::Array(items) => {
                let kept = &items[..items.len().min(self.most)];
                let short: Vec<_> = kept.iter().map(|item| self.below(item, depth + 1)).collect();
                (kept.len() < items.len() || short.iter().any(Option::is_some)).then(|| {
                    let items = short.into_iter().zip(kept).map(|(short, item)| short.unwrap_or_else(|| item.clone()));
                    Value::Array(items.collect())
                })
            }
            Value::Object(fields) => {
                let others = fields.keys().enumerate().filter(|(_, name)| !self.named.contains(*name));
                let end = others.map(|(at, _)| at).nth(self.most).unwrap_or(fields.len());
                let kept =
                    || fields.iter().enumerate().filter(|(at, (name, _))| *at < end || self.named.contains(*name));
                let short: Vec<_> = kept().map(|(_, (_, field))| self.below(field, depth + 1)).collect();
                (end < fields.len() || short.iter().any(Option::is_some)).then(|| {
                    let fields = kept().zip(short);
                    let kept = fields
                        .map(|((_, (name, field)), short)| (name.clone(), short.unwrap_or_else(|| field.clone())));
                    Value::Object(kept.collect())
                })
            }
            _ => None,
        }
    }
}

/// Every name of a field anywhere in a schema.
pub(super) fn names_in(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(parts) => {
            let named = parts.get("properties").and_then(Value::as_object);
            found.extend(named.into_iter().flat_map(Map::keys).cloned());
            parts.values().for_each(|part| names_in(part, found));
        }
        Value::Array(parts) => parts.iter().for_each(|part| names_in(part, found)),
        _ => {}
    }
}
