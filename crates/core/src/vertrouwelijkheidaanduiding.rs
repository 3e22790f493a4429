// SPDX-License-Identifier: EUPL-1.2
//! How widely an object may be known.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Invalid;

/// Says how confidential an object is, from `openbaar` up to `zeer_geheim`; the order of the variants is the order of
/// the standard, so `<=` is the test of an autorisatie's `maxVertrouwelijkheidaanduiding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vertrouwelijkheidaanduiding {
    /// Open to everybody.
    Openbaar,
    /// Open to a limited public.
    BeperktOpenbaar,
    /// Within the organisation.
    Intern,
    /// Those who handle the zaak.
    Zaakvertrouwelijk,
    /// Confidential.
    Vertrouwelijk,
    /// State secret, lowest grade.
    Confidentieel,
    /// Secret.
    Geheim,
    /// Top secret.
    ZeerGeheim,
}

impl Vertrouwelijkheidaanduiding {
    /// Lists every value from the most open to the most secret.
    pub const ALL: [Self; 8] = [
        Self::Openbaar,
        Self::BeperktOpenbaar,
        Self::Intern,
        Self::Zaakvertrouwelijk,
        Self::Vertrouwelijk,
        Self::Confidentieel,
        Self::Geheim,
        Self::ZeerGeheim,
    ];

    /// Lists the names on the wire, in the same order as [`Self::ALL`].
    pub const NAMES: &'static [&'static str] = &[
        "openbaar",
        "beperkt_openbaar",
        "intern",
        "zaakvertrouwelijk",
        "vertrouwelijk",
        "confidentieel",
        "geheim",
        "zeer_geheim",
    ];

    /// Reads a name of the standard; the code of a refusal is `invalid_choice`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|value| value.as_str() == text)
            .ok_or_else(|| Invalid::new("invalid_choice", "Deze waarde is geen vertrouwelijkheidaanduiding."))
    }

    /// Gives the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Openbaar => "openbaar",
            Self::BeperktOpenbaar => "beperkt_openbaar",
            Self::Intern => "intern",
            Self::Zaakvertrouwelijk => "zaakvertrouwelijk",
            Self::Vertrouwelijk => "vertrouwelijk",
            Self::Confidentieel => "confidentieel",
            Self::Geheim => "geheim",
            Self::ZeerGeheim => "zeer_geheim",
        }
    }

    /// Gives the place in the order, 1 for `openbaar` to 8 for `zeer_geheim`: what a database column compares.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Openbaar => 1,
            Self::BeperktOpenbaar => 2,
            Self::Intern => 3,
            Self::Zaakvertrouwelijk => 4,
            Self::Vertrouwelijk => 5,
            Self::Confidentieel => 6,
            Self::Geheim => 7,
            Self::ZeerGeheim => 8,
        }
    }

    /// Finds the value at a place in the order, the reverse of [`Self::rank`].
    pub fn from_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.rank() == rank)
    }
}

impl fmt::Display for Vertrouwelijkheidaanduiding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Vertrouwelijkheidaanduiding {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Vertrouwelijkheidaanduiding as Va;

    #[test]
    fn the_order_is_that_of_the_standard() {
        assert!(Va::ALL.is_sorted());
        assert!(Va::Openbaar < Va::ZeerGeheim);
        let ranks: Vec<i64> = Va::ALL.into_iter().map(Va::rank).collect();
        assert_eq!(ranks, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn every_name_and_rank_leads_back_to_its_value() {
        for (value, name) in Va::ALL.into_iter().zip(Va::NAMES) {
            assert_eq!(value.as_str(), *name);
            assert_eq!(Va::parse(name), Ok(value));
            assert_eq!(Va::from_rank(value.rank()), Some(value));
            assert_eq!(serde_json::to_value(value).unwrap(), *name);
        }
        assert_eq!(Va::NAMES.len(), Va::ALL.len());
    }

    #[test]
    fn an_unknown_name_or_rank_is_refused() {
        assert_eq!(Va::parse("Openbaar").unwrap_err().code, "invalid_choice");
        assert_eq!(Va::parse("").unwrap_err().code, "invalid_choice");
        assert_eq!(Va::from_rank(0), None);
        assert_eq!(Va::from_rank(9), None);
    }
}
