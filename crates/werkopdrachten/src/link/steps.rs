// SPDX-License-Identifier: EUPL-1.2
//! From an answer on the page, or of another system, to a step of the order.

use axum::http::{HeaderMap, StatusCode};
use waarmaker_api::{Call, Cx, Result};
use waarmaker_auth::Caller;
use waarmaker_contracten::Kanaal;
use waarmaker_core::Problem;
use waarmaker_db::Tx;

use super::{Form, Opened, Page, Reply, bound, elsewhere, page::Shown, rows, token::Secret};
use crate::{
    Opdrachtstatus, Stapsoort,
    channels::{self, Loaded, Sender},
    mail, photo,
    step::{Namens, Step, step},
};

/// Least time between two links that somebody asks for, in milliseconds.
const PATIENCE: i64 = 10 * 60_000;

/// The step that a form asks for.
fn stap(form: &Form) -> Option<Stapsoort> {
    Some(match form.stap.as_str() {
        "accepteren" => Stapsoort::Aangenomen,
        "weigeren" => Stapsoort::Geweigerd,
        "terplaatse" => Stapsoort::TerPlaatse,
        "pauze" => Stapsoort::Pauze,
        "hervatten" => Stapsoort::Hervat,
        "gereed" => Stapsoort::Gereed,
        "geendefect" => Stapsoort::GeenDefect,
        _ => return None,
    })
}

/// Takes the step of a form, and binds the link to the browser of a first answer.
pub(super) async fn take(opened: Opened, form: Form, headers: &HeaderMap) -> Result<Reply> {
    let (mut errors, mut taken) = (form.too_long(), None);
    let Some(stap) = stap(&form) else {
        errors.push((String::new(), "Kies wat u wilt doorgeven.".to_owned()));
        return again(opened, form, errors, StatusCode::BAD_REQUEST);
    };
    let materiaal = form.lines().unwrap_or_else(|reason| {
        errors.push(("materiaal".to_owned(), reason));
        Vec::new()
    });
    if errors.is_empty() {
        match photo::receive(&opened.sender.api, form.fotos.clone()).await {
            Ok(fotos) => taken = Some(fotos),
            Err(problem) => errors.extend(words(problem)?),
        }
    }
    let Some(fotos) = taken.filter(|_| errors.is_empty()) else {
        return again(opened, form, errors, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let answer = Step {
        reden: form.reden.clone(),
        toelichting: form.toelichting.clone(),
        materiaal,
        fotos,
        sleutel: form.sleutel.clone(),
        ..Step::new(stap, Namens::Aannemer)
    };
    let secret = Secret::fresh()?;
    match write(&opened, answer, headers, &secret).await {
        Ok(Some(new)) => {
            let cookie = new.then(|| bound(&opened.sender, &opened.token, &secret));
            Ok(Reply { cookie, ..Reply::see_other(format!("?gedaan={}", form.stap)) })
        }
        Ok(None) => elsewhere(&opened).await,
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
            again(opened, form, words(problem)?, status)
        }
    }
}

/// Writes a step; returns whether the link was bound by it. `None`: another browser was first.
async fn write(opened: &Opened, taken: Step, headers: &HeaderMap, secret: &Secret) -> Result<Option<bool>> {
    let (row, cookie, fresh) = (opened.row.clone(), super::cookie(headers).map(|value| value.hash()), secret.hash());
    let house = std::sync::Arc::clone(&opened.sender.api.house);
    let hash = opened.token.hash();
    let writing = move |tx: &mut Tx<'_>| {
        let (who, call) = (Caller::waarmaker("Aannemer met link"), Call::now(&house)?);
        let mut cx = Cx::new(tx, &house, &who, &call);
        let now = call.now.at.as_millisecond();
        let binds = match rows::find(cx.tx, &hash)?.and_then(|row| row.browser) {
            None if rows::bind(cx.tx, &row, &fresh, now)? => true,
            Some(bound) if Some(&bound) == cookie.as_ref() => false,
            _ => return Ok(None),
        };
        step(row.order, &taken, &mut cx)?;
        Ok::<_, Problem>(Some(binds))
    };
    let written = opened.sender.api.db.write(writing).await?;
    opened.sender.api.bell.ring();
    Ok(written)
}

/// The page again with what was wrong.
fn again(opened: Opened, form: Form, errors: Vec<(String, String)>, status: StatusCode) -> Result<Reply> {
    let mut page = Page::new(opened.order, None)?;
    page.errors = errors;
    page.form = Some(form);
    Ok(Reply { status, ..page.into() })
}

/// What is wrong, by field; what is ours stays an error.
fn words(problem: Problem) -> Result<Vec<(String, String)>> {
    if problem.status >= 500 {
        return Err(problem);
    }
    if problem.invalid_params.is_empty() {
        return Ok(vec![(String::new(), problem.detail)]);
    }
    let field = |name: &str| match name.split('.').next().unwrap_or_default() {
        "fotos" => "foto".to_owned(),
        "reden" => "reden".to_owned(),
        "toelichting" => "toelichting".to_owned(),
        "materiaal" => "materiaal".to_owned(),
        _ => String::new(),
    };
    Ok(problem.invalid_params.iter().map(|param| (field(&param.name), param.reason.clone())).collect())
}

/// Mails a new link to the address of the contract; not time after time.
pub(super) async fn new_link(opened: &Opened) -> Result<Reply> {
    let order = opened.row.order;
    opened
        .sender
        .write(move |cx| {
            let now = cx.call.now.at.as_millisecond();
            let waiting = "SELECT 1 FROM jobs WHERE soort = 'mail' AND onderwerp = $1 AND opgegeven IS NULL";
            let waits = cx.tx.one(waiting, &[order.into()], |row| row.int(0))?.is_some();
            if waits || rows::newest(cx.tx, order)?.is_some_and(|newest| now - newest < PATIENCE) {
                return Ok(());
            }
            mail::new_link(order, cx)
        })
        .await?;
    Ok(Shown::Mailed(masked_address(opened).await?).into())
}

/// The address that links go to, so that its owner recognises it and nobody else learns it.
pub(super) async fn masked_address(opened: &Opened) -> Result<Option<String>> {
    let order = opened.order.clone();
    let kanaal = opened.sender.read(move |cx| channels::channel(&order, cx)).await?;
    let Some(Kanaal::Mail { adres }) = kanaal else { return Ok(None) };
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let ending = |domain: &str| domain.rsplit_once('.').map_or(String::new(), |(_, ending)| format!(".{ending}"));
    Ok(adres.split_once('@').map(|(name, domain)| format!("{}…@{}…{}", first(name), first(domain), ending(domain))))
}

/// The contractor's system says that it is closed: what was not accepted yet was accepted by that.
pub(crate) async fn closed_elsewhere(sender: &Sender, loaded: &Loaded, notes: &str) -> Result<()> {
    let (uuid, accepted) = (loaded.uuid, loaded.order.status != Opdrachtstatus::Aangeboden);
    let notes: String = notes.chars().filter(|letter| !letter.is_control()).take(1000).collect();
    sender
        .write(move |cx| {
            if !accepted {
                step(uuid, &Step::new(Stapsoort::Aangenomen, Namens::Aannemer), cx)?;
            }
            let done = Step { toelichting: notes.clone(), ..Step::new(Stapsoort::Gereed, Namens::Aannemer) };
            step(uuid, &done, cx).map(|_| ())
        })
        .await
}
