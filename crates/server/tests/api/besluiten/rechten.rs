// SPDX-License-Identifier: EUPL-1.2
//! Who may do what with besluiten: it depends on the besluittype alone.

use serde_json::json;

use crate::{
    engines::on_both_engines,
    zaken::{
        kader::{Kader, url_of},
        stukken::{BESLUITEN, besluit, brc, drc},
    },
};

const PATH: &str = "/besluiten/api/v1/besluiten";

fn denied() -> (u16, String) {
    (403, "permission_denied".to_owned())
}

#[test]
fn besluiten_of_another_type_are_neither_seen_nor_touched() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let other = kader.besluittype_named("Ander besluit").await;
        let seen = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let hidden = url_of(&kader.besluit(&other, &json!({})).await);
        let relations = [
            url_of(&kader.recorded(&seen, &kader.brief().await).await),
            url_of(&kader.recorded(&hidden, &kader.brief().await).await),
        ];
        let all = ["besluiten.lezen", "besluiten.aanmaken", "besluiten.bijwerken", "besluiten.verwijderen"];
        let mut rights = vec![brc(&besluittype, &all), drc(&kader.types.informatieobjecttype, &["documenten.lezen"])];
        rights.push(json!({"component": "brc", "scopes": ["audittrails.lezen"], "besluittype": besluittype}));
        let clerk = kader.client_with("klerk", &json!(rights)).await;
        let list = clerk.get(PATH).await.expect(200);
        assert_eq!((&list["count"], &list["results"][0]["url"]), (&json!(1), &json!(seen)));
        let list = clerk.get(&format!("{BESLUITEN}/besluitinformatieobjecten")).await.expect(200);
        assert_eq!((list.as_array().unwrap().len(), &list[0]["url"]), (1, &json!(relations[0])));
        assert_eq!(clerk.get(&format!("{PATH}?besluittype={other}")).await.expect(200)["count"], 0);
        for url in [&hidden, &relations[1], &format!("{hidden}/audittrail")] {
            assert_eq!(clerk.get(url).await.refusal(), denied(), "{url}");
        }
        for url in [&hidden, &relations[1]] {
            assert_eq!(clerk.head(url).await.status, 403, "{url}");
            assert_eq!(clerk.delete(url).await.refusal(), denied(), "{url}");
        }
        assert_eq!(clerk.patch(&hidden, &json!({"toelichting": "t"})).await.refusal(), denied());
        assert_eq!(clerk.post(PATH, &besluit(&other, &json!({}))).await.refusal(), denied());
        let recorded = json!({"besluit": hidden, "informatieobject": kader.brief().await});
        let path = format!("{BESLUITEN}/besluitinformatieobjecten");
        assert_eq!(clerk.post(&path, &recorded).await.refusal(), denied());
        clerk.get(&format!("{seen}/audittrail")).await.expect(200);
        clerk.post(PATH, &besluit(&besluittype, &json!({}))).await.expect(201);
        clerk.patch(&seen, &json!({"toelichting": "t"})).await.expect(200);
        clerk.delete(&relations[0]).await.expect(204);
        clerk.delete(&seen).await.expect(204);
        assert_eq!(clerk.get(PATH).await.expect(200)["count"], 1);
    });
}

#[test]
fn every_operation_takes_its_own_scope() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let made = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let document = kader.brief().await;
        let bio = url_of(&kader.recorded(&made, &document).await);
        let body = besluit(&besluittype, &json!({}));
        let relation = json!({"besluit": made, "informatieobject": kader.brief().await});
        for (i, scope) in ["lezen", "aanmaken", "bijwerken", "verwijderen"].into_iter().enumerate() {
            let rights = json!([
                brc(&besluittype, &[&format!("besluiten.{scope}")]),
                drc(&kader.types.informatieobjecttype, &["documenten.lezen"])
            ]);
            let client = kader.client_with(&format!("client{i}"), &rights).await;
            let relations = format!("{BESLUITEN}/besluitinformatieobjecten");
            let reads = [
                client.get(PATH).await.status,
                client.get(&made).await.status,
                client.get(&relations).await.status,
                client.get(&bio).await.status,
            ];
            let creates = [client.post(PATH, &body).await.status, client.post(&relations, &relation).await.status];
            let changes = [client.put(&made, &body).await.status, client.patch(&made, &json!({})).await.status];
            let deletes = [client.delete(&bio).await.status, client.delete(&made).await.status];
            let expect = |own: &str, status: u16| if scope == own { status } else { 403 };
            assert_eq!(reads, [expect("lezen", 200); 4], "{scope}");
            assert_eq!(creates, [expect("aanmaken", 201); 2], "{scope}");
            assert_eq!(changes, [expect("bijwerken", 200); 2], "{scope}");
            assert_eq!(deletes, [expect("verwijderen", 204); 2], "{scope}");
        }
        assert_eq!(app.anonymous().get(PATH).await.status, 403);
    });
}
