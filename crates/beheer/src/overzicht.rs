// SPDX-License-Identifier: EUPL-1.2
//! The first page: what waits, each with a number and where it leads.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_contracten::{Periode, dekking};
use waarmaker_ui::{Page, Say, words};

use crate::{
    blad::{Blad, Cel, Deel, Rij, Tabel, Telling},
    kader::{Bezoek, IETS, Kader, ROOT},
};

/// Days ahead in which contracts are looked at.
const DAGEN: i32 = 90;

/// What waits. `None` is what may not be seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overzicht {
    nieuw: i64,
    opgedragen: i64,
    in_gevaar: i64,
    te_laat: i64,
    eigen: i64,
    vast: i64,
    letters: i64,
    bezorgingen: i64,
    /// Assets without a contract today, and with two.
    gaten: i64,
    dubbel: i64,
    aflopend: i64,
    assets: i64,
    regels_uit: i64,
}

/// The counts of the page in one statement: name of the member by its place.
const TELLING: &str = "SELECT
    (SELECT COUNT(*) FROM incidenten WHERE status = 'open'),
    (SELECT COUNT(*) FROM incidenten WHERE status = 'opgedragen'),
    (SELECT COUNT(*) FROM werkopdrachten WHERE bewaking = 'in_gevaar' AND status IN ('aangeboden', 'aangenomen', 'ter_plaatse')),
    (SELECT COUNT(*) FROM werkopdrachten WHERE bewaking = 'overschreden' AND status IN ('aangeboden', 'aangenomen', 'ter_plaatse')),
    (SELECT COUNT(*) FROM werkopdrachten WHERE status IN ('eigen_lijst', 'geweigerd')),
    (SELECT COUNT(*) FROM werkopdracht_belemmeringen)";

async fn haal(api: &Api, visit: &Bezoek) -> Result<(Kader, Overzicht)> {
    let (kader, ()) = visit.lees(api, IETS, |_| Ok(())).await?;
    let rechten = kader.rechten;
    let read = move |cx: &mut Cx<'_, '_>| {
        let mut found = Overzicht::default();
        if rechten.incidenten {
            let counts = cx.tx.one(TELLING, &[], |row| {
                Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?, row.int(4)?, row.int(5)?])
            })?;
            [found.nieuw, found.opgedragen, found.in_gevaar, found.te_laat, found.eigen, found.vast] =
                counts.unwrap_or_default();
        }
        if rechten.inzien {
            let seen = dekking(Periode::vanaf(cx.call.today, DAGEN), cx)?;
            found.assets = seen.assets;
            for line in &seen.telling {
                // The priority that is worst covered tells for its kind.
                found.gaten = found.gaten.max(line.zonder);
                found.dubbel = found.dubbel.max(line.dubbel);
            }
            found.aflopend = i64::try_from(seen.aflopend.len()).unwrap_or(i64::MAX);
            let off = "SELECT COUNT(*) FROM regels WHERE actief = 0";
            found.regels_uit = cx.tx.one(off, &[], |row| row.int(0))?.unwrap_or_default();
        }
        if rechten.beheren {
            let letters = "SELECT (SELECT COUNT(*) FROM dode_letters WHERE herhaald IS NULL), (SELECT COUNT(*) FROM jobs WHERE opgegeven IS NOT NULL)";
            (found.letters, found.bezorgingen) =
                cx.tx.one(letters, &[], |row| Ok((row.int(0)?, row.int(1)?)))?.unwrap_or_default();
        }
        Ok(found)
    };
    Ok((kader, visit.reading(api, read).await?))
}

/// `GET /beheer/signalen`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let (kader, found) = haal(&api, &visit).await?;
        let page = visit.pagina(&kader, visit.t().say("overzicht"), &[])?;
        visit.show(&toon(page, visit.t(), &kader, &found))
    };
    visit.answer(inner().await)
}

fn toon(page: Page, t: Say, kader: &Kader, found: &Overzicht) -> Blad {
    let rechten = kader.rechten;
    let lang = t.lang;
    let telling = |aantal: i64, tekst: String, path: &str, slecht: bool| Telling {
        getal: words::number(lang, aantal),
        tekst,
        href: format!("{ROOT}{path}"),
        toon: if slecht && aantal > 0 { "t-neg" } else { "" },
    };
    let mut delen = Vec::new();
    if rechten.incidenten {
        delen.push(Deel::Tellingen(vec![
            telling(found.te_laat, t.say("telling-te-laat"), "/incidenten?lijst=te-laat", true),
            telling(found.in_gevaar, t.say("telling-in-gevaar"), "/incidenten?lijst=gevaar", false),
            telling(found.eigen, t.say("telling-eigen"), "/incidenten?lijst=eigen", false),
            telling(found.vast, t.say("telling-vast"), "/incidenten?lijst=vast", true),
            telling(found.nieuw, t.say("telling-nieuw"), "/incidenten?lijst=nieuw", false),
            telling(found.opgedragen, t.say("telling-opgedragen"), "/incidenten?lijst=opgedragen", false),
        ]));
    }
    delen.push(wacht(t, found));
    let mut knoppen = Vec::new();
    if rechten.inlezen {
        knoppen.push((t.say("inlezen-knop"), format!("{ROOT}/assets/inlezen")));
    }
    let inleiding = t.with2(
        "overzicht-inleiding",
        "moment",
        words::moment(lang, kader.nu),
        "assets",
        words::number(lang, found.assets),
    );
    let inleiding = if rechten.inzien { inleiding } else { String::new() };
    Blad { inleiding, knoppen, ..Blad::new(page, t, delen) }
}

/// What waits for somebody, and what to do about it.
fn wacht(t: Say, found: &Overzicht) -> Deel {
    let lang = t.lang;
    let rij = |aantal: i64, wat: String, doe: String, path: &str| {
        (aantal > 0).then(|| {
            Rij::new(vec![
                Cel::new(wat).naar(format!("{ROOT}{path}")),
                Cel::new(words::number(lang, aantal)),
                Cel::new(doe),
            ])
        })
    };
    let rijen = [
        rij(found.te_laat, t.say("wacht-te-laat"), t.say("wacht-te-laat-doe"), "/incidenten?lijst=te-laat"),
        rij(found.vast, t.say("wacht-vast"), t.say("wacht-vast-doe"), "/incidenten?lijst=vast"),
        rij(found.eigen, t.say("wacht-eigen"), t.say("wacht-eigen-doe"), "/incidenten?lijst=eigen"),
        rij(found.in_gevaar, t.say("wacht-gevaar"), t.say("wacht-gevaar-doe"), "/incidenten?lijst=gevaar"),
        rij(found.bezorgingen, t.say("wacht-bezorging"), t.say("wacht-bezorging-doe"), "/berichten/bezorging"),
        rij(found.letters, t.say("wacht-letters"), t.say("wacht-letters-doe"), "/berichten"),
        rij(found.gaten, t.say("wacht-gaten"), t.say("wacht-gaten-doe"), "/contracten/dekking"),
        rij(found.dubbel, t.say("wacht-dubbel"), t.say("wacht-dubbel-doe"), "/contracten/dekking"),
        rij(found.aflopend, t.say("wacht-aflopend"), t.say("wacht-aflopend-doe"), "/contracten/dekking"),
        rij(found.regels_uit, t.say("wacht-regels-uit"), t.say("wacht-regels-uit-doe"), "/regels?aan=nee"),
    ];
    Deel::Tabel(Tabel {
        bijschrift: t.say("wacht"),
        met_kop: true,
        koppen: vec![t.say("kop-wat"), t.say("kop-aantal"), t.say("kop-doe")],
        rijen: rijen.into_iter().flatten().collect(),
        leeg: t.say("wacht-niets"),
        ..Tabel::default()
    })
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let found = Overzicht { nieuw: 3, te_laat: 2, letters: 1, gaten: 14, assets: 56_000, ..Overzicht::default() };
    toon(page, t, &Kader::sample(), &found)
}
