// SPDX-License-Identifier: EUPL-1.2
//! How urgent something is.

use waarmaker_resource::choice;

choice! {
    /// Hoe dringend een storing is.
    pub enum Prioriteit {
        Spoed = "spoed", Hoog = "hoog", Normaal = "normaal", Laag = "laag",
    }
}
