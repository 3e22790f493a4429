// SPDX-License-Identifier: EUPL-1.2
//! From incident to mended: the zaak, the order to the party of the contract, its answers, its clock and the evidence.
//!
//! **What it is for.** [`tick()`] takes incidents that are due and makes, in one transaction each, the zaak (`zaak/`), a [`Werkopdracht`] for the party that
//! the contracts name (`dispatch.rs`), its deadlines (`klok.rs`) and the message to its [channel](channels). What the contractor answers is a
//! [`step()`], the same for every door: the API (`routes.rs`), the pages of the crate buiten, by an account or by the [`link`] in a mail, Open311. A step changes the order through
//! the pipeline, and with it the zaak, the incident, the clock and who must hear of it. Photos become documents ([`photo`]). [`report`] is the
//! evidence of a month.
//!
//! **What it is not.** It decides neither who is responsible nor how time counts: that is the crate contracten. It finds no faults: that is signalen.
//! It sends nothing itself within a transaction: what leaves is a job. The municipality sees everything and need not act; what nobody covers, or
//! who should refuses, stands on its own list with the reason.
//!
//! **Nothing is lost.** An incident that cannot be sent on says why (`belemmering`) and is tried again. A zaak that somebody closed or deleted is left
//! alone; the order goes on and says so. Two nodes may tick at once: a row is held and looked at again before it is changed.
//!
//! **How to add a step.** A value of [`Stapsoort`], its status in `step::target`, when it is out of order in `step::out_of_order`, what the zaak does
//! in `step::follow`, and a route. **How to add an ending of a zaak**: a value of `zaak::Einde` with the name of its resultaattype.
//!
//! ```
//! use waarmaker_werkopdrachten::{Namens, Opdrachtstatus, Stapsoort, Step};
//!
//! let mut answer = Step::new(Stapsoort::Geweigerd, Namens::Aannemer);
//! answer.reden = "De kabel is van de netbeheerder".to_owned();
//! assert!(!Opdrachtstatus::Geweigerd.is_finished(), "the municipality has it now");
//! ```

mod answer;
mod assign;
mod change;
pub mod channels;
mod closing;
mod dispatch;
mod key;
mod klok;
pub mod link;
pub mod mail;
pub mod photo;
pub mod report;
mod routes;
mod step;
mod tick;
mod weigering;
mod werkopdracht;
pub mod worklist;
mod zaak;

pub use assign::{assign, withdraw};
pub use link::offer_link;
pub use routes::{answer_order, find, refuse_other, routes};
pub use step::{Namens, Step, is_paused, possible, step};
pub use tick::tick;
pub use weigering::Weigering;
pub use werkopdracht::{
    Aflevering, Bewaking, Materiaal, Mededeling, Norm, Opdrachtstatus, Pauze, Stap, Stapsoort, Termijn, Verzonden,
    Werkopdracht,
};

use waarmaker_api::{AnyRules, Kind};

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Werkopdracht>::new()];
