// SPDX-License-Identifier: EUPL-1.2
//! Rules: the list, one as a sentence, and switching it on and off.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    response::Response,
};
use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, change, http::Api};
use waarmaker_core::Problem;
use waarmaker_resource::{Linked as _, Op};
use waarmaker_signalen::Regel;
use waarmaker_ui::{Page, Say, words};

use crate::{
    blad::{Blad, Cel, Deel, Filter, Formulier, Knop, Rij, Tabel, bladeren},
    fouten::verlopen,
    kader::{BEHEREN, Bezoek, INZIEN, Kader, RIJEN, RIJEN_EN_EEN, ROOT, onbekend, pagina_vol, uuid_in},
    keuzes::{keuze, zoekveld},
    regelzin, woorden,
};

/// A rule with how many incidents it has open.
type Gevonden = (Uuid, Regel, i64);

/// `GET /beheer/signalen/regels`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let inner = async || {
        let (q, aan, na) = (visit.gevraagd("q"), visit.gevraagd("aan"), visit.gevraagd("na"));
        let (text, on, after) = (q.clone(), aan.clone(), na.clone());
        let read = move |cx: &mut Cx<'_, '_>| {
            let contains = cx.tx.dialect().icontains("r.naam", "$2");
            let on = match on.as_str() {
                "ja" => " AND r.actief = 1",
                "nee" => " AND r.actief = 0",
                _ => "",
            };
            let sql = format!(
                "SELECT r.uuid, r.body, (SELECT COUNT(*) FROM incidenten i WHERE i.regel = r.uuid AND i.status IN ('open', 'opgedragen', 'samengevoegd'))
                FROM regels r WHERE r.naam > $1 AND ($2 = '' OR {contains}){on} ORDER BY r.naam LIMIT $3"
            );
            let values = [after.as_str().into(), waarmaker_db::escape_like(&text).into(), RIJEN_EN_EEN.into()];
            let mut found: Vec<Gevonden> = cx.tx.query(&sql, &values, |row| {
                let regel = serde_json::from_slice(row.bytes_ref(1)?).map_err(waarmaker_db::Error::row)?;
                Ok((row.uuid(0)?, regel, row.int(2)?))
            })?;
            let more = pagina_vol(&mut found, RIJEN);
            Ok((found, more))
        };
        let (kader, (found, more)) = visit.lees(&api, INZIEN, read).await?;
        let t = visit.t();
        let page = visit.pagina(&kader, t.say("regels"), &[])?;
        let next = found.last().filter(|_| more).map(|(_, last, _)| visit.adres(&[("na", &last.naam)]));
        let pages = bladeren(t, (!na.is_empty()).then(|| visit.adres(&[])), next);
        visit.show(&lijst(page, t, &kader, &found, (&q, &aan), pages))
    };
    visit.answer(inner().await)
}

/// Whether a rule is on.
fn stand(t: Say, regel: &Regel) -> Cel {
    if regel.actief { Cel::merk(t.say("regel-aan"), "b-pos", "vink") } else { Cel::merk(t.say("regel-uit"), "", "") }
}

fn lijst(
    page: Page,
    t: Say,
    kader: &Kader,
    found: &[Gevonden],
    (q, aan): (&str, &str),
    pages: Vec<(String, String)>,
) -> Blad {
    let rij = |(uuid, regel, open): &Gevonden| {
        Rij::new(vec![
            Cel::new(&regel.naam).naar(format!("{ROOT}/regels/{uuid}")).onder(regelzin::zin(t, regel)),
            stand(t, regel),
            Cel::new(&regel.soort),
            Cel::new(woorden::prioriteit(t, regel.prioriteit)),
            Cel::new(words::number(t.lang, *open)),
        ])
    };
    let on = [
        (String::new(), t.say("regels-alle")),
        ("ja".to_owned(), t.say("regel-aan")),
        ("nee".to_owned(), t.say("regel-uit")),
    ];
    let filter = Filter {
        naam: t.say("regels-zoeken"),
        velden: vec![zoekveld("q", t.say("regels-zoek"), q)],
        keuzes: vec![keuze("aan", t.say("kop-stand"), on.into(), aan)],
        blijft: Vec::new(),
        knop: t.say("toon"),
    };
    let tabel = Tabel {
        bijschrift: t.say("regels"),
        koppen: vec![
            t.say("kop-regel"),
            t.say("kop-stand"),
            t.say("kop-soort"),
            t.say("kop-prioriteit"),
            t.say("kop-open"),
        ],
        rijen: found.iter().map(rij).collect(),
        leeg: t.say("regels-leeg"),
        bladeren: pages,
        ..Tabel::default()
    };
    let mut blad = Blad::new(page, t, vec![Deel::Filter(filter), Deel::Tabel(tabel)]);
    if kader.rechten.beheren {
        blad.knoppen.push((t.say("regel-nieuw"), format!("{ROOT}/regels/nieuw")));
    }
    blad
}

/// `GET /beheer/signalen/regels/{uuid}`.
pub(crate) async fn een(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    visit.answer(pagina(&api, &visit, &uuid, "").await)
}

async fn pagina(api: &Api, visit: &Bezoek, text: &str, wrong: &str) -> Result<Response> {
    let uuid = uuid_in(text)?;
    let read = move |cx: &mut Cx<'_, '_>| onbekend(cx.get::<Regel>(uuid)?);
    let (kader, regel) = visit.lees(api, INZIEN, read).await?;
    let t = visit.t();
    let page = visit.pagina(&kader, &regel.naam, &[(t.say("regels"), format!("{ROOT}/regels"))])?;
    let done = visit.asked("gedaan").is_some();
    let mut blad = toon(page, t, &kader, uuid, &regel, done);
    if !wrong.is_empty() {
        blad.fouten.add("", wrong);
        blad.page = blad.page.failed(true);
        return visit.show_as(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &blad);
    }
    visit.show(&blad)
}

/// `POST /beheer/signalen/regels/{uuid}`: on or off.
pub(crate) async fn zet(
    State(api): State<Arc<Api>>,
    visit: Bezoek,
    Path(uuid): Path<String>,
    request: Request,
) -> Response {
    let inner = async |request: Request| {
        let at = uuid_in(&uuid)?;
        let posted = match visit.formulier(&api, BEHEREN, request, 0).await? {
            Ok(posted) => posted,
            Err(instead) => return Ok(instead),
        };
        if !posted.fresh {
            return pagina(&api, &visit, &uuid, &verlopen(&visit)).await;
        }
        let on = match posted.text("actie") {
            "aan" => true,
            "uit" => false,
            _ => return Err(Problem::not_found()),
        };
        let write = move |cx: &mut Cx<'_, '_>| {
            let room = cx.room(Regel::NAME)?;
            change(room, cx, Op::Patch, at, None, &json!({"actief": on})).map(|_| ())
        };
        visit.schrijf(&api, BEHEREN, write).await?;
        visit.see_other(&format!("{ROOT}/regels/{at}?gedaan=ja"))
    };
    visit.answer(inner(request).await)
}

fn toon(page: Page, t: Say, kader: &Kader, uuid: Uuid, regel: &Regel, done: bool) -> Blad {
    let lang = t.lang;
    let mut delen = Vec::new();
    if done {
        delen.push(Deel::Melding { soort: "ok", kop: t.say("gedaan"), tekst: String::new() });
    }
    delen.push(Deel::Tekst(vec![regelzin::zin(t, regel), regel.omschrijving.clone()]));
    let mut facts = vec![
        (t.say("kop-soort"), Cel::new(&regel.soort)),
        (t.say("kop-prioriteit"), Cel::new(woorden::prioriteit(t, regel.prioriteit))),
        (t.say("veld-bundelen"), Cel::new(if regel.bundelen { t.say("ja") } else { t.say("nee") })),
    ];
    facts.extend(regel.maximum_per_dag.map(|most| (t.say("veld-maximum"), Cel::new(words::number(lang, most)))));
    facts.extend(regel.geldig_van.map(|day| (t.say("veld-geldig-van"), Cel::new(words::long_day(lang, day)))));
    facts.extend(regel.geldig_tot.map(|day| (t.say("veld-geldig-tot"), Cel::new(words::long_day(lang, day)))));
    if !regel.zaaktype.is_empty() {
        facts.push((t.say("veld-zaaktype"), Cel::new(&regel.zaaktype)));
    }
    delen.push(Deel::Feiten(facts));
    if kader.rechten.beheren {
        let (titel, uitleg, knop) = if regel.actief {
            (t.say("regel-zet-uit"), t.say("regel-zet-uit-uitleg"), Knop::ook("uit", t.say("regel-zet-uit")))
        } else {
            (t.say("regel-zet-aan"), t.say("regel-zet-aan-uitleg"), Knop::new("aan", t.say("regel-zet-aan")))
        };
        delen.push(Deel::Formulier(Formulier {
            kop: titel,
            uitleg,
            actie: format!("{ROOT}/regels/{uuid}"),
            knoppen: vec![knop],
            ..Formulier::default()
        }));
    }
    let mut blad = Blad { merken: vec![stand(t, regel)], ..Blad::new(page, t, delen) };
    if kader.rechten.beheren {
        blad.knoppen.push((t.say("regel-wijzig"), format!("{ROOT}/regels/{uuid}/wijzigen")));
        blad.knoppen.push((t.say("regel-probeer"), format!("{ROOT}/regels/{uuid}/proberen")));
    }
    blad
}

#[cfg(test)]
pub(crate) fn regel() -> Regel {
    let json = json!({
        "naam": "Lamp uit", "omschrijving": "Zonder licht is een straat niet veilig.", "soort": "lichtmast", "asset": null,
        "conditie": {"soort": "toestand", "eigenschap": "status", "in": ["uit"]}, "en": [], "tijdvak": null, "vertraging": "PT10M",
        "herstel": null, "prioriteit": "normaal", "bundelen": true, "bundeling": null, "maximumPerDag": 10, "actief": true,
        "zaaktype": "", "geldigVan": "2026-01-01", "geldigTot": null, "leesbaar": "Maak een incident als een lichtmast status uit is.",
    });
    serde_json::from_value(json).unwrap()
}

#[cfg(test)]
pub(crate) fn sample_lijst(page: Page, t: Say) -> Blad {
    lijst(page, t, &Kader::sample(), &[(Uuid::nil(), regel(), 3)], ("lamp", "ja"), Vec::new())
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    toon(page, t, &Kader::sample(), Uuid::nil(), &regel(), true)
}
