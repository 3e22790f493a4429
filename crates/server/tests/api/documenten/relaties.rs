// SPDX-License-Identifier: EUPL-1.2
//! Relations of documents with zaken and other objects.

use serde_json::{Value, json};
use waarmaker_api::{Call, Choices, Cx};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;
use waarmaker_documenten::{ObjectType, mirror};
use waarmaker_testkit::{App, Client};

use super::kader::{Kader, ROOT, url_of};
use crate::{
    engines::{on_both_engines, on_both_engines_with},
    zaken::{elders::Elders, kader::Kader as Zaken},
};

const ZIO: &str = "/zaken/api/v1/zaakinformatieobjecten";

fn path() -> String {
    format!("{ROOT}/objectinformatieobjecten")
}

fn stored(url: &str) -> String {
    url.replace(waarmaker_testkit::ORIGIN, &waarmaker_core::ORIGIN.to_string())
}

fn uuid(url: &str) -> uuid::Uuid {
    uuid::Uuid::try_parse(url.rsplit('/').next().unwrap()).unwrap()
}

/// Does something as the crate of another component does, for a caller without any right.
async fn beside(app: &App, run: impl Fn(&mut Cx<'_, '_>) -> Result<(), Problem> + Send + 'static) {
    let house = std::sync::Arc::clone(&app.api.house);
    let write = move |tx: &mut waarmaker_db::Tx<'_>| {
        let (call, who) = (Call::now(&house)?, Caller::anonymous());
        run(&mut Cx::new(tx, &house, &who, &call))
    };
    app.api.db.write(write).await.unwrap();
}

/// drc-002
#[test]
fn the_object_exists_and_is_what_it_is_said_to_be() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let document = kader.url(&json!({})).await;
        let refused = async |object: &str, of: &str| {
            let body = json!({"informatieobject": document, "object": object, "objectType": of});
            kader.admin.post(&path(), &body).await.problems()
        };
        let zaak = "http://testserver/zaken/api/v1/zaken/00000000-0000-7000-8000-000000000000";
        assert_eq!(refused(zaak, "zaak").await, ["object/bad-url"]);
        assert_eq!(refused("https://niet-toegelaten.example.nl/zaken/1", "zaak").await, ["object/bad-url"]);
        assert_eq!(refused(&document, "zaak").await, ["object/invalid-resource"]);
        assert_eq!(refused(&kader.brief, "verzoek").await, ["object/invalid-resource"]);
        let none = kader
            .admin
            .post(&path(), &json!({"informatieobject": kader.brief, "object": zaak, "objectType": "pand"}))
            .await;
        assert_eq!(none.problems(), ["objectType/invalid_choice", "informatieobject/incorrect_match"]);
    });
}

/// drc-002
#[test]
fn whoever_may_not_read_an_object_does_not_hear_that_it_exists() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaken = Zaken::new(app).await;
        let document = kader.url(&json!({})).await;
        let maker = kader.client("maker", &["documenten.aanmaken"], "zeer_geheim").await;
        let (zaak, linked) = (zaken.zaak().await, zaken.zaak().await);
        let other = kader.url(&json!({"informatieobjecttype": zaken.types.informatieobjecttype})).await;
        zaken.made(ZIO, &json!({"zaak": linked, "informatieobject": other})).await;
        let besluit = url_of(&zaken.besluit(&zaken.besluittype().await, &json!({})).await);
        let absent = "00000000-0000-7000-8000-000000000000";
        for (object, of) in [(&zaak, "zaak"), (&linked, "zaak"), (&besluit, "besluit"), (&other, "verzoek")] {
            let (collection, _) = object.rsplit_once('/').unwrap();
            let answer = async |client: &Client<'_>, object: &str| {
                let body = json!({"informatieobject": document, "object": object, "objectType": of});
                let answer = client.post(&path(), &body).await;
                let mut problem = answer.expect(400);
                problem["instance"] = Value::Null;
                (problem, answer.problems())
            };
            let expected = answer(&maker, &format!("{collection}/{absent}")).await;
            assert_eq!(expected.1, ["object/bad-url"]);
            assert_eq!(answer(&maker, object).await, expected, "{object}");
            // Whoever may read it hears what is wrong.
            assert_ne!(answer(&kader.admin, object).await.1, ["object/bad-url"], "{object}");
        }
    });
}

/// drc-003, drc-004
#[test]
fn a_relation_is_as_its_source_says() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaken = Zaken::new(app).await;
        let (zaak, other) = (zaken.zaak().await, zaken.zaak().await);
        let document = kader.url(&json!({"informatieobjecttype": zaken.types.informatieobjecttype})).await;
        let zio = zaken.made(ZIO, &json!({"zaak": zaak, "informatieobject": document})).await;
        let body = |object: &str| json!({"informatieobject": document, "object": object, "objectType": "zaak"});
        let list = kader.admin.get(&format!("{}?object={zaak}", path())).await.expect(200);
        assert_eq!(list.as_array().map(Vec::len), Some(1), "the mirror: {list}");
        assert_eq!(kader.admin.post(&path(), &body(&zaak)).await.problems(), ["nonFieldErrors/unique"]);
        assert_eq!(kader.admin.post(&path(), &body(&other)).await.problems(), ["nonFieldErrors/inconsistent-relation"]);
        let oio = url_of(&list[0]);
        assert_eq!(kader.admin.delete(&oio).await.problems(), ["nonFieldErrors/remote-relation-exists"]);
        assert_eq!(kader.admin.put(&oio, &body(&zaak)).await.refusal().0, 405);
        assert_eq!(kader.admin.patch(&oio, &json!({})).await.refusal().0, 405);
        zaken.admin.delete(&url_of(&zio)).await.expect(204);
        assert_eq!(kader.admin.get(&oio).await.refusal().0, 404);
    });
}

/// drc-004
#[test]
fn the_register_of_a_foreign_object_is_asked() {
    let elders = Elders::start();
    on_both_engines_with(&Choices::default(), &elders.settings(), &async |app| {
        let kader = Kader::new(app).await;
        let document = kader.url(&json!({})).await;
        // Its register has no list of relations.
        let body =
            json!({"informatieobject": document, "object": elders.url("/object/verzoeken/1"), "objectType": "verzoek"});
        assert_eq!(kader.admin.post(&path(), &body).await.problems(), ["nonFieldErrors/inconsistent-relation"]);
        let object = elders.url("/verzoeken/verzoeken/1");
        let body = json!({"informatieobject": document, "object": object, "objectType": "verzoek"});
        let made = kader.admin.post(&path(), &body).await.expect(201);
        assert_eq!((&made["object"], &made["objectType"]), (&json!(object), &json!("verzoek")));
    });
}

/// drc-002, drc-004
#[test]
fn another_component_writes_its_relations_here() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (one, other) =
            (kader.url(&json!({"vertrouwelijkheidaanduiding": "geheim"})).await, kader.url(&json!({})).await);
        let object = "http://testserver/besluiten/api/v1/besluiten/00000000-0000-7000-8000-000000000000";
        let (first, second, at) = (uuid(&one), uuid(&other), stored(object));
        beside(app, move |cx| {
            mirror::mirror(cx, first, &at, ObjectType::Besluit)?;
            mirror::mirror(cx, second, &at, ObjectType::Besluit)?;
            mirror::mirror(cx, second, &at, ObjectType::Besluit)
        })
        .await;
        let list = async |query: &str| kader.admin.get(&format!("{}{query}", path())).await.expect(200);
        let all = list(&format!("?object={object}")).await;
        assert_eq!(all.as_array().unwrap().len(), 2);
        let expected =
            json!({"url": all[1]["url"], "informatieobject": other, "object": object, "objectType": "besluit"});
        assert_eq!(all[1], expected);
        let reader = kader.client("lezer", &["documenten.lezen"], "openbaar").await;
        assert_eq!(reader.get(&format!("{}?object={object}", path())).await.expect(200), json!([all[1]]));
        assert_eq!(reader.get(&url_of(&all[0])).await.refusal().0, 403);
        let trail = kader.admin.get(&format!("{other}/audittrail")).await.expect(200);
        assert_eq!(
            (&trail[1]["resource"], &trail[1]["applicatieWeergave"]),
            (&json!("objectinformatieobject"), &json!("Besluiten API"))
        );
        let at = stored(object);
        beside(app, move |cx| mirror::unmirror(cx, first, &at)).await;
        assert_eq!(list(&format!("?informatieobject={one}")).await, json!([]));
        let at = stored(object);
        beside(app, move |cx| mirror::forget_object(cx, &at)).await;
        assert_eq!(list("").await, json!([]));
        let trail = kader.admin.get(&format!("{other}/audittrail")).await.expect(200);
        let acties: Vec<&Value> = trail.as_array().unwrap().iter().map(|record| &record["actie"]).collect();
        assert_eq!(acties, ["create", "create", "destroy"]);
    });
}
