// SPDX-License-Identifier: EUPL-1.2
//! Orders by signed webhook.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use serde_json::json;
use waarmaker_testkit::{Received, Receiver, Reply};

use super::{
    verzending::{channel, jobs, runner, with_channels},
    wereld::{Wereld, text},
};

const KEY: &[u8] = b"een sleutel van dertig tekens!";

async fn by_webhook(wereld: &Wereld<'_>, receiver: &Receiver) {
    let geheim = format!("whsec_{}", STANDARD.encode(KEY));
    channel(wereld, json!({"soort": "webhook", "url": receiver.url("/opdrachten"), "geheim": geheim})).await;
}

/// Checks a message as a contractor would.
fn is_signed(received: &Received) -> bool {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(KEY).unwrap();
    mac.update(format!("{}.{}.", received.header("webhook-id"), received.header("webhook-timestamp")).as_bytes());
    mac.update(&received.raw);
    received.header("webhook-signature") == format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[test]
fn an_order_arrives_signed_with_our_urls_and_the_order_says_so() {
    with_channels(async |app| {
        let (wereld, receiver) = (Wereld::new(app).await, Receiver::start().await);
        by_webhook(&wereld, &receiver).await;
        let order = wereld.order_for(wereld.lamp).await;
        assert_eq!((text(&order["verzonden"], "kanaal"), text(&order["verzonden"], "staat")), ("webhook", "open"));
        assert!(runner(app, None).run_until_idle().await.unwrap().is_none());
        let messages = receiver.received();
        assert_eq!(messages.len(), 1);
        assert!(is_signed(&messages[0]));
        assert_eq!(messages[0].header("webhook-timestamp"), "1795258800");
        assert_eq!(messages[0].text("gebeurtenis"), "aangeboden");
        let sent = &messages[0].body["werkopdracht"];
        assert_eq!((&sent["url"], &sent["nummer"], &sent["zaak"]), (&order["url"], &order["nummer"], &order["zaak"]));
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&now["verzonden"], "staat"), "afgeleverd");
    });
}

#[test]
fn a_receiver_that_fails_hangs_redirects_and_comes_back_gets_everything_in_order() {
    with_channels(async |app| {
        let (wereld, receiver, elsewhere) = (Wereld::new(app).await, Receiver::start().await, Receiver::start().await);
        by_webhook(&wereld, &receiver).await;
        let to = elsewhere.url("/");
        receiver.answer(move |_, count| match count {
            0 => Reply::Status(500),
            1 => Reply::With(307, "location", to.clone()),
            2 => Reply::Hang,
            3 => Reply::Close,
            4 => Reply::With(503, "retry-after", "7200".to_owned()),
            _ => Reply::Status(204),
        });
        let order = wereld.order_for(wereld.lamp).await;
        let mut runner = runner(app, None);
        for tries in 1..=5 {
            runner.run_until_idle().await.unwrap();
            assert_eq!(receiver.received().len(), tries, "one try at a time");
            if tries == 1 {
                // Withdrawn meanwhile: that waits behind the offer.
                let body = json!({"reden": "Dubbel"});
                let url = format!("{}/intrekken", text(&order, "url"));
                wereld.admin.post(&url, &body).await.expect(200);
            }
            app.clock.advance(Duration::from_hours(1));
        }
        runner.run_until_idle().await.unwrap();
        assert_eq!(receiver.received().len(), 5, "it asked for two hours");
        app.clock.advance(Duration::from_hours(1));
        assert_eq!(runner.run_until_idle().await.unwrap(), None);
        let events: Vec<String> =
            receiver.received()[5..].iter().map(|received| received.text("gebeurtenis").to_owned()).collect();
        assert_eq!(events, ["aangeboden", "ingetrokken"]);
        assert!(receiver.received().iter().all(is_signed));
        let ids: Vec<String> = receiver.received().iter().map(|one| one.header("webhook-id").to_owned()).collect();
        assert!(ids[..6].iter().all(|id| *id == ids[0]) && ids[6] != ids[0], "the same message has the same id");
        assert!(elsewhere.received().is_empty());
    });
}

#[test]
fn a_receiver_that_is_gone_is_a_dead_letter_and_the_order_says_so() {
    with_channels(async |app| {
        let (wereld, receiver) = (Wereld::new(app).await, Receiver::start().await);
        by_webhook(&wereld, &receiver).await;
        receiver.answer(|_, _| Reply::Status(410));
        let order = wereld.order_for(wereld.lamp).await;
        runner(app, None).run_until_idle().await.unwrap();
        let left = jobs(app).await;
        assert_eq!((left.len(), left[0].next, left[0].kind.as_str()), (1, None, "webhook"));
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&now["verzonden"], "staat"), "mislukt");
        assert!(text(&now["verzonden"], "toelichting").contains("410"));
    });
}
