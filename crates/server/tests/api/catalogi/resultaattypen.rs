// SPDX-License-Identifier: EUPL-1.2
//! `/resultaattypen`.

use serde_json::{Value, json};
use waarmaker_api::Choices;
use waarmaker_testkit::{App, Client, catalogi as build};

use super::{ROOT, Selectielijst, selectielijst, writer};
use crate::{
    engines::{on_both_engines, on_both_engines_with},
    referentielijsten::import_builtin,
    zaken::elders::Elders,
};

/// A zaaktype of the procestype of an entry of the selectielijst with this procestermijn, and a body for it.
async fn zaaktype(app: &App, client: &Client<'_>, domein: &str, procestermijn: &str) -> (Selectielijst, Value) {
    let lijst = selectielijst(app, procestermijn).await;
    let catalogus = build::catalogus(client, domein).await;
    let mut body = build::zaaktype(&catalogus, "ZT");
    body["selectielijstProcestype"] = json!(lijst.procestype);
    let zaaktype = build::create(client, "zaaktypen", &body).await;
    let body = build::resultaattype(&zaaktype, &lijst.klasse, &lijst.resultaattypeomschrijving);
    (lijst, body)
}

const PATH: &str = "/catalogi/api/v1/resultaattypen";

/// ztc-002: what is not given is taken from the selectielijst.
#[test]
fn a_resultaattype_is_completed_from_the_selectielijst() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = writer(app).await;
        let (lijst, mut body) = zaaktype(app, &client, "TEST", "vast_te_leggen_datum").await;
        body["brondatumArchiefprocedure"] = json!({"afleidingswijze": "hoofdzaak"});
        let made = client.post(PATH, &body).await.expect(201);
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        let wanted = [
            "url",
            "zaaktype",
            "zaaktypeIdentificatie",
            "omschrijving",
            "resultaattypeomschrijving",
            "omschrijvingGeneriek",
            "selectielijstklasse",
            "toelichting",
            "archiefnominatie",
            "archiefactietermijn",
            "brondatumArchiefprocedure",
            "procesobjectaard",
            "catalogus",
            "beginGeldigheid",
            "eindeGeldigheid",
            "beginObject",
            "eindeObject",
            "indicatieSpecifiek",
            "procestermijn",
            "besluittypen",
            "besluittypeOmschrijving",
            "informatieobjecttypen",
            "informatieobjecttypeOmschrijving",
        ];
        assert_eq!(members, wanted);
        assert_eq!(made["archiefnominatie"], lijst.entry["waardering"]);
        assert_eq!(made["archiefactietermijn"], lijst.entry["bewaartermijn"], "the duration as it is written there");
        let omschrijving = app.anonymous().get(&lijst.resultaattypeomschrijving).await.expect(200);
        assert_eq!(made["omschrijvingGeneriek"], omschrijving["omschrijving"]);
        let brondatum = json!({
            "afleidingswijze": "hoofdzaak", "datumkenmerk": "", "einddatumBekend": false, "objecttype": "", "registratie": "",
            "procestermijn": null,
        });
        assert_eq!(made["brondatumArchiefprocedure"], brondatum);
        body["archiefnominatie"] = json!("blijvend_bewaren");
        body["archiefactietermijn"] = json!("P12Y6M");
        let made = client.post(PATH, &body).await.expect(201);
        assert_eq!(
            (&made["archiefnominatie"], &made["archiefactietermijn"]),
            (&json!("blijvend_bewaren"), &json!("P12Y6M"))
        );
    });
}

/// ztc-002: both references lead to the selectielijst.
#[test]
fn references_outside_the_selectielijst_are_refused() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = writer(app).await;
        let (lijst, body) = zaaktype(app, &client, "TEST", "nihil").await;
        let made = build::create(&client, "resultaattypen", &body).await;
        for (member, wrong) in [
            ("resultaattypeomschrijving", lijst.klasse.as_str()),
            ("resultaattypeomschrijving", "https://nergens.example.nl/1"),
            ("selectielijstklasse", lijst.resultaattypeomschrijving.as_str()),
            (
                "selectielijstklasse",
                "http://testserver/referentielijsten/api/v1/resultaten/7a3b9a4e-63e5-4b0f-9d3c-9a0e2a9f5a11",
            ),
        ] {
            let mut body = body.clone();
            body[member] = json!(wrong);
            let refused = [format!("{member}/invalid-resource")];
            assert_eq!(client.post(PATH, &body).await.problems(), refused, "{wrong}");
            assert_eq!(client.patch(&made, &json!({member: wrong})).await.problems(), refused, "{wrong}");
        }
    });
}

/// ztc-002: the entry of the selectielijst belongs to the procestype of the zaaktype.
#[test]
fn the_procestype_is_that_of_the_zaaktype() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = writer(app).await;
        let (lijst, mut body) = zaaktype(app, &client, "TEST", "nihil").await;
        let mut page = format!("{}/referentielijsten/api/v1/resultaten", "http://testserver");
        let other = loop {
            let found = app.anonymous().get(&page).await.expect(200);
            let all = found["results"].as_array().cloned().unwrap();
            let fits = |one: &&Value| one["procesType"] != json!(lijst.procestype) && one["procestermijn"] == "nihil";
            if let Some(other) = all.iter().find(fits) {
                break other.clone();
            }
            found["next"].as_str().unwrap().clone_into(&mut page);
        };
        body["selectielijstklasse"] = other["url"].clone();
        assert_eq!(client.post(PATH, &body).await.problems(), ["nonFieldErrors/procestype-mismatch"]);
    });
}

/// ztc-003: the procestermijn of the selectielijst goes with the afleidingswijze.
#[test]
fn the_afleidingswijze_fits_the_procestermijn() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = writer(app).await;
        let refused = ["nonFieldErrors/invalid-afleidingswijze-for-procestermijn"];
        let (_, mut body) = zaaktype(app, &client, "EEN", "nihil").await;
        body["brondatumArchiefprocedure"] = json!({"afleidingswijze": "hoofdzaak"});
        assert_eq!(client.post(PATH, &body).await.problems(), refused);
        body["brondatumArchiefprocedure"] = json!({"afleidingswijze": "afgehandeld"});
        let made = build::create(&client, "resultaattypen", &body).await;
        let wrong = json!({"brondatumArchiefprocedure": {"afleidingswijze": "termijn", "procestermijn": "P5Y"}});
        assert_eq!(client.patch(&made, &wrong).await.problems(), refused);
        let (_, mut body) = zaaktype(app, &client, "TWEE", "ingeschatte_bestaansduur_procesobject").await;
        assert_eq!(client.post(PATH, &body).await.problems(), refused);
        body["brondatumArchiefprocedure"] = json!({"afleidingswijze": "termijn", "procestermijn": "P5Y"});
        client.post(PATH, &body).await.expect(201);
        let (_, mut body) = zaaktype(app, &client, "DRIE", "vast_te_leggen_datum").await;
        for afleidingswijze in
            ["afgehandeld", "hoofdzaak", "gerelateerde_zaak", "ingangsdatum_besluit", "vervaldatum_besluit"]
        {
            body["brondatumArchiefprocedure"] = json!({"afleidingswijze": afleidingswijze});
            client.post(PATH, &body).await.expect(201);
        }
    });
}

/// The members of the matrix of ztc-004 to ztc-008 with a value that fills them.
fn members() -> [(&'static str, Value); 5] {
    [
        ("datumkenmerk", json!("einddatum")),
        ("einddatumBekend", json!(true)),
        ("objecttype", json!("pand")),
        ("registratie", json!("BAG")),
        ("procestermijn", json!("P5Y")),
    ]
}

/// Per afleidingswijze what each member must be: required, empty or free.
const MATRIX: [(&str, &str); 9] = [
    ("afgehandeld", "eeeee"),
    ("ander_datumkenmerk", "rfrre"),
    ("eigenschap", "rfeee"),
    ("gerelateerde_zaak", "efeee"),
    ("hoofdzaak", "efeee"),
    ("ingangsdatum_besluit", "efeee"),
    ("termijn", "eeeer"),
    ("vervaldatum_besluit", "efeee"),
    ("zaakobject", "rfree"),
];

/// ztc-004 (datumkenmerk), ztc-005 (einddatumBekend), ztc-006 (objecttype), ztc-007 (registratie), ztc-008 (procestermijn).
#[test]
fn the_brondatum_has_what_its_afleidingswijze_demands() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = writer(app).await;
        let (_, mut body) = zaaktype(app, &client, "TEST", "vast_te_leggen_datum").await;
        for (afleidingswijze, demands) in MATRIX {
            let mut right = json!({"afleidingswijze": afleidingswijze});
            for ((member, value), demand) in members().into_iter().zip(demands.chars()) {
                if demand == 'r' {
                    right[member] = value;
                }
            }
            body["brondatumArchiefprocedure"] = right.clone();
            client.post(PATH, &body).await.expect(201);
            for ((member, value), demand) in members().into_iter().zip(demands.chars()) {
                let mut brondatum = right.clone();
                brondatum[member] = if demand == 'r' { json!(null) } else { value };
                body["brondatumArchiefprocedure"] = brondatum;
                let answer = client.post(PATH, &body).await;
                let code = if demand == 'r' { "required" } else { "must-be-empty" };
                if demand == 'f' {
                    answer.expect(201);
                } else {
                    assert_eq!(
                        answer.problems(),
                        [format!("brondatumArchiefprocedure.{member}/{code}")],
                        "{afleidingswijze}"
                    );
                }
            }
        }
    });
}

/// ztc-004 to ztc-008 come first: a client that reads one problem sees the member.
#[test]
fn a_wrong_brondatum_comes_before_other_problems() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = writer(app).await;
        let (_, mut body) = zaaktype(app, &client, "TEST", "nihil").await;
        body["brondatumArchiefprocedure"] = json!({"afleidingswijze": "ander_datumkenmerk"});
        body["resultaattypeomschrijving"] = json!("https://nergens.example.nl/1");
        let wanted = [
            "brondatumArchiefprocedure.datumkenmerk/required",
            "brondatumArchiefprocedure.objecttype/required",
            "brondatumArchiefprocedure.registratie/required",
            "resultaattypeomschrijving/invalid-resource",
        ];
        assert_eq!(client.post(PATH, &body).await.problems(), wanted);
        body["brondatumArchiefprocedure"] = json!(null);
        body["resultaattypeomschrijving"] = json!("geen url");
        assert_eq!(
            client.post(&format!("{ROOT}/resultaattypen"), &body).await.problems(),
            ["resultaattypeomschrijving/invalid"]
        );
    });
}

/// ztc-001, ztc-002 and ztc-003 with a selectielijst on another server.
#[test]
fn the_selectielijst_may_be_elsewhere() {
    let elders = Elders::start();
    on_both_engines_with(&Choices::default(), &elders.settings(), &async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        for wrong in ["/tekst", "/lijst", "/nergens", "/resultaat"] {
            body["selectielijstProcestype"] = json!(elders.url(wrong));
            let refused = client.post(&format!("{ROOT}/zaaktypen"), &body).await;
            assert_eq!(refused.problems(), ["selectielijstProcestype/invalid-resource"], "{wrong}");
        }
        body["selectielijstProcestype"] = json!(elders.url("/procestype"));
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let mut body = build::resultaattype(&zaaktype, &elders.url("/resultaat"), &elders.url("/omschrijving"));
        let made = client.post(PATH, &body).await.expect(201);
        assert_eq!(made["omschrijvingGeneriek"], "Ingesteld");
        assert_eq!((&made["archiefnominatie"], &made["archiefactietermijn"]), (&json!("vernietigen"), &json!("P7Y")));
        let url = made["url"].as_str().unwrap();
        let changed = client.patch(url, &json!({"toelichting": "Uitleg"})).await.expect(200);
        assert_eq!(changed["omschrijvingGeneriek"], "Ingesteld", "what is not sent again is not asked again");
        body["brondatumArchiefprocedure"] = json!({"afleidingswijze": "hoofdzaak"});
        let refused = client.post(PATH, &body).await;
        assert_eq!(refused.problems(), ["nonFieldErrors/invalid-afleidingswijze-for-procestermijn"]);
    });
}
