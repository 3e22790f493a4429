// SPDX-License-Identifier: EUPL-1.2
//! What goes wrong, decided beforehand.

use std::{collections::BTreeMap, str::FromStr};

use super::{Fleet, Plan, below, part};

/// How many, of a kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Much {
    /// So many.
    Count(usize),
    /// A part of all.
    Part(f64),
}

impl Much {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of a count"
    )]
    fn of(self, all: usize) -> usize {
        match self {
            Self::Count(count) => count.min(all),
            Self::Part(part) => (all as f64 * part).round() as usize,
        }
    }
}

/// Kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// All lamps behind a cabinet are out, within seconds.
    Kabinet,
    /// One lamp is broken.
    Lamp,
    /// A lamp goes on and off.
    Flapper,
    /// A lamp says nothing any more.
    Stil,
    /// A lamp takes more and more power, before it fails.
    Drift,
}

impl Kind {
    /// All kinds, by the names that people write.
    const ALL: [(Self, &'static str); 5] = [
        (Self::Kabinet, "kabinet"),
        (Self::Lamp, "lamp"),
        (Self::Flapper, "flapper"),
        (Self::Stil, "stil"),
        (Self::Drift, "drift"),
    ];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// The faults that somebody asks for: `lamp=2%,kabinet=3,herstel=30`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asked {
    kinds: BTreeMap<Kind, Much>,
    /// Seconds after which a fault is over.
    repair: Option<u32>,
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut asked = Self::default();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let known = "lamp, kabinet, flapper, stil and drift, with a number or a percentage; herstel, with seconds";
            let (name, much) =
                word.split_once('=').ok_or_else(|| format!("{word:?}: write NAME=NUMBER; there are {known}"))?;
            let wrong = || format!("{word:?}: {much:?} is no number or percentage");
            if name == "herstel" {
                asked.repair = Some(much.trim_end_matches('s').parse().map_err(|_| wrong())?);
                continue;
            }
            let kind = Kind::ALL.iter().find(|(_, known)| *known == name);
            let (kind, _) = kind.ok_or_else(|| format!("{name:?} is no fault; there are {known}"))?;
            let much = match much.strip_suffix('%') {
                Some(percent) => {
                    let percent: f64 = percent.parse().map_err(|_| wrong())?;
                    (0.0..=100.0).contains(&percent).then_some(Much::Part(percent / 100.0)).ok_or_else(wrong)?
                }
                None => Much::Count(much.parse().map_err(|_| wrong())?),
            };
            asked.kinds.insert(*kind, much);
        }
        Ok(asked)
    }
}

/// A fault that was made: the truth to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    /// The lamp, or the cabinet.
    pub(crate) name: String,
    /// Places of the lamps that have it.
    pub(crate) lamps: Vec<usize>,
    /// From when, in milliseconds since 1970.
    pub(crate) from: i64,
    /// Until when; to the end when absent.
    pub(crate) until: Option<i64>,
}

impl Asked {
    /// Decides what goes wrong. A lamp has one fault at most.
    pub(crate) fn decide(&self, fleet: &Fleet, plan: &Plan) -> Vec<Fault> {
        let mut taken = vec![false; fleet.lamps.len()];
        let mut faults = Vec::new();
        for (what, (kind, much)) in (1_u64..).zip(&self.kinds) {
            let all = if *kind == Kind::Kabinet { fleet.cabinets.len() } else { fleet.lamps.len() };
            let wanted = much.of(all);
            let mut found = 0;
            // Whoever is taken already is passed over; with few left the search ends.
            for attempt in 0..(wanted as u64).saturating_mul(20) {
                if found == wanted {
                    break;
                }
                let place = below(all, plan.seed, what * 1000, attempt);
                let lamps: Vec<usize> = match kind {
                    Kind::Kabinet => (0..fleet.lamps.len())
                        .filter(|i| fleet.lamps.get(*i).is_some_and(|lamp| lamp.cabinet == place))
                        .collect(),
                    _ => vec![place],
                };
                if lamps.is_empty() || lamps.iter().any(|i| taken.get(*i).copied().unwrap_or(true)) {
                    continue;
                }
                for lamp in &lamps {
                    taken.get_mut(*lamp).into_iter().for_each(|is| *is = true);
                }
                faults.push(self.one(*kind, place, lamps, fleet, plan, what * 1000 + attempt));
                found += 1;
            }
        }
        faults.sort_by(|a, b| (a.from, &a.name).cmp(&(b.from, &b.name)));
        faults
    }

    fn one(&self, kind: Kind, place: usize, lamps: Vec<usize>, fleet: &Fleet, plan: &Plan, which: u64) -> Fault {
        let name = match kind {
            Kind::Kabinet => fleet.cabinets.get(place).cloned(),
            _ => fleet.lamps.get(place).map(|lamp| lamp.name.clone()),
        };
        // Not at once, so that every lamp was well before, and early enough to be seen.
        let share = 0.1 + 0.5 * part(plan.seed, 7, which);
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a moment within the run")]
        let from = plan.start + (plan.duration as f64 * share) as i64;
        let until = self
            .repair
            .map(|seconds| from + i64::from(seconds) * 1000)
            .filter(|until| *until < plan.start + plan.duration);
        Fault { kind, name: name.unwrap_or_default(), lamps, from, until }
    }
}
