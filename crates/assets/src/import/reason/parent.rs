// SPDX-License-Identifier: EUPL-1.2
//! What something hangs on, when that cannot be.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// What is wrong with what an asset hangs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParentFault {
    /// No kind can have this name.
    Kind,
    /// It hangs on itself.
    Itself,
    /// It is not there.
    Unknown {
        /// Its kind.
        kind: String,
    },
    /// It hangs below this asset itself.
    Below,
    /// It hangs below assets that hang on each other.
    Ring,
    /// There are too many levels above this asset.
    Deep,
}

impl ParentFault {
    pub(super) fn said(&self) -> Said {
        let cycle = "Geef een andere ouder: bovenaan moet iets staan dat nergens aan hangt.";
        match self {
            Self::Kind => said(
                "wrong-kind",
                "Dit kan geen soort zijn.",
                "Noem de soort van de ouder met --parent-kind, of een kolom waarin die staat.",
            ),
            Self::Itself => {
                said("cycle", "De asset hangt aan zichzelf.", "Geef een andere ouder, of laat de waarde leeg.")
            }
            Self::Unknown { kind } => said(
                "unknown-parent",
                format!("Er is geen {kind} met dit nummer, in het bestand noch in het register."),
                "Importeer de ouders eerst, of verbeter het nummer.",
            ),
            Self::Below => said("cycle", "De ouder hangt zelf, direct of via andere, onder deze asset.", cycle),
            Self::Ring => said("cycle", "De ouder hangt onder een kring van assets.", cycle),
            Self::Deep => said("cycle", "Er hangen meer dan 32 niveaus boven deze asset.", cycle),
        }
    }
}
