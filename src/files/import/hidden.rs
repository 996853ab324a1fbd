//! What of a sheet cannot be seen: rows that were filtered out or folded away, and hidden columns. The reader of
//! workbooks does not tell.

use std::collections::BTreeSet;
use std::io::{BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::sheet::COLUMNS_MAX;

/// Hidden rows and columns.
#[derive(Default)]
pub(super) struct Hidden {
    /// Numbers of rows, as Excel shows them.
    pub(super) rows: BTreeSet<u32>,
    /// Positions of columns, from 0.
    pub(super) columns: Vec<usize>,
}

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// The hidden parts of the sheet called `name`; none where the workbook does not say.
pub(super) fn hidden(bytes: &[u8], name: &str) -> Option<Hidden> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let id = found(&mut archive, "xl/workbook.xml", |tag| {
        (tag.local_name().as_ref() == "sheet" && attribute(tag, "name").as_deref() == Some(name))
            .then(|| attribute(tag, "id"))?
    })?;
    let target = found(&mut archive, "xl/_rels/workbook.xml.rels", |tag| {
        (attribute(tag, "Id").as_deref() == Some(&*id)).then(|| attribute(tag, "Target"))?
    })?;
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    let mut hidden = Hidden::default();
    let mut before = 0;
    each(&mut archive, &path, |tag| {
        let is_hidden = || attribute(tag, "hidden").is_some_and(|word| word == "1" || word == "true");
        let number = |name: &str| attribute(tag, name).and_then(|digits| digits.parse::<u32>().ok());
        match tag.local_name().as_ref() {
            "row" => {
                before = number("r").unwrap_or(before + 1);
                if is_hidden() {
                    hidden.rows.insert(before);
                }
            }
            "col" if is_hidden() => {
                let (first, last) = (number("min").unwrap_or(1).max(1), number("max").unwrap_or(1));
                let columns = (first..=last).take(COLUMNS_MAX).filter_map(|column| usize::try_from(column - 1).ok());
                hidden.columns.extend(columns.filter(|column| *column < COLUMNS_MAX));
            }
            _ => {}
        }
    })?;
    Some(hidden)
}

/// What `find` finds first in a part of a workbook.
fn found(archive: &mut Archive<'_>, path: &str, find: impl Fn(&BytesStart<'_>) -> Option<String>) -> Option<String> {
    let mut first = None;
    each(archive, path, |tag| first = first.take().or_else(|| find(tag)))?;
    first
}

/// Calls `with` for each tag that opens in a part of a workbook.
fn each(archive: &mut Archive<'_>, path: &str, mut with: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let part = archive.by_name(path).ok()?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) => with(&tag),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// The attribute whose name, without what stands before a colon, is `name`.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let found = all.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}
