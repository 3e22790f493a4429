// SPDX-License-Identifier: EUPL-1.2
//! How urgent something is.

use waarmaker_resource::choice;

choice! {
    /// Hoe dringend een storing is.
    pub enum Prioriteit {
        Spoed = "spoed", Hoog = "hoog", Normaal = "normaal", Laag = "laag",
    }
}

impl Prioriteit {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Spoed, Self::Hoog, Self::Normaal, Self::Laag];

    /// The priority with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|prioriteit| prioriteit.as_str() == name)
    }
}
