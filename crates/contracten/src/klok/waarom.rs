// SPDX-License-Identifier: EUPL-1.2
//! Why a piece of time counts or does not: a kind with its values, which documents have as a Dutch text.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Telling;
use crate::Weekdag;

const WERKTIJD: &str = "buiten werktijd";
const VENSTERS: &str = "buiten de vensters";
const FEESTDAG: &str = "feestdag: ";
const PAUZE: &str = "pauze: ";
const GEEN_WERKDAG: &str = ": geen werkdag";

/// Why time counts, or why not. In JSON it is its Dutch text ([`Display`](fmt::Display)); a text of another form is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Waarom {
    /// It counts: it is time of this kind.
    Telt(Telling),
    /// A public holiday, with its name.
    Feestdag(String),
    /// A day of the week without working hours.
    GeenWerkdag(Weekdag),
    /// Before or after the working hours of the day.
    BuitenWerktijd,
    /// No window of the contract is open.
    BuitenVensters,
    /// A pause, with its reason as somebody wrote it.
    Pauze(String),
    /// What is known as text only.
    Anders(String),
}

impl fmt::Display for Waarom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Telt(telling) => f.write_str(telling.as_str()),
            Self::Feestdag(naam) => write!(f, "{FEESTDAG}{naam}"),
            Self::GeenWerkdag(dag) => write!(f, "{}{GEEN_WERKDAG}", dag.as_str()),
            Self::BuitenWerktijd => f.write_str(WERKTIJD),
            Self::BuitenVensters => f.write_str(VENSTERS),
            Self::Pauze(reden) => write!(f, "{PAUZE}{reden}"),
            Self::Anders(tekst) => f.write_str(tekst),
        }
    }
}

impl From<Waarom> for String {
    fn from(waarom: Waarom) -> Self {
        waarom.to_string()
    }
}

impl From<String> for Waarom {
    fn from(tekst: String) -> Self {
        let telling = [Telling::Kalendertijd, Telling::Werktijd, Telling::Venstertijd];
        if let Some(telling) = telling.into_iter().find(|telling| telling.as_str() == tekst) {
            return Self::Telt(telling);
        }
        if let Some(naam) = tekst.strip_prefix(FEESTDAG) {
            return Self::Feestdag(naam.to_owned());
        }
        if let Some(reden) = tekst.strip_prefix(PAUZE) {
            return Self::Pauze(reden.to_owned());
        }
        let day = tekst.strip_suffix(GEEN_WERKDAG);
        if let Some(dag) = day.and_then(|naam| Weekdag::ALL.into_iter().find(|dag| dag.as_str() == naam)) {
            return Self::GeenWerkdag(dag);
        }
        match tekst.as_str() {
            WERKTIJD => Self::BuitenWerktijd,
            VENSTERS => Self::BuitenVensters,
            _ => Self::Anders(tekst),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_text_is_read_as_the_same_kind() {
        let all = [
            Waarom::Telt(Telling::Werktijd),
            Waarom::Feestdag("Tweede Kerstdag".to_owned()),
            Waarom::GeenWerkdag(Weekdag::Zondag),
            Waarom::BuitenWerktijd,
            Waarom::BuitenVensters,
            Waarom::Pauze("wacht op: de kabel".to_owned()),
            Waarom::Anders("van vroeger".to_owned()),
        ];
        for waarom in all {
            assert_eq!(Waarom::from(waarom.to_string()), waarom);
        }
        assert_eq!(Waarom::GeenWerkdag(Weekdag::Zaterdag).to_string(), "zaterdag: geen werkdag");
    }
}
