// SPDX-License-Identifier: EUPL-1.2
//! Trying a rule on what was recorded. Nothing is written: it is a plain page with its answers in the URL.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::{ToSpan as _, civil, tz::TimeZone};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_core::Date;
use waarmaker_signalen::{Proef, Regel, Vraag, Waarschuwing, Zou, bestaand, probeer};
use waarmaker_ui::{
    Page, Say,
    form::{Errors, Field},
    words,
};

use crate::{
    blad::{Blad, Cel, Deel, Filter, Rij, Tabel, Telling},
    kader::{BEHEREN, Bezoek, RIJEN, ROOT, onbekend, uuid_in},
    regelzin,
};

static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// Most observations that are looked at.
pub(crate) const MOST: usize = 500_000;
/// Most days that are looked at.
const MOST_DAGEN: i32 = 92;
/// Days when nobody chooses.
const DAGEN: i64 = 7;

/// The days that are asked for, as they were filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dagen {
    pub(crate) van: String,
    pub(crate) tot: String,
}

impl Dagen {
    /// The last days until today.
    pub(crate) fn laatste(vandaag: Date) -> Self {
        let today = vandaag.civil();
        let first = today.checked_sub((DAGEN - 1).days()).unwrap_or(today);
        Self { van: first.to_string(), tot: today.to_string() }
    }
}

/// Beginning of a day in Amsterdam, in milliseconds since 1970.
fn begin(day: civil::Date) -> i64 {
    day.to_zoned(AMSTERDAM.clone()).map(|zoned| zoned.timestamp().as_millisecond()).unwrap_or_default()
}

/// The first moment and the one after the last, of two days; what is wrong with their fields otherwise.
pub(crate) fn grenzen(
    t: Say,
    (id_van, id_tot): (&str, &str),
    dagen: &Dagen,
) -> std::result::Result<(i64, i64), Errors> {
    let mut errors = Errors::default();
    let mut day = |id: &str, text: &str| {
        let found = Date::parse(text).ok();
        if found.is_none() {
            errors.add(id, t.say("fout-dag"));
        }
        found
    };
    let (van, tot) = (day(id_van, &dagen.van), day(id_tot, &dagen.tot));
    if let (Some(van), Some(tot)) = (van, tot) {
        if tot < van {
            errors.add(id_tot, t.say("fout-volgorde"));
        } else if van.plus_days(MOST_DAGEN - 1).is_none_or(|last| tot > last) {
            errors.add(id_tot, t.with("fout-lang", "dagen", MOST_DAGEN));
        } else if let Some(next) = tot.plus_days(1) {
            return Ok((begin(van.civil()), begin(next.civil())));
        }
    }
    Err(errors)
}

/// `GET /beheer/signalen/regels/{uuid}/proberen`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    visit.answer(pagina(&api, &visit, &uuid).await)
}

async fn pagina(api: &Api, visit: &Bezoek, uuid: &str) -> Result<Response> {
    let uuid = uuid_in(uuid)?;
    let t = visit.t();
    let mut dagen = Dagen { van: visit.gevraagd("van"), tot: visit.gevraagd("tot") };
    let asked = visit.asked("van").is_some();
    let bounds = if asked { Some(grenzen(t, ("van", "tot"), &dagen)) } else { None };
    let (span, errors) = match bounds {
        Some(Ok(span)) => (Some(span), Errors::default()),
        Some(Err(errors)) => (None, errors),
        None => (None, Errors::default()),
    };
    let read = move |cx: &mut Cx<'_, '_>| {
        let regel = onbekend(cx.get::<Regel>(uuid)?)?;
        let Some((van, tot)) = span else { return Ok((regel, None)) };
        let body = bestaand(&regel.naam, cx)?;
        let vraag = Vraag { regel: body, van, tot, asset: None, hoogstens: MOST };
        let proef = probeer(&vraag, &cx.house.origins, cx.tx, &mut |_| {})?;
        Ok((regel, Some(proef)))
    };
    let (kader, (regel, proef)) = visit.lees(api, BEHEREN, read).await?;
    if !asked {
        dagen = Dagen::laatste(kader.vandaag);
    }
    let way = [(t.say("regels"), format!("{ROOT}/regels")), (regel.naam.clone(), format!("{ROOT}/regels/{uuid}"))];
    let page = visit.pagina(&kader, t.say("proef"), &way)?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &toon(page.failed(!errors.is_empty()), t, (&regel, &dagen), proef.as_ref(), errors))
}

/// The questions: from which day, until which.
pub(crate) fn velden(t: Say, (van, tot): (&str, &str), dagen: &Dagen) -> [Field; 2] {
    let field = |id: &str, label: String, value: &str| Field::new(id, label).kind("date", "off").value(value);
    [field(van, t.say("veld-eerste-dag"), &dagen.van), field(tot, t.say("veld-laatste-dag"), &dagen.tot)]
}

/// How much can be looked at.
pub(crate) fn grens(t: Say) -> String {
    let most = words::number(t.lang, i64::try_from(MOST).unwrap_or(i64::MAX));
    t.with2("proef-grens", "dagen", MOST_DAGEN, "aantal", most)
}

fn toon(page: Page, t: Say, (regel, dagen): (&Regel, &Dagen), proef: Option<&Proef>, errors: Errors) -> Blad {
    let filter = Filter {
        naam: t.say("proef-periode"),
        velden: velden(t, ("van", "tot"), dagen).into(),
        knop: t.say("proef-knop"),
        ..Filter::default()
    };
    let mut delen = vec![Deel::Tekst(vec![regelzin::zin(t, regel), grens(t)]), Deel::Filter(filter)];
    if let Some(proef) = proef {
        delen.extend(uitkomst(t, proef));
    }
    Blad { inleiding: t.say("proef-uitleg"), fouten: errors, ..Blad::new(page, t, delen) }
}

/// What the rule would have done, in words and numbers.
pub(crate) fn uitkomst(t: Say, proef: &Proef) -> Vec<Deel> {
    let lang = t.lang;
    let number = |count: usize| words::number(lang, i64::try_from(count).unwrap_or(i64::MAX));
    let count = proef.incidenten.len();
    let kop = t.count("proef-uitkomst", "aantal", count);
    let tekst = t.args(
        "proef-bekeken",
        &[
            ("waarnemingen", &number(proef.waarnemingen)),
            ("assets", &number(proef.assets)),
            ("echt", &words::number(lang, proef.echt)),
        ],
    );
    let mut delen = vec![Deel::Melding { soort: "info", kop, tekst }];
    let telling = |getal: String, tekst: String| Telling { getal, tekst, href: String::new(), toon: "" };
    let objects: std::collections::BTreeSet<Uuid> = proef.incidenten.iter().map(|one| one.asset).collect();
    let most = proef.per_dag.values().max().copied().unwrap_or_default();
    delen.push(Deel::Tellingen(vec![
        telling(number(count), t.say("proef-incidenten")),
        telling(number(proef.groepen.len()), t.say("proef-groepen")),
        telling(number(objects.len()), t.say("proef-objecten")),
        telling(number(most), t.say("proef-drukste")),
    ]));
    if !proef.waarschuwingen.is_empty() {
        let said = proef.waarschuwingen.iter().map(|one| match one {
            Waarschuwing::GeenObjecten => t.say("proef-geen-objecten"),
            Waarschuwing::TeVeel => t.say("proef-te-veel"),
        });
        delen.push(Deel::Lijst(said.map(Cel::new).collect()));
    }
    delen.push(Deel::Tabel(Tabel {
        bijschrift: if count > RIJEN { t.with("proef-eerste", "aantal", RIJEN) } else { t.say("incidenten") },
        met_kop: true,
        koppen: vec![t.say("kop-asset"), t.say("kop-sinds"), t.say("kop-duur"), t.say("kop-echt"), t.say("bewijs")],
        rijen: proef.incidenten.iter().take(RIJEN).map(|one| rij(t, one)).collect(),
        leeg: t.say("proef-geen"),
        ..Tabel::default()
    }));
    if !proef.groepen.is_empty() {
        let rij = |one: &waarmaker_signalen::ZouGroep| {
            let since = one.begin.map(|at| words::short_moment(lang, at)).unwrap_or_default();
            let asset = Cel::new(&one.identificatie).naar(format!("{ROOT}/assets/{}", one.asset));
            Rij::new(vec![asset, Cel::new(since), Cel::new(number(one.aantal))])
        };
        delen.push(Deel::Tabel(Tabel {
            bijschrift: t.say("proef-groepen"),
            met_kop: true,
            koppen: vec![t.say("kop-asset"), t.say("kop-sinds"), t.say("kop-aantal")],
            rijen: proef.groepen.iter().take(RIJEN).map(rij).collect(),
            ..Tabel::default()
        }));
    }
    delen
}

fn rij(t: Say, one: &Zou) -> Rij {
    let lang = t.lang;
    let since = one.begin.map(|at| words::short_moment(lang, at)).unwrap_or_default();
    let lasted = match (one.begin, one.einde) {
        (Some(begin), Some(end)) => words::lasting(lang, end.at.as_second() - begin.at.as_second()),
        _ => t.say("proef-nog"),
    };
    let proof = one.bewijs.first().map(|one| format!("{}: {}", one.datastream, one.resultaat)).unwrap_or_default();
    Rij::new(vec![
        Cel::new(&one.identificatie).naar(format!("{ROOT}/assets/{}", one.asset)),
        Cel::new(since),
        Cel::new(lasted),
        Cel::new(if one.echt { t.say("ja") } else { t.say("nee") }),
        Cel::new(proof),
    ])
}

#[cfg(test)]
pub(crate) fn voorbeeld() -> Proef {
    let at = |text: &str| waarmaker_core::DateTime::parse(text).ok();
    let zou = Zou {
        asset: Uuid::nil(),
        identificatie: "710".to_owned(),
        begin: at("2026-11-20T18:00:00Z"),
        vastgesteld: at("2026-11-20T18:10:00Z"),
        einde: at("2026-11-20T20:00:00Z"),
        bewijs: Vec::new(),
        groep: None,
        echt: true,
    };
    let groep = waarmaker_signalen::ZouGroep {
        asset: Uuid::nil(),
        identificatie: "K1".to_owned(),
        begin: zou.begin,
        aantal: 5,
    };
    Proef {
        leesbaar: String::new(),
        waarnemingen: 1200,
        assets: 40,
        afgebroken: true,
        incidenten: vec![zou],
        groepen: vec![groep],
        per_dag: [("2026-11-20".to_owned(), 1)].into(),
        echt: 1,
        waarschuwingen: vec![Waarschuwing::TeVeel, Waarschuwing::GeenObjecten],
    }
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let dagen = Dagen { van: "2026-11-15".to_owned(), tot: "2026-11-21".to_owned() };
    toon(page, t, (&crate::regels::regel(), &dagen), Some(&voorbeeld()), Errors::default())
}
