// SPDX-License-Identifier: EUPL-1.2
//! One asset at a time.

use waarmaker_assets::find;

use super::*;
use crate::engines::on_both_engines;

#[test]
fn an_asset_is_made_replaced_and_removed() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let items = format!("{ROOT}/collections/kast/items");
        let body = feature(&json!({"identificatie": "K1", "omschrijving": "Dreef", "merk": "A"}), &at(5.1, 52.1));
        let answer = client.post(&items, &body).await;
        let made = answer.expect(201);
        let url = answer.header("location").to_owned();
        assert_eq!(client.get(&url).await.expect(200), made);
        assert_eq!(client.post(&items, &body).await.problems_of(), ["identificatie/unique"]);
        let mut changed = made.clone();
        changed["properties"]["merk"] = json!("B");
        let changed = client.put(&url, &changed).await.expect(200);
        assert_eq!((&changed["properties"]["merk"], &changed["properties"]["versie"]), (&json!("B"), &json!(2)));
        assert_eq!(client.put(&url, &changed).await.expect(200)["properties"]["versie"], 2, "nothing differs");
        let lamp = feature(&json!({"identificatie": "1", "ouder": url}), &at(5.1, 52.1));
        let lamp = client.post(&format!("{ROOT}/collections/lichtmast/items"), &lamp).await;
        assert_eq!(lamp.expect(201)["properties"]["ouderIdentificatie"], "K1");
        assert_eq!(client.delete(&url).await.status, 409, "a lamp hangs on it");
        client.delete(lamp.header("location")).await.expect(204);
        client.delete(&url).await.expect(204);
        client.delete(&url).await.expect(404);
        client.get(&url).await.expect(404);
    });
}

#[test]
fn what_is_wrong_with_an_asset_is_told() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let items = format!("{ROOT}/collections/kast/items");
        let nothing = client
            .post(&items, &json!({"type": "Feature", "properties": {"identificatie": "1"}, "geometry": null}))
            .await;
        assert_eq!(nothing.problems_of(), ["geometry/invalid"]);
        let blank = client.post(&items, &feature(&json!({}), &at(5.1, 52.1))).await;
        assert_eq!(blank.problems_of(), ["identificatie/blank"]);
        let far = client.post(&items, &feature(&json!({"identificatie": "1"}), &at(500.0, 52.1))).await;
        assert_eq!(far.problems_of(), ["geometry/invalid"]);
        let gone = "00000000-0000-4000-8000-000000000000";
        let orphan = client.post(&items, &feature(&json!({"identificatie": "1", "ouder": gone}), &at(5.1, 52.1))).await;
        assert_eq!(orphan.problems_of(), ["ouder/does_not_exist"]);
        assert_eq!(client.post(&format!("{ROOT}/collections/Kast%20A/items"), &json!({})).await.status, 404);
        assert_eq!(client.put(&format!("{ROOT}/collections"), &json!({})).await.status, 405);
        assert_eq!(client.send(axum::http::Method::POST, &items, &[], Some(b"{".to_vec())).await.refusal().0, 400);
    });
}

#[test]
fn an_asset_cannot_hang_on_what_hangs_on_it() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let items = format!("{ROOT}/collections/kast/items");
        let one = client.post(&items, &feature(&json!({"identificatie": "1"}), &at(5.1, 52.1))).await;
        let one = one.header("location").to_owned();
        let two = client.post(&items, &feature(&json!({"identificatie": "2", "ouder": one}), &at(5.1, 52.1))).await;
        let two = two.header("location").to_owned();
        for parent in [&one, &two] {
            let body = feature(&json!({"identificatie": "1", "ouder": parent}), &at(5.1, 52.1));
            assert_eq!(client.put(&one, &body).await.problems_of(), ["ouder/invalid"]);
        }
        let renamed = feature(&json!({"identificatie": "X"}), &at(5.1, 52.1));
        assert_eq!(client.put(&one, &renamed).await.problems_of(), ["identificatie/wijzigen-niet-toegelaten"]);
        assert!(with(app, |cx| Ok(find(cx.tx, "kast", "1")?)).await.unwrap().unwrap().ouder.is_none());
    });
}

trait Refused {
    /// The wrong members, as `name/code`.
    fn problems_of(&self) -> Vec<String>;
}

impl Refused for waarmaker_testkit::Answer {
    fn problems_of(&self) -> Vec<String> {
        let body = self.expect(400);
        assert!(body["description"].is_string());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = body["invalidParams"].as_array().cloned().unwrap_or_default();
        list.iter().map(|one| format!("{}/{}", text(&one["name"]), text(&one["code"]))).collect()
    }
}
