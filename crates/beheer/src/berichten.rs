// SPDX-License-Identifier: EUPL-1.2
//! Messages that could not be stored, and storing them again; deliveries that failed, and trying them again.

mod bezorging;
mod brief;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_metingen::{
    Watchers,
    letters::{self as dode, Filter as Welke, Letter, Replayed, Selection, replay, topics},
};
use waarmaker_ui::{Page, Say, words};

#[cfg(test)]
pub(crate) use self::{bezorging::sample as sample_bezorging, brief::sample};
pub(crate) use self::{
    bezorging::{bezorg, bezorging},
    brief::een,
};
use crate::{
    blad::{Blad, Cel, Deel, Filter, Formulier, Knop, Rij, Tab, Tabel, bladeren},
    fouten::verlopen,
    kader::{BEHEREN, Bezoek, Kader, RIJEN, ROOT, pagina_vol},
    keuzes::{keuze, zoekveld},
    woorden,
};

/// Who looks at what is stored after all.
const KIJKERS: Watchers = &[&waarmaker_signalen::Bewaking];
/// Most letters that are replayed at once.
const MOST: u32 = 500;

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
            Cel::new(reden(t, &letter.code))
                .naar(format!("{ROOT}/berichten/{}", letter.id))
                .onder_register(&letter.reden),
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

#[cfg(test)]
pub(crate) fn sample_lijst(page: Page, t: Say) -> Blad {
    let found = Gevonden {
        letters: vec![brief::letter()],
        meer: false,
        per_reden: vec![("unknown-device".to_owned(), 1)],
        bezorging: 2,
    };
    toon(page, t, &Kader::sample(), &found, ("unknown-device", ""), Vec::new())
}
