// SPDX-License-Identifier: EUPL-1.2
//! How many forms one address may send.

use std::time::Duration;

use axum::http::Method;
use waarmaker_core::{Clock as _, DateTime};
use waarmaker_db::Error;
use waarmaker_testkit::{Answer, App};
use waarmaker_ui::limit;

use super::{
    super::browser::text,
    proof::{secure, with_forms},
};

/// What a browser at an address sends along.
struct Sender<'a> {
    app: &'a App,
    cookie: String,
    token: String,
}

impl<'a> Sender<'a> {
    async fn new(app: &'a App) -> Self {
        let page = app.anonymous().get("/privacy").await;
        let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
        let html = text(&page);
        let token = html.split_once("name=\"_formulier\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        Self { app, cookie, token }
    }

    async fn send(&self, from: &str, naam: &str) -> Answer {
        let body = format!("_formulier={}&naam={naam}", self.token).into_bytes();
        let headers = [
            ("accept", "text/html"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("cookie", self.cookie.as_str()),
            ("x-forwarded-for", from),
        ];
        self.app.anonymous().send(Method::POST, "/lampen/proef", &headers, Some(body)).await
    }
}

/// How many rows of a table there are, and all texts in it.
fn rows(app: &App) -> (i64, Vec<String>) {
    let db = app.db().clone();
    std::thread::spawn(move || {
        db.write_blocking(|tx| {
            let texts = tx.query("SELECT adres FROM drempels", &[], |row| row.text(0))?;
            let salts = tx.query("SELECT zout FROM drempel_zouten", &[], |row| row.text(0))?;
            Ok::<_, Error>((i64::try_from(texts.len() + salts.len()).unwrap(), texts))
        })
    })
    .join()
    .unwrap()
    .unwrap()
}

#[test]
fn five_hundred_forms_from_one_address_are_twenty_and_a_page_that_asks_to_wait() {
    with_forms(secure(), async |app| {
        let sender = Sender::new(app).await;
        let mut taken = 0;
        for turn in 0..500 {
            // Another name before that of our proxy changes nothing.
            let answer = sender.send(&format!("198.51.100.{}, 192.0.2.7", turn % 250), "Jan").await;
            taken += usize::from(answer.status == 200);
            assert!(matches!(answer.status, 200 | 429));
        }
        assert_eq!(taken, 20);
        // A form can be shown again with all that was filled in.
        assert_eq!(text(&sender.send("192.0.2.7", "Jan").await), "wacht: Jan|0|false");
        // Where it cannot, a page says what to do and until when.
        let answer = sender.send("192.0.2.7", "vol").await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, "3600"));
        assert!(text(&answer).contains("Probeer het over een uur opnieuw, of bel 14 099."));
        assert_eq!(sender.send("192.0.2.8", "Jan").await.status, 200);
        app.clock.advance(Duration::from_mins(59));
        let answer = sender.send("192.0.2.7", "vol").await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, "60"));
        app.clock.advance(Duration::from_mins(1));
        assert_eq!(sender.send("192.0.2.7", "Jan").await.status, 200);
    });
}

#[test]
fn of_forms_that_come_at_once_no_more_are_taken() {
    with_forms(secure(), async |app| {
        let sender = Sender::new(app).await;
        let all = futures_util::future::join_all((0..60).map(|_| sender.send("2001:db8::7", "Jan"))).await;
        assert_eq!(all.iter().filter(|answer| answer.status == 200).count(), 20);
    });
}

#[test]
fn no_address_is_kept_and_nothing_after_the_hour() {
    with_forms(secure(), async |app| {
        let sender = Sender::new(app).await;
        sender.send("192.0.2.7", "Jan").await;
        sender.send("192.0.2.8", "Jan").await;
        let (count, hashes) = rows(app);
        assert_eq!(count, 3);
        assert!(hashes.iter().all(|hash| hash.len() == 43 && !hash.contains("192")));
        app.clock.advance(Duration::from_hours(1));
        // The same address has another hash in another hour.
        sender.send("192.0.2.7", "Jan").await;
        let (count, later) = rows(app);
        assert_eq!(count, 2);
        assert!(later.iter().all(|hash| !hashes.contains(hash)));
        app.clock.advance(Duration::from_hours(1));
        let now = DateTime::from_timestamp(app.clock.now()).unwrap();
        app.write(move |tx| limit::forget(tx, &now).map(|_| ()));
        assert_eq!(rows(app).0, 0);
    });
}
