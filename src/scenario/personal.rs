//! What is never accepted about a person: names, addresses, national numbers, telephone and e-mail.

use serde_json::Value;

use super::issue::{Code, Issue, escaped};

/// Field names that carry a person's name, small letters only.
const NAMES: &[&str] = &[
    "name",
    "names",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "familyname",
    "givenname",
    "middlename",
    "initials",
    "naam",
    "voornaam",
    "achternaam",
    "familienaam",
    "roepnaam",
    "voornamen",
    "volledigenaam",
    "initialen",
    "nom",
    "prenom",
    "prénom",
    "nomdefamille",
    "nomcomplet",
];

/// Field names that carry an address.
const ADDRESSES: &[&str] = &[
    "address",
    "homeaddress",
    "adres",
    "thuisadres",
    "woonadres",
    "adresse",
    "street",
    "streetname",
    "straat",
    "straatnaam",
    "rue",
    "housenumber",
    "huisnummer",
    "busnummer",
    "numéro",
    "numero",
    "box",
    "postcode",
    "postalcode",
    "zip",
    "zipcode",
    "codepostal",
    "city",
    "woonplaats",
    "gemeente",
    "ville",
];

/// Field names that carry a national number.
const NATIONAL_NUMBERS: &[&str] = &[
    "rijksregisternummer",
    "rijksregisternr",
    "rijksregister",
    "rrn",
    "rr",
    "insz",
    "inss",
    "niss",
    "nationalnumber",
    "nationalregisternumber",
    "nationalid",
    "ssn",
    "bsn",
    "numeronational",
    "numéronational",
    "registrenational",
    "identitycard",
    "idcard",
    "identiteitskaart",
    "passport",
    "paspoort",
];

/// Field names that carry a way to reach a person.
const CONTACTS: &[&str] = &[
    "email",
    "mail",
    "emailaddress",
    "emailadres",
    "courriel",
    "phone",
    "phonenumber",
    "telephone",
    "téléphone",
    "tel",
    "telefoon",
    "telefoonnummer",
    "gsm",
    "gsmnummer",
    "mobile",
    "mobilephone",
    "whatsapp",
    "facebook",
    "linkedin",
];

/// The code of an unknown field of a person, when its name says that it carries what is never accepted.
pub(crate) fn code_of_field(field: &str) -> Option<Code> {
    let plain: String = field.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let plain = plain.as_str();
    if NATIONAL_NUMBERS.contains(&plain) {
        Some(Code::PersonNationalNumber)
    } else if CONTACTS.contains(&plain) {
        Some(Code::PersonContact)
    } else if ADDRESSES.contains(&plain) {
        Some(Code::PersonAddress)
    } else if NAMES.contains(&plain) {
        Some(Code::PersonName)
    } else {
        None
    }
}

/// Adds an issue for every text or number in `value` that is a national number or an e-mail address. The issue never
/// repeats the value.
pub(crate) fn scan(value: &Value, pointer: &str, issues: &mut Vec<Issue>) {
    match value {
        Value::String(text) if is_national_number(text) => {
            issues.push(Issue::new(Code::PersonNationalNumber, pointer));
        }
        Value::String(text) if is_email(text) => issues.push(Issue::new(Code::PersonContact, pointer)),
        Value::Number(number)
            if number.as_u64().is_some_and(|n| n > 99_999 && is_national_number(&format!("{n:011}"))) =>
        {
            issues.push(Issue::new(Code::PersonNationalNumber, pointer));
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate().filter(|(_, item)| may_hide(item)) {
                scan(item, &format!("{pointer}/{position}"), issues);
            }
        }
        Value::Object(fields) => {
            for (field, item) in fields.iter().filter(|(_, item)| may_hide(item)) {
                let pointer = format!("{pointer}/{}", escaped(field));
                // These two are written by hand: a number may stand between other letters.
                let by_hand = item.as_str().filter(|_| matches!(field.as_str(), "id" | "by"));
                if by_hand.is_some_and(|text| !is_national_number(text) && holds_national_number(text)) {
                    issues.push(Issue::new(Code::PersonNationalNumber, pointer));
                } else {
                    scan(item, &pointer, issues);
                }
            }
        }
        _ => {}
    }
}

/// Whether `value` is worth a look: spares building pointers for the rest.
fn may_hide(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => false,
        Value::Number(number) => number.as_u64().is_some_and(|n| n > 99_999),
        Value::String(text) => text.contains('@') || text.bytes().filter(u8::is_ascii_digit).count() >= 11,
        Value::Array(items) => items.iter().any(may_hide),
        Value::Object(fields) => fields.values().any(may_hide),
    }
}

/// Whether `text` is a Belgian national number (or bis number): eleven digits, with or without dots, dashes, slashes
/// and spaces, whose last two are 97 minus the rest modulo 97; people born from 2000 on have a 2 put in front.
pub(crate) fn is_national_number(text: &str) -> bool {
    if text.len() > 40 || text.chars().any(|sign| !sign.is_ascii_digit() && !matches!(sign, '.' | '-' | '/' | ' ')) {
        return false;
    }
    let digits: Vec<u64> = text.bytes().filter(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0')).collect();
    if digits.len() != 11 {
        return false;
    }
    let number = |part: &[u64]| part.iter().fold(0, |sum, digit| sum * 10 + digit);
    // Bis numbers add 20 or 40 to the month; month and day are 0 when the birthday is not known.
    if number(&digits[2..4]) % 20 > 12 || number(&digits[2..4]) > 52 || number(&digits[4..6]) > 31 {
        return false;
    }
    let (body, check) = (number(&digits[..9]), number(&digits[9..]));
    [body, 2_000_000_000 + body].iter().any(|body| 97 - body % 97 == check)
}

/// Whether a national number with a full birthday stands somewhere in `text`. Numbers without one are left alone here:
/// they cannot be told from a counter with zeros in front.
pub(crate) fn holds_national_number(text: &str) -> bool {
    text.split(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '.' | '-' | '/' | ' ')).any(|part| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        let has_birthday = digits.len() == 11 && !digits[2..4].ends_with("00") && &digits[4..6] != "00";
        has_birthday && is_national_number(&digits)
    })
}

/// Whether `text` looks like an e-mail address.
pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        let word = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains('@');
        word(name) && word(host) && host.contains('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_numbers_are_recognised_from_both_centuries() {
        // Made for this test: no one's number.
        assert!(is_national_number("85073003328"));
        assert!(is_national_number("85.07.30-033.28"));
        assert!(!is_national_number("85.07.30-033.29"));
        let body = 10_203_004_u64; // 01.02.03-004: born in 2001.
        let check = 97 - (2_000_000_000 + body) % 97;
        assert!(is_national_number(&format!("{body:09}{check:02}")));
        assert!(!is_national_number("J0000012345"));
        assert!(holds_national_number("J85073003328") && holds_national_number("rr: 85.07.30-033.28"));
        assert!(!holds_national_number("J00000000097"));
        assert!(!is_national_number(""));
    }

    #[test]
    fn an_address_needs_a_name_and_a_host() {
        assert!(is_email("a.b@example.be"));
        assert!(!is_email("@example.be"));
        assert!(!is_email("two shifts @ night"));
    }
}
