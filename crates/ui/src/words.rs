// SPDX-License-Identifier: EUPL-1.2
//! Dates and numbers in words, in both languages and in the time of Amsterdam.
//!
//! A date never is `15-01-2027`: people read "vrijdag 15 januari 2027", or "vr 15 jan" in a list. What belongs together (`€ 34,50`, `200 m`,
//! `14.32 uur`, `15 januari`) has a space at which no line breaks.
//!
//! ```
//! use waarmaker_core::Date;
//! use waarmaker_ui::{Lang, words};
//!
//! let day = Date::new(2027, 1, 15).unwrap();
//! assert_eq!(words::long_day(Lang::Nl, day), "vrijdag 15\u{a0}januari 2027");
//! assert_eq!(words::by(Lang::En, day), "by Friday 15\u{a0}January 2027");
//! ```

use jiff::{Timestamp, civil, tz::TimeZone};
use waarmaker_core::{Date, DateTime};

use crate::Lang;

mod amount;

pub use amount::{count, decimal, distance, euro, list, number, percent, size};

static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// A space at which no line breaks.
pub const NBSP: char = '\u{a0}';

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What has a day: a date, or a moment with the day it is in Amsterdam.
pub trait Day: Copy {
    /// The day.
    fn civil(self) -> civil::Date;
}

impl Day for civil::Date {
    fn civil(self) -> civil::Date {
        self
    }
}

impl Day for Date {
    fn civil(self) -> civil::Date {
        Self::civil(self)
    }
}

impl Day for Timestamp {
    fn civil(self) -> civil::Date {
        AMSTERDAM.to_datetime(self).date()
    }
}

/// The day of the moment, not the day as it was sent.
impl Day for DateTime {
    fn civil(self) -> civil::Date {
        self.at.civil()
    }
}

/// What is a moment.
pub trait Moment: Day {
    /// The moment.
    fn at(self) -> Timestamp;
}

impl Moment for Timestamp {
    fn at(self) -> Timestamp {
        self
    }
}

impl Moment for DateTime {
    fn at(self) -> Timestamp {
        self.at
    }
}

/// With a capital, for what begins a title: "Lichtmast LM-105".
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "vrijdag", "Friday".
pub fn weekday(lang: Lang, day: impl Day) -> &'static str {
    let names = match lang {
        Lang::Nl => ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        Lang::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    };
    pick(names, i64::from(day.civil().weekday().to_monday_zero_offset()))
}

/// "januari", "January".
fn month_name(lang: Lang, day: civil::Date) -> &'static str {
    #[rustfmt::skip]
    let names = match lang {
        Lang::Nl => ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
        Lang::En => ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    };
    pick(names, i64::from(day.month()) - 1)
}

/// "jan", "Jan".
fn month_short(lang: Lang, day: civil::Date) -> &'static str {
    let names = match lang {
        Lang::Nl => ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
        Lang::En => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    };
    pick(names, i64::from(day.month()) - 1)
}

fn pick<const N: usize>(names: [&'static str; N], at: i64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
}

/// "vrijdag 15 januari 2027", "Friday 15 January 2027".
pub fn long_day(lang: Lang, day: impl Day) -> String {
    let day = day.civil();
    format!("{} {}", near_day(lang, day), day.year())
}

/// "vrijdag 15 januari", "Friday 15 January": for a day within some months.
pub fn near_day(lang: Lang, day: impl Day) -> String {
    let day = day.civil();
    format!("{} {}{NBSP}{}", weekday(lang, day), day.day(), month_name(lang, day))
}

/// "vr 15 jan", "Fri 15 Jan": for lists and tables.
pub fn short_day(lang: Lang, day: impl Day) -> String {
    let day = day.civil();
    let letters = match lang {
        Lang::Nl => 2,
        Lang::En => 3,
    };
    let weekday: String = weekday(lang, day).chars().take(letters).collect();
    format!("{weekday}{NBSP}{}{NBSP}{}", day.day(), month_short(lang, day))
}

/// "15 jan 2027", "15 Jan 2027": for lists of more than a year.
pub fn short_date(lang: Lang, day: impl Day) -> String {
    let day = day.civil();
    format!("{}{NBSP}{}{NBSP}{}", day.day(), month_short(lang, day), day.year())
}

/// "januari 2027", "January 2027".
pub fn month(lang: Lang, day: impl Day) -> String {
    let day = day.civil();
    format!("{}{NBSP}{}", month_name(lang, day), day.year())
}

/// "14.32 uur", "14:32".
pub fn time(lang: Lang, at: impl Moment) -> String {
    let time = AMSTERDAM.to_datetime(at.at()).time();
    match lang {
        Lang::Nl => format!("{}.{:02}{NBSP}uur", time.hour(), time.minute()),
        Lang::En => format!("{}:{:02}", time.hour(), time.minute()),
    }
}

/// "vrijdag 15 januari 2027 om 14.32 uur", "Friday 15 January 2027 at 14:32".
pub fn moment(lang: Lang, at: impl Moment) -> String {
    let between = match lang {
        Lang::Nl => "om",
        Lang::En => "at",
    };
    format!("{} {between} {}", long_day(lang, at.at()), time(lang, at.at()))
}

/// "vr 15 jan, 14.32 uur", "Fri 15 Jan, 14:32": for lists and tables.
pub fn short_moment(lang: Lang, at: impl Moment) -> String {
    format!("{}, {}", short_day(lang, at.at()), time(lang, at.at()))
}

/// A promise: "uiterlijk vrijdag 15 januari 2027", "by Friday 15 January 2027".
pub fn by(lang: Lang, day: impl Day) -> String {
    let word = match lang {
        Lang::Nl => "uiterlijk",
        Lang::En => "by",
    };
    format!("{word} {}", long_day(lang, day))
}

/// A promise to the minute: "uiterlijk vrijdag 15 januari 2027 om 14.32 uur".
pub fn by_moment(lang: Lang, at: impl Moment) -> String {
    let word = match lang {
        Lang::Nl => "uiterlijk",
        Lang::En => "by",
    };
    format!("{word} {}", moment(lang, at))
}

/// How far a day is from today: "3 dagen geleden", "gisteren", "vandaag", "morgen", "over 53 dagen".
pub fn relative(lang: Lang, day: impl Day, today: impl Day) -> String {
    let days = days_from(today, day);
    let away = amount::number(lang, days.unsigned_abs());
    match (lang, days) {
        (Lang::Nl, -2) => "eergisteren".to_owned(),
        (Lang::Nl, -1) => "gisteren".to_owned(),
        (Lang::Nl, 0) => "vandaag".to_owned(),
        (Lang::Nl, 1) => "morgen".to_owned(),
        (Lang::Nl, 2) => "overmorgen".to_owned(),
        (Lang::Nl, ..0) => format!("{away} dagen geleden"),
        (Lang::Nl, _) => format!("over {away} dagen"),
        (Lang::En, -1) => "yesterday".to_owned(),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, 1) => "tomorrow".to_owned(),
        (Lang::En, ..0) => format!("{away} days ago"),
        (Lang::En, _) => format!("in {away} days"),
    }
}

/// What is left until a day that was promised: "nog 53 dagen", "nog 1 dag", "vandaag", "2 dagen te laat".
pub fn left(lang: Lang, day: impl Day, today: impl Day) -> String {
    let days = days_from(today, day);
    let counted = units(lang, Unit::Day, days.unsigned_abs());
    match (lang, days) {
        (Lang::Nl, 0) => "vandaag".to_owned(),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::Nl, 1..) => format!("nog {counted}"),
        (Lang::En, 1..) => format!("{counted} left"),
        (Lang::Nl, _) => format!("{counted} te laat"),
        (Lang::En, _) => format!("{counted} late"),
    }
}

/// The same to the minute within a day, for clocks of contracts: "nog 3 uur en 20 minuten", "45 minuten te laat".
pub fn left_until(lang: Lang, until: impl Moment, now: impl Moment) -> String {
    let seconds = until.at().as_second().saturating_sub(now.at().as_second());
    if seconds.abs() >= 2 * DAY {
        return left(lang, until.at(), now.at());
    }
    let lasting = lasting(lang, seconds);
    match (lang, seconds) {
        (Lang::Nl, 0..) => format!("nog {lasting}"),
        (Lang::En, 0..) => format!("{lasting} left"),
        (Lang::Nl, _) => format!("{lasting} te laat"),
        (Lang::En, _) => format!("{lasting} late"),
    }
}

/// How long ago something was: "zojuist", "5 minuten geleden", "3 uur geleden", then by days as [`relative`].
pub fn ago(lang: Lang, at: impl Moment, now: impl Moment) -> String {
    let (at, now) = (at.at(), now.at());
    let seconds = now.as_second().saturating_sub(at.as_second());
    let counted = match seconds {
        ..MINUTE => {
            return match lang {
                Lang::Nl => "zojuist".to_owned(),
                Lang::En => "just now".to_owned(),
            };
        }
        MINUTE..HOUR => units(lang, Unit::Minute, (seconds / MINUTE).unsigned_abs()),
        _ if at.civil() == now.civil() => units(lang, Unit::Hour, (seconds / HOUR).unsigned_abs()),
        _ => return relative(lang, at, now),
    };
    match lang {
        Lang::Nl => format!("{counted} geleden"),
        Lang::En => format!("{counted} ago"),
    }
}

/// How long something lasts, in its two largest units: "3 uur en 20 minuten", "2 dagen en 1 uur", "20 minuten". The sign does not count.
pub fn lasting(lang: Lang, seconds: i64) -> String {
    let minutes = seconds.unsigned_abs() / MINUTE.unsigned_abs();
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    let (first, second) = match (days, hours) {
        (0, 0) => return units(lang, Unit::Minute, minutes),
        (0, _) => (units(lang, Unit::Hour, hours), (minutes > 0).then(|| units(lang, Unit::Minute, minutes))),
        _ => (units(lang, Unit::Day, days), (hours > 0).then(|| units(lang, Unit::Hour, hours))),
    };
    amount::list(lang, &[Some(first), second].into_iter().flatten().collect::<Vec<_>>())
}

/// The day it is in Amsterdam, for what compares days.
pub fn today(at: impl Moment) -> civil::Date {
    at.civil()
}

fn days_from(from: impl Day, to: impl Day) -> i64 {
    from.civil().until(to.civil()).map_or(0, |span| i64::from(span.get_days()))
}

#[derive(Clone, Copy)]
enum Unit {
    Minute,
    Hour,
    Day,
}

fn units(lang: Lang, unit: Unit, count: u64) -> String {
    let word = match (lang, unit, count) {
        (Lang::Nl, Unit::Minute, 1) => "minuut",
        (Lang::Nl, Unit::Minute, _) => "minuten",
        (Lang::Nl, Unit::Hour, _) => "uur",
        (Lang::Nl, Unit::Day, 1) => "dag",
        (Lang::Nl, Unit::Day, _) => "dagen",
        (Lang::En, Unit::Minute, 1) => "minute",
        (Lang::En, Unit::Minute, _) => "minutes",
        (Lang::En, Unit::Hour, 1) => "hour",
        (Lang::En, Unit::Hour, _) => "hours",
        (Lang::En, Unit::Day, 1) => "day",
        (Lang::En, Unit::Day, _) => "days",
    };
    format!("{}{NBSP}{word}", amount::number(lang, count))
}

#[cfg(test)]
mod tests;
