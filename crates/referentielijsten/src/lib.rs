// SPDX-License-Identifier: EUPL-1.2
//! Referentielijsten: the selection list and the other lists that types and cases refer to.
//!
//! **What it is for.** An API of the same shape as the national one: [`Procestype`], [`Resultaat`], [`Resultaattypeomschrijving`] and
//! [`Communicatiekanaal`], open to everybody, read only. It is filled by [`import()`]: from files as the makers of the national list keep them, or from
//! the answers of an API of this shape. An installation without network thus has the real list; [`builtin`] is a small set of our own for the demo
//! and for tests.
//!
//! **What it is not.** It does not fetch anything: whoever imports a URL hands over the bytes. It is not a part of the ZGW standard, so it has no
//! scopes, audit trail or notifications.
//!
//! **How to add a list.** One file with its struct and declaration, an element of [`KINDS`], a table, and a variant of `Soort` in `import/soort.rs`
//! with the names that files use for it.
//!
//! ```
//! assert!(waarmaker_referentielijsten::builtin().iter().any(|source| source.name == "procestypen.json"));
//! ```

mod communicatiekanaal;
mod import;
mod procestype;
mod resultaat;
mod resultaattypeomschrijving;

use waarmaker_api::{AnyRules, Kind};

pub use communicatiekanaal::Communicatiekanaal;
pub use import::{Count, Fault, ImportError, Report, Source, import, next_page};
pub use procestype::Procestype;
pub use resultaat::{Procestermijn, Resultaat, Waardering};
pub use resultaattypeomschrijving::Resultaattypeomschrijving;

/// The resources of the component.
pub const KINDS: &[&dyn AnyRules] = &[
    &Kind::<Procestype>::new(),
    &Kind::<Resultaat>::new(),
    &Kind::<Resultaattypeomschrijving>::new(),
    &Kind::<Communicatiekanaal>::new(),
];

/// A small set of our own, to import for a demo or a test: not the selection list, but with an element for every kind of procestermijn.
pub fn builtin() -> [Source<'static>; 4] {
    [
        Source { name: "procestypen.json", bytes: include_bytes!("../data/procestypen.json") },
        Source { name: "resultaten.json", bytes: include_bytes!("../data/resultaten.json") },
        Source {
            name: "resultaattypeomschrijvingen.json",
            bytes: include_bytes!("../data/resultaattypeomschrijvingen.json"),
        },
        Source { name: "communicatiekanalen.json", bytes: include_bytes!("../data/communicatiekanalen.json") },
    ]
}
