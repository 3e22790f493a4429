// SPDX-License-Identifier: EUPL-1.2
//! The program with a provider: the one for development behind a socket, or one that a test plays and that may lie.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use waarmaker_api::{Choices, ReferencesSettings};
use waarmaker_db::testing::Scratch;
use waarmaker_signin::{Provider, Settings, SignIn, ontwikkel::Key};
use waarmaker_testkit::{Answer, App, Receiver, Reply};
use waarmaker_ui::Site;

use crate::pages::browser::{Browser, location};

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

fn start(scratch: Scratch, site: &Arc<Site>, signin: &Arc<SignIn>) -> App {
    let routes = waarmaker::routes().merge(waarmaker::pages(site, signin));
    App::with(scratch, &waarmaker::kinds(), routes, Choices::default(), ReferencesSettings::default())
}

/// Runs a test on every engine with the provider for development, which answers on a socket as it does in the demo.
#[expect(clippy::needless_pass_by_value, reason = "the test is written where it is passed")]
pub(crate) fn with_development(test: impl AsyncFn(&App, &str)) {
    for scratch in Scratch::every() {
        let runtime = runtime();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let site = Arc::new(Site { origin: origin.clone(), ..Site::sample() });
        let signin = SignIn::new(Settings::development(), &site).unwrap();
        let app = start(scratch, &site, &signin);
        let provider = waarmaker_ui::pages(&site, signin.provider_routes());
        let provider = waarmaker_api::http::router(Arc::clone(&app.api), provider);
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let serving = tokio::spawn(async move { axum::serve(listener, provider).await });
            test(&app, &origin).await;
            serving.abort();
        });
    }
}

/// Gives the client id of a role its rights.
pub(crate) async fn grant(app: &App, client_id: &str, scopes: &[&str]) {
    let rights = json!({"component": "sig", "scopes": scopes});
    let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": [rights]});
    app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
}

/// A parameter of the query of an address.
pub(crate) fn parameter(url: &str, name: &str) -> String {
    let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// What a provider of a test does.
pub(crate) struct Plan {
    /// Keys that it publishes.
    pub(crate) published: Vec<Arc<Key>>,
    /// The key that it signs with.
    pub(crate) signer: Arc<Key>,
    /// Claims that replace the right ones; `null` leaves one out.
    pub(crate) claims: Value,
    /// A whole token instead.
    pub(crate) token: Option<String>,
    /// What discovery says instead.
    pub(crate) discovery: Value,
    /// What userinfo says.
    pub(crate) userinfo: Value,
    /// What other answers instead, by path.
    pub(crate) replies: HashMap<&'static str, Reply>,
    /// The moment, in seconds.
    pub(crate) now: i64,
    nonce: String,
}

/// A provider that a test plays.
pub(crate) struct Fake {
    pub(crate) receiver: Receiver,
    plan: Arc<Mutex<Plan>>,
}

/// Changes members of an object; `null` takes one away.
fn changed(mut object: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().into_iter().flatten() {
        match value {
            Value::Null => drop(object.as_object_mut().unwrap().remove(name)),
            value => object[name] = value.clone(),
        }
    }
    object
}

impl Fake {
    async fn start() -> Self {
        let receiver = Receiver::start().await;
        let key = Arc::new(Key::new().unwrap());
        let plan = Plan {
            published: vec![Arc::clone(&key)],
            signer: key,
            claims: json!({}),
            token: None,
            discovery: json!({}),
            userinfo: json!({}),
            replies: HashMap::new(),
            now: 0,
            nonce: String::new(),
        };
        let plan = Arc::new(Mutex::new(plan));
        let (planned, issuer) = (Arc::clone(&plan), receiver.url(""));
        receiver.answer(move |asked, _| {
            let plan = planned.lock().unwrap();
            let path = asked.path.split('?').next().unwrap();
            let json = |body: &Value| Reply::Body(200, "application/json", body.to_string());
            let other = plan.replies.iter().find(|(known, _)| **known == path);
            match (path, other) {
                (_, Some((_, reply))) => reply.clone(),
                ("/.well-known/openid-configuration", _) => json(&changed(discovery(&issuer), &plan.discovery)),
                ("/keys", _) => {
                    let sets: Vec<Value> = plan.published.iter().map(|key| key.set()["keys"][0].clone()).collect();
                    json(&json!({ "keys": sets }))
                }
                ("/token", _) => {
                    json(&json!({"access_token": "toegang", "token_type": "Bearer", "id_token": plan.signed(&issuer)}))
                }
                ("/userinfo", _) => json(&plan.userinfo),
                _ => Reply::Status(404),
            }
        });
        Self { receiver, plan }
    }

    pub(crate) fn settings(&self) -> Settings {
        let provider = Provider::At {
            issuer: self.receiver.url(""),
            client_id: "waarmaker".to_owned(),
            client_secret: "geheim & meer".to_owned(),
        };
        Settings {
            provider,
            roles_claim: "realm_access.roles".to_owned(),
            roles: vec![("beheerder".to_owned(), "beheer".to_owned()), ("balie".to_owned(), "balie".to_owned())],
            allow_private: vec![self.receiver.host()],
        }
    }

    /// Changes what it does.
    pub(crate) fn plan(&self, change: impl FnOnce(&mut Plan)) {
        change(&mut self.plan.lock().unwrap());
    }

    /// How often a path was asked.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.receiver.received().iter().filter(|asked| asked.path == path).count()
    }

    /// Signs in with a browser as this provider has it, and returns the answer to the way back.
    pub(crate) async fn sign_in(&self, browser: &Browser<'_>, app: &App) -> Answer {
        let sent = browser.get("/aanmelden/naar?terug=%2Fbeheer%2Fsignalen%3Fa%3Db").await;
        assert_eq!(sent.status, 303, "{}", String::from_utf8_lossy(&sent.body));
        let to = location(&sent);
        self.plan(|plan| {
            plan.nonce = parameter(&to, "nonce");
            plan.now = waarmaker_core::Clock::now(&*app.clock).as_second();
        });
        browser.get(&format!("/aanmelden/terug?code=abc&state={}", parameter(&to, "state"))).await
    }
}

fn discovery(issuer: &str) -> Value {
    json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize?realm=x"), "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"), "userinfo_endpoint": format!("{issuer}/userinfo"),
        "end_session_endpoint": format!("{issuer}/logout"),
    })
}

impl Plan {
    fn signed(&self, issuer: &str) -> String {
        let claims = json!({
            "iss": issuer, "sub": "persoon-1", "aud": "waarmaker", "iat": self.now, "exp": self.now + 60, "nonce": self.nonce,
            "name": "Noor Visser", "realm_access": {"roles": ["iets", "beheerder"]},
        });
        let claims = changed(claims, &self.claims);
        self.token.clone().unwrap_or_else(|| self.signer.sign(&claims).unwrap())
    }
}

/// Runs a test on every engine with a provider that the test plays, and an Applicatie `beheer`.
#[expect(clippy::needless_pass_by_value, reason = "the test is written where it is passed")]
pub(crate) fn with_fake(test: impl AsyncFn(&App, &Fake)) {
    for scratch in Scratch::every() {
        let runtime = runtime();
        let fake = runtime.block_on(Fake::start());
        let site = Arc::new(Site { development: false, ..Site::sample() });
        let signin = SignIn::new(fake.settings(), &site).unwrap();
        let app = start(scratch, &site, &signin);
        runtime.block_on(async {
            grant(&app, "beheer", &["signalen.lezen", "signalen.beheren"]).await;
            test(&app, &fake).await;
        });
    }
}
