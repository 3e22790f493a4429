// SPDX-License-Identifier: EUPL-1.2
//! Dutch public holidays, computed.

use serde::{Deserialize, Serialize};
use waarmaker_core::Date;
use waarmaker_resource::{Fields, choice};

choice! {
    /// Wanneer 5 mei een vrije dag is: elk jaar, alleen in een lustrumjaar (2025, 2030), of nooit.
    pub enum Bevrijdingsdag {
        Lustrum = "lustrum", Jaarlijks = "jaarlijks", Nooit = "nooit",
    }
}

/// Welke dagen als feestdag tellen. Nieuwjaarsdag, Pasen, Koningsdag, Hemelvaartsdag, Pinksteren en Kerstmis tellen altijd.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Feestdagen {
    /// Goede Vrijdag telt ook.
    pub goede_vrijdag: bool,
    /// Wanneer Bevrijdingsdag telt.
    #[field(default = "\"lustrum\"")]
    pub bevrijdingsdag: Bevrijdingsdag,
    /// Eigen vrije dagen, zoals een carnavalsmaandag of een brugdag.
    pub extra: Vec<ExtraDag>,
}

/// Een eigen vrije dag.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtraDag {
    /// De dag.
    #[field(required)]
    pub datum: Date,
    /// De naam.
    #[field(required, max = 100)]
    pub naam: String,
}

impl Default for Feestdagen {
    fn default() -> Self {
        Self { goede_vrijdag: false, bevrijdingsdag: Bevrijdingsdag::Lustrum, extra: Vec::new() }
    }
}

impl Feestdagen {
    /// The name of the holiday on this day, if it is one.
    pub fn naam(&self, dag: Date) -> Option<&str> {
        let extra = || self.extra.iter().find(|extra| extra.datum == dag).map(|extra| extra.naam.as_str());
        self.fixed(dag).or_else(|| self.moving(dag)).or_else(extra)
    }

    fn fixed(&self, dag: Date) -> Option<&'static str> {
        match (dag.month(), dag.day()) {
            (1, 1) => Some("Nieuwjaarsdag"),
            (4, 26 | 27) => (dag == koningsdag(dag.year())?).then_some("Koningsdag"),
            (5, 5) => self.bevrijdingsdag.in_year(dag.year()).then_some("Bevrijdingsdag"),
            (12, 25) => Some("Eerste Kerstdag"),
            (12, 26) => Some("Tweede Kerstdag"),
            _ => None,
        }
    }

    fn moving(&self, dag: Date) -> Option<&'static str> {
        let since = (dag.civil() - pasen(dag.year())?.civil()).get_days();
        match since {
            -2 => self.goede_vrijdag.then_some("Goede Vrijdag"),
            0 => Some("Eerste Paasdag"),
            1 => Some("Tweede Paasdag"),
            39 => Some("Hemelvaartsdag"),
            49 => Some("Eerste Pinksterdag"),
            50 => Some("Tweede Pinksterdag"),
            _ => None,
        }
    }
}

impl Bevrijdingsdag {
    /// Since 1990, 5 May is a public holiday each year; whether people have the day off is arranged once in five years, unless a contract says
    /// otherwise.
    const fn in_year(self, year: i16) -> bool {
        match self {
            Self::Nooit => false,
            Self::Jaarlijks => true,
            Self::Lustrum => year % 5 == 0,
        }
    }
}

/// 27 April; 26 April when that is a Sunday.
fn koningsdag(year: i16) -> Option<Date> {
    let day = Date::new(year, 4, 27)?;
    if day.civil().weekday() == jiff::civil::Weekday::Sunday { Date::new(year, 4, 26) } else { Some(day) }
}

/// Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher).
fn pasen(year: i16) -> Option<Date> {
    let year32 = i32::from(year);
    let (golden, century, rest) = (year32 % 19, year32 / 100, year32 % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naam(dag: &str) -> Option<String> {
        Feestdagen::default().naam(Date::parse(dag).unwrap()).map(str::to_owned)
    }

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, day) in [
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2011, "2011-04-24"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(pasen(year).unwrap().to_string(), day);
        }
    }

    #[test]
    fn the_holidays_of_2026_are_those_of_the_almanac() {
        let first = Date::new(2026, 1, 1).unwrap();
        let days = (0..365).filter_map(|i| first.plus_days(i));
        let found: Vec<String> =
            days.filter(|day| naam(&day.to_string()).is_some()).map(|day| day.to_string()).collect();
        let known = [
            "2026-01-01",
            "2026-04-05",
            "2026-04-06",
            "2026-04-27",
            "2026-05-14",
            "2026-05-24",
            "2026-05-25",
            "2026-12-25",
            "2026-12-26",
        ];
        assert_eq!(found, known);
    }

    #[test]
    fn kings_day_on_a_sunday_is_kept_the_day_before() {
        assert_eq!(naam("2025-04-26").as_deref(), Some("Koningsdag"));
        assert_eq!(naam("2025-04-27"), None);
        assert_eq!(naam("2026-04-27").as_deref(), Some("Koningsdag"));
        assert_eq!(naam("2026-04-26"), None);
    }

    #[test]
    fn liberation_day_and_good_friday_are_a_choice() {
        let day = |text: &str| Date::parse(text).unwrap();
        assert_eq!(naam("2026-05-05"), None);
        assert_eq!(naam("2030-05-05").as_deref(), Some("Bevrijdingsdag"));
        let own = Feestdagen {
            goede_vrijdag: true,
            bevrijdingsdag: Bevrijdingsdag::Jaarlijks,
            extra: vec![ExtraDag { datum: day("2026-02-16"), naam: "Carnavalsmaandag".to_owned() }],
        };
        assert_eq!(own.naam(day("2026-05-05")), Some("Bevrijdingsdag"));
        assert_eq!(own.naam(day("2026-04-03")), Some("Goede Vrijdag"));
        assert_eq!(own.naam(day("2026-02-16")), Some("Carnavalsmaandag"));
        let never = Feestdagen { bevrijdingsdag: Bevrijdingsdag::Nooit, ..Feestdagen::default() };
        assert_eq!(never.naam(day("2030-05-05")), None);
    }
}
