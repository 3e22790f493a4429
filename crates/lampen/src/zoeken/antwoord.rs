// SPDX-License-Identifier: EUPL-1.2
//! The answer at the top: whether the lamp or the street that is meant has a fault, what we do, and the way on.

use waarmaker_core::DateTime;
use waarmaker_ui::{Say, Visit, words};

use super::Gezocht;
use crate::{
    data::{Gevonden, Lamp, Storing},
    woorden,
};

/// The answer at the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Antwoord {
    /// How it stands, in a few words; empty when nothing can be said.
    pub(crate) stand: String,
    /// Class of the badge.
    pub(crate) soort: &'static str,
    /// Icon of the badge.
    pub(crate) icoon: &'static str,
    /// The answer.
    pub(crate) titel: String,
    /// What we do.
    pub(crate) zinnen: Vec<String>,
    /// The main way on; empty for none.
    pub(crate) knop: String,
    /// Where that leads.
    pub(crate) knop_naar: String,
    /// Another way on; empty for none.
    pub(crate) ook: String,
    /// Where that leads.
    pub(crate) ook_naar: String,
}

pub(super) fn antwoord(visit: &Visit, found: &Gezocht, t: &Say) -> Antwoord {
    match &found.gevonden {
        Gevonden::Lamp(lamp) => of_lamp(lamp, t),
        Gevonden::Straat { naam, lampen, nummer, .. } => {
            let mut antwoord = of_straat(naam, lampen, found.now, t);
            if nummer.is_some() {
                antwoord.zinnen.push(t.say("antwoord-huisnummer"));
            }
            antwoord
        }
        Gevonden::Straten(_) => Antwoord {
            titel: t.say("antwoord-welke"),
            zinnen: vec![t.say("antwoord-welke-uitleg")],
            ..Antwoord::default()
        },
        Gevonden::Niets { .. } => Antwoord {
            titel: t.with("antwoord-niets", "gemeente", &visit.site.naam),
            zinnen: vec![t.say("antwoord-niets-uitleg"), t.say("antwoord-buiten")],
            ook: t.say("nummer-niet"),
            ook_naar: "/lampen/melden".to_owned(),
            ..Antwoord::default()
        },
        Gevonden::Leeg => Antwoord {
            titel: t.say("antwoord-leeg"),
            zinnen: vec![t.say("antwoord-leeg-uitleg")],
            ..Antwoord::default()
        },
    }
}

fn of_lamp(lamp: &Lamp, t: &Say) -> Antwoord {
    let naam = woorden::naam(lamp, t);
    let ook = t.say("antwoord-bekijk");
    let ook_naar = format!("/lampen/{}", lamp.uuid);
    let Some(storing) = &lamp.storing else {
        return Antwoord {
            stand: t.say("stand-geen"),
            soort: "b-pos",
            icoon: "vink",
            titel: t.with("antwoord-lamp-goed", "lamp", naam),
            zinnen: vec![t.say("antwoord-meld")],
            knop: t.say("meld-knop"),
            knop_naar: format!("{ook_naar}/melden"),
            ook,
            ook_naar,
        };
    };
    Antwoord {
        titel: t.with2("antwoord-lamp", "lamp", naam, "wat", woorden::oorzaak(storing, t)),
        ook,
        ..of_storing(storing, &ook_naar, t)
    }
}

/// The answer of one fault that a lamp has.
fn of_storing(storing: &Storing, lamp: &str, t: &Say) -> Antwoord {
    let mut zinnen = woorden::wij_doen(storing, t);
    zinnen.push(match storing.verwacht {
        Some(tot) => t.with("antwoord-klaar", "dag", words::long_day(t.lang, tot)),
        None => t.say("belofte-volgt"),
    });
    if storing.meldingen > 0 {
        zinnen.push(t.count("antwoord-meldingen", "aantal", storing.meldingen));
    }
    Antwoord {
        stand: t.say("storing-bekend"),
        soort: "b-warn",
        icoon: "let",
        zinnen,
        knop: t.say("volg-knop"),
        knop_naar: format!("{lamp}/volgen"),
        ook_naar: lamp.to_owned(),
        ..Antwoord::default()
    }
}

pub(super) fn of_straat(straat: &str, lampen: &[Lamp], now: DateTime, t: &Say) -> Antwoord {
    let broken: Vec<(&Lamp, &Storing)> =
        lampen.iter().filter_map(|lamp| lamp.storing.as_ref().map(|storing| (lamp, storing))).collect();
    let Some((lamp, storing)) = broken.first() else {
        return Antwoord {
            stand: t.say("stand-geen"),
            soort: "b-pos",
            icoon: "vink",
            titel: t.with("antwoord-straat-goed", "straat", straat),
            zinnen: vec![t.say("antwoord-kies")],
            ..Antwoord::default()
        };
    };
    let titel = if broken.len() == 1 {
        t.with("antwoord-straat-een", "straat", straat)
    } else {
        t.args("antwoord-straat-meer", &[("aantal", &words::number(t.lang, broken.len())), ("straat", &straat)])
    };
    if broken.iter().all(|(_, other)| other.incident == storing.incident) {
        return Antwoord { titel, ..of_storing(storing, &format!("/lampen/{}", lamp.uuid), t) };
    }
    let last = broken.iter().filter_map(|(_, storing)| storing.verwacht).max_by_key(|at| at.at);
    let promise = last.filter(|at| at.at > now.at);
    let mut zinnen = vec![t.say("antwoord-meer-oorzaken")];
    zinnen.extend(promise.map(|at| t.with("antwoord-alle-klaar", "dag", words::long_day(t.lang, at))));
    zinnen.push(t.say("antwoord-kies"));
    Antwoord { stand: t.say("storing-bekend"), soort: "b-warn", icoon: "let", titel, zinnen, ..Antwoord::default() }
}
