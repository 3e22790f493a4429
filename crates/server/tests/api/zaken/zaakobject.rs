// SPDX-License-Identifier: EUPL-1.2
//! What zaken are about.

use serde_json::{Value, json};

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

const PATH: &str = "/zaken/api/v1/zaakobjecten";

/// One identification of every kind, with as little as it may have.
fn samples() -> Vec<(&'static str, Value)> {
    let straat = |mut extra: Value| {
        let own = json!({"wplWoonplaatsNaam": "Ons Dorp", "gorOpenbareRuimteNaam": "Kerkstraat", "aoaHuisnummer": 1});
        extra.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        extra
    };
    let woz = json!({"wozObjectNummer": "1", "aanduidingWozObject": straat(json!({"aoaIdentificatie": "1"}))});
    let gebouwd = json!({"identificatie": "1", "adresAanduidingGrp": straat(json!({}))});
    let kadaster = json!({"kadastraleIdentificatie": "1", "kadastraleAanduiding": "A 1"});
    let recht = json!({"identificatie": "1", "avgAard": "erfpacht", "heeftBetrekkingOp": kadaster,
        "heeftAlsGerechtigde": {"natuurlijkPersoon": {"geslachtsnaam": "Jansen"}}});
    let adres = json!({"identificatie": "1", "wplWoonplaatsNaam": "Ons Dorp", "gorOpenbareRuimteNaam": "Kerkstraat", "huisnummer": 1});
    vec![
        ("adres", adres),
        ("buurt", json!({"buurtCode": "1", "buurtNaam": "Noord", "gemGemeenteCode": "0344", "wykWijkCode": "1"})),
        ("gemeente", json!({"gemeenteNaam": "Ons Dorp", "gemeenteCode": "0344"})),
        ("gemeentelijke_openbare_ruimte", json!({"identificatie": "1", "openbareRuimteNaam": "Markt"})),
        ("huishouden", json!({"nummer": "1", "isGehuisvestIn": gebouwd})),
        ("inrichtingselement", json!({"type": "paal", "identificatie": "1"})),
        ("kadastrale_onroerende_zaak", kadaster),
        ("kunstwerkdeel", json!({"type": "gemaal", "identificatie": "1", "naam": "Noord"})),
        ("maatschappelijke_activiteit", json!({"kvkNummer": "12345678", "handelsnaam": "Bakker"})),
        ("medewerker", json!({"identificatie": "jvries"})),
        ("natuurlijk_persoon", json!({"inpBsn": "111222333"})),
        ("niet_natuurlijk_persoon", json!({"innRechtsvorm": "stichting"})),
        (
            "openbare_ruimte",
            json!({"identificatie": "1", "wplWoonplaatsNaam": "Ons Dorp", "gorOpenbareRuimteNaam": "Markt"}),
        ),
        ("organisatorische_eenheid", json!({"naam": "Vergunningen"})),
        ("pand", json!({"identificatie": "0344100000000001"})),
        ("spoorbaandeel", json!({"type": "smalspoor", "identificatie": "1"})),
        ("terreindeel", json!({"type": "gras", "identificatie": "1"})),
        ("terrein_gebouwd_object", gebouwd),
        ("vestiging", json!({"handelsnaam": ["Bakker"]})),
        ("waterdeel", json!({"typeWaterdeel": "zee", "identificatie": "1"})),
        ("wegdeel", json!({"type": "fietspad", "identificatie": "1"})),
        ("wijk", json!({"wijkCode": "1", "wijkNaam": "Noord", "gemGemeenteCode": "0344"})),
        ("woonplaats", json!({"identificatie": "1", "woonplaatsNaam": "Ons Dorp"})),
        ("woz_deelobject", json!({"nummerWozDeelObject": "1", "isOnderdeelVan": woz})),
        ("woz_object", woz),
        ("woz_waarde", json!({"waardepeildatum": "2013-1-1"})),
        ("zakelijk_recht", recht),
        ("overige", json!({"overigeData": {"kleur": {"hex": "#ff0000"}}})),
    ]
}

/// Whether everything in `part` is also in `whole`, at the same place.
fn contains(whole: &Value, part: &Value) -> bool {
    match part {
        Value::Object(members) => members.iter().all(|(name, value)| contains(&whole[name], value)),
        other => whole == other,
    }
}

#[test]
fn every_kind_of_object_has_its_own_identification() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        for (kind, identificatie) in samples() {
            let overige = if kind == "overige" { "kunstwerk" } else { "" };
            let body = json!({"zaak": zaak, "objectType": kind, "objectTypeOverige": overige, "objectIdentificatie": identificatie});
            let made = kader.made(PATH, &body).await;
            assert!(contains(&made["objectIdentificatie"], &identificatie), "{kind}: {made}");
            // What is served can be sent back.
            assert_eq!(kader.admin.put(&url_of(&made), &made).await.expect(200), made, "{kind}");
            let empty = json!({"zaak": zaak, "objectType": kind, "objectTypeOverige": overige, "objectIdentificatie": {"vreemd": 1}});
            let (status, parties) =
                (kader.admin.post(PATH, &empty).await.status, ["medewerker", "vestiging", "organisatorische_eenheid"]);
            let optional = kind.ends_with("_persoon") || parties.contains(&kind);
            assert_eq!(status, if optional { 201 } else { 400 }, "{kind}");
        }
        let listed = kader.admin.get(&zaak).await.expect(200)["zaakobjecten"].as_array().unwrap().len();
        assert_eq!(listed, samples().len() + 5);
    });
}

#[test]
fn a_group_that_is_left_out_stays_out() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body =
            json!({"zaak": zaak, "objectType": "woz_waarde", "objectIdentificatie": {"waardepeildatum": "2013-1-1"}});
        let made = kader.made(PATH, &body).await;
        assert_eq!(made["objectIdentificatie"], json!({"waardepeildatum": "2013-1-1"}));
        let wrong = json!({"zaak": zaak, "objectType": "woz_waarde", "objectIdentificatie": {"waardepeildatum": "2013-1-1", "isVoor": null}});
        assert_eq!(kader.admin.post(PATH, &wrong).await.problems(), ["objectIdentificatie.isVoor/null"]);
    });
}

#[test]
fn a_party_is_known_by_two_names() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body =
            json!({"zaak": zaak, "objectType": "medewerker", "betrokkeneIdentificatie": {"identificatie": "jvries"}});
        let made = kader.made(PATH, &body).await;
        assert_eq!(made["objectIdentificatie"]["identificatie"], "jvries");
        assert_eq!(made["betrokkeneIdentificatie"], made["objectIdentificatie"]);
        let change = async |change: Value| {
            kader.admin.patch(&url_of(&made), &change).await.expect(200)["betrokkeneIdentificatie"]["identificatie"]
                .clone()
        };
        assert_eq!(change(json!({"objectIdentificatie": {"identificatie": "pjansen"}})).await, "pjansen");
        assert_eq!(change(json!({"betrokkeneIdentificatie": {"identificatie": "akok"}})).await, "akok");
        // A client that knows one name sends back the other as it was.
        let mut whole = kader.admin.get(&url_of(&made)).await.expect(200);
        whole["betrokkeneIdentificatie"]["identificatie"] = json!("bsmit");
        let whole = kader.admin.put(&url_of(&made), &whole).await.expect(200);
        assert_eq!(whole["objectIdentificatie"]["identificatie"], "bsmit");
        let pand = json!({"zaak": zaak, "objectType": "pand", "objectIdentificatie": {"identificatie": "1"}});
        assert!(kader.made(PATH, &pand).await.get("betrokkeneIdentificatie").is_none());
        let bsn =
            json!({"zaak": zaak, "objectType": "natuurlijk_persoon", "objectIdentificatie": {"inpBsn": "111222334"}});
        assert_eq!(kader.admin.post(PATH, &bsn).await.problems(), ["objectIdentificatie.inpBsn/invalid"]);
    });
}

#[test]
fn a_kind_of_ones_own_is_named() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let post = async |extra: Value| {
            let mut body = json!({"zaak": zaak, "objectType": "overige", "objectIdentificatie": {"overigeData": "een tekst mag ook"}});
            body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            kader.admin.post(PATH, &body).await
        };
        assert_eq!(post(json!({})).await.problems(), ["objectTypeOverige/missing-object-type-overige"]);
        let named = post(json!({"objectTypeOverige": "GlobaleLocatie"})).await.expect(201);
        assert_eq!(named["objectIdentificatie"]["overigeData"], "een tekst mag ook");
        let definitie =
            json!({"url": "https://example.nl/typen/boom", "schema": ".jsonSchema", "objectData": ".record.data"});
        assert_eq!(post(json!({"objectTypeOverigeDefinitie": definitie})).await.problems(), ["object/required"]);
        let described = json!({"objectTypeOverigeDefinitie": definitie, "object": "https://example.nl/bomen/1", "objectIdentificatie": null});
        let described = post(described).await.expect(201);
        assert_eq!(described["objectTypeOverigeDefinitie"], definitie);
        let pand = json!({"objectType": "pand", "objectIdentificatie": {"identificatie": "1"}, "objectTypeOverige": "boom",
            "objectTypeOverigeDefinitie": definitie});
        let code = "invalid-object-type-overige-usage";
        assert_eq!(
            post(pand).await.problems(),
            [format!("objectTypeOverige/{code}"), format!("objectTypeOverigeDefinitie/{code}")]
        );
    });
}

#[test]
fn there_is_something_that_the_zaak_is_about() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let nothing = json!({"zaak": zaak, "objectType": "pand"});
        assert_eq!(kader.admin.post(PATH, &nothing).await.problems(), ["nonFieldErrors/invalid-zaakobject"]);
        // These are only referred to.
        for kind in ["besluit", "enkelvoudig_document", "status"] {
            let body = json!({"zaak": zaak, "objectType": kind, "objectIdentificatie": {"identificatie": "1"}});
            assert_eq!(kader.admin.post(PATH, &body).await.problems(), ["nonFieldErrors/invalid-zaakobject"]);
            let body = json!({"zaak": zaak, "objectType": kind, "object": "https://example.nl/1"});
            assert!(kader.made(PATH, &body).await.get("objectIdentificatie").is_none());
        }
    });
}

#[test]
fn what_the_zaak_is_about_does_not_change() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let body = json!({"zaak": zaak, "objectType": "pand", "object": "https://example.nl/1", "relatieomschrijving": "sloop"});
        let made = kader.made(PATH, &body).await;
        let moved = json!({"zaak": other, "objectType": "adres", "object": "https://example.nl/2"});
        let codes = ["zaak", "object", "objectType"].map(|name| format!("{name}/wijzigen-niet-toegelaten"));
        assert_eq!(kader.admin.patch(&url_of(&made), &moved).await.problems(), codes);
        assert_eq!(kader.admin.put(&url_of(&made), &moved).await.problems(), codes);
        let described = kader.admin.patch(&url_of(&made), &json!({"relatieomschrijving": "bouw"})).await.expect(200);
        assert_eq!(
            (&described["relatieomschrijving"], &described["object"]),
            (&json!("bouw"), &json!("https://example.nl/1"))
        );
    });
}

#[test]
fn a_zaakobjecttype_of_another_zaaktype_is_refused() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = |of: &str| json!({"zaak": zaak, "objectType": "pand", "object": "https://example.nl/1", "zaakobjecttype": of});
        let wrong = kader.admin.post(PATH, &body(&kader.other.zaakobjecttype)).await;
        assert_eq!(wrong.problems(), ["nonFieldErrors/zaaktype-mismatch"]);
        let nowhere = format!("{}0", kader.types.zaakobjecttype);
        assert_eq!(kader.admin.post(PATH, &body(&nowhere)).await.problems(), ["zaakobjecttype/bad-url"]);
        let made = kader.made(PATH, &body(&kader.types.zaakobjecttype)).await;
        let expanded =
            kader.admin.get(&format!("{}?expand=zaakobjecttype,zaak,object", url_of(&made))).await.expect(200);
        assert_eq!(expanded["_expand"]["zaakobjecttype"]["relatieOmschrijving"], "gaat over");
        assert_eq!(expanded["_expand"]["zaak"]["url"], zaak.as_str());
    });
}

#[test]
fn zaakobjecten_are_found_and_deleted() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let pand = json!({"zaak": zaak, "objectType": "pand", "object": "https://example.nl/1"});
        let pand = url_of(&kader.made(PATH, &pand).await);
        let besluit = json!({"zaak": zaak, "objectType": "besluit", "object": "https://example.nl/2"});
        kader.made(PATH, &besluit).await;
        let count = async |query: &str| kader.admin.get(&format!("{PATH}?{query}")).await.expect(200)["count"].clone();
        assert_eq!(count(&format!("zaak={zaak}")).await, 2);
        assert_eq!(count("object=https://example.nl/1").await, 1);
        assert_eq!(count("objectType=besluit").await, 1);
        assert_eq!(count("objectType=adres").await, 0);
        kader.admin.delete(&pand).await.expect(204);
        assert_eq!(count("").await, 1);
        assert_eq!(kader.admin.get(&zaak).await.expect(200)["zaakobjecten"].as_array().unwrap().len(), 1);
        assert_eq!(kader.admin.head(&pand).await.status, 404);
    });
}
