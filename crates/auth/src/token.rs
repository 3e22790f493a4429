// SPDX-License-Identifier: EUPL-1.2
//! The ZGW JSON Web Token (handbook 1.2): HS256 with the secret of the client.
//!
//! Reading has two steps, because the token itself says whose secret it needs: [`read`] takes it apart without believing anything, and
//! [`Unverified::verify`] believes it. Every refusal is 403 with the code that clients know.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto, dangerous};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use waarmaker_core::{Problem, text::clean_text};

/// Longest identifying claim that is kept.
const MAX_CLAIM: usize = 255;

/// What a verified token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Selects secret and Applicatie.
    pub client_id: String,
    /// For the audit trail.
    pub user_id: String,
    /// For the audit trail.
    pub user_representation: String,
}

/// For how long a token counts.
#[derive(Clone, Copy, Debug)]
pub struct Validity {
    /// Seconds after `iat`.
    pub max_age_seconds: i64,
    /// Seconds that clocks may differ.
    pub leeway_seconds: i64,
}

/// The claims as they are on the wire.
#[derive(Debug, Deserialize)]
struct Wire {
    #[serde(default)]
    client_id: Value,
    #[serde(default)]
    iat: Value,
    #[serde(default)]
    exp: Value,
    #[serde(default)]
    nbf: Value,
    #[serde(default)]
    user_id: Value,
    #[serde(default)]
    user_representation: Value,
}

/// A token that was taken apart and is not believed yet.
#[derive(Debug)]
pub struct Unverified<'a> {
    message: &'a str,
    signature: &'a str,
    wire: Wire,
    client_id: String,
}

/// Takes a token apart. Refuses what is no JWT (`jwt-decode-error`), another algorithm than HS256, `none` among them, and a token without
/// client id (`missing-client-identifier`).
pub fn read(token: &str) -> Result<Unverified<'_>, Problem> {
    let broken = |detail: &str| Problem::forbidden_code("jwt-decode-error", detail);
    let (message, signature) = token.rsplit_once('.').ok_or_else(|| broken("Het token is geen JSON Web Token."))?;
    let header = jsonwebtoken::decode_header(token).map_err(|_| broken("Het token kan niet gelezen worden."))?;
    if header.alg != Algorithm::HS256 {
        return Err(broken("Het token moet met HS256 ondertekend zijn."));
    }
    let wire: Wire =
        dangerous::insecure_decode_claims(token).map_err(|_| broken("Het token kan niet gelezen worden."))?;
    let client_id = match wire.client_id.as_str() {
        Some(id) if !id.is_empty() && id.len() <= MAX_CLAIM && clean_text(id).is_ok() => id.to_owned(),
        Some(id) if !id.is_empty() => {
            return Err(Problem::forbidden_code("invalid-client-identifier", "De client_id in het token is ongeldig."));
        }
        _ => return Err(Problem::forbidden_code("missing-client-identifier", "Het token noemt geen client_id.")),
    };
    Ok(Unverified { message, signature, wire, client_id })
}

impl Unverified<'_> {
    /// The client whose secret decides.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Whether the signature was made with this secret.
    pub fn signed_with(&self, secret: &str) -> bool {
        let key = DecodingKey::from_secret(secret.as_bytes());
        crypto::verify(self.signature, self.message.as_bytes(), &key, Algorithm::HS256).unwrap_or(false)
    }

    /// The claims, when the token counts at `now` (seconds since 1970). A future `iat` is accepted: clocks differ and suites use it.
    pub fn verify(&self, now: i64, validity: Validity) -> Result<Claims, Problem> {
        let refuse = |code: &'static str, detail: &str| Err(Problem::forbidden_code(code, detail));
        let Some(issued) = seconds(&self.wire.iat) else {
            return refuse("jwt-missing-iat-claim", "Het token noemt geen geldige iat.");
        };
        if now.saturating_sub(issued) >= validity.max_age_seconds.saturating_add(validity.leeway_seconds) {
            return refuse("jwt-expired", "Het token is verlopen: maak een nieuw token met een recente iat.");
        }
        if !self.wire.exp.is_null()
            && seconds(&self.wire.exp).is_none_or(|exp| exp.saturating_add(validity.leeway_seconds) <= now)
        {
            return refuse("jwt-expired", "Het token is verlopen: de exp ligt in het verleden.");
        }
        if !self.wire.nbf.is_null()
            && seconds(&self.wire.nbf).is_none_or(|nbf| nbf.saturating_sub(validity.leeway_seconds) > now)
        {
            return refuse("jwt-immature-signature", "Het token is nog niet geldig: de nbf ligt in de toekomst.");
        }
        Ok(Claims {
            client_id: self.client_id.clone(),
            user_id: claim(&self.wire.user_id),
            user_representation: claim(&self.wire.user_representation),
        })
    }
}

/// A moment in seconds, whole or not.
fn seconds(value: &Value) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float cast saturates, which is what an absurd moment should do"
    )]
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

/// A claim for the audit trail: text or number, without control characters, cut at 255 characters.
fn claim(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    text.chars().filter(|c| !c.is_control()).take(MAX_CLAIM).collect()
}

/// The claims of a token that we make.
#[derive(Serialize)]
struct Made<'a> {
    iss: &'a str,
    iat: i64,
    client_id: &'a str,
    user_id: &'a str,
    user_representation: &'a str,
}

/// Makes a token, for the command line, the demonstration and tests.
pub fn make(
    client_id: &str,
    secret: &str,
    now: i64,
    user_id: &str,
    user_representation: &str,
) -> Result<String, Problem> {
    let claims = Made { iss: client_id, iat: now, client_id, user_id, user_representation };
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(secret.as_bytes()))
        .map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALIDITY: Validity = Validity { max_age_seconds: 3600, leeway_seconds: 0 };
    const NOW: i64 = 1_790_000_000;

    fn refused(token: &str, now: i64) -> String {
        read(token).and_then(|read| read.verify(now, VALIDITY)).unwrap_err().code.to_string()
    }

    #[test]
    fn a_token_that_we_made_is_believed() {
        let token = make("app", "secret", NOW, "jan", "Jan de Vries").unwrap();
        let read = read(&token).unwrap();
        assert!(read.signed_with("secret") && !read.signed_with("other"));
        assert_eq!(read.verify(NOW, VALIDITY).unwrap().user_representation, "Jan de Vries");
    }

    #[test]
    fn a_token_is_refused_an_hour_after_iat_and_accepted_before_it() {
        let token = make("app", "secret", NOW, "", "").unwrap();
        assert_eq!(refused(&token, NOW + 3600), "jwt-expired");
        assert!(read(&token).unwrap().verify(NOW - 257, VALIDITY).is_ok());
    }

    #[test]
    fn the_algorithm_none_and_any_other_than_hs256_are_refused() {
        for header in ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9", "bm9uc2Vuc2U"] {
            assert_eq!(refused(&format!("{header}.eyJjbGllbnRfaWQiOiJhcHAiLCJpYXQiOjB9."), 0), "jwt-decode-error");
        }
        assert_eq!(refused("nonsense", 0), "jwt-decode-error");
    }

    #[test]
    fn a_token_without_client_id_or_iat_is_refused_with_its_code() {
        let part = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
        assert_eq!(refused(&format!("{part}.e30.x"), 0), "missing-client-identifier");
        assert_eq!(refused(&format!("{part}.eyJjbGllbnRfaWQiOiJhcHAifQ.x"), 0), "jwt-missing-iat-claim");
    }
}
