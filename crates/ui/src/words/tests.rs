// SPDX-License-Identifier: EUPL-1.2
//! Dates and numbers as people read them.

use jiff::{Timestamp, civil};
use waarmaker_core::{Date, DateTime};

use super::*;
use crate::Lang::{En, Nl};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day(text: &str) -> civil::Date {
    text.parse().unwrap()
}

/// With ordinary spaces, so that the tables below can be read.
fn plain(text: &str) -> String {
    text.replace(NBSP, " ")
}

#[test]
fn days_are_written_out() {
    let friday = Date::new(2027, 1, 15).unwrap();
    let table = [
        (long_day(Nl, friday), "vrijdag 15 januari 2027"),
        (long_day(En, friday), "Friday 15 January 2027"),
        (near_day(Nl, friday), "vrijdag 15 januari"),
        (near_day(En, friday), "Friday 15 January"),
        (short_day(Nl, friday), "vr 15 jan"),
        (short_day(En, friday), "Fri 15 Jan"),
        (short_date(Nl, friday), "15 jan 2027"),
        (short_date(En, friday), "15 Jan 2027"),
        (month(Nl, friday), "januari 2027"),
        (month(En, friday), "January 2027"),
        (by(Nl, friday), "uiterlijk vrijdag 15 januari 2027"),
        (by(En, friday), "by Friday 15 January 2027"),
        (short_day(Nl, day("2026-03-01")), "zo 1 mrt"),
        (long_day(Nl, day("2028-02-29")), "dinsdag 29 februari 2028"),
    ];
    for (is, should) in table {
        assert_eq!(plain(&is), should);
    }
}

#[test]
fn every_month_and_weekday_has_a_name_of_its_own() {
    for lang in Lang::ALL {
        let days = (1..=12).map(|month| civil::date(2026, month, 1));
        let names: std::collections::BTreeSet<_> = days.clone().map(|day| month_name(lang, day)).collect();
        let short: std::collections::BTreeSet<_> = days.map(|day| month_short(lang, day)).collect();
        let week: std::collections::BTreeSet<_> = (1..=7).map(|at| weekday(lang, civil::date(2026, 6, at))).collect();
        assert_eq!((names.len(), short.len(), week.len()), (12, 12, 7));
        assert!(names.iter().all(|name| name.len() > 2));
    }
}

#[test]
fn moments_are_those_of_amsterdam() {
    let (summer, winter) = (at("2026-07-01T22:05:00Z"), at("2026-12-31T23:30:00Z"));
    let table = [
        (time(Nl, summer), "0.05 uur"),
        (time(En, summer), "0:05"),
        (long_day(Nl, summer), "donderdag 2 juli 2026"),
        (moment(Nl, winter), "vrijdag 1 januari 2027 om 0.30 uur"),
        (moment(En, winter), "Friday 1 January 2027 at 0:30"),
        (short_moment(Nl, winter), "vr 1 jan, 0.30 uur"),
        (short_moment(En, winter), "Fri 1 Jan, 0:30"),
        (by_moment(Nl, at("2027-01-15T13:32:00Z")), "uiterlijk vrijdag 15 januari 2027 om 14.32 uur"),
        (by_moment(En, at("2027-01-15T13:32:00Z")), "by Friday 15 January 2027 at 14:32"),
        (long_day(Nl, DateTime::parse("2026-12-31T23:30:00Z").unwrap()), "vrijdag 1 januari 2027"),
    ];
    for (is, should) in table {
        assert_eq!(plain(&is), should);
    }
}

#[test]
fn a_day_is_told_from_today() {
    let today = day("2026-11-21");
    #[rustfmt::skip]
    let table = [
        ("2026-11-18", "3 dagen geleden", "3 days ago", "3 dagen te laat", "3 days late"),
        ("2026-11-19", "eergisteren", "2 days ago", "2 dagen te laat", "2 days late"),
        ("2026-11-20", "gisteren", "yesterday", "1 dag te laat", "1 day late"),
        ("2026-11-21", "vandaag", "today", "vandaag", "today"),
        ("2026-11-22", "morgen", "tomorrow", "nog 1 dag", "1 day left"),
        ("2026-11-23", "overmorgen", "in 2 days", "nog 2 dagen", "2 days left"),
        ("2027-01-13", "over 53 dagen", "in 53 days", "nog 53 dagen", "53 days left"),
    ];
    for (asked, nl, en, left_nl, left_en) in table {
        let asked = day(asked);
        assert_eq!(plain(&relative(Nl, asked, today)), nl);
        assert_eq!(plain(&relative(En, asked, today)), en);
        assert_eq!(plain(&left(Nl, asked, today)), left_nl);
        assert_eq!(plain(&left(En, asked, today)), left_en);
    }
}

#[test]
fn what_was_just_now_is_told_to_the_minute_and_what_was_long_ago_to_the_day() {
    let now = at("2026-11-21T11:00:00Z");
    #[rustfmt::skip]
    let table = [
        ("2026-11-21T11:00:30Z", "zojuist", "just now"),
        ("2026-11-21T10:59:30Z", "zojuist", "just now"),
        ("2026-11-21T10:59:00Z", "1 minuut geleden", "1 minute ago"),
        ("2026-11-21T10:15:00Z", "45 minuten geleden", "45 minutes ago"),
        ("2026-11-21T08:00:00Z", "3 uur geleden", "3 hours ago"),
        // Half past eleven in the evening of the day before.
        ("2026-11-20T22:30:00Z", "gisteren", "yesterday"),
        ("2026-11-01T10:00:00Z", "20 dagen geleden", "20 days ago"),
    ];
    for (asked, nl, en) in table {
        assert_eq!(plain(&ago(Nl, at(asked), now)), nl);
        assert_eq!(plain(&ago(En, at(asked), now)), en);
    }
}

#[test]
fn a_clock_is_told_to_the_minute_for_two_days() {
    let now = at("2026-11-21T11:00:00Z");
    #[rustfmt::skip]
    let table = [
        ("2026-11-21T14:20:00Z", "nog 3 uur en 20 minuten", "3 hours and 20 minutes left"),
        ("2026-11-22T12:00:00Z", "nog 1 dag en 1 uur", "1 day and 1 hour left"),
        ("2026-11-25T12:00:00Z", "nog 4 dagen", "4 days left"),
        ("2026-11-21T10:15:00Z", "45 minuten te laat", "45 minutes late"),
        ("2026-11-18T10:15:00Z", "3 dagen te laat", "3 days late"),
    ];
    for (asked, nl, en) in table {
        assert_eq!(plain(&left_until(Nl, at(asked), now)), nl);
        assert_eq!(plain(&left_until(En, at(asked), now)), en);
    }
}

#[test]
fn what_lasts_is_told_in_its_two_largest_units() {
    #[rustfmt::skip]
    let table = [
        (0, "0 minuten", "0 minutes"),
        (60, "1 minuut", "1 minute"),
        (20 * 60, "20 minuten", "20 minutes"),
        (3 * 3600, "3 uur", "3 hours"),
        (-(3 * 3600 + 20 * 60), "3 uur en 20 minuten", "3 hours and 20 minutes"),
        (86400, "1 dag", "1 day"),
        (2 * 86400 + 3600 + 60, "2 dagen en 1 uur", "2 days and 1 hour"),
        (86400 * 1234, "1.234 dagen", "1,234 days"),
    ];
    for (seconds, nl, en) in table {
        assert_eq!(plain(&lasting(Nl, seconds)), nl);
        assert_eq!(plain(&lasting(En, seconds)), en);
    }
}

#[test]
fn numbers_have_the_points_and_commas_of_their_language() {
    let table = [
        (number(Nl, 0), "0"),
        (number(Nl, 999), "999"),
        (number(Nl, 12_345), "12.345"),
        (number(En, 12_345), "12,345"),
        (number(Nl, -1_234_567), "-1.234.567"),
        (number(Nl, u64::MAX), "9.223.372.036.854.775.807"),
        (count(Nl, 1), "één"),
        (count(En, 20), "twenty"),
        (count(Nl, 21), "21"),
        (decimal(Nl, 1234.56, 1), "1.234,6"),
        (decimal(En, 1234.56, 1), "1,234.6"),
        (decimal(Nl, -0.04, 1), "0,0"),
        (decimal(Nl, -3.25, 2), "-3,25"),
        (percent(Nl, 0.964), "96,4%"),
        (percent(En, 0.964), "96.4%"),
        (percent(Nl, 0.96), "96%"),
        (percent(Nl, 1.0), "100%"),
        (euro(Nl, 3450), "€ 34,50"),
        (euro(En, 3450), "€34.50"),
        (euro(Nl, 123_456_705), "€ 1.234.567,05"),
        (euro(Nl, -1200), "€ -12,00"),
        (euro(En, -1200), "-€12.00"),
    ];
    for (is, should) in table {
        assert_eq!(plain(&is), should);
    }
}

#[test]
fn distances_and_sizes_are_as_people_say_them() {
    let table = [
        (distance(Nl, 0.4), "0 m"),
        (distance(Nl, 8.4), "8 m"),
        (distance(Nl, 47.0), "50 m"),
        (distance(Nl, 353.0), "350 m"),
        (distance(Nl, 994.0), "990 m"),
        (distance(Nl, 999.0), "1,0 km"),
        (distance(En, 1234.0), "1.2 km"),
        (distance(Nl, 12_345.0), "12 km"),
        (size(Nl, 12), "12 bytes"),
        (size(Nl, 312_400), "312 kB"),
        (size(Nl, 999_700), "1,0 MB"),
        (size(Nl, 2_440_000), "2,4 MB"),
        (size(En, 2_450_000), "2.5 MB"),
        (size(En, 3_200_000_000), "3.2 GB"),
        (list::<&str>(Nl, &[]), ""),
        (list(Nl, &["a"]), "a"),
        (list(Nl, &["a", "b"]), "a en b"),
        (list(En, &["a", "b", "c"]), "a, b and c"),
    ];
    for (is, should) in table {
        assert_eq!(plain(&is), should);
    }
}

#[test]
fn what_belongs_together_stays_on_one_line() {
    assert_eq!(time(Nl, at("2027-01-15T13:32:00Z")), "14.32\u{a0}uur");
    assert_eq!(euro(Nl, 3450), "€\u{a0}34,50");
    assert_eq!(distance(Nl, 200.0), "200\u{a0}m");
    assert_eq!(long_day(Nl, day("2027-01-15")), "vrijdag 15\u{a0}januari 2027");
}
