// SPDX-License-Identifier: EUPL-1.2
//! Making, replacing and removing one asset, in the way of the coming part 4 of the standard.

use std::sync::Arc;

use axum::{extract::Request, http::Method};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api, no_parameters};
use waarmaker_core::{Problem, Problems};
use waarmaker_resource::geometry;

use super::{
    FEATURES, Target,
    answer::Reply,
    asked::Asked,
    assets::{feature, known},
};
use crate::{
    Crs, Opgave, asset, export, remove,
    rights::may_change,
    save::{Outcome, is_soort, representative, save},
};

/// Properties that we make ourselves: what a client sends of them is what it read.
const OURS: &[&str] = &["identificatie", "soort", "omschrijving", "ouder", "ouderIdentificatie", "versie", "gewijzigd"];

/// Serves a method that changes something.
pub(super) async fn respond(
    api: &Arc<Api>,
    base: &str,
    target: &Target,
    method: &Method,
    request: Request,
) -> Result<Reply> {
    let incoming = api.incoming(&FEATURES, request).await?;
    no_parameters(&incoming.query)?;
    let asked = Asked::new(base.to_owned(), String::new(), waarmaker_api::Parameters::new());
    match (method, target) {
        (&Method::POST, Target::Items(kind)) => {
            let kind = kind.clone();
            let run = move |cx: &mut Cx<'_, '_>, body: &Json| create(&asked, &kind, body, cx);
            api.writing(incoming, run).await
        }
        (&Method::PUT, Target::Item(kind, id)) => {
            let (kind, id) = (kind.clone(), id.clone());
            let run = move |cx: &mut Cx<'_, '_>, body: &Json| replace(&asked, &kind, &id, body, cx);
            api.writing(incoming, run).await
        }
        (&Method::DELETE, Target::Item(kind, id)) => {
            let (kind, id) = (kind.clone(), id.clone());
            let run = move |cx: &mut Cx<'_, '_>, _: &Json| {
                may_change(cx)?;
                let uuid = known(&kind, &id, cx)?.uuid;
                remove(uuid, cx)?;
                Ok(Reply { status: 204, ..Reply::json(Json::Null) })
            };
            api.writing(incoming, run).await
        }
        _ => Err(Problem::method_not_allowed()),
    }
}

fn create(asked: &Asked, kind: &str, body: &Json, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    may_change(cx)?;
    if !is_soort(kind) {
        return Err(Problem::not_found_because("Deze verzameling kan er niet zijn."));
    }
    let opgave = opgave(kind, None, body)?;
    if asset::find(cx.tx, kind, &opgave.identificatie)?.is_some() {
        let reason = "Er is al een asset van deze soort met deze identificatie: vervang die met PUT.";
        return Err(Problem::invalid_one("identificatie", "unique", reason));
    }
    let saved = save(&opgave, cx)?;
    let reply = shown(asked, saved.uuid, cx)?;
    let location = Some(format!("{}/collections/{kind}/items/{}", asked.base, saved.uuid));
    Ok(Reply { status: 201, location, ..reply })
}

fn replace(asked: &Asked, kind: &str, id: &str, body: &Json, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    may_change(cx)?;
    let old = known(kind, id, cx)?;
    let opgave = opgave(kind, Some(&old.identificatie), body)?;
    if opgave.identificatie != old.identificatie {
        let reason = format!("De identificatie van een asset kan niet veranderen; deze is {}.", old.identificatie);
        return Err(Problem::invalid_one("identificatie", "wijzigen-niet-toegelaten", reason));
    }
    let saved = save(&opgave, cx)?;
    debug_assert!(saved.outcome != Outcome::New, "it was there");
    shown(asked, saved.uuid, cx)
}

fn shown(asked: &Asked, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let asset = asset::get(cx.tx, uuid)?.ok_or_else(Problem::not_found)?;
    let names = export::names(&asset.ouder.into_iter().collect::<Vec<_>>(), cx.tx)?;
    Ok(Reply::features(feature(asked, &asset, &names, Crs::Wgs84, true), Crs::Wgs84))
}

/// The asset that a feature describes. An attribute that was shown with `bron_` before its name gets its own name back.
fn opgave(kind: &str, identificatie: Option<&str>, body: &Json) -> Result<Opgave> {
    let mut problems = Problems::new();
    let properties = body.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
    let text = |name: &str| properties.get(name).and_then(Json::as_str).map(|text| text.trim().to_owned());
    let geometrie = body.get("geometry").cloned().unwrap_or_default();
    let place = match geometry::parse(&geometrie) {
        Ok(_) => representative(geometrie),
        Err(reason) => {
            problems.add("geometry", "invalid", reason);
            None
        }
    };
    let ouder = match text("ouder").as_deref().map(|ouder| ouder.rsplit('/').next().unwrap_or_default()) {
        None | Some("") => None,
        Some(uuid) => {
            let parsed = Uuid::try_parse(uuid).ok();
            if parsed.is_none() {
                problems.add("properties.ouder", "invalid", "Verwacht de URL of de uuid van een asset.");
            }
            parsed
        }
    };
    problems.into_result()?;
    let (punt, geometrie) =
        place.ok_or_else(|| Problem::invalid_one("geometry", "invalid", "De geometrie is leeg."))?;
    let own = |name: &String| OURS.contains(&name.as_str());
    let name = |name: String| match name.strip_prefix("bron_") {
        Some(rest) if OURS.contains(&rest) => rest.to_owned(),
        _ => name,
    };
    Ok(Opgave {
        soort: kind.to_owned(),
        identificatie: text("identificatie").or_else(|| identificatie.map(str::to_owned)).unwrap_or_default(),
        omschrijving: text("omschrijving").unwrap_or_default(),
        punt,
        geometrie,
        ouder,
        attributen: properties
            .into_iter()
            .filter(|(key, _)| !own(key))
            .map(|(key, value)| (name(key), value))
            .collect(),
    })
}
