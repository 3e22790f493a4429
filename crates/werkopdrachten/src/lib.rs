// SPDX-License-Identifier: EUPL-1.2
//! From incident to mended: the zaak, the order to the party of the contract, its answers, its clock and the evidence.

mod answer;
mod assign;
mod change;
mod dispatch;
mod key;
mod klok;
mod link;
pub mod photo;
mod routes;
mod step;
mod tick;
mod werkopdracht;
mod zaak;

pub use assign::{assign, withdraw};
pub use routes::routes;
pub use step::{Namens, Step, step};
pub use tick::tick;
pub use werkopdracht::{
    Aflevering, Bewaking, Materiaal, Mededeling, Norm, Opdrachtstatus, Pauze, Stap, Stapsoort, Termijn, Verzonden,
    Werkopdracht,
};

use waarmaker_api::{AnyRules, Kind};

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Werkopdracht>::new()];

/// Until `channels/` compiles: replace by `pub mod channels;` (and the same for `mail`).
mod channels {
    use uuid::Uuid;
    use waarmaker_api::{Cx, Result};

    use crate::{Aflevering, Verzonden, Werkopdracht};

    waarmaker_resource::choice! {
        /// Event.
        pub(crate) enum Gebeurtenis {
            Aangeboden = "aangeboden", Gewijzigd = "gewijzigd", Ingetrokken = "ingetrokken", InGevaar = "in_gevaar",
            Overschreden = "overschreden",
        }
    }
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn begin(_: &Werkopdracht, cx: &mut Cx<'_, '_>) -> Result<Verzonden> {
        Ok(Verzonden { kanaal: "api".into(), staat: Aflevering::Lijst, moment: cx.call.now, toelichting: String::new() })
    }
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn tell(_: Uuid, _: Gebeurtenis, _: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }
}
mod mail {
    use uuid::Uuid;
    use waarmaker_api::{Cx, Result};

    #[derive(Clone, Copy)]
    pub(crate) enum Stand {
        Gepland,
        Hersteld,
        Gesloten,
    }
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn escalate(_: Uuid, _: crate::channels::Gebeurtenis, _: crate::Norm, _: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn tell_reporters(_: Uuid, _: Stand, _: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }
}
