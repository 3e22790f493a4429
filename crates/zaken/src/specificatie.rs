// SPDX-License-Identifier: EUPL-1.2
//! Whether the value of an eigenschap fits its specificatie.
//!
//! Since 1.7 a value that does not fit is stored all the same, and the answer carries a warning. The warning never repeats the value.

use waarmaker_core::{Date, DateTime};

use crate::catalogus::Specificatie;

/// What is wrong with a value, for the header `X-Warning`: plain ASCII.
pub(crate) fn objection(waarde: &str, specificatie: &Specificatie) -> Option<String> {
    let what = match specificatie.formaat.as_str() {
        "getal" => getal(waarde, &specificatie.lengte),
        "datum" => (!is_datum(waarde)).then(|| "verwacht een datum (JJJJMMDD of JJJJ-MM-DD)".to_owned()),
        "datum_tijd" => {
            (!is_datum_tijd(waarde)).then(|| "verwacht een datum en tijd (JJJJMMDDuummss of ISO 8601)".to_owned())
        }
        _ => tekst(waarde, &specificatie.lengte),
    };
    let listed = || {
        specificatie.waardenverzameling.is_empty() || specificatie.waardenverzameling.iter().any(|one| one == waarde)
    };
    let what = what.or_else(|| (!listed()).then(|| "de waarde staat niet in de waardenverzameling".to_owned()));
    what.map(|what| format!("De waarde voldoet niet aan de specificatie van de eigenschap: {what}."))
}

/// A text has at most `lengte` characters.
fn tekst(waarde: &str, lengte: &str) -> Option<String> {
    let max: usize = lengte.trim().parse().ok()?;
    (waarde.chars().count() > max).then(|| format!("ten hoogste {max} tekens"))
}

/// A number has at most as many digits as `lengte` says, before and after the comma (`2,1`); a point will do for a comma.
fn getal(waarde: &str, lengte: &str) -> Option<String> {
    let (max_whole, max_part) = split(lengte.trim());
    let digits = waarde.trim().trim_start_matches('-');
    let (whole, part) = split(digits);
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(part) {
        return Some("verwacht een getal".to_owned());
    }
    let max_whole: usize = max_whole.parse().ok()?;
    let max_part: usize = max_part.parse().unwrap_or(0);
    let fits = whole.len() <= max_whole && part.len() <= max_part;
    (!fits).then(|| format!("ten hoogste {max_whole} cijfers voor en {max_part} achter de komma"))
}

/// What stands before and after the comma or point.
fn split(number: &str) -> (&str, &str) {
    number.split_once([',', '.']).unwrap_or((number, ""))
}

/// A day, with or without hyphens.
fn is_datum(waarde: &str) -> bool {
    Date::parse(waarde).is_ok() || dashed(waarde).is_some_and(|day| Date::parse(&day).is_ok())
}

/// A moment in ISO 8601, or as fourteen digits.
fn is_datum_tijd(waarde: &str) -> bool {
    let from_digits = || {
        let (day, time) =
            (dashed(waarde.get(..8)?)?, waarde.get(8..).filter(|time| time.len() == 6 && time.is_ascii())?);
        Some(format!("{day}T{}:{}:{}", time.get(..2)?, time.get(2..4)?, time.get(4..)?))
    };
    DateTime::parse(waarde).is_ok() || from_digits().is_some_and(|moment| DateTime::parse(&moment).is_ok())
}

/// `20261121` → `2026-11-21`.
fn dashed(digits: &str) -> Option<String> {
    let eight = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !eight {
        return None;
    }
    Some(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?))
}

#[cfg(test)]
mod tests {
    use super::objection;
    use crate::catalogus::Specificatie;

    fn fits(formaat: &str, lengte: &str, waarde: &str) -> bool {
        let (formaat, lengte) = (formaat.to_owned(), lengte.to_owned());
        objection(waarde, &Specificatie { formaat, lengte, waardenverzameling: Vec::new() }).is_none()
    }

    #[test]
    fn a_text_fits_its_length() {
        assert!(fits("tekst", "5", "één!!") && !fits("tekst", "5", "zeshoe"));
    }

    #[test]
    fn a_number_fits_its_digits_before_and_after_the_comma() {
        for right in ["1", "12", "-12", "12,3", "1.5"] {
            assert!(fits("getal", "2,1", right), "{right}");
        }
        for wrong in ["", "x", "123", "1,23", "1e3", "--", ","] {
            assert!(!fits("getal", "2,1", wrong), "{wrong}");
        }
    }

    #[test]
    fn a_day_may_have_hyphens() {
        assert!(fits("datum", "8", "20240229") && fits("datum", "8", "2024-02-29"));
        for wrong in ["20230229", "2024", "202é0229", "morgen"] {
            assert!(!fits("datum", "8", wrong), "{wrong}");
        }
    }

    #[test]
    fn a_moment_is_fourteen_digits_or_iso() {
        assert!(fits("datum_tijd", "14", "20240229235959") && fits("datum_tijd", "14", "2024-02-29T23:59:59+01:00"));
        for wrong in ["20240229245959", "2024022923595", "20240229é5959", "nu"] {
            assert!(!fits("datum_tijd", "14", wrong), "{wrong}");
        }
    }

    #[test]
    fn a_value_is_one_of_the_values_and_the_warning_does_not_repeat_it() {
        let waardenverzameling = vec!["rood".to_owned(), "groen".to_owned()];
        let specificatie = Specificatie { formaat: "tekst".to_owned(), lengte: "10".to_owned(), waardenverzameling };
        assert_eq!(objection("rood", &specificatie), None);
        let warning = objection("geheim", &specificatie).unwrap();
        assert!(warning.is_ascii() && !warning.contains("geheim"));
    }
}
