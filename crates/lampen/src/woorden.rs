// SPDX-License-Identifier: EUPL-1.2
//! How it stands with a lamp, in words: what is wrong, what we do, by when.

use waarmaker_core::DateTime;
use waarmaker_ui::{Say, words};

use crate::data::{Afloop, Eerder, Fase, Hersteller, Klacht, Lamp, Oorzaak, Storing, Wachtreden, Wat};

/// How it stands, as the top of a page says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Belofte {
    /// In a few words.
    pub(crate) stand: String,
    /// Class of the badge.
    pub(crate) soort: &'static str,
    /// Icon of the badge.
    pub(crate) icoon: &'static str,
    /// What is wrong, or that nothing is.
    pub(crate) titel: String,
    /// What we do about it.
    pub(crate) uitleg: Vec<String>,
    /// What the date means.
    pub(crate) kop: String,
    /// The date that is promised; empty when there is none.
    pub(crate) wanneer: String,
    /// How far away that is.
    pub(crate) rest: String,
}

/// A fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rij {
    /// What it is.
    pub(crate) wat: String,
    /// Its value.
    pub(crate) waarde: String,
    /// Where it can be changed; empty when it cannot.
    pub(crate) naar: String,
}

impl Rij {
    /// A fact that cannot be changed.
    pub(crate) fn new(wat: String, waarde: impl Into<String>) -> Self {
        Self { wat, waarde: waarde.into(), naar: String::new() }
    }
}

/// A step of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stap {
    /// Empty for what is done, `is-now` or `is-next`.
    pub(crate) klasse: &'static str,
    /// What happened or will happen.
    pub(crate) titel: String,
    /// Whether it is done, for who cannot see the dot.
    pub(crate) hoe: String,
    /// When.
    pub(crate) wanneer: String,
    /// More about it.
    pub(crate) uitleg: String,
}

/// Name of a lamp in a heading: `Lindelaan, lamp LM-101`.
pub(crate) fn naam(lamp: &Lamp, t: &Say) -> String {
    if lamp.straat.is_empty() {
        t.with("lamp-naam", "nummer", &lamp.nummer)
    } else {
        t.with2("lamp-naam-straat", "straat", &lamp.straat, "nummer", &lamp.nummer)
    }
}

/// What is wrong, as a sentence. Of a cabinet it says what that means for the lamp.
pub(crate) fn oorzaak(fault: &Storing, t: &Say) -> String {
    match (fault.oorzaak, fault.wat) {
        (Oorzaak::Kast, Wat::Sensor | Wat::Klacht(Klacht::BrandtNiet | Klacht::NogKapot)) => t.say("wat-kast"),
        (Oorzaak::Kast, Wat::Klacht(_)) => t.say("wat-kast-anders"),
        (_, wat) => self::wat(wat, fault.groep, t),
    }
}

/// What was wrong, as a sentence.
pub(crate) fn wat(wat: Wat, groep: i64, t: &Say) -> String {
    match wat {
        Wat::Groep => t.count("wat-groep", "aantal", groep),
        Wat::Sensor => t.say("wat-sensor"),
        Wat::Klacht(klacht) => of_klacht(klacht, t),
    }
}

/// A complaint, as a sentence.
pub(crate) fn of_klacht(klacht: Klacht, t: &Say) -> String {
    match klacht {
        Klacht::BrandtNiet => t.say("klacht-brandt-niet"),
        Klacht::BrandtOverdag => t.say("klacht-brandt-overdag"),
        Klacht::Knippert => t.say("klacht-knippert"),
        Klacht::Zwak => t.say("klacht-zwak"),
        Klacht::Beschadigd => t.say("klacht-beschadigd"),
        Klacht::Scheef => t.say("klacht-scheef"),
        Klacht::DeurOpen => t.say("klacht-deur-open"),
        Klacht::NogKapot => t.say("klacht-nog-kapot"),
        Klacht::Anders => t.say("klacht-anders"),
    }
}

/// How far a fault is, in a few words, with the class and icon of its badge.
pub(crate) fn stand(fase: Fase, t: &Say) -> (String, &'static str, &'static str) {
    match fase {
        Fase::Vastgesteld => (t.say("stand-vastgesteld"), "b-warn", "let"),
        Fase::Opgedragen => (t.say("stand-opgedragen"), "b-info", "klok"),
        Fase::Aangenomen => (t.say("stand-aangenomen"), "b-info", "klok"),
        Fase::TerPlaatse => (t.say("stand-ter-plaatse"), "b-info", "klok"),
        Fase::Wacht(_) => (t.say("stand-wacht"), "b-warn", "let"),
        Fase::Gemaakt => (t.say("stand-gemaakt"), "b-pos", "vink"),
    }
}

/// Why the work waits.
fn wacht(reden: Wachtreden, t: &Say) -> String {
    match reden {
        Wachtreden::Netbeheerder => t.say("wacht-netbeheerder"),
        Wachtreden::Materiaal => t.say("wacht-materiaal"),
        Wachtreden::Weer => t.say("wacht-weer"),
        Wachtreden::Toegang => t.say("wacht-toegang"),
        Wachtreden::Anders => t.say("wacht-anders"),
    }
}

/// How a fault ended.
pub(crate) fn afloop(afloop: Afloop, t: &Say) -> String {
    match afloop {
        Afloop::Hersteld => t.say("afloop-hersteld"),
        Afloop::GeenDefect => t.say("afloop-geen-defect"),
        Afloop::Vanzelf => t.say("afloop-vanzelf"),
        Afloop::Gesloten => t.say("afloop-gesloten"),
    }
}

/// What we do about it now.
pub(crate) fn wij_doen(fault: &Storing, t: &Say) -> Vec<String> {
    let mut zinnen = Vec::new();
    match (fault.fase, &fault.hersteller) {
        (Fase::Vastgesteld, _) => zinnen.push(t.say("doen-vastgesteld")),
        (Fase::Opgedragen, Some(Hersteller::Aannemer(naam))) => zinnen.push(t.with("doen-opgedragen", "naam", naam)),
        (Fase::Aangenomen, Some(Hersteller::Aannemer(naam))) => zinnen.push(t.with("doen-aangenomen", "naam", naam)),
        (Fase::Opgedragen | Fase::Aangenomen, _) => zinnen.push(t.say("doen-gemeente")),
        (Fase::TerPlaatse, _) => zinnen.push(t.say("doen-ter-plaatse")),
        (Fase::Wacht(reden), _) => zinnen.extend([wacht(reden, t), t.say("doen-wacht")]),
        (Fase::Gemaakt, _) => zinnen.extend(fault.afloop.map(|einde| afloop(einde, t))),
    }
    if fault.te_laat && !fault.is_over() {
        zinnen.push(t.say("doen-te-laat"));
    }
    if fault.opnieuw && !fault.is_over() {
        zinnen.push(t.say("doen-opnieuw"));
    }
    zinnen
}

/// What a page about a lamp says first.
pub(crate) fn belofte(fault: Option<&Storing>, now: DateTime, t: &Say) -> Belofte {
    let Some(fault) = fault else {
        return Belofte {
            stand: t.say("stand-geen"),
            soort: "b-pos",
            icoon: "vink",
            titel: t.say("geen-titel"),
            uitleg: vec![t.say("geen-uitleg")],
            ..Belofte::default()
        };
    };
    let (stand, soort, icoon) = stand(fault.fase, t);
    let mut uitleg = wij_doen(fault, t);
    let (kop, wanneer, rest) = match (fault.is_over(), fault.einde, fault.verwacht) {
        (true, Some(einde), _) => {
            (t.say("belofte-klaar"), words::long_day(t.lang, einde), words::relative(t.lang, einde, now))
        }
        (false, _, Some(tot)) => {
            (t.say("belofte-uiterlijk"), words::long_day(t.lang, tot), words::left(t.lang, tot, now))
        }
        (false, _, None) => {
            uitleg.push(t.say("belofte-volgt"));
            Default::default()
        }
        (true, None, _) => Default::default(),
    };
    Belofte { stand, soort, icoon, titel: oorzaak(fault, t), uitleg, kop, wanneer, rest }
}

/// A fault in one line of a list: what we do, and by when.
pub(crate) fn regel(fault: &Storing, t: &Say) -> String {
    let (stand, ..) = stand(fault.fase, t);
    match fault.verwacht {
        Some(tot) if !fault.is_over() => t.with2("regel-klaar", "stand", stand, "dag", words::near_day(t.lang, tot)),
        _ => t.with("regel", "stand", stand),
    }
}

/// What is known of a fault before somebody reports it once more.
pub(crate) fn bekend(fault: &Storing, now: DateTime, t: &Say) -> Vec<String> {
    let sinds = fault.gemeld.unwrap_or(fault.sinds);
    let ago = words::relative(t.lang, sinds, now);
    let mut zinnen = vec![oorzaak(fault, t)];
    zinnen.push(if fault.gemeld.is_some() {
        t.with("bekend-gemeld", "wanneer", ago)
    } else {
        t.with("bekend-sensor", "wanneer", ago)
    });
    zinnen.push(match fault.verwacht {
        Some(tot) if fault.te_laat => t.with("bekend-te-laat", "dag", words::long_day(t.lang, tot)),
        Some(tot) => t.with("bekend-klaar", "dag", words::long_day(t.lang, tot)),
        None => t.say("belofte-volgt"),
    });
    zinnen
}

/// The facts of a fault.
pub(crate) fn feiten(fault: &Storing, t: &Say) -> Vec<Rij> {
    let wie = match &fault.hersteller {
        Some(Hersteller::Aannemer(naam)) => naam.clone(),
        Some(Hersteller::Gemeente) => t.say("wie-gemeente"),
        None => t.say("wie-nog-niet"),
    };
    let mut rijen = vec![
        Rij::new(t.say("feit-sinds"), words::moment(t.lang, fault.begin)),
        Rij::new(t.say("feit-wie"), wie),
        Rij::new(t.say("feit-nummer"), &*fault.nummer),
    ];
    if fault.groep > 1 {
        rijen.push(Rij::new(t.say("feit-groep"), words::number(t.lang, fault.groep)));
    }
    if fault.meldingen > 0 {
        rijen.push(Rij::new(t.say("feit-meldingen"), t.count("feit-keer", "aantal", fault.meldingen)));
    }
    rijen
}

/// Earlier faults, as facts.
pub(crate) fn eerder(all: &[Eerder], t: &Say) -> Vec<Rij> {
    let row = |one: &Eerder| {
        let (van, tot) = (words::short_date(t.lang, one.begin), words::short_date(t.lang, one.einde));
        let when = if van == tot { tot } else { t.with2("van-tot", "van", van, "tot", tot) };
        Rij::new(when, format!("{} {}", wat(one.wat, one.groep, t), afloop(one.afloop, t)))
    };
    all.iter().map(row).collect()
}

/// A fault for samples.
#[cfg(test)]
pub(crate) fn sample() -> Storing {
    let at = |text: &str| DateTime::parse(text).unwrap();
    Storing {
        incident: uuid::Uuid::nil(),
        nummer: "INC-2026-0000042".to_owned(),
        asset: uuid::Uuid::nil(),
        fase: Fase::Aangenomen,
        begin: at("2026-11-20T17:10:00Z"),
        sinds: at("2026-11-20T17:40:00Z"),
        gemeld: Some(at("2026-11-20T18:00:00Z")),
        meldingen: 3,
        door_sensor: true,
        hersteller: Some(Hersteller::Aannemer("Lichtpunt BV".to_owned())),
        verwacht: Some(at("2026-11-24T16:00:00Z")),
        te_laat: false,
        oorzaak: crate::data::Oorzaak::Groep,
        groep: 5,
        wat: Wat::Groep,
        spoed: false,
        opnieuw: false,
        einde: None,
        afloop: None,
        stappen: Vec::new(),
        gewijzigd: at("2026-11-20T19:00:00Z"),
    }
}

/// The moment of samples: 21 November 2026.
#[cfg(test)]
pub(crate) fn sample_now() -> DateTime {
    DateTime::parse("2026-11-21T11:00:00Z").unwrap()
}

/// A lamp for samples.
#[cfg(test)]
pub(crate) fn sample_lamp() -> Lamp {
    Lamp {
        uuid: uuid::Uuid::nil(),
        nummer: "LM-101".to_owned(),
        straat: "Lindelaan".to_owned(),
        punt: waarmaker_assets::Punt { lon: 5.1201, lat: 52.0912 },
        storing: Some(sample()),
    }
}
