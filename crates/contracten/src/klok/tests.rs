// SPDX-License-Identifier: EUPL-1.2
//! The clock: cases worked out by hand, and what holds for all.

use jiff::{Timestamp, civil, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::Feestdagen;

/// A moment in Amsterdam: `2026-11-20 15:00`.
fn at(text: &str) -> Timestamp {
    let civil: civil::DateTime = text.replace(' ', "T").parse().unwrap();
    TimeZone::get("Europe/Amsterdam").unwrap().to_timestamp(civil).unwrap()
}

fn minutes(text: &str) -> i16 {
    let (hour, minute) = text.split_once(':').unwrap();
    hour.parse::<i16>().unwrap() * 60 + minute.parse::<i16>().unwrap()
}

/// Monday to Friday from eight to half past four: working days of eight and a half hours.
fn office() -> Rooster {
    let day = || vec![(minutes("08:00"), minutes("16:30"))];
    Rooster::new([day(), day(), day(), day(), day(), vec![], vec![]], vec![], Feestdagen::default())
}

/// Every night from nine in the evening to five in the morning.
fn nights() -> Rooster {
    let night = Vensterregel { dagen: [true; 7], van: minutes("21:00"), tot: minutes("05:00"), op_feestdagen: false };
    Rooster::new(Default::default(), vec![night], Feestdagen::default())
}

fn klok(telling: Telling, hours: i64, rooster: Rooster) -> Klok {
    Klok { regel: "Contract K-1, prioriteit normaal: hersteld".to_owned(), telling, norm: hours * 3600, rooster }
}

fn pauze(begin: &str, einde: Option<&str>) -> Pauze {
    Pauze { begin: at(begin), einde: einde.map(at), reden: "wacht op de netbeheerder".to_owned() }
}

fn deadline(klok: &Klok, begin: &str, pauzes: &[Pauze]) -> String {
    let verklaring = klok.deadline(at(begin), pauzes);
    adds_up(klok, &verklaring);
    verklaring.deadline.map_or_else(String::new, kort)
}

/// The steps have no holes, their sum is the norm, and they end at the deadline.
fn adds_up(klok: &Klok, verklaring: &Verklaring) {
    let mut end = verklaring.begin;
    for stap in &verklaring.stappen {
        assert_eq!(stap.van, end);
        let length = stap.tot.as_second() - stap.van.as_second();
        assert!(stap.telt_seconden == 0 || stap.telt_seconden == length, "{stap:?}");
        end = stap.tot;
    }
    let sum: i64 = verklaring.stappen.iter().map(|stap| stap.telt_seconden).sum();
    assert_eq!(sum, verklaring.geteld_seconden);
    if let Some(deadline) = verklaring.deadline {
        assert_eq!((deadline, sum), (end, klok.norm));
    }
}

#[test]
fn all_time_counts_in_calendar_time_also_over_the_change_of_the_clock() {
    let day = klok(Telling::Kalendertijd, 24, Rooster::default());
    assert_eq!(deadline(&day, "2026-11-20 15:00", &[]), "21-11-2026 15:00");
    assert_eq!(deadline(&day, "2026-03-28 12:00", &[]), "29-03-2026 13:00");
    assert_eq!(deadline(&day, "2026-10-24 12:00", &[]), "25-10-2026 11:00");
}

#[test]
fn working_hours_stop_for_the_evening_and_the_weekend() {
    let four = klok(Telling::Werktijd, 4, office());
    assert_eq!(deadline(&four, "2026-11-18 09:00", &[]), "18-11-2026 13:00");
    // Wednesday half past two: two hours that day, two the next.
    assert_eq!(deadline(&four, "2026-11-18 14:30", &[]), "19-11-2026 10:00");
    // Friday three o'clock: an hour and a half, then two and a half on Monday.
    assert_eq!(deadline(&four, "2026-11-20 15:00", &[]), "23-11-2026 10:30");
    assert_eq!(deadline(&four, "2026-11-21 12:00", &[]), "23-11-2026 12:00");
    // What ends with the working day ends then, not the next morning.
    assert_eq!(deadline(&four, "2026-11-20 12:30", &[]), "20-11-2026 16:30");
}

#[test]
fn holidays_do_not_count() {
    let eight = klok(Telling::Werktijd, 8, office());
    // King's Day 2026 is a Monday: Friday noon has four and a half hours, the rest is on Tuesday.
    assert_eq!(deadline(&eight, "2026-04-24 12:00", &[]), "28-04-2026 11:30");
    // Christmas 2026 is Friday and Saturday: Thursday two o'clock has two and a half hours, then Monday.
    assert_eq!(deadline(&eight, "2026-12-24 14:00", &[]), "28-12-2026 13:30");
    let verklaring = eight.deadline(at("2026-12-24 14:00"), &[]);
    let why: Vec<String> = verklaring.stappen.iter().map(|stap| stap.waarom.to_string()).collect();
    assert_eq!(
        why,
        [
            "werktijd",
            "buiten werktijd",
            "feestdag: Eerste Kerstdag",
            "feestdag: Tweede Kerstdag",
            "zondag: geen werkdag",
            "buiten werktijd",
            "werktijd"
        ]
    );
}

#[test]
fn a_window_runs_through_the_night() {
    let six = klok(Telling::Venstertijd, 6, nights());
    // From nine in the evening until three.
    assert_eq!(deadline(&six, "2026-11-18 12:00", &[]), "19-11-2026 03:00");
    // Four o'clock in the morning: an hour is left, the next night has the other five.
    assert_eq!(deadline(&six, "2026-11-18 04:00", &[]), "19-11-2026 02:00");
    // On the evening of Christmas Day and the day after no window begins.
    assert_eq!(deadline(&six, "2026-12-25 12:00", &[]), "28-12-2026 03:00");
}

#[test]
fn an_hour_that_does_not_exist_counts_for_nothing_and_one_that_comes_twice_for_two() {
    let eight = klok(Telling::Venstertijd, 8, nights());
    // The night to 29 March 2026 has seven hours between nine and five; the eighth is the next evening.
    assert_eq!(deadline(&eight, "2026-03-28 20:00", &[]), "29-03-2026 22:00");
    // The night to 25 October 2026 has nine.
    assert_eq!(deadline(&eight, "2026-10-24 20:00", &[]), "25-10-2026 04:00");
    let half = Vensterregel { dagen: [true; 7], van: minutes("02:30"), tot: minutes("03:30"), op_feestdagen: true };
    let one = klok(Telling::Venstertijd, 1, Rooster::new(Default::default(), vec![half], Feestdagen::default()));
    // Half past two does not exist: the window opens at three, has half an hour, and the rest is a day later.
    assert_eq!(deadline(&one, "2026-03-29 00:00", &[]), "30-03-2026 03:00");
    // A working day is as long as any other.
    let day = klok(Telling::Werktijd, 17, office());
    assert_eq!(deadline(&day, "2026-03-27 08:00", &[]), "30-03-2026 16:30");
}

#[test]
fn a_pause_moves_the_deadline_by_the_working_hours_in_it() {
    let four = klok(Telling::Werktijd, 4, office());
    let two_hours = [pauze("2026-11-18 10:00", Some("2026-11-18 12:00"))];
    assert_eq!(deadline(&four, "2026-11-18 09:00", &two_hours), "18-11-2026 15:00");
    // Over the weekend: half an hour of Friday and two hours of Monday.
    let weekend = [pauze("2026-11-20 16:00", Some("2026-11-23 10:00"))];
    assert_eq!(deadline(&four, "2026-11-20 15:00", &weekend), "23-11-2026 13:00");
    let scheelt = four.deadline(at("2026-11-20 15:00"), &weekend).pauzes[0].scheelt_seconden;
    assert_eq!(scheelt, 2 * 3600 + 1800);
    // Two that overlap count once.
    let twice =
        [pauze("2026-11-18 10:00", Some("2026-11-18 11:30")), pauze("2026-11-18 11:00", Some("2026-11-18 12:00"))];
    assert_eq!(deadline(&four, "2026-11-18 09:00", &twice), "18-11-2026 15:00");
    // One that ends before it begins, and one before the beginning, are none.
    let none =
        [pauze("2026-11-18 12:00", Some("2026-11-18 10:00")), pauze("2026-11-17 08:00", Some("2026-11-18 09:00"))];
    assert_eq!(deadline(&four, "2026-11-18 09:00", &none), "18-11-2026 13:00");
}

#[test]
fn while_a_pause_lasts_there_is_no_deadline() {
    let four = klok(Telling::Werktijd, 4, office());
    let lasts = [pauze("2026-11-18 10:00", None)];
    let verklaring = four.deadline(at("2026-11-18 09:00"), &lasts);
    assert_eq!((verklaring.deadline, verklaring.geteld_seconden), (None, 3600));
    assert!(verklaring.zonder_deadline.contains("wacht op de netbeheerder"));
    assert_eq!(four.verbruikt(at("2026-11-18 09:00"), at("2026-12-18 09:00"), &lasts), 3600);
    // One that begins after the deadline does not save anybody.
    let late = [pauze("2026-11-18 14:00", None)];
    assert_eq!(deadline(&four, "2026-11-18 09:00", &late), "18-11-2026 13:00");
}

#[test]
fn what_is_used_says_how_far_it_is() {
    let ten = klok(Telling::Werktijd, 10, office());
    let begin = at("2026-11-18 08:00");
    assert_eq!(ten.percentage(begin, at("2026-11-18 13:00"), &[]), 50);
    assert_eq!(ten.percentage(begin, at("2026-11-18 23:00"), &[]), 85);
    assert_eq!(ten.percentage(begin, at("2026-11-19 16:30"), &[]), 170);
    assert_eq!(ten.moment(begin, 80, &[]).map(kort).unwrap(), "18-11-2026 16:00");
    assert_eq!(ten.te_laat(begin, at("2026-11-19 09:30"), &[]), 0);
    assert_eq!(ten.te_laat(begin, at("2026-11-19 10:30"), &[]), 3600);
    assert_eq!(ten.te_laat(begin, at("2026-11-18 07:00"), &[]), 0);
}

#[test]
fn hours_that_never_count_give_no_deadline() {
    let verklaring = klok(Telling::Werktijd, 1, Rooster::default()).deadline(at("2026-11-18 09:00"), &[]);
    assert_eq!(verklaring.deadline, None);
    assert_eq!(verklaring.zonder_deadline, "Het contract heeft geen uren die voor deze norm tellen.");
}

#[test]
fn the_arithmetic_can_be_read() {
    let four = klok(Telling::Werktijd, 4, office());
    let weekend = [pauze("2026-11-23 08:00", Some("2026-11-23 09:00"))];
    let lines = four.deadline(at("2026-11-20 15:00"), &weekend).regels();
    assert_eq!(
        lines,
        [
            "Contract K-1, prioriteit normaal: hersteld.",
            "De klok begint op vrijdag 20 november 2026 om 15:00 uur.",
            "Van vrijdag 20 november 2026 om 15:00 uur tot vrijdag 20 november 2026 om 16:30 uur: 1 uur 30 minuten telt (werktijd), samen 1 uur 30 minuten.",
            "Van vrijdag 20 november 2026 om 16:30 uur tot zaterdag 21 november 2026 om 00:00 uur: telt niet (buiten werktijd).",
            "Van zaterdag 21 november 2026 om 00:00 uur tot zondag 22 november 2026 om 00:00 uur: telt niet (zaterdag: geen werkdag).",
            "Van zondag 22 november 2026 om 00:00 uur tot maandag 23 november 2026 om 00:00 uur: telt niet (zondag: geen werkdag).",
            "Van maandag 23 november 2026 om 00:00 uur tot maandag 23 november 2026 om 08:00 uur: telt niet (buiten werktijd).",
            "Van maandag 23 november 2026 om 08:00 uur tot maandag 23 november 2026 om 09:00 uur: telt niet (pauze: wacht op de netbeheerder).",
            "Van maandag 23 november 2026 om 09:00 uur tot maandag 23 november 2026 om 11:30 uur: 2 uur 30 minuten telt (werktijd), samen 4 uur.",
            "Pauze van maandag 23 november 2026 om 08:00 uur tot maandag 23 november 2026 om 09:00 uur: wacht op de netbeheerder. Daardoor telt 1 uur niet mee.",
            "Het uiterste moment is maandag 23 november 2026 om 11:30 uur: dan is 4 uur geteld.",
        ]
    );
}

#[test]
fn parts_of_a_second_count_and_every_moment_is_printed_in_the_second_that_it_is_in() {
    let begin = at("2026-11-20 15:00") + jiff::SignedDuration::from_millis(900);
    let verklaring = klok(Telling::Kalendertijd, 1, Rooster::default()).deadline(begin, &[]);
    assert_eq!(verklaring.begin, begin);
    assert_eq!(verklaring.deadline, Some(begin + jiff::SignedDuration::from_hours(1)));
    assert_eq!(verklaring.regels()[1], "De klok begint op vrijdag 20 november 2026 om 15:00 uur.");
    assert_eq!((verklaring.stappen[0].van, verklaring.stappen[0].telt_seconden), (begin, 3600));
    // Out of working hours the clock begins when they do.
    let early = at("2026-11-20 07:00") + jiff::SignedDuration::from_millis(900);
    let verklaring = klok(Telling::Werktijd, 1, office()).deadline(early, &[]);
    assert_eq!((verklaring.begin, verklaring.deadline), (early, Some(at("2026-11-20 09:00"))));
}

#[test]
fn an_explanation_survives_being_stored() {
    let verklaring =
        klok(Telling::Werktijd, 4, office()).deadline(at("2026-11-20 15:00"), &[pauze("2026-11-23 08:00", None)]);
    let json = serde_json::to_string(&verklaring).unwrap();
    assert_eq!(serde_json::from_str::<Verklaring>(&json).unwrap(), verklaring);
}

fn any_rooster() -> impl Strategy<Value = (Telling, Rooster)> {
    let hours = prop::collection::vec((0i16..1440, 1i16..=1440), 0..3);
    let week = prop::array::uniform7(hours);
    let venster = (prop::array::uniform7(any::<bool>()), 0i16..1440, 0i16..=1440, any::<bool>())
        .prop_map(|(dagen, van, tot, op_feestdagen)| Vensterregel { dagen, van, tot, op_feestdagen });
    let telling = prop::sample::select(vec![Telling::Kalendertijd, Telling::Werktijd, Telling::Venstertijd]);
    (telling, week, prop::collection::vec(venster, 0..3))
        .prop_map(|(telling, week, vensters)| (telling, Rooster::new(week, vensters, Feestdagen::default())))
}

/// Some second of 2025 to 2027, so that every change of the clock and every holiday comes by.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    (1_735_689_600i64..1_830_297_600, 0i32..1_000_000_000)
        .prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap())
}

fn any_pauzes() -> impl Strategy<Value = Vec<Pauze>> {
    let pauze = (any_moment(), 0i64..30 * 86_400).prop_map(|(begin, length)| Pauze {
        begin,
        einde: Some(begin + jiff::SignedDuration::from_secs(length)),
        reden: "wacht".to_owned(),
    });
    prop::collection::vec(pauze, 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_deadline_is_never_before_begin_plus_norm_and_its_steps_add_up(
        (telling, rooster) in any_rooster(), begin in any_moment(), norm in 1i64..200_000, pauzes in any_pauzes()
    ) {
        let klok = Klok { regel: String::new(), telling, norm, rooster };
        let verklaring = klok.deadline(begin, &pauzes);
        adds_up(&klok, &verklaring);
        if let Some(deadline) = verklaring.deadline {
            prop_assert!(deadline >= begin + jiff::SignedDuration::from_secs(norm));
            prop_assert_eq!(klok.verbruikt(begin, deadline, &pauzes), norm);
            prop_assert_eq!(klok.te_laat(begin, deadline, &pauzes), 0);
        }
    }

    #[test]
    fn who_begins_later_has_no_earlier_deadline(
        (telling, rooster) in any_rooster(), begin in any_moment(), later in 0i64..1_000_000, norm in 1i64..200_000,
        pauzes in any_pauzes()
    ) {
        let klok = Klok { regel: String::new(), telling, norm, rooster };
        let first = klok.deadline(begin, &pauzes).deadline;
        let second = klok.deadline(begin + jiff::SignedDuration::from_secs(later), &pauzes).deadline;
        prop_assert!(first.is_none() == second.is_none() && first <= second);
    }

    #[test]
    fn a_pause_moves_the_deadline_by_the_time_in_it_that_counts(
        (telling, rooster) in any_rooster(), begin in any_moment(), norm in 1i64..200_000, after in 0i64..100_000,
        length in 1i64..500_000
    ) {
        let klok = Klok { regel: String::new(), telling, norm, rooster };
        let from = begin + jiff::SignedDuration::from_secs(after);
        let pauze = Pauze { begin: from, einde: Some(from + jiff::SignedDuration::from_secs(length)), reden: "wacht".to_owned() };
        let without = klok.deadline(begin, &[]);
        let with = klok.deadline(begin, std::slice::from_ref(&pauze));
        if let (Some(_), Some(moved)) = (without.deadline, with.deadline) {
            let inside = with.pauzes[0].scheelt_seconden;
            prop_assert_eq!(klok.verbruikt(begin, moved, &[]), norm + inside);
            if inside == 0 {
                prop_assert_eq!(without.deadline, with.deadline);
            }
        }
    }
}

#[test]
fn a_letter_tells_a_moment_in_words_and_to_the_minute() {
    let moment = waarmaker_core::DateTime::parse("2026-11-23T09:05:00Z").unwrap();
    assert_eq!(tijdstip(&moment), "maandag 23 november 2026 om 10.05 uur");
}
