// SPDX-License-Identifier: EUPL-1.2
//! Values of eigenschappen, below their zaak.

use serde_json::{Value, json};

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

#[test]
fn a_value_takes_its_name_from_the_eigenschap_and_shows_up_in_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "eigenschap": kader.types.kleur, "waarde": "rood", "naam": "anders"});
        let answer = kader.admin.post(&format!("{zaak}/zaakeigenschappen"), &body).await;
        let made = answer.expect(201);
        assert_eq!(answer.header("x-warning"), "");
        assert_eq!(answer.header("location"), url_of(&made));
        assert!(url_of(&made).starts_with(&format!("{zaak}/zaakeigenschappen/")));
        assert_eq!((&made["naam"], &made["zaak"], &made["waarde"]), (&json!("kleur"), &json!(zaak), &json!("rood")));
        assert_eq!(kader.admin.get(&zaak).await.expect(200)["eigenschappen"], json!([url_of(&made)]));
        let list = kader.admin.get(&format!("{zaak}/zaakeigenschappen")).await.expect(200);
        assert_eq!(list, json!([made]));
        let expanded =
            kader.admin.get(&format!("{}?expand=eigenschap,zaak.eigenschappen", url_of(&made))).await.expect(200);
        assert_eq!(expanded["_expand"]["eigenschap"]["naam"], "kleur");
        assert_eq!(expanded["_expand"]["zaak"]["_expand"]["eigenschappen"][0]["waarde"], "rood");
        assert!(!kader.admin.head(&url_of(&made)).await.header("etag").is_empty());
    });
}

#[test]
fn values_live_under_their_own_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        // The path says which zaak, whatever the body says.
        let body = json!({"zaak": other, "eigenschap": kader.types.kleur, "waarde": "rood"});
        let made = kader.made(&format!("{zaak}/zaakeigenschappen"), &body).await;
        assert_eq!(made["zaak"], zaak.as_str());
        assert_eq!(kader.admin.get(&format!("{other}/zaakeigenschappen")).await.expect(200), json!([]));
        let elsewhere = url_of(&made).replace(&zaak, &other);
        assert_eq!(kader.admin.get(&elsewhere).await.status, 404);
        assert_eq!(kader.admin.delete(&elsewhere).await.status, 404);
        kader.admin.delete(&url_of(&made)).await.expect(204);
        assert_eq!(kader.admin.get(&zaak).await.expect(200)["eigenschappen"], json!([]));
    });
}

/// zrc-018
#[test]
fn an_eigenschap_of_another_zaaktype_is_refused() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let path = format!("{zaak}/zaakeigenschappen");
        let body = json!({"zaak": zaak, "eigenschap": kader.other.kleur, "waarde": "rood"});
        assert_eq!(kader.admin.post(&path, &body).await.problems(), ["nonFieldErrors/zaaktype-mismatch"]);
        let body = json!({"zaak": zaak, "eigenschap": kader.types.zaaktype, "waarde": "rood"});
        assert_eq!(kader.admin.post(&path, &body).await.problems(), ["eigenschap/invalid-resource"]);
    });
}

#[test]
fn only_the_value_changes() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "eigenschap": kader.types.kleur, "waarde": "rood"});
        let url = url_of(&kader.made(&format!("{zaak}/zaakeigenschappen"), &body).await);
        let moved = json!({"zaak": zaak, "eigenschap": kader.types.getal, "waarde": "1"});
        assert_eq!(kader.admin.put(&url, &moved).await.problems(), ["eigenschap/wijzigen-niet-toegelaten"]);
        assert_eq!(kader.admin.patch(&url, &json!({"waarde": "groen"})).await.expect(200)["waarde"], "groen");
        let whole = json!({"eigenschap": kader.types.kleur, "waarde": "rood"});
        assert_eq!(kader.admin.put(&url, &whole).await.expect(200)["naam"], "kleur");
    });
}

#[test]
fn a_value_that_does_not_fit_is_stored_with_a_warning() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let post = async |eigenschap: &str, waarde: &str| {
            let body = json!({"zaak": zaak, "eigenschap": eigenschap, "waarde": waarde});
            kader.admin.post(&format!("{zaak}/zaakeigenschappen"), &body).await
        };
        for (eigenschap, waarde) in
            [(&kader.types.kleur, "paars met stippen"), (&kader.types.kleur, "geel"), (&kader.types.getal, "geel")]
        {
            let answer = post(eigenschap, waarde).await;
            assert_eq!(answer.expect(201)["waarde"], waarde);
            let warning = answer.header("x-warning");
            assert!(
                warning.starts_with("De waarde voldoet niet aan de specificatie") && !warning.contains(waarde),
                "{warning}"
            );
        }
        let right = post(&kader.types.getal, "12").await;
        assert_eq!(right.header("x-warning"), "");
        let changed = kader.admin.patch(&url_of(&right.expect(201)), &json!({"waarde": "123"})).await;
        assert_eq!(changed.expect(200)["waarde"], "123");
        assert!(!changed.header("x-warning").is_empty());
        assert_ne!(changed.json(), Value::Null);
    });
}
