// SPDX-License-Identifier: EUPL-1.2
//! Reading assets and areas in: a file, a report of what would happen, and only then the writing.
//!
//! The file waits in `inleesbestanden` between report and yes, so that nobody chooses it twice and every node can go on with it. Trying is quick (one
//! to two seconds for 100,000 rows) and is done in the request. Yes writes that somebody wants it, in `inleeswerk` with a job; [`Inlezer`] does it
//! and the page shows how far it is. Yes sent twice is the same work.

mod bestand;
mod opties;
mod rapport;
mod reden;
mod verslag;
mod voortgang;
mod vragen;
mod werk;

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_ui::{
    form::{Errors, Posted},
    words,
};

pub use bestand::clean;
pub use werk::Inlezer;

use self::{
    bestand::{Bestand, Fase},
    opties::Opties,
    rapport::Rapport,
    voortgang::STIL,
};
use crate::{
    fouten::verlopen,
    kader::{Bezoek, INLEZEN, ROOT, onbekend, uuid_in},
};

waarmaker_ui::texts!(WOORDEN, "inlezen");

/// Largest file.
const MOST_BYTES: usize = 64 << 20;
/// After how many seconds the page asks for itself again.
const VERVERS: HeaderValue = HeaderValue::from_static("3");

/// `GET /beheer/signalen/assets/inlezen`.
pub(crate) async fn begin(State(api): State<Arc<Api>>, visit: Bezoek) -> Response {
    let posted = Posted::of(&[("wat", "assets"), ("soort", "lichtmast")]);
    visit.answer(formulier(&api, &visit, &posted, Errors::default()).await)
}

async fn formulier(api: &Api, visit: &Bezoek, posted: &Posted, errors: Errors) -> Result<Response> {
    let (kader, eerder) = visit.lees(api, INLEZEN, bestand::eerder).await?;
    let t = visit.t();
    let page = visit.pagina(&kader, t.say("inlezen"), &[(t.say("assets"), format!("{ROOT}/assets"))])?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &vragen::toon(page.failed(!errors.is_empty()), t, posted, errors, &eerder))
}

/// `POST /beheer/signalen/assets/inlezen`: keeps the file and says what would happen.
pub(crate) async fn stuur(State(api): State<Arc<Api>>, visit: Bezoek, request: Request) -> Response {
    visit.answer(ontvang(&api, &visit, request).await)
}

async fn ontvang(api: &Api, visit: &Bezoek, request: Request) -> Result<Response> {
    let posted = match visit.formulier(api, INLEZEN, request, MOST_BYTES).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let opties = Opties::of(&posted);
    let errors = fouten(visit, &posted, &opties);
    let file = posted.files.iter().find(|file| file.field == "bestand");
    let (Some(file), true) = (file, errors.is_empty()) else {
        return formulier(api, visit, &posted, errors).await;
    };
    let uuid = api.house.ids.uuid();
    let bytes = file.bytes.clone();
    let rapport = probeer(api, visit, &opties, bytes.clone()).await?;
    let naam: String = file.name.chars().filter(|sign| !sign.is_control()).take(200).collect();
    let keep = move |cx: &mut Cx<'_, '_>| bestand::bewaar(uuid, (&naam, &bytes), &opties, &rapport, cx);
    visit.schrijf(api, INLEZEN, keep).await?;
    visit.see_other(&format!("{ROOT}/assets/inlezen/{uuid}"))
}

/// What is wrong with a form with a file.
fn fouten(visit: &Bezoek, posted: &Posted, opties: &Opties) -> Errors {
    let t = visit.t();
    let mut errors = Errors::default();
    if !posted.fresh {
        errors.add("", verlopen(visit));
        return errors;
    }
    errors = opties.check(t);
    if posted.too_large {
        let most = words::size(t.lang, u64::try_from(MOST_BYTES).unwrap_or(u64::MAX));
        errors.add("bestand", t.with("fout-bestand-groot", "grootte", most));
    } else if !posted.files.iter().any(|file| file.field == "bestand") {
        errors.add("bestand", t.say("fout-bestand"));
    }
    errors
}

/// What would happen. Nothing is written.
async fn probeer(
    api: &Api,
    visit: &Bezoek,
    opties: &Opties,
    bytes: impl AsRef<[u8]> + Send + 'static,
) -> Result<Rapport> {
    let wanted = opties.clone();
    let read =
        tokio::task::spawn_blocking(move || wanted.lees(bytes.as_ref(), true)).await.map_err(Problem::internal)?;
    let report = visit.lees(api, INLEZEN, move |cx| read.probeer(cx)).await?.1;
    Ok(Rapport::from(&report))
}

/// `GET /beheer/signalen/assets/inlezen/{uuid}`: the report, or how far it is.
pub(crate) async fn verslag(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    visit.answer(pagina(&api, &visit, &uuid, None).await)
}

async fn pagina(api: &Api, visit: &Bezoek, uuid: &str, wrong: Option<(&Posted, Errors)>) -> Result<Response> {
    let uuid = uuid_in(uuid)?;
    let (kader, found) = visit.lees(api, INLEZEN, move |cx| onbekend(bestand::vind(uuid, cx)?)).await?;
    let t = visit.t();
    let way = [(t.say("assets"), format!("{ROOT}/assets")), (t.say("inlezen"), format!("{ROOT}/assets/inlezen"))];
    let page = visit.pagina(&kader, verslag::titel(t, &found.fase), &way)?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ververst = wrong.is_none() && visit.gevraagd("ververs") != STIL;
    let own = found.opties.posted();
    let (posted, errors) = wrong.unwrap_or((&own, Errors::default()));
    let blad = verslag::toon(page.failed(!errors.is_empty()), t, (uuid, &found), posted, errors, ververst);
    let mut answer = visit.show_as(status, &blad)?;
    if ververst && matches!(found.fase, Fase::Bezig(_)) {
        answer.headers_mut().insert(header::REFRESH, VERVERS);
    }
    Ok(answer)
}

/// `POST /beheer/signalen/assets/inlezen/{uuid}`: looks again with other options, or has the file read in.
pub(crate) async fn doe(
    State(api): State<Arc<Api>>,
    visit: Bezoek,
    Path(uuid): Path<String>,
    request: Request,
) -> Response {
    visit.answer(besluit(&api, &visit, &uuid, request).await)
}

async fn besluit(api: &Api, visit: &Bezoek, text: &str, request: Request) -> Result<Response> {
    let uuid = uuid_in(text)?;
    let posted = match visit.formulier(api, INLEZEN, request, 0).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let opties = Opties::of(&posted);
    let mut errors = opties.check(visit.t());
    if !posted.fresh {
        errors = Errors::default();
        errors.add("", verlopen(visit));
    }
    if !errors.is_empty() {
        return pagina(api, visit, text, Some((&posted, errors))).await;
    }
    let Bestand { fase, .. } = visit.lees(api, INLEZEN, move |cx| onbekend(bestand::vind(uuid, cx)?)).await?.1;
    let waits = matches!(fase, Fase::Bekeken | Fase::Mislukt(..));
    if waits && posted.text("actie") == "inlezen" {
        visit.schrijf(api, INLEZEN, move |cx| bestand::vraag(uuid, &opties, cx)).await?;
    } else if waits {
        let bytes = visit.lees(api, INLEZEN, move |cx| onbekend(bestand::inhoud(uuid, cx)?)).await?.1;
        let rapport = probeer(api, visit, &opties, bytes).await?;
        visit.schrijf(api, INLEZEN, move |cx| bestand::bekijk(uuid, &opties, &rapport, cx)).await?;
    }
    visit.see_other(&format!("{ROOT}/assets/inlezen/{uuid}"))
}

#[cfg(test)]
pub(crate) mod samples {
    //! One page of each.

    use waarmaker_ui::{Page, Say};

    use super::{
        bestand::{Fase, Waarom, Werk},
        verslag, vragen,
    };
    use crate::blad::Blad;

    /// Choosing a file.
    pub(crate) fn begin(page: Page, t: Say) -> Blad {
        vragen::sample(page, t)
    }

    /// Looking at what would happen.
    pub(crate) fn bekeken(page: Page, t: Say) -> Blad {
        verslag::sample(page, t, Fase::Bekeken)
    }

    /// How far it is.
    pub(crate) fn bezig(page: Page, t: Say) -> Blad {
        verslag::sample(page, t, Fase::Bezig(Werk::sample()))
    }

    /// It did not work.
    pub(crate) fn mislukt(page: Page, t: Say) -> Blad {
        verslag::sample(page, t, Fase::Mislukt(Waarom::Veranderd, Werk::sample()))
    }

    /// What was done.
    pub(crate) fn klaar(page: Page, t: Say) -> Blad {
        verslag::sample(page, t, Fase::Klaar)
    }
}
