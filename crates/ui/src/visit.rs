// SPDX-License-Identifier: EUPL-1.2
//! One request for a page: in which language, by whom, from which form.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use askama::Template;
use axum::{
    body::Body,
    extract::{ConnectInfo, FromRequestParts, OriginalUri},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::Response,
};
use jiff::Timestamp;
use serde_json::Value as Json;
use waarmaker_api::{
    Call, Cx, Result,
    http::{Api, Incoming},
};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::Weight;

use crate::{
    Lang, Page, Say, Scheme, Site, Texts, fault,
    form::Posted,
    head, limit,
    secret::Secret,
    session::{self, Found, User},
    words,
};

/// One request for a page. Every handler of a page takes it; it makes the [`Page`] of the view model and the answer.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The municipality.
    pub site: Arc<Site>,
    /// In which language.
    pub lang: Lang,
    /// Path without the language.
    pub path: String,
    /// Query, undecoded, without the question mark.
    pub query: String,
    /// Light or dark.
    pub scheme: Scheme,
    /// Who signed in.
    pub user: Option<User>,
    /// Until when that lasts if nothing is done; `None` without a session.
    pub until: Option<Timestamp>,
    /// The moment of the request.
    pub now: DateTime,
    /// Where it comes from, as far as the proxies in front of us can be believed.
    pub address: Option<IpAddr>,
    /// The headers.
    pub headers: HeaderMap,
    /// What the forms of this browser are bound to.
    pub(crate) form: Secret,
    /// Whether the browser has that already.
    pub(crate) has_form: bool,
    /// The cookie of the session.
    pub(crate) session: Option<Secret>,
}

impl FromRequestParts<Arc<Api>> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> std::result::Result<Self, Response> {
        let site = parts.extensions.get::<Arc<Site>>().cloned().unwrap_or_else(|| Arc::new(Site::sample()));
        let whole =
            OriginalUri::from_request_parts(parts, api).await.unwrap_or_else(|never: Infallible| match never {});
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        match Self::read(Arc::clone(&site), &whole.0, parts.headers.clone(), peer, api).await {
            Ok(visit) => Ok(visit),
            Err(problem) => Err(fault::bare(&site, &problem)),
        }
    }
}

impl Visit {
    async fn read(site: Arc<Site>, uri: &Uri, headers: HeaderMap, peer: Option<IpAddr>, api: &Api) -> Result<Self> {
        let (lang, path) = match uri.path().strip_prefix("/en") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => (Lang::En, rest),
            _ => (Lang::Nl, uri.path()),
        };
        let secret =
            |name: &str| cookie(&headers, &head::cookie_name(name, &site)).and_then(|text| Secret::parse(&text));
        let (form, session) = (secret(head::FORM), secret(head::SESSION));
        let now = Call::now(&api.house)?.now;
        let found = match &session {
            Some(cookie) => signed_in(api, cookie.clone(), now).await?,
            None => None,
        };
        let until = found.as_ref().and_then(|found| Timestamp::from_millisecond(found.until).ok());
        let scheme = cookie(&headers, head::SCHEME).map(|name| Scheme::named(&name)).unwrap_or_default();
        Ok(Self {
            lang,
            path: path.to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            scheme,
            user: found.map(|found| found.user),
            until,
            now,
            address: limit::address(&headers, peer, site.proxies),
            has_form: form.is_some(),
            form: form.map_or_else(Secret::fresh, Ok)?,
            session,
            headers,
            site,
        })
    }

    /// The page that a view model shows.
    pub fn page(&self, title: impl Into<String>) -> Result<Page> {
        let here = if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) };
        Ok(Page {
            site: Arc::clone(&self.site),
            lang: self.lang,
            title: title.into(),
            scheme: self.scheme,
            here,
            user: self.user.as_ref().map(|user| user.name.clone()).unwrap_or_default(),
            until: self.until.map(|until| words::time(self.lang, until)).unwrap_or_default(),
            until_machine: self.until.map(|until| until.to_string()).unwrap_or_default(),
            token: self.form.token()?,
            ..Page::sample(self.lang)
        })
    }

    /// The texts of a crate in the language of this page.
    pub fn say(&self, texts: &'static Texts) -> Say {
        texts.say(self.lang)
    }

    /// The texts that all pages share, in the language of this page.
    pub fn shared(&self) -> Say {
        self.say(&crate::page::TEXTS)
    }

    /// Which browser this is, as far as its forms go: SHA-256 in hex of the cookie that they are bound to. For what is shown to this browser only.
    pub fn browser(&self) -> String {
        self.form.hash()
    }

    /// A value of the query, decoded.
    pub fn asked(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// 200 with a page.
    pub fn show(&self, view: &impl Template) -> Result<Response> {
        self.show_as(StatusCode::OK, view)
    }

    /// A page with another status.
    pub fn show_as(&self, status: StatusCode, view: &impl Template) -> Result<Response> {
        let html = view.render().map_err(Problem::internal)?;
        let mut response = Response::new(Body::from(html));
        *response.status_mut() = status;
        self.dress(&mut response);
        Ok(response)
    }

    /// 303 to a page of ours: what follows every form that was taken. `path` is without the language.
    pub fn see_other(&self, path: &str) -> Result<Response> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SEE_OTHER;
        let to = HeaderValue::from_str(&format!("{}{path}", self.lang.prefix())).map_err(Problem::internal)?;
        response.headers_mut().insert(header::LOCATION, to);
        self.dress(&mut response);
        Ok(response)
    }

    /// What became of a request: the answer, or a page that says what went wrong and what to do.
    pub fn answer(&self, outcome: Result<Response>) -> Response {
        outcome.unwrap_or_else(|problem| fault::page(self, &problem))
    }

    /// A request of the pipeline by whoever signed in, so that rights, audit trail and notifications are those of every other door. Nobody signed in:
    /// a request without a token.
    pub fn incoming(&self, api: &Api) -> Result<Incoming> {
        Ok(Incoming {
            claims: self.user.as_ref().map(User::claims),
            call: Call::now(&api.house)?,
            path: self.path.clone(),
            query: self.query.clone(),
            body: Json::Null,
        })
    }

    /// A read with the rights of whoever signed in.
    pub async fn reading<T, F>(&self, api: &Api, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    {
        api.reading(Weight::Scan, self.incoming(api)?, run).await
    }

    /// A write with the rights of whoever signed in. `run` may run more than once.
    pub async fn writing<T, F>(&self, api: &Api, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    {
        api.writing(self.incoming(api)?, move |cx, _| run(cx)).await
    }

    /// Whoever signed in; otherwise the way to the page where that is done, which comes back here.
    pub fn staff(&self) -> std::result::Result<&User, Box<Response>> {
        self.user.as_ref().ok_or_else(|| {
            let here = format!("{}{}?{}", self.lang.prefix(), self.path, self.query);
            let back: String = form_urlencoded::byte_serialize(here.trim_end_matches('?').as_bytes()).collect();
            Box::new(self.answer(self.see_other(&format!("/aanmelden?terug={back}"))))
        })
    }

    /// The same for what a form sends: when the session ended while it was open, a page that keeps all that was filled in.
    pub fn staff_sending(&self, posted: &Posted) -> std::result::Result<&User, Box<Response>> {
        self.user.as_ref().ok_or_else(|| Box::new(fault::signed_out(self, posted)))
    }

    /// Adds what every answer has: the headers that protect it, and the cookie that its forms are bound to.
    pub(crate) fn dress(&self, response: &mut Response) {
        head::protect(response.headers_mut(), &self.site);
        if !self.has_form {
            head::set_cookie(response.headers_mut(), head::FORM, &self.form.text(), &self.site, None);
        }
    }
}

/// The session of a cookie, made longer when it is used.
async fn signed_in(api: &Api, cookie: Secret, now: DateTime) -> Result<Option<Found>> {
    let key = cookie.clone();
    let found = api.db.read(Weight::Point, move |tx| Ok::<_, Problem>(session::find(tx, &key, &now)?)).await?;
    if let Some(until) = found.as_ref().and_then(|found| found.renew) {
        api.db.write(move |tx| Ok::<_, Problem>(session::renew(tx, &cookie, until)?)).await?;
    }
    Ok(found)
}

/// A path of ours with its query, for a redirect that somebody else may have asked for; `None` for anything that leads elsewhere.
pub fn own_path(text: &str) -> Option<&str> {
    let mut signs = text.bytes();
    // To a browser `//evil.example` is another host, and a backslash a slash.
    let ours = signs.next() == Some(b'/') && signs.next() != Some(b'/');
    let plain = text.bytes().all(|sign| sign.is_ascii_graphic() && sign != b'\\');
    (ours && plain && text.len() <= 2000).then_some(text)
}

/// A cookie of a request.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
