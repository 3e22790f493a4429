// SPDX-License-Identifier: EUPL-1.2
//! A content that arrives in parts.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_api::{Choices, ReferencesSettings};
use waarmaker_core::{Clock as _, DateTime, SystemClock};
use waarmaker_testkit::App;

use super::kader::{DOCUMENTEN, HALLO, Kader, ROOT, send_part, url_of};
use crate::engines::on_both_engines_with;

const DAY: Duration = Duration::from_hours(24);

/// Runs a test with parts of five bytes.
#[expect(clippy::needless_pass_by_value, reason = "a closure is written where it is used")]
fn in_parts(test: impl AsyncFn(&App)) {
    let choices = Choices { part_bytes: 5, max_upload_bytes: 100, ..Choices::default() };
    on_both_engines_with(&choices, &ReferencesSettings::default(), &test);
}

/// A document that waits for twelve bytes: its URL, its lock and the URLs of its parts.
async fn announced(kader: &Kader<'_>) -> (String, String, Vec<String>) {
    let made = kader.document(&json!({"inhoud": null, "bestandsomvang": 12})).await;
    let parts = made["bestandsdelen"].as_array().unwrap().iter().map(url_of).collect();
    (url_of(&made), made["lock"].as_str().unwrap().to_owned(), parts)
}

async fn send(kader: &Kader<'_>, url: &str, content: &[u8], lock: &str) -> waarmaker_testkit::Answer {
    send_part(&kader.admin, url, &[("inhoud", content), ("lock", lock.as_bytes())]).await
}

#[test]
fn a_document_that_announces_its_size_gets_parts_and_a_lock() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let made = kader.document(&json!({"inhoud": null, "bestandsomvang": 12})).await;
        let lock = made["lock"].as_str().unwrap();
        assert!(!lock.is_empty());
        assert_eq!(
            (&made["locked"], &made["inhoud"], &made["bestandsomvang"]),
            (&json!(true), &Value::Null, &json!(12))
        );
        let parts = made["bestandsdelen"].as_array().unwrap();
        let sizes: Vec<(&Value, &Value)> = parts.iter().map(|part| (&part["volgnummer"], &part["omvang"])).collect();
        assert_eq!(sizes, [(&json!(1), &json!(5)), (&json!(2), &json!(5)), (&json!(3), &json!(2))]);
        assert!(parts.iter().all(|part| part["voltooid"] == false && part["lock"] == lock));
        // Whoever only reads does not get the lock.
        let read = kader.admin.get(&url_of(&made)).await.expect(200);
        assert_eq!((read.get("lock"), &read["bestandsdelen"][0]["lock"]), (None, &json!("")));
        assert_eq!(kader.refused(&json!({"bestandsomvang": 101})).await, ["bestandsomvang/max_value"]);
        let large = kader.body(&json!({"inhoud": "QUFB".repeat(34)}));
        assert_eq!(kader.admin.post(DOCUMENTEN, &large).await.refusal(), (413, "payload_too_large".to_owned()));
        assert_eq!(kader.files().await, 0);
    });
}

/// drc-009
#[test]
fn parts_become_the_content_with_the_unlock_in_whatever_order_they_came() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let (url, lock, parts) = announced(&kader).await;
        let answer = send(&kader, &parts[2], b"!!", &lock).await.expect(200);
        assert_eq!(answer, json!({"url": parts[2], "lock": lock, "omvang": 2, "voltooid": true, "volgnummer": 3}));
        send_part(&kader.admin, &parts[1], &[("lock", lock.as_bytes()), ("anders", b"x"), ("inhoud", b"werel")])
            .await
            .expect(200);
        send(&kader, &parts[0], b"Fout!", &lock).await.expect(200);
        // Once more: the last one counts.
        send(&kader, &parts[0], b"Dag, ", &lock).await.expect(200);
        let read = kader.admin.get(&url).await.expect(200);
        assert!(read["bestandsdelen"].as_array().unwrap().iter().all(|part| part["voltooid"] == true));
        assert_eq!(kader.admin.get(&format!("{url}/download")).await.refusal().0, 404);
        kader.unlock(&url, &lock).await.expect(204);
        let read = kader.admin.get(&url).await.expect(200);
        assert_eq!((&read["bestandsdelen"], &read["locked"], &read["versie"]), (&json!([]), &json!(false), &json!(1)));
        assert_eq!(read["inhoud"], format!("{url}/download?versie=1"));
        assert_eq!(kader.admin.get(&format!("{url}/download")).await.body, b"Dag, werel!!");
        assert_eq!(send(&kader, &parts[0], b"Dag, ", &lock).await.refusal().0, 404);
        let trail = kader.admin.get(&format!("{url}/audittrail")).await.expect(200);
        assert_eq!(trail.as_array().unwrap().len(), 2);
    });
}

/// drc-009
#[test]
fn an_upload_that_is_not_complete_stays_locked() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let (url, lock, parts) = announced(&kader).await;
        assert_eq!(kader.unlock(&url, &lock).await.problems(), ["nonFieldErrors/file-size"]);
        send(&kader, &parts[1], b"werel", &lock).await.expect(200);
        assert_eq!(kader.unlock(&url, &lock).await.problems(), ["nonFieldErrors/incomplete-upload"]);
        assert_eq!(kader.admin.get(&url).await.expect(200)["locked"], true);
        let kept = kader.patch_locked(&url, &lock, json!({"titel": "Onderweg"})).await;
        assert_eq!(kept["bestandsdelen"][1]["voltooid"], true);
        send(&kader, &parts[0], b"Dag, ", &lock).await.expect(200);
        send(&kader, &parts[2], b"!!", &lock).await.expect(200);
        kader.unlock(&url, &lock).await.expect(204);
        assert_eq!(kader.admin.get(&format!("{url}/download?versie=2")).await.body, b"Dag, werel!!");
        assert_eq!(kader.admin.get(&format!("{url}/download?versie=1")).await.status, 404);
    });
}

/// drc-009
#[test]
fn a_forced_unlock_throws_the_parts_away() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let (url, lock, parts) = announced(&kader).await;
        send(&kader, &parts[0], b"Dag, ", &lock).await.expect(200);
        kader.admin.post(&format!("{url}/unlock"), &json!({})).await.expect(204);
        let read = kader.admin.get(&url).await.expect(200);
        assert_eq!((&read["bestandsdelen"], &read["locked"]), (&json!([]), &json!(false)));
        assert_eq!((&read["inhoud"], &read["bestandsomvang"]), (&Value::Null, &Value::Null));
        assert_eq!(send(&kader, &parts[1], b"werel", &lock).await.refusal().0, 404);
    });
}

#[test]
fn a_part_that_is_wrong_is_refused_and_changes_nothing() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let (url, lock, parts) = announced(&kader).await;
        for content in [b"Dag".as_slice(), b"Dag, w", b"", &[0; 5000], &vec![0; 200_000]] {
            assert_eq!(send(&kader, &parts[0], content, &lock).await.problems(), ["nonFieldErrors/file-size"]);
        }
        assert_eq!(send(&kader, &parts[0], b"Dag, ", "x").await.problems(), ["nonFieldErrors/incorrect-lock-id"]);
        assert_eq!(send(&kader, &parts[0], b"Dag, ", &"x".repeat(5000)).await.problems(), ["lock/max_length"]);
        let form = async |fields: &[(&str, &[u8])]| send_part(&kader.admin, &parts[0], fields).await.problems();
        assert_eq!(form(&[("inhoud", b"Dag, ")]).await, ["lock/required"]);
        assert_eq!(form(&[("lock", lock.as_bytes())]).await, ["inhoud/required"]);
        assert_eq!(form(&[]).await, ["inhoud/required", "lock/required"]);
        let twice = form(&[("inhoud", b"Dag, "), ("inhoud", b"Dag, "), ("lock", lock.as_bytes())]).await;
        assert_eq!(twice, ["inhoud/invalid"]);
        let unknown = format!("{ROOT}/bestandsdelen/00000000-0000-7000-8000-000000000000");
        assert_eq!(send(&kader, &unknown, b"Dag, ", &lock).await.refusal().0, 404);
        assert_eq!(send(&kader, &format!("{ROOT}/bestandsdelen/x"), b"Dag, ", &lock).await.refusal().0, 404);
        let broken = b"--grens\r\nContent-Disposition: form-data; name=\"inhoud\"\r\n\r\nDa".to_vec();
        let kind = [("content-type", "multipart/form-data; boundary=grens")];
        assert_eq!(kader.admin.send(Method::PUT, &parts[0], &kind, Some(broken)).await.refusal().1, "parse_error");
        assert_eq!(kader.admin.put(&parts[0], &json!({})).await.refusal().0, 415);
        assert_eq!(kader.admin.get(&parts[0]).await.refusal().0, 405);
        assert_eq!(kader.files().await, 0);
        let read = kader.admin.get(&url).await.expect(200);
        assert!(read["bestandsdelen"].as_array().unwrap().iter().all(|part| part["voltooid"] == false));
    });
}

#[test]
fn only_who_may_change_the_document_sends_parts() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let (_, lock, parts) = announced(&kader).await;
        let fields: [(&str, &[u8]); 2] = [("inhoud", b"Dag, "), ("lock", lock.as_bytes())];
        let reader = kader.client("lezer", &["documenten.lezen", "documenten.aanmaken"], "geheim").await;
        assert_eq!(send_part(&reader, &parts[0], &fields).await.refusal().0, 403);
        assert_eq!(send_part(&app.anonymous(), &parts[0], &fields).await.refusal().0, 403);
        let clerk = kader.client("klerk", &["documenten.bijwerken"], "openbaar").await;
        send_part(&clerk, &parts[0], &fields).await.expect(200);
        let body = json!({"bestandsomvang": 5, "vertrouwelijkheidaanduiding": "geheim"});
        let secret = kader.document(&body).await;
        let fields: [(&str, &[u8]); 2] = [("inhoud", b"Dag, "), ("lock", secret["lock"].as_str().unwrap().as_bytes())];
        assert_eq!(send_part(&clerk, &url_of(&secret["bestandsdelen"][0]), &fields).await.refusal().0, 403);
    });
}

#[test]
fn a_change_can_announce_take_away_or_keep_the_content() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({"inhoud": HALLO})).await;
        let lock = kader.lock(&url).await;
        let kept = kader.patch_locked(&url, &lock, json!({"bestandsomvang": 5})).await;
        assert_eq!((&kept["inhoud"], &kept["bestandsdelen"]), (&json!(format!("{url}/download?versie=2")), &json!([])));
        let announced = kader.patch_locked(&url, &lock, json!({"inhoud": null, "bestandsomvang": 6})).await;
        assert_eq!(announced["bestandsdelen"].as_array().unwrap().len(), 2);
        assert_eq!((&announced["inhoud"], &announced["bestandsdelen"][0]["lock"]), (&Value::Null, &json!(lock)));
        let first = url_of(&announced["bestandsdelen"][0]);
        send(&kader, &first, b"12345", &lock).await.expect(200);
        // Announced anew: other parts take the place of the first ones.
        let body = kader.body(&json!({"lock": lock, "bestandsomvang": 4}));
        let announced = kader.admin.put(&url, &body).await.expect(200);
        assert_eq!(announced["bestandsdelen"].as_array().unwrap().len(), 1);
        assert_eq!(send(&kader, &first, b"12345", &lock).await.refusal().0, 404);
        send(&kader, &url_of(&announced["bestandsdelen"][0]), b"vier", &lock).await.expect(200);
        kader.unlock(&url, &lock).await.expect(204);
        assert_eq!(kader.admin.get(&format!("{url}/download")).await.body, b"vier");
        assert_eq!(kader.admin.get(&format!("{url}/download?versie=2")).await.body, b"Hallo");
        for nothing in [json!({"inhoud": null}), json!({"bestandsomvang": 0}), json!({"bestandsomvang": null})] {
            kader.patch(&url, json!({"inhoud": HALLO})).await;
            let gone = kader.patch(&url, nothing).await;
            assert_eq!((&gone["inhoud"], &gone["bestandsdelen"]), (&Value::Null, &json!([])));
            assert_eq!(kader.admin.get(&format!("{url}/download")).await.status, 404);
        }
    });
}

/// How many rows of the store and of uploads there are: chunks that contents refer to, parts, locks that expire.
fn kept(app: &App) -> [i64; 3] {
    let read = || {
        app.db().read_blocking(|tx| {
            let sql = "SELECT (SELECT COUNT(*) FROM inhoud_delen), (SELECT COUNT(*) FROM bestandsdelen), \
                       (SELECT COUNT(*) FROM documentsloten WHERE upload_vervalt IS NOT NULL)";
            tx.one(sql, &[], |row| Ok([row.int(0)?, row.int(1)?, row.int(2)?]))
        })
    };
    let found: Result<_, waarmaker_db::Error> = std::thread::scope(|scope| scope.spawn(read).join()).unwrap();
    found.unwrap().unwrap()
}

#[test]
fn an_upload_that_nobody_finishes_expires() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let (url, lock, parts) = announced(&kader).await;
        let open = kader.url(&json!({})).await;
        kader.lock(&open).await;
        send(&kader, &parts[0], b"Dag, ", &lock).await.expect(200);
        assert_eq!(kept(app), [1, 3, 1]);
        assert_eq!(waarmaker_documenten::expire(&app.api).await.unwrap(), 0);
        app.clock.advance(8 * DAY);
        assert_eq!(send(&kader, &parts[1], b"werel", &lock).await.problems(), ["nonFieldErrors/upload-expired"]);
        assert_eq!(waarmaker_documenten::expire(&app.api).await.unwrap(), 1);
        assert_eq!(waarmaker_documenten::expire(&app.api).await.unwrap(), 0);
        let read = kader.admin.get(&url).await.expect(200);
        assert_eq!(
            (&read["locked"], &read["bestandsdelen"], &read["bestandsomvang"]),
            (&json!(false), &json!([]), &Value::Null)
        );
        assert_eq!(kept(app), [0, 0, 0]);
        assert_eq!(send(&kader, &parts[1], b"werel", &lock).await.refusal().0, 404);
        let trail = kader.admin.get(&format!("{url}/audittrail")).await.expect(200);
        let told: Vec<_> =
            trail.as_array().unwrap().iter().map(|one| (&one["actie"], &one["applicatieWeergave"])).collect();
        assert_eq!(told[1..], [(&json!("partial_update"), &json!("Documenten API"))]);
        let wijzigingen = &trail[1]["wijzigingen"];
        assert_eq!((&wijzigingen["oud"]["locked"], &wijzigingen["nieuw"]["locked"]), (&json!(true), &json!(false)));
        // A lock that somebody set stays.
        assert_eq!(kader.admin.get(&open).await.expect(200)["locked"], true);
    });
}

/// The object of the part that arrived goes with the chunks that nobody refers to.
#[test]
fn what_expired_can_be_collected_and_the_document_be_uploaded_again() {
    in_parts(async |app| {
        let kader = Kader::new(app).await;
        let (url, lock, parts) = announced(&kader).await;
        send(&kader, &parts[0], b"Dag, ", &lock).await.expect(200);
        app.clock.advance(8 * DAY);
        assert_eq!(waarmaker_documenten::expire(&app.api).await.unwrap(), 1);
        assert_eq!(kader.files().await, 1);
        // The first turn marks what is not referred to, the second one, after the grace, removes it.
        for (days, left) in [(0, 1), (2, 0)] {
            let at = DateTime::from_timestamp(SystemClock.now() + DAY * days).unwrap();
            app.api.blobs.collect_orphans(&app.api.db, &at, DAY).await.unwrap();
            assert_eq!(kader.files().await, left);
        }
        let lock = kader.lock(&url).await;
        let announced = kader.patch_locked(&url, &lock, json!({"inhoud": null, "bestandsomvang": 4})).await;
        send(&kader, &url_of(&announced["bestandsdelen"][0]), b"vier", &lock).await.expect(200);
        kader.unlock(&url, &lock).await.expect(204);
        assert_eq!(kader.admin.get(&format!("{url}/download")).await.body, b"vier");
    });
}
