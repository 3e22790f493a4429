// SPDX-License-Identifier: EUPL-1.2
//! A month of the calendar of Amsterdam.

use std::{fmt, str::FromStr};

use jiff::{civil, tz::TimeZone};
use waarmaker_api::Result;
use waarmaker_contracten::klok;
use waarmaker_core::{DateTime, Problem};

static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maand {
    first: civil::Date,
}

impl Maand {
    /// Its first moment, and that of the next month.
    pub(super) fn bounds(self) -> Result<(DateTime, DateTime)> {
        let start = |date: civil::Date| {
            let zoned = date.to_zoned(AMSTERDAM.clone()).ok()?;
            DateTime::from_timestamp(zoned.timestamp())
        };
        let next = self.first.last_of_month().tomorrow().ok();
        let bounds = start(self.first).zip(next.and_then(start));
        bounds.ok_or_else(|| Problem::internal(std::io::Error::other("a month at the end of the calendar")))
    }

    /// "november 2026".
    pub fn naam(self) -> String {
        format!("{} {}", klok::maand(self.first.month()), self.first.year())
    }
}

/// `2026-11`.
impl FromStr for Maand {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let wrong = || "Gebruik jaar en maand: 2026-11.".to_owned();
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        let first = civil::Date::new(year, month, 1).map_err(|_| wrong())?;
        if (1900..=9998).contains(&year) { Ok(Self { first }) } else { Err(wrong()) }
    }
}

impl fmt::Display for Maand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_amsterdam() {
        let (van, tot) = "2026-10".parse::<Maand>().unwrap().bounds().unwrap();
        assert_eq!(
            (van.to_string().as_str(), tot.to_string().as_str()),
            ("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z")
        );
        for wrong in ["", "2026", "2026-13", "2026-1", "november", "0001-01", "2026-11-01", "+026-11"] {
            assert!(wrong.parse::<Maand>().is_err(), "{wrong}");
        }
    }
}
