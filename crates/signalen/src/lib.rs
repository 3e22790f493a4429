// SPDX-License-Identifier: EUPL-1.2
//! From observation to incident: rules that a functional manager can read, grouping, and reports of residents that join.
//!
//! **What it is for.** A [`Regel`] says when something is broken. [`Bewaking`] judges every observation in the transaction that stores it;
//! [`tick()`] does what falls due without a message: a delay that is over, silence, drift. What is broken becomes an [`Incident`] at once, one for
//! each asset and rule. Many that hang on one cabinet or circuit become one incident of that. A [`Melding`] of a resident joins the incident that
//! there is, or makes one; who made it may say that it is still broken ([`nog_kapot`]) and how it was ([`hoe_was_het`]). [`probeer`] tries a rule on observations that there are, with the same judgement, and writes nothing.
//!
//! **What it is not.** It orders nothing and knows no clock of a contract: that is to its right. It stores no observations: that is to its left.
//!
//! **What is promised about order.** Within a batch the order does not matter. Over batches a late observation (older than the newest of its
//! datastream) changes nothing; the same one again changes nothing; how the streams of different assets are mixed changes nothing; and a rule judges
//! as if every delay had been noticed the moment it was over. A stream that is replayed raises nothing twice. Two nodes may see readings of one asset
//! at the same moment: its states are held until the commit.
//!
//! **How to add a kind of condition.** A variant of `Conditie` with its members in the table, what is wrong with it, its sentence, and when it holds;
//! if that is not about one value, a branch in `toestand` (by readings) or `tick` (by the clock), and one in `proef`.
//!
//! ```
//! use waarmaker_signalen::KINDS;
//!
//! assert!(KINDS.iter().any(|kind| kind.resource().name == "incident"));
//! ```

mod bestand;
mod bewaking;
mod bundeling;
mod conditie;
mod geheugen;
mod groep;
mod heropenen;
mod incident;
mod melders;
mod melding;
mod members;
mod proef;
mod regel;
mod routes;
mod termijn;
mod tick;
mod tijdvak;
mod toestand;
mod vaststellen;

use uuid::Uuid;
use waarmaker_api::{AnyRules, Kind};

pub use bestand::{Ingelezen, lees, schrijf, zet};
pub use bewaking::Bewaking;
pub use heropenen::{
    Antwoord, Beoordeeld, HEROPEN_DAGEN, Heropend, NOG_KAPOT, code_van, hoe_was_het, is_recent, nog_kapot, oordeel,
    stop_berichten,
};
pub use incident::{Bewijs, Bron, Incident, Status, change};
pub use melders::{BEWAAR_DAGEN, MELDERPOST, Melder, melders};
pub use melding::{Melding, Meldkanaal};
pub use proef::{Proef, Voortgang, Vraag, Waarschuwing, Zou, ZouGroep, probeer};
pub use regel::{Bundeling, Herstel, Regel};
pub use routes::{bestaand, routes};
pub use tick::tick;
pub use tijdvak::Tijdvak;

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Regel>::new(), &Kind::<Incident>::new(), &Kind::<Melding>::new()];

/// Uuid of an asset that is given by its uuid or by its URL.
pub(crate) fn asset_of(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.rsplit('/').next().unwrap_or(text)).ok()
}
