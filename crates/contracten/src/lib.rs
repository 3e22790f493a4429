// SPDX-License-Identifier: EUPL-1.2
//! Contracts: who mends what, where, until when, and by which clock.

mod aannemer;
mod addresses;
mod boete;
mod contract;
mod dekking;
mod feestdagen;
mod kanaal;
pub mod klok;
mod prioriteit;
mod routes;
mod verantwoordelijk;

use waarmaker_api::{AnyRules, Kind};

pub use aannemer::{Aannemer, Contactpersoon, Escalatiecontact};
pub use boete::{Boete, Boetemaat};
pub use contract::{
    Contract, Escalatie, Escalatiemoment, Gebiedkeuze, Norm, Normsoort, Termijn, Venster, Weekdag, Werktijd,
};
pub use dekking::{Aflopend, Bevinding, Dekking, Gebiedtelling, Periode, Telregel, Wat, dekking};
pub use feestdagen::{Bevrijdingsdag, ExtraDag, Feestdagen};
pub use kanaal::{Kanaal, Kanaalkeuze, Kanaalsoort, kanaal, kanaal_of_contract};
pub use prioriteit::Prioriteit;
pub use routes::routes;
pub use verantwoordelijk::{Verantwoordelijk, verantwoordelijk};

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Aannemer>::new(), &Kind::<Contract>::new()];
