// SPDX-License-Identifier: EUPL-1.2
//! Every page in both languages.

use askama::Template as _;
use waarmaker_ui::{Lang, Page, Say};

use crate::{
    TEXTS, assets, berichten,
    blad::Blad,
    contracten, dekking, incident, incidenten, inlezen,
    kader::{Kader, aankleden},
    overzicht, proef, rapporten, regels, regelvorm,
};

const SAMPLES: [fn(Page, Say) -> Blad; 21] = [
    overzicht::sample,
    incidenten::sample,
    incident::sample,
    assets::sample_lijst,
    assets::sample,
    inlezen::samples::begin,
    inlezen::samples::bekeken,
    inlezen::samples::bezig,
    inlezen::samples::mislukt,
    inlezen::samples::klaar,
    contracten::sample_lijst,
    contracten::sample,
    dekking::sample,
    regels::sample_lijst,
    regels::sample,
    regelvorm::sample,
    proef::sample,
    berichten::sample_lijst,
    berichten::sample,
    berichten::sample_bezorging,
    rapporten::sample_lijst,
];

#[test]
fn every_page_is_rendered_in_both_languages() {
    for lang in Lang::ALL {
        assert!(Blad::sample(lang).render().is_ok());
        let t = TEXTS.say(lang);
        for sample in SAMPLES.into_iter().chain([rapporten::sample as fn(Page, Say) -> Blad]) {
            let page = aankleden(Page::sample(lang), &Kader::sample(), t, &[]);
            let html = sample(page, t).render().unwrap();
            assert!(html.contains("<h1"), "{html}");
            assert!(!html.contains("<script>"), "{html}");
            assert!(!html.contains("{ $"), "a value is missing: {html}");
            assert!(!html.contains("geheim"), "{html}");
        }
    }
}
