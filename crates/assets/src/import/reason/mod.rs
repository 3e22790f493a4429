// SPDX-License-Identifier: EUPL-1.2
//! What can be wrong with a file, as kinds with values.
//!
//! A program and a page in another language read the kind; [`Reason::said`] has the code and the Dutch words of it. A new one is a variant in the
//! enum of its subject and an arm in `said` of that enum.

mod area;
mod column;
mod csv;
mod file;
mod json;
mod key;
mod parent;
mod place;
mod row;

use serde::{Deserialize, Serialize};

pub use area::AreaFault;
pub use column::{AreaColumn, ColumnFault};
pub use csv::CsvFault;
pub use file::{FileFault, Unsure};
pub use json::JsonFault;
pub use key::KeyFault;
pub use parent::ParentFault;
pub use place::{PlaceFault, Swapped};
pub use row::RowFault;

/// What is wrong, with the values that a sentence about it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The file as a whole cannot be read.
    File(FileFault),
    /// The CSV cannot be read.
    Csv(CsvFault),
    /// The JSON cannot be read.
    Json(JsonFault),
    /// Options and columns do not fit.
    Column(ColumnFault),
    /// The identificatie of a row is wrong.
    Key(KeyFault),
    /// A row is wrong.
    Row(RowFault),
    /// A place is wrong.
    Place(PlaceFault),
    /// What something hangs on is wrong.
    Parent(ParentFault),
    /// An area is wrong.
    Area(AreaFault),
}

/// Code for programs, what is wrong and what to do, both in Dutch.
pub(super) type Said = (&'static str, String, String);

/// Puts words together.
fn said(code: &'static str, problem: impl Into<String>, advice: impl Into<String>) -> Said {
    (code, problem.into(), advice.into())
}

impl Reason {
    /// Code, problem and advice.
    pub(super) fn said(&self) -> Said {
        match self {
            Self::File(fault) => fault.said(),
            Self::Csv(fault) => fault.said(),
            Self::Json(fault) => fault.said(),
            Self::Column(fault) => fault.said(),
            Self::Key(fault) => fault.said(),
            Self::Row(fault) => fault.said(),
            Self::Place(fault) => fault.said(),
            Self::Parent(fault) => fault.said(),
            Self::Area(fault) => fault.said(),
        }
    }
}

impl From<FileFault> for Reason {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

impl From<CsvFault> for Reason {
    fn from(fault: CsvFault) -> Self {
        Self::Csv(fault)
    }
}

impl From<JsonFault> for Reason {
    fn from(fault: JsonFault) -> Self {
        Self::Json(fault)
    }
}

impl From<ColumnFault> for Reason {
    fn from(fault: ColumnFault) -> Self {
        Self::Column(fault)
    }
}

impl From<KeyFault> for Reason {
    fn from(fault: KeyFault) -> Self {
        Self::Key(fault)
    }
}

impl From<RowFault> for Reason {
    fn from(fault: RowFault) -> Self {
        Self::Row(fault)
    }
}

impl From<PlaceFault> for Reason {
    fn from(fault: PlaceFault) -> Self {
        Self::Place(fault)
    }
}

impl From<ParentFault> for Reason {
    fn from(fault: ParentFault) -> Self {
        Self::Parent(fault)
    }
}

impl From<AreaFault> for Reason {
    fn from(fault: AreaFault) -> Self {
        Self::Area(fault)
    }
}

/// What is not wrong but deserves a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    /// Texts look as if they were saved in a wrong encoding before.
    Mangled,
    /// Something hangs on so many of the assets that are removed.
    Holding {
        /// How many.
        count: u64,
    },
}

/// In Dutch.
impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mangled => f.write_str(
                "De tekst bevat tekens als Ã©: waarschijnlijk is het bestand eerder verkeerd opgeslagen. Controleer namen met accenten.",
            ),
            Self::Holding { count } => {
                write!(f, "Aan {count} van de verwijderde assets hangt nog iets: geef dat een andere ouder.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnFault, Reason, RowFault, Warning};

    #[test]
    fn a_reason_that_was_kept_is_read_back() {
        let columns = vec!["a".to_owned(), "b".to_owned()];
        let unknown = Reason::from(ColumnFault::Unknown { name: "x".to_owned(), columns });
        let ragged = Reason::from(RowFault::Ragged { values: 3, header: 4 });
        for reason in [unknown, ragged, Reason::from(RowFault::NoPlace)] {
            let kept = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<Reason>(&kept).unwrap(), reason);
        }
    }

    #[test]
    fn words_are_dutch_and_have_their_values() {
        let (code, problem, advice) = Reason::from(RowFault::Ragged { values: 3, header: 4 }).said();
        assert_eq!((code, problem.as_str()), ("ragged", "De rij heeft 3 waarden, de kop heeft er 4."));
        assert!(!advice.is_empty());
        assert!(Warning::Holding { count: 2 }.to_string().starts_with("Aan 2 van de verwijderde assets"));
    }
}
