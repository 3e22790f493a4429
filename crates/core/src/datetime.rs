// SPDX-License-Identifier: EUPL-1.2
//! A moment, with the day its sender called it.

use std::fmt;

use jiff::{
    Timestamp, civil,
    tz::{Offset, TimeZone},
};

use crate::{Date, Invalid, as_text::as_text, digits::Digits};

/// Holds a moment to the microsecond, and the calendar day as it was sent.
///
/// `2024-01-01T00:30:00+01:00` is the moment `2023-12-31T23:30:00Z`, yet a zaak closed with it ends on 2024-01-01:
/// the einddatum is the date part as sent. That is why the day travels along. It is not stored; a moment read back
/// from storage has its UTC day. Two values are equal when moment and day both are; compare `at` for the moment alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// The moment.
    pub at: Timestamp,
    /// The date part as it was sent, before any shift to UTC.
    pub date: Date,
}

impl DateTime {
    /// Takes a moment of the clock, to the microsecond; its day is that of UTC.
    pub fn from_timestamp(at: Timestamp) -> Option<Self> {
        let at = Timestamp::from_microsecond(at.as_microsecond()).ok()?;
        Some(Self { at, date: Date::from_civil(Offset::UTC.to_datetime(at).date())? })
    }

    /// Reads an ISO 8601 date and time, or a date alone for its midnight in UTC.
    ///
    /// Without an offset it is UTC (the standard's tests read it so). Up to nine digits of a second are taken and cut off
    /// after the sixth. The moment has to lie between 0001-01-01 and 9999-12-30T22:00 UTC, the end of the calendar
    /// library. The code of a refusal is `invalid`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::read(text).ok_or_else(|| {
            Invalid::new("invalid", "Dit is geen geldig tijdstip: gebruik JJJJ-MM-DDTuu:mm:ss met Z of een afwijking.")
        })
    }

    fn read(text: &str) -> Option<Self> {
        let mut digits = Digits::new(text);
        let date = Date::take(&mut digits)?;
        let (time, offset) = if digits.is_done() {
            (civil::Time::midnight(), Offset::UTC)
        } else {
            digits.one_of("Tt ")?;
            (take_time(&mut digits)?, take_offset(&mut digits)?)
        };
        let at = offset.to_timestamp(date.civil().to_datetime(time)).ok()?;
        let is_ours = Offset::UTC.to_datetime(at).year() >= 1;
        (digits.is_done() && is_ours).then_some(Self { at, date })
    }

    /// Writes the moment in UTC with always six decimals, so that texts sort like moments: what a column compares.
    pub fn sort_key(&self) -> String {
        let utc = Offset::UTC.to_datetime(self.at);
        format!("{}.{:06}Z", Seconds(utc), utc.subsec_nanosecond() / 1000)
    }

    /// Gives the calendar day of the moment in a time zone, as opposed to the day as sent.
    pub fn date_in(&self, zone: &TimeZone) -> Option<Date> {
        Date::from_civil(zone.to_datetime(self.at).date())
    }
}

/// Takes `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f`.
fn take_time(digits: &mut Digits<'_>) -> Option<civil::Time> {
    let hour = digits.number(2)?;
    digits.one_of(":")?;
    let minute = digits.number(2)?;
    let mut second = 0;
    let mut nanosecond = 0;
    if digits.one_of(":").is_some() {
        second = digits.number(2)?;
        if digits.one_of(".,").is_some() {
            let micros: String = digits.run(1, 9)?.chars().chain("000000".chars()).take(6).collect();
            nanosecond = micros.parse::<i32>().ok()? * 1000;
        }
    }
    civil::Time::new(hour, minute, second, nanosecond).ok()
}

/// Takes `Z`, `+hh:mm`, `+hhmm`, `+hh` or nothing, which is UTC.
fn take_offset(digits: &mut Digits<'_>) -> Option<Offset> {
    let Some(sign) = digits.one_of("Zz+-") else { return Some(Offset::UTC) };
    if sign.eq_ignore_ascii_case(&'z') {
        return Some(Offset::UTC);
    }
    let hours: i32 = digits.number(2).filter(|hours| *hours <= 23)?;
    let has_colon = digits.one_of(":").is_some();
    let minutes: i32 =
        if has_colon || !digits.is_done() { digits.number(2).filter(|minutes| *minutes <= 59)? } else { 0 };
    let seconds = (hours * 60 + minutes) * 60;
    Offset::from_seconds(if sign == '-' { -seconds } else { seconds }).ok()
}

/// Writes a civil moment up to the second.
struct Seconds(civil::DateTime);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.0.date(), self.0.time());
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())?;
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }
}

/// Writes UTC, with microseconds only when there are any: `2024-01-01T00:00:00Z`, `2024-01-01T00:00:00.500000Z`.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let utc = Offset::UTC.to_datetime(self.at);
        match utc.subsec_nanosecond() / 1000 {
            0 => write!(f, "{}Z", Seconds(utc)),
            micros => write!(f, "{}.{micros:06}Z", Seconds(utc)),
        }
    }
}

as_text!(DateTime, ToString::to_string);

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};
    use proptest::prelude::*;

    use super::DateTime;

    fn at(text: &str) -> DateTime {
        DateTime::parse(text).unwrap()
    }

    #[test]
    fn every_form_of_the_same_moment_is_written_in_utc() {
        let forms = [
            "2023-12-31T23:30:00Z",
            "2023-12-31T23:30:00",
            "2023-12-31T23:30",
            "2023-12-31t23:30:00z",
            "2023-12-31 23:30:00.000",
            "2024-01-01T00:30:00+01:00",
            "2024-01-01T00:30:00+0100",
            "2024-01-01T00:30:00+01",
            "2023-12-31T18:30:00-05:00",
        ];
        for text in forms {
            assert_eq!(at(text).to_string(), "2023-12-31T23:30:00Z", "{text}");
        }
    }

    #[test]
    fn the_day_is_the_one_that_was_sent() {
        assert_eq!(at("2024-01-01T00:30:00+01:00").date.to_string(), "2024-01-01");
        assert_eq!(at("2023-12-31T23:30:00Z").date.to_string(), "2023-12-31");
    }

    #[test]
    fn seven_digits_of_a_second_are_cut_to_six() {
        let moment = at("2023-12-22T10:44:47.5000576Z");
        assert_eq!(moment.to_string(), "2023-12-22T10:44:47.500057Z");
        assert_eq!(moment, at(&moment.to_string()));
    }

    #[test]
    fn a_date_alone_is_midnight_in_utc() {
        assert_eq!(at("2024-02-29").to_string(), "2024-02-29T00:00:00Z");
    }

    #[test]
    fn absurd_input_is_refused() {
        let wrong = [
            "",
            "T",
            "2024-02-30T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T23:60:00Z",
            "2024-01-01T23:59:61Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00.1234567890Z",
            "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00+01:60",
            "2024-01-01T00:00:00+01:",
            "2024-01-01T00:00:00Z ",
            "2024-01-01T00Z",
            "2024-01-01T00:00:00[Europe/Amsterdam]",
            "9999-12-31T23:59:59Z",
            "0001-01-01T00:00:00+01:00",
            "0000-12-31T23:00:00-12:00",
            "99999-01-01T00:00:00Z",
            "-2024-01-01T00:00:00Z",
            "2024-01-01TT00:00:00Z",
        ];
        for text in wrong {
            assert_eq!(DateTime::parse(text).unwrap_err().code, "invalid", "{text}");
        }
    }

    #[test]
    fn a_moment_of_the_clock_has_its_utc_day_and_no_nanoseconds() {
        let clock: Timestamp = "2024-06-30T22:30:00.123456789Z".parse().unwrap();
        let moment = DateTime::from_timestamp(clock).unwrap();
        assert_eq!(moment.to_string(), "2024-06-30T22:30:00.123456Z");
        assert_eq!(moment.date.to_string(), "2024-06-30");
        assert_eq!(moment.date_in(&TimeZone::fixed(jiff::tz::offset(2))).unwrap().to_string(), "2024-07-01");
        assert_eq!(DateTime::from_timestamp(Timestamp::MIN), None);
    }

    #[test]
    fn a_moment_is_a_string_in_json() {
        let moment: DateTime = serde_json::from_str("\"2024-01-01T00:00:00+01:00\"").unwrap();
        assert_eq!(serde_json::to_string(&moment).unwrap(), "\"2023-12-31T23:00:00Z\"");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,+Zé-]{0,20}|.*") {
            let _ = DateTime::parse(&text);
        }

        #[test]
        fn sort_keys_sort_like_moments_and_lead_back_to_them(
            micros in prop::array::uniform2(-62_135_596_800_000_000i64..253_402_207_200_000_000),
        ) {
            let [a, b] = micros.map(|micros| {
                DateTime::from_timestamp(Timestamp::from_microsecond(micros).unwrap()).unwrap()
            });
            prop_assert_eq!(a.sort_key().cmp(&b.sort_key()), a.at.cmp(&b.at));
            prop_assert_eq!(a.sort_key().len(), 27);
            prop_assert_eq!(at(&a.sort_key()), a);
            prop_assert_eq!(at(&a.to_string()), a);
        }
    }
}
