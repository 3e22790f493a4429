// SPDX-License-Identifier: EUPL-1.2
//! A process that ends in the middle, and two at once.

use std::{sync::Arc, time::Duration};

use waarmaker_db::Dialect;
use waarmaker_events::Bell;
use waarmaker_testkit::{Receiver, Reply};

use super::{deliverer, first_arrivals, kanaal, publish, rows, subscribe, with_receivers};

#[test]
fn a_process_that_ends_anywhere_loses_nothing_and_keeps_the_order() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        let objects = ["a", "b", "c"];
        receiver.answer(|_, before| if before % 7 == 6 { Reply::Status(500) } else { Reply::Status(204) });
        publish(&client, &objects, 0..30).await;
        // Each is dropped after some more requests than the one before: at its end nothing is written.
        for ended in 1..12 {
            let mut deliverer = deliverer(app);
            let so_far = receiver.received().len();
            tokio::select! {
                _ = deliverer.run_until_idle() => {}
                () = receiver.wait_for(so_far + ended) => {}
            }
            drop(deliverer);
            app.clock.advance(Duration::from_secs(20));
        }
        let mut last = deliverer(app);
        while last.run_until_idle().await.unwrap().is_some() {
            app.clock.advance(Duration::from_hours(1));
        }
        for object in objects {
            assert_eq!(first_arrivals(&receiver, object), (0..30).collect::<Vec<_>>(), "{object}");
        }
    });
}

#[test]
fn of_two_processes_one_works() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        let (mut one, mut two) = (deliverer(app), deliverer(app));
        one.run_until_idle().await.unwrap();
        publish(&client, &["a"], 0..3).await;
        two.run_until_idle().await.unwrap();
        let embedded = app.db().engine() == Dialect::Sqlite;
        // On SQLite who starts takes over; with several nodes on PostgreSQL the first keeps the work as long as it lives.
        assert_eq!(receiver.accepted().len(), if embedded { 3 } else { 0 });
        one.run_until_idle().await.unwrap();
        assert_eq!(receiver.accepted().len(), 3);
        app.clock.advance(Duration::from_secs(16));
        publish(&client, &["a"], 3..5).await;
        two.run_until_idle().await.unwrap();
        one.run_until_idle().await.unwrap();
        assert_eq!(first_arrivals(&receiver, "a"), [0, 1, 2, 3, 4]);
        assert_eq!(receiver.accepted().len(), 5, "nothing came twice");
    });
}

#[test]
fn in_the_background_messages_leave_when_the_bell_rings_and_stopping_loses_nothing() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        let bell: Bell = app.api.bell.clone();
        let running = deliverer(app).start(bell).unwrap();
        publish(&client, &["a", "b"], 0..5).await;
        receiver.wait_for(10).await;
        // A subscriber that is made while it runs is served too.
        let late = Arc::new(Receiver::start().await);
        subscribe(&client, &late).await;
        publish(&client, &["c"], 0..1).await;
        late.wait_for(1).await;
        publish(&client, &["d"], 0..50).await;
        running.stop().await;
        deliverer(app).run_until_idle().await.unwrap();
        for (object, count) in [("a", 5), ("b", 5), ("c", 1), ("d", 50)] {
            assert_eq!(first_arrivals(&receiver, object), (0..count).collect::<Vec<_>>());
        }
        assert_eq!(receiver.accepted().len(), 61, "what was sent before the stop is not sent again");
        assert_eq!(rows(app, "afleveringen").await, 0);
    });
}
