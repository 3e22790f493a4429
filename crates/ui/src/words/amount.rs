// SPDX-License-Identifier: EUPL-1.2
//! Numbers, money, distances and sizes.

use super::NBSP;
use crate::Lang;

/// "12.345", "12,345". What does not fit is shown as the largest number.
pub fn number(lang: Lang, value: impl TryInto<i64>) -> String {
    let value = value.try_into().unwrap_or(i64::MAX);
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(lang, &value.unsigned_abs().to_string()))
}

/// A number in words up to twenty, as running text has it: "twee", "21".
pub fn count(lang: Lang, value: u64) -> String {
    #[rustfmt::skip]
    let words = match lang {
        Lang::Nl => ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
            "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig"],
        Lang::En => ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
            "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"],
    };
    let word = usize::try_from(value).ok().and_then(|at| words.get(at));
    word.map_or_else(|| number(lang, value), |word| (*word).to_owned())
}

/// "1.234,5", "1,234.5": so many digits after the comma.
pub fn decimal(lang: Lang, value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    // Nothing is left of a small negative number when it is rounded.
    let sign = if value < 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) { "-" } else { "" };
    let comma = match (lang, rest) {
        (_, "") => "",
        (Lang::Nl, _) => ",",
        (Lang::En, _) => ".",
    };
    format!("{sign}{}{comma}{rest}", grouped(lang, whole))
}

/// A part of the whole (0.964) as "96,4%"; "96%" when it is even.
pub fn percent(lang: Lang, part: f64) -> String {
    let tenths = (part * 1000.0).round();
    let digits = usize::from((tenths % 10.0).abs() > 0.5);
    format!("{}%", decimal(lang, tenths / 10.0, digits))
}

/// "€ 34,50", "€34.50". The amount is in cents.
pub fn euro(lang: Lang, cents: i64) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let (sign, whole) = (if cents < 0 { "-" } else { "" }, grouped(lang, &whole.to_string()));
    match lang {
        Lang::Nl => format!("€{NBSP}{sign}{whole},{rest:02}"),
        Lang::En => format!("{sign}€{whole}.{rest:02}"),
    }
}

/// A distance as people say it: "8 m", "350 m", "1,2 km", "12 km". In metres.
pub fn distance(lang: Lang, metres: f64) -> String {
    let metres = metres.abs();
    let (value, digits, unit) = match metres {
        _ if metres < 19.5 => (metres, 0, "m"),
        _ if metres < 995.0 => ((metres / 10.0).round() * 10.0, 0, "m"),
        _ if metres < 9950.0 => (metres / 1000.0, 1, "km"),
        _ => (metres / 1000.0, 0, "km"),
    };
    format!("{}{NBSP}{unit}", decimal(lang, value, digits))
}

/// Size of a file: "312 kB", "2,4 MB".
pub fn size(lang: Lang, bytes: u64) -> String {
    let tenths = |unit: u64| (bytes / (unit / 10)) + u64::from(bytes % (unit / 10) >= unit / 20);
    match bytes {
        0..1_000 => format!("{bytes}{NBSP}bytes"),
        1_000..999_500 => format!("{}{NBSP}kB", (bytes + 500) / 1000),
        _ => {
            let (tenths, unit) =
                if bytes < 999_950_000 { (tenths(1_000_000), "MB") } else { (tenths(1_000_000_000), "GB") };
            let comma = match lang {
                Lang::Nl => ',',
                Lang::En => '.',
            };
            format!("{}{comma}{}{NBSP}{unit}", number(lang, tenths / 10), tenths % 10)
        }
    }
}

/// "a", "a en b", "a, b en c".
pub fn list<T: AsRef<str>>(lang: Lang, parts: &[T]) -> String {
    let and = match lang {
        Lang::Nl => " en ",
        Lang::En => " and ",
    };
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [many @ .., last] => {
            let many: Vec<&str> = many.iter().map(AsRef::as_ref).collect();
            format!("{}{and}{}", many.join(", "), last.as_ref())
        }
    }
}

/// Digits in groups of three.
fn grouped(lang: Lang, digits: &str) -> String {
    let point = match lang {
        Lang::Nl => '.',
        Lang::En => ',',
    };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(point);
        }
        text.push(digit);
    }
    text
}
