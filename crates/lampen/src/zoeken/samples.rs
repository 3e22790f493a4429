// SPDX-License-Identifier: EUPL-1.2
//! The page of a search, for tests.

use waarmaker_ui::Page;

use super::{
    Gezocht, Lampen, PER_BLAD,
    antwoord::of_straat,
    keuzes,
    lijst::{in_de_buurt, lijst_titel, lijst_uitleg},
    straten::straten,
};
use crate::{
    TEXTS,
    data::{self, Gevonden, Nabij, Storing, Storingen},
    portaal::{self, Bladen},
    woorden,
};

impl Lampen {
    /// With a fault, and lists of more than one page.
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = TEXTS.say(lang);
        let lamp = woorden::sample_lamp();
        let nabij = vec![Nabij { lamp: lamp.clone(), meter: 42.0 }];
        let near: Vec<(&Nabij, &Storing)> =
            nabij.iter().filter_map(|one| one.lamp.storing.as_ref().map(|storing| (one, storing))).collect();
        let lijst = in_de_buurt(&near, 1, &t);
        let gevonden = Gevonden::Straat {
            naam: lamp.straat.clone(),
            lampen: vec![lamp.clone()],
            meer: false,
            nummer: Some("12".to_owned()),
        };
        let overal = Storingen { storingen: Vec::new(), volgende: None };
        let found = Gezocht { gevonden, nabij: nabij.clone(), overal, vlakken: Vec::new(), now: woorden::sample_now() };
        Self {
            page: Page::sample(lang).menu(portaal::menu(&t)),
            adres: "Lindelaan 12".to_owned(),
            antwoord: of_straat(&lamp.straat, std::slice::from_ref(&lamp), found.now, &t),
            kaart: String::new(),
            keuzes: keuzes(&Gevonden::Straten(vec![data::Straat { naam: lamp.straat.clone(), lampen: 12 }]), &t),
            lijst_titel: lijst_titel(&found, 1, &t),
            lijst_uitleg: lijst_uitleg(&found, 1, &t),
            lijst,
            eerste: 1,
            bladen: Bladen::of(2, 30, PER_BLAD, &t, |blad| format!("/lampen?blad={blad}")),
            straten: straten(&found, &t),
            t,
        }
    }
}
