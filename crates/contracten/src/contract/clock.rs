// SPDX-License-Identifier: EUPL-1.2
//! From the words of a contract to a clock that can count.

use jiff::Span;
use waarmaker_core::Duur;

use super::{Contract, Normsoort, Termijn, Weekdag};
use crate::{
    Boete, Prioriteit, boete,
    klok::{self, Afspraak, DAY, Klok, Rooster, Telling, Vensterregel},
};

impl Contract {
    /// The agreed time for a norm with a priority; `None` when nothing was agreed.
    pub fn termijn(&self, prioriteit: Prioriteit, norm: Normsoort) -> Option<&Termijn> {
        let found = self.normen.iter().find(|normen| normen.prioriteit == prioriteit)?;
        found.termijn(norm)
    }

    /// The clock of a norm with a priority; `None` when nothing was agreed.
    pub fn klok(&self, prioriteit: Prioriteit, norm: Normsoort) -> Option<Klok> {
        let termijn = self.termijn(prioriteit, norm)?;
        let rooster = self.rooster();
        let seconds = seconds(&termijn.duur, termijn.telt, &rooster)?;
        let naam = if self.naam.is_empty() { String::new() } else { format!(" ({})", self.naam) };
        let contract = format!("{}{naam}", self.nummer);
        let duur = words(termijn, &rooster);
        let regel = Afspraak { contract: &contract, prioriteit, norm, duur: &duur }.to_string();
        Some(Klok { regel, telling: termijn.telt, norm: seconds, rooster })
    }

    /// Its hours, windows and holidays.
    pub fn rooster(&self) -> Rooster {
        let mut days: [Vec<(i16, i16)>; 7] = Default::default();
        for werktijd in &self.werktijden {
            if let (Some(van), Some(tot)) = (minute(&werktijd.van), minute(&werktijd.tot)) {
                for dag in &werktijd.dagen {
                    if let Some(hours) = days.get_mut(dag.index()) {
                        hours.push((van, tot));
                    }
                }
            }
        }
        let vensters = self.vensters.iter().filter_map(|venster| {
            let (van, tot) = (minute(&venster.van)?, minute(&venster.tot)?);
            let mut dagen = [venster.dagen.is_empty(); 7];
            for dag in &venster.dagen {
                if let Some(listed) = dagen.get_mut(dag.index()) {
                    *listed = true;
                }
            }
            Some(Vensterregel { dagen, van, tot, op_feestdagen: venster.op_feestdagen })
        });
        Rooster::new(days, vensters.collect(), self.feestdagen.clone().unwrap_or_default())
    }

    /// The penalty that was agreed for a norm with a priority.
    pub fn boete(&self, prioriteit: Prioriteit, norm: Normsoort) -> Option<&Boete> {
        boete::of(&self.boetes, norm, prioriteit)
    }
}

impl super::Norm {
    /// The time for one of the three.
    pub const fn termijn(&self, norm: Normsoort) -> Option<&Termijn> {
        match norm {
            Normsoort::Aannemen => self.aannemen.as_ref(),
            Normsoort::TerPlaatse => self.ter_plaatse.as_ref(),
            Normsoort::Hersteld => self.hersteld.as_ref(),
        }
    }
}

impl Weekdag {
    /// Monday is 0.
    pub(super) const fn index(self) -> usize {
        match self {
            Self::Maandag => 0,
            Self::Dinsdag => 1,
            Self::Woensdag => 2,
            Self::Donderdag => 3,
            Self::Vrijdag => 4,
            Self::Zaterdag => 5,
            Self::Zondag => 6,
        }
    }
}

/// A time of the day in minutes: `07:30`; `24:00` is the end of the day.
pub(super) fn minute(text: &str) -> Option<i16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (i16, i16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && (hour < 24 || (hour == 24 && minute == 0))).then_some(hour * 60 + minute).filter(|at| *at <= DAY)
}

/// Days, hours and minutes of a duration, the latter two in seconds; `None` with years, months or weeks, which have no fixed length in hours.
pub(super) fn parts(duur: &Duur) -> Option<(i64, i64)> {
    let span: Span = duur.as_str().parse().ok()?;
    let whole = span.get_years() == 0 && span.get_months() == 0 && span.get_weeks() == 0;
    let seconds = i64::from(span.get_hours()) * 3600 + span.get_minutes() * 60 + span.get_seconds();
    whole.then_some((i64::from(span.get_days()), seconds))
}

/// A duration in seconds of the time that counts.
pub(super) fn seconds(duur: &Duur, telt: Telling, rooster: &Rooster) -> Option<i64> {
    let (days, rest) = parts(duur)?;
    let day = match telt {
        Telling::Kalendertijd => 86_400,
        Telling::Werktijd => rooster.werkdag(),
        Telling::Venstertijd if days == 0 => 0,
        Telling::Venstertijd => return None,
    };
    days.checked_mul(day)?.checked_add(rest)
}

/// A norm in words: "2 werkdagen van 8 uur 30 minuten", "4 uur werktijd", "30 minuten".
fn words(termijn: &Termijn, rooster: &Rooster) -> String {
    let (days, rest) = parts(&termijn.duur).unwrap_or_default();
    let (one, many, of_what) = match termijn.telt {
        Telling::Kalendertijd => ("dag", "dagen", ""),
        Telling::Werktijd => ("werkdag", "werkdagen", " werktijd"),
        Telling::Venstertijd => ("dag", "dagen", " binnen de vensters"),
    };
    let mut words = Vec::new();
    if days > 0 {
        let of = match termijn.telt {
            Telling::Werktijd => format!(" van {}", klok::duur(rooster.werkdag())),
            _ => " van 24 uur".to_owned(),
        };
        words.push(format!("{days} {}{of}", if days == 1 { one } else { many }));
    }
    if rest > 0 || words.is_empty() {
        words.push(format!("{}{of_what}", klok::duur(rest)));
    }
    words.join(" en ")
}
