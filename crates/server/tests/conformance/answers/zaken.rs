// SPDX-License-Identifier: EUPL-1.2
//! Zaken: one with everything that it can have, from registration to closed.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_resource::Component;

use super::{catalogi::Types, elders::Elders, watch::Watch};
use crate::{spec::Node, validate::sample};

/// Root of the component.
const ROOT: &str = "/zaken/api/v1";

/// Body of a zaak with every member.
fn zaak(types: &Types, other: &str, elders: &Elders) -> Value {
    json!({
        "identificatie": "Z-1", "bronorganisatie": "000000000", "omschrijving": "Buurtfeest", "toelichting": "t", "zaaktype": types.zaaktype,
        "registratiedatum": "2026-01-01", "verantwoordelijkeOrganisatie": "000000000", "startdatum": "2026-01-01",
        "einddatumGepland": "2026-03-01", "uiterlijkeEinddatumAfdoening": "2026-04-01", "publicatiedatum": "2026-01-02",
        "communicatiekanaal": elders.url("/kanaal"), "productenOfDiensten": ["https://example.nl/product"],
        "vertrouwelijkheidaanduiding": "openbaar", "betalingsindicatie": "geheel", "laatsteBetaaldatum": "2026-01-03T12:00:00+01:00",
        "zaakgeometrie": {"type": "Polygon", "coordinates": [[[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.0]]]},
        "verlenging": {"reden": "drukte", "duur": "P7D"}, "opschorting": {"indicatie": true, "reden": "wacht op stukken"},
        "relevanteAndereZaken": [{"url": other, "aardRelatie": "vervolg"}], "kenmerken": [{"kenmerk": "K", "bron": "B"}],
        "archiefnominatie": "vernietigen", "archiefactiedatum": "2036-01-01", "opdrachtgevendeOrganisatie": "000000000",
        "processobjectaard": "pand", "startdatumBewaartermijn": "2026-05-01",
        "processobject": {"datumkenmerk": "einddatum", "identificatie": "1", "objecttype": "pand", "registratie": "BAG"},
    })
}

pub(super) async fn all(watch: &Watch<'_>, types: &Types, elders: &Elders, document: &str) -> String {
    watch.post(&format!("{ROOT}/zaaknummer_reserveren"), &json!({"bronorganisatie": "000000000", "aantal": 2})).await;
    let least = json!({"bronorganisatie": "000000000", "verantwoordelijkeOrganisatie": "000000000", "startdatum": "2026-01-01", "zaaktype": types.zaaktype});
    let (other, _) = watch.made(ROOT, "zaken", &least).await;
    watch.read(&other).await;
    let body = zaak(types, &other, elders);
    let (url, _) = watch.made(ROOT, "zaken", &body).await;
    let mut part = least.clone();
    part["hoofdzaak"] = json!(url);
    let (part, _) = watch.made(ROOT, "zaken", &part).await;
    watch.put(&url, &body).await;
    watch.patch(&url, &json!({"omschrijving": "Straatfeest"})).await;
    rollen(watch, types, &url).await;
    zaakobjecten(watch, types, &url).await;
    documenten(watch, types, elders, &url).await;
    watch.made(ROOT, "zaakinformatieobjecten", &json!({"zaak": url, "informatieobject": document})).await;
    contacten(watch, &url).await;
    onder(watch, types, &url).await;
    sluiten(watch, types, &url).await;
    for one in [&url, &part, &other] {
        watch.read(one).await;
    }
    watch.get(&format!("{ROOT}/zaken?expand=status.statustype,rollen.roltype,zaaktype.catalogus,resultaat.resultaattype,hoofdzaak.rollen.statussen,eigenschappen.eigenschap&ordering=-startdatum")).await;
    let search = json!({"zaakgeometrie": {"within": {"type": "Polygon", "coordinates": [[[4.0, 51.0], [6.0, 51.0], [6.0, 53.0], [4.0, 51.0]]]}}});
    watch.ask(Method::POST, &format!("{ROOT}/zaken/_zoek"), Some(&search), 200).await;
    let some = json!({"identificatie": "Z-1", "fields": ["identificatie", "omschrijving"]});
    watch.ask(Method::POST, &format!("{ROOT}/zaken/_zoek"), Some(&some), 200).await;
    let trail = watch.get(&format!("{url}/audittrail")).await;
    watch.get(&format!("{url}/audittrail/{}", trail[0]["uuid"].as_str().unwrap())).await;
    watch.delete(&part).await;
    url
}

/// Makes one, writes it in every way that it has, and reads it.
async fn whole(watch: &Watch<'_>, path: &str, body: &Value, writes: bool) -> String {
    let (url, _) = watch.made(ROOT, path, body).await;
    if writes {
        watch.put(&url, body).await;
        watch.patch(&url, &json!({})).await;
    }
    watch.read(&url).await;
    url
}

/// The identification of every kind of a union, with every member: its value, and the members of the body.
fn identifications(watch: &Watch<'_>, schema: &str, member: &str) -> Vec<(String, Value)> {
    let ours = watch.ours(Component::ZAKEN);
    let schema = ours.root().get("components").unwrap().get("schemas").unwrap().get(schema).unwrap();
    let of = |variant: Node<'_>| {
        variant.list("allOf").find_map(|part| Some(sample(ours, part.get("properties")?.get(member)?)))
    };
    let all = ours.mapping(schema).into_iter();
    all.map(|(value, variant)| {
        let mut identification = of(variant).unwrap_or(Value::Null);
        numbers(&mut identification);
        (value.to_owned(), identification)
    })
    .collect()
}

/// Gives a value to the members that have a rule beyond their schema.
fn numbers(value: &mut Value) {
    for (name, value) in value.as_object_mut().into_iter().flatten() {
        if ["inpBsn", "innNnpId"].contains(&name.as_str()) {
            *value = json!("111222333");
        }
        numbers(value);
    }
}

async fn rollen(watch: &Watch<'_>, types: &Types, zaak: &str) {
    let all = identifications(watch, "RolRequest", "betrokkeneIdentificatie");
    assert_eq!(all.len(), 5);
    for (kind, identificatie) in all {
        let body = json!({"zaak": zaak, "roltype": types.roltype, "betrokkeneType": kind, "roltoelichting": "t", "indicatieMachtiging": "gemachtigde",
            "afwijkendeNaamBetrokkene": "N", "contactpersoonRol": {"naam": "B. Bel", "emailadres": "b@example.nl"}, "betrokkeneIdentificatie": identificatie});
        whole(watch, "rollen", &body, false).await;
    }
    let body = json!({"zaak": zaak, "roltype": types.roltype, "betrokkeneType": "medewerker", "roltoelichting": "t", "betrokkene": "https://example.nl/jan"});
    let rol = whole(watch, "rollen", &body, false).await;
    watch.delete(&rol).await;
}

async fn zaakobjecten(watch: &Watch<'_>, types: &Types, zaak: &str) {
    let all = identifications(watch, "ZaakObjectRequest", "objectIdentificatie");
    assert_eq!(all.len(), 31);
    let mut last = String::new();
    for (kind, identificatie) in all {
        let mut body = json!({"zaak": zaak, "objectType": kind, "relatieomschrijving": "r"});
        if kind == "overige" {
            body["objectTypeOverige"] = json!("boom");
        }
        if kind == "pand" {
            body["zaakobjecttype"] = json!(types.zaakobjecttype);
        }
        match identificatie {
            Value::Null => body["object"] = json!(format!("https://example.nl/{kind}")),
            identificatie => body["objectIdentificatie"] = identificatie,
        }
        last = whole(watch, "zaakobjecten", &body, true).await;
    }
    watch.delete(&last).await;
}

async fn documenten(watch: &Watch<'_>, types: &Types, elders: &Elders, zaak: &str) {
    let body = json!({"zaak": zaak, "informatieobject": elders.document(&types.informatieobjecttype, "1"), "titel": "Aanvraag", "beschrijving": "b",
        "vernietigingsdatum": "2036-01-01T00:00:00Z"});
    whole(watch, "zaakinformatieobjecten", &body, true).await;
    let other = json!({"zaak": zaak, "informatieobject": elders.document(&types.informatieobjecttype, "2")});
    let (other, _) = watch.made(ROOT, "zaakinformatieobjecten", &other).await;
    watch.delete(&other).await;
}

async fn contacten(watch: &Watch<'_>, zaak: &str) {
    whole(
        watch,
        "klantcontacten",
        &json!({"zaak": zaak, "datumtijd": "2026-01-05T10:00:00Z", "kanaal": "balie", "onderwerp": "o"}),
        false,
    )
    .await;
    let moment = whole(
        watch,
        "zaakcontactmomenten",
        &json!({"zaak": zaak, "contactmoment": "https://example.nl/moment"}),
        false,
    )
    .await;
    watch.delete(&moment).await;
    let verzoek =
        whole(watch, "zaakverzoeken", &json!({"zaak": zaak, "verzoek": "https://example.nl/verzoek"}), false).await;
    watch.delete(&verzoek).await;
    let notitie =
        json!({"gerelateerdAan": zaak, "onderwerp": "Bellen", "tekst": "Belt terug", "notitieType": "extern"});
    let notitie = whole(watch, "zaaknotities", &notitie, true).await;
    watch.delete(&notitie).await;
}

/// What stands under the zaak in the path.
async fn onder(watch: &Watch<'_>, types: &Types, zaak: &str) {
    let path = zaak.rsplit('/').next().map(|uuid| format!("zaken/{uuid}")).unwrap();
    let eigenschap = json!({"zaak": zaak, "eigenschap": types.eigenschap, "waarde": "rood"});
    let one = whole(watch, &format!("{path}/zaakeigenschappen"), &eigenschap, true).await;
    watch.delete(&one).await;
    watch.made(ROOT, &format!("{path}/zaakeigenschappen"), &eigenschap).await;
    let besluit = json!({"besluit": "https://example.nl/besluit"});
    let besluit = whole(watch, &format!("{path}/besluiten"), &besluit, false).await;
    watch.delete(&besluit).await;
}

/// A first status, a resultaat, and the end.
async fn sluiten(watch: &Watch<'_>, types: &Types, zaak: &str) {
    let status = |statustype: &str, on: &str| json!({"zaak": zaak, "statustype": statustype, "datumStatusGezet": format!("{on}T10:00:00Z"), "statustoelichting": "t"});
    whole(watch, "statussen", &status(&types.begin, "2026-01-02"), false).await;
    let body = json!({"zaak": zaak, "resultaattype": types.resultaattype, "toelichting": "t"});
    let first = whole(watch, "resultaten", &body, true).await;
    watch.delete(&first).await;
    watch.made(ROOT, "resultaten", &body).await;
    watch.patch(zaak, &json!({"opschorting": null})).await;
    whole(watch, "statussen", &status(&types.eind, "2026-02-01"), false).await;
}
