// SPDX-License-Identifier: EUPL-1.2
//! What a rule remembers of an asset, and how that goes on with each observation: no database, no clock, so that trying a rule is the same as
//! running it.

use std::collections::HashMap;

use uuid::Uuid;
use waarmaker_metingen::Resultaat;

use crate::{
    conditie::{Conditie, tekst},
    regel::Bewaakt,
    termijn::millis,
};

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fase {
    /// Nothing is wrong: changes are counted.
    Bekeken,
    /// It is wrong, and has to stay so for the delay of the rule.
    Wacht,
    /// It was raised.
    Open,
    /// It was raised, and is fine again for the time being.
    Herstelt,
}

impl Fase {
    pub(crate) const fn nummer(self) -> i64 {
        match self {
            Self::Bekeken => 0,
            Self::Wacht => 1,
            Self::Open => 2,
            Self::Herstelt => 3,
        }
    }
    pub(crate) const fn van(nummer: i64) -> Self {
        match nummer {
            1 => Self::Wacht,
            2 => Self::Open,
            3 => Self::Herstelt,
            _ => Self::Bekeken,
        }
    }
}

/// An observation on which a judgement rests.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Grond {
    pub(crate) datastream: String,
    pub(crate) tijd: i64,
    pub(crate) resultaat: String,
    pub(crate) uitleg: String,
}

/// Changes of a state that may flap: the last word, and when it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Wissels {
    pub(crate) woord: Option<String>,
    pub(crate) momenten: Vec<i64>,
}

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toestand {
    pub(crate) fase: Fase,
    /// Since when it is wrong.
    pub(crate) begin: i64,
    /// Since when the phase lasts.
    pub(crate) moment: i64,
    /// When something falls due without a message.
    pub(crate) termijn: Option<i64>,
    /// The newest observation that changed it.
    pub(crate) laatst: i64,
    /// What was raised.
    pub(crate) incident: Option<Uuid>,
    /// The incident that was said to be mended.
    pub(crate) vorig: Option<Uuid>,
    pub(crate) wissels: Wissels,
    pub(crate) bewijs: Vec<Grond>,
}

/// What a rule finds at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oordeel {
    /// It is wrong.
    Fout,
    /// It is fine.
    Goed,
    /// Between wrong and fine.
    Tussen,
    /// It does not look now, or lacks a value.
    Geen,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stap {
    /// An incident.
    Vaststellen { begin: i64, op: i64, bewijs: Vec<Grond>, vorig: Option<Uuid> },
    /// Its end.
    Herstellen { op: i64, incident: Option<Uuid> },
}

/// The newest values of an asset, by property.
pub(crate) type Waarden = HashMap<String, (i64, Resultaat)>;

impl Bewaakt {
    /// What the rule finds in these values at a moment; for conditions on values.
    pub(crate) fn oordeel(&self, tijd: i64, waarden: &Waarden) -> Oordeel {
        if self.tijdvak.as_ref().is_some_and(|tijdvak| !tijdvak.bevat(tijd)) {
            return Oordeel::Geen;
        }
        let geldt = |conditie: &Conditie| {
            waarden
                .get(conditie.eigenschap())
                .filter(|(at, _)| *at <= tijd)
                .and_then(|(_, waarde)| conditie.geldt(waarde))
        };
        let (mut all, mut none) = (true, false);
        for conditie in std::iter::once(&self.hoofd).filter(|hoofd| hoofd.is_plain()).chain(&self.en) {
            match geldt(conditie) {
                Some(true) => {}
                Some(false) => (all, none) = (false, true),
                None => all = false,
            }
        }
        match &self.herstel {
            _ if all => Oordeel::Fout,
            Some(herstel) => match geldt(herstel) {
                Some(true) => Oordeel::Goed,
                Some(false) => Oordeel::Tussen,
                None => Oordeel::Geen,
            },
            None if none => Oordeel::Goed,
            None => Oordeel::Geen,
        }
    }

    /// Goes on with an observation of a property at a moment. What fell due before it comes first, as if nobody had been late.
    pub(crate) fn zie(
        &self,
        state: &mut Option<Toestand>,
        (eigenschap, tijd, resultaat): (&str, i64, &Resultaat),
        waarden: &Waarden,
    ) -> Vec<Stap> {
        if state.as_ref().is_some_and(|state| tijd < state.laatst) {
            return Vec::new();
        }
        let mut steps = self.vervalt(state, tijd);
        match &self.hoofd {
            Conditie::Stilte { .. } => {
                if state.is_some() {
                    self.stap(state, tijd, Oordeel::Goed, Vec::new(), &mut steps);
                }
            }
            Conditie::Flapperen { eigenschap: own, .. } if own == eigenschap => {
                self.flapper(state, tijd, &tekst(resultaat), waarden, &mut steps);
            }
            Conditie::Flapperen { .. } | Conditie::Drift { .. } => {}
            _ => {
                let oordeel = self.oordeel(tijd, waarden);
                let bewijs = if oordeel == Oordeel::Fout { self.gronden(tijd, waarden) } else { Vec::new() };
                self.stap(state, tijd, oordeel, bewijs, &mut steps);
            }
        }
        steps
    }

    /// What falls due up to a moment without a message.
    pub(crate) fn vervalt(&self, state: &mut Option<Toestand>, nu: i64) -> Vec<Stap> {
        let mut steps = Vec::new();
        let Some(known) = state.as_mut() else { return steps };
        let Some(termijn) = known.termijn.filter(|termijn| *termijn <= nu) else { return steps };
        match known.fase {
            Fase::Wacht if self.tijdvak.as_ref().is_some_and(|tijdvak| !tijdvak.bevat(termijn)) => *state = None,
            Fase::Wacht => steps.push(vaststellen(known, termijn)),
            Fase::Herstelt => {
                steps.push(Stap::Herstellen { op: known.moment, incident: known.incident });
                self.klaar(state);
            }
            // A flapping state that kept still for so long.
            Fase::Open => self.stap(state, termijn, Oordeel::Goed, Vec::new(), &mut steps),
            Fase::Bekeken => *state = None,
        }
        steps
    }

    /// The state machine.
    fn stap(
        &self,
        state: &mut Option<Toestand>,
        tijd: i64,
        oordeel: Oordeel,
        bewijs: Vec<Grond>,
        steps: &mut Vec<Stap>,
    ) {
        let Some(known) = state.as_mut() else {
            if oordeel == Oordeel::Fout {
                let mut new = begin(tijd, bewijs);
                self.wacht_af(&mut new, tijd, steps);
                *state = Some(new);
            }
            return;
        };
        match (known.fase, oordeel) {
            (Fase::Bekeken, Oordeel::Fout) => {
                (known.begin, known.moment, known.laatst, known.bewijs) = (tijd, tijd, tijd, bewijs);
                self.wacht_af(known, tijd, steps);
            }
            (Fase::Wacht, Oordeel::Goed | Oordeel::Tussen) => self.klaar(state),
            (Fase::Open, Oordeel::Goed) if self.herstelduur == 0 => {
                steps.push(Stap::Herstellen { op: tijd, incident: known.incident });
                self.klaar(state);
            }
            (Fase::Open, Oordeel::Goed) => {
                (known.fase, known.moment, known.laatst) = (Fase::Herstelt, tijd, tijd);
                known.termijn = Some(tijd.saturating_add(self.herstelduur));
            }
            (Fase::Herstelt, Oordeel::Fout | Oordeel::Tussen) => {
                (known.fase, known.moment, known.termijn, known.laatst) = (Fase::Open, tijd, None, tijd);
            }
            _ => {}
        }
    }

    /// Raises at once, or after the delay.
    fn wacht_af(&self, state: &mut Toestand, tijd: i64, steps: &mut Vec<Stap>) {
        state.fase = Fase::Wacht;
        state.termijn = Some(tijd.saturating_add(self.vertraging));
        if self.vertraging == 0 {
            steps.push(vaststellen(state, tijd));
        }
    }

    /// Forgets: all, or all but the changes that are counted.
    fn klaar(&self, state: &mut Option<Toestand>) {
        match state.as_mut() {
            Some(known) if matches!(self.hoofd, Conditie::Flapperen { .. }) => {
                (known.fase, known.termijn, known.incident, known.vorig) = (Fase::Bekeken, None, None, None);
                known.bewijs.clear();
            }
            _ => *state = None,
        }
    }

    /// Counts a change, when it is one.
    fn flapper(&self, state: &mut Option<Toestand>, tijd: i64, woord: &str, waarden: &Waarden, steps: &mut Vec<Stap>) {
        let Conditie::Flapperen { eigenschap, aantal, venster } = &self.hoofd else { return };
        let venster = millis(venster).unwrap_or_default();
        let known =
            state.get_or_insert_with(|| Toestand { fase: Fase::Bekeken, termijn: None, ..begin(tijd, Vec::new()) });
        let first = known.wissels.woord.is_none();
        if known.wissels.woord.as_deref() == Some(woord) {
            return;
        }
        known.wissels.woord = Some(woord.to_owned());
        known.laatst = tijd;
        if first {
            return;
        }
        let momenten = &mut known.wissels.momenten;
        momenten.push(tijd);
        let most = usize::try_from(*aantal).unwrap_or(usize::MAX);
        momenten.drain(..momenten.len().saturating_sub(most));
        momenten.retain(|at| *at > tijd - venster);
        let (number, oldest) = (momenten.len(), momenten.first().copied().unwrap_or(tijd));
        if number < most {
            return;
        }
        let besides = !self.en.is_empty() || self.tijdvak.is_some();
        if besides && self.oordeel(tijd, waarden) != Oordeel::Fout {
            return;
        }
        let uitleg = format!("{eigenschap} veranderde {number} keer");
        let grond = Grond { datastream: eigenschap.clone(), tijd, resultaat: woord.to_owned(), uitleg };
        self.stap(state, tijd, Oordeel::Fout, vec![grond], steps);
        if let Some(known) = state.as_mut().filter(|known| known.fase == Fase::Open) {
            known.begin = known.begin.min(oldest);
            known.termijn = Some(oldest + venster);
        }
        for step in steps {
            if let Stap::Vaststellen { begin, .. } = step {
                *begin = (*begin).min(oldest);
            }
        }
    }

    /// The values that meet the conditions.
    pub(crate) fn gronden(&self, tijd: i64, waarden: &Waarden) -> Vec<Grond> {
        let plain = std::iter::once(&self.hoofd).chain(&self.en).filter(|conditie| conditie.is_plain());
        plain
            .filter_map(|conditie| {
                let (at, waarde) = waarden.get(conditie.eigenschap()).filter(|(at, _)| *at <= tijd)?;
                Some(Grond {
                    datastream: conditie.eigenschap().to_owned(),
                    tijd: *at,
                    resultaat: tekst(waarde),
                    uitleg: format!("De regel vraagt of {}", conditie.leesbaar()),
                })
            })
            .collect()
    }
}

/// The incident was closed by somebody, and it is wrong again: the delay begins anew.
pub(crate) fn heropen(
    state: &mut Toestand,
    tijd: i64,
    vertraging: i64,
    vorig: Option<Uuid>,
    bewijs: Vec<Grond>,
) -> Option<Stap> {
    *state = Toestand { fase: Fase::Wacht, vorig, wissels: std::mem::take(&mut state.wissels), ..begin(tijd, bewijs) };
    state.termijn = Some(tijd.saturating_add(vertraging));
    (vertraging == 0).then(|| vaststellen(state, tijd))
}

/// A state that begins to be wrong.
pub(crate) fn begin(tijd: i64, bewijs: Vec<Grond>) -> Toestand {
    Toestand {
        fase: Fase::Wacht,
        begin: tijd,
        moment: tijd,
        termijn: None,
        laatst: tijd,
        incident: None,
        vorig: None,
        wissels: Wissels::default(),
        bewijs,
    }
}

/// From here on it is raised.
pub(crate) fn vaststellen(state: &mut Toestand, op: i64) -> Stap {
    (state.fase, state.moment, state.termijn) = (Fase::Open, op, None);
    Stap::Vaststellen { begin: state.begin, op, bewijs: std::mem::take(&mut state.bewijs), vorig: state.vorig.take() }
}
