// SPDX-License-Identifier: EUPL-1.2
//! What a zaak is told of its besluiten (brc-006), and what a besluit is told of its zaak (zrc-023).
//!
//! The besluiten of this house are kept in a crate that uses this one. It calls the functions here in the transaction of its own write; Waarmaker then
//! writes the relation through the pipeline, also on a closed zaak. The other way around the besluit is known by name only.

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, amend, create, delete};
use waarmaker_core::Problem;
use waarmaker_resource::Link;

use crate::{Zaak, zaak::archiving};

/// Name of the resource of a besluit in this house.
pub(crate) const BESLUIT: &str = "besluit";

/// Who writes the relation, for the audit trail.
const WRITER: &str = "Besluiten API";

/// Holds a zaak until the end of the transaction, for a besluit that is about to refer to it. Without this, two new besluiten of one zaak would wait for
/// each other on PostgreSQL: each for the zaak that the other refers to. A zaak that is deleted meanwhile is a conflict.
pub fn hold(zaak: Link<Zaak>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let lock = cx.tx.dialect().for_update();
    let found = cx.tx.one(&format!("SELECT 1 FROM zaken WHERE uuid = $1{lock}"), &[zaak.uuid.into()], |_| Ok(()))?;
    found.ok_or_else(|| Problem::conflict("De zaak waarnaar het besluit verwijst is intussen verwijderd."))
}

/// brc-006: the zaak has a besluit; its URL is in stored form.
pub fn mirror(zaak: Link<Zaak>, besluit: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    let room = cx.room("zaakbesluit")?;
    let body = json!({"besluit": cx.house.outward(besluit)});
    cx.as_waarmaker(WRITER, |cx| create(room, cx, &body, Some(zaak.uuid)).map(drop))
}

/// brc-006, brc-009: the zaak no longer has a besluit.
pub fn unmirror(zaak: Link<Zaak>, besluit: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    let room = cx.room("zaakbesluit")?;
    let sql = "SELECT uuid FROM zaakbesluiten WHERE zaak = $1 AND besluit = $2";
    let Some(relation) = cx.tx.one(sql, &[zaak.uuid.into(), besluit.into()], |row| row.uuid(0))? else { return Ok(()) };
    cx.as_waarmaker(WRITER, |cx| delete(room, cx, relation, Some(zaak.uuid)))
}

/// zrc-021: a besluit of the zaak has changed: the brondatum of a closed zaak can follow from its dates.
pub fn changed(zaak: Link<Zaak>, cx: &mut Cx<'_, '_>) -> Result<()> {
    hold(zaak, cx)?;
    archiving::refresh(zaak.uuid, cx)
}

/// zrc-023: a zaak that is deleted is taken from its besluiten, which stay. Their audit trail tells of it.
pub(crate) fn release(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(room) = cx.house.room(BESLUIT) else { return Ok(()) };
    let sql = "SELECT uuid FROM besluiten WHERE zaak = $1 ORDER BY id";
    let besluiten: Vec<Uuid> = cx.tx.query(sql, &[zaak.into()], |row| row.uuid(0))?;
    for besluit in besluiten {
        cx.as_waarmaker("Zaken API", |cx| {
            amend(room, cx, besluit, &[], |record| {
                record.insert("zaak".to_owned(), Value::String(String::new()));
            })
        })?;
    }
    Ok(())
}
