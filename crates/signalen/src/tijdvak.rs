// SPDX-License-Identifier: EUPL-1.2
//! When a rule looks: between hours of the clock, or while lamps burn.

use jiff::{Timestamp, civil::Time, tz::TimeZone};
use serde::{Deserialize, Serialize};
use waarmaker_core::Problems;
use waarmaker_resource::Fields;

/// The clock by which hours are meant.
static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// Wanneer een regel kijkt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tijdvak {
    /// Vanaf hoe laat, in Nederland: `22:00`.
    #[field(max = 5)]
    #[serde(default)]
    pub van: String,
    /// Tot hoe laat: `06:00`. Is het vroeger dan `van`, dan is het de volgende dag.
    #[field(max = 5)]
    #[serde(default)]
    pub tot: String,
    /// Alleen als straatverlichting brandt: de zon staat meer dan 4 graden onder de horizon, in het midden van Nederland.
    #[serde(default)]
    pub brandtijden: bool,
}

impl Tijdvak {
    /// Whether a moment lies within.
    pub(crate) fn bevat(&self, millis: i64) -> bool {
        let Ok(at) = Timestamp::from_millisecond(millis) else { return false };
        if self.brandtijden && zonshoogte(millis) > -4.0 {
            return false;
        }
        let (Some(van), Some(tot)) = (uur(&self.van), uur(&self.tot)) else { return true };
        let nu = AMSTERDAM.to_datetime(at).time();
        if van <= tot { van <= nu && nu < tot } else { nu >= van || nu < tot }
    }

    /// Adds what is wrong with it.
    pub(crate) fn check(&self, problems: &mut Problems) {
        let mut hour = |name: &str, text: &str| {
            if !text.is_empty() && uur(text).is_none() {
                problems.add(format!("tijdvak.{name}"), "invalid", "Geef een tijd als uu:mm, zoals 22:00.");
            }
        };
        hour("van", &self.van);
        hour("tot", &self.tot);
        if self.van.is_empty() != self.tot.is_empty() {
            problems.add("tijdvak", "required", "Geef van en tot allebei.");
        } else if self.van.is_empty() && !self.brandtijden {
            problems.add("tijdvak", "required", "Geef van en tot, of brandtijden.");
        } else if !self.van.is_empty() && self.van == self.tot {
            problems.add("tijdvak", "invalid", "Van en tot zijn gelijk: zo kijkt de regel nooit.");
        }
    }

    /// In words.
    pub(crate) fn leesbaar(&self) -> String {
        let hours =
            if self.van.is_empty() { String::new() } else { format!(" tussen {} uur en {} uur", self.van, self.tot) };
        let lamps = if self.brandtijden { " als de straatverlichting brandt" } else { "" };
        match (hours.is_empty(), lamps.is_empty()) {
            (false, false) => format!("{hours} en{lamps}"),
            _ => format!("{hours}{lamps}"),
        }
    }
}

fn uur(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// How high the sun stands in the middle of the Netherlands (52.1° N, 5.3° E), in degrees; to about half a degree (Astronomical Almanac, low
/// precision).
fn zonshoogte(millis: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "half a degree is enough")]
    let days = millis as f64 / 86_400_000.0 - 10_957.5;
    let mean_longitude = (280.460 + 0.985_647_4 * days).to_radians();
    let anomaly = (357.528 + 0.985_600_3 * days).to_radians();
    let ecliptic = mean_longitude + (1.915 * anomaly.sin() + 0.020 * (2.0 * anomaly).sin()).to_radians();
    let tilt = (23.439 - 0.000_000_4 * days).to_radians();
    let declination = (tilt.sin() * ecliptic.sin()).asin();
    let ascension = (tilt.cos() * ecliptic.sin()).atan2(ecliptic.cos());
    let sidereal = (280.460_618_37 + 360.985_647_366_29 * days + 5.3).to_radians();
    let latitude = 52.1_f64.to_radians();
    let hour_angle = sidereal - ascension;
    (latitude.sin() * declination.sin() + latitude.cos() * declination.cos() * hour_angle.cos()).asin().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn a_night_spans_midnight_in_the_time_of_the_netherlands() {
        let night = Tijdvak { van: "22:00".to_owned(), tot: "06:00".to_owned(), brandtijden: false };
        assert!(night.bevat(at("2026-11-21T21:00:00Z")));
        assert!(night.bevat(at("2026-11-22T04:59:59Z")));
        assert!(!night.bevat(at("2026-11-22T05:00:00Z")));
        assert!(!night.bevat(at("2026-11-21T20:59:00Z")));
        assert!(night.bevat(at("2026-07-21T20:00:00Z")), "in summer an hour earlier");
    }

    #[test]
    fn lamps_burn_when_the_sun_is_down() {
        let dark = Tijdvak { brandtijden: true, ..Tijdvak::default() };
        assert!(!dark.bevat(at("2026-06-21T12:00:00Z")));
        assert!(dark.bevat(at("2026-06-21T23:30:00Z")));
        // Sunset in Utrecht on 21 November 2026 is at 15:37 UTC, sunrise at 07:11 UTC.
        assert!(!dark.bevat(at("2026-11-21T15:40:00Z")));
        assert!(dark.bevat(at("2026-11-21T16:30:00Z")));
        assert!(dark.bevat(at("2026-11-21T06:20:00Z")));
        assert!(!dark.bevat(at("2026-11-21T07:30:00Z")));
    }
}
