// SPDX-License-Identifier: EUPL-1.2
//! The clock of a contract in words: until when there is time, what of it counts, and why.

use waarmaker_contracten::{
    Normsoort,
    klok::{Pauzetijd, Telling, Verklaring, Waarom},
};
use waarmaker_core::DateTime;
use waarmaker_ui::{Say, words};
use waarmaker_werkopdrachten::{Bewaking, Norm, Termijn, Werkopdracht};

/// One term of an order.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// What has to be done.
    pub(crate) what: String,
    /// Until when, or when it was done.
    pub(crate) until: String,
    /// How it stands, with the class of its badge and its icon.
    pub(crate) state: (String, &'static str, &'static str),
    /// The rule of the contract.
    pub(crate) rule: String,
    /// Whether those are words of the register, which are Dutch on every page.
    pub(crate) register: bool,
    /// How it was found, one line for each step.
    pub(crate) lines: Vec<String>,
}

/// The terms of an order.
pub(crate) fn terms(order: &Werkopdracht, t: Say) -> Vec<Term> {
    order.termijnen.iter().map(|term| one(term, t)).collect()
}

/// What a term asks: key of its text.
pub(crate) const fn norm(norm: Norm) -> &'static str {
    match norm {
        Norm::Aannemen => "norm-aannemen",
        Norm::TerPlaatse => "norm-ter-plaatse",
        Norm::Hersteld => "norm-hersteld",
    }
}

fn one(term: &Termijn, t: Say) -> Term {
    let until = match (&term.behaald, &term.uiterlijk) {
        (Some(done), _) => t.with("gedaan-op", "moment", words::short_moment(t.lang, *done)),
        (None, Some(until)) => words::by_moment(t.lang, *until),
        (None, None) => t.say("klok-staat-stil"),
    };
    let verklaring = serde_json::from_value::<Verklaring>(term.verklaring.clone()).ok();
    let (rule, register) = verklaring.as_ref().map(|found| rule(found, t)).unwrap_or_default();
    Term {
        what: t.say(norm(term.norm)),
        until,
        state: state(term.bewaking, t),
        rule,
        register,
        lines: verklaring.map(|found| lines(&found, t)).unwrap_or_default(),
    }
}

/// The rule of the contract in words, and whether those are of the register.
fn rule(found: &Verklaring, t: Say) -> (String, bool) {
    let Some(afspraak) = found.afspraak() else { return (found.regel.clone(), true) };
    let what = t.say(match afspraak.norm {
        Normsoort::Aannemen => "norm-aannemen",
        Normsoort::TerPlaatse => "norm-ter-plaatse",
        Normsoort::Hersteld => "norm-hersteld",
    });
    let urgent = crate::order::priority(afspraak.prioriteit.as_str(), t);
    let time = amount(found.norm_seconden, found.telt, t);
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("contract", &afspraak.contract), ("prioriteit", &urgent), ("wat", &what), ("duur", &time)];
    (t.args("klok-afspraak", &values), false)
}

/// So much time of a kind. Only a day of all time has 24 hours, so that other time is told in hours.
fn amount(seconds: i64, telt: Telling, t: Say) -> String {
    let (hours, rest) = (seconds / 3600, seconds % 3600);
    if telt == Telling::Kalendertijd || hours < 24 {
        return words::lasting(t.lang, seconds);
    }
    let hours = t.count("klok-uren", "aantal", hours);
    if rest < 60 { hours } else { t.with2("klok-uren-en", "uren", hours, "rest", words::lasting(t.lang, rest)) }
}

/// How a term stands, in words; the colour only repeats it.
pub(crate) fn state(bewaking: Bewaking, t: Say) -> (String, &'static str, &'static str) {
    let (key, kind, icon) = match bewaking {
        Bewaking::OpSchema => ("bewaking-op-schema", "b-info", "klok"),
        Bewaking::InGevaar => ("bewaking-in-gevaar", "b-warn", "let"),
        Bewaking::Overschreden => ("bewaking-overschreden", "b-neg", "let"),
        Bewaking::Behaald => ("bewaking-behaald", "b-pos", "vink"),
        Bewaking::TeLaat => ("bewaking-te-laat", "b-neg", "let"),
        Bewaking::Geen => ("bewaking-geen", "", ""),
    };
    (t.say(key), kind, icon)
}

fn lines(found: &Verklaring, t: Say) -> Vec<String> {
    let counts = match found.telt {
        Telling::Kalendertijd => "klok-kalendertijd",
        Telling::Werktijd => "klok-werktijd",
        Telling::Venstertijd => "klok-venstertijd",
    };
    let short = |at| words::short_moment(t.lang, at);
    let mut lines = vec![t.say(counts), t.with("klok-begint", "moment", short(found.begin))];
    for stap in &found.stappen {
        let (van, tot) = (short(stap.van), short(stap.tot));
        lines.push(if stap.telt_seconden > 0 {
            let duur = words::lasting(t.lang, stap.telt_seconden);
            t.args("klok-telt", &[("van", &van), ("tot", &tot), ("duur", &duur)])
        } else {
            t.args("klok-telt-niet", &[("van", &van), ("tot", &tot), ("waarom", &why(&stap.waarom, t))])
        });
    }
    lines.extend(found.pauzes.iter().map(|pauze| pause(pauze, t)));
    lines.push(match found.deadline {
        Some(until) => t.with("klok-eindigt", "moment", words::moment(t.lang, until)),
        None if found.telt_nooit() => t.say("klok-telt-nooit"),
        None => t.say("klok-geen-einde"),
    });
    lines
}

/// Why time does not count. What the contract or somebody wrote stays as it was written.
fn why(waarom: &Waarom, t: Say) -> String {
    match waarom {
        Waarom::Feestdag(naam) => t.with("waarom-feestdag", "naam", naam),
        Waarom::GeenWerkdag(_) => t.say("waarom-geen-werkdag"),
        Waarom::BuitenWerktijd => t.say("waarom-buiten-werktijd"),
        Waarom::BuitenVensters => t.say("waarom-buiten-vensters"),
        Waarom::Pauze(reden) => t.with("waarom-pauze", "reden", reden),
        Waarom::Telt(_) | Waarom::Anders(_) => waarom.to_string(),
    }
}

fn pause(pauze: &Pauzetijd, t: Say) -> String {
    let short = |at| words::short_moment(t.lang, at);
    let van = short(pauze.begin);
    match pauze.einde {
        Some(einde) => t.args("klok-pauze", &[("van", &van), ("tot", &short(einde)), ("reden", &pauze.reden)]),
        None => t.args("klok-pauze-nog", &[("van", &van), ("reden", &pauze.reden)]),
    }
}

/// The first deadline that runs: what has to be done, until when, and how much time is left.
pub(crate) fn first(order: &Werkopdracht, now: DateTime, t: Say) -> Option<(String, String, String)> {
    let until = order.uiterlijk?;
    let open = order.termijnen.iter().filter(|term| term.behaald.is_none());
    let term = open.min_by_key(|term| term.uiterlijk.map_or(i64::MAX, |until| until.at.as_millisecond()))?;
    Some((t.say(norm(term.norm)), words::short_moment(t.lang, until), words::left_until(t.lang, until, now)))
}
