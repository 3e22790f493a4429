// SPDX-License-Identifier: EUPL-1.2
//! Whether an ID token is to be believed (OpenID Connect Core 3.1.3.7).
//!
//! Only signatures with a key pair count: RS256 and ES256. What a token says of its own algorithm chooses among those two, and a key is used only for
//! the algorithm of its own kind, so that neither `none` nor a public key used as a password gets anywhere (RFC 8725).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey, crypto,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse},
};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// Longest token that is looked at.
const MOST: usize = 64 << 10;
/// Seconds that the clocks of provider and ours may differ.
const LEEWAY: i64 = 60;
/// Seconds since a token was made after which it counts no more, whatever it says itself: it was made for the request of a moment ago.
const OLDEST: i64 = 10 * 60;
/// Smallest RSA key in bytes: 2048 bits.
const SMALLEST_RSA: usize = 256;

/// The claims of a token.
pub(crate) type Claims = Map<String, Value>;

/// What a token must say.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) access_token: &'a str,
    /// Seconds since 1970.
    pub(crate) now: i64,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is signed with a key that we do not know (yet).
    Key,
    /// This of it is wrong.
    Wrong(&'static str),
}

/// The claims of a token that is to be believed.
pub(crate) fn check(token: &str, keys: &[Jwk], expected: &Expected<'_>) -> Result<Claims, Refused> {
    let claims = signed(token, keys)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let ensure = |holds: bool, what| if holds { Ok(()) } else { Err(Refused::Wrong(what)) };
    ensure(text("iss") == Some(expected.issuer), "iss")?;
    audience(&claims, expected.client_id)?;
    let seconds = |name: &str| claims.get(name).and_then(seconds);
    ensure(seconds("exp").is_some_and(|exp| exp.saturating_add(LEEWAY) > expected.now), "exp")?;
    let made = |iat: i64| iat <= expected.now + LEEWAY && iat >= expected.now - OLDEST - LEEWAY;
    ensure(seconds("iat").is_some_and(made), "iat")?;
    let begun = |nbf: i64| nbf <= expected.now + LEEWAY;
    ensure(!claims.contains_key("nbf") || seconds("nbf").is_some_and(begun), "nbf")?;
    ensure(text("nonce") == Some(expected.nonce), "nonce")?;
    let half = || half_hash(expected.access_token);
    ensure(!claims.contains_key("at_hash") || text("at_hash") == Some(half().as_str()), "at_hash")?;
    ensure(text("sub").is_some_and(|sub| !sub.is_empty() && sub.len() <= 255), "sub")?;
    Ok(claims)
}

/// The claims of a token that was signed with one of these keys.
fn signed(token: &str, keys: &[Jwk]) -> Result<Claims, Refused> {
    let parts = || {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        Some((message, signature, object(header)?, object(claims)?))
    };
    let (message, signature, header, claims) =
        Some(token).filter(|token| token.len() <= MOST).and_then(|_| parts()).ok_or(Refused::Wrong("form"))?;
    let algorithm = match header.get("alg").and_then(Value::as_str) {
        Some("RS256") => Algorithm::RS256,
        Some("ES256") => Algorithm::ES256,
        _ => return Err(Refused::Wrong("alg")),
    };
    if header.contains_key("crit") {
        return Err(Refused::Wrong("crit"));
    }
    let kid = header.get("kid").and_then(Value::as_str);
    let named = |key: &&Jwk| kid.is_none() || key.common.key_id.as_deref() == kid;
    let mut fitting = keys.iter().filter(named).filter(|key| fits(key, algorithm)).peekable();
    if fitting.peek().is_none() {
        return Err(Refused::Key);
    }
    let right = |key: &Jwk| {
        let key = DecodingKey::from_jwk(key).ok()?;
        crypto::verify(signature, message.as_bytes(), &key, algorithm).ok()
    };
    if fitting.any(|key| right(key) == Some(true)) { Ok(claims) } else { Err(Refused::Wrong("signature")) }
}

/// Whether a key is for signatures of this algorithm.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let kind = match (&key.algorithm, algorithm) {
        (AlgorithmParameters::RSA(rsa), Algorithm::RS256) => {
            URL_SAFE_NO_PAD.decode(&rsa.n).is_ok_and(|modulus| modulus.len() >= SMALLEST_RSA)
        }
        (AlgorithmParameters::EllipticCurve(curve), Algorithm::ES256) => curve.curve == EllipticCurve::P256,
        _ => false,
    };
    let meant = key.common.key_algorithm.is_none_or(|meant| Algorithm::try_from(meant).is_ok_and(|it| it == algorithm));
    kind && meant && !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption))
}

/// It is for us, and when it is for others as well, we are the one that asked for it.
fn audience(claims: &Claims, client_id: &str) -> Result<(), Refused> {
    let several = match claims.get("aud") {
        Some(Value::String(one)) if one == client_id => false,
        Some(Value::Array(all)) if all.iter().any(|one| one == client_id) => all.len() > 1,
        _ => return Err(Refused::Wrong("aud")),
    };
    match claims.get("azp") {
        None if !several => Ok(()),
        Some(Value::String(party)) if party == client_id => Ok(()),
        _ => Err(Refused::Wrong("azp")),
    }
}

/// A part of a token as an object.
fn object(part: &str) -> Option<Claims> {
    match serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// A moment of a claim; a broken number is rounded down.
fn seconds(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.to_string().split('.').next()?.parse().ok()),
        _ => None,
    }
}

/// `at_hash`: the left half of the hash of the access token.
pub(crate) fn half_hash(access_token: &str) -> String {
    let digest = Sha256::digest(access_token.as_bytes());
    let (left, _) = digest.split_at(digest.len() / 2);
    URL_SAFE_NO_PAD.encode(left)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(key: Value) -> Vec<Jwk> {
        vec![serde_json::from_value(key).unwrap()]
    }

    /// The example of RFC 7515 A.2.
    const RS256: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
        cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4\
        BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv\
        hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    fn rsa() -> Value {
        json!({"kty": "RSA", "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ", "e": "AQAB"})
    }

    #[test]
    fn the_example_of_rs256_of_rfc_7515_is_believed_and_a_changed_one_is_not() {
        assert_eq!(signed(RS256, &keys(rsa())).unwrap()["iss"], "joe");
        let other = RS256.replacen("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJqYW4i", 1);
        assert_eq!(signed(&other, &keys(rsa())), Err(Refused::Wrong("signature")));
    }

    #[test]
    fn the_example_of_es256_of_rfc_7515_is_believed() {
        let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
            DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        let key = json!({"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"});
        assert!(signed(token, &keys(key)).is_ok());
    }

    #[test]
    fn a_key_counts_only_for_what_it_is_meant_for() {
        for (member, value) in [("use", "enc"), ("alg", "RS512"), ("alg", "ES256"), ("kid", "other")] {
            let mut key = rsa();
            key[member] = json!(value);
            let token = if member == "kid" {
                RS256.replacen("eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleSJ9", 1)
            } else {
                RS256.to_owned()
            };
            assert_eq!(signed(&token, &keys(key)), Err(Refused::Key), "{member} {value}");
        }
        let small = json!({"kty": "RSA", "n": URL_SAFE_NO_PAD.encode([255; 128]), "e": "AQAB"});
        assert_eq!(signed(RS256, &keys(small)), Err(Refused::Key));
    }

    #[test]
    fn no_algorithm_or_one_with_a_password_is_refused() {
        let claims = URL_SAFE_NO_PAD.encode("{\"iss\":\"joe\"}");
        for alg in ["none", "None", "HS256", "RS384", ""] {
            let header = URL_SAFE_NO_PAD.encode(format!("{{\"alg\":\"{alg}\"}}"));
            assert_eq!(signed(&format!("{header}.{claims}."), &keys(rsa())), Err(Refused::Wrong("alg")), "{alg}");
        }
        assert_eq!(signed("no token", &keys(rsa())), Err(Refused::Wrong("form")));
    }

    #[test]
    fn a_token_for_others_as_well_must_name_us_as_the_one_that_asked() {
        let judge = |claims: Value| audience(claims.as_object().unwrap(), "wij");
        assert!(judge(json!({"aud": "wij"})).is_ok() && judge(json!({"aud": ["wij"], "azp": "wij"})).is_ok());
        assert_eq!(judge(json!({"aud": ["wij", "zij"]})), Err(Refused::Wrong("azp")));
        assert_eq!(judge(json!({"aud": "wij", "azp": "zij"})), Err(Refused::Wrong("azp")));
        assert_eq!(judge(json!({"aud": ["zij"]})), Err(Refused::Wrong("aud")));
    }
}
