// SPDX-License-Identifier: EUPL-1.2
//! The form of a report, for tests.

use uuid::Uuid;
use waarmaker_ui::{Page, form::Errors};

use super::{Ingevuld, Melden, Vorm, view};
use crate::{
    TEXTS,
    concept::{Antwoorden, Bewaard},
    data::Lampblad,
    portaal, woorden,
};

impl Melden {
    /// With everything filled in wrong, by somebody of the municipality.
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = TEXTS.say(lang);
        let blad = Lampblad { lamp: woorden::sample_lamp(), eerder: Vec::new() };
        let (page, now) = (Page::sample(lang).menu(portaal::menu(&t)), woorden::sample_now());
        let vorm = Vorm { page, blad: &blad, namens: Some("I. Bakker".to_owned()), now };
        let mut errors = Errors::default();
        for (field, key) in
            [("soort", "soort-kies"), ("plek", "plek-vul"), ("woorden", "woorden-vul"), ("email", "email-mis")]
        {
            errors.add(field, t.say(key));
        }
        for key in
            ["foto-te-groot", "foto-virus", "foto-te-veel", "foto-heic", "foto-geen-foto", "foto-straks", "foto-kwijt"]
        {
            errors.add("foto", t.say(key));
        }
        let antwoorden = Antwoorden { onbekend: true, email: "jan".to_owned(), ..Antwoorden::default() };
        let foto = Some(Bewaard { inhoud: Uuid::nil(), formaat: "image/jpeg".to_owned(), omvang: 1_200_000 });
        view(&vorm, &Ingevuld { antwoorden, errors, concept: "geheim".to_owned(), foto })
    }
}
