// SPDX-License-Identifier: EUPL-1.2
//! Zaken with besluiten: what clients may do with the relation, and archiving by the dates of besluiten.

use serde_json::{Value, json};

use super::{
    kader::{Kader, url_of},
    stukken::{BESLUITEN, NOBODY},
};
use crate::engines::on_both_engines;

/// The archiefactiedatum of a zaak.
async fn date(kader: &Kader<'_>, zaak: &str) -> Value {
    kader.now(zaak).await["archiefactiedatum"].clone()
}

/// brc-006
#[test]
fn a_besluit_of_this_house_is_related_by_itself_alone() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let loose = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let besluit = url_of(&kader.besluit(&besluittype, &json!({"zaak": zaak})).await);
        let post = async |zaak: &str, besluit: &str| {
            kader.admin.post(&format!("{zaak}/besluiten"), &json!({"besluit": besluit})).await.problems()
        };
        assert_eq!(
            post(&zaak, &format!("{BESLUITEN}/besluiten/{NOBODY}").replacen('/', "http://testserver/", 1)).await,
            ["besluit/bad-url"]
        );
        assert_eq!(post(&zaak, &other).await, ["besluit/invalid-resource"]);
        assert_eq!(post(&zaak, &loose).await, ["nonFieldErrors/inconsistent-relation"]);
        assert_eq!(post(&other, &besluit).await, ["nonFieldErrors/inconsistent-relation"]);
        assert_eq!(post(&zaak, &besluit).await, ["nonFieldErrors/unique"]);
        let relation = url_of(&kader.admin.get(&format!("{zaak}/besluiten")).await.expect(200)[0]);
        assert_eq!(kader.admin.delete(&relation).await.problems(), ["nonFieldErrors/remote-relation-exists"]);
        assert_eq!(kader.besluiten_of(&zaak).await, [besluit]);
    });
}

/// brc-006
#[test]
fn a_besluit_that_the_caller_may_not_read_does_not_exist_for_the_caller() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        let besluit = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let clerk = kader.client("klerk", &["zaken.lezen", "zaken.bijwerken"]).await;
        let absent = besluit.replace(besluit.rsplit('/').next().unwrap(), NOBODY);
        for url in [&besluit, &absent] {
            let refused = clerk.post(&format!("{zaak}/besluiten"), &json!({"besluit": url})).await.problems();
            assert_eq!(refused, ["besluit/bad-url"]);
        }
    });
}

#[test]
fn a_besluit_of_another_register_is_related_by_whoever_may_change_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let clerk = kader.client("klerk", &["zaken.lezen", "zaken.bijwerken"]).await;
        let path = format!("{zaak}/besluiten");
        let besluit = json!({"besluit": "https://elders.example.nl/besluiten/1"});
        let relation = url_of(&clerk.post(&path, &besluit).await.expect(201));
        assert_eq!(clerk.post(&path, &besluit).await.problems(), ["nonFieldErrors/unique"]);
        assert_eq!(kader.besluiten_of(&zaak).await, ["https://elders.example.nl/besluiten/1"]);
        clerk.delete(&relation).await.expect(204);
        assert!(kader.besluiten_of(&zaak).await.is_empty());
    });
}

#[test]
fn besluiten_are_shown_in_place_to_whoever_may_read_them() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        let besluit = kader.besluit(&besluittype, &json!({"zaak": zaak})).await;
        let path = format!("{zaak}/besluiten?expand=besluit.besluittype");
        let shown = kader.admin.get(&path).await.expect(200);
        assert_eq!(shown[0]["_expand"]["besluit"]["identificatie"], besluit["identificatie"]);
        let inner = &shown[0]["_expand"]["besluit"]["_expand"]["besluittype"]["omschrijving"];
        assert_eq!(inner, "Besluit bij Aanvraag");
        let reader = kader.client("lezer", &["zaken.lezen"]).await;
        let shown = reader.get(&path).await.expect(200);
        assert_eq!((&shown[0]["besluit"], &shown[0]["_expand"]["besluit"]), (&besluit["url"], &json!({})));
    });
}

/// zrc-021
#[test]
fn ingangsdatum_besluit_counts_from_the_last_ingangsdatum() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "ingangsdatum_besluit"}));
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        for day in ["2018-11-11", "2017-01-01"] {
            kader.besluit(&besluittype, &json!({"zaak": zaak, "ingangsdatum": day})).await;
        }
        kader.close(&zaak).await;
        let closed = kader.now(&zaak).await;
        assert_eq!(closed["archiefactiedatum"], "2028-11-11");
        // zrc-026
        assert_eq!(closed["startdatumBewaartermijn"], "2018-11-11");
        let without = kader.zaak().await;
        kader.close(&without).await;
        assert_eq!(date(&kader, &without).await, Value::Null);
    });
}

/// zrc-021
#[test]
fn vervaldatum_besluit_counts_from_the_last_vervaldatum_that_there_is() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "vervaldatum_besluit"}));
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        kader.besluit(&besluittype, &json!({"zaak": zaak})).await;
        kader.close(&zaak).await;
        assert_eq!(date(&kader, &zaak).await, Value::Null);
        kader.besluit(&besluittype, &json!({"zaak": zaak, "vervaldatum": "2025-09-16"})).await;
        assert_eq!(date(&kader, &zaak).await, "2035-09-16");
    });
}

/// zrc-021
#[test]
fn the_archiving_of_a_closed_zaak_follows_its_besluiten() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "ingangsdatum_besluit"}));
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        assert_eq!(date(&kader, &zaak).await, Value::Null);
        let first = url_of(&kader.besluit(&besluittype, &json!({"zaak": zaak, "ingangsdatum": "2020-01-01"})).await);
        assert_eq!(date(&kader, &zaak).await, "2030-01-01");
        let second = url_of(&kader.besluit(&besluittype, &json!({"zaak": zaak, "ingangsdatum": "2021-01-01"})).await);
        assert_eq!(date(&kader, &zaak).await, "2031-01-01");
        kader.admin.patch(&first, &json!({"ingangsdatum": "2022-02-02"})).await.expect(200);
        assert_eq!(date(&kader, &zaak).await, "2032-02-02");
        kader.admin.delete(&first).await.expect(204);
        assert_eq!(date(&kader, &zaak).await, "2031-01-01");
        // What somebody chose is kept.
        kader.admin.patch(&zaak, &json!({"archiefactiedatum": "2050-05-05"})).await.expect(200);
        kader.admin.delete(&second).await.expect(204);
        assert_eq!(date(&kader, &zaak).await, "2050-05-05");
    });
}

/// zrc-023
#[test]
fn the_besluiten_of_a_deleted_zaak_stay_without_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        let deelzaak = url_of(&kader.zaak_with(&json!({"hoofdzaak": zaak})).await);
        let mut besluiten = Vec::new();
        for one in [&zaak, &zaak, &deelzaak] {
            let besluit = url_of(&kader.besluit(&besluittype, &json!({"zaak": one})).await);
            kader.recorded(&besluit, &kader.brief().await).await;
            besluiten.push(besluit);
        }
        kader.close(&zaak).await;
        let clerk = kader.client("klerk", &["zaken.verwijderen"]).await;
        clerk.delete(&zaak).await.expect(204);
        for besluit in &besluiten {
            assert_eq!(kader.now(besluit).await["zaak"], "");
            let trail = kader.admin.get(&format!("{besluit}/audittrail")).await.expect(200);
            let last = trail.as_array().unwrap().last().unwrap();
            assert_eq!((&last["actie"], &last["applicatieWeergave"]), (&json!("partial_update"), &json!("Zaken API")));
            let relations =
                kader.admin.get(&format!("{BESLUITEN}/besluitinformatieobjecten?besluit={besluit}")).await.expect(200);
            assert_eq!(relations.as_array().unwrap().len(), 1);
        }
        let by_zaak = kader.admin.get(&format!("{BESLUITEN}/besluiten?zaak={zaak}")).await.expect(200);
        assert_eq!(by_zaak["count"], 0);
        kader.admin.delete(&besluiten[0]).await.expect(204);
    });
}
