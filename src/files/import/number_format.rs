//! A number by its format: zeros in front, a unit behind, a percent sign. What a format does besides (colours,
//! thousands, how many decimals are shown) changes no meaning, and the number is told in full.

/// A sign of a format.
enum Sign {
    /// A place for a digit; whether a zero is shown there.
    Digit(bool),
    /// Shown as it is.
    Literal(char),
    /// The point, or the comma of thousands.
    Point,
}

/// The number as Excel shows it in Belgium, in full.
pub(super) fn shown(number: f64, format: &str) -> String {
    let plain = |number: f64| number.to_string().replace('.', ",");
    // The part for positive numbers; negative ones have no zeros in front.
    let Some(signs) = signs(format.split(';').next().unwrap_or_default()) else { return plain(number) };
    let places = signs.iter().filter(|sign| matches!(sign, Sign::Digit(_))).count();
    if places == 0 {
        return plain(number);
    }
    let is_percent = signs.iter().any(|sign| matches!(sign, Sign::Literal('%')));
    // Rounded where a float cannot hold a hundredth.
    let number = if is_percent { (number * 1e12).round() / 1e10 } else { number };
    let is_whole = number >= 0.0 && number.fract() == 0.0 && number < 1e15;
    if is_whole && !signs.iter().any(|sign| matches!(sign, Sign::Point)) {
        return filled(&signs, &plain(number));
    }
    let digits = signs.iter().position(|sign| matches!(sign, Sign::Digit(_))).unwrap_or(0);
    let literals = |signs: &[Sign]| -> String {
        let letters = signs.iter().filter_map(|sign| if let Sign::Literal(it) = sign { Some(*it) } else { None });
        letters.collect()
    };
    format!("{}{}{}", literals(&signs[..digits]), plain(number), literals(&signs[digits..])).trim().to_owned()
}

/// The digits of a whole number in the places of a format, from the right; those that are left stand before the first.
fn filled(signs: &[Sign], digits: &str) -> String {
    let mut left: Vec<char> = digits.chars().collect();
    let mut shown = Vec::new();
    let mut places = signs.iter().filter(|sign| matches!(sign, Sign::Digit(_))).count();
    for sign in signs.iter().rev() {
        match sign {
            Sign::Digit(is_zero) => {
                shown.extend(left.pop().or(is_zero.then_some('0')));
                places -= 1;
                if places == 0 {
                    shown.extend(left.drain(..).rev());
                }
            }
            Sign::Literal(letter) => shown.push(*letter),
            Sign::Point => {}
        }
    }
    shown.iter().rev().collect::<String>().trim().to_owned()
}

/// The signs of a format; none of one that is of another kind (general, a date, a fraction, a condition, a currency).
fn signs(format: &str) -> Option<Vec<Sign>> {
    let mut signs = Vec::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '0' => signs.push(Sign::Digit(true)),
            '#' => signs.push(Sign::Digit(false)),
            '.' | ',' => signs.push(Sign::Point),
            '"' => signs.extend(letters.by_ref().take_while(|letter| *letter != '"').map(Sign::Literal)),
            '\\' => signs.push(Sign::Literal(letters.next()?)),
            // As wide as the next sign, or filled with it.
            '_' | '*' => drop(letters.next()?),
            ' ' | '-' | '(' | ')' | '+' | '%' => signs.push(Sign::Literal(letter)),
            _ => return None,
        }
    }
    Some(signs)
}
