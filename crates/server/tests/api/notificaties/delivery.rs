// SPDX-License-Identifier: EUPL-1.2
//! Delivery: order, filters, and what happens when a subscriber does not do its part.

use std::{collections::HashSet, sync::Mutex, time::Duration};

use serde_json::json;
use waarmaker_testkit::{ORIGIN, Receiver, Reply, catalogi};

use super::{
    ABONNEMENT, NOTIFICATIES, body, deliverer, first_arrivals, kanaal, message, publish, rows, subscribe,
    with_receivers,
};

#[test]
fn a_write_reaches_a_subscriber_with_absolute_urls() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        let mut body = body(&receiver);
        body["kanalen"] = json!([{"naam": "zaaktypen"}]);
        client.post(ABONNEMENT, &body).await.expect(201);
        let catalogus = catalogi::catalogus(&client, "ABCDE").await;
        let url = catalogi::create(&client, "zaaktypen", &catalogi::zaaktype(&catalogus, "A")).await;
        deliverer(app).run_until_idle().await.unwrap();
        let message = &receiver.accepted()[0];
        assert_eq!(message["hoofdObject"], json!(url));
        assert_eq!((&message["resource"], &message["actie"]), (&json!("zaaktype"), &json!("create")));
        assert_eq!(message["kenmerken"], json!({"catalogus": catalogus}));
        assert!(url.starts_with(ORIGIN) && rows(app, "outbox").await == 0);
    });
}

#[test]
fn filters_decide_and_one_abonnement_gets_a_message_once() {
    with_receivers(async |app| {
        let client = app.superuser();
        kanaal(&client).await;
        let own = format!("{ORIGIN}/catalogi/api/v1/zaaktypen/0a1b2c3d-0000-4000-8000-000000000000");
        let intern = own.replace(ORIGIN, "http://intern:8080");
        let mut receivers = Vec::new();
        for kanalen in [
            json!([{"naam": "proef", "filters": {"soort": "a"}}]),
            json!([{"naam": "proef", "filters": {"soort": "b"}}]),
            json!([{"naam": "proef", "filters": {"soort": "*", "zaaktype": intern}}]),
            json!([{"naam": "proef", "filters": {}}, {"naam": "proef", "filters": {"soort": "a"}}]),
            json!([{"naam": "zaken"}]),
        ] {
            let receiver = Receiver::start().await;
            let mut body = body(&receiver);
            body["kanalen"] = kanalen;
            client.post(ABONNEMENT, &body).await.expect(201);
            receivers.push(receiver);
        }
        for kenmerken in [
            json!({"soort": "a"}),
            json!({"soort": "b", "zaaktype": own}),
            json!({"soort": "b", "zaaktype": "x"}),
            json!({}),
        ] {
            let mut body = message("x", 1);
            body["kenmerken"] = kenmerken;
            client.post(NOTIFICATIES, &body).await.expect(201);
        }
        deliverer(app).run_until_idle().await.unwrap();
        let counts: Vec<usize> = receivers.iter().map(|receiver| receiver.accepted().len()).collect();
        // A kenmerk that the message lacks does not block (handbook 7.4).
        assert_eq!(counts, [2, 3, 3, 4, 0]);
    });
}

#[test]
fn order_is_kept_per_hoofdobject_whatever_fails() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        // Every third request fails, whichever it is.
        receiver.answer(|_, before| if before % 3 == 1 { Reply::Status(400) } else { Reply::Status(204) });
        publish(&client, &["a", "b", "c", "d"], 0..12).await;
        let mut deliverer = deliverer(app);
        while deliverer.run_until_idle().await.unwrap().is_some() {
            app.clock.advance(Duration::from_hours(1));
        }
        for hoofdobject in ["a", "b", "c", "d"] {
            assert_eq!(first_arrivals(&receiver, hoofdobject), (0..12).collect::<Vec<_>>(), "{hoofdobject}");
        }
        assert_eq!(receiver.accepted().len(), 48, "nothing came twice");
        assert_eq!(rows(app, "afleveringen").await, 0);
    });
}

#[test]
fn a_message_that_fails_holds_back_only_its_own_hoofdobject() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        receiver.answer(|received, _| {
            if received.text("hoofdObject").ends_with("/a") { Reply::Status(422) } else { Reply::Status(204) }
        });
        publish(&client, &["a", "b"], 0..3).await;
        let mut deliverer = deliverer(app);
        deliverer.run_until_idle().await.unwrap();
        publish(&client, &["a", "b"], 3..5).await;
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(first_arrivals(&receiver, "b"), [0, 1, 2, 3, 4]);
        assert_eq!(first_arrivals(&receiver, "a"), [0_usize; 0]);
        assert_eq!(
            receiver.received().len() - receiver.accepted().len(),
            1,
            "the first of a was tried, the others wait"
        );
        assert_eq!(rows(app, "afleveringen").await, 5);
        receiver.answer(|_, _| Reply::Status(204));
        app.clock.advance(Duration::from_mins(1));
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(first_arrivals(&receiver, "a"), [0, 1, 2, 3, 4]);
    });
}

#[test]
fn a_subscriber_that_hangs_delays_nobody_else() {
    with_receivers(async |app| {
        let (client, slow, quick) = (app.superuser(), Receiver::start().await, Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &slow).await;
        subscribe(&client, &quick).await;
        slow.answer(|_, _| Reply::Hang);
        publish(&client, &["a", "b", "c"], 0..20).await;
        let mut deliverer = deliverer(app);
        tokio::select! {
            _ = deliverer.run_until_idle() => panic!("the slow one ended first"),
            () = quick.wait_for(60) => {}
        }
        assert_eq!(quick.accepted().len(), 60);
        assert!(slow.received().len() <= 3, "one for each hoofdobject");
    });
}

#[test]
fn a_subscriber_that_is_gone_is_tried_with_one_message_at_a_time() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        receiver.answer(|_, _| Reply::Close);
        let objects: Vec<String> = (0..40).map(|number| format!("o{number}")).collect();
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        publish(&client, &objects, 0..2).await;
        let mut deliverer = deliverer(app);
        deliverer.run_until_idle().await.unwrap();
        let tried = receiver.received().len();
        assert!((5..=16).contains(&tried), "{tried}");
        for more in 1..5 {
            app.clock.advance(Duration::from_hours(1));
            deliverer.run_until_idle().await.unwrap();
            assert_eq!(receiver.received().len(), tried + more);
        }
        receiver.answer(|_, _| Reply::Status(200));
        app.clock.advance(Duration::from_hours(1));
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(receiver.accepted().len(), 80);
        assert!(objects.iter().all(|object| first_arrivals(&receiver, object) == [0, 1]));
    });
}

#[test]
fn a_redirect_is_a_failure_and_is_not_followed() {
    with_receivers(async |app| {
        let (client, receiver, elsewhere) = (app.superuser(), Receiver::start().await, Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        let to = elsewhere.url("/");
        receiver.answer(move |_, _| Reply::With(307, "location", to.clone()));
        publish(&client, &["a"], 0..1).await;
        assert!(deliverer(app).run_until_idle().await.unwrap().is_some());
        assert_eq!((receiver.received().len(), elsewhere.received().len()), (1, 0));
    });
}

#[test]
fn an_address_that_is_private_by_now_gets_nothing() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        // The same register with settings that do not allow the host any more; by address and by name.
        publish(&client, &["a"], 0..1).await;
        let mut strict = super::deliverer_with(app, waarmaker_events::delivery::Settings::default());
        assert!(strict.run_until_idle().await.unwrap().is_some());
        let port = receiver.host().rsplit_once(':').unwrap().1.to_owned();
        app.write(move |tx| {
            let url = format!("http://localhost:{port}/");
            tx.run("UPDATE abonnees SET callback = $1", &[url.into()]).map(|_| ())
        });
        app.clock.advance(Duration::from_hours(1));
        assert!(strict.run_until_idle().await.unwrap().is_some());
        assert_eq!(receiver.received(), []);
        let failed = super::letters::all(app).await;
        assert_eq!((failed.len(), failed[0].pogingen, failed[0].fout.as_str()), (1, 2, "the address is not allowed"));
    });
}

#[test]
fn retry_after_is_honoured() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        let mut deliverer = deliverer(app);
        for (status, value) in [(429, "1000"), (503, "Sat, 21 Nov 2026 12:00:00 GMT")] {
            app.clock.set("2026-11-21T11:30:00Z".parse().unwrap());
            let before = receiver.received().len();
            receiver.answer(move |_, _| Reply::With(status, "retry-after", value.to_owned()));
            publish(&client, &["a", "b", "c"], before..before + 2).await;
            deliverer.run_until_idle().await.unwrap();
            let tried = receiver.received().len();
            assert!(tried - before <= 3, "{tried}");
            receiver.answer(|_, _| Reply::Status(204));
            app.clock.advance(Duration::from_mins(15));
            deliverer.run_until_idle().await.unwrap();
            assert_eq!(receiver.received().len(), tried, "{status}: too early");
            app.clock.advance(Duration::from_secs(901));
            deliverer.run_until_idle().await.unwrap();
            assert_eq!(receiver.received().len(), tried + 6, "{status}");
        }
    });
}

#[test]
fn a_new_abonnement_begins_at_the_present_and_a_deleted_one_leaves_nothing() {
    with_receivers(async |app| {
        let (client, old, new) = (app.superuser(), Receiver::start().await, Receiver::start().await);
        kanaal(&client).await;
        let url = subscribe(&client, &old).await;
        old.answer(|_, _| Reply::Status(500));
        publish(&client, &["a"], 0..3).await;
        let mut deliverer = deliverer(app);
        deliverer.run_until_idle().await.unwrap();
        subscribe(&client, &new).await;
        publish(&client, &["a"], 3..5).await;
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(first_arrivals(&new, "a"), [3, 4]);
        assert!(rows(app, "afleveringen").await > 0);
        assert_eq!(client.delete(&url).await.status, 204);
        assert_eq!((rows(app, "afleveringen").await, rows(app, "abonnees").await), (0, 1));
    });
}

#[test]
fn what_everybody_has_is_forgotten_after_its_time() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let mut deliverer = deliverer(app);
        publish(&client, &["a"], 0..2).await;
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(
            (rows(app, "outbox").await, rows(app, "berichten").await),
            (0, 0),
            "there was nobody to send them to"
        );
        subscribe(&client, &receiver).await;
        publish(&client, &["a"], 2..4).await;
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(rows(app, "berichten").await, 2);
        app.clock.advance(Duration::from_hours(31 * 24));
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(rows(app, "berichten").await, 0);
        publish(&client, &["a"], 4..5).await;
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(first_arrivals(&receiver, "a"), [2, 3, 4], "numbers go on");
    });
}

#[test]
fn several_hoofdobjecten_are_under_way_at_once_and_one_never_is_twice() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        let seen = Mutex::new(HashSet::new());
        receiver.answer(move |received, _| {
            seen.lock().unwrap().insert(received.text("hoofdObject").to_owned());
            Reply::Hang
        });
        publish(&client, &["a", "b", "c"], 0..4).await;
        let mut deliverer = deliverer(app);
        tokio::select! {
            _ = deliverer.run_until_idle() => panic!("nothing was answered"),
            () = receiver.wait_for(3) => {}
        }
        let objects: HashSet<String> =
            receiver.received().iter().map(|received| received.text("hoofdObject").to_owned()).collect();
        assert_eq!((objects.len(), receiver.received().len()), (3, 3));
    });
}
