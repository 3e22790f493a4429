// SPDX-License-Identifier: EUPL-1.2
//! Why a text is not a value of a type.

use std::borrow::Cow;

/// Says why a text was refused: a code of the standard for the program, a Dutch sentence for its maker.
///
/// The reason never repeats the refused text, which may be personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} ({code})")]
pub struct Invalid {
    /// One of the field codes of the standard, such as `invalid` or `only-digits`.
    pub code: &'static str,
    /// A Dutch sentence for the client.
    pub reason: Cow<'static, str>,
}

impl Invalid {
    /// Refuses with a code and a reason.
    pub fn new(code: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code, reason: reason.into() }
    }
}
