// SPDX-License-Identifier: EUPL-1.2
//! Values that nobody can guess: of sessions, of forms.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use waarmaker_core::Problem;

/// Number of random bytes: 160 bits.
const SIZE: usize = 20;

/// A value of 160 random bits that a browser keeps in a cookie. We keep its hash at most.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SIZE]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// A new one, from the system itself.
    pub fn fresh() -> Result<Self, Problem> {
        let mut bytes = [0; SIZE];
        getrandom::fill(&mut bytes).map_err(|error| Problem::internal(std::io::Error::other(error.to_string())))?;
        Ok(Self(bytes))
    }

    /// That of a cookie; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// As text, for the cookie.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// SHA-256 in hex: what the database keeps.
    pub fn hash(&self) -> String {
        Sha256::digest(self.0).iter().fold(String::with_capacity(64), |mut text, byte| {
            use std::fmt::Write as _;
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// A token for the forms of a page. It looks different each time, so that its compression tells nothing (BREACH).
    pub fn token(&self) -> Result<String, Problem> {
        let mask = Self::fresh()?;
        let mut bytes = mask.0.to_vec();
        bytes.extend(self.derived().iter().zip(mask.0).map(|(byte, mask)| byte ^ mask));
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Whether a token was made from this value.
    pub fn made(&self, token: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        if bytes.len() != 2 * SIZE {
            return false;
        }
        let (mask, masked) = bytes.split_at(SIZE);
        let differences = mask.iter().zip(masked).zip(self.derived()).map(|((mask, masked), own)| mask ^ masked ^ own);
        differences.fold(0, |all, one| all | one) == 0
    }

    /// What tokens carry: never the value itself.
    fn derived(&self) -> [u8; SIZE] {
        let digest = Sha256::new().chain_update(b"formulier").chain_update(self.0).finalize();
        let mut derived = [0; SIZE];
        derived.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        derived
    }
}
