// SPDX-License-Identifier: EUPL-1.2
//! A browser without script: it keeps cookies, reads pages and sends forms with what is hidden in them.

use std::{cell::RefCell, collections::BTreeMap};

use axum::http::Method;
use waarmaker_core::{Clock as _, DateTime};
use waarmaker_testkit::{Answer, App};
use waarmaker_ui::{User, secret::Secret, session};

/// What the boundary of a form with files looks like.
const BOUNDARY: &str = "----grens";

/// A browser without script.
pub(crate) struct Browser<'a> {
    app: &'a App,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    /// A browser without cookies.
    pub(crate) fn new(app: &'a App) -> Self {
        Self { app, cookies: RefCell::default() }
    }

    /// Opens a page. A redirect is not followed.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Vec::new()).await
    }

    /// Fills in a form of a page that was opened (its hidden token goes along) and sends it.
    pub(crate) async fn submit(&self, shown: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = token(&text(shown));
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("_formulier", &token);
        pairs.extend_pairs(fields);
        self.send(Method::POST, path, "application/x-www-form-urlencoded", pairs.finish().into_bytes()).await
    }

    /// The same with files: field, name and contents.
    pub(crate) async fn submit_files(
        &self,
        shown: &Answer,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let token = token(&text(shown));
        let mut body = Vec::new();
        for (name, value) in [("_formulier", token.as_str())].iter().chain(fields) {
            let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (name, file, bytes) in files {
            let part = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(part.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.send(Method::POST, path, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await
    }

    async fn send(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let jar: Vec<String> = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let jar = jar.join("; ");
        let mut headers = vec![("accept", "text/html"), ("accept-crs", ""), ("cookie", jar.as_str())];
        if method == Method::POST {
            headers.extend([("content-type", kind), ("content-crs", ""), ("sec-fetch-site", "same-origin")]);
        }
        let body = (method == Method::POST).then_some(body);
        let answer = self.app.anonymous().send(method, path, &headers, body).await;
        for line in answer.headers.get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Signs in behind the door: the session of a person (`name`) with the rights of an Applicatie (`client_id`).
    ///
    /// The rights are those of the Applicatie, so make it first, as for any client:
    ///
    /// ```ignore
    /// let rights = json!({"component": "sig", "scopes": ["signalen.lezen", "signalen.beheer"]}); // a contractor: "signalen.opdrachten" and "aannemer": URL
    /// let body = json!({"clientIds": ["beheer"], "label": "Beheer", "autorisaties": [rights]});
    /// app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
    /// browser.sign_in("beheer", "B. Heerder");
    /// ```
    ///
    /// With `app.superuser()` made once, `"superuser"` may do everything. The session ends when nothing was asked for an hour of the clock of the test.
    pub(crate) fn sign_in(&self, client_id: &str, name: &str) {
        let cookie = Secret::fresh().unwrap();
        let (key, now) = (cookie.clone(), DateTime::from_timestamp(self.app.clock.now()).unwrap());
        let user = User { client_id: client_id.to_owned(), sub: format!("sub-{name}"), name: name.to_owned() };
        self.app.write(move |tx| session::begin(tx, &key, &user, &now));
        self.cookies.borrow_mut().insert("sessie".to_owned(), cookie.text());
    }

    /// Value of a cookie; empty when there is none.
    pub(crate) fn cookie(&self, name: &str) -> String {
        self.cookies.borrow().get(name).cloned().unwrap_or_default()
    }

    /// Keeps a cookie that somebody else made.
    pub(crate) fn keep(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Forgets all cookies, as a browser does whose session is over.
    pub(crate) fn forget(&self) {
        self.cookies.borrow_mut().clear();
    }
}

/// The page as text.
pub(crate) fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// The token of the first form on a page.
fn token(html: &str) -> String {
    let after = html.split_once("name=\"_formulier\" value=\"");
    after.and_then(|(_, rest)| rest.split_once('"')).map(|(token, _)| token.to_owned()).unwrap_or_default()
}

/// Where a redirect leads.
pub(crate) fn location(answer: &Answer) -> String {
    answer.headers.get("location").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}
