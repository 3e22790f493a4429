// SPDX-License-Identifier: EUPL-1.2
//! A day on the calendar.

use std::fmt;

use jiff::civil;

use crate::{DateTime, Invalid, as_text::as_text, digits::Digits};

/// Holds a day of the years 0001 to 9999, without time or zone; on the wire `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The first day there is, 0001-01-01.
    pub const FIRST: Self = Self(civil::date(1, 1, 1));

    /// Makes the day from its parts, when the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().and_then(Self::from_civil)
    }

    /// Takes over a day of the calendar library, when its year is within the bounds.
    pub fn from_civil(date: civil::Date) -> Option<Self> {
        (date.year() >= 1).then_some(Self(date))
    }

    /// Reads exactly `YYYY-MM-DD`; the code of a refusal is `invalid`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut digits = Digits::new(text);
        Self::take(&mut digits)
            .filter(|_| digits.is_done())
            .ok_or_else(|| Invalid::new("invalid", "Dit is geen geldige datum: gebruik JJJJ-MM-DD."))
    }

    /// Takes `YYYY-MM-DD` from the front of a text.
    pub(crate) fn take(digits: &mut Digits<'_>) -> Option<Self> {
        let year = digits.number(4)?;
        digits.one_of("-")?;
        let month = digits.number(2)?;
        digits.one_of("-")?;
        Self::new(year, month, digits.number(2)?)
    }

    /// Reads a day the way registers write it: `2013-1-1`, `20130101`, `20130101235959` or an ISO date and time.
    ///
    /// The value from which the brondatum of an archiving procedure is derived (ztc-015, zrc-021) is free text in a
    /// zaakeigenschap or zaakobject; whoever reads it has to take what is there.
    pub fn parse_lenient(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::parse(text)
            .ok()
            .or_else(|| Self::parse_compact(text))
            .or_else(|| Self::parse_unpadded(text))
            .or_else(|| DateTime::parse(text).ok().map(|datetime| datetime.date))
    }

    fn parse_compact(text: &str) -> Option<Self> {
        let mut digits = Digits::new(text);
        let date = Self::new(digits.number(4)?, digits.number(2)?, digits.number(2)?)?;
        if !digits.is_done() {
            civil::Time::new(digits.number(2)?, digits.number(2)?, digits.number(2)?, 0).ok()?;
        }
        digits.is_done().then_some(date)
    }

    fn parse_unpadded(text: &str) -> Option<Self> {
        let mut digits = Digits::new(text);
        let year = digits.number(4)?;
        digits.one_of("-")?;
        let month = digits.run(1, 2)?.parse().ok()?;
        digits.one_of("-")?;
        let day = digits.run(1, 2)?.parse().ok()?;
        digits.is_done().then(|| Self::new(year, month, day)).flatten()
    }

    /// Gives the year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Gives the month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Gives the day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Gives the day to the calendar library, for arithmetic.
    pub fn civil(self) -> civil::Date {
        self.0
    }

    /// Gives the day so many days later (or earlier, when negative), if it lies within the bounds.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().and_then(Self::from_civil)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

as_text!(Date, ToString::to_string);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Date;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_date_is_written_as_it_was_read() {
        for text in ["0001-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(date(text).to_string(), text);
            let json = format!("\"{text}\"");
            assert_eq!(serde_json::to_string(&serde_json::from_str::<Date>(&json).unwrap()).unwrap(), json);
        }
    }

    #[test]
    fn a_text_that_is_not_exactly_a_date_is_refused() {
        let wrong = [
            "",
            "2024",
            "2024-1-1",
            "2023-02-29",
            "2024-13-01",
            "0000-01-01",
            "-2024-01-01",
            "+2024-01-01",
            "12024-01-01",
            "2024-01-01 ",
            "2024-01-01T00:00:00Z",
            "20240101",
            "2024/01/01",
            "２０２４-01-01",
        ];
        for text in wrong {
            assert_eq!(Date::parse(text).unwrap_err().code, "invalid", "{text}");
        }
    }

    #[test]
    fn a_brondatum_is_read_in_the_forms_registers_use() {
        let forms = [
            "2013-01-01",
            "2013-1-1",
            "2013-01-1",
            "20130101",
            "20130101235959",
            " 2013-01-01 ",
            "2013-01-01T23:30:00+02:00",
            "2013-01-01T00:00:00Z",
            "2013-01-01T12:00",
        ];
        for text in forms {
            assert_eq!(Date::parse_lenient(text), Some(date("2013-01-01")), "{text}");
        }
    }

    #[test]
    fn a_brondatum_that_is_no_date_is_none() {
        for text in ["", "2013", "201301", "20131301", "20130101246060", "2013-1-1-1", "1-1-2013", "gisteren", "é"] {
            assert_eq!(Date::parse_lenient(text), None, "{text}");
        }
    }

    #[test]
    fn adding_days_stays_within_the_years_of_the_calendar() {
        assert_eq!(date("2024-02-28").plus_days(2), Some(date("2024-03-01")));
        assert_eq!(date("9999-12-31").plus_days(1), None);
        assert_eq!(date("0001-01-01").plus_days(-1), None);
        assert_eq!(date("2024-01-01").plus_days(i32::MIN), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(text in "[0-9T:Z+.é -]{0,24}|.*") {
            let _ = Date::parse_lenient(&text);
        }

        #[test]
        fn dates_sort_like_their_texts(days in prop::array::uniform2(0i32..3_652_058)) {
            let [a, b] = days.map(|days| date("0001-01-01").plus_days(days).unwrap());
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
