// SPDX-License-Identifier: EUPL-1.2
//! Moments as people read them in the Netherlands.

use jiff::tz::TimeZone;
use waarmaker_core::DateTime;

static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

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

/// `maandag 23 november 2026 om 10.30 uur`.
pub(crate) fn moment(moment: &DateTime) -> String {
    let local = AMSTERDAM.to_datetime(moment.at);
    let name = |names: &[&'static str], number: i8| {
        usize::try_from(number - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
    };
    format!(
        "{} {} {} {} om {}.{:02} uur",
        name(&DAYS, local.weekday().to_monday_one_offset()),
        local.day(),
        name(&MONTHS, local.month()),
        local.year(),
        local.hour(),
        local.minute()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_words_of_the_netherlands() {
        let at = DateTime::parse("2026-11-23T09:05:00Z").unwrap();
        assert_eq!(moment(&at), "maandag 23 november 2026 om 10.05 uur");
    }
}
