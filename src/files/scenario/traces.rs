//! Traces of a person in a text: a national number, an e-mail address.

/// Whether `text` is a Belgian national number (or bis number): eleven digits, with or without dots, dashes, slashes
/// and spaces, whose last two are 97 minus the rest modulo 97; people born from 2000 on have a 2 put in front.
pub fn is_national_number(text: &str) -> bool {
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
pub fn holds_national_number(text: &str) -> bool {
    text.split(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '.' | '-' | '/' | ' ')).any(|part| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        let has_birthday = digits.len() == 11 && !digits[2..4].ends_with("00") && &digits[4..6] != "00";
        has_birthday && is_national_number(&digits)
    })
}

/// Whether `text` looks like an e-mail address.
pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        let word = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains('@');
        word(name) && word(host) && host.contains('.')
    })
}
