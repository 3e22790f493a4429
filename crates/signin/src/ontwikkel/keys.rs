// SPDX-License-Identifier: EUPL-1.2
//! The key of the provider for development, and of the providers that tests play.

use jsonwebtoken::{Algorithm, EncodingKey, Header, errors::Error, jwk::Jwk};
use serde_json::{Value, json};

/// What stands before the 32 bytes of a private key on P-256 (PKCS #8, RFC 5208 and 5915).
const PKCS8: [u8; 35] = [
    0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20,
];

/// A key that signs with ES256.
pub struct Key {
    kid: String,
    private: EncodingKey,
    public: Value,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl Key {
    /// A new one, from the system itself.
    pub fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let mut number = [0; 32];
        getrandom::fill(&mut number).map_err(|error| error.to_string())?;
        let private = EncodingKey::from_ec_der(&[PKCS8.as_slice(), number.as_slice()].concat());
        let mut jwk = Jwk::from_encoding_key(&private, Algorithm::ES256)?;
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(|error| error.to_string())?;
        let kid = uuid::Builder::from_random_bytes(name).into_uuid().to_string();
        jwk.common.key_id = Some(kid.clone());
        let mut public = serde_json::to_value(&jwk)?;
        if let Some(public) = public.as_object_mut() {
            public.insert("use".to_owned(), json!("sig"));
        }
        Ok(Self { kid, private, public })
    }

    /// The public half, as others get it.
    pub fn set(&self) -> Value {
        json!({ "keys": [self.public] })
    }

    /// A signed token.
    pub fn sign(&self, claims: &Value) -> Result<String, Error> {
        let header = Header { kid: Some(self.kid.clone()), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, claims, &self.private)
    }
}
