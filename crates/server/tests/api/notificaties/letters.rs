// SPDX-License-Identifier: EUPL-1.2
//! Dead letters: what was given up, and sending it again.

use std::time::Duration;

use waarmaker_core::Clock as _;
use waarmaker_db::Weight;
use waarmaker_events::delivery::{Failed, Selection, failed, resend};
use waarmaker_testkit::{App, Receiver, Reply};

use super::{deliverer, first_arrivals, kanaal, publish, rows, subscribe, with_receivers};

/// Everything that did not arrive.
pub(super) async fn all(app: &App) -> Vec<Failed> {
    app.db().read(Weight::Scan, |tx| failed(tx, Selection::default(), 1000)).await.unwrap()
}

async fn again(app: &App, selection: Selection) -> u64 {
    let now = app.clock.now().as_millisecond();
    app.db().write(move |tx| resend(tx, selection, now)).await.unwrap()
}

#[test]
fn a_message_is_given_up_after_a_day_and_those_behind_it_go_on() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        receiver.answer(|received, _| {
            if received.text("resourceUrl").ends_with("/0") { Reply::Status(400) } else { Reply::Status(204) }
        });
        publish(&client, &["a"], 0..3).await;
        let mut deliverer = deliverer(app);
        while let Some(due) = deliverer.run_until_idle().await.unwrap() {
            app.clock.set(moment(due));
        }
        assert_eq!(first_arrivals(&receiver, "a"), [1, 2]);
        let letters = all(app).await;
        assert_eq!(letters.len(), 1);
        let letter = &letters[0];
        assert_eq!((letter.fout.as_str(), letter.volgende), ("HTTP 400", None));
        assert!(letter.message.resource_url.ends_with("/0") && (20..60).contains(&letter.pogingen), "{letter:?}");
        // Somebody mends the receiver.
        receiver.answer(|_, _| Reply::Status(204));
        let none = Selection { id: Some(letter.id + 1), ..Selection::default() };
        assert_eq!(again(app, none).await, 0);
        assert_eq!(again(app, Selection { given_up: true, ..Selection::default() }).await, 1);
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(first_arrivals(&receiver, "a"), [1, 2, 0]);
        assert_eq!((all(app).await, rows(app, "afleveringen").await), (Vec::new(), 0));
    });
}

fn moment(milliseconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(milliseconds).unwrap()
}

#[test]
fn what_a_subscriber_missed_for_more_than_a_day_is_given_up_and_can_be_sent_again() {
    with_receivers(async |app| {
        let (client, receiver, other) = (app.superuser(), Receiver::start().await, Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        subscribe(&client, &other).await;
        receiver.answer(|_, _| Reply::Status(503));
        let objects = ["a", "b", "c", "d", "e", "f", "g"];
        publish(&client, &objects, 0..1).await;
        let mut deliverer = deliverer(app);
        deliverer.run_until_idle().await.unwrap();
        publish(&client, &objects, 1..6).await;
        for _ in 0..40 {
            deliverer.run_until_idle().await.unwrap();
            app.clock.advance(Duration::from_hours(1));
        }
        assert_eq!(other.accepted().len(), 42);
        let letters = all(app).await;
        assert_eq!(letters.len(), 42);
        assert!(letters.iter().all(|letter| letter.volgende.is_none()));
        assert!(receiver.received().len() < 80, "{}", receiver.received().len());
        let uuid = letters[0].abonnee;
        receiver.answer(|_, _| Reply::Status(204));
        assert_eq!(again(app, Selection { abonnee: Some(uuid), ..Selection::default() }).await, 42);
        deliverer.run_until_idle().await.unwrap();
        for object in objects {
            assert_eq!(first_arrivals(&receiver, object), [0, 1, 2, 3, 4, 5]);
        }
        assert_eq!(all(app).await, []);
    });
}
