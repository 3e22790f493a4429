// SPDX-License-Identifier: EUPL-1.2
//! Who may read and change assets.

use waarmaker_api::{Choices, ReferencesSettings};
use waarmaker_assets::{Opgave, Punt, find, save};

use super::*;
use crate::engines::{on_both_engines, on_both_engines_with};

fn granted<'a>(app: &'a App, name: &str, scopes: &[&str]) -> waarmaker_testkit::Client<'a> {
    let client = app.client(name);
    let (name, scopes): (String, Vec<String>) =
        (name.to_owned(), scopes.iter().map(|&scope| scope.to_owned()).collect());
    let uuid = app.api.house.ids.uuid();
    app.write(move |tx| {
        waarmaker_auth::grants::replace(tx, uuid, &name, false, std::slice::from_ref(&name), &[])?;
        for scope in &scopes {
            let sql = "INSERT INTO rechten (applicatie, client_id, component, scope) VALUES ($1, $2, 'sig', $3)";
            tx.run(sql, &[uuid.into(), name.as_str().into(), scope.as_str().into()])?;
        }
        Ok(())
    });
    client
}

#[test]
fn reading_takes_the_scope_unless_assets_are_open_data() {
    on_both_engines(async |app| {
        import(app, lamps(1), &options("lichtmast")).await;
        let uuid = with(app, |cx| Ok(find(cx.tx, "lichtmast", "1")?.unwrap().uuid)).await.unwrap();
        let items = format!("{ROOT}/collections/lichtmast/items");
        let reader = granted(app, "lezer", &["assets.lezen"]);
        let other = granted(app, "ander", &["metingen.lezen"]);
        for url in [
            format!("{ROOT}/collections"),
            format!("{ROOT}/collections/lichtmast"),
            items.clone(),
            format!("{items}/{uuid}"),
            format!("{items}/{uuid}/versies"),
        ] {
            assert_eq!(other.get(&url).await.refusal(), (403, "permission_denied".to_owned()), "{url}");
            assert_eq!(app.anonymous().get(&url).await.refusal(), (403, "permission_denied".to_owned()), "{url}");
            reader.get(&url).await.expect(200);
        }
        let body = other.get(&items).await.json();
        assert!(body["description"].is_string(), "{body}");
        for url in [format!("{ROOT}/"), format!("{ROOT}/conformance"), format!("{ROOT}/api")] {
            app.anonymous().get(&url).await.expect(200);
        }
    });
    let open = Choices { assets_public: true, ..Choices::default() };
    on_both_engines_with(&open, &ReferencesSettings::default(), &async |app: &App| {
        import(app, lamps(1), &options("lichtmast")).await;
        app.anonymous().get(&format!("{ROOT}/collections/lichtmast/items")).await.expect(200);
        let body = feature(&json!({"identificatie": "9"}), &at(5.1, 52.1));
        let answer = app.anonymous().post(&format!("{ROOT}/collections/lichtmast/items"), &body).await;
        assert_eq!(answer.refusal(), (403, "permission_denied".to_owned()));
    });
}

#[test]
fn changing_takes_its_own_scope() {
    on_both_engines(async |app| {
        import(app, lamps(1), &options("lichtmast")).await;
        let uuid = with(app, |cx| Ok(find(cx.tx, "lichtmast", "1")?.unwrap().uuid)).await.unwrap();
        let reader = granted(app, "lezer", &["assets.lezen"]);
        let items = format!("{ROOT}/collections/lichtmast/items");
        let body = feature(&json!({"identificatie": "9"}), &at(5.1, 52.1));
        assert_eq!(reader.post(&items, &body).await.status, 403);
        assert_eq!(reader.put(&format!("{items}/{uuid}"), &body).await.status, 403);
        assert_eq!(reader.delete(&format!("{items}/{uuid}")).await.status, 403);
        let keeper = granted(app, "beheerder", &["assets.beheren"]);
        keeper.post(&items, &body).await.expect(201);
        let house = Arc::clone(&app.api.house);
        let refused = app.db().write(move |tx| {
            let (who, call) = (Caller::anonymous(), Call::now(&house)?);
            let opgave = Opgave {
                soort: "kast".to_owned(),
                identificatie: "1".to_owned(),
                omschrijving: String::new(),
                punt: Punt { lon: 5.1, lat: 52.1 },
                geometrie: None,
                ouder: None,
                attributen: serde_json::Map::new(),
            };
            let cx = &mut Cx::new(tx, &house, &who, &call);
            assert_eq!(read_assets(b"", &options("kast")).store(cx, &|_, _| {}).unwrap_err().status, 403);
            save(&opgave, cx)
        });
        assert_eq!(refused.await.unwrap_err().status, 403);
    });
}
