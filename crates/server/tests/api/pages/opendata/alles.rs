// SPDX-License-Identifier: EUPL-1.2
//! All faults in one answer, in parts: whole, by the filters, unchanged is 304, and never whole when it broke off.

use std::{collections::BTreeSet, sync::Arc};

use axum::http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;
use waarmaker_testkit::{Answer, App};

use super::{CSV, GEOJSON, get, meld, text};
use crate::{engines::on_both_engines, signalen::asset};

/// More than two parts.
const MANY: usize = 1_001;

/// So many faults, all alike but for their numbers; the first is the one that was reported.
async fn many(app: &App) {
    let lamp = asset(app, "lichtmast", "L-1", None);
    meld(app, lamp, "brandt-niet").await;
    app.write(move |tx| {
        let body = tx.one("SELECT body FROM incidenten", &[], |row| row.bytes(0))?.unwrap();
        let body = String::from_utf8(body).unwrap();
        for at in 2..=MANY {
            let (number, own) = (format!("INC-2027-{at:07}"), body.replace("INC-2026-0000001", &format!("INC-2027-{at:07}")));
            let sql = "INSERT INTO incidenten (uuid, nummer, asset, asset_soort, bron, prioriteit, status, begin, vastgesteld, body)
                SELECT $1, $2, asset, asset_soort, bron, prioriteit, status, begin, vastgesteld, $3
                FROM incidenten WHERE nummer = 'INC-2026-0000001'";
            tx.run(sql, &[Uuid::from_u128(u128::try_from(at).unwrap()).into(), number.into(), own.into_bytes().into()])?;
        }
        Ok(())
    });
}

async fn asked(app: &App, tag: &str) -> Answer {
    app.anonymous().send(Method::GET, GEOJSON, &[("if-none-match", tag), ("accept-crs", "")], None).await
}

#[test]
fn all_faults_come_in_one_answer() {
    on_both_engines(async |app| {
        many(app).await;
        let answer = get(app, GEOJSON).await;
        assert!(!answer.headers.contains_key("content-length"), "it is not held as a whole");
        let found = answer.expect(200);
        let ids: Vec<&str> =
            found["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!((ids.len(), ids.iter().collect::<BTreeSet<_>>().len()), (MANY, MANY), "each of them once");
        assert!(ids.is_sorted_by(|a, b| a > b), "the newest first");
        assert_eq!(found["links"].as_array().unwrap().len(), 1, "there is no next page: {}", found["links"]);
        let csv = text(&get(app, CSV).await);
        assert_eq!(csv.split("\r\n").count(), MANY + 2);
        assert_eq!(csv.matches("nummer,status").count(), 1);
        for (query, count) in
            [("aantal=500", 500), ("status=gemaakt", 0), ("vak=5.0,52.0,5.3,52.2", MANY), ("na=700", 699)]
        {
            let found = get(app, &format!("{GEOJSON}?{query}")).await.expect(200);
            assert_eq!(found["features"].as_array().unwrap().len(), count, "{query}");
        }
        let head = app.anonymous().send(Method::HEAD, GEOJSON, &[("accept", ""), ("accept-crs", "")], None).await;
        assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, answer.header("etag")));
    });
}

#[test]
fn whoever_has_all_faults_gets_them_again_only_when_something_changed() {
    on_both_engines(async |app| {
        many(app).await;
        let tag = get(app, GEOJSON).await.header("etag").to_owned();
        assert!(tag.starts_with("W/"), "{tag}");
        let same = asked(app, &tag).await;
        assert_eq!((same.status, same.body.len()), (304, 0));
        assert_ne!(get(app, CSV).await.header("etag"), tag);
        assert_ne!(get(app, &format!("{GEOJSON}?status=alle")).await.header("etag"), tag);
        let lamp = asset(app, "lichtmast", "L-2", None);
        meld(app, lamp, "").await;
        let changed = asked(app, &tag).await;
        assert_eq!(changed.expect(200)["features"].as_array().unwrap().len(), MANY + 1);
    });
}

/// What a client gets over a connection, with its status line and chunks.
async fn over_a_connection(app: &App, path: &str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = waarmaker_api::http::router(Arc::clone(&app.api), waarmaker_lampen::data::routes());
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: testserver\r\nconnection: close\r\n\r\n");
    client.write_all(request.as_bytes()).await.unwrap();
    let mut got = Vec::new();
    // It may end with a reset: then what came before it is here.
    let _ = client.read_to_end(&mut got).await;
    server.abort();
    String::from_utf8_lossy(&got).into_owned()
}

#[test]
fn an_answer_that_breaks_off_does_not_look_whole() {
    /// How an answer in chunks ends when it is whole.
    const LAST: &str = "\r\n0\r\n\r\n";
    on_both_engines(async |app| {
        many(app).await;
        for path in [GEOJSON, CSV] {
            let whole = over_a_connection(app, path).await;
            assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with(LAST), "{}", &whole[whole.len() - 80..]);
        }
        app.write(|tx| {
            tx.run("UPDATE incidenten SET body = $1 WHERE id = 20", &[b"no document".to_vec().into()]).map(|_| ())
        });
        for path in [GEOJSON, CSV] {
            let broken = over_a_connection(app, path).await;
            // How much of it came before the connection broke is not for us to say; parts that came are as they were.
            assert!(broken.is_empty() || broken.starts_with("HTTP/1.1 200"), "{broken}");
            assert!(
                !broken.ends_with(LAST) && !broken.contains("]}\r\n"),
                "{}",
                &broken[broken.len().saturating_sub(80)..]
            );
        }
        app.write(|tx| tx.run("UPDATE incidenten SET body = $1", &[b"no document".to_vec().into()]).map(|_| ()));
        assert_eq!(get(app, GEOJSON).await.status, 500, "before the first part it is a refusal");
    });
}
