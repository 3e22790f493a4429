// SPDX-License-Identifier: EUPL-1.2
//! A content that comes with its document.

use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::kader::{DOCUMENTEN, HALLO, Kader, url_of};
use crate::engines::on_both_engines;

#[test]
fn a_content_is_stored_with_its_document() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        // More than one chunk of the store, and no two of them the same.
        let content: Vec<u8> = (0..5_000_000_u32).flat_map(u32::to_le_bytes).skip(7).take(9_000_001).collect();
        let body = json!({"inhoud": STANDARD.encode(&content), "bestandsomvang": content.len()});
        let url = kader.url(&body).await;
        assert_eq!(kader.files().await, 3);
        let downloaded = kader.admin.get(&format!("{url}/download")).await;
        assert_eq!((downloaded.status, downloaded.body == content), (200, true));
    });
}

#[test]
fn the_size_that_is_said_is_that_of_the_content() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for size in [4, 6, 0] {
            let refused = kader.refused(&json!({"inhoud": HALLO, "bestandsomvang": size})).await;
            assert_eq!(refused, ["nonFieldErrors/file-size"]);
        }
        assert_eq!(kader.files().await, 0);
        for more in [json!({}), json!({"bestandsomvang": null})] {
            let mut body = more;
            body["inhoud"] = json!(HALLO);
            assert_eq!(kader.document(&body).await["bestandsomvang"], 5);
        }
    });
}

#[test]
fn base64_that_is_none_is_refused() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for (text, code) in [
            ("niet!", "inhoud/invalid-base64"),
            ("SGFs bG8=", "inhoud/invalid-base64"),
            ("SGFsbG8=SGFs", "inhoud/invalid-base64"),
            ("https://example.nl/x", "inhoud/invalid-base64"),
            ("SGFsbG8", "inhoud/incorrect-base64-padding"),
            ("S", "inhoud/incorrect-base64-padding"),
        ] {
            assert_eq!(kader.refused(&json!({"inhoud": text})).await, [code], "{text}");
        }
        assert_eq!(kader.files().await, 0);
    });
}

#[test]
fn a_document_can_do_without_content() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for (body, size) in [
            (json!({}), Value::Null),
            (json!({"inhoud": null, "bestandsomvang": null}), Value::Null),
            (json!({"inhoud": "", "bestandsomvang": 0}), json!(0)),
        ] {
            let made = kader.document(&body).await;
            assert_eq!(
                (&made["inhoud"], &made["bestandsomvang"], &made["locked"]),
                (&Value::Null, &size, &json!(false))
            );
            assert_eq!(made["bestandsdelen"], json!([]));
            let answer = kader.admin.get(&format!("{}/download", url_of(&made))).await;
            assert_eq!(answer.refusal(), (404, "not_found".to_owned()));
        }
    });
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let reader = kader.client("lezer", &["documenten.lezen"], "geheim").await;
        let before = count(&kader, "outbox");
        let content = STANDARD.encode(vec![7; 5 << 20]);
        assert_eq!(kader.refused(&json!({"inhoud": content, "titel": ""})).await, ["titel/blank"]);
        // Broken off in the middle of the content, and in the middle of what follows.
        let whole = kader.body(&json!({"inhoud": content})).to_string();
        for length in [whole.len() / 2, whole.len() - 1] {
            let broken = whole.as_bytes()[..length].to_vec();
            let answer = kader.admin.send(Method::POST, DOCUMENTEN, &[], Some(broken)).await;
            assert_eq!(answer.refusal(), (400, "parse_error".to_owned()));
        }
        assert_eq!(reader.post(DOCUMENTEN, &kader.body(&json!({"inhoud": content}))).await.refusal().0, 403);
        let anonymous = kader.app.anonymous();
        assert_eq!(anonymous.post(DOCUMENTEN, &kader.body(&json!({"inhoud": content}))).await.refusal().0, 403);
        assert_eq!((kader.files().await, count(&kader, "outbox")), (0, before));
        for table in ["blobs", "inhoud_delen", "documentinhouden", "enkelvoudiginformatieobjecten"] {
            assert_eq!(count(&kader, table), 0, "{table}");
        }
    });
}

#[test]
fn the_same_content_is_stored_once() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (one, other) = (kader.url(&json!({"inhoud": HALLO})).await, kader.url(&json!({"inhoud": HALLO})).await);
        assert_eq!(kader.files().await, 1);
        kader.admin.delete(&one).await.expect(204);
        let left = kader.admin.get(&format!("{other}/download")).await;
        assert_eq!((left.status, left.body.as_slice()), (200, b"Hallo".as_slice()));
    });
}

#[test]
fn what_a_body_says_besides_its_content_is_read_as_ever() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let post = async |body: String| kader.admin.send(Method::POST, DOCUMENTEN, &[], Some(body.into_bytes())).await;
        let rest = kader.body(&json!({})).to_string();
        let rest = &rest[1..];
        let made = post(format!("{{\"\\u0069nhoud\" :\n\"SGFs\\u0062G8\\u003d\",{rest}")).await.expect(201);
        assert_eq!(made["bestandsomvang"], 5);
        let twice = post(format!("{{\"inhoud\":\"{HALLO}\",\"inhoud\":\"{HALLO}\",{rest}")).await;
        assert_eq!(twice.problems(), ["inhoud/invalid"]);
        let overruled = post(format!("{{\"inhoud\":\"{HALLO}\",\"inhoud\":null,{rest}")).await.expect(201);
        assert_eq!(overruled["inhoud"], Value::Null);
        let deep = format!("{{\"a\":{}{},{rest}", "[".repeat(100), "]".repeat(100));
        assert_eq!(post(deep).await.refusal(), (400, "parse_error".to_owned()));
        let large = format!("{{\"inhoud\":\"{HALLO}\",\"beschrijving\":\"{}\",{rest}", "a".repeat(5 << 20));
        assert_eq!(post(large).await.refusal(), (413, "payload_too_large".to_owned()));
        assert_eq!(kader.files().await, 1);
    });
}

/// How many rows a table has.
fn count(kader: &Kader<'_>, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let read = || kader.app.db().read_blocking(move |tx| tx.one(&sql, &[], |row| row.int(0)));
    let found: Result<Option<i64>, waarmaker_db::Error> = std::thread::scope(|scope| scope.spawn(read).join()).unwrap();
    found.unwrap().unwrap()
}
