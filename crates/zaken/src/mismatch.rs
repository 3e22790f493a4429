// SPDX-License-Identifier: EUPL-1.2
//! What hangs on a zaak follows the zaaktype of that zaak (zrc-016 to zrc-020).

use waarmaker_api::{Cx, Result};
use waarmaker_core::Problems;
use waarmaker_resource::Link;

use crate::{Zaak, catalogus::Zaaktype};

/// zrc-016, zrc-018, zrc-019, zrc-020: a type of another zaaktype is `zaaktype-mismatch`. `what` names the kind of type.
pub(crate) fn check_zaaktype(
    zaak: Link<Zaak>,
    zaaktype: Link<Zaaktype>,
    what: &str,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let sql = "SELECT zaaktype FROM zaken WHERE uuid = $1";
    let of_zaak = cx.tx.one(sql, &[zaak.uuid.into()], |row| row.uuid(0))?;
    if of_zaak != Some(zaaktype.uuid) {
        problems.add(
            Problems::WHOLE,
            "zaaktype-mismatch",
            format!("Het {what} hoort niet bij het zaaktype van de zaak."),
        );
    }
    Ok(())
}
