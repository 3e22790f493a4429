// SPDX-License-Identifier: EUPL-1.2
//! `/zaaktypen`.

use serde_json::{Value, json};
use waarmaker_testkit::catalogi as build;

use super::{ROOT, selectielijst};
use crate::{engines::on_both_engines, referentielijsten::import_builtin};

#[test]
fn a_zaaktype_has_every_member_in_the_order_of_the_standard() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let answer = client.post(&format!("{ROOT}/zaaktypen"), &build::zaaktype(&catalogus, "ZT")).await;
        let made = answer.expect(201);
        assert_eq!(answer.header("location"), made["url"].as_str().unwrap());
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        let wanted = [
            "url",
            "identificatie",
            "omschrijving",
            "omschrijvingGeneriek",
            "vertrouwelijkheidaanduiding",
            "doel",
            "aanleiding",
            "toelichting",
            "indicatieInternOfExtern",
            "handelingInitiator",
            "onderwerp",
            "handelingBehandelaar",
            "doorlooptijd",
            "servicenorm",
            "opschortingEnAanhoudingMogelijk",
            "verlengingMogelijk",
            "verlengingstermijn",
            "trefwoorden",
            "publicatieIndicatie",
            "publicatietekst",
            "verantwoordingsrelatie",
            "productenOfDiensten",
            "selectielijstProcestype",
            "referentieproces",
            "verantwoordelijke",
            "zaakobjecttypen",
            "catalogus",
            "statustypen",
            "resultaattypen",
            "eigenschappen",
            "informatieobjecttypen",
            "informatieobjecttypeOmschrijving",
            "roltypen",
            "besluittypen",
            "besluittypeOmschrijving",
            "deelzaaktypen",
            "deelzaaktypeIdentificaties",
            "gerelateerdeZaaktypen",
            "beginGeldigheid",
            "eindeGeldigheid",
            "beginObject",
            "eindeObject",
            "versiedatum",
            "concept",
        ];
        assert_eq!(members, wanted);
        assert_eq!(made["concept"], true);
        assert_eq!(made["versiedatum"], "2020-01-01", "the first day when it is not given");
        assert_eq!(made["beginObject"], "2020-01-01");
        assert_eq!(made["referentieproces"], json!({"naam": "Vergunning verlenen", "link": ""}));
    });
}

#[test]
fn a_body_without_required_members_names_each_of_them() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let problems = client.post(&format!("{ROOT}/zaaktypen"), &json!({})).await.problems();
        for name in [
            "identificatie",
            "omschrijving",
            "doel",
            "doorlooptijd",
            "referentieproces",
            "catalogus",
            "beginGeldigheid",
        ] {
            assert!(problems.contains(&format!("{name}/required")), "{name}: {problems:?}");
        }
        assert!(!problems.iter().any(|problem| problem.starts_with("deelzaaktypen")), "optional on POST: {problems:?}");
    });
}

/// ztc-001: the procestype is one of the selectielijst, or is left out.
#[test]
fn a_selectielijst_procestype_is_a_procestype() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.superuser();
        let lijst = selectielijst(app, "nihil").await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        let refused = ["selectielijstProcestype/invalid-resource"];
        let nowhere = "http://testserver/referentielijsten/api/v1/procestypen/7a3b9a4e-63e5-4b0f-9d3c-9a0e2a9f5a11";
        for wrong in [lijst.klasse.as_str(), nowhere, "https://nergens.example.nl/procestypen/1", catalogus.as_str()] {
            body["selectielijstProcestype"] = json!(wrong);
            assert_eq!(client.post(&format!("{ROOT}/zaaktypen"), &body).await.problems(), refused, "{wrong}");
        }
        body["selectielijstProcestype"] = json!("");
        let url = build::create(&client, "zaaktypen", &body).await;
        let wrong = json!({"selectielijstProcestype": lijst.klasse});
        assert_eq!(client.patch(&url, &wrong).await.problems(), refused);
        let right = json!({"selectielijstProcestype": lijst.procestype});
        assert_eq!(client.patch(&url, &right).await.expect(200)["selectielijstProcestype"], json!(lijst.procestype));
        body["selectielijstProcestype"] = json!(catalogus);
        assert_eq!(client.put(&url, &body).await.problems(), refused);
    });
}

#[test]
fn what_belongs_to_a_zaaktype_is_listed_in_it() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.superuser();
        let lijst = selectielijst(app, "nihil").await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["selectielijstProcestype"] = json!(lijst.procestype);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let statustype = build::create(&client, "statustypen", &build::statustype(&zaaktype, 1)).await;
        let roltype = build::create(&client, "roltypen", &build::roltype(&zaaktype, "initiator")).await;
        let eigenschap = build::create(&client, "eigenschappen", &build::eigenschap(&zaaktype, "kleur")).await;
        let objecttype = build::create(&client, "zaakobjecttypen", &build::zaakobjecttype(&zaaktype)).await;
        let body = build::resultaattype(&zaaktype, &lijst.klasse, &lijst.resultaattypeomschrijving);
        let resultaattype = build::create(&client, "resultaattypen", &body).await;
        let expand = "statustypen,resultaattypen,roltypen,eigenschappen,zaakobjecttypen,catalogus,besluittypen,\
                      deelzaaktypen,gerelateerdeZaaktypen,informatieobjecttypen";
        let read = client.get(&format!("{zaaktype}?expand={expand}")).await.expect(200);
        for (member, url) in [
            ("statustypen", &statustype),
            ("roltypen", &roltype),
            ("eigenschappen", &eigenschap),
            ("zaakobjecttypen", &objecttype),
            ("resultaattypen", &resultaattype),
        ] {
            assert_eq!(read[member], json!([url]), "{member}");
            assert_eq!(read["_expand"][member][0]["url"], json!(url), "{member}");
        }
        assert_eq!(read["_expand"]["catalogus"]["domein"], "TEST");
        assert_eq!(read["_expand"]["gerelateerdeZaaktypen"], json!([]));
        let object = client.get(&objecttype).await.expect(200);
        assert_eq!(
            (&object["statustypen"], &object["resultaattypen"]),
            (&json!([statustype]), &json!([resultaattype]))
        );
        assert_eq!(object["resultaattypeOmschrijving"], json!(["Verleend"]));
        client.delete(&roltype).await.expect(204);
        assert_eq!(client.get(&zaaktype).await.expect(200)["roltypen"], json!([]));
    });
}

/// Deleting a concept takes what belongs to it along, and the kept counts follow.
#[test]
fn a_deleted_concept_takes_its_types_along() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let statustype = build::create(&client, "statustypen", &build::statustype(&zaaktype, 1)).await;
        let mut eigenschap = build::eigenschap(&zaaktype, "kleur");
        eigenschap["statustype"] = json!(statustype);
        let eigenschap = build::create(&client, "eigenschappen", &eigenschap).await;
        let mut relation = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        relation["statustype"] = json!(statustype);
        let relation = build::create(&client, "zaaktype-informatieobjecttypen", &relation).await;
        client.delete(&zaaktype).await.expect(204);
        for gone in [&zaaktype, &statustype, &eigenschap, &relation] {
            assert_eq!(client.get(gone).await.refusal(), (404, "not_found".to_owned()), "{gone}");
        }
        for path in ["statustypen", "eigenschappen", "zaaktype-informatieobjecttypen", "zaaktypen"] {
            let list = client.get(&format!("{ROOT}/{path}?status=alles")).await.expect(200);
            assert_eq!((&list["count"], &list["results"]), (&json!(0), &json!([])), "{path}");
        }
        let left = "SELECT COALESCE(CAST(SUM(aantal) AS BIGINT), 0) FROM tellingen WHERE bron IN ('statustypen', 'eigenschappen')";
        let read = || app.db().read_blocking(move |tx| tx.one(left, &[], |row| row.int(0)));
        let left: Result<Option<i64>, waarmaker_db::Error> =
            std::thread::scope(|scope| scope.spawn(read).join()).unwrap();
        assert_eq!(left.unwrap(), Some(0));
    });
}

#[test]
fn a_zaaktype_that_zaken_have_is_not_deleted() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (_, zaaktype) = super::published_zaaktype(&client).await;
        let zaak: Value = json!({
            "bronorganisatie": "000000000", "verantwoordelijkeOrganisatie": "000000000", "startdatum": "2026-01-01", "zaaktype": zaaktype,
        });
        client.post("/zaken/api/v1/zaken", &zaak).await.expect(201);
        assert_eq!(client.delete(&zaaktype).await.problems(), ["nonFieldErrors/pending-relations"]);
    });
}

#[test]
fn a_bronzaaktype_comes_with_a_broncatalogus() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["bronzaaktype"] =
            json!({"url": "https://bron.example.nl/zaaktypen/1", "identificatie": "B", "omschrijving": "Bron"});
        let path = format!("{ROOT}/zaaktypen");
        assert_eq!(client.post(&path, &body).await.problems(), ["bronzaaktype/invalid-bronzaaktype-for-broncatalogus"]);
        body["broncatalogus"] = json!({"url": "https://bron.example.nl/catalogussen/1", "domein": "BRON"});
        assert_eq!(client.post(&path, &body).await.problems(), ["broncatalogus.rsin/required"]);
        body["broncatalogus"]["rsin"] = json!("000000000");
        let made = client.post(&path, &body).await.expect(201);
        assert_eq!(made["broncatalogus"]["domein"], "BRON");
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        assert_eq!(
            members[25..28],
            ["zaakobjecttypen", "broncatalogus", "bronzaaktype"],
            "in their place, and only when there is one"
        );
    });
}

#[test]
fn a_zaaktype_answers_conditional_requests() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let head = client.head(&zaaktype).await;
        assert_eq!((head.status, head.body.is_empty()), (200, true));
        let tag = head.header("etag").to_owned();
        let same = client.send(axum::http::Method::GET, &zaaktype, &[("if-none-match", &tag)], None).await;
        assert_eq!(same.status, 304);
        build::create(&client, "statustypen", &build::statustype(&zaaktype, 1)).await;
        let other = client.send(axum::http::Method::GET, &zaaktype, &[("if-none-match", &tag)], None).await;
        assert_eq!(other.status, 200, "a statustype that was added changes the zaaktype");
    });
}
