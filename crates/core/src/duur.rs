// SPDX-License-Identifier: EUPL-1.2
//! A length of time in calendar units.

use std::fmt;

use jiff::Span;

use crate::{Date, Invalid, as_text::as_text, digits::Digits};

/// Holds an ISO 8601 duration together with its text.
///
/// The text is kept as it was sent: the standard compares `archiefactietermijn` with the bewaartermijn of the
/// selectielijst letter by letter, and ten years are not a number of days. Equality is therefore equality of text:
/// `P12M` differs from `P1Y`.
///
/// Accepted are `PnYnMnWnDTnHnMnS` with any of the parts, in that order, up to 50 characters, nine digits per part and
/// 9999 years in all; only the seconds may have a fraction, which does not count. Negative durations are refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Duur {
    text: String,
    parts: Parts,
}

/// The numbers of the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Parts {
    years: i64,
    months: i64,
    weeks: i64,
    days: i64,
    hours: i64,
    minutes: i64,
    seconds: i64,
    /// Whether the seconds have a fraction other than zero.
    fraction: bool,
}

const SECONDS_PER_DAY: i64 = 86_400;
const MOST_DAYS: i64 = 9999 * 366;

impl Duur {
    /// Reads a duration; the code of a refusal is `invalid`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let parts = Parts::read(text)
            .ok_or_else(|| Invalid::new("invalid", "Dit is geen geldige duur: gebruik ISO 8601, zoals P10Y of P6W."))?;
        if parts.rough_days() > MOST_DAYS {
            return Err(Invalid::new("invalid", "Deze duur is langer dan 9999 jaar."));
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// Gives the text as it was sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Says whether the duration takes no time at all.
    pub fn is_zero(&self) -> bool {
        self.parts == Parts::default()
    }

    /// Gives the day this long after a day, on the calendar.
    ///
    /// Years and months come first and keep the day of the month, or take the last one the month has (29 February plus
    /// a year is 28 February); then weeks and days; of the time only whole days count. A day beyond the year 9999 is
    /// refused with code `invalid`.
    pub fn add_to(&self, date: Date) -> Result<Date, Invalid> {
        self.parts
            .add_to(date)
            .ok_or_else(|| Invalid::new("invalid", "Deze datum plus deze duur valt na het jaar 9999."))
    }
}

impl Parts {
    fn read(text: &str) -> Option<Self> {
        let mut digits = Digits::new(text);
        digits.one_of("P").filter(|_| text.len() <= 50)?;
        let mut parts = Self::default();
        let mut units = "YMWD";
        let mut in_time = false;
        let mut has_part = false;
        while !digits.is_done() {
            if !in_time && digits.one_of("T").is_some() {
                (in_time, units) = (true, "HMS");
            }
            let number = digits.run(1, 9)?.parse().ok()?;
            if in_time && digits.one_of(".,").is_some() {
                parts.fraction = digits.run(1, 9)?.bytes().any(|digit| digit != b'0');
                units = units.find('S').and_then(|seconds| units.get(seconds..))?;
            }
            let unit = digits.one_of(units)?;
            units = units.split_once(unit)?.1;
            parts.set(in_time, unit, number);
            has_part = true;
        }
        has_part.then_some(parts)
    }

    fn set(&mut self, in_time: bool, unit: char, number: i64) {
        let part = match (in_time, unit) {
            (false, 'Y') => &mut self.years,
            (false, 'M') => &mut self.months,
            (false, 'W') => &mut self.weeks,
            (false, _) => &mut self.days,
            (true, 'H') => &mut self.hours,
            (true, 'M') => &mut self.minutes,
            (true, _) => &mut self.seconds,
        };
        *part = number;
    }

    /// Counts the whole days in hours, minutes and seconds. Nine digits per part cannot overflow.
    fn days_of_time(&self) -> i64 {
        (self.hours * 3600 + self.minutes * 60 + self.seconds) / SECONDS_PER_DAY
    }

    /// Counts the days with long years and months, for the limit only. Nine digits per part cannot overflow.
    fn rough_days(&self) -> i64 {
        self.years * 366 + self.months * 366 / 12 + self.weeks * 7 + self.days + self.days_of_time()
    }

    fn add_to(&self, date: Date) -> Option<Date> {
        let months = Span::new().try_years(self.years).ok()?.try_months(self.months).ok()?;
        let days = Span::new().try_days(self.weeks * 7 + self.days + self.days_of_time()).ok()?;
        let end = date.civil().checked_add(months).ok()?.checked_add(days).ok()?;
        Date::from_civil(end)
    }
}

impl fmt::Display for Duur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

as_text!(Duur, Duur::as_str);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Duur;
    use crate::Date;

    fn plus(date: &str, duur: &str) -> String {
        Duur::parse(duur).unwrap().add_to(Date::parse(date).unwrap()).unwrap().to_string()
    }

    #[test]
    fn a_duration_keeps_its_text() {
        for text in ["P10Y", "P10D", "P5M", "P6W", "P0D", "P1Y2M3DT4H5M6S", "PT36H", "PT0.50S", "P1Y2W", "P036M"] {
            assert_eq!(Duur::parse(text).unwrap().as_str(), text);
            let json = format!("\"{text}\"");
            assert_eq!(serde_json::to_string(&serde_json::from_str::<Duur>(&json).unwrap()).unwrap(), json);
        }
    }

    #[test]
    fn absurd_durations_are_refused() {
        let wrong = [
            "",
            "P",
            "PT",
            "P1YT",
            "10Y",
            "p10y",
            "-P1Y",
            "P-1Y",
            "+P1Y",
            "P1.5Y",
            "P0,5D",
            "PT1.5H",
            "P1D1Y",
            "P1Y1Y",
            "PT1S1M",
            "P1H",
            "PT1D",
            "P1",
            "P10000Y",
            "P9999Y12M",
            "P1234567890D",
            "P999999999D",
            "P1Y ",
            "P1é",
            "PT1.S",
            "PT1.1234567890S",
            "PT1HT1M",
            "P000000001Y000000001M000000001DT000000001H000000001M",
        ];
        for text in wrong {
            assert_eq!(Duur::parse(text).map_err(|invalid| invalid.code), Err("invalid"), "{text}");
        }
    }

    #[test]
    fn years_are_counted_on_the_calendar() {
        assert_eq!(plus("2018-11-11", "P10Y"), "2028-11-11");
        assert_eq!(plus("2024-02-29", "P1Y"), "2025-02-28");
        assert_eq!(plus("2024-02-29", "P4Y"), "2028-02-29");
        assert_eq!(plus("2024-01-31", "P1M"), "2024-02-29");
    }

    #[test]
    fn weeks_days_and_whole_days_of_time_are_added_after_the_months() {
        assert_eq!(plus("2024-01-31", "P1M1D"), "2024-03-01");
        assert_eq!(plus("2024-01-01", "P2W"), "2024-01-15");
        assert_eq!(plus("2024-01-01", "PT47H60M"), "2024-01-03");
        assert_eq!(plus("2024-01-01", "PT23H59M59.999S"), "2024-01-01");
    }

    #[test]
    fn a_day_beyond_the_calendar_is_refused() {
        let duur = Duur::parse("P9998Y").unwrap();
        assert_eq!(duur.add_to(Date::parse("2024-01-01").unwrap()).unwrap_err().code, "invalid");
    }

    #[test]
    fn only_a_duration_of_nothing_is_zero() {
        for text in ["P0D", "P0Y0M", "PT0S", "PT0.000S"] {
            assert!(Duur::parse(text).unwrap().is_zero(), "{text}");
        }
        for text in ["P1D", "PT1S", "PT0.1S"] {
            assert!(!Duur::parse(text).unwrap().is_zero(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_or_adding_panic(text in "P[0-9]{0,9}[YMWD]([0-9]{0,9}[MWD])?(T[0-9]{1,9}[HMS])?|.*") {
            if let Ok(duur) = Duur::parse(&text) {
                let _ = duur.add_to(Date::parse("2024-02-29").unwrap());
            }
        }
    }
}
