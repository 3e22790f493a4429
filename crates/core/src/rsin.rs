// SPDX-License-Identifier: EUPL-1.2
//! The number of a legal person or partnership.

use std::fmt;

use crate::{Invalid, as_text::as_text, elfproef};

/// Holds an RSIN: nine digits that pass the eleven test.
///
/// An RSIN identifies an organisation, so unlike a [`Bsn`](crate::Bsn) it may be shown and logged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rsin(String);

impl Rsin {
    /// Reads an RSIN; the code of a refusal is `only-digits`, `invalid-length` or `invalid`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        elfproef::check(text, "RSIN")?;
        Ok(Self(text.to_owned()))
    }

    /// Gives the nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Rsin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

as_text!(Rsin, Rsin::as_str);

#[cfg(test)]
mod tests {
    use super::Rsin;

    #[test]
    fn an_rsin_is_a_string_in_json() {
        let rsin: Rsin = serde_json::from_str("\"517439943\"").unwrap();
        assert_eq!(serde_json::to_string(&rsin).unwrap(), "\"517439943\"");
        assert_eq!(rsin.to_string(), "517439943");
    }

    #[test]
    fn a_wrong_rsin_in_json_is_refused() {
        assert!(serde_json::from_str::<Rsin>("\"517439944\"").is_err());
    }
}
