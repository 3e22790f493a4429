// SPDX-License-Identifier: EUPL-1.2
//! What a callback must be when it is registered.

use serde_json::{Value, json};
use waarmaker_api::{CallbackCheck, Choices, ReferencesSettings};
use waarmaker_testkit::{App, Receiver, Reply};

use super::{ABONNEMENT, body, kanaal, reach, rows, with_receivers};
use crate::engines::on_both_engines_with;

fn to(url: &str) -> Value {
    json!({"callbackUrl": url, "auth": "Bearer geheim", "kanalen": [{"naam": "proef"}]})
}

#[test]
fn a_callback_leads_to_a_public_address() {
    with_receivers(async |app| {
        let client = app.superuser();
        kanaal(&client).await;
        for url in [
            "http://10.0.0.1/",
            "http://127.1.2.3/",
            "http://[::1]:80/",
            "http://169.254.169.254/latest/meta-data",
            "http://localhost/",
            "http://0x7f.0.0.2/",
            "https://jan:geheim@consument.example/",
        ] {
            assert_eq!(
                client.post(ABONNEMENT, &to(url)).await.problems(),
                ["callbackUrl/invalid-callback-url"],
                "{url}"
            );
        }
        for url in ["consument.example/x", "ftp://consument.example/", "", "http://"] {
            let problems = client.post(ABONNEMENT, &to(url)).await.problems();
            assert!(matches!(&*problems[0], "callbackUrl/invalid" | "callbackUrl/blank"), "{url}: {problems:?}");
        }
        assert_eq!(rows(app, "abonnementen").await, 0);
        // One that nobody knows (yet) is judged again when something is sent.
        client.post(ABONNEMENT, &to("https://consument.invalid/callback")).await.expect(201);
    });
}

#[test]
fn a_bad_callback_is_told_together_with_everything_else() {
    with_receivers(async |app| {
        let client = app.superuser();
        let body = json!({"callbackUrl": "http://10.0.0.1/", "auth": "a\nb", "kanalen": [{"naam": "onbekend"}]});
        let problems = client.post(ABONNEMENT, &body).await.problems();
        assert_eq!(problems, ["callbackUrl/invalid-callback-url", "auth/invalid", "naam/kanaal_naam"]);
    });
}

/// Runs a test with callbacks that are tried out.
#[expect(clippy::needless_pass_by_value, reason = "the test is written where it is passed")]
fn with_trial(callback_check: CallbackCheck, test: impl AsyncFn(&App)) {
    let choices = Choices { callbacks: reach(), callback_check, ..Choices::default() };
    on_both_engines_with(&choices, &ReferencesSettings::default(), &test);
}

#[test]
fn a_callback_that_is_tried_out_refuses_strangers_and_accepts_us() {
    with_trial(CallbackCheck::Protected, async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let register = async || client.post(ABONNEMENT, &body(&receiver)).await;
        assert_eq!(register().await.problems(), ["callbackUrl/no-auth-on-callback-url"]);
        let guarded = |accepted: Reply| {
            receiver.answer(move |received, _| match received.authorization.as_str() {
                "Bearer geheim" => accepted.clone(),
                _ => Reply::Status(401),
            });
        };
        for reply in [
            Reply::Status(500),
            Reply::Status(401),
            Reply::Close,
            Reply::With(302, "location", receiver.url("/elders")),
        ] {
            guarded(reply.clone());
            assert_eq!(register().await.problems(), ["callbackUrl/invalid-callback-url"], "{reply:?}");
        }
        assert!(receiver.received().iter().all(|received| received.path == "/berichten"), "no redirect was followed");
        guarded(Reply::Status(204));
        let made = register().await.expect(201);
        assert_eq!(receiver.received().last().unwrap().text("kanaal"), "test");
        // What is kept is tried when only the callback changes.
        let url = made["url"].as_str().unwrap();
        client.patch(url, &json!({"callbackUrl": receiver.url("/ander")})).await.expect(200);
        assert_eq!(receiver.received().last().unwrap().authorization, "Bearer geheim");
    });
}

#[test]
fn a_callback_need_not_refuse_strangers_but_must_answer_and_not_lead_elsewhere() {
    with_trial(CallbackCheck::Reachable, async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let elders = Reply::With(307, "location", receiver.url("/elders"));
        for reply in [Reply::Status(500), Reply::Status(404), Reply::Close, elders] {
            let answer = reply.clone();
            receiver.answer(move |_, _| answer.clone());
            let problems = client.post(ABONNEMENT, &body(&receiver)).await.problems();
            assert_eq!(problems, ["callbackUrl/invalid-callback-url"], "{reply:?}");
        }
        receiver.answer(|_, _| Reply::Status(204));
        client.post(ABONNEMENT, &body(&receiver)).await.expect(201);
        assert!(receiver.received().iter().all(|received| received.path == "/berichten"), "no redirect was followed");
    });
}

#[test]
fn nobody_without_the_scope_makes_us_call_anything() {
    with_trial(CallbackCheck::Protected, async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        for client in [&app.anonymous(), &app.client("zonder")] {
            assert_eq!(client.post(ABONNEMENT, &body(&receiver)).await.status, 403);
        }
        assert_eq!(receiver.received(), []);
    });
}
