// SPDX-License-Identifier: EUPL-1.2
//! Rollen.

use serde_json::{Value, json};

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

/// A rol of somebody with a BSN.
fn persoon(zaak: &str, roltype: &str, bsn: &str) -> Value {
    json!({"zaak": zaak, "roltype": roltype, "betrokkeneType": "natuurlijk_persoon", "roltoelichting": "belt zelf",
        "betrokkeneIdentificatie": {"inpBsn": bsn, "geslachtsnaam": "Jansen"}})
}

#[test]
fn a_rol_takes_its_name_from_the_roltype_and_shows_up_in_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let before = kader.admin.get(&zaak).await.header("etag").to_owned();
        let mut body = persoon(&zaak, &kader.types.behandelaar, "111222333");
        body["contactpersoonRol"] = json!({"naam": "B. Bel"});
        body["omschrijving"] = json!("zelf bedacht");
        let answer = kader.admin.post("/zaken/api/v1/rollen", &body).await;
        let rol = answer.expect(201);
        assert_eq!(answer.header("location"), url_of(&rol));
        assert_eq!(rol["omschrijving"], "Behandelend ambtenaar");
        assert_eq!(rol["omschrijvingGeneriek"], "behandelaar");
        assert_eq!(rol["registratiedatum"], "2026-11-21T11:00:00Z");
        assert_eq!(
            (&rol["statussen"], &rol["betrokkene"], &rol["indicatieMachtiging"]),
            (&json!([]), &json!(""), &json!(""))
        );
        assert_eq!(
            rol["contactpersoonRol"],
            json!({"emailadres": "", "functie": "", "telefoonnummer": "", "naam": "B. Bel"})
        );
        assert_eq!(rol["betrokkeneIdentificatie"]["inpBsn"], "111222333");
        assert_eq!(rol["betrokkeneIdentificatie"]["voornamen"], "");
        assert_eq!(rol["betrokkeneIdentificatie"]["verblijfsadres"], Value::Null);
        let members: Vec<&str> = rol.as_object().unwrap().keys().map(String::as_str).take(4).collect();
        assert_eq!(members, ["url", "uuid", "zaak", "betrokkene"]);
        let after = kader.admin.get(&zaak).await;
        assert_eq!(after.expect(200)["rollen"], json!([url_of(&rol)]));
        assert_ne!(after.header("etag"), before);
        assert_eq!(kader.admin.get(&url_of(&rol)).await.expect(200), rol);
        assert!(!kader.admin.head(&url_of(&rol)).await.header("etag").is_empty());
    });
}

/// zrc-019
#[test]
fn a_roltype_of_another_zaaktype_is_refused_before_anything_else() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "roltype": kader.other.behandelaar, "betrokkeneType": "medewerker", "roltoelichting": "t"});
        let answer = kader.admin.post("/zaken/api/v1/rollen", &body).await;
        assert_eq!(answer.problems(), ["nonFieldErrors/zaaktype-mismatch", "nonFieldErrors/invalid-betrokkene"]);
    });
}

#[test]
fn a_rol_needs_a_betrokkene_of_either_kind() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "roltype": kader.types.behandelaar, "betrokkeneType": "medewerker", "roltoelichting": ""});
        let refused = |extra: Value| {
            let (mut body, admin) = (body.clone(), kader.admin.clone());
            body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            async move { admin.post("/zaken/api/v1/rollen", &body).await }
        };
        for nobody in [
            json!({}),
            json!({"betrokkene": "", "betrokkeneIdentificatie": null}),
            json!({"betrokkeneIdentificatie": {}}),
        ] {
            assert_eq!(refused(nobody).await.problems(), ["nonFieldErrors/invalid-betrokkene"]);
        }
        let elsewhere = refused(json!({"betrokkene": "https://register.example.nl/personen/1"})).await.expect(201);
        assert_eq!(elsewhere["betrokkene"], "https://register.example.nl/personen/1");
        assert!(elsewhere.get("betrokkeneIdentificatie").is_none());
        refused(json!({"betrokkeneIdentificatie": {"identificatie": "jvries"}})).await.expect(201);
    });
}

#[test]
fn a_zaak_has_one_initiator() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, elsewhere) = (kader.zaak().await, kader.zaak().await);
        let first = kader.made("rollen", &persoon(&zaak, &kader.types.initiator, "111222333")).await;
        let second = persoon(&zaak, &kader.types.initiator, "123456782");
        assert_eq!(kader.admin.post("/zaken/api/v1/rollen", &second).await.problems(), ["roltype/max-occurences"]);
        kader.made("rollen", &persoon(&elsewhere, &kader.types.initiator, "123456782")).await;
        for _ in 0..2 {
            kader.made("rollen", &persoon(&zaak, &kader.types.behandelaar, "123456782")).await;
        }
        kader.admin.delete(&url_of(&first)).await.expect(204);
        kader.made("rollen", &second).await;
    });
}

#[test]
fn what_identifies_a_betrokkene_is_checked_by_its_kind() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let refusals = async |kind: &str, identificatie: Value| {
            let body = json!({"zaak": zaak, "roltype": kader.types.behandelaar, "betrokkeneType": kind, "roltoelichting": "t",
                "betrokkeneIdentificatie": identificatie});
            kader.admin.post("/zaken/api/v1/rollen", &body).await.problems()
        };
        let bsn = async |bsn: &str| refusals("natuurlijk_persoon", json!({"inpBsn": bsn})).await;
        assert_eq!(bsn("111222334").await, ["betrokkeneIdentificatie.inpBsn/invalid"]);
        assert_eq!(bsn("11122233").await, ["betrokkeneIdentificatie.inpBsn/invalid-length"]);
        assert_eq!(bsn("11122233x").await, ["betrokkeneIdentificatie.inpBsn/only-digits"]);
        assert_eq!(bsn("1112223334").await, ["betrokkeneIdentificatie.inpBsn/max_length"]);
        let nummer = refusals("natuurlijk_persoon", json!({"inpA_nummer": "0123456789"})).await;
        assert_eq!(nummer, ["betrokkeneIdentificatie.inpA_nummer/invalid"]);
        let adres =
            refusals("vestiging", json!({"verblijfsadres": {"aoaHuisnummer": 100_000}, "handelsnaam": "geen lijst"}))
                .await;
        assert_eq!(
            adres,
            [
                "betrokkeneIdentificatie.handelsnaam/not_a_list",
                "betrokkeneIdentificatie.verblijfsadres.aoaIdentificatie/required",
                "betrokkeneIdentificatie.verblijfsadres.wplWoonplaatsNaam/required",
                "betrokkeneIdentificatie.verblijfsadres.gorOpenbareRuimteNaam/required",
                "betrokkeneIdentificatie.verblijfsadres.aoaHuisnummer/max_value",
            ]
        );
        assert_eq!(
            refusals("niet_natuurlijk_persoon", json!({"innRechtsvorm": "bv"})).await,
            ["betrokkeneIdentificatie.innRechtsvorm/invalid_choice"]
        );
        assert_eq!(refusals("robot", json!({})).await, ["betrokkeneType/invalid_choice"]);
    });
}

#[test]
fn a_refused_bsn_is_not_repeated() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let answer =
            kader.admin.post("/zaken/api/v1/rollen", &persoon(&zaak, &kader.types.behandelaar, "111222334")).await;
        assert!(answer.status == 400 && !String::from_utf8_lossy(&answer.body).contains("111222334"));
    });
}

#[test]
fn rollen_and_zaken_are_found_by_who_takes_part() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let parties = [
            (
                "natuurlijk_persoon",
                json!({"inpBsn": "111222333", "anpIdentificatie": "A1", "inpA_nummer": "1234567890"}),
            ),
            ("niet_natuurlijk_persoon", json!({"innNnpId": "123456782", "annIdentificatie": "N1"})),
            ("vestiging", json!({"vestigingsNummer": "V1", "handelsnaam": ["Bakker", "Slager"]})),
            ("organisatorische_eenheid", json!({"identificatie": "X1", "naam": "Vergunningen"})),
        ];
        for (kind, identificatie) in &parties {
            let body = json!({"zaak": zaak, "roltype": kader.types.behandelaar, "betrokkeneType": kind, "roltoelichting": "t",
                "betrokkeneIdentificatie": identificatie});
            let rol = kader.made("rollen", &body).await;
            for (name, value) in identificatie.as_object().unwrap() {
                assert_eq!(&rol["betrokkeneIdentificatie"][name], value);
            }
        }
        let medewerker = json!({"zaak": other, "roltype": kader.types.initiator, "betrokkeneType": "medewerker", "roltoelichting": "t",
            "betrokkene": "https://register.example.nl/1", "betrokkeneIdentificatie": {"identificatie": "X1"}});
        kader.made("rollen", &medewerker).await;
        let found = async |query: &str| {
            let zaken: Vec<String> = query.split('&').map(|one| format!("rol__{one}")).collect();
            let rollen =
                kader.admin.get(&format!("/zaken/api/v1/rollen?{query}")).await.expect(200)["count"].as_i64().unwrap();
            let zaken = kader.admin.get(&format!("/zaken/api/v1/zaken?{}", zaken.join("&"))).await.expect(200);
            (rollen, zaken["count"].as_i64().unwrap())
        };
        let by = "betrokkeneIdentificatie__";
        for one in [
            "natuurlijkPersoon__inpBsn=111222333",
            "natuurlijkPersoon__anpIdentificatie=A1",
            "natuurlijkPersoon__inpA_nummer=1234567890",
            "nietNatuurlijkPersoon__innNnpId=123456782",
            "nietNatuurlijkPersoon__annIdentificatie=N1",
            "vestiging__vestigingsNummer=V1",
            "organisatorischeEenheid__identificatie=X1",
            "medewerker__identificatie=X1",
        ] {
            assert_eq!(found(&format!("{by}{one}")).await, (1, 1), "{one}");
        }
        assert_eq!(found(&format!("{by}natuurlijkPersoon__inpBsn=123456782")).await, (0, 0));
        assert_eq!(found("betrokkeneType=vestiging").await, (1, 1));
        assert_eq!(found("betrokkene=https://register.example.nl/1").await, (1, 1));
        assert_eq!(found("omschrijvingGeneriek=behandelaar").await, (4, 1));
        // All conditions on rollen hold for one and the same rol.
        assert_eq!(found("omschrijvingGeneriek=initiator&betrokkeneType=vestiging").await, (0, 0));
        let rollen = async |query: &str| {
            kader.admin.get(&format!("/zaken/api/v1/rollen?{query}")).await.expect(200)["count"].clone()
        };
        assert_eq!(rollen(&format!("zaak={zaak}")).await, 4);
        assert_eq!(rollen(&format!("roltype={}", kader.types.initiator)).await, 1);
        assert_eq!(rollen("omschrijving=Aanvrager").await, 1);
        let wrong = kader.admin.get("/zaken/api/v1/rollen?betrokkeneType=robot&naam=x").await;
        assert_eq!(wrong.problems(), ["nonFieldErrors/unknown-parameters", "betrokkeneType/invalid_choice"]);
    });
}

#[test]
fn a_status_outlives_the_rol_in_which_it_was_set() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let rol = url_of(&kader.made("rollen", &persoon(&zaak, &kader.types.behandelaar, "111222333")).await);
        let status = json!({"zaak": zaak, "statustype": kader.types.begin, "datumStatusGezet": "2026-01-02T10:00:00Z", "gezetdoor": rol});
        let status = url_of(&kader.made("statussen", &status).await);
        let shown = kader.admin.get(&format!("{rol}?expand=statussen.zaak,roltype,betrokkene")).await.expect(200);
        assert_eq!(shown["statussen"], json!([status]));
        assert_eq!(shown["_expand"]["statussen"][0]["_expand"]["zaak"]["url"], zaak.as_str());
        assert_eq!(shown["_expand"]["roltype"]["omschrijving"], "Behandelend ambtenaar");
        kader.admin.delete(&rol).await.expect(204);
        assert_eq!(kader.admin.get(&status).await.expect(200)["gezetdoor"], "");
        assert_eq!(kader.admin.get(&zaak).await.expect(200)["rollen"], json!([]));
        assert_eq!(kader.admin.get(&rol).await.status, 404);
    });
}

#[test]
fn the_url_of_a_betrokkene_has_room_in_an_index_or_is_refused() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = |url: String| json!({"zaak": zaak, "betrokkeneType": "medewerker", "roltype": kader.types.behandelaar, "roltoelichting": "t", "betrokkene": url});
        let post = async |url: String| kader.admin.post("/zaken/api/v1/rollen", &body(url)).await;
        assert_eq!(post(format!("https://example.nl/{}", "é".repeat(900))).await.problems(), ["betrokkene/max_length"]);
        assert_eq!(post(format!("https://example.nl/{}", "e".repeat(981))).await.status, 201);
    });
}

#[test]
fn a_rol_is_not_changed() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = persoon(&zaak, &kader.types.behandelaar, "111222333");
        let rol = url_of(&kader.made("rollen", &body).await);
        assert_eq!(kader.admin.put(&rol, &body).await.status, 405);
        assert_eq!(kader.admin.patch(&rol, &body).await.status, 405);
    });
}

#[test]
fn rollen_that_are_made_at_the_same_time_all_show_up() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let post = async |roltype: &str| {
            kader.admin.post("/zaken/api/v1/rollen", &persoon(&zaak, roltype, "111222333")).await.status
        };
        let (many, one) = (kader.types.behandelaar.as_str(), kader.types.initiator.as_str());
        let behandelaars = async { tokio::join!(post(many), post(many), post(many), post(many)) };
        let initiators = async { tokio::join!(post(one), post(one)) };
        let (behandelaars, (first, second)) = tokio::join!(behandelaars, initiators);
        assert_eq!(behandelaars, (201, 201, 201, 201));
        assert_eq!([first.min(second), first.max(second)], [201, 400]);
        let shown = kader.admin.get(&zaak).await.expect(200)["rollen"].as_array().unwrap().len();
        assert_eq!(shown, 5);
    });
}
