// SPDX-License-Identifier: EUPL-1.2
//! Sinks of CloudEvents: receivers of the same engine, with cursors of their own.

use std::{sync::Arc, time::Duration};

use waarmaker_core::{Clock, Ids as _, RandomIds};
use waarmaker_events::{
    cloudevents::{HttpSink, Mode, Profile, Selection},
    delivery::{Deliverer, EventSink, Outgoing, Settings, Sink},
};
use waarmaker_testkit::{App, ORIGIN, Receiver, Reply};

use super::{kanaal, publish, reach, rows, subscribe, with_receivers};

/// A deliverer with a sink for each of these receivers.
fn with_sinks(app: &App, receivers: &[(&str, &Receiver)]) -> Deliverer {
    let clock: Arc<dyn Clock> = app.clock.clone();
    let outgoing = Outgoing::new(reach()).unwrap();
    let profile = Profile::new("urn:nld:oin:00000001823288444000:systeem:waarmaker", "nl.utrecht").unwrap();
    let sink = |(name, receiver): &(&str, &Receiver)| {
        let sink = HttpSink {
            name: (*name).to_owned(),
            url: receiver.url("/events"),
            authorization: Some("Bearer sleutel".to_owned()),
            mode: Mode::Structured,
            selection: Selection::default(),
        };
        Arc::new(EventSink::new(sink, profile.clone(), outgoing.clone(), Arc::clone(&clock))) as Arc<dyn Sink>
    };
    let sinks = receivers.iter().map(sink).collect();
    let settings = Settings { reach: reach(), ..Settings::default() };
    Deliverer::new(app.db().clone(), Arc::clone(&clock), RandomIds.uuid(), ORIGIN, settings, sinks).unwrap()
}

#[test]
fn a_sink_gets_events_in_order_and_waits_for_nobody() {
    with_receivers(async |app| {
        let (client, sink, abonnee) = (app.superuser(), Receiver::start().await, Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &abonnee).await;
        let mut deliverer = with_sinks(app, &[("archief", &sink)]);
        deliverer.run_until_idle().await.unwrap();
        abonnee.answer(|_, _| Reply::Status(500));
        sink.answer(|_, before| if before == 1 { Reply::Status(503) } else { Reply::Status(202) });
        publish(&client, &["a"], 0..4).await;
        deliverer.run_until_idle().await.unwrap();
        app.clock.advance(Duration::from_mins(1));
        deliverer.run_until_idle().await.unwrap();
        let events = sink.accepted();
        let sequences: Vec<&str> = events.iter().map(|event| event["sequence"].as_str().unwrap()).collect();
        assert_eq!(sequences.len(), 4);
        assert!(sequences.is_sorted());
        assert_eq!(events[0]["data"]["resourceUrl"], "https://bron.example/dingen/0");
        let first = &sink.received()[0];
        assert_eq!(first.authorization, "Bearer sleutel");
        assert!(first.content_type.starts_with("application/cloudevents+json"), "{}", first.content_type);
    });
}

#[test]
fn a_sink_that_is_no_longer_in_the_settings_leaves_nothing() {
    with_receivers(async |app| {
        let (client, sink) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        with_sinks(app, &[("een", &sink), ("twee", &sink)]).run_until_idle().await.unwrap();
        assert_eq!(rows(app, "abonnees").await, 2);
        publish(&client, &["a"], 0..1).await;
        app.clock.advance(Duration::from_mins(1));
        with_sinks(app, &[("twee", &sink)]).run_until_idle().await.unwrap();
        assert_eq!((rows(app, "abonnees").await, sink.accepted().len()), (1, 1));
    });
}
