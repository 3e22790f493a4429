// SPDX-License-Identifier: EUPL-1.2
//! How a deadline was found: the rule, every step, every pause, the sum.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Afspraak, Klok, Pauze, Slice, Telling, Waarom, down, duur, moment};

/// Why there is no deadline when nothing ever counts.
const GEEN_UREN: &str = "Het contract heeft geen uren die voor deze norm tellen.";

/// How a deadline was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verklaring {
    /// The rule in words, with its source.
    pub regel: String,
    /// Which time counts.
    pub telt: Telling,
    /// The norm in seconds.
    pub norm_seconden: i64,
    /// When the clock began.
    pub begin: Timestamp,
    /// Every piece of time from the beginning to the deadline.
    pub stappen: Vec<Stap>,
    /// Every pause.
    pub pauzes: Vec<Pauzetijd>,
    /// Sum of what counted, in seconds; the norm, when there is a deadline.
    pub geteld_seconden: i64,
    /// The last moment that is in time; none while the clock stands still.
    pub deadline: Option<Timestamp>,
    /// Why there is no deadline.
    #[serde(default)]
    pub zonder_deadline: String,
}

/// A piece of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stap {
    /// From.
    pub van: Timestamp,
    /// Until.
    pub tot: Timestamp,
    /// How many seconds of it count.
    pub telt_seconden: i64,
    /// Why it counts, or why not.
    pub waarom: Waarom,
}

/// A pause, and by how much it moved the deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pauzetijd {
    /// From.
    pub begin: Timestamp,
    /// Until; absent while it lasts.
    pub einde: Option<Timestamp>,
    /// Why.
    pub reden: String,
    /// How many seconds that would have counted fell in it.
    pub scheelt_seconden: i64,
}

/// Counts from the beginning until the norm is reached. Whole seconds are counted, from the one that the beginning is in; when the clock runs at once,
/// the part of that second that was over comes back at the end, so that the deadline is exact.
pub(super) fn of(klok: &Klok, begin: Timestamp, pauzes: &[Pauze]) -> Verklaring {
    let start = down(begin);
    let mut counting = Counting {
        norm: klok.norm,
        telling: klok.telling,
        sum: 0,
        steps: Vec::new(),
        in_pause: vec![0; pauzes.len()],
        end: None,
        stands: None,
        at_once: false,
    };
    if klok.norm <= 0 {
        (counting.end, counting.at_once) = (Some(start), true);
    } else {
        klok.walk(start, pauzes, &mut |slice| counting.take(slice, pauzes));
    }
    let deadline = counting.settle(begin, start);
    let zonder_deadline = match (counting.end, counting.stands) {
        (Some(_), _) => String::new(),
        (None, Some(i)) => {
            let reden = pauzes.get(i).map_or("", |pauze| pauze.reden.as_str());
            format!("De klok staat stil ({reden}). Na de pauze is er weer een uiterste moment.")
        }
        (None, None) => GEEN_UREN.to_owned(),
    };
    let pauzes = pauzes.iter().zip(&counting.in_pause).map(|(pauze, scheelt)| Pauzetijd {
        begin: pauze.begin,
        einde: pauze.einde,
        reden: pauze.reden.clone(),
        scheelt_seconden: *scheelt,
    });
    Verklaring {
        regel: klok.regel.clone(),
        telt: klok.telling,
        norm_seconden: klok.norm,
        begin,
        pauzes: pauzes.collect(),
        stappen: counting.steps,
        geteld_seconden: counting.sum,
        deadline,
        zonder_deadline,
    }
}

/// What was counted so far.
struct Counting {
    norm: i64,
    telling: Telling,
    sum: i64,
    steps: Vec<Stap>,
    in_pause: Vec<i64>,
    end: Option<i64>,
    /// The pause without end in which the clock stands.
    stands: Option<usize>,
    /// The clock runs from the beginning on.
    at_once: bool,
}

impl Counting {
    /// Takes a piece of time; returns whether there is more to count.
    fn take(&mut self, slice: Slice, pauzes: &[Pauze]) -> bool {
        if let Some((why, pause)) = slice.not {
            let lasts = pause.filter(|i| pauzes.get(*i).is_some_and(|pauze| pauze.einde.is_none()));
            if lasts.is_some() {
                self.stands = lasts;
                return false;
            }
            if let Some(scheelt) = pause.and_then(|i| self.in_pause.get_mut(i)) {
                *scheelt += slice.tot - slice.van;
            }
            self.step(slice.van, slice.tot, 0, why);
            return true;
        }
        self.at_once |= self.steps.is_empty();
        let take = (slice.tot - slice.van).min(self.norm - self.sum);
        self.sum += take;
        self.step(slice.van, slice.van + take, take, Waarom::Telt(self.telling));
        if self.sum == self.norm {
            self.end = Some(slice.van + take);
        }
        self.end.is_none()
    }

    /// Puts the beginning and the end at the part of a second at which they are. Returns the deadline.
    fn settle(&mut self, begin: Timestamp, start: i64) -> Option<Timestamp> {
        let part = if self.at_once { begin.duration_since(timestamp(start)) } else { jiff::SignedDuration::ZERO };
        let deadline = self.end.map(|end| timestamp(end).checked_add(part).unwrap_or(Timestamp::MAX));
        if let Some(first) = self.steps.first_mut() {
            first.van = begin;
        }
        if let (Some(last), Some(deadline)) = (self.steps.last_mut(), deadline) {
            last.tot = deadline;
        }
        deadline
    }

    /// Adds a step, to the one before it when that is of the same kind.
    fn step(&mut self, van: i64, tot: i64, telt: i64, waarom: Waarom) {
        let (van, tot) = (timestamp(van), timestamp(tot));
        match self.steps.last_mut() {
            Some(last) if last.tot == van && last.waarom == waarom => {
                last.tot = tot;
                last.telt_seconden += telt;
            }
            _ => self.steps.push(Stap { van, tot, telt_seconden: telt, waarom }),
        }
    }
}

fn timestamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
}

impl Verklaring {
    /// The agreement that its rule says; `None` when that is a sentence of another form.
    pub fn afspraak(&self) -> Option<Afspraak<'_>> {
        Afspraak::read(&self.regel)
    }

    /// Whether there is no deadline because nothing ever counts, not because of a pause.
    pub fn telt_nooit(&self) -> bool {
        self.deadline.is_none() && self.zonder_deadline == GEEN_UREN
    }

    /// The arithmetic in words, one line for each step.
    pub fn regels(&self) -> Vec<String> {
        let mut lines = vec![format!("{}.", self.regel), format!("De klok begint op {}.", moment(self.begin))];
        let mut sum = 0;
        for stap in &self.stappen {
            let (van, tot) = (moment(stap.van), moment(stap.tot));
            if stap.telt_seconden > 0 {
                sum += stap.telt_seconden;
                lines.push(format!(
                    "Van {van} tot {tot}: {} telt ({}), samen {}.",
                    duur(stap.telt_seconden),
                    stap.waarom,
                    duur(sum)
                ));
            } else {
                lines.push(format!("Van {van} tot {tot}: telt niet ({}).", stap.waarom));
            }
        }
        lines.extend(self.pauzes.iter().map(Pauzetijd::regel));
        lines.push(match self.deadline {
            Some(deadline) => format!("Het uiterste moment is {}: dan is {} geteld.", moment(deadline), duur(sum)),
            None => format!("Er is nu geen uiterste moment; {} is geteld. {}", duur(sum), self.zonder_deadline),
        });
        lines
    }
}

impl Pauzetijd {
    /// The pause in words.
    fn regel(&self) -> String {
        let van = moment(self.begin);
        match self.einde {
            Some(einde) => {
                let tot = moment(einde);
                let scheelt = duur(self.scheelt_seconden);
                format!("Pauze van {van} tot {tot}: {}. Daardoor telt {scheelt} niet mee.", self.reden)
            }
            None => format!("Pauze sinds {van}: {}. De pauze duurt nog.", self.reden),
        }
    }
}
