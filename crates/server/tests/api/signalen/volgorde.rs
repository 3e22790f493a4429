// SPDX-License-Identifier: EUPL-1.2
//! Disorder, duplicates, and two writers at once.

use std::sync::Arc;

use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::json;
use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;
use waarmaker_db::{Dialect, Tx};
use waarmaker_metingen::{Measured, Source, record};
use waarmaker_testkit::App;

use super::{INCIDENTEN, asset, device, doe, incidenten, klok, lamp_uit, met, regel, stand, status, stuur};
use crate::engines::on_both_engines;

/// Lamps with these names, each on its own.
fn lampen(app: &App, names: &[String]) {
    for naam in names {
        let lamp = asset(app, "lichtmast", naam, None);
        device(app, naam, lamp);
    }
}

/// Incidents of a lamp: begin, when it was raised, end.
async fn levens(client: &waarmaker_testkit::Client<'_>, naam: &str) -> Vec<String> {
    let all = incidenten(client, "").await;
    let own = all.iter().filter(|incident| incident["assetIdentificatie"] == *naam);
    let mut lives: Vec<String> =
        own.map(|one| format!("{} {} {}", one["begin"], one["vastgesteld"], one["einde"])).collect();
    lives.sort();
    lives
}

/// In one batch the order and the duplicates do not matter; nor does it how many batches an ordered stream is divided over, and how lamps are mixed.
#[test]
fn whatever_the_order_within_a_batch_the_incidents_are_the_same() {
    on_both_engines(async |app| {
        let client = app.superuser();
        regel(&client, &met(&lamp_uit(), json!({"vertraging": "PT3M", "herstel": {"duur": "PT2M"}}))).await;
        let word = prop::sample::select(vec!["aan", "uit", "defect"]);
        let readings = prop::collection::vec((0_i64..60, word), 1..15);
        let strategy = readings.prop_flat_map(|stream| {
            let mut ordered = stream;
            ordered.sort_by_key(|(minute, _)| *minute);
            ordered.dedup_by_key(|(minute, _)| *minute);
            let twice: Vec<_> = ordered.iter().chain(&ordered).copied().collect();
            (Just(ordered), Just(twice).prop_shuffle())
        });
        let mut runner = TestRunner::new_with_rng(
            ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let mut case = 0;
        let mut cases = Vec::new();
        for _ in 0..12 {
            cases.push(strategy.new_tree(&mut runner).unwrap().current());
        }
        for (ordered, shuffled) in cases {
            case += 1;
            let (one, other) = (format!("A{case}"), format!("B{case}"));
            lampen(app, &[one.clone(), other.clone()]);
            for (minute, word) in &ordered {
                stuur(app, &[status(&one, *minute, word)]);
            }
            stuur(app, &shuffled.iter().map(|(minute, word)| status(&other, *minute, word)).collect::<Vec<_>>());
            klok(app, 70);
            assert_eq!(levens(&client, &one).await, levens(&client, &other).await, "{ordered:?} {shuffled:?}");
        }
    });
}

#[test]
fn a_replayed_stream_raises_nothing_twice() {
    on_both_engines(async |app| {
        let client = app.superuser();
        regel(&client, &lamp_uit()).await;
        lampen(app, &["L1".to_owned()]);
        let stream = [status("L1", 0, "uit"), status("L1", 1, "aan"), status("L1", 2, "uit"), status("L1", 3, "aan")];
        stuur(app, &stream);
        // As if observations and states were lost in a crash, and incidents not.
        doe(app, |cx| {
            for table in ["toestanden", "laatste", "observations"] {
                cx.tx.run(&format!("DELETE FROM {table}"), &[])?;
            }
            Ok(())
        });
        stuur(app, &stream);
        for one in &stream {
            stuur(app, std::slice::from_ref(one));
        }
        assert_eq!(stand(&client).await, ["hersteld", "hersteld"]);
    });
}

/// A write on a thread of its own, that keeps its transaction open for a while after it did its work.
fn schrijver(app: &App, batch: Vec<Measured>) -> impl FnOnce() + Send + use<> {
    let (house, db) = (Arc::clone(&app.api.house), app.db().clone());
    move || {
        let write = move |tx: &mut Tx<'_>| {
            let (who, call) = (Caller::waarmaker("Test"), Call::now(&house)?);
            let cx = &mut Cx::new(tx, &house, &who, &call);
            record(&batch, &Source::default(), waarmaker::WATCHERS, cx)?;
            if cx.tx.dialect() == Dialect::Postgres {
                cx.tx.one("SELECT COUNT(pg_sleep(0.2))", &[], |row| row.int(0))?;
            }
            Ok(())
        };
        db.write_blocking::<(), Problem, _>(write).unwrap();
    }
}

#[test]
fn two_nodes_at_once_raise_one_incident_and_one_group() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let both = json!([{"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<", "waarde": 5}]);
        regel(&client, &met(&lamp_uit(), json!({"conditie": both[0], "naam": "Zonder stroom"}))).await;
        regel(&client, &met(&lamp_uit(), json!({"bundeling": {"aantal": 4, "venster": "PT10M", "wacht": "PT2M"}})))
            .await;
        let kast = asset(app, "kast", "K1", None);
        for number in 1..=6 {
            let naam = format!("L{number}");
            let lamp = asset(app, "lichtmast", &naam, Some(kast));
            device(app, &naam, lamp);
            // A second device on the same lamp: another stream of the same property.
            device(app, &format!("{naam}b"), lamp);
        }
        let batch = |ending: &str, lamps: std::ops::RangeInclusive<usize>| -> Vec<Measured> {
            lamps.map(|number| status(&format!("L{number}{ending}"), 0, "uit")).collect()
        };
        // Both devices of one lamp, at once.
        let (a, b) = (schrijver(app, batch("", 1..=1)), schrijver(app, batch("b", 1..=1)));
        std::thread::scope(|scope| {
            scope.spawn(a);
            scope.spawn(b);
        });
        assert_eq!(stand(&client).await, ["open"]);
        // Half of the lamps here, half of them there: together they are a group.
        let (a, b) = (schrijver(app, batch("", 2..=3)), schrijver(app, batch("", 4..=6)));
        std::thread::scope(|scope| {
            scope.spawn(a);
            scope.spawn(b);
        });
        assert_eq!(client.get(&format!("{INCIDENTEN}?bron=groep")).await.expect(200)["count"], 1);
        assert_eq!(client.get(&format!("{INCIDENTEN}?bron=sensor")).await.expect(200)["count"], 6);
        assert_eq!(client.get(&format!("{INCIDENTEN}?status=open")).await.expect(200)["count"], 1);
    });
}
