// SPDX-License-Identifier: EUPL-1.2
//! The whole chain: incident, zaak, order, answers, closed zaak; and what can come between.

use serde_json::{Value, json};

use super::wereld::{ROOT, Wereld, as_waarmaker, text, url_of, uuid_of, zaaktype};
use crate::engines::on_both_engines;

#[test]
fn an_incident_becomes_a_zaak_and_an_order_and_the_answers_of_the_contractor_close_them() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        assert_eq!((text(&order, "status"), text(&order, "aannemer")), ("aangeboden", wereld.aannemer_url.as_str()));
        assert_eq!((text(&order, "contract"), text(&order, "nummer")), (wereld.contract.as_str(), "WO-2026-0000001"));
        assert_eq!(text(&order, "assetOmschrijving"), "lichtmast L-0042 Domplein");
        let zaak = text(&order, "zaak").to_owned();
        assert_eq!(wereld.statussen(&zaak).await, ["Gemeld", "Opdracht gegeven"]);
        who_and_what(&wereld, &zaak).await;
        wereld.later(48);
        let accepted = wereld.answer(&order, "accepteren", json!({"toelichting": "We komen morgen"})).await;
        assert_eq!((text(&accepted, "status"), text(&accepted["stappen"][1], "door")), ("aangenomen", "Lichtpunt BV"));
        wereld.later(1);
        wereld.answer(&order, "terplaatse", json!({})).await;
        let materiaal = json!([{"omschrijving": "Ledmodule 30 W"}]);
        let done =
            wereld.answer(&order, "gereed", json!({"toelichting": "Lamp vervangen", "materiaal": materiaal})).await;
        assert_eq!((text(&done, "status"), done["materiaal"][0]["aantal"].as_i64()), ("gereed", Some(1)));
        assert_eq!(
            wereld.statussen(&zaak).await,
            ["Gemeld", "Opdracht gegeven", "Aangenomen", "Ter plaatse", "Afgehandeld"]
        );
        closed(&wereld, &zaak).await;
        let incident = wereld.now_is(text(&order, "incident")).await;
        assert_eq!((text(&incident, "status"), text(&incident, "zaak")), ("gesloten", zaak.as_str()));
        assert!(incident["aanvaard"].is_string());
        let trail = wereld.now_is(&format!("{}/audittrail", text(&order, "url"))).await;
        let acties: Vec<&str> = trail.as_array().unwrap().iter().map(|entry| text(entry, "actie")).collect();
        assert_eq!(acties, ["create", "partial_update", "partial_update", "partial_update"]);
        assert_eq!(wereld.tick().await, 0);
        notified(&wereld).await;
    });
}

/// Rol, zaakobject, and nobody's personal data.
async fn who_and_what(wereld: &Wereld<'_>, zaak: &str) {
    let rollen = wereld.admin.get(&format!("/zaken/api/v1/rollen?zaak={zaak}")).await.expect(200);
    assert_eq!(rollen["count"], 1);
    let rol = &rollen["results"][0];
    assert_eq!(text(rol, "betrokkeneType"), "niet_natuurlijk_persoon");
    assert_eq!(text(&rol["betrokkeneIdentificatie"], "statutaireNaam"), "Lichtpunt BV");
    assert_eq!(text(&rol["betrokkeneIdentificatie"], "annIdentificatie"), "12345678");
    let objecten = wereld.admin.get(&format!("/zaken/api/v1/zaakobjecten?zaak={zaak}")).await.expect(200);
    let object = &objecten["results"][0];
    assert_eq!((text(object, "objectType"), text(object, "objectTypeOverige")), ("overige", "lichtmast"));
    assert!(text(object, "object").ends_with(&format!("/items/{}", wereld.lamp)));
    assert_eq!(object["objectIdentificatie"]["overigeData"]["identificatie"], "L-0042");
    let zaak = wereld.now_is(zaak).await;
    assert_eq!((text(&zaak, "bronorganisatie"), text(&zaak, "startdatum")), ("123456782", "2026-11-21"));
}

async fn closed(wereld: &Wereld<'_>, zaak: &str) {
    let zaak = wereld.now_is(zaak).await;
    assert_eq!((text(&zaak, "einddatum"), text(&zaak, "archiefnominatie")), ("2026-11-23", "vernietigen"));
    assert_eq!((text(&zaak, "archiefactiedatum"), wereld.resultaat(&zaak).await.as_str()), ("2027-11-23", "Hersteld"));
}

/// Every step was notified on the channel of orders, and the statussen on that of zaken.
async fn notified(wereld: &Wereld<'_>) {
    let read = |tx: &mut waarmaker_db::Tx<'_>| tx.query("SELECT body FROM outbox ORDER BY id", &[], |row| row.bytes(0));
    let bodies: Result<Vec<Vec<u8>>, waarmaker_db::Error> =
        wereld.app.api.db.read(waarmaker_db::Weight::Scan, read).await;
    let sent: Vec<Value> = bodies.unwrap().iter().map(|body| serde_json::from_slice(body).unwrap()).collect();
    let of = |kanaal: &str, resource: &str| {
        sent.iter().filter(|one| one["kanaal"] == kanaal && one["resource"] == resource).count()
    };
    assert_eq!((of("werkopdrachten", "werkopdracht"), of("zaken", "status"), of("zaken", "resultaat")), (4, 5, 1));
}

#[test]
fn what_nobody_covers_goes_to_the_own_list_with_the_reason_and_the_municipality_settles_it() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.bak).await;
        assert_eq!((text(&order, "status"), text(&order, "bewaking")), ("eigen_lijst", "geen"));
        assert!(order["aannemer"].is_null() && !text(&order, "reden").is_empty(), "{order}");
        let rollen = wereld.admin.get(&format!("/zaken/api/v1/rollen?zaak={}", text(&order, "zaak"))).await.expect(200);
        assert_eq!(text(&rollen["results"][0], "betrokkeneType"), "organisatorische_eenheid");
        assert_eq!(wereld.aannemer.get(&format!("{ROOT}/werkopdrachten")).await.expect(200)["count"], 0);
        let url = text(&order, "url");
        wereld.admin.post(&format!("{url}/accepteren"), &json!({})).await.expect(409);
        let done = wereld.admin.post(&format!("{url}/gereed"), &json!({})).await.expect(200);
        assert_eq!((text(&done, "status"), text(&done["stappen"][1], "door")), ("gereed", "Gemeente"));
        assert!(wereld.now_is(text(&order, "zaak")).await["einddatum"].is_string());
    });
}

#[test]
fn a_refused_order_goes_to_the_own_list_and_can_be_given_to_another() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let refused = wereld.answer(&order, "weigeren", json!({"reden": "Kabel is van de netbeheerder"})).await;
        assert_eq!(
            (text(&refused, "status"), text(&refused, "reden")),
            ("geweigerd", "Geweigerd door Lichtpunt BV: Kabel is van de netbeheerder")
        );
        let own =
            wereld.admin.get(&format!("{ROOT}/werkopdrachten?status__in=eigen_lijst,geweigerd")).await.expect(200);
        assert_eq!(own["count"], 1);
        let (other, aannemer) = wereld.other().await;
        let url = text(&order, "url");
        let given = wereld.admin.post(&format!("{url}/toewijzen"), &json!({"aannemer": aannemer})).await.expect(200);
        assert_eq!((text(&given, "status"), text(&given, "aannemer")), ("aangeboden", aannemer.as_str()));
        wereld.aannemer.get(url).await.expect(403);
        other.post(&format!("{url}/accepteren"), &json!({})).await.expect(200);
        let rollen = wereld.admin.get(&format!("/zaken/api/v1/rollen?zaak={}", text(&order, "zaak"))).await.expect(200);
        assert_eq!(rollen["count"], 3);
    });
}

#[test]
fn what_recovers_before_anybody_accepted_is_withdrawn_and_its_zaak_closed() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        recover(&wereld, text(&order, "incident")).await;
        assert_eq!(wereld.tick().await, 1);
        let order = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&order, "status"), "ingetrokken");
        let zaak = wereld.now_is(text(&order, "zaak")).await;
        assert_eq!(wereld.resultaat(&zaak).await, "Vanzelf hersteld");
        let late = wereld.aannemer.post(&format!("{}/accepteren", text(&order, "url")), &json!({})).await;
        assert!(late.expect(409)["detail"].as_str().unwrap().contains("ingetrokken"));
        assert_eq!(wereld.tick().await, 0);
    });
}

#[test]
fn what_recovers_after_acceptance_is_told_to_the_contractor_who_decides() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let incident = uuid_of(text(&order, "incident"));
        as_waarmaker(app, move |cx| {
            let now = cx.call.now;
            waarmaker_signalen::change(incident, cx, |incident| incident.sensor_hersteld = Some(now))
        })
        .await;
        assert_eq!((wereld.tick().await, wereld.tick().await), (1, 0));
        let told = wereld.now_is(text(&order, "url")).await;
        assert_eq!((text(&told, "status"), told["mededelingen"].as_array().unwrap().len()), ("aangenomen", 1));
        wereld.answer(&order, "geendefect", json!({"reden": "De lamp brandt"})).await;
        let zaak = wereld.now_is(text(&order, "zaak")).await;
        assert_eq!(wereld.resultaat(&zaak).await, "Geen defect");
    });
}

/// The sensor says that it is fine again, and nobody had accepted.
async fn recover(wereld: &Wereld<'_>, incident: &str) {
    let incident = uuid_of(incident);
    as_waarmaker(wereld.app, move |cx| {
        waarmaker_signalen::change(incident, cx, |incident| incident.status = waarmaker_signalen::Status::Hersteld)
    })
    .await;
}

#[test]
fn without_a_zaaktype_an_incident_says_so_and_goes_on_when_there_is_one() {
    on_both_engines(async |app| {
        let wereld = Wereld::without_zaaktype(app).await;
        let incident = wereld.incident(wereld.lamp).await;
        wereld.tick().await;
        let url = format!("{ROOT}/incidenten/{incident}");
        let stuck = wereld.now_is(&url).await;
        assert_eq!(text(&stuck, "status"), "open");
        assert!(text(&stuck, "belemmering").contains("STORING"), "{stuck}");
        assert_eq!(wereld.tick().await, 0);
        crate::referentielijsten::import_builtin(app).await;
        zaaktype(&wereld.admin).await;
        wereld.later(1);
        assert_eq!(wereld.tick().await, 1);
        let sent = wereld.now_is(&url).await;
        assert_eq!((text(&sent, "status"), text(&sent, "belemmering")), ("opgedragen", ""));
        assert_eq!(text(&wereld.order_of(incident).await, "status"), "aangeboden");
    });
}

#[test]
fn incidents_that_were_brought_together_get_one_order() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (whole, part) = (wereld.incident(wereld.lamp).await, wereld.incident(wereld.bak).await);
        as_waarmaker(app, move |cx| {
            let whole = waarmaker_resource::Link::to(whole);
            waarmaker_signalen::change(part, cx, |part| {
                part.status = waarmaker_signalen::Status::Samengevoegd;
                part.hoort_bij = Some(whole);
            })
        })
        .await;
        assert_eq!((wereld.tick().await, wereld.tick().await), (1, 0));
        assert_eq!(wereld.admin.get(&format!("{ROOT}/werkopdrachten")).await.expect(200)["count"], 1);
        let zaken = wereld.admin.get("/zaken/api/v1/zaken").await.expect(200);
        assert_eq!(zaken["count"], 1);
        assert!(!url_of(&zaken["results"][0]).is_empty());
    });
}

#[test]
fn an_order_goes_on_when_somebody_closed_or_deleted_its_zaak_and_says_so() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.admin.delete(text(&order, "zaak")).await;
        let accepted = wereld.answer(&order, "accepteren", json!({})).await;
        assert!(text(&accepted["mededelingen"][0], "tekst").contains("verwijderd"));
        let second = wereld.order_for(wereld.bak).await;
        let zaak = wereld.now_is(text(&second, "zaak")).await;
        let types = wereld
            .admin
            .get(&format!("/catalogi/api/v1/statustypen?zaaktype={}", text(&zaak, "zaaktype")))
            .await
            .expect(200);
        let eind =
            types["results"].as_array().unwrap().iter().find(|one| one["omschrijving"] == "Afgehandeld").unwrap();
        let resultaten = wereld
            .admin
            .get(&format!("/catalogi/api/v1/resultaattypen?zaaktype={}", text(&zaak, "zaaktype")))
            .await
            .expect(200);
        let resultaat = json!({"zaak": zaak["url"], "resultaattype": resultaten["results"][0]["url"]});
        wereld.admin.post("/zaken/api/v1/resultaten", &resultaat).await.expect(201);
        wereld.later(1);
        let status =
            json!({"zaak": zaak["url"], "statustype": eind["url"], "datumStatusGezet": "2026-11-21T11:30:00Z"});
        wereld.admin.post("/zaken/api/v1/statussen", &status).await.expect(201);
        let done = wereld.admin.post(&format!("{}/gereed", text(&second, "url")), &json!({})).await.expect(200);
        assert_eq!(text(&done, "status"), "gereed");
        assert!(text(&done["mededelingen"][0], "tekst").contains("afgesloten"));
        assert_eq!(wereld.statussen(text(&second, "zaak")).await.len(), 2);
    });
}
