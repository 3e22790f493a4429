// SPDX-License-Identifier: EUPL-1.2
//! Closing and opening a zaak again: what an eindstatus, or another status on a closed zaak, brings about (zrc-007, zrc-008).

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::{Date, Problems};

use super::{Zaak, archiving, documents::Documents};

/// zrc-007: what stands in the way of closing a zaak: a locked document, a document of which the gebruiksrechten are unknown, no resultaat.
/// That deelzaken are open, or that the archiefactiedatum is unknown, does not.
pub(crate) fn obstacles(zaak: &Zaak, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
    let documents = Documents::of(uuid, cx)?;
    if documents.any_locked() {
        let reason = "Een document van de zaak is vergrendeld. Ontgrendel het voor u de zaak afsluit.";
        problems.add(Problems::WHOLE, "informatieobject-locked", reason);
    } else if documents.any_without_gebruiksrecht() {
        let reason = "Van een document van de zaak is niet bekend of er gebruiksrechten zijn (indicatieGebruiksrecht).";
        problems.add(Problems::WHOLE, "indicatiegebruiksrecht-unset", reason);
    } else if zaak.resultaat.is_none() {
        problems.add(
            Problems::WHOLE,
            "resultaat-does-not-exist",
            "De zaak heeft geen resultaat en kan daarom niet afgesloten worden.",
        );
    }
    Ok(())
}

/// zrc-007, zrc-021: closes a zaak on a day and fills in its archiving parameters; those of its closed deelzaken can depend on that day.
pub(crate) fn close(uuid: Uuid, day: Date, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(mut zaak) = cx.get::<Zaak>(uuid)? else { return Ok(()) };
    zaak.einddatum = Some(day);
    archiving::derive(&mut zaak, uuid, cx)?;
    archiving::store(&zaak, uuid, cx)?;
    closed_deelzaken(uuid, cx)
}

/// zrc-008: opens a closed zaak: without einddatum, and without archiving parameters, also those that somebody chose.
pub(crate) fn reopen(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(mut zaak) = cx.get::<Zaak>(uuid)? else { return Ok(()) };
    zaak.einddatum = None;
    zaak.archiefnominatie = None;
    zaak.archiefactiedatum = None;
    zaak.startdatum_bewaartermijn = None;
    archiving::forget(uuid, cx)?;
    archiving::store(&zaak, uuid, cx)?;
    closed_deelzaken(uuid, cx)
}

/// Computes the archiving parameters of closed deelzaken anew.
fn closed_deelzaken(hoofdzaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT uuid FROM zaken WHERE hoofdzaak = $1 AND einddatum IS NOT NULL ORDER BY id";
    let deelzaken: Vec<Uuid> = cx.tx.query(sql, &[hoofdzaak.into()], |row| row.uuid(0))?;
    deelzaken.into_iter().try_for_each(|deelzaak| archiving::refresh(deelzaak, cx))
}
