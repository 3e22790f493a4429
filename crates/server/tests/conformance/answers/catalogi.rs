// SPDX-License-Identifier: EUPL-1.2
//! Catalogi: two zaaktypen with everything that they can have, one of them published.

use serde_json::{Value, json};
use waarmaker_testkit::catalogi as build;

use super::{referentielijsten, watch::Watch};

/// Root of the component.
const ROOT: &str = "/catalogi/api/v1";

/// The types of the published zaaktype.
pub(super) struct Types {
    pub(super) zaaktype: String,
    pub(super) begin: String,
    pub(super) eind: String,
    pub(super) resultaattype: String,
    pub(super) roltype: String,
    pub(super) eigenschap: String,
    pub(super) zaakobjecttype: String,
    pub(super) informatieobjecttype: String,
    pub(super) besluittype: String,
}

/// Body of a zaaktype with every member.
fn zaaktype(catalogus: &str, identificatie: &str, procestype: &Value, other: &[&str]) -> Value {
    let mut body = build::zaaktype(catalogus, identificatie);
    let more = json!({
        "omschrijvingGeneriek": "Vergunning", "toelichting": "Uitleg", "servicenorm": "P30D", "verlengingMogelijk": true,
        "verlengingstermijn": "P14D", "trefwoorden": ["feest"], "publicatieIndicatie": true, "publicatietekst": "Aangevraagd",
        "verantwoordingsrelatie": ["APV"], "productenOfDiensten": ["https://example.nl/product"], "selectielijstProcestype": procestype,
        "broncatalogus": {"url": "https://example.nl/catalogus", "domein": "BRON", "rsin": "000000000"},
        "bronzaaktype": {"url": "https://example.nl/zaaktype", "identificatie": "B", "omschrijving": "Bron"},
        "besluittypen": ["Vergunning"], "deelzaaktypen": other,
        "gerelateerdeZaaktypen": other.iter().map(|one| json!({"zaaktype": one, "aardRelatie": "vervolg", "toelichting": "daarna"})).collect::<Vec<_>>(),
        "eindeGeldigheid": "2030-01-01", "versiedatum": "2020-01-01",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

pub(super) async fn all(watch: &Watch<'_>) -> Types {
    let procestermijn = async |wanted: &str| {
        let list = watch.get(&format!("{}/resultaten", referentielijsten::ROOT)).await;
        list["results"].as_array().unwrap().iter().find(|one| one["procestermijn"] == wanted).unwrap().clone()
    };
    let klasse = procestermijn("nihil").await;
    let omschrijvingen = watch.get(&format!("{}/resultaattypeomschrijvingen", referentielijsten::ROOT)).await;
    let catalogus = json!({"domein": "ALLES", "rsin": "000000000", "contactpersoonBeheerNaam": "Beheer", "contactpersoonBeheerTelefoonnummer": "14030",
        "contactpersoonBeheerEmailadres": "beheer@example.nl", "naam": "Alles", "versie": "1", "begindatumVersie": "2020-01-01"});
    let (url, _) = watch.made(ROOT, "catalogussen", &catalogus).await;
    watch.put(&url, &catalogus).await;
    watch.patch(&url, &json!({"naam": "Alles erin"})).await;

    let mut brief = build::informatieobjecttype(&url, "Brief");
    brief["trefwoord"] = json!(["post"]);
    brief["omschrijvingGeneriek"] = json!({"informatieobjecttypeOmschrijvingGeneriek": "brief", "definitieInformatieobjecttypeOmschrijvingGeneriek": "d",
        "herkomstInformatieobjecttypeOmschrijvingGeneriek": "KING", "hierarchieInformatieobjecttypeOmschrijvingGeneriek": "h"});
    let (informatieobjecttype, _) = whole(watch, "informatieobjecttypen", &brief).await;
    let mut vergunning = build::besluittype(&url, "Vergunning");
    vergunning["informatieobjecttypen"] = json!(["Brief"]);
    vergunning["reactietermijn"] = json!("P6W");
    let (besluittype, _) = whole(watch, "besluittypen", &vergunning).await;
    watch.made(ROOT, "informatieobjecttypen", &build::informatieobjecttype(&url, "Bijlage")).await;
    let (other, _) = watch.made(ROOT, "zaaktypen", &build::zaaktype(&url, "ANDER")).await;
    let (zaaktype, _) = whole(watch, "zaaktypen", &zaaktype(&url, "ALLES", &klasse["procesType"], &["ANDER"])).await;
    let types = Types {
        besluittype: besluittype.clone(),
        ..parts(watch, &zaaktype, &informatieobjecttype, &klasse, &omschrijvingen[0]["url"]).await
    };
    for concept in [&informatieobjecttype, &besluittype, &other, &zaaktype] {
        watch.ask(axum::http::Method::POST, &format!("{concept}/publish"), Some(&json!({})), 200).await;
    }
    for one in [
        &url,
        &informatieobjecttype,
        &besluittype,
        &zaaktype,
        &types.begin,
        &types.resultaattype,
        &types.roltype,
        &types.eigenschap,
        &types.zaakobjecttype,
    ] {
        watch.read(one).await;
    }
    types
}

/// What belongs to a zaaktype.
async fn parts(
    watch: &Watch<'_>,
    zaaktype: &str,
    informatieobjecttype: &str,
    klasse: &Value,
    omschrijving: &Value,
) -> Types {
    let mut begin = build::statustype(zaaktype, 1);
    begin["checklistitemStatustype"] =
        json!([{"itemnaam": "Compleet", "toelichting": "t", "vraagstelling": "Is alles er?", "verplicht": true}]);
    begin["doorlooptijd"] = json!("P3D");
    let (begin, _) = whole(watch, "statustypen", &begin).await;
    let (eind, _) = watch.made(ROOT, "statustypen", &build::statustype(zaaktype, 2)).await;
    let mut resultaattype =
        build::resultaattype(zaaktype, klasse["url"].as_str().unwrap(), omschrijving.as_str().unwrap());
    resultaattype["besluittypen"] = json!(["Vergunning"]);
    resultaattype["informatieobjecttypen"] = json!(["Brief"]);
    resultaattype["archiefactietermijn"] = json!("P10Y");
    let (resultaattype, _) = whole(watch, "resultaattypen", &resultaattype).await;
    let (roltype, _) = whole(watch, "roltypen", &build::roltype(zaaktype, "behandelaar")).await;
    let mut eigenschap = build::eigenschap(zaaktype, "kleur");
    eigenschap["statustype"] = json!(begin);
    eigenschap["specificatie"] =
        json!({"groep": "g", "formaat": "tekst", "lengte": "5", "kardinaliteit": "1", "waardenverzameling": ["rood"]});
    let (eigenschap, _) = whole(watch, "eigenschappen", &eigenschap).await;
    let (zaakobjecttype, _) = whole(watch, "zaakobjecttypen", &build::zaakobjecttype(zaaktype)).await;
    let mut relatie = build::zaaktype_informatieobjecttype(zaaktype, "Brief");
    relatie["statustype"] = json!(begin);
    let (relatie, _) = whole(watch, "zaaktype-informatieobjecttypen", &relatie).await;
    watch.read(&relatie).await;
    let informatieobjecttype = informatieobjecttype.to_owned();
    Types {
        zaaktype: zaaktype.to_owned(),
        begin,
        eind,
        resultaattype,
        roltype,
        eigenschap,
        zaakobjecttype,
        informatieobjecttype,
        besluittype: String::new(),
    }
}

/// Makes one and deletes it, then makes it again and writes it in every way.
async fn whole(watch: &Watch<'_>, path: &str, body: &Value) -> (String, Value) {
    let (url, _) = watch.made(ROOT, path, body).await;
    watch.delete(&url).await;
    let (url, made) = watch.made(ROOT, path, body).await;
    watch.put(&url, body).await;
    watch.patch(&url, &json!({})).await;
    watch.read(&url).await;
    (url, made)
}
