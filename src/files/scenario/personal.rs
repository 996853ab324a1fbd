//! What is never accepted about a person: names, addresses, national numbers, telephone and e-mail.

use serde_json::Value;

use super::issue::{Code, Issue, escaped};
use super::traces::{holds_national_number, is_email, is_national_number};

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
