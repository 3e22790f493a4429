// SPDX-License-Identifier: EUPL-1.2
//! Messages that could not be stored, and storing them again; deliveries that failed, and trying them again.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    response::Response,
};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_jobs::{Letter as Bezorging, Selection as Keus, letters, retry};
use waarmaker_metingen::{
    Watchers,
    letters::{self as dode, Filter as Welke, Letter, Replayed, Selection, replay, topics},
};
use waarmaker_ui::{Page, Say, words};

use crate::{
    assets::kort,
    blad::{Blad, Cel, Deel, Filter, Formulier, Knop, Rij, Tab, Tabel, bladeren},
    incident::verlopen,
    incidenten::{keuze, onbekend, zoekveld},
    kader::{BEHEREN, Bezoek, Kader, RIJEN, ROOT, pagina_vol},
    woorden,
};

/// Who looks at what is stored after all.
const KIJKERS: Watchers = &[&waarmaker_signalen::Bewaking];
/// Most letters that are replayed at once.
const MOST: u32 = 500;
/// Most characters of a message that are shown.
const MOST_TEXT: usize = 4000;
/// Most deliveries that a page shows.
const MOST_JOBS: u32 = 500;

/// What the list shows.
#[derive(Clone, Debug, Default)]
struct Gevonden {
    letters: Vec<Letter>,
    meer: bool,
    per_reden: Vec<(String, i64)>,
    bezorging: i64,
}

/// The tabs above messages and deliveries.
fn tabs(t: Say, hier: &str, letters: i64, jobs: i64) -> Deel {
    let tab = |naam: &str, tekst: String, path: &str, count: i64| Tab {
        tekst,
        href: format!("{ROOT}/berichten{path}"),
        aantal: words::number(t.lang, count),
        hier: naam == hier,
    };
    let tabs =
        vec![tab("letters", t.say("letters"), "", letters), tab("bezorging", t.say("bezorging"), "/bezorging", jobs)];
    Deel::Tabs { naam: t.say("lijsten"), tabs }
}

fn given_up(cx: &mut Cx<'_, '_>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM jobs WHERE opgegeven IS NOT NULL";
    Ok(cx.tx.one(sql, &[], |row| row.int(0))?.unwrap_or_default())
}

/// `GET /beheer/signalen/berichten`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    visit.answer(lijst(&api, &visit, "").await)
}

async fn lijst(api: &Api, visit: &Bezoek, wrong: &str) -> Result<Response> {
    let (code, apparaat, na) = (visit.gevraagd("reden"), visit.gevraagd("apparaat"), visit.gevraagd("na"));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let welke = Welke {
        code: some(&code),
        apparaat: some(&apparaat),
        after: na.parse().unwrap_or_default(),
        ..Welke::default()
    };
    let read = move |cx: &mut Cx<'_, '_>| {
        let mut letters = dode::list(&welke, 51, cx.tx)?;
        let meer = pagina_vol(&mut letters, RIJEN);
        Ok(Gevonden { letters, meer, per_reden: dode::counts(cx.tx)?, bezorging: given_up(cx)? })
    };
    let (kader, found) = visit.lees(api, BEHEREN, read).await?;
    let t = visit.t();
    let page = visit.pagina(&kader, t.say("berichten"), &[])?;
    let next = found.letters.last().filter(|_| found.meer).map(|last| visit.adres(&[("na", &last.id.to_string())]));
    let pages = bladeren(t, (!na.is_empty()).then(|| visit.adres(&[])), next);
    let mut blad = toon(page, t, &kader, &found, (&code, &apparaat), pages);
    klaar(t, visit, &mut blad);
    geweigerd(visit, blad, wrong)
}

/// Says above a page what was done, from the URL.
fn klaar(t: Say, visit: &Bezoek, blad: &mut Blad) {
    let number = |name: &str| visit.gevraagd(name).parse::<i64>().ok();
    let (Some(done), Some(tried)) = (number("gelukt"), number("geprobeerd")) else { return };
    let kop =
        t.with2("letters-gedaan", "gelukt", words::number(t.lang, done), "geprobeerd", words::number(t.lang, tried));
    let tekst = if done < tried { t.say("letters-rest") } else { String::new() };
    blad.delen.insert(0, Deel::Melding { soort: if done < tried { "warning" } else { "ok" }, kop, tekst });
}

/// The page, or the page with what was wrong about the form.
fn geweigerd(visit: &Bezoek, mut blad: Blad, wrong: &str) -> Result<Response> {
    if wrong.is_empty() {
        return visit.show(&blad);
    }
    blad.fouten.add("", wrong);
    blad.page = blad.page.failed(true);
    visit.show_as(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &blad)
}

/// What was wrong, in a few words.
fn reden(t: Say, code: &str) -> String {
    t.say(match code {
        "unknown-device" | "no-device" => "reden-apparaat",
        "unknown-property" => "reden-eigenschap",
        "unknown-datastream" => "reden-datastream",
        "not-yours" => "reden-niet-eigen",
        "conflict" => "reden-conflict",
        "too-large" => "reden-groot",
        "no-mapping" => "reden-onderwerp",
        "not-json" | "too-deep" | "duplicate-key" => "reden-json",
        "bad-time" | "no-time" => "reden-tijd",
        "bad-value" | "no-values" | "missing" | "number-range" => "reden-waarde",
        _ => return code.to_owned(),
    })
}

fn toon(
    page: Page,
    t: Say,
    kader: &Kader,
    found: &Gevonden,
    (code, apparaat): (&str, &str),
    pages: Vec<(String, String)>,
) -> Blad {
    let total: i64 = found.per_reden.iter().map(|(_, count)| count).sum();
    let rij = |letter: &Letter| Rij {
        kies: letter.id.to_string(),
        cellen: vec![
            Cel::new(reden(t, &letter.code)).naar(format!("{ROOT}/berichten/{}", letter.id)).onder(&letter.reden),
            Cel::new(letter.apparaat.clone().unwrap_or_default()),
            Cel::new(&letter.onderwerp),
            Cel::new(woorden::millis(t, letter.laatst)).onder(woorden::geleden(t, letter.laatst, kader.nu)),
            Cel::new(words::number(t.lang, letter.aantal)),
        ],
    };
    let all = std::iter::once((String::new(), t.say("redenen-alle")));
    let reasons = found
        .per_reden
        .iter()
        .map(|(code, count)| (code.clone(), format!("{} ({})", reden(t, code), words::number(t.lang, *count))));
    let filter = Filter {
        naam: t.say("letters-zoeken"),
        velden: vec![zoekveld("apparaat", t.say("kop-apparaat"), apparaat)],
        keuzes: vec![keuze("reden", t.say("kop-reden"), all.chain(reasons).collect(), code)],
        blijft: Vec::new(),
        knop: t.say("toon"),
    };
    let tabel = Tabel {
        bijschrift: t.say("letters"),
        koppen: vec![
            t.say("kop-mis"),
            t.say("kop-apparaat"),
            t.say("kop-onderwerp"),
            t.say("kop-laatst"),
            t.say("kop-keer"),
        ],
        rijen: found.letters.iter().map(rij).collect(),
        leeg: t.say("letters-leeg"),
        bladeren: pages,
        actie: format!("{ROOT}/berichten"),
        knoppen: vec![("gekozen".to_owned(), t.say("letters-opnieuw"))],
        ..Tabel::default()
    };
    let mut delen = vec![tabs(t, "letters", total, found.bezorging), Deel::Filter(filter), Deel::Tabel(tabel)];
    if let Some((_, count)) = found.per_reden.iter().find(|(one, _)| one == code) {
        delen.push(Deel::Formulier(Formulier {
            kop: t.say("letters-alle"),
            uitleg: t.with2("letters-alle-uitleg", "aantal", words::number(t.lang, *count), "hoogstens", MOST),
            actie: format!("{ROOT}/berichten"),
            mee: vec![("reden".to_owned(), code.to_owned())],
            knoppen: vec![Knop::ook("reden", t.say("letters-alle-knop"))],
            ..Formulier::default()
        }));
    }
    Blad { inleiding: t.say("letters-uitleg"), ..Blad::new(page, t, delen) }
}

/// `POST /beheer/signalen/berichten`: the letters that were chosen, or all of a reason, once more.
pub(crate) async fn doe(State(api): State<Arc<Api>>, visit: Bezoek, request: Request) -> Response {
    let inner = async |request: Request| {
        let posted = match visit.formulier(&api, BEHEREN, request, 0).await? {
            Ok(posted) => posted,
            Err(instead) => return Ok(instead),
        };
        if !posted.fresh {
            return lijst(&api, &visit, &verlopen(&visit)).await;
        }
        let code = posted.text("reden").to_owned();
        let chosen: Vec<i64> = posted.all("kies").filter_map(|id| id.parse().ok()).take(RIJEN).collect();
        let by_reason = posted.text("actie") == "reden" && !code.is_empty();
        if chosen.is_empty() && !by_reason {
            return lijst(&api, &visit, &visit.t().say("fout-kies")).await;
        }
        let welke = code.clone();
        let write = move |cx: &mut Cx<'_, '_>| {
            if by_reason {
                let filter = Welke { code: Some(welke.clone()), ..Welke::default() };
                return opnieuw(&[Selection::Fitting(filter)], cx);
            }
            let chosen: Vec<Selection> = chosen.iter().map(|id| Selection::One(*id)).collect();
            opnieuw(&chosen, cx)
        };
        let done = visit.schrijf(&api, BEHEREN, write).await?;
        visit.see_other(&format!("{ROOT}/berichten?gelukt={}&geprobeerd={}", done.stored, done.tried))
    };
    visit.answer(inner(request).await)
}

/// Maps and stores letters again, as Waarmaker itself.
fn opnieuw(chosen: &[Selection], cx: &mut Cx<'_, '_>) -> Result<Replayed> {
    let topics = topics(cx.tx)?;
    let mut all = Replayed::default();
    for selection in chosen {
        let done = cx.as_waarmaker("Metingen", |cx| replay(selection, MOST, &topics, KIJKERS, cx))?;
        all.tried += done.tried;
        all.stored += done.stored;
    }
    Ok(all)
}

/// `GET /beheer/signalen/berichten/{nummer}`.
pub(crate) async fn een(State(api): State<Arc<Api>>, visit: Bezoek, Path(id): Path<String>) -> Response {
    let inner = async || {
        let id: i64 = id.parse().map_err(|_| Problem::not_found())?;
        let (kader, letter) = visit.lees(&api, BEHEREN, move |cx| onbekend(dode::get(id, cx.tx)?)).await?;
        let t = visit.t();
        let way = [(t.say("berichten"), format!("{ROOT}/berichten"))];
        let page = visit.pagina(&kader, t.with("letter-titel", "nummer", id), &way)?;
        visit.show(&letter_blad(page, t, &kader, &letter))
    };
    visit.answer(inner().await)
}

fn letter_blad(page: Page, t: Say, kader: &Kader, letter: &Letter) -> Blad {
    let size = u64::try_from(letter.grootte).unwrap_or_default();
    let mut facts = vec![
        (t.say("kop-mis"), Cel::new(reden(t, &letter.code)).onder(&letter.reden)),
        (t.say("kop-apparaat"), Cel::new(letter.apparaat.clone().unwrap_or_default())),
        (t.say("kop-onderwerp"), Cel::new(&letter.onderwerp)),
        (t.say("kop-eerst"), Cel::new(woorden::millis(t, letter.ontvangen))),
        (
            t.say("kop-laatst"),
            Cel::new(woorden::millis(t, letter.laatst)).onder(woorden::geleden(t, letter.laatst, kader.nu)),
        ),
        (t.say("kop-keer"), Cel::new(words::number(t.lang, letter.aantal))),
        (t.say("kop-pogingen"), Cel::new(words::number(t.lang, letter.pogingen))),
        (t.say("kop-grootte"), Cel::new(words::size(t.lang, size))),
    ];
    facts.extend(letter.herhaald.map(|at| (t.say("kop-opgeslagen"), Cel::new(woorden::millis(t, at)))));
    let mut delen = vec![Deel::Feiten(facts), Deel::Kop(t.say("bericht-zelf"))];
    match &letter.body {
        None => delen.push(Deel::Tekst(vec![t.say("bericht-weg")])),
        Some(body) => {
            let text = String::from_utf8_lossy(body).replace(|sign: char| sign.is_control() && sign != '\n', " ");
            delen.push(Deel::Letterlijk(kort(&text, MOST_TEXT)));
        }
    }
    if letter.herhaald.is_none() {
        delen.push(Deel::Formulier(Formulier {
            actie: format!("{ROOT}/berichten"),
            mee: vec![("kies".to_owned(), letter.id.to_string())],
            knoppen: vec![Knop::new("gekozen", t.say("letter-opnieuw"))],
            ..Formulier::default()
        }));
    }
    Blad::new(page, t, delen)
}

/// `GET /beheer/signalen/berichten/bezorging`.
pub(crate) async fn bezorging(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    visit.answer(bezorglijst(&api, &visit, "").await)
}

async fn bezorglijst(api: &Api, visit: &Bezoek, wrong: &str) -> Result<Response> {
    let read = |cx: &mut Cx<'_, '_>| {
        let keus = Keus { given_up: true, ..Keus::default() };
        let jobs = letters(cx.tx, &keus, MOST_JOBS)?;
        let subjects: Vec<uuid::Uuid> = jobs.iter().map(|job| job.subject).collect();
        let orders = cx.records("werkopdracht", &subjects)?;
        let dead = cx.tx.one("SELECT COUNT(*) FROM dode_letters WHERE herhaald IS NULL", &[], |row| row.int(0))?;
        let text = |record: &waarmaker_resource::Record, name: &str| {
            record.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        let orders: Vec<Opdracht> = orders
            .iter()
            .map(|(uuid, order)| {
                let incident = text(order, "incident").rsplit('/').next().unwrap_or_default().to_owned();
                (*uuid, text(order, "nummer"), incident)
            })
            .collect();
        Ok((jobs, orders, dead.unwrap_or_default(), given_up(cx)?))
    };
    let (kader, (jobs, orders, dead, count)) = visit.lees(api, BEHEREN, read).await?;
    let t = visit.t();
    let page = visit.pagina(&kader, t.say("bezorging"), &[(t.say("berichten"), format!("{ROOT}/berichten"))])?;
    let mut blad = bezorgblad(page, t, &kader, (&jobs, &orders), (dead, count));
    if visit.asked("gedaan").is_some() {
        let kop = t.say("bezorging-gedaan");
        blad.delen.insert(0, Deel::Melding { soort: "ok", kop, tekst: String::new() });
    }
    geweigerd(visit, blad, wrong)
}

/// An order: uuid, number, uuid of its incident.
type Opdracht = (uuid::Uuid, String, String);

fn bezorgblad(
    page: Page,
    t: Say,
    kader: &Kader,
    (jobs, orders): (&[Bezorging], &[Opdracht]),
    (dead, count): (i64, i64),
) -> Blad {
    let rij = |job: &Bezorging| {
        let order = orders.iter().find(|(uuid, ..)| *uuid == job.subject);
        let about = order.map_or_else(
            || Cel::new(""),
            |(_, nummer, incident)| Cel::new(nummer).naar(format!("{ROOT}/incidenten/{incident}")),
        );
        let since = job.since.map(|at| woorden::millis(t, at)).unwrap_or_default();
        let ago = job.since.map(|at| woorden::geleden(t, at, kader.nu)).unwrap_or_default();
        Rij {
            kies: job.id.to_string(),
            cellen: vec![
                Cel::new(soort(t, &job.kind)).onder(&job.error),
                about,
                Cel::new(since).onder(ago),
                Cel::new(words::number(t.lang, job.attempts)),
            ],
        }
    };
    let tabel = Tabel {
        bijschrift: t.say("bezorging"),
        koppen: vec![t.say("kop-bericht"), t.say("kop-opdracht"), t.say("kop-sinds"), t.say("kop-pogingen")],
        rijen: jobs.iter().map(rij).collect(),
        leeg: t.say("bezorging-leeg"),
        actie: format!("{ROOT}/berichten/bezorging"),
        knoppen: vec![("gekozen".to_owned(), t.say("bezorging-opnieuw")), ("alle".to_owned(), t.say("bezorging-alle"))],
        ..Tabel::default()
    };
    let inleiding = t.say("bezorging-uitleg");
    Blad { inleiding, ..Blad::new(page, t, vec![tabs(t, "bezorging", dead, count), Deel::Tabel(tabel)]) }
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
        let chosen: Vec<i64> = posted.all("kies").filter_map(|id| id.parse().ok()).collect();
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
fn letter() -> Letter {
    Letter {
        id: 7,
        bron: "mqtt".to_owned(),
        onderwerp: "lampen/L-1/meting".to_owned(),
        apparaat: Some("L-1".to_owned()),
        code: "unknown-device".to_owned(),
        reden: "Apparaat L-1 is niet bekend.".to_owned(),
        ontvangen: 1_795_000_000_000,
        laatst: 1_795_000_000_000,
        aantal: 2,
        pogingen: 0,
        herhaald: None,
        grootte: 20,
        sha256: String::new(),
        body: Some(b"{\"status\": \"<script>\"}".to_vec()),
    }
}

#[cfg(test)]
pub(crate) fn sample_lijst(page: Page, t: Say) -> Blad {
    let found = Gevonden {
        letters: vec![letter()],
        meer: false,
        per_reden: vec![("unknown-device".to_owned(), 1)],
        bezorging: 2,
    };
    toon(page, t, &Kader::sample(), &found, ("unknown-device", ""), Vec::new())
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    letter_blad(page, t, &Kader::sample(), &letter())
}

#[cfg(test)]
pub(crate) fn sample_bezorging(page: Page, t: Say) -> Blad {
    let job = Bezorging {
        id: 3,
        kind: "mail".to_owned(),
        subject: uuid::Uuid::nil(),
        attempts: 12,
        since: Some(1_795_000_000_000),
        next: None,
        under_way: false,
        error: "Geen verbinding".to_owned(),
    };
    let order = (uuid::Uuid::nil(), "WO-2026-0000001".to_owned(), uuid::Uuid::nil().to_string());
    bezorgblad(page, t, &Kader::sample(), (&[job], &[order]), (1, 1))
}
