//! Sentences by their form: text with holes.

/// What stands in the holes of `form` (each written `{}`), where `text` has that form.
pub(super) fn holes<'a>(form: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = form.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let pieces: Vec<&str> = pieces.collect();
    for (position, piece) in pieces.iter().enumerate() {
        let is_last = position + 1 == pieces.len();
        let end = if is_last { rest.strip_suffix(piece)?.len() } else { rest.find(piece)? };
        found.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

#[test]
fn holes_are_found_between_the_words() {
    assert_eq!(holes("reist {} minuten {}", "reist 5 minuten te voet"), Some(vec!["5", "te voet"]));
    assert_eq!(holes("reist {} minuten {}", "reist geschat 5 minuten"), None);
    assert_eq!(holes("nog een fiets", "nog een fiets"), Some(vec![]));
    assert_eq!(holes("{} start op {}", "poets bij A start op 3 mei"), Some(vec!["poets bij A", "3 mei"]));
}
