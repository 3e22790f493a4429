// SPDX-License-Identifier: EUPL-1.2
//! Contracts: who mends what, where, until when, and by which clock.
//!
//! **What it is for.** The [`Aannemer`] with the channel by which orders reach it ([`kanaal()`]), and the [`Contract`]: for which assets, where, when and
//! how urgent, within which time, and what a missed norm costs. [`verantwoordelijk()`] names the contract of an asset, [`dekking()`] tells gaps and overlaps
//! before they bite, [`klok`] counts a norm and explains how, [`mod@file`] reads and writes contracts as a file that people can read.
//!
//! **What it is not.** It sends nothing and keeps no orders: that is the work of the crate of orders. It knows no observations or incidents. It decides
//! nothing by chance: where two contracts are equally narrow, nobody is responsible, and both are named.
//!
//! **How to add a norm.** A variant of [`Normsoort`] with its name and member, a member of [`Norm`], and a line in the crate of orders that says when it is
//! met. **How to add a channel.** A variant of [`Kanaalsoort`] and of [`Kanaal`], the members that it needs, and their check.
//!
//! ```
//! use waarmaker_contracten::{Feestdagen, klok::{Klok, Rooster, Telling}};
//!
//! // Four working hours from Friday three o'clock, when a working day is from eight to half past four.
//! let day = || vec![(8 * 60, 16 * 60 + 30)];
//! let rooster = Rooster::new([day(), day(), day(), day(), day(), vec![], vec![]], vec![], Feestdagen::default());
//! let klok = Klok { regel: "Contract OVL-2026".to_owned(), telling: Telling::Werktijd, norm: 4 * 3600, rooster };
//! let verklaring = klok.deadline("2026-11-20T14:00:00Z".parse().unwrap(), &[]);
//! assert_eq!(verklaring.deadline.unwrap().to_string(), "2026-11-23T09:30:00Z");
//! assert!(verklaring.regels().iter().any(|line| line.contains("zaterdag: geen werkdag")));
//! ```

mod aannemer;
mod addresses;
mod boete;
mod contract;
mod dekking;
mod feestdagen;
pub mod file;
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
