// SPDX-License-Identifier: EUPL-1.2
//! What holds for everything that belongs to a zaak.

use serde_json::{Value, json};

use super::kader::{Kader, at, url_of};
use crate::engines::on_both_engines;

/// Something of every kind that belongs to a zaak, with the path where it is made. The number makes it differ from others.
fn samples(kader: &Kader<'_>, zaak: &str, number: u32) -> Vec<(String, Value)> {
    let elsewhere = format!("https://elders.example.nl/{number}");
    let medewerker = json!({"zaak": zaak, "roltype": kader.types.behandelaar, "roltoelichting": "t", "betrokkeneType": "medewerker",
        "betrokkeneIdentificatie": {"identificatie": "jvries"}});
    vec![
        ("rollen".to_owned(), medewerker),
        ("zaakobjecten".to_owned(), json!({"zaak": zaak, "objectType": "pand", "object": elsewhere})),
        ("klantcontacten".to_owned(), json!({"zaak": zaak, "datumtijd": "2026-01-01T12:00:00Z"})),
        ("zaakcontactmomenten".to_owned(), json!({"zaak": zaak, "contactmoment": elsewhere})),
        ("zaakverzoeken".to_owned(), json!({"zaak": zaak, "verzoek": elsewhere})),
        ("zaaknotities".to_owned(), json!({"gerelateerdAan": zaak, "onderwerp": "o", "tekst": "t"})),
        (format!("{zaak}/zaakeigenschappen"), json!({"zaak": zaak, "eigenschap": kader.types.kleur, "waarde": "rood"})),
        (format!("{zaak}/besluiten"), json!({"besluit": elsewhere})),
    ]
}

/// zrc-007
#[test]
fn what_belongs_to_a_closed_zaak_changes_by_force_only() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let mut made = Vec::new();
        for (path, body) in samples(&kader, &zaak, 1) {
            made.push((path.clone(), url_of(&kader.made(&path, &body).await)));
        }
        kader.close(&zaak).await;
        let clerk =
            kader.client("klerk", &["zaken.lezen", "zaken.aanmaken", "zaken.bijwerken", "zaken.verwijderen"]).await;
        let chief = kader.client("chef", &["zaken.lezen", "zaken.bijwerken", "zaken.geforceerd-bijwerken"]).await;
        let denied = (403, "permission_denied".to_owned());
        for (path, body) in samples(&kader, &zaak, 2) {
            assert_eq!(clerk.post(&at(&path), &body).await.refusal(), denied, "{path}");
            chief.post(&at(&path), &body).await.expect(201);
            // What is wrong with the body comes first.
            assert_eq!(
                clerk.post(&at(&path), &json!({"zaak": zaak, "gerelateerdAan": zaak})).await.status,
                400,
                "{path}"
            );
        }
        for (path, url) in made {
            assert_eq!(clerk.get(&url).await.status, 200, "{path}");
            if path == "klantcontacten" {
                continue;
            }
            assert_eq!(clerk.delete(&url).await.refusal(), denied, "{path}");
            chief.delete(&url).await.expect(204);
        }
    });
}

#[test]
fn what_belongs_to_a_zaak_goes_with_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let mut gone = Vec::new();
        for (path, body) in samples(&kader, &zaak, 1) {
            gone.push(url_of(&kader.made(&path, &body).await));
        }
        let rol = &gone[0];
        let status = json!({"zaak": zaak, "statustype": kader.types.begin, "datumStatusGezet": "2026-01-02T10:00:00Z", "gezetdoor": rol});
        kader.made("statussen", &status).await;
        for (path, body) in samples(&kader, &other, 1) {
            kader.made(&path, &body).await;
        }
        kader.admin.delete(&zaak).await.expect(204);
        for url in gone {
            assert_eq!(kader.admin.get(&url).await.status, 404, "{url}");
        }
        for path in ["rollen", "zaakobjecten", "klantcontacten", "zaaknotities"] {
            assert_eq!(kader.admin.get(&at(path)).await.expect(200)["count"], 1, "{path}");
        }
    });
}

#[test]
fn the_zaak_must_be_one_of_ours() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        for (path, mut body) in samples(&kader, &zaak, 1).into_iter().take(6) {
            let member = if path == "zaaknotities" { "gerelateerdAan" } else { "zaak" };
            for (url, code) in [
                ("https://elders.example.nl/zaken/1", "no_match"),
                (&kader.types.zaaktype, "incorrect_match"),
                ("http://testserver/zaken/api/v1/zaken/00000000-0000-4000-8000-000000000000", "does_not_exist"),
            ] {
                body[member] = json!(url);
                assert_eq!(
                    kader.admin.post(&at(&path), &body).await.problems(),
                    [format!("{member}/{code}")],
                    "{path}"
                );
            }
        }
        let nowhere = "zaken/00000000-0000-4000-8000-000000000000/besluiten";
        let answer = kader.admin.post(&at(nowhere), &json!({"besluit": "https://elders.example.nl/1"})).await;
        assert_eq!(answer.problems(), ["zaak/does_not_exist"]);
        assert_eq!(kader.admin.get(&at(nowhere)).await.status, 404);
    });
}

#[test]
fn changes_are_notified_as_the_standard_lists_them() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let before = kader.notified().len();
        for (path, body) in samples(&kader, &zaak, 1) {
            let made = url_of(&kader.made(&path, &body).await);
            if path == "zaakobjecten" || path.ends_with("zaakeigenschappen") {
                kader.admin.put(&made, &body).await.expect(200);
                kader.admin.patch(&made, &body).await.expect(200);
            }
            if path != "klantcontacten" {
                kader.admin.delete(&made).await.expect(204);
            }
        }
        let expected = [
            "rol/create",
            "rol/destroy",
            "zaakobject/create",
            "zaakobject/update",
            "zaakobject/partial_update",
            "zaakobject/destroy",
            "klantcontact/create",
            "zaakcontactmoment/create",
            "zaakverzoek/create",
            "zaakeigenschap/create",
            "zaakeigenschap/update",
            "zaakeigenschap/partial_update",
            "zaakeigenschap/destroy",
            "zaakbesluit/create",
        ];
        assert_eq!(kader.notified()[before..], expected);
    });
}

#[test]
fn the_audit_trail_of_the_zaak_tells_of_all_that_belongs_to_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let mut names = vec!["zaak".to_owned()];
        for (path, body) in samples(&kader, &zaak, 1) {
            kader.made(&path, &body).await;
        }
        names.extend(
            [
                "rol",
                "zaakobject",
                "klantcontact",
                "zaakcontactmoment",
                "zaakverzoek",
                "zaaknotitie",
                "zaakeigenschap",
                "zaakbesluit",
            ]
            .map(str::to_owned),
        );
        let trail = kader.admin.get(&format!("{zaak}/audittrail")).await.expect(200);
        let told: Vec<&str> =
            trail.as_array().unwrap().iter().filter_map(|record| record["resource"].as_str()).collect();
        assert_eq!(told, names);
    });
}
