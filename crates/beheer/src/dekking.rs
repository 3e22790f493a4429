// SPDX-License-Identifier: EUPL-1.2
//! What the contracts cover: gaps and overlaps on a map, and beside it a list that says the same.

mod kaart;

use std::sync::Arc;

use axum::{extract::State, response::Response};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_contracten::{Bevinding, Dekking, Periode, Wat, dekking};
use waarmaker_core::Date;
use waarmaker_ui::{Page, Say, form::Field, words};

use self::kaart::Vlak;
pub(crate) use self::kaart::geojson;
use crate::{
    blad::{Blad, Cel, Deel, Filter, Rij, Tabel, Tekening},
    contracten::tabs,
    kader::{Bezoek, INZIEN, Kader, ROOT},
    keuzes::keuze,
    woorden,
};

/// Days ahead when nobody chooses.
const DAGEN: i32 = 90;
/// Most days ahead.
const MOST_DAGEN: i32 = 3660;
/// Areas that a line of the list names.
const MOST_NAMES: usize = 12;

/// What the page shows.
#[derive(Clone, Debug)]
struct Gevonden {
    dekking: Dekking,
    vlakken: Vec<Vlak>,
}

/// The first day and how many days ahead, as the address of a page asks; from today when it does not say.
#[derive(Clone, Copy, Debug)]
struct Gevraagd {
    van: Option<Date>,
    dagen: i32,
}

impl Gevraagd {
    fn of(visit: &Bezoek) -> Self {
        let dagen = visit.gevraagd("dagen").parse().ok().filter(|dagen| (0..=MOST_DAGEN).contains(dagen));
        Self { van: Date::parse(&visit.gevraagd("van")).ok(), dagen: dagen.unwrap_or(DAGEN) }
    }

    fn haal(self, cx: &mut Cx<'_, '_>) -> Result<Gevonden> {
        let dekking = dekking(Periode::vanaf(self.van.unwrap_or(cx.call.today), self.dagen), cx)?;
        let vlakken = kaart::vlakken(&dekking, cx)?;
        Ok(Gevonden { dekking, vlakken })
    }
}

/// `GET /beheer/signalen/contracten/dekking`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let asked = Gevraagd::of(&visit);
        let (kader, found) = visit.lees(&api, INZIEN, move |cx| asked.haal(cx)).await?;
        let t = visit.t();
        let page =
            visit.pagina(&kader, t.say("dekking-titel"), &[(t.say("contracten"), format!("{ROOT}/contracten"))])?;
        visit.show(&toon(page.script("kaart.js"), t, &kader, &found, asked.dagen))
    };
    visit.answer(inner().await)
}

fn toon(page: Page, t: Say, kader: &Kader, found: &Gevonden, days: i32) -> Blad {
    let Gevonden { dekking, vlakken } = found;
    let mut delen = vec![tabs(t, "dekking"), Deel::Filter(filter(t, dekking.van, days))];
    delen.push(if dekking.is_clean() {
        Deel::Melding { soort: "ok", kop: t.say("dekking-goed"), tekst: t.say("dekking-goed-tekst") }
    } else {
        let aantal = dekking.bevindingen.len() + dekking.aflopend.len();
        Deel::Melding {
            soort: "warning",
            kop: t.count("dekking-mis", "aantal", aantal),
            tekst: t.say("dekking-mis-tekst"),
        }
    });
    if let Some(map) = kaart::kaart(t, dekking, vlakken, days) {
        delen.push(Deel::Tekening(Tekening { kop: t.say("dekking-kaart"), html: map.html(&page) }));
    }
    delen.extend([bevindingen(t, dekking), aflopend(t, kader, dekking), tellingen(t, dekking)]);
    Blad { inleiding: t.say("dekking-uitleg"), ..Blad::new(page, t, delen) }
}

/// What is not covered, or twice.
fn bevindingen(t: Say, dekking: &Dekking) -> Deel {
    let findings = dekking.bevindingen.iter().map(|one| bevinding(t, one));
    Deel::Tabel(Tabel {
        bijschrift: t.say("dekking-bevindingen"),
        met_kop: true,
        koppen: vec![
            t.say("kop-wat"),
            t.say("kop-aantal"),
            t.say("kop-vanaf"),
            t.say("kop-prioriteiten"),
            t.say("kop-gebieden"),
        ],
        rijen: findings.collect(),
        leeg: t.say("dekking-geen"),
        ..Tabel::default()
    })
}

/// Contracts that end without a successor.
fn aflopend(t: Say, kader: &Kader, dekking: &Dekking) -> Deel {
    let lang = t.lang;
    let ending = dekking.aflopend.iter().map(|one| {
        let name = format!("{} {}", one.nummer, one.naam);
        Rij::new(vec![
            Cel::new(name.trim()).naar(format!("{ROOT}/contracten/{}", one.uuid)),
            Cel::new(words::long_day(lang, one.einde))
                .onder(words::relative(lang, one.einde, kader.vandaag))
                .toon("t-warn"),
            Cel::new(t.count("aflopend-assets", "aantal", one.zonder_opvolger)),
        ])
    });
    Deel::Tabel(Tabel {
        bijschrift: t.say("aflopend"),
        met_kop: true,
        koppen: vec![t.say("kop-contract"), t.say("kop-einde"), t.say("kop-gevolg")],
        rijen: ending.collect(),
        leeg: t.say("aflopend-geen"),
        ..Tabel::default()
    })
}

/// How many assets are covered, by sort and priority.
fn tellingen(t: Say, dekking: &Dekking) -> Deel {
    let lang = t.lang;
    let counts = dekking.telling.iter().map(|one| {
        let number = |count: i64| Cel::new(words::number(lang, count));
        Rij::new(vec![
            Cel::new(format!("{}, {}", one.soort, woorden::prioriteit(t, one.prioriteit))),
            number(one.assets),
            number(one.gedekt),
            number(one.zonder),
            number(one.dubbel),
        ])
    });
    Deel::Tabel(Tabel {
        bijschrift: t.with("dekking-telling", "dag", words::long_day(lang, dekking.van)),
        met_kop: true,
        koppen: vec![
            t.say("kop-soort"),
            t.say("kop-aantal"),
            t.say("kop-gedekt"),
            t.say("kop-zonder"),
            t.say("kop-dubbel"),
        ],
        rijen: counts.collect(),
        leeg: t.say("assets-leeg"),
        ..Tabel::default()
    })
}

fn filter(t: Say, van: Date, days: i32) -> Filter {
    let mut from = Field::new("van", t.say("veld-vanaf")).kind("date", "off");
    from.value = van.to_string();
    let ahead = [30, 90, 180, 365].map(|days: i32| (days.to_string(), t.count("dagen", "aantal", days)));
    Filter {
        naam: t.say("dekking-periode"),
        velden: vec![from],
        keuzes: vec![keuze("dagen", t.say("veld-vooruit"), ahead.into(), &days.to_string())],
        blijft: Vec::new(),
        knop: t.say("toon"),
    }
}

fn bevinding(t: Say, one: &Bevinding) -> Rij {
    let lang = t.lang;
    let what = match one.wat {
        Wat::Zonder => Cel::merk(t.with("dekking-zonder", "soort", &one.soort), "b-neg", "let"),
        Wat::Dubbel => Cel::merk(t.with("dekking-dubbel", "soort", &one.soort), "b-warn", "let")
            .onder(words::list(lang, &one.contracten)),
    };
    let priorities: Vec<String> = one.prioriteiten.iter().map(|one| woorden::prioriteit(t, *one)).collect();
    let all = if priorities.len() == 4 { t.say("alle-prioriteiten") } else { words::list(lang, &priorities) };
    let mut areas: Vec<String> = one
        .gebieden
        .iter()
        .take(MOST_NAMES)
        .map(|gebied| {
            let name = if gebied.soort.is_empty() { t.say("buiten-gebieden") } else { gebied.naam.clone() };
            format!("{name} ({})", words::number(lang, gebied.aantal))
        })
        .collect();
    if one.gebieden.len() > MOST_NAMES {
        areas.push(t.count("nog-gebieden", "aantal", one.gebieden.len() - MOST_NAMES));
    }
    Rij::new(vec![
        what,
        Cel::new(words::number(lang, one.aantal)),
        Cel::new(words::short_date(lang, one.vanaf)),
        Cel::new(all),
        Cel::new(words::list(lang, &areas)),
    ])
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    use waarmaker_contracten::{Aflopend, Gebiedtelling, Prioriteit, Telregel};
    let (van, tot) = (Date::new(2026, 11, 21).unwrap(), Date::new(2027, 2, 19).unwrap());
    let gebied =
        Gebiedtelling { soort: "buurt".to_owned(), code: "B1".to_owned(), naam: "Binnenstad".to_owned(), aantal: 14 };
    let gat = Bevinding {
        vanaf: van,
        wat: Wat::Zonder,
        soort: "lichtmast".to_owned(),
        prioriteiten: Prioriteit::ALL.into(),
        aantal: 14,
        contracten: Vec::new(),
        gebieden: vec![gebied],
    };
    let dubbel = Bevinding {
        wat: Wat::Dubbel,
        prioriteiten: vec![Prioriteit::Spoed],
        contracten: vec!["A-1".to_owned(), "A-2".to_owned()],
        ..gat.clone()
    };
    let dekking = Dekking {
        van,
        tot,
        assets: 14,
        telling: vec![Telregel {
            soort: "lichtmast".to_owned(),
            prioriteit: Prioriteit::Spoed,
            assets: 14,
            gedekt: 0,
            zonder: 14,
            dubbel: 0,
        }],
        bevindingen: vec![gat, dubbel],
        aflopend: vec![Aflopend {
            uuid: uuid::Uuid::nil(),
            nummer: "A-1".to_owned(),
            naam: "Lampen".to_owned(),
            einde: tot,
            zonder_opvolger: 3,
        }],
    };
    let vlakken = vec![Vlak::sample()];
    toon(page, t, &Kader::sample(), &Gevonden { dekking, vlakken }, 90)
}
