// SPDX-License-Identifier: EUPL-1.2
//! The evidence of a contract over a month: a sentence, norm against what came of it, every order, and what is due.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};
use jiff::{ToSpan as _, civil};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_ui::{
    Page, Say,
    plot::{Kind, Plot, Row},
    words,
};
use waarmaker_werkopdrachten::report::{Maand, Meting, Opdracht, Rapport, Tevredenheid, Uitkomst, rapport};

use crate::{
    blad::{Blad, Cel, Deel, Filter, Rij, Tabel, Tekening, Telling, bladeren},
    kader::{Bezoek, INZIEN, Kader, RIJEN, RIJEN_EN_EEN, ROOT, onbekend, pagina_vol, uuid_in},
    keuzes::keuze,
    woorden,
};

/// Months that can be chosen.
const MAANDEN: i64 = 24;
/// Most orders on a page; the CSV has all.
const MOST: usize = 500;

/// `GET /beheer/signalen/rapporten`: contracts with the orders of a month.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    visit.answer(lijst(&api, &visit).await)
}

async fn lijst(api: &Api, visit: &Bezoek) -> Result<Response> {
    let (maand, contract, na) = (visit.gevraagd("maand"), visit.gevraagd("contract"), visit.gevraagd("na"));
    if let (Ok(contract), Ok(maand)) = (Uuid::try_parse(&contract), maand.parse::<Maand>()) {
        return visit.see_other(&format!("{ROOT}/rapporten/{contract}/{maand}"));
    }
    let after = na.clone();
    let read = move |cx: &mut Cx<'_, '_>| {
        let sql = "SELECT uuid, nummer, naam FROM contracten WHERE nummer > $1 ORDER BY nummer LIMIT $2";
        let mut found = cx.tx.query(sql, &[after.as_str().into(), RIJEN_EN_EEN.into()], |row| {
            Ok((row.uuid(0)?, row.text(1)?, row.opt_text(2)?.unwrap_or_default()))
        })?;
        let more = pagina_vol(&mut found, RIJEN);
        Ok((found, more))
    };
    let (kader, (found, more)) = visit.lees(api, INZIEN, read).await?;
    let t = visit.t();
    let page = visit.pagina(&kader, t.say("rapporten"), &[])?;
    let next = found.last().filter(|_| more).map(|(_, nummer, _)| visit.adres(&[("na", nummer)]));
    let pages = bladeren(t, (!na.is_empty()).then(|| visit.adres(&[])), next);
    visit.show(&toon_lijst(page, t, &kader, &found, &contract, pages))
}

/// The last months, the newest first: how they are written in a URL, and in words.
fn maanden(t: Say, kader: &Kader, aantal: i64) -> Vec<(String, String)> {
    let first = kader.vandaag.civil().first_of_month();
    let months = (0..aantal).filter_map(|back| first.checked_sub(back.months()).ok());
    months.map(|day: civil::Date| (day.strftime("%Y-%m").to_string(), words::month(t.lang, day))).collect()
}

fn toon_lijst(
    page: Page,
    t: Say,
    kader: &Kader,
    found: &[(Uuid, String, String)],
    contract: &str,
    pages: Vec<(String, String)>,
) -> Blad {
    let names =
        found.iter().map(|(uuid, nummer, naam)| (uuid.to_string(), format!("{nummer} {naam}").trim().to_owned()));
    let filter = Filter {
        naam: t.say("rapport-kies"),
        keuzes: vec![
            keuze("contract", t.say("kop-contract"), names.collect(), contract),
            keuze("maand", t.say("kop-maand"), maanden(t, kader, MAANDEN), ""),
        ],
        knop: t.say("toon"),
        ..Filter::default()
    };
    let recent = maanden(t, kader, 3);
    let rij = |(uuid, nummer, naam): &(Uuid, String, String)| {
        let mut cells = vec![Cel::new(nummer).naar(format!("{ROOT}/contracten/{uuid}")).onder(naam)];
        cells.extend(recent.iter().map(|(maand, words)| {
            // The words of the link say which contract: lists of links make sense alone.
            Cel::new(t.with2("rapport-link", "contract", nummer, "maand", words))
                .naar(format!("{ROOT}/rapporten/{uuid}/{maand}"))
        }));
        Rij::new(cells)
    };
    let mut koppen = vec![t.say("kop-contract")];
    koppen.extend(recent.iter().map(|(_, words)| words.clone()));
    let tabel = Tabel {
        bijschrift: t.say("rapporten"),
        koppen,
        rijen: found.iter().map(rij).collect(),
        leeg: t.say("contracten-leeg"),
        bladeren: pages,
        ..Tabel::default()
    };
    Blad { inleiding: t.say("rapporten-uitleg"), ..Blad::new(page, t, vec![Deel::Filter(filter), Deel::Tabel(tabel)]) }
}

async fn haal(api: &Api, visit: &Bezoek, uuid: &str, maand: &str) -> Result<(Kader, Rapport, Maand)> {
    let uuid = uuid_in(uuid)?;
    let maand: Maand = maand.parse().map_err(|_| Problem::not_found())?;
    let read = move |cx: &mut Cx<'_, '_>| onbekend(rapport(uuid, maand, cx)?);
    let (kader, found) = visit.lees(api, INZIEN, read).await?;
    Ok((kader, found, maand))
}

/// `GET /beheer/signalen/rapporten/{uuid}/{maand}`.
pub(crate) async fn een(
    State(api): State<Arc<Api>>,
    visit: Bezoek,
    Path((uuid, maand)): Path<(String, String)>,
) -> Response {
    let inner = async || {
        let (kader, found, _) = haal(&api, &visit, &uuid, &maand).await?;
        let t = visit.t();
        let title = t.with2("rapport-titel", "contract", &found.contract, "maand", maandnaam(t, &found.maand));
        let page = visit.pagina(&kader, title, &[(t.say("rapporten"), format!("{ROOT}/rapporten"))])?;
        let csv = format!("{ROOT}/rapporten/{uuid}/{maand}/csv");
        visit.show(&toon(page, t, &found, csv))
    };
    visit.answer(inner().await)
}

fn maandnaam(t: Say, maand: &str) -> String {
    format!("{maand}-01").parse::<civil::Date>().map_or_else(|_| maand.to_owned(), |day| words::month(t.lang, day))
}

/// `GET /beheer/signalen/rapporten/{uuid}/{maand}/csv`.
pub(crate) async fn csv(
    State(api): State<Arc<Api>>,
    visit: Bezoek,
    Path((uuid, maand)): Path<(String, String)>,
) -> Response {
    let inner = async || {
        let (_, found, maand) = haal(&api, &visit, &uuid, &maand).await?;
        let safe = |sign: char| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { '_' };
        let name: String = found.contract.chars().map(safe).collect();
        let disposition = format!("attachment; filename=\"{name}_{maand}.csv\"");
        let mut response = Response::new(Body::from(found.csv()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Problem::internal)?);
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        Ok(response)
    };
    visit.answer(inner().await)
}

fn toon(page: Page, t: Say, found: &Rapport, csv: String) -> Blad {
    let lang = t.lang;
    let (in_time, late): (i64, i64) =
        found.totalen.iter().fold((0, 0), |(a, b), one| (a + one.op_tijd, b + one.te_laat));
    let all = in_time + late;
    let kop = if all == 0 {
        t.say("rapport-leeg")
    } else {
        t.with2("rapport-zin", "deel", percent(t, in_time * 1000 / all), "aannemer", &found.aannemer)
    };
    let due = words::euro(lang, found.verschuldigd);
    let stand = words::moment(lang, found.stand);
    let tekst = t.args("rapport-onder", &[("boete", &due), ("stand", &stand)]);
    let soort = if late == 0 { "ok" } else { "warning" };
    let telling = |getal: String, tekst: String, slecht: bool| Telling {
        getal,
        tekst,
        href: String::new(),
        toon: if slecht { "t-neg" } else { "" },
    };
    let number = |count: i64| words::number(lang, count);
    let orders = i64::try_from(found.opdrachten.len()).unwrap_or(i64::MAX);
    let mut delen = vec![
        Deel::Melding { soort, kop, tekst },
        Deel::Tellingen(vec![
            telling(number(orders), t.say("rapport-opdrachten"), false),
            telling(number(in_time), t.say("rapport-op-tijd"), false),
            telling(number(late), t.say("rapport-te-laat"), late > 0),
            telling(due, t.say("rapport-boete"), found.verschuldigd > 0),
        ]),
    ];
    delen.extend(plots(t, &page, found));
    delen.extend([normen(t, found), tevreden(t, found.tevredenheid), opdrachten(t, found)]);
    let boven = format!("{}, {}", found.naam, found.aannemer);
    let knoppen = vec![(t.say("rapport-csv"), csv)];
    Blad { boven, knoppen, inleiding: t.say("rapport-afdrukken"), ..Blad::new(page, t, delen) }
}

/// A part of a thousand, in words.
fn percent(t: Say, promille: i64) -> String {
    let thousandths = i32::try_from(promille).map(f64::from).unwrap_or_default();
    words::percent(t.lang, thousandths / 1000.0)
}

/// How each norm was kept.
fn normen(t: Say, found: &Rapport) -> Deel {
    let lang = t.lang;
    let number = |count: i64| words::number(lang, count);
    let totals = found.totalen.iter().map(|one| {
        let part = one.promille.map(|part| percent(t, part)).unwrap_or_default();
        Rij::new(vec![
            Cel::new(woorden::norm(t, one.norm)),
            Cel::new(number(one.aantal)),
            Cel::new(number(one.op_tijd)),
            Cel::new(number(one.te_laat)),
            Cel::new(part),
            Cel::new(words::euro(lang, one.boete)),
        ])
    });
    let heads = ["kop-norm", "kop-aantal", "rapport-op-tijd", "rapport-te-laat", "kop-deel", "rapport-boete"];
    Deel::Tabel(Tabel {
        bijschrift: t.say("rapport-normen"),
        met_kop: true,
        koppen: heads.map(|key| t.say(key)).into(),
        rijen: totals.collect(),
        leeg: t.say("rapport-leeg"),
        ..Tabel::default()
    })
}

/// How people who reported found the work. Of a few answers no part is said: it would say nothing about the work.
fn tevreden(t: Say, found: Tevredenheid) -> Deel {
    let number = |count: i64| words::number(t.lang, count);
    let part = found.promille.map_or_else(|| t.say("tevreden-te-weinig"), |part| percent(t, part));
    let row = Rij::new(vec![
        Cel::new(t.say("tevreden-hoe")),
        Cel::new(number(found.antwoorden)),
        Cel::new(number(found.tevreden)),
        Cel::new(part),
    ]);
    let heads = ["tevreden-vraag", "tevreden-antwoorden", "tevreden-goed", "tevreden-deel"];
    Deel::Tabel(Tabel {
        bijschrift: t.say("tevreden"),
        met_kop: true,
        koppen: heads.map(|key| t.say(key)).into(),
        rijen: Some(row).filter(|_| found.antwoorden > 0).into_iter().collect(),
        leeg: t.say("tevreden-geen"),
        ..Tabel::default()
    })
}

/// Each order with its norms.
fn opdrachten(t: Say, found: &Rapport) -> Deel {
    let heads = ["kop-opdracht", "kop-norm", "kop-uiterlijk", "kop-gedaan", "kop-uitkomst", "rapport-boete"];
    let rows =
        found.opdrachten.iter().take(MOST).flat_map(|order| order.normen.iter().map(move |norm| rij(t, order, norm)));
    Deel::Tabel(Tabel {
        bijschrift: if found.opdrachten.len() > MOST {
            t.with("rapport-eerste", "aantal", MOST)
        } else {
            t.say("rapport-per-opdracht")
        },
        met_kop: true,
        koppen: heads.map(|key| t.say(key)).into(),
        rijen: rows.collect(),
        leeg: t.say("rapport-leeg"),
        ..Tabel::default()
    })
}

/// What came of a norm.
fn uitkomst(t: Say, uitkomst: Uitkomst) -> Cel {
    match uitkomst {
        Uitkomst::OpTijd => Cel::merk(t.say("uitkomst-op-tijd"), "b-pos", "vink"),
        Uitkomst::TeLaat => Cel::merk(t.say("uitkomst-te-laat"), "b-neg", "let"),
        Uitkomst::Open => Cel::merk(t.say("uitkomst-open"), "b-neg", "let"),
        Uitkomst::Loopt => Cel::merk(t.say("uitkomst-loopt"), "b-info", "klok"),
        Uitkomst::Vervallen => Cel::merk(t.say("uitkomst-vervallen"), "", ""),
    }
}

fn rij(t: Say, order: &Opdracht, norm: &Meting) -> Rij {
    let lang = t.lang;
    let when =
        |moment: Option<waarmaker_core::DateTime>| moment.map(|at| words::short_moment(lang, at)).unwrap_or_default();
    let late = norm.te_laat_seconden;
    let late = if late > 0 { t.with("te-laat-duur", "duur", words::lasting(lang, late)) } else { String::new() };
    Rij::new(vec![
        Cel::new(&order.nummer).onder(words::capital(&order.asset)),
        Cel::new(woorden::norm(t, norm.norm)).onder_register(&norm.regel),
        Cel::new(when(norm.uiterlijk)),
        Cel::new(when(norm.behaald)),
        uitkomst(t, norm.uitkomst).onder(late).toon("t-neg"),
        Cel::new(words::euro(lang, norm.boete)),
    ])
}

/// Seconds as hours, for a scale.
fn uren(seconds: i64) -> f64 {
    i32::try_from(seconds).map(f64::from).unwrap_or_default() / 3600.0
}

/// For each norm the time that orders took against the time that was agreed.
fn plots(t: Say, page: &Page, found: &Rapport) -> Vec<Deel> {
    let lang = t.lang;
    let mut delen = Vec::new();
    for (place, total) in found.totalen.iter().enumerate() {
        let of_norm = found
            .opdrachten
            .iter()
            .flat_map(|order| order.normen.iter().filter(|one| one.norm == total.norm).map(move |one| (order, one)));
        let row = |(order, one): (&Opdracht, &Meting)| {
            let span = |until: waarmaker_core::DateTime| (until.at.as_second() - order.gemeld.at.as_second()).max(0);
            let (took, agreed) = (one.behaald.map(span), one.uiterlijk.map(span));
            Row {
                label: order.nummer.clone(),
                value: took.map(uren),
                text: took.map_or_else(|| t.say("nog-niet"), |took| words::lasting(lang, took)),
                norm: agreed.map(uren),
                norm_text: agreed.map(|agreed| words::lasting(lang, agreed)).unwrap_or_default(),
                bad: matches!(one.uitkomst, Uitkomst::TeLaat | Uitkomst::Open),
                note: uitkomst(t, one.uitkomst).tekst,
            }
        };
        let rows: Vec<Row> = of_norm.map(row).collect();
        let kind = if rows.len() <= 20 { Kind::Bars } else { Kind::Dots };
        let norm = woorden::norm(t, total.norm);
        let title = t.args(
            "plot-titel",
            &[
                ("norm", &norm),
                ("op_tijd", &words::number(lang, total.op_tijd)),
                ("aantal", &words::number(lang, total.aantal)),
            ],
        );
        let mut plot = Plot::new(&format!("norm-{place}"), kind, title)
            .heads(t.say("kop-opdracht"), t.say("plot-tijd"), t.say("plot-afspraak"), t.say("kop-uitkomst"))
            .marks(t.say("uitkomst-op-tijd"), t.say("uitkomst-te-laat"));
        plot.rows = rows;
        plot.unit = t.say("plot-uur");
        plot.level = 2;
        delen.push(Deel::Tekening(Tekening { kop: String::new(), html: plot.html(page) }));
    }
    delen
}

#[cfg(test)]
pub(crate) fn sample_lijst(page: Page, t: Say) -> Blad {
    let found = [(Uuid::nil(), "OVL-2026".to_owned(), "Verlichting".to_owned())];
    toon_lijst(page, t, &Kader::sample(), &found, "", Vec::new())
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    use waarmaker_contracten::Prioriteit;
    use waarmaker_core::DateTime;
    use waarmaker_werkopdrachten::{Norm, Opdrachtstatus, report::Totaal};
    let at = |text: &str| DateTime::parse(text).unwrap();
    let meting = Meting {
        norm: Norm::Hersteld,
        regel: "2 werkdagen".to_owned(),
        uiterlijk: Some(at("2026-11-12T16:00:00Z")),
        behaald: Some(at("2026-11-13T09:00:00Z")),
        uitkomst: Uitkomst::TeLaat,
        te_laat_seconden: 3600,
        boete: 2500,
    };
    let opdracht = Opdracht {
        nummer: "WO-2026-0000001".to_owned(),
        asset: "lichtmast 710".to_owned(),
        prioriteit: Prioriteit::Normaal,
        status: Opdrachtstatus::Gereed,
        gemeld: at("2026-11-10T09:00:00Z"),
        normen: vec![meting],
        pauzes: Vec::new(),
    };
    let totaal = Totaal { norm: Norm::Hersteld, aantal: 1, op_tijd: 0, te_laat: 1, promille: Some(0), boete: 2500 };
    let found = Rapport {
        contract: "OVL-2026".to_owned(),
        naam: "Verlichting".to_owned(),
        aannemer: "Lichtpunt BV".to_owned(),
        maand: "2026-11".to_owned(),
        stand: at("2026-11-21T11:00:00Z"),
        opdrachten: vec![opdracht],
        totalen: vec![totaal],
        tevredenheid: Tevredenheid::new(7, 6),
        boetes: 2500,
        maximum: None,
        verschuldigd: 2500,
    };
    toon(page, t, &found, format!("{ROOT}/rapporten/x/2026-11/csv"))
}
