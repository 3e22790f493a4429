// SPDX-License-Identifier: EUPL-1.2
//! Moments and lengths of time as people write them, in Dutch.

use jiff::{Timestamp, Zoned};
use waarmaker_core::DateTime;

use super::rooster::AMSTERDAM;

const DAYS: [&str; 7] = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The name of a month, 1 to 12: "november".
pub fn maand(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default()
}

/// "vrijdag 20 november 2026 om 15:00 uur", in Amsterdam. When the clock is put back, the hour that comes twice says which one it is.
pub fn moment(at: Timestamp) -> String {
    let zoned = at.to_zoned(AMSTERDAM.clone());
    format!("{} om {}", datum(&zoned), hour(&zoned))
}

/// "vrijdag 20 november 2026 om 15.00 uur", in Amsterdam and to the minute: for letters and pages.
pub fn tijdstip(moment: &DateTime) -> String {
    let zoned = moment.at.to_zoned(AMSTERDAM.clone());
    format!("{} om {}.{:02} uur", datum(&zoned), zoned.hour(), zoned.minute())
}

/// "vrijdag 20 november 2026".
fn datum(zoned: &Zoned) -> String {
    let day = usize::try_from(zoned.weekday().to_monday_zero_offset()).ok().and_then(|day| DAYS.get(day));
    format!("{} {} {} {}", day.copied().unwrap_or_default(), zoned.day(), maand(zoned.month()), zoned.year())
}

/// "20-11-2026 15:00", in Amsterdam: for tables.
pub fn kort(at: Timestamp) -> String {
    let zoned = at.to_zoned(AMSTERDAM.clone());
    format!("{:02}-{:02}-{} {:02}:{:02}", zoned.day(), zoned.month(), zoned.year(), zoned.hour(), zoned.minute())
}

fn hour(zoned: &Zoned) -> String {
    let twice = AMSTERDAM.to_ambiguous_timestamp(zoned.datetime()).is_ambiguous();
    let which = match (twice, zoned.offset().seconds()) {
        (false, _) => "",
        (true, 7200) => " (zomertijd)",
        (true, _) => " (wintertijd)",
    };
    let seconds = if zoned.second() == 0 { String::new() } else { format!(":{:02}", zoned.second()) };
    format!("{:02}:{:02}{seconds} uur{which}", zoned.hour(), zoned.minute())
}

/// "8 uur 30 minuten".
pub fn duur(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    let mut parts = Vec::new();
    if hours != 0 {
        parts.push(format!("{hours} uur"));
    }
    if minutes != 0 {
        parts.push(if minutes == 1 { "1 minuut".to_owned() } else { format!("{minutes} minuten") });
    }
    if rest != 0 || parts.is_empty() {
        parts.push(if rest == 1 { "1 seconde".to_owned() } else { format!("{rest} seconden") });
    }
    parts.join(" ")
}
