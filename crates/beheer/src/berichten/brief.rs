// SPDX-License-Identifier: EUPL-1.2
//! One message that could not be stored.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use waarmaker_api::http::Api;
use waarmaker_core::Problem;
use waarmaker_metingen::letters::{self as dode, Letter};
use waarmaker_ui::{Page, Say, words};

use super::reden;
use crate::{
    assets::kort,
    blad::{Blad, Cel, Deel, Formulier, Knop},
    kader::{BEHEREN, Bezoek, Kader, ROOT, onbekend},
    woorden,
};

/// Most characters of a message that are shown.
const MOST_TEXT: usize = 4000;

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
        (t.say("kop-mis"), Cel::new(reden(t, &letter.code)).onder_register(&letter.reden)),
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

#[cfg(test)]
pub(super) fn letter() -> Letter {
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
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    letter_blad(page, t, &Kader::sample(), &letter())
}
