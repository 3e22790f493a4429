// SPDX-License-Identifier: EUPL-1.2
//! Deliveries that failed, and trying them again.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_jobs::{Letter as Bezorging, Selection as Keus, letters, retry};
use waarmaker_ui::{Page, Say, words};

use super::{geweigerd, given_up, tabs};
use crate::{
    blad::{Blad, Cel, Deel, Rij, Tabel, bladeren},
    fouten::verlopen,
    kader::{BEHEREN, Bezoek, Kader, RIJEN, RIJEN_EN_EEN, ROOT, pagina_vol},
    woorden,
};

/// What the list shows.
struct Gevonden {
    jobs: Vec<Bezorging>,
    meer: bool,
    opdrachten: Vec<Opdracht>,
    /// Messages that could not be stored.
    letters: i64,
    /// Deliveries that failed, all of them.
    totaal: i64,
}

/// `GET /beheer/signalen/berichten/bezorging`.
pub(crate) async fn bezorging(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    visit.answer(bezorglijst(&api, &visit, "").await)
}

async fn bezorglijst(api: &Api, visit: &Bezoek, wrong: &str) -> Result<Response> {
    let na = visit.gevraagd("na");
    let after = na.parse().ok();
    let (kader, found) = visit.lees(api, BEHEREN, move |cx| haal(after, cx)).await?;
    let t = visit.t();
    let page = visit.pagina(&kader, t.say("bezorging"), &[(t.say("berichten"), format!("{ROOT}/berichten"))])?;
    let next = found.jobs.last().filter(|_| found.meer).map(|last| visit.adres(&[("na", &last.id.to_string())]));
    let pages = bladeren(t, (!na.is_empty()).then(|| visit.adres(&[])), next);
    let mut blad = bezorgblad(page, t, &kader, &found, pages);
    if visit.asked("gedaan").is_some() {
        let kop = t.say("bezorging-gedaan");
        blad.delen.insert(0, Deel::Melding { soort: "ok", kop, tekst: String::new() });
    }
    geweigerd(visit, blad, wrong)
}

/// A page of deliveries, after that of this number, with the orders that they are about.
fn haal(after: Option<i64>, cx: &mut Cx<'_, '_>) -> Result<Gevonden> {
    let keus = Keus { given_up: true, after, ..Keus::default() };
    let mut jobs = letters(cx.tx, &keus, u32::try_from(RIJEN_EN_EEN).unwrap_or(u32::MAX))?;
    let meer = pagina_vol(&mut jobs, RIJEN);
    let subjects: Vec<Uuid> = jobs.iter().map(|job| job.subject).collect();
    let text = |record: &waarmaker_resource::Record, name: &str| {
        record.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let orders = cx.records("werkopdracht", &subjects)?;
    let orders = orders.iter().map(|(uuid, order)| {
        let incident = text(order, "incident").rsplit('/').next().unwrap_or_default().to_owned();
        (*uuid, text(order, "nummer"), incident)
    });
    let opdrachten = orders.collect();
    let dead = cx.tx.one("SELECT COUNT(*) FROM dode_letters WHERE herhaald IS NULL", &[], |row| row.int(0))?;
    Ok(Gevonden { jobs, meer, opdrachten, letters: dead.unwrap_or_default(), totaal: given_up(cx)? })
}

/// An order: uuid, number, uuid of its incident.
type Opdracht = (Uuid, String, String);

fn bezorgblad(page: Page, t: Say, kader: &Kader, found: &Gevonden, pages: Vec<(String, String)>) -> Blad {
    let rij = |job: &Bezorging| {
        let order = found.opdrachten.iter().find(|(uuid, ..)| *uuid == job.subject);
        let about = order.map_or_else(
            || Cel::new(""),
            |(_, nummer, incident)| Cel::new(nummer).naar(format!("{ROOT}/incidenten/{incident}")),
        );
        let since = job.since.map(|at| woorden::millis(t, at)).unwrap_or_default();
        let ago = job.since.map(|at| woorden::geleden(t, at, kader.nu)).unwrap_or_default();
        Rij {
            kies: job.id.to_string(),
            cellen: vec![
                Cel::new(soort(t, &job.kind)).onder_register(&job.error),
                about,
                Cel::new(since).onder(ago),
                Cel::new(words::number(t.lang, job.attempts)),
            ],
        }
    };
    let tabel = Tabel {
        bijschrift: t.say("bezorging"),
        koppen: vec![t.say("kop-bericht"), t.say("kop-opdracht"), t.say("kop-sinds"), t.say("kop-pogingen")],
        rijen: found.jobs.iter().map(rij).collect(),
        leeg: t.say("bezorging-leeg"),
        bladeren: pages,
        actie: format!("{ROOT}/berichten/bezorging"),
        knoppen: vec![("gekozen".to_owned(), t.say("bezorging-opnieuw")), ("alle".to_owned(), t.say("bezorging-alle"))],
        ..Tabel::default()
    };
    let inleiding = t.say("bezorging-uitleg");
    let tabs = tabs(t, "bezorging", found.letters, found.totaal);
    Blad { inleiding, ..Blad::new(page, t, vec![tabs, Deel::Tabel(tabel)]) }
}

/// What was to be delivered.
fn soort(t: Say, kind: &str) -> String {
    t.say(match kind {
        "webhook" => "soort-webhook",
        "open311" => "soort-open311",
        "mail" => "soort-mail",
        _ => return kind.to_owned(),
    })
}

/// `POST /beheer/signalen/berichten/bezorging`: has deliveries tried again.
pub(crate) async fn bezorg(State(api): State<Arc<Api>>, visit: Bezoek, request: Request) -> Response {
    let inner = async |request: Request| {
        let posted = match visit.formulier(&api, BEHEREN, request, 0).await? {
            Ok(posted) => posted,
            Err(instead) => return Ok(instead),
        };
        if !posted.fresh {
            return bezorglijst(&api, &visit, &verlopen(&visit)).await;
        }
        let all = posted.text("actie") == "alle";
        let chosen: Vec<i64> = posted.all("kies").filter_map(|id| id.parse().ok()).take(RIJEN).collect();
        if chosen.is_empty() && !all {
            return bezorglijst(&api, &visit, &visit.t().say("fout-kies")).await;
        }
        let write = move |cx: &mut Cx<'_, '_>| {
            let now = cx.call.now.at.as_millisecond();
            let keus = |id| Keus { id, given_up: true, ..Keus::default() };
            if all {
                retry(cx.tx, &keus(None), now)?;
            }
            for id in chosen.iter().filter(|_| !all) {
                retry(cx.tx, &keus(Some(*id)), now)?;
            }
            Ok(())
        };
        visit.schrijf(&api, BEHEREN, write).await?;
        visit.see_other(&format!("{ROOT}/berichten/bezorging?gedaan=ja"))
    };
    visit.answer(inner(request).await)
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let job = Bezorging {
        id: 3,
        kind: "mail".to_owned(),
        subject: Uuid::nil(),
        attempts: 12,
        since: Some(1_795_000_000_000),
        next: None,
        under_way: false,
        error: "Geen verbinding".to_owned(),
    };
    let order = (Uuid::nil(), "WO-2026-0000001".to_owned(), Uuid::nil().to_string());
    let found = Gevonden { jobs: vec![job], meer: true, opdrachten: vec![order], letters: 1, totaal: 1 };
    bezorgblad(page, t, &Kader::sample(), &found, Vec::new())
}
