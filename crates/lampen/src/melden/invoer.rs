// SPDX-License-Identifier: EUPL-1.2
//! What can be answered, and what is wrong with answers.

use waarmaker_ui::{
    Say,
    form::{Errors, Field},
};

use super::{GEVAAR, PLEK, Vorm, WOORDEN};
use crate::{concept::Antwoorden, data::Klacht, woorden};

/// Most characters of an address.
const EMAIL: usize = 254;

/// What is wrong with answers.
pub(crate) fn mis(vorm: &Vorm<'_>, antwoorden: &Antwoorden) -> Errors {
    let (t, page) = (vorm.t(), &vorm.page);
    let mut errors = Errors::default();
    if !keuzes(vorm, &t).iter().any(|(code, _)| *code == antwoorden.soort) {
        errors.add("soort", t.say("soort-kies"));
    }
    if antwoorden.soort == Klacht::Anders.code() && antwoorden.woorden.is_empty() {
        errors.add("woorden", t.say("woorden-vul"));
    }
    errors.check_length(page, &Field::new("woorden", "").max(WOORDEN).value(&*antwoorden.woorden));
    if antwoorden.onbekend && antwoorden.plek.is_empty() {
        errors.add("plek", t.say("plek-vul"));
    }
    errors.check_length(page, &Field::new("plek", "").max(PLEK).value(&*antwoorden.plek));
    if !antwoorden.email.is_empty() && !is_email(&antwoorden.email) {
        errors.add("email", t.say("email-mis"));
    }
    if vorm.namens.is_some() && !matches!(antwoorden.kanaal.as_str(), "telefoon" | "balie") {
        errors.add("kanaal", t.say("kanaal-kies"));
    }
    errors
}

/// Whether a text can be an address. Whether it is one, only a message shows.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c))
    };
    let dotted = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    text.chars().count() <= EMAIL && plain(name) && plain(host) && !name.contains('@') && dotted
}

/// What can be wrong, with its value.
pub(crate) fn keuzes(vorm: &Vorm<'_>, t: &Say) -> Vec<(&'static str, String)> {
    let mut all = Vec::with_capacity(10);
    if vorm.blad.net_gemaakt(vorm.now).is_some() {
        all.push((Klacht::NogKapot.code(), woorden::of_klacht(Klacht::NogKapot, t)));
    }
    let (last, rest) = (Klacht::Anders, Klacht::KEUZES.into_iter().filter(|klacht| *klacht != Klacht::Anders));
    all.extend(rest.map(|klacht| (klacht.code(), woorden::of_klacht(klacht, t))));
    all.push((GEVAAR, t.say("klacht-gevaarlijk")));
    all.push((last.code(), t.say("klacht-iets-anders")));
    all
}
