// SPDX-License-Identifier: EUPL-1.2
//! Locking and unlocking.

use axum::http::Method;
use serde_json::{Value, json};

use super::kader::{HALLO, Kader};
use crate::engines::on_both_engines;

/// drc-009
#[test]
fn a_lock_is_given_once_and_cannot_be_guessed() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        let lock = kader.lock(&url).await;
        assert!(lock.len() == 32 && lock.bytes().all(|byte| byte.is_ascii_hexdigit()), "{lock}");
        let again = kader.admin.post(&format!("{url}/lock"), &json!({})).await;
        assert_eq!(again.problems(), ["nonFieldErrors/existing-lock"]);
        let read = kader.admin.get(&url).await.expect(200);
        assert_eq!((&read["locked"], read.get("lock")), (&json!(true), None));
        kader.unlock(&url, &lock).await.expect(204);
        let read = kader.admin.get(&url).await.expect(200);
        assert_eq!((&read["locked"], &read["versie"]), (&json!(false), &json!(1)));
        assert_ne!(kader.lock(&url).await, lock);
    });
}

/// drc-009
#[test]
fn a_document_is_changed_under_its_lock() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        let put = async |more: Value| kader.admin.put(&url, &kader.body(&more)).await;
        let patch = async |body: Value| kader.admin.patch(&url, &body).await;
        assert_eq!(put(json!({"lock": "x"})).await.problems(), ["nonFieldErrors/unlocked"]);
        assert_eq!(patch(json!({"titel": "t"})).await.problems(), ["nonFieldErrors/unlocked"]);
        assert_eq!(put(json!({})).await.problems(), ["lock/required"]);
        let lock = kader.lock(&url).await;
        assert_eq!(put(json!({})).await.problems(), ["lock/required"]);
        assert_eq!(patch(json!({"titel": "t"})).await.problems(), ["nonFieldErrors/missing-lock-id"]);
        assert_eq!(patch(json!({"titel": "t", "lock": "x"})).await.problems(), ["nonFieldErrors/incorrect-lock-id"]);
        assert_eq!(put(json!({"lock": ""})).await.problems(), ["nonFieldErrors/incorrect-lock-id"]);
        // What is wrong with a member comes first.
        assert_eq!(patch(json!({"titel": "", "lock": "x"})).await.problems(), ["titel/blank"]);
        assert_eq!(patch(json!({"titel": "t", "lock": lock})).await.expect(200)["titel"], "t");
        assert_eq!(put(json!({"lock": lock})).await.expect(200)["titel"], "Aanvraag");
    });
}

/// drc-009
#[test]
fn a_document_is_unlocked_with_its_lock_or_by_force() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        let clerk = kader.client("klerk", &["documenten.lezen", "documenten.lock"], "geheim").await;
        let chief = kader.client("chef", &["documenten.geforceerd-unlock"], "geheim").await;
        let unlock = format!("{url}/unlock");
        let lock = clerk.post(&format!("{url}/lock"), &json!({})).await.expect(200)["lock"].clone();
        for body in [json!({}), json!({"lock": "x"}), json!({"lock": ""})] {
            assert_eq!(clerk.post(&unlock, &body).await.problems(), ["nonFieldErrors/incorrect-lock-id"]);
        }
        let empty = clerk.send(Method::POST, &unlock, &[("content-type", "")], Some(Vec::new())).await;
        assert_eq!(empty.problems(), ["nonFieldErrors/incorrect-lock-id"]);
        assert_eq!(chief.post(&format!("{url}/lock"), &json!({})).await.refusal().0, 403);
        clerk.post(&unlock, &json!({ "lock": lock })).await.expect(204);
        kader.lock(&url).await;
        chief.send(Method::POST, &unlock, &[("content-type", "")], Some(Vec::new())).await.expect(204);
        assert_eq!(kader.admin.get(&url).await.expect(200)["locked"], false);
        assert_eq!(clerk.post(&unlock, &json!({ "lock": lock })).await.problems(), ["nonFieldErrors/unlocked"]);
    });
}

/// drc-009
#[test]
fn only_who_may_lock_this_document_locks_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let secret = kader.url(&json!({"vertrouwelijkheidaanduiding": "zeer_geheim"})).await;
        let clerk = kader.client("klerk", &["documenten.lock", "documenten.lezen"], "geheim").await;
        for path in ["lock", "unlock"] {
            assert_eq!(clerk.post(&format!("{secret}/{path}"), &json!({})).await.refusal().0, 403);
            let nowhere = format!("{}0/{path}", &secret[..secret.len() - 1]);
            assert_eq!(kader.admin.post(&nowhere, &json!({})).await.refusal().0, 404);
            assert_eq!(kader.admin.get(&format!("{secret}/{path}")).await.refusal().0, 405);
        }
    });
}

#[test]
fn a_change_and_its_content_are_refused_together() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({"inhoud": HALLO})).await;
        let body = json!({"lock": "x", "inhoud": "QW5kZXJz"});
        assert_eq!(kader.admin.patch(&url, &body).await.problems(), ["nonFieldErrors/unlocked"]);
        assert_eq!(kader.files().await, 1);
        assert_eq!(kader.admin.get(&format!("{url}/download")).await.body, b"Hallo");
    });
}
