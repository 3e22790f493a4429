// SPDX-License-Identifier: EUPL-1.2
//! The order of an incident, as its page shows it.

use uuid::Uuid;
use waarmaker_contracten::klok::Verklaring;
use waarmaker_core::DateTime;
use waarmaker_ui::{Say, words};
use waarmaker_werkopdrachten::Werkopdracht;

use crate::{
    blad::{Cel, Deel, Moment, Rij, Tabel},
    kader::{Kader, ROOT},
    klok, woorden,
};

/// The order: who has it, its clock with the sum behind it, and what was done.
pub(super) fn opdracht(t: Say, kader: &Kader, order: &Werkopdracht, contract: Option<&(Uuid, String)>) -> Vec<Deel> {
    let lang = t.lang;
    let mut facts = vec![
        (t.say("kop-opdracht"), Cel::new(&order.nummer)),
        (t.say("kop-status"), woorden::opdracht(t, order.status)),
        (t.say("kop-bewaking"), woorden::bewaking(t, order.bewaking)),
    ];
    if let Some((uuid, naam)) = contract {
        facts.push((t.say("kop-contract"), Cel::new(naam).naar(format!("{ROOT}/contracten/{uuid}"))));
    }
    if !order.reden.is_empty() {
        facts.push((t.say("kop-reden"), Cel::register(&order.reden)));
    }
    if let Some(sent) = &order.verzonden {
        facts.push((
            t.say("kop-verzonden"),
            Cel::new(words::short_moment(lang, sent.moment)).onder_register(&sent.toelichting),
        ));
    }
    if !order.fotos.is_empty() {
        facts.push((t.say("kop-fotos"), Cel::new(order.fotos.len().to_string())));
    }
    let terms = order.termijnen.iter().map(|term| {
        let when = |moment: Option<DateTime>| moment.map(|at| words::short_moment(lang, at)).unwrap_or_default();
        let left = match (term.behaald, term.uiterlijk) {
            (None, Some(until)) if !order.status.is_finished() => words::left_until(lang, until, kader.nu),
            _ => String::new(),
        };
        Rij::new(vec![
            Cel::new(woorden::norm(t, term.norm)),
            Cel::new(when(term.uiterlijk)).onder(left).toon(woorden::toon(term.bewaking)),
            Cel::new(when(term.behaald)),
            woorden::bewaking(t, term.bewaking),
        ])
    });
    let clock = Tabel {
        bijschrift: t.say("klok"),
        met_kop: true,
        koppen: vec![t.say("kop-norm"), t.say("kop-uiterlijk"), t.say("kop-gedaan"), t.say("kop-bewaking")],
        rijen: terms.collect(),
        leeg: t.say("klok-leeg"),
        ..Tabel::default()
    };
    let mut delen = vec![Deel::Kop(t.say("opdracht")), Deel::Feiten(facts), Deel::Tabel(clock)];
    for term in &order.termijnen {
        if let Ok(sum) = serde_json::from_value::<Verklaring>(term.verklaring.clone()) {
            let kop = t.with("klok-uitleg", "norm", woorden::norm(t, term.norm));
            delen.push(Deel::Uitleg { kop, regels: klok::regels(t, &sum) });
        }
    }
    let steps = order.stappen.iter().map(|step| Moment {
        klasse: "",
        staat: t.say("stap-gedaan"),
        wat: woorden::stap(t, step.stap),
        wanneer: format!("{}, {}", words::short_moment(lang, step.moment), step.door),
        tekst: [step.reden.as_str(), step.toelichting.as_str()].join(" ").trim().to_owned(),
    });
    delen.push(Deel::Tijdlijn(steps.collect()));
    delen
}
