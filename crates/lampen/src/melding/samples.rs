// SPDX-License-Identifier: EUPL-1.2
//! The pages of a report, for tests.

use waarmaker_signalen::Meldkanaal;
use waarmaker_ui::{
    Lang, Page,
    form::{Errors, Posted},
};

use super::{Meldingpagina, Ontvangst, Vraagcode, antwoord::opnieuw, code::vraag, ontvangst::receipt, view};
use crate::{
    TEXTS,
    data::{Afloop, Fase, Gebeurd, Gevolgd, Klacht, Moment},
    portaal, woorden,
};

/// A report that was solved, and may be said to be still broken.
fn gevolgd(over: bool) -> Gevolgd {
    let op = woorden::sample_now();
    let mut storing = woorden::sample();
    if over {
        (storing.fase, storing.einde, storing.afloop) = (Fase::Gemaakt, Some(op), Some(Afloop::Hersteld));
    }
    let all = [
        Gebeurd::Ontvangen,
        Gebeurd::Opgedragen,
        Gebeurd::Aangenomen,
        Gebeurd::TerPlaatse,
        Gebeurd::Wacht,
        Gebeurd::Verder,
        Gebeurd::Gemaakt,
        Gebeurd::GeenDefect,
        Gebeurd::Vanzelf,
        Gebeurd::Gesloten,
        Gebeurd::NogKapot,
    ];
    Gevolgd {
        melding: uuid::Uuid::nil(),
        code: "K7M2QXAB".to_owned(),
        ontvangen: op,
        kanaal: if over { Meldkanaal::Telefoon } else { Meldkanaal::Web },
        klacht: Klacht::BrandtNiet,
        woorden: String::new(),
        nieuw: over,
        lamp: Some(woorden::sample_lamp()),
        storing: Some(storing),
        momenten: all.map(|wat| Moment { wat, op }).to_vec(),
        kan_heropenen: over,
        heropend: !over,
        kan_oordelen: over,
        oordeel: None,
        berichten: !over,
    }
}

impl Meldingpagina {
    /// Of a report that is not solved yet.
    pub(crate) fn sample(lang: Lang) -> Self {
        Self::samples(lang).remove(0)
    }

    /// In each state.
    pub(crate) fn samples(lang: Lang) -> Vec<Self> {
        let t = TEXTS.say(lang);
        let page = || Page::sample(lang).menu(portaal::menu(&t));
        let one = |over| view(page(), &gevolgd(over), woorden::sample_now(), t);
        let mut errors = Errors::default();
        errors.add("hoe", t.say("hoe-kies"));
        vec![one(false), one(true), opnieuw(one(true), &Posted::default(), errors)]
    }
}

impl Ontvangst {
    /// Of a first report.
    pub(crate) fn sample(lang: Lang) -> Self {
        Self::samples(lang).remove(0)
    }

    /// Of a first report, and of one that joined.
    pub(crate) fn samples(lang: Lang) -> Vec<Self> {
        let page = || Page::sample(lang);
        [true, false].map(|over| receipt(page(), &gevolgd(over), TEXTS.say(lang))).to_vec()
    }
}

impl Vraagcode {
    pub(crate) fn sample(lang: Lang) -> Self {
        let t = TEXTS.say(lang);
        vraag(Page::sample(lang), t.say("code-onbekend"), vec![t.say("code-onbekend-doe")], t)
    }
}
