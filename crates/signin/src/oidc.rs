// SPDX-License-Identifier: EUPL-1.2
//! What we ask of a provider: who it is, its keys, a token for a code, and if need be who somebody is.

use std::{
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use axum::http::{HeaderMap, HeaderValue, Method, header};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use jiff::Timestamp;
use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;
use serde_json::Value;
use waarmaker_core::hosts::Hosts;
use waarmaker_events::delivery::{Outgoing, Reach, secret_header};
use waarmaker_ui::Lang;

use crate::{
    Error, SIGNED_OUT,
    failed::Failed,
    pending::Pending,
    token::{self, Claims, Expected, Refused},
};

/// Longest answer that is read, in bytes: the keys of a large provider take some twenty thousand.
const MOST: usize = 512 << 10;
/// How long what a provider says of itself counts, in milliseconds.
const KNOWN: i64 = 60 * 60 * 1000;
/// How long at least between two requests for its keys, in milliseconds: whoever makes up keys cannot make us ask.
const PAUSE: i64 = 60 * 1000;

/// What a provider says of itself (OpenID Connect Discovery).
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Default)]
struct Cache {
    discovery: Option<(Timestamp, Arc<Discovery>)>,
    keys: Option<(Timestamp, Arc<Vec<Jwk>>)>,
}

/// Us, at a provider.
pub(crate) struct Client {
    issuer: String,
    id: String,
    secret: String,
    return_to: String,
    reach: Reach,
    outgoing: OnceLock<Outgoing>,
    cache: Mutex<Cache>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// What came back for a code.
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    #[serde(default)]
    access_token: String,
}

impl Client {
    /// At the provider with this address.
    pub(crate) fn new(
        issuer: String,
        id: String,
        secret: String,
        return_to: String,
        private: Vec<String>,
    ) -> Result<Self, Error> {
        let reach = Reach { hosts: Hosts::new(vec!["*".to_owned()], private), ..Reach::default() };
        if let Err(refused) = reach.destination(&issuer) {
            return Err(Error::Issuer(issuer, refused.to_string()));
        }
        let (outgoing, cache) = (OnceLock::new(), Mutex::default());
        Ok(Self { issuer, id, secret, return_to, reach, outgoing, cache })
    }

    /// Where the provider asks who somebody is.
    pub(crate) async fn authorization(&self, pending: &Pending, lang: Lang, now: Timestamp) -> Result<String, Failed> {
        let discovery = self.discovery(now).await?;
        let (state, nonce, challenge) = (pending.state(lang), pending.nonce(), pending.challenge());
        Ok(with_query(
            &discovery.authorization_endpoint,
            &[
                ("response_type", "code"),
                ("client_id", &self.id),
                ("redirect_uri", &self.return_to),
                ("scope", "openid profile email"),
                ("state", &state),
                ("nonce", &nonce),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
                ("ui_locales", lang.code()),
            ],
        ))
    }

    /// Whether an answer comes from this provider as far as it says so (RFC 9207).
    pub(crate) async fn answers_as(&self, issuer: Option<&str>, now: Timestamp) -> Result<bool, Failed> {
        match issuer {
            Some(issuer) => Ok(issuer == self.issuer),
            None => Ok(!self.discovery(now).await?.authorization_response_iss_parameter_supported),
        }
    }

    /// Where somebody signs out at the provider; `None` when it has no such place.
    pub(crate) async fn sign_out(&self, origin: &str, now: Timestamp) -> Option<String> {
        let discovery = self.discovery(now).await.ok()?;
        let back = format!("{origin}{SIGNED_OUT}");
        let asked = [("client_id", self.id.as_str()), ("post_logout_redirect_uri", back.as_str())];
        Some(with_query(discovery.end_session_endpoint.as_deref()?, &asked))
    }

    /// What the provider says of whoever came back with this code. `wanted`: a claim without which it is asked once more.
    pub(crate) async fn claims(
        &self,
        code: &str,
        pending: &Pending,
        wanted: impl Fn(&Claims) -> bool,
        now: Timestamp,
    ) -> Result<Claims, Failed> {
        let discovery = self.discovery(now).await?;
        let tokens = self.exchange(&discovery, code, pending).await?;
        let mut claims = self.verified(&discovery, &tokens, &pending.nonce(), now).await?;
        if !wanted(&claims)
            && let Some(url) = &discovery.userinfo_endpoint
            && !tokens.access_token.is_empty()
        {
            let more = self.userinfo(url, &tokens.access_token).await?;
            if more.get("sub") != claims.get("sub") {
                return Err(Failed::untrusted("sub of userinfo"));
            }
            for (name, value) in more {
                claims.entry(name).or_insert(value);
            }
        }
        Ok(claims)
    }

    async fn exchange(&self, discovery: &Discovery, code: &str, pending: &Pending) -> Result<Tokens, Failed> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        let verifier = pending.verifier();
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.return_to),
            ("code_verifier", &verifier),
            ("client_id", &self.id),
        ];
        let methods = &discovery.token_endpoint_auth_methods_supported;
        let basic = methods.is_empty() || methods.iter().any(|method| method == "client_secret_basic");
        if !self.secret.is_empty() && basic {
            headers.extend(self.basic().map(|value| (header::AUTHORIZATION, value)));
        } else if !self.secret.is_empty() {
            form.push(("client_secret", &self.secret));
        }
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let answer = self.ask(Method::POST, &discovery.token_endpoint, headers, Some(body.into())).await?;
        match answer {
            (200, body) => serde_json::from_slice(&body).map_err(|_| Failed::untrusted("answer with tokens")),
            (400, body) => Err(Failed::refused(&body)),
            (status, _) => Err(Failed::provider(format!("HTTP {status} for a code"))),
        }
    }

    /// RFC 6749 2.3.1: both are encoded as in a form first.
    fn basic(&self) -> Option<HeaderValue> {
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(&self.id), encoded(&self.secret));
        secret_header(&format!("Basic {}", STANDARD.encode(pair)))
    }

    async fn verified(
        &self,
        discovery: &Discovery,
        tokens: &Tokens,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Claims, Failed> {
        let expected = Expected {
            issuer: &self.issuer,
            client_id: &self.id,
            nonce,
            access_token: &tokens.access_token,
            now: now.as_second(),
        };
        let keys = self.keys(discovery, false, now).await?;
        let mut judged = token::check(&tokens.id_token, &keys, &expected);
        if judged == Err(Refused::Key) {
            let keys = self.keys(discovery, true, now).await?;
            judged = token::check(&tokens.id_token, &keys, &expected);
        }
        judged.map_err(|refused| match refused {
            Refused::Key => Failed::untrusted("key"),
            Refused::Wrong(what) => Failed::untrusted(what),
        })
    }

    async fn userinfo(&self, url: &str, access_token: &str) -> Result<Claims, Failed> {
        let bearer = secret_header(&format!("Bearer {access_token}"));
        let headers = bearer.map(|value| (header::AUTHORIZATION, value)).into_iter().collect();
        match self.ask(Method::GET, url, headers, None).await? {
            (200, body) => serde_json::from_slice(&body).map_err(|_| Failed::untrusted("userinfo")),
            (status, _) => Err(Failed::provider(format!("HTTP {status} for userinfo"))),
        }
    }

    async fn discovery(&self, now: Timestamp) -> Result<Arc<Discovery>, Failed> {
        if let Some((at, known)) = &self.cache().discovery
            && now.as_millisecond() - at.as_millisecond() < KNOWN
        {
            return Ok(Arc::clone(known));
        }
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let discovery: Discovery = self.document(&url).await?;
        if discovery.issuer != self.issuer {
            return Err(Failed::provider(format!("it calls itself {:?}, not {:?}", discovery.issuer, self.issuer)));
        }
        let urls = [&discovery.authorization_endpoint, &discovery.token_endpoint, &discovery.jwks_uri];
        let optional = [&discovery.userinfo_endpoint, &discovery.end_session_endpoint].into_iter().flatten();
        let safe = |url: &&String| {
            url.starts_with("https://") || (self.issuer.starts_with("http://") && url.starts_with("http://"))
        };
        if let Some(url) = urls.into_iter().chain(optional).find(|url| !safe(url)) {
            return Err(Failed::provider(format!("it names {url:?}, which is not https")));
        }
        let discovery = Arc::new(discovery);
        self.cache().discovery = Some((now, Arc::clone(&discovery)));
        Ok(discovery)
    }

    /// Its keys; `again` when a token has one that is not among them.
    async fn keys(&self, discovery: &Discovery, again: bool, now: Timestamp) -> Result<Arc<Vec<Jwk>>, Failed> {
        if let Some((at, known)) = &self.cache().keys {
            let age = now.as_millisecond() - at.as_millisecond();
            if age < if again { PAUSE } else { KNOWN } {
                return Ok(Arc::clone(known));
            }
        }
        let set: Value = self.document(&discovery.jwks_uri).await?;
        let all = set.get("keys").and_then(Value::as_array).cloned().unwrap_or_default();
        // A key of a kind that we do not know is no reason to refuse the others.
        let keys: Vec<Jwk> = all.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        let keys = Arc::new(keys);
        self.cache().keys = Some((now, Arc::clone(&keys)));
        Ok(keys)
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn document<T: serde::de::DeserializeOwned>(&self, url: &str) -> Result<T, Failed> {
        match self.ask(Method::GET, url, HeaderMap::new(), None).await? {
            (200, body) => serde_json::from_slice(&body).map_err(|error| Failed::provider(format!("{url}: {error}"))),
            (status, _) => Err(Failed::provider(format!("{url}: HTTP {status}"))),
        }
    }

    async fn ask(
        &self,
        method: Method,
        url: &str,
        mut headers: HeaderMap,
        body: Option<Bytes>,
    ) -> Result<(u16, Vec<u8>), Failed> {
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let outgoing = self.outgoing()?;
        let to = outgoing.destination(url).map_err(|refused| Failed::provider(format!("{url}: {refused}")))?;
        let answer = outgoing.ask(method, &to, &headers, body, MOST).await;
        let answer = answer.map_err(|failure| Failed::provider(format!("{url}: {}", failure.reason)))?;
        Ok((answer.status.as_u16(), answer.body))
    }

    /// Made when it is first needed: reading the certificates of the system takes time.
    fn outgoing(&self) -> Result<&Outgoing, Failed> {
        if let Some(made) = self.outgoing.get() {
            return Ok(made);
        }
        let made = Outgoing::new(self.reach.clone()).map_err(|error| Failed::provider(error.to_string()))?;
        Ok(self.outgoing.get_or_init(|| made))
    }
}

/// An address with a query behind what it has already.
fn with_query(url: &str, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{url}{}{query}", if url.contains('?') { '&' } else { '?' })
}
