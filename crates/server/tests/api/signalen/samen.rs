// SPDX-License-Identifier: EUPL-1.2
//! What is due without a message, on two nodes at once and against a reading that comes in.

use std::sync::Arc;

use serde_json::json;
use waarmaker_api::{Call, Cx, Result};
use waarmaker_auth::Caller;
use waarmaker_core::{Clock as _, Problem};
use waarmaker_db::{Dialect, Tx};
use waarmaker_metingen::{Source, record};
use waarmaker_testkit::{App, Client};

use super::{MIN, NOON, asset, device, doe, incidenten, met, regel, stand, vermogen};
use crate::engines::on_both_engines;

/// A write on a thread of its own that begins so late, and keeps its transaction open for so long after it did its work (seconds; PostgreSQL only).
fn schrijver(
    app: &App,
    (before, after): (f64, f64),
    run: impl Fn(&mut Cx<'_, '_>) -> Result<()> + Send + 'static,
) -> Box<dyn FnOnce() + Send> {
    let (house, db) = (Arc::clone(&app.api.house), app.db().clone());
    let run = Arc::new(std::sync::Mutex::new(run));
    Box::new(move || {
        let write = move |tx: &mut Tx<'_>| {
            let (who, call) = (Caller::waarmaker("Test"), Call::now(&house)?);
            let cx = &mut Cx::new(tx, &house, &who, &call);
            let wait = |seconds: f64, cx: &mut Cx<'_, '_>| {
                if cx.tx.dialect() == Dialect::Postgres {
                    cx.tx.one("SELECT COUNT(pg_sleep($1))", &[seconds.into()], |row| row.int(0))?;
                }
                Ok::<_, Problem>(())
            };
            wait(before, cx)?;
            run.lock().unwrap()(cx)?;
            wait(after, cx)
        };
        db.write_blocking::<(), Problem, _>(write).unwrap();
    })
}

fn samen(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        scope.spawn(one);
        scope.spawn(other);
    });
}

fn naar(app: &App, minute: i64) {
    app.clock.set(jiff::Timestamp::from_millisecond(NOON + minute * MIN).unwrap());
}

/// Lamps that were heard at noon, and a rule about silence.
async fn stil(app: &App, client: &Client<'_>) {
    let rule = json!({"naam": "Stil", "soort": "lichtmast", "conditie": {"soort": "stilte", "eigenschap": "vermogen", "duur": "PT1H"}});
    regel(client, &met(&rule, json!({"bundelen": false}))).await;
    for number in 1..=5 {
        let naam = format!("L{number}");
        let lamp = asset(app, "lichtmast", &naam, None);
        device(app, &naam, lamp);
        super::stuur(app, &[vermogen(&naam, 0, 40.0)]);
    }
    naar(app, 70);
}

/// All lamps speak.
fn gehoord(minute: i64) -> impl Fn(&mut Cx<'_, '_>) -> Result<()> + Send + 'static {
    let batch: Vec<_> = (1..=5).map(|number| vermogen(&format!("L{number}"), minute, 40.0)).collect();
    move |cx| record(&batch, &Source::default(), waarmaker::WATCHERS, cx).map(|_| ())
}

#[test]
fn two_ticks_at_once_raise_silence_once() {
    on_both_engines(async |app| {
        let client = app.superuser();
        stil(app, &client).await;
        samen(
            schrijver(app, (0.0, 0.3), waarmaker_signalen::tick),
            schrijver(app, (0.1, 0.0), waarmaker_signalen::tick),
        );
        assert_eq!(stand(&client).await, ["open"; 5]);
        let rows =
            doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM toestanden WHERE fase < 0", &[], |row| row.int(0))?));
        assert_eq!(rows, Some(0));
    });
}

#[test]
fn silence_that_a_reading_ends_at_the_same_moment_is_not_left_open() {
    on_both_engines(async |app| {
        let client = app.superuser();
        stil(app, &client).await;
        // The reading is stored and not committed when silence is looked for.
        samen(schrijver(app, (0.0, 0.4), gehoord(70)), schrijver(app, (0.15, 0.0), waarmaker_signalen::tick));
        assert!(stand(&client).await.iter().all(|stand| stand == "hersteld"));
        assert!(incidenten(&client, "status=open").await.is_empty());
        // Silence is found and not committed when the reading comes.
        naar(app, 140);
        assert_eq!(app.clock.now().as_millisecond(), NOON + 140 * MIN);
        samen(schrijver(app, (0.0, 0.4), waarmaker_signalen::tick), schrijver(app, (0.15, 0.0), gehoord(140)));
        assert!(incidenten(&client, "status=open").await.is_empty(), "{:?}", stand(&client).await);
        let left = doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM toestanden", &[], |row| row.int(0))?));
        assert_eq!(left, Some(0));
    });
}
