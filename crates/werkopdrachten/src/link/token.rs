// SPDX-License-Identifier: EUPL-1.2
//! What nobody can guess: 160 random bits, of which only the hash is kept.

use std::fmt;

use sha2::{Digest as _, Sha256};
use waarmaker_api::Result;
use waarmaker_core::Problem;

/// 32 signs that do not look like each other: no 0 and O, no 1 and I.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Bytes of a token.
const BYTES: usize = 20;
/// Signs of a token: five bits each.
const LENGTH: usize = BYTES * 8 / 5;

/// The token of a link.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(String);

/// The value of a cookie.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A new token.
pub(crate) fn fresh() -> Result<Token> {
    Ok(Token(random()?))
}

impl Token {
    /// Reads a token, also one that somebody typed in small letters.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        spelled(&text.to_ascii_uppercase()).map(Self)
    }

    /// As it stands in the link.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// What is kept of it. It is looked up by this, so that how long that takes says nothing about the token.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl Secret {
    /// A new value.
    pub(crate) fn fresh() -> Result<Self> {
        Ok(Self(random()?))
    }

    /// Reads the value of a cookie.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        spelled(text).map(Self)
    }

    /// As it stands in the cookie.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

fn spelled(text: &str) -> Option<String> {
    (text.len() == LENGTH && text.bytes().all(|sign| SIGNS.contains(&sign))).then(|| text.to_owned())
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |text, byte| format!("{text}{byte:02x}"))
}

/// From the system itself: this is the one place that needs more than a seeded row of ids.
fn random() -> Result<String> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Problem::internal(std::io::Error::other(error.to_string())))?;
    let (mut text, mut bits, mut held) = (String::with_capacity(LENGTH), 0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let sign = usize::try_from((held >> bits) & 31).unwrap_or_default();
            text.push(SIGNS.get(sign).copied().map_or('2', char::from));
        }
        held &= (1 << bits) - 1;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_160_bits_and_is_read_back_in_small_letters_too() {
        let (one, other) = (fresh().unwrap(), fresh().unwrap());
        assert!(one != other && one.text().len() == 32);
        assert_eq!(Token::parse(&one.text().to_ascii_lowercase()), Some(one.clone()));
        assert!(one.hash().len() == 64 && !one.hash().contains(one.text()));
        for wrong in ["", "ABC", "0".repeat(32).as_str(), "A".repeat(33).as_str(), "é".repeat(16).as_str()] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }
}
