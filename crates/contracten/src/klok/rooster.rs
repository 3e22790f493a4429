// SPDX-License-Identifier: EUPL-1.2
//! Which time counts: working hours, holidays, windows. Day by day, in the time of Amsterdam.

use jiff::{
    Timestamp,
    tz::{AmbiguousOffset, TimeZone},
};
use waarmaker_core::Date;

use super::{Telling, Waarom};
use crate::{Feestdagen, Weekdag};

/// The zone of Dutch working hours; compiled in.
pub(super) static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// Minutes in a day.
pub(crate) const DAY: i16 = 1440;

/// Working hours, windows and holidays of a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rooster {
    werktijden: [Vec<(i16, i16)>; 7],
    vensters: Vec<Vensterregel>,
    feestdagen: Feestdagen,
}

/// A window: the days on which it begins (Monday first), from and until in minutes of the day; until the next day when it is not later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vensterregel {
    /// Days on which it begins, Monday first.
    pub dagen: [bool; 7],
    /// First minute of the day.
    pub van: i16,
    /// Minute at which it ends.
    pub tot: i16,
    /// It begins on holidays too.
    pub op_feestdagen: bool,
}

/// A piece of time that counts, or does not and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub van: i64,
    pub tot: i64,
    /// Why it does not count; `None` for what counts.
    pub closed: Option<Waarom>,
}

impl Rooster {
    /// Working hours per weekday (Monday first) as pairs of minutes, windows, and holidays. Hours that overlap count once.
    pub fn new(werktijden: [Vec<(i16, i16)>; 7], vensters: Vec<Vensterregel>, feestdagen: Feestdagen) -> Self {
        Self { werktijden: werktijden.map(merged), vensters, feestdagen }
    }

    /// Length of a working day in seconds: the longest of the week; 0 without working hours.
    pub fn werkdag(&self) -> i64 {
        let length = |day: &Vec<(i16, i16)>| day.iter().map(|(van, tot)| i64::from(tot - van) * 60).sum::<i64>();
        self.werktijden.iter().map(length).max().unwrap_or(0)
    }

    /// Whether there is any window.
    pub fn has_vensters(&self) -> bool {
        !self.vensters.is_empty()
    }

    /// The pieces of a day, in order and without holes.
    pub(super) fn pieces(&self, telling: Telling, dag: Date) -> Vec<Piece> {
        let Some(next) = dag.plus_days(1) else { return Vec::new() };
        let (first, end) = (opens(dag, 0), opens(next, 0));
        let mut pieces = Vec::new();
        let mut at = first;
        for (van, tot) in self.open(telling, dag, next) {
            let (van, tot) = (van.clamp(at, end), tot.clamp(at, end));
            if van > at {
                pieces.push(Piece { van: at, tot: van, closed: Some(self.reason(telling, dag)) });
            }
            if tot > van {
                pieces.push(Piece { van, tot, closed: None });
            }
            at = tot;
        }
        if end > at {
            pieces.push(Piece { van: at, tot: end, closed: Some(self.reason(telling, dag)) });
        }
        pieces
    }

    /// What counts on a day, as moments.
    fn open(&self, telling: Telling, dag: Date, next: Date) -> Vec<(i64, i64)> {
        let mut found: Vec<(i64, i64)> = match telling {
            Telling::Kalendertijd => vec![(opens(dag, 0), opens(next, 0))],
            Telling::Werktijd if self.feestdagen.naam(dag).is_some() => Vec::new(),
            Telling::Werktijd => {
                let today = self.werktijden.get(weekday(dag)).map(Vec::as_slice).unwrap_or_default();
                today.iter().map(|(van, tot)| (opens(dag, *van), closes(dag, *tot))).collect()
            }
            Telling::Venstertijd => {
                let before = dag.plus_days(-1);
                let of = |dag: Date| self.vensters.iter().filter(move |venster| self.begins(venster, dag));
                let today = of(dag).map(|venster| (opens(dag, venster.van), venster.end(dag, next)));
                let yesterday = before.into_iter().flat_map(|before| {
                    of(before).map(move |venster| (opens(before, venster.van), venster.end(before, dag)))
                });
                yesterday.chain(today).collect()
            }
        };
        found.sort_unstable();
        found
    }

    fn begins(&self, venster: &Vensterregel, dag: Date) -> bool {
        let listed = venster.dagen.get(weekday(dag)).copied().unwrap_or(false);
        listed && (venster.op_feestdagen || self.feestdagen.naam(dag).is_none())
    }

    /// Why time of this day that is not open does not count.
    fn reason(&self, telling: Telling, dag: Date) -> Waarom {
        if let Some(naam) = self.feestdagen.naam(dag) {
            return Waarom::Feestdag(naam.to_owned());
        }
        match telling {
            Telling::Venstertijd => Waarom::BuitenVensters,
            _ if self.werktijden.get(weekday(dag)).is_none_or(Vec::is_empty) => {
                Weekdag::ALL.get(weekday(dag)).map_or(Waarom::BuitenWerktijd, |dag| Waarom::GeenWerkdag(*dag))
            }
            _ => Waarom::BuitenWerktijd,
        }
    }
}

impl Vensterregel {
    /// When the window that begins on `dag` ends.
    fn end(&self, dag: Date, next: Date) -> i64 {
        if self.tot > self.van { closes(dag, self.tot) } else { closes(next, self.tot) }
    }
}

/// Monday is 0.
pub(super) fn weekday(dag: Date) -> usize {
    usize::try_from(dag.civil().weekday().to_monday_zero_offset()).unwrap_or(0)
}

/// The day on which a moment falls.
pub(super) fn day_of(second: i64) -> Option<Date> {
    let at = Timestamp::from_second(second).ok()?;
    Date::from_civil(AMSTERDAM.to_datetime(at).date())
}

/// The moment at which the clock first shows this minute. One that the clock skips is the moment of skipping.
fn opens(dag: Date, minute: i16) -> i64 {
    moment(dag, minute, true)
}

/// The moment at which the clock last shows this minute.
fn closes(dag: Date, minute: i16) -> i64 {
    moment(dag, minute, false)
}

fn moment(dag: Date, minute: i16, first: bool) -> i64 {
    let (dag, minute) = if minute >= DAY { (dag.plus_days(1).unwrap_or(dag), minute - DAY) } else { (dag, minute) };
    let hour = i8::try_from(minute / 60).unwrap_or(0);
    let civil = dag.civil().at(hour, i8::try_from(minute % 60).unwrap_or(0), 0, 0);
    let ambiguous = AMSTERDAM.to_ambiguous_timestamp(civil);
    let found = match ambiguous.offset() {
        AmbiguousOffset::Gap { before, .. } => {
            // The earlier reading lies before the jump, so the next transition is the jump itself.
            let earlier = ambiguous.earlier().or_else(|_| before.to_timestamp(civil));
            earlier.map(|earlier| AMSTERDAM.following(earlier).next().map_or(earlier, |jump| jump.timestamp()))
        }
        _ if first => ambiguous.earlier(),
        _ => ambiguous.later(),
    };
    found.unwrap_or(Timestamp::MAX).as_second()
}

/// Hours in order, those that overlap or touch as one.
fn merged(mut hours: Vec<(i16, i16)>) -> Vec<(i16, i16)> {
    hours.retain(|(van, tot)| (0..=DAY).contains(van) && (0..=DAY).contains(tot) && van < tot);
    hours.sort_unstable();
    let mut result: Vec<(i16, i16)> = Vec::with_capacity(hours.len());
    for (van, tot) in hours {
        match result.last_mut() {
            Some(last) if van <= last.1 => last.1 = last.1.max(tot),
            _ => result.push((van, tot)),
        }
    }
    result
}
