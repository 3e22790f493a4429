// SPDX-License-Identifier: EUPL-1.2
//! What everything that belongs to a zaak has in common: who may reach it, and that a closed zaak does not change.

use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_resource::{Guard, Link};

use crate::Zaak;

/// Whoever may reach the zaak, may reach what belongs to it (handbook 1.3). The column is called `zaak` everywhere.
pub(crate) const GUARD: Guard = Guard::Parent {
    column: "zaak",
    parent: "zaak",
    table: "zaken",
    type_column: "zaaktype",
    level_column: Some("vertrouwelijkheidaanduiding"),
};

/// The zaak that something belongs to. A write has locked it: what is decided by its state stays true until the commit.
pub(crate) fn held(zaak: Link<Zaak>, cx: &mut Cx<'_, '_>) -> Result<Zaak> {
    cx.must(zaak)
}

/// zrc-007: a zaak with an einddatum, and what belongs to it, changes only for a caller with `zaken.geforceerd-bijwerken` for its type and
/// vertrouwelijkheidaanduiding. A delete of the zaak itself is not a change: that is what archiving ends with.
pub(crate) fn refuse_when_closed(zaak: &Zaak, cx: &mut Cx<'_, '_>) -> Result<()> {
    if zaak.einddatum.is_none() || cx.may::<Zaak>(&["zaken.geforceerd-bijwerken"], zaak.zaaktype.uuid, zaak.level())? {
        return Ok(());
    }
    Err(Problem::forbidden("De zaak is afgesloten. Wijzigen kan alleen met het recht zaken.geforceerd-bijwerken."))
}
