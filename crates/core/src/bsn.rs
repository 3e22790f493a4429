// SPDX-License-Identifier: EUPL-1.2
//! The number of a citizen.

use std::fmt;

use crate::{Invalid, as_text::as_text, elfproef};

/// Holds a BSN: nine digits that pass the eleven test.
///
/// It has no `Display` and its `Debug` hides the digits, so that a BSN cannot reach a log by accident. Who needs the
/// digits asks for them with [`Bsn::as_str`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Bsn(String);

impl Bsn {
    /// Reads a BSN; the code of a refusal is `only-digits`, `invalid-length` or `invalid`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        elfproef::check(text, "BSN")?;
        Ok(Self(text.to_owned()))
    }

    /// Gives the nine digits, which are personal data: never log them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bsn(•••••••••)")
    }
}

as_text!(Bsn, Bsn::as_str);

#[cfg(test)]
mod tests {
    use super::Bsn;

    #[test]
    fn the_debug_form_hides_the_digits() {
        assert_eq!(format!("{:?}", Bsn::parse("111222333").unwrap()), "Bsn(•••••••••)");
    }

    #[test]
    fn a_bsn_is_a_string_in_json() {
        let bsn: Bsn = serde_json::from_str("\"111222333\"").unwrap();
        assert_eq!(serde_json::to_string(&bsn).unwrap(), "\"111222333\"");
    }

    #[test]
    fn a_refusal_does_not_repeat_the_number() {
        let error = serde_json::from_str::<Bsn>("\"111222334\"").unwrap_err();
        assert!(!error.to_string().contains("111222334"));
    }
}
