// SPDX-License-Identifier: EUPL-1.2
//! The report of a file: what would happen or has happened, and what is wrong with which row.

use uuid::Uuid;
use waarmaker_ui::{
    Page, Say,
    form::{Errors, Posted},
    words,
};

use super::{
    WOORDEN,
    bestand::{Bestand, Fase},
    opties::FIELDS,
    rapport::{Bevinding, Rapport},
    reden::{let_op, reden},
    voortgang,
    vragen::vragen,
};
use crate::{
    blad::{Blad, Cel, Deel, Formulier, Knop, Rij, Tabel, Telling},
    kader::ROOT,
};

/// What the page is called.
pub(super) fn titel(t: Say, fase: &Fase) -> String {
    match fase {
        Fase::Bekeken => t.say("verslag"),
        Fase::Klaar => t.say("verslag-gedaan"),
        Fase::Bezig(_) => WOORDEN.say(t.lang).say("bezig"),
        Fase::Mislukt(..) => WOORDEN.say(t.lang).say("mislukt"),
    }
}

/// The page of a file, whatever became of it.
pub(super) fn toon(
    page: Page,
    t: Say,
    (uuid, found): (Uuid, &Bestand),
    posted: &Posted,
    errors: Errors,
    ververst: bool,
) -> Blad {
    let rapport = &found.rapport;
    let delen = match &found.fase {
        Fase::Bezig(werk) => voortgang::bezig(t, uuid, found, werk, ververst),
        Fase::Mislukt(waarom, werk) => {
            let mut delen = voortgang::mislukt(t, *waarom, werk);
            let again = Knop::new("inlezen", WOORDEN.say(t.lang).say("mislukt-knop"));
            delen.extend(vervolg(t, uuid, posted, &errors, Some(again)));
            delen
        }
        Fase::Klaar => gelezen(t, found, true),
        Fase::Bekeken => {
            let good = rapport.bevindingen.is_empty() || over(found);
            let yes = good.then(|| Knop::new("inlezen", t.say("verslag-ja-knop")));
            let mut delen = gelezen(t, found, good);
            delen.extend(vervolg(t, uuid, posted, &errors, yes));
            delen
        }
    };
    let boven = format!("{}, {}", found.naam, words::size(t.lang, found.grootte));
    let mut blad = Blad { boven, fouten: errors, ..Blad::new(page, t, delen) };
    blad.knoppen.push((t.say("inlezen-ander"), format!("{ROOT}/assets/inlezen")));
    blad
}

/// Whether rows with a mistake are left out, and something remains.
fn over(found: &Bestand) -> bool {
    found.opties.overslaan && found.rapport.nieuw + found.rapport.veranderd + found.rapport.gelijk > 0
}

/// What was found, and done.
fn gelezen(t: Say, found: &Bestand, good: bool) -> Vec<Deel> {
    let rapport = &found.rapport;
    let mut delen = vec![melding(t, found, good), tellingen(t, rapport), Deel::Feiten(feiten(t, found))];
    if !rapport.let_op.is_empty() {
        delen.push(Deel::Kop(t.say("verslag-let-op")));
        delen.push(Deel::Lijst(rapport.let_op.iter().map(|warning| Cel::new(let_op(t, warning))).collect()));
    }
    if !rapport.bevindingen.is_empty() {
        delen.push(bevindingen(t, rapport));
    }
    delen
}

fn tellingen(t: Say, rapport: &Rapport) -> Deel {
    let telling = |aantal: u64, tekst: String, slecht: bool| Telling {
        getal: words::number(t.lang, aantal),
        tekst,
        href: String::new(),
        toon: if slecht && aantal > 0 { "t-neg" } else { "" },
    };
    Deel::Tellingen(vec![
        telling(rapport.rijen, t.say("verslag-rijen"), false),
        telling(rapport.nieuw, t.say("verslag-nieuw"), false),
        telling(rapport.veranderd, t.say("verslag-veranderd"), false),
        telling(rapport.gelijk, t.say("verslag-gelijk"), false),
        telling(rapport.verwijderd, t.say("verslag-verwijderd"), true),
        telling(rapport.geweigerd, t.say("verslag-geweigerd"), true),
    ])
}

fn melding(t: Say, found: &Bestand, good: bool) -> Deel {
    let rapport = &found.rapport;
    let all = rapport.nieuw + rapport.veranderd + rapport.verwijderd;
    let (soort, kop, tekst) = if found.fase == Fase::Klaar {
        let all = words::number(t.lang, all);
        ("ok", t.with("verslag-klaar", "aantal", all), t.say("verslag-klaar-tekst"))
    } else if !good {
        ("error", t.count("verslag-mis", "aantal", rapport.geweigerd.max(1)), t.say("verslag-mis-tekst"))
    } else if all == 0 {
        ("info", t.say("verslag-niets"), t.say("verslag-niets-tekst"))
    } else {
        ("info", t.say("verslag-goed"), t.say("verslag-goed-tekst"))
    };
    Deel::Melding { soort, kop, tekst }
}

/// How the file was read.
pub(super) fn feiten(t: Say, found: &Bestand) -> Vec<(String, Cel)> {
    use waarmaker_assets::Crs;
    let rapport = &found.rapport;
    let stelsel = match rapport.stelsel {
        Some(Crs::Rd) => t.say("stelsel-rd"),
        Some(Crs::Wgs84) => t.say("stelsel-wgs84"),
        None => String::new(),
    };
    let proposed: Vec<String> = rapport.voorstellen.iter().map(|names| names.join(", ")).collect();
    let facts = [
        (t.say("veld-soort"), found.opties.soort.clone()),
        (t.say("verslag-formaat"), rapport.formaat.clone()),
        (t.say("veld-codering"), rapport.codering.clone()),
        (t.say("veld-stelsel"), stelsel),
        (t.say("verslag-sleutel"), rapport.sleutel.join(", ")),
        (t.say("verslag-voorstel"), proposed.join("; ")),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, Cel::new(value))).collect()
}

/// What is wrong, row by row.
fn bevindingen(t: Say, rapport: &Rapport) -> Deel {
    let rij = |one: &Bevinding| {
        let line = if one.regel > 0 { one.regel.to_string() } else { t.say("verslag-heel") };
        let (problem, advice) = reden(t, &one.reden);
        Rij::new(vec![Cel::new(line), Cel::new(&one.kolom), Cel::new(&one.waarde), Cel::new(problem).onder(advice)])
    };
    let bijschrift = match rapport.meer {
        0 => t.say("verslag-bevindingen"),
        meer => t.with("verslag-bevindingen-eerste", "meer", words::number(t.lang, meer)),
    };
    Deel::Tabel(Tabel {
        bijschrift,
        met_kop: true,
        koppen: vec![t.say("kop-regelnummer"), t.say("kop-kolom"), t.say("kop-waarde"), t.say("kop-mis")],
        rijen: rapport.bevindingen.iter().map(rij).collect(),
        ..Tabel::default()
    })
}

/// Yes when there is a button for it, or look again with other answers.
fn vervolg(t: Say, uuid: Uuid, posted: &Posted, errors: &Errors, yes: Option<Knop>) -> Vec<Deel> {
    let actie = format!("{ROOT}/assets/inlezen/{uuid}");
    let mut delen = Vec::new();
    if let Some(knop) = yes {
        let mut mee: Vec<(String, String)> =
            FIELDS.iter().map(|name| ((*name).to_owned(), posted.text(name).to_owned())).collect();
        mee.extend(posted.all("extra").map(|value| ("extra".to_owned(), value.to_owned())));
        delen.push(Deel::Formulier(Formulier {
            kop: t.say("verslag-ja"),
            uitleg: t.say("verslag-ja-uitleg"),
            actie: actie.clone(),
            mee,
            knoppen: vec![knop],
            ..Formulier::default()
        }));
    }
    delen.push(Deel::Formulier(Formulier {
        kop: t.say("verslag-anders"),
        uitleg: t.say("verslag-anders-uitleg"),
        actie,
        velden: vragen(t, posted, errors),
        knoppen: vec![Knop::ook("opnieuw", t.say("verslag-opnieuw"))],
        ..Formulier::default()
    }));
    delen
}

#[cfg(test)]
pub(super) fn sample(page: Page, t: Say, fase: Fase) -> Blad {
    use super::opties::{Gelezen, Opties};
    let opties = Opties { wat: "assets".to_owned(), soort: "lichtmast".to_owned(), ..Opties::default() };
    let csv = "mastnummer;straat;lon;lat\n1;Dreef;5,118501;52,109981\n1;Dreef;5,118501;52,109981\n2;Dreef;500;52,1\n";
    let Gelezen::Assets(batch) = opties.lees(csv.as_bytes(), true) else { unreachable!("assets were asked for") };
    let rapport = Rapport::from(batch.report());
    let found = Bestand { naam: "masten.csv".to_owned(), grootte: 120, opties, rapport, fase };
    toon(page, t, (Uuid::nil(), &found), &found.opties.posted(), Errors::default(), true)
}
