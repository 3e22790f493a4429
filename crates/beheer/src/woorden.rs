// SPDX-License-Identifier: EUPL-1.2
//! Choices of the domain as people read them.

use jiff::{Span, SpanRelativeTo, Timestamp, Unit};
use waarmaker_contracten::{Prioriteit, Weekdag};
use waarmaker_core::{DateTime, Duur};
use waarmaker_signalen::{Bron, Status};
use waarmaker_ui::{Say, words};
use waarmaker_werkopdrachten::{Bewaking, Norm, Opdrachtstatus, Stapsoort};

use crate::blad::Cel;

/// How it stands with an incident.
pub(crate) fn status(t: Say, status: Status) -> Cel {
    match status {
        Status::Open => Cel::merk(t.say("status-open"), "b-warn", "let"),
        Status::Opgedragen => Cel::merk(t.say("status-opgedragen"), "b-info", "klok"),
        Status::Hersteld => Cel::merk(t.say("status-hersteld"), "b-pos", "vink"),
        Status::Gesloten => Cel::merk(t.say("status-gesloten"), "b-pos", "vink"),
        Status::Samengevoegd => Cel::merk(t.say("status-samengevoegd"), "b-info", ""),
    }
}

/// Where an incident comes from.
pub(crate) fn bron(t: Say, bron: Bron) -> String {
    t.say(match bron {
        Bron::Sensor => "bron-sensor",
        Bron::Melding => "bron-melding",
        Bron::Groep => "bron-groep",
    })
}

/// How urgent it is.
pub(crate) fn prioriteit(t: Say, prioriteit: Prioriteit) -> String {
    t.say(match prioriteit {
        Prioriteit::Spoed => "prioriteit-spoed",
        Prioriteit::Hoog => "prioriteit-hoog",
        Prioriteit::Normaal => "prioriteit-normaal",
        Prioriteit::Laag => "prioriteit-laag",
    })
}

/// A day of the week.
pub(crate) fn weekdag(t: Say, day: Weekdag) -> String {
    t.say(match day {
        Weekdag::Maandag => "maandag",
        Weekdag::Dinsdag => "dinsdag",
        Weekdag::Woensdag => "woensdag",
        Weekdag::Donderdag => "donderdag",
        Weekdag::Vrijdag => "vrijdag",
        Weekdag::Zaterdag => "zaterdag",
        Weekdag::Zondag => "zondag",
    })
}

/// How it stands with an order.
pub(crate) fn opdracht(t: Say, status: Opdrachtstatus) -> Cel {
    match status {
        Opdrachtstatus::Aangeboden => Cel::merk(t.say("opdracht-aangeboden"), "b-info", "klok"),
        Opdrachtstatus::Aangenomen => Cel::merk(t.say("opdracht-aangenomen"), "b-info", ""),
        Opdrachtstatus::TerPlaatse => Cel::merk(t.say("opdracht-ter-plaatse"), "b-info", ""),
        Opdrachtstatus::Geweigerd => Cel::merk(t.say("opdracht-geweigerd"), "b-neg", "let"),
        Opdrachtstatus::EigenLijst => Cel::merk(t.say("opdracht-eigen-lijst"), "b-warn", "let"),
        Opdrachtstatus::Gereed => Cel::merk(t.say("opdracht-gereed"), "b-pos", "vink"),
        Opdrachtstatus::GeenDefect => Cel::merk(t.say("opdracht-geen-defect"), "b-pos", "vink"),
        Opdrachtstatus::Ingetrokken => Cel::merk(t.say("opdracht-ingetrokken"), "", ""),
    }
}

/// What happened with an order.
pub(crate) fn stap(t: Say, stap: Stapsoort) -> String {
    t.say(match stap {
        Stapsoort::Aangeboden => "stap-aangeboden",
        Stapsoort::Aangenomen => "stap-aangenomen",
        Stapsoort::Geweigerd => "stap-geweigerd",
        Stapsoort::TerPlaatse => "stap-ter-plaatse",
        Stapsoort::Gereed => "stap-gereed",
        Stapsoort::GeenDefect => "stap-geen-defect",
        Stapsoort::Pauze => "stap-pauze",
        Stapsoort::Hervat => "stap-hervat",
        Stapsoort::Toegewezen => "stap-toegewezen",
        Stapsoort::Ingetrokken => "stap-ingetrokken",
    })
}

/// What must be done within a term.
pub(crate) fn norm(t: Say, norm: Norm) -> String {
    t.say(match norm {
        Norm::Aannemen => "norm-aannemen",
        Norm::TerPlaatse => "norm-ter-plaatse",
        Norm::Hersteld => "norm-hersteld",
    })
}

/// How a term stands.
pub(crate) fn bewaking(t: Say, bewaking: Bewaking) -> Cel {
    match bewaking {
        Bewaking::OpSchema => Cel::merk(t.say("bewaking-op-schema"), "b-info", "klok"),
        Bewaking::InGevaar => Cel::merk(t.say("bewaking-in-gevaar"), "b-warn", "klok"),
        Bewaking::Overschreden => Cel::merk(t.say("bewaking-overschreden"), "b-neg", "let"),
        Bewaking::Behaald => Cel::merk(t.say("bewaking-behaald"), "b-pos", "vink"),
        Bewaking::TeLaat => Cel::merk(t.say("bewaking-te-laat"), "b-neg", "let"),
        Bewaking::Geen => Cel::merk(t.say("bewaking-geen"), "", ""),
    }
}

/// Class of the text about a term.
pub(crate) const fn toon(bewaking: Bewaking) -> &'static str {
    match bewaking {
        Bewaking::InGevaar => "t-warn",
        Bewaking::Overschreden | Bewaking::TeLaat => "t-neg",
        _ => "wm-soft",
    }
}

/// Kind and number of an asset: "lichtmast 710".
pub(crate) fn asset(soort: &str, nummer: &str) -> String {
    format!("{soort} {nummer}").trim().to_owned()
}

/// A duration as people say it; as it is written when it has months or years.
pub(crate) fn duur(t: Say, duur: &Duur) -> String {
    let days = SpanRelativeTo::days_are_24_hours();
    let seconds = duur.as_str().parse::<Span>().ok().and_then(|span| span.total((Unit::Second, days)).ok());
    match seconds {
        #[expect(clippy::cast_possible_truncation, reason = "bounded here")]
        Some(seconds) if (0.0..4e9).contains(&seconds) => words::lasting(t.lang, seconds as i64),
        _ => duur.as_str().to_owned(),
    }
}

/// A moment in milliseconds since 1970, for lists.
pub(crate) fn millis(t: Say, millis: i64) -> String {
    Timestamp::from_millisecond(millis).map(|at| words::short_moment(t.lang, at)).unwrap_or_default()
}

/// How long ago a moment in milliseconds since 1970 is.
pub(crate) fn geleden(t: Say, millis: i64, nu: DateTime) -> String {
    Timestamp::from_millisecond(millis).map(|at| words::ago(t.lang, at, nu)).unwrap_or_default()
}
