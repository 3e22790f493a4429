// SPDX-License-Identifier: EUPL-1.2
//! The clock of a contract: from a beginning, a norm, hours and pauses to a deadline, with its arithmetic.
//!
//! Pure: no database, no time of its own. A norm is a number of seconds of time that counts: all time, the working hours of the contract, or its
//! windows. Hours are those of Amsterdam: on the night that the clock jumps forward, an hour that does not exist counts for nothing; on the
//! night that it goes back, a window that spans the hour that comes twice lasts an hour longer. A day in calendar time is 24 hours.
//!
//! Moments are taken to the second, in favour of the contractor: a beginning up, a pause from below to above.

mod afspraak;
mod rooster;
#[cfg(test)]
mod tests;
mod text;
mod verklaring;
mod waarom;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use waarmaker_resource::choice;

pub use afspraak::Afspraak;
pub(crate) use rooster::DAY;
use rooster::{Piece, day_of};
pub use rooster::{Rooster, Vensterregel};
pub use text::{duur, kort, maand, moment, tijdstip};
pub use verklaring::{Pauzetijd, Stap, Verklaring};
pub use waarom::Waarom;

/// Longest that a clock is followed, in days: nothing that counts in all that time never counts.
const HORIZON: i32 = 40 * 366;

choice! {
    /// Welke tijd telt: alle tijd, de werktijd, of de tijd waarin een venster open is.
    pub enum Telling {
        Kalendertijd = "kalendertijd", Werktijd = "werktijd", Venstertijd = "venstertijd",
    }
}

/// A time in which the clock stands still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pauze {
    /// From.
    pub begin: Timestamp,
    /// Until; absent while it lasts.
    #[serde(default)]
    pub einde: Option<Timestamp>,
    /// Why.
    pub reden: String,
}

/// A norm of a contract, ready to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Klok {
    /// The rule in words with its source: "Contract OVL-2026 (Verlichting), prioriteit hoog: hersteld binnen 8 uur werktijd".
    pub regel: String,
    /// What counts.
    pub telling: Telling,
    /// How much of it there is, in seconds.
    pub norm: i64,
    /// The hours.
    pub rooster: Rooster,
}

/// A piece of time as it was counted.
struct Slice {
    van: i64,
    tot: i64,
    /// Why it does not count, and which pause it falls in when that is why.
    not: Option<(Waarom, Option<usize>)>,
}

impl Klok {
    /// The deadline of what begins then, with its arithmetic.
    pub fn deadline(&self, begin: Timestamp, pauzes: &[Pauze]) -> Verklaring {
        verklaring::of(self, begin, pauzes)
    }

    /// How many seconds that count lie between two moments.
    pub fn verbruikt(&self, begin: Timestamp, op: Timestamp, pauzes: &[Pauze]) -> i64 {
        let (begin, op) = (down(begin), down(op));
        let mut used = 0;
        self.walk(begin, pauzes, &mut |slice| {
            if slice.van >= op {
                return false;
            }
            if slice.not.is_none() {
                used += slice.tot.min(op) - slice.van;
            }
            slice.tot < op
        });
        used
    }

    /// Which part of the norm is used at a moment, in whole percents; more than 100 when it is missed.
    pub fn percentage(&self, begin: Timestamp, op: Timestamp, pauzes: &[Pauze]) -> i64 {
        let used = self.verbruikt(begin, op, pauzes);
        if self.norm <= 0 { 100 } else { used.saturating_mul(100) / self.norm }
    }

    /// The moment at which so many percents of the norm are used; `None` when the clock stands still before it.
    pub fn moment(&self, begin: Timestamp, percentage: i64, pauzes: &[Pauze]) -> Option<Timestamp> {
        let part = self.norm.saturating_mul(percentage).saturating_add(99) / 100;
        Self { norm: part, ..self.clone() }.deadline(begin, pauzes).deadline
    }

    /// How many seconds that count something came after its deadline; 0 when it was in time.
    pub fn te_laat(&self, begin: Timestamp, bereikt: Timestamp, pauzes: &[Pauze]) -> i64 {
        (self.verbruikt(begin, bereikt, pauzes) - self.norm).max(0)
    }

    /// Length of a day of this norm in seconds.
    pub fn dag(&self) -> i64 {
        match self.telling {
            Telling::Werktijd => self.rooster.werkdag(),
            Telling::Kalendertijd | Telling::Venstertijd => 86_400,
        }
    }

    /// Hands over the time after `begin` piece by piece, without holes, until `visit` has enough.
    fn walk(&self, begin: i64, pauzes: &[Pauze], visit: &mut dyn FnMut(Slice) -> bool) {
        let spans: Vec<(i64, i64)> = pauzes.iter().map(span).collect();
        let Some(first) = day_of(begin) else { return };
        for dag in (0..HORIZON).map_while(|days| first.plus_days(days)) {
            for piece in self.rooster.pieces(self.telling, dag) {
                let piece = Piece { van: piece.van.max(begin), ..piece };
                if piece.van < piece.tot && !split(piece, &spans, pauzes, visit) {
                    return;
                }
            }
        }
    }
}

/// Cuts a piece at the beginnings and ends of pauses. Returns whether to go on.
fn split(piece: Piece, spans: &[(i64, i64)], pauzes: &[Pauze], visit: &mut dyn FnMut(Slice) -> bool) -> bool {
    if let Some(reason) = piece.closed {
        return visit(Slice { van: piece.van, tot: piece.tot, not: Some((reason, None)) });
    }
    let mut at = piece.van;
    while at < piece.tot {
        let within = spans.iter().position(|&(begin, end)| begin <= at && at < end);
        let edges = spans.iter().flat_map(|&(begin, end)| [begin, end]);
        let tot = edges.filter(|edge| *edge > at).fold(piece.tot, i64::min);
        let reden = |i: usize| pauzes.get(i).map_or_else(String::new, |pauze| pauze.reden.clone());
        let not = within.map(|i| (Waarom::Pauze(reden(i)), Some(i)));
        if !visit(Slice { van: at, tot, not }) {
            return false;
        }
        at = tot;
    }
    true
}

/// A pause in seconds, rounded in favour of the contractor; one that lasts has no end, one that ends before it begins is none.
fn span(pauze: &Pauze) -> (i64, i64) {
    (down(pauze.begin), pauze.einde.map_or(i64::MAX, up))
}

/// The whole second that a moment is in.
fn down(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

/// The first whole second that is not before a moment.
fn up(at: Timestamp) -> i64 {
    at.as_second() + i64::from(at.subsec_nanosecond() > 0)
}
