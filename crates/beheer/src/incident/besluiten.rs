// SPDX-License-Identifier: EUPL-1.2
//! What the municipality can decide about an incident: the forms.

use waarmaker_ui::{
    Say,
    form::{Errors, Field, Posted},
};

use super::dossier::{Dossier, is_own};
use crate::{
    blad::{Deel, Formulier, Knop, Veld},
    kader::ROOT,
    keuzes::keuze,
};

/// What the municipality can decide.
pub(super) fn besluiten(t: Say, found: &Dossier, posted: &Posted, errors: &Errors) -> Vec<Deel> {
    let actie = format!("{ROOT}/incidenten/{}", found.uuid);
    let reden = |help: String| {
        Veld::Regel(Field::new("reden", t.say("veld-reden")).help(help).max(1000).filled(posted, errors))
    };
    let mut delen = Vec::new();
    let order = found.opdracht.as_ref().map(|(_, order)| order.status);
    if order.is_some_and(is_own) {
        let first = std::iter::once((String::new(), t.say("kies-contract")));
        let all = found.contracten.iter().map(|(uuid, naam)| (uuid.to_string(), naam.clone()));
        let mut choice = keuze("contract", t.say("kop-contract"), first.chain(all).collect(), posted.text("contract"));
        choice.error = errors.of("contract");
        delen.push(Deel::Formulier(Formulier {
            kop: t.say("toewijzen"),
            uitleg: t.say("toewijzen-uitleg"),
            actie: actie.clone(),
            velden: vec![Veld::Lijst(choice)],
            knoppen: vec![Knop::new("toewijzen", t.say("toewijzen-knop"))],
            ..Formulier::default()
        }));
    }
    let (titel, uitleg, help, knop) = match order {
        Some(status) if !status.is_finished() => (
            t.say("intrekken"),
            t.say("intrekken-uitleg"),
            t.say("intrekken-hulp"),
            Knop::ook("intrekken", t.say("intrekken-knop")),
        ),
        None if found.incident.status.is_open() => (
            t.say("sluiten"),
            t.say("sluiten-uitleg"),
            t.say("sluiten-hulp"),
            Knop::ook("sluiten", t.say("sluiten-knop")),
        ),
        _ => return delen,
    };
    delen.push(Deel::Formulier(Formulier {
        kop: titel,
        uitleg,
        actie,
        velden: vec![reden(help)],
        knoppen: vec![knop],
        ..Formulier::default()
    }));
    delen
}
