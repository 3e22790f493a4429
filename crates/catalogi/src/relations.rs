// SPDX-License-Identifier: EUPL-1.2
//! Questions of other components: whether one type goes with another. Relations are by name within the catalogus, so any version does.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};

use crate::names::{BESLUITTYPE_INFORMATIEOBJECTTYPEN, Relation, ZAAKTYPE_BESLUITTYPEN, ZAAKTYPE_DEELZAAKTYPEN};

/// Whether documents of this type belong in zaken of this type (zrc-017).
pub fn zaaktype_has_informatieobjecttype(zaaktype: Uuid, informatieobjecttype: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "SELECT 1 FROM zaaktype_informatieobjecttypen r JOIN informatieobjecttypen v \
               ON v.catalogus = r.catalogus AND v.omschrijving = r.informatieobjecttype \
               WHERE r.zaaktype = $1 AND v.uuid = $2 LIMIT 1";
    Ok(cx.tx.one(sql, &[zaaktype.into(), informatieobjecttype.into()], |row| row.int(0))?.is_some())
}

/// Whether besluiten of this type can be taken in zaken of this type (brc-007).
pub fn zaaktype_has_besluittype(zaaktype: Uuid, besluittype: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    related(zaaktype, ZAAKTYPE_BESLUITTYPEN, ("besluittypen", "omschrijving"), besluittype, cx)
}

/// Whether zaken of the second type can be deelzaken of zaken of the first.
pub fn zaaktype_has_deelzaaktype(zaaktype: Uuid, deelzaaktype: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    related(zaaktype, ZAAKTYPE_DEELZAAKTYPEN, ("zaaktypen", "identificatie"), deelzaaktype, cx)
}

/// Whether besluiten of this type are laid down in documents of this type (brc-008).
pub fn besluittype_has_informatieobjecttype(besluittype: Uuid, informatieobjecttype: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let target = ("informatieobjecttypen", "omschrijving");
    related(besluittype, BESLUITTYPE_INFORMATIEOBJECTTYPEN, target, informatieobjecttype, cx)
}

fn related(from: Uuid, relation: Relation, (table, name): (&str, &str), to: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM typerelaties n JOIN {table} v ON v.catalogus = n.catalogus AND v.{name} = n.naam \
         WHERE n.van = $1 AND n.soort = $2 AND v.uuid = $3 LIMIT 1"
    );
    Ok(cx.tx.one(&sql, &[from.into(), relation.0.into(), to.into()], |row| row.int(0))?.is_some())
}
