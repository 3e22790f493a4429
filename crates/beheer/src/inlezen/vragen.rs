// SPDX-License-Identifier: EUPL-1.2
//! The page where a file is chosen: the questions about it, and the files of this week.

use jiff::Timestamp;
use waarmaker_ui::{
    Page, Say,
    form::{Errors, Field, Posted},
    words,
};

use super::{
    MOST_BYTES, WOORDEN,
    bestand::{Eerder, Fase},
};
use crate::{
    blad::{Blad, Cel, Deel, Formulier, Knop, Rij, Tabel, Veld},
    kader::ROOT,
    keuzes::keuze,
};

/// The questions about how the file is to be read.
pub(super) fn vragen(t: Say, posted: &Posted, errors: &Errors) -> Vec<Veld> {
    let field =
        |id: &str, label: String, help: String| Field::new(id, label).help(help).max(200).filled(posted, errors);
    let mut kind = keuze(
        "wat",
        t.say("veld-wat"),
        vec![("assets".to_owned(), t.say("wat-assets")), ("gebieden".to_owned(), t.say("wat-gebieden"))],
        posted.text("wat"),
    );
    kind.error = errors.of("wat");
    let crs = [
        (String::new(), t.say("stelsel-zelf")),
        ("rd".to_owned(), t.say("stelsel-rd")),
        ("wgs84".to_owned(), t.say("stelsel-wgs84")),
    ];
    let encodings = [
        (String::new(), t.say("codering-zelf")),
        ("utf-8".to_owned(), "UTF-8".to_owned()),
        ("windows-1252".to_owned(), "Windows-1252".to_owned()),
    ];
    let mut extra = keuze(
        "extra",
        t.say("veld-extra"),
        vec![
            ("overslaan".to_owned(), t.say("extra-overslaan")),
            ("verwijderen".to_owned(), t.say("extra-verwijderen")),
        ],
        "",
    )
    .optional();
    for answer in &mut extra.answers {
        answer.chosen = posted.all("extra").any(|value| value == answer.value);
    }
    extra.error = errors.of("extra");
    vec![
        Veld::Keuze(kind),
        Veld::Regel(field("soort", t.say("veld-soort"), t.say("veld-soort-hulp"))),
        Veld::Regel(field("sleutel", t.say("veld-sleutel"), t.say("veld-sleutel-hulp")).optional()),
        Veld::Regel(field("naam", t.say("veld-kolom-naam"), t.say("veld-kolom-naam-hulp")).optional()),
        Veld::Regel(field("ouder", t.say("veld-ouder"), t.say("veld-ouder-hulp")).optional()),
        Veld::Lijst(keuze("codering", t.say("veld-codering"), encodings.into(), posted.text("codering"))),
        Veld::Lijst(keuze("stelsel", t.say("veld-stelsel"), crs.into(), posted.text("stelsel"))),
        Veld::Vakjes(extra),
    ]
}

pub(super) fn toon(page: Page, t: Say, posted: &Posted, errors: Errors, eerder: &[Eerder]) -> Blad {
    let most = words::size(t.lang, u64::try_from(MOST_BYTES).unwrap_or(u64::MAX));
    let help = t.with("veld-bestand-hulp", "grootte", most);
    let file = Field::new("bestand", t.say("veld-bestand")).help(help).filled(posted, &errors);
    let mut velden = vec![Veld::Bestand(file, ".geojson,.json,.csv,.txt")];
    velden.extend(vragen(t, posted, &errors));
    let form = Formulier {
        actie: format!("{ROOT}/assets/inlezen"),
        bestanden: true,
        velden,
        knoppen: vec![Knop::new("kijk", t.say("inlezen-kijk"))],
        ..Formulier::default()
    };
    let inleiding = t.say("inlezen-uitleg");
    Blad { inleiding, fouten: errors, ..Blad::new(page, t, vec![Deel::Formulier(form), lijst(t, eerder)]) }
}

/// The files of this week, so that whoever closed a page finds it back, and colleagues too.
fn lijst(t: Say, eerder: &[Eerder]) -> Deel {
    let w = WOORDEN.say(t.lang);
    let rij = |one: &Eerder| {
        let stand = match &one.fase {
            Fase::Bekeken => Cel::merk(w.say("stand-bekeken"), "b-stil", ""),
            Fase::Bezig(_) => Cel::merk(w.say("stand-bezig"), "b-info", ""),
            Fase::Klaar => Cel::merk(w.say("stand-klaar"), "b-pos", ""),
            Fase::Mislukt(..) => Cel::merk(w.say("stand-mislukt"), "b-neg", ""),
        };
        let ontvangen = Timestamp::from_millisecond(one.ontvangen).unwrap_or_default();
        Rij::new(vec![
            Cel::new(&one.naam).naar(format!("{ROOT}/assets/inlezen/{}", one.uuid)),
            Cel::new(words::short_moment(t.lang, ontvangen)),
            stand,
        ])
    };
    Deel::Tabel(Tabel {
        bijschrift: w.say("eerder"),
        met_kop: true,
        koppen: vec![w.say("kop-bestand"), w.say("kop-gekozen"), w.say("kop-ingelezen")],
        rijen: eerder.iter().map(rij).collect(),
        leeg: w.say("eerder-leeg"),
        ..Tabel::default()
    })
}

#[cfg(test)]
pub(super) fn sample(page: Page, t: Say) -> Blad {
    let mut errors = Errors::default();
    errors.add("bestand", t.say("fout-bestand"));
    toon(page, t, &Posted::default(), errors, &Eerder::samples())
}
