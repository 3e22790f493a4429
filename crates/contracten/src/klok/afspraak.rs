// SPDX-License-Identifier: EUPL-1.2
//! The rule of a clock: which contract, how urgent, what, within which time. Documents have it as a Dutch sentence.

use std::fmt;

use crate::{Normsoort, Prioriteit};

const CONTRACT: &str = "Contract ";
const PRIORITEIT: &str = ", prioriteit ";
const BINNEN: &str = " binnen ";

/// What was agreed, as [`Verklaring::regel`](super::Verklaring::regel) says it: "Contract OVL-2026 (Verlichting), prioriteit hoog: hersteld binnen 8 uur
/// werktijd".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Afspraak<'a> {
    /// Number of the contract, with its name in brackets when it has one.
    pub contract: &'a str,
    /// How urgent it is.
    pub prioriteit: Prioriteit,
    /// What has to be done.
    pub norm: Normsoort,
    /// Within which time, in Dutch.
    pub duur: &'a str,
}

impl fmt::Display for Afspraak<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prioriteit, norm) = (self.prioriteit.as_str(), self.norm.naam());
        write!(f, "{CONTRACT}{}{PRIORITEIT}{prioriteit}: {norm}{BINNEN}{}", self.contract, self.duur)
    }
}

impl<'a> Afspraak<'a> {
    /// Reads the sentence; `None` when it is another one.
    pub(super) fn read(regel: &'a str) -> Option<Self> {
        let (contract, rest) = regel.strip_prefix(CONTRACT)?.rsplit_once(PRIORITEIT)?;
        let (prioriteit, rest) = rest.split_once(": ")?;
        let (naam, duur) = rest.split_once(BINNEN)?;
        let norm = Normsoort::ALL.into_iter().find(|norm| norm.naam() == naam)?;
        Some(Self { contract, prioriteit: Prioriteit::named(prioriteit)?, norm, duur })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_a_sentence_is_read_as_the_same_agreement() {
        for contract in ["OVL-2026", "OVL-2026 (Weg, prioriteit hoog: binnen de ring)"] {
            let duur = "30 minuten binnen de vensters";
            let afspraak = Afspraak { contract, prioriteit: Prioriteit::Hoog, norm: Normsoort::TerPlaatse, duur };
            assert_eq!(Afspraak::read(&afspraak.to_string()), Some(afspraak));
        }
        assert_eq!(Afspraak::read("Contract OVL-2026"), None);
    }
}
