// SPDX-License-Identifier: EUPL-1.2
//! Every view model of these pages in both languages.

use askama::Template;
use waarmaker_ui::Lang;

use crate::{
    controleren::Controleren,
    kies::Kies,
    lamp::Lamppagina,
    melden::Melden,
    melding::{Meldingpagina, Ontvangst, Vraagcode},
    portaal::Bericht,
    volgen::Volgen,
    zoeken::Lampen,
};

/// All of them, by name.
fn all(lang: Lang) -> Vec<(&'static str, String)> {
    let html = |view: &dyn askama::DynTemplate| view.dyn_render().unwrap();
    let mut pages = vec![
        ("lampen", html(&Lampen::sample(lang))),
        ("lamp", html(&Lamppagina::sample(lang))),
        ("melden", html(&Melden::sample(lang))),
        ("controleren", html(&Controleren::sample(lang))),
        ("volgen", html(&Volgen::sample(lang))),
        ("kies", html(&Kies::sample(lang))),
        ("melding", html(&Meldingpagina::sample(lang))),
        ("ontvangst", html(&Ontvangst::sample(lang))),
        ("code", html(&Vraagcode::sample(lang))),
        ("bericht", Bericht::sample(lang).render().unwrap()),
    ];
    pages.extend(Kies::samples(lang).iter().map(|view| ("kies", html(view))));
    pages.extend(Meldingpagina::samples(lang).iter().map(|view| ("melding", html(view))));
    pages.extend(Ontvangst::samples(lang).iter().map(|view| ("ontvangst", html(view))));
    pages
}

#[test]
fn every_page_is_there_in_both_languages() {
    for lang in Lang::ALL {
        for (name, html) in all(lang) {
            assert!(html.contains(&format!("<html lang=\"{}\"", lang.code())), "{name}");
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
            assert!(!html.contains("{ $"), "{name}: a value is missing");
        }
    }
}

#[test]
fn nothing_that_people_type_is_executed() {
    for lang in Lang::ALL {
        let html = Controleren::sample(lang).render().unwrap();
        assert!(html.contains("&#60;script&#62;") && !html.contains("<script>alert"), "{html}");
    }
}

#[test]
fn no_page_has_style_or_script_of_its_own() {
    for (name, html) in all(Lang::Nl) {
        assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains("<script>"), "{name}");
    }
}
