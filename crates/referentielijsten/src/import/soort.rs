// SPDX-License-Identifier: EUPL-1.2
//! The four lists, by the names that files and URLs use for them.

use waarmaker_api::Rules as _;
use waarmaker_resource::{Field, Fields as _, Linked as _};

use crate::{Communicatiekanaal, Procestype, Resultaat, Resultaattypeomschrijving};

/// Which list an element belongs to. The order is that of writing: what is referred to comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Soort {
    Procestype,
    Resultaat,
    Resultaattypeomschrijving,
    Communicatiekanaal,
}

impl Soort {
    const ALL: [Self; 4] =
        [Self::Procestype, Self::Resultaat, Self::Resultaattypeomschrijving, Self::Communicatiekanaal];

    /// From the model of a fixture: `selectielijst.procestype`, `datamodel.resultaattypeomschrijvinggeneriek`.
    pub(super) fn of_model(model: &str) -> Option<Self> {
        let name = model.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        Some(match name.as_str() {
            "procestype" => Self::Procestype,
            "resultaat" => Self::Resultaat,
            "resultaattypeomschrijvinggeneriek" | "resultaattypeomschrijving" => Self::Resultaattypeomschrijving,
            "communicatiekanaal" => Self::Communicatiekanaal,
            _ => return None,
        })
    }

    /// From the segment of a URL before the uuid: `procestypen`.
    pub(super) fn of_path(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|soort| soort.path() == segment)
    }

    /// Path of the collection, the plural.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Procestype => Procestype::RESOURCE.path,
            Self::Resultaat => Resultaat::RESOURCE.path,
            Self::Resultaattypeomschrijving => Resultaattypeomschrijving::RESOURCE.path,
            Self::Communicatiekanaal => Communicatiekanaal::RESOURCE.path,
        }
    }

    /// Name of the resource.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Procestype => Procestype::NAME,
            Self::Resultaat => Resultaat::NAME,
            Self::Resultaattypeomschrijving => Resultaattypeomschrijving::NAME,
            Self::Communicatiekanaal => Communicatiekanaal::NAME,
        }
    }

    /// Members of the resource.
    pub(super) const fn fields(self) -> &'static [Field] {
        match self {
            Self::Procestype => Procestype::FIELDS,
            Self::Resultaat => Resultaat::FIELDS,
            Self::Resultaattypeomschrijving => Resultaattypeomschrijving::FIELDS,
            Self::Communicatiekanaal => Communicatiekanaal::FIELDS,
        }
    }
}
