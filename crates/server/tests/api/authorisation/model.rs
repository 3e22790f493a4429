// SPDX-License-Identifier: EUPL-1.2
//! What the standard says a caller may do, independent of the program.

use proptest::{collection::vec, prelude::*, sample::subsequence};

/// Scopes that random rights are drawn from.
const ZAKEN: &[&str] = &[
    "zaken.lezen",
    "zaken.aanmaken",
    "zaken.bijwerken",
    "zaken.geforceerd-bijwerken",
    "zaken.verwijderen",
    "zaken.statussen.toevoegen",
    "zaken.heropenen",
    "audittrails.lezen",
];
const CATALOGI: &[&str] =
    &["catalogi.lezen", "catalogi.schrijven", "catalogi.geforceerd-schrijven", "catalogi.geforceerd-verwijderen"];
const AUTORISATIES: &[&str] = &["autorisaties.lezen", "autorisaties.bijwerken"];

/// Levels, lowest first.
pub(super) const LEVELS: [&str; 8] = [
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
];
/// Zaaktypen in the register.
pub(super) const TYPES: usize = 3;

/// Rights for one zaaktype, up to a level.
#[derive(Clone, Debug)]
pub(super) struct ForType {
    pub(super) zaaktype: usize,
    pub(super) level: usize,
    pub(super) scopes: Vec<&'static str>,
}

/// The rights of a caller.
#[derive(Clone, Debug, Default)]
pub(super) struct Rights {
    pub(super) zaken: Vec<ForType>,
    pub(super) catalogi: Vec<&'static str>,
    pub(super) autorisaties: Vec<&'static str>,
    /// `audittrails.lezen` for the whole component Zaken.
    pub(super) audittrails: bool,
}

/// Random rights: often narrow, sometimes none.
pub(super) fn rights() -> impl Strategy<Value = Rights> {
    let for_type = (0..TYPES, 0..LEVELS.len(), subsequence(ZAKEN.to_vec(), 1..=3))
        .prop_map(|(zaaktype, level, scopes)| ForType { zaaktype, level, scopes });
    let few =
        |scopes: &'static [&'static str]| prop_oneof![2 => Just(Vec::new()), 1 => subsequence(scopes.to_vec(), 1..=2)];
    (vec(for_type, 0..4), few(CATALOGI), few(AUTORISATIES), prop::bool::weighted(0.2))
        .prop_map(|(zaken, catalogi, autorisaties, audittrails)| Rights { zaken, catalogi, autorisaties, audittrails })
}

impl Rights {
    /// Nothing at all: an Applicatie cannot have that (ac-002), so the caller has none.
    pub(super) fn is_empty(&self) -> bool {
        self.zaken.is_empty() && self.catalogi.is_empty() && self.autorisaties.is_empty() && !self.audittrails
    }

    /// Whether one of the scopes is given anywhere in the component that it belongs to.
    pub(super) fn at_all(&self, component: &str, scopes: &[&str]) -> bool {
        scopes.iter().any(|scope| match scope.split('.').next().unwrap_or_default() {
            "zaken" => self.zaken.iter().any(|one| one.scopes.contains(scope)),
            "catalogi" => self.catalogi.contains(scope),
            "autorisaties" => self.autorisaties.contains(scope),
            "audittrails" if component == "zrc" => {
                self.audittrails || self.zaken.iter().any(|one| one.scopes.contains(scope))
            }
            _ => false,
        })
    }

    /// Whether one of the scopes is given for a zaak of this type and level.
    pub(super) fn for_zaak(&self, scopes: &[&str], zaaktype: usize, level: usize) -> bool {
        let typed = |one: &ForType| {
            one.zaaktype == zaaktype && one.level >= level && scopes.iter().any(|scope| one.scopes.contains(scope))
        };
        (self.audittrails && scopes.contains(&"audittrails.lezen")) || self.zaken.iter().any(typed)
    }
}
