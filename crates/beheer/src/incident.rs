// SPDX-License-Identifier: EUPL-1.2
//! One incident: on what it rests, what it is part of, its order with the clock, and what people reported.

mod besluiten;
mod delen;
mod dossier;
mod opdracht;

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, change, http::Api};
use waarmaker_core::Problem;
use waarmaker_resource::{Linked as _, Op};
use waarmaker_signalen::Incident;
use waarmaker_ui::{
    Page, Say,
    form::{Errors, Posted},
};
use waarmaker_werkopdrachten::{Werkopdracht, assign, withdraw};

use self::{
    besluiten::besluiten,
    delen::{bewijs, feiten, leden, meldingen},
    dossier::{Dossier, haal},
    opdracht::opdracht,
};
use crate::{
    blad::{Blad, Deel},
    fouten::{fouten, verlopen},
    kader::{BEHEREN, Bezoek, INCIDENTEN, Kader, ROOT, uuid_in},
    woorden,
};

/// `GET /beheer/signalen/incidenten/{uuid}`.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Bezoek, Path(uuid): Path<String>) -> Response {
    visit.answer(pagina(&api, &visit, &uuid, None).await)
}

async fn pagina(api: &Api, visit: &Bezoek, uuid: &str, wrong: Option<(&Posted, Errors)>) -> Result<Response> {
    let uuid = uuid_in(uuid)?;
    let (kader, found) = visit.lees(api, INCIDENTEN, move |cx| haal(uuid, cx)).await?;
    let t = visit.t();
    let way = [(t.say("incidenten"), format!("{ROOT}/incidenten"))];
    let page = visit.pagina(&kader, titel(t, &found), &way)?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let posted = Posted::default();
    let (posted, errors) = wrong.unwrap_or((&posted, Errors::default()));
    let done = visit.asked("gedaan").is_some();
    visit.show_as(status, &toon(page.failed(!errors.is_empty()), t, &kader, &found, (posted, errors, done)))
}

/// `POST /beheer/signalen/incidenten/{uuid}`: what the municipality decides about its order, or that it is over.
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
    let posted = match visit.formulier(api, BEHEREN, request, 0).await? {
        Ok(posted) => posted,
        Err(instead) => return Ok(instead),
    };
    let t = visit.t();
    let mut errors = Errors::default();
    if !posted.fresh {
        errors.add("", verlopen(visit));
        return pagina(api, visit, text, Some((&posted, errors))).await;
    }
    let actie = posted.text("actie").to_owned();
    let reden = posted.text("reden").to_owned();
    let contract = Uuid::try_parse(posted.text("contract")).ok();
    match actie.as_str() {
        "intrekken" | "sluiten" if reden.is_empty() => errors.add("reden", t.say("fout-reden")),
        "toewijzen" if contract.is_none() => errors.add("contract", t.say("fout-contract")),
        _ => {}
    }
    if !errors.is_empty() {
        return pagina(api, visit, text, Some((&posted, errors))).await;
    }
    let write = move |cx: &mut Cx<'_, '_>| {
        let order = cx.all::<Werkopdracht>("incident", uuid)?.pop();
        match (actie.as_str(), order) {
            ("intrekken", Some((order, _))) => withdraw(order, &reden, cx).map(|_| ()),
            ("toewijzen", Some((order, _))) => assign(order, contract, None, cx).map(|_| ()),
            ("sluiten", _) => {
                let room = cx.room(Incident::NAME)?;
                let body = json!({"status": "gesloten", "toelichting": reden});
                change(room, cx, Op::Patch, uuid, None, &body).map(|_| ())
            }
            _ => Err(Problem::not_found()),
        }
    };
    match visit.schrijf(api, BEHEREN, write).await {
        Ok(()) => visit.see_other(&format!("{ROOT}/incidenten/{uuid}?gedaan=ja")),
        Err(problem) if matches!(problem.status, 400 | 409) => {
            pagina(api, visit, text, Some((&posted, fouten(t, &problem, &["reden", "contract"])))).await
        }
        Err(problem) => Err(problem),
    }
}

fn titel(t: Say, found: &Dossier) -> String {
    let what = woorden::asset(&found.incident.asset_soort, &found.incident.asset_identificatie);
    t.with2("incident-titel", "nummer", &found.incident.nummer, "asset", what)
}

fn toon(page: Page, t: Say, kader: &Kader, found: &Dossier, (posted, errors, done): (&Posted, Errors, bool)) -> Blad {
    let incident = &found.incident;
    let mut delen = Vec::new();
    if done {
        delen.push(Deel::Melding { soort: "ok", kop: t.say("gedaan"), tekst: String::new() });
    }
    if !incident.belemmering.is_empty() {
        let kop = t.say("incident-belemmerd");
        delen.push(Deel::Melding { soort: "warning", kop, tekst: String::new() });
    }
    delen.push(Deel::Feiten(feiten(t, kader, found)));
    delen.push(bewijs(t, incident));
    if !found.leden.is_empty() {
        delen.push(leden(t, found));
    }
    if let Some((_, order)) = &found.opdracht {
        delen.extend(opdracht(t, kader, order, found.contract.as_ref()));
    }
    delen.push(meldingen(t, &found.meldingen));
    if kader.rechten.beheren {
        delen.extend(besluiten(t, found, posted, &errors));
    }
    Blad {
        boven: incident.omschrijving.clone(),
        merken: vec![woorden::status(t, incident.status)],
        fouten: errors,
        ..Blad::new(page, t, delen)
    }
}

#[cfg(test)]
pub(crate) fn sample(page: Page, t: Say) -> Blad {
    let incident = crate::incidenten::incident();
    let order = json!({
        "nummer": "WO-2026-0000001", "incident": null, "zaak": null, "asset": null, "assetOmschrijving": "lichtmast 710", "plaats": null,
        "omschrijving": "Lamp brandt niet", "prioriteit": "normaal", "contract": null, "aannemer": null, "status": "geweigerd",
        "reden": "De kabel is van de netbeheerder", "aangeboden": "2026-11-20T18:10:00Z", "uiterlijk": null,
        "termijnen": [{"norm": "hersteld", "uiterlijk": "2026-11-22T18:10:00Z", "behaald": null, "bewaking": "in_gevaar", "verklaring": {}}],
        "bewaking": "in_gevaar", "pauzes": [], "stappen": [{"stap": "geweigerd", "moment": "2026-11-20T19:00:00Z", "door": "Lichtpunt BV",
        "reden": "De kabel is van de netbeheerder", "toelichting": ""}], "materiaal": [], "fotos": [], "mededelingen": [],
        "sensorHersteld": null, "onderdeelVan": null, "verzonden": null, "externNummer": "",
    });
    let melding = json!({
        "asset": "", "plaats": null, "assetSoort": "lichtmast", "omschrijving": "De lamp voor de school is uit", "soortKlacht": "brandt-niet",
        "kanaal": "web", "gevaarlijk": true, "email": "", "ontvangen": "2026-11-20T19:00:00Z", "code": "ABC", "incident": null,
        "nieuw": false, "bekend": "",
    });
    let found = Dossier {
        uuid: Uuid::nil(),
        straat: "Domplein".to_owned(),
        regel: None,
        hoort_bij: Some((Uuid::nil(), "INC-2026-0000002".to_owned())),
        vorig: None,
        leden: vec![(Uuid::nil(), incident.clone())],
        opdracht: Some((Uuid::nil(), serde_json::from_value(order).unwrap())),
        contract: Some((Uuid::nil(), "OVL-2026 Verlichting".to_owned())),
        zaak: "ZAAK-2026-0000001".to_owned(),
        meldingen: vec![serde_json::from_value(melding).unwrap()],
        contracten: vec![(Uuid::nil(), "OVL-2026 Verlichting".to_owned())],
        incident,
    };
    toon(page, t, &Kader::sample(), &found, (&Posted::default(), Errors::default(), true))
}
