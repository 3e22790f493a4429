// SPDX-License-Identifier: EUPL-1.2
//! zrc-021: the brondatum, the day on which the archiefactietermijn of a closed zaak begins.
//!
//! A date that cannot be found is not set, and does not stop the zaak from being closed. What stands on another server is not asked. It is looked
//! for on closing, when the hoofdzaak is closed, and whenever the closed zaak or something of it changes; a gerelateerde zaak that is closed later
//! counts from then on. A besluit says itself that it was made, changed or deleted (`besluiten.rs`).

use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Date;
use waarmaker_resource::{Record, Uri};

use super::Zaak;
use crate::{besluiten::BESLUIT, catalogus::BrondatumArchiefprocedure};

/// The brondatum of a closed zaak by the afleidingswijze of its resultaattype.
pub(super) fn find(
    zaak: &Zaak,
    uuid: Uuid,
    procedure: &BrondatumArchiefprocedure,
    cx: &mut Cx<'_, '_>,
) -> Result<Option<Date>> {
    let datumkenmerk = procedure.datumkenmerk.as_deref().unwrap_or_default();
    match procedure.afleidingswijze.as_str() {
        "afgehandeld" => Ok(zaak.einddatum),
        "termijn" => {
            let procestermijn = procedure.procestermijn.as_ref().and_then(|termijn| termijn.get());
            Ok(zaak.einddatum.zip(procestermijn).and_then(|(day, termijn)| termijn.add_to(day).ok()))
        }
        "hoofdzaak" => match zaak.hoofdzaak {
            Some(hoofdzaak) => einddatum(hoofdzaak.uuid, cx),
            None => Ok(None),
        },
        "gerelateerde_zaak" => gerelateerde_zaak(zaak, cx),
        "eigenschap" => eigenschap(zaak, datumkenmerk, cx),
        "zaakobject" => zaakobject(zaak, procedure.objecttype.as_deref().unwrap_or_default(), datumkenmerk, cx),
        "ingangsdatum_besluit" => besluit(uuid, "ingangsdatum", cx),
        "vervaldatum_besluit" => besluit(uuid, "vervaldatum", cx),
        // ander_datumkenmerk: somebody sets it by hand.
        _ => Ok(None),
    }
}

/// When a zaak was closed.
fn einddatum(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Date>> {
    let text =
        cx.tx.one("SELECT einddatum FROM zaken WHERE uuid = $1", &[zaak.into()], |row| row.opt_text(0))?.flatten();
    Ok(text.and_then(|text| Date::parse(&text).ok()))
}

/// The last einddatum of the relevante andere zaken.
fn gerelateerde_zaak(zaak: &Zaak, cx: &mut Cx<'_, '_>) -> Result<Option<Date>> {
    let mut last = None;
    for other in &zaak.relevante_andere_zaken {
        let place = cx.house.locate(other.url.as_str()).filter(|place| place.room.kind.resource().name == "zaak");
        if let Some(uuid) = place.map(|place| place.uuid) {
            last = last.max(einddatum(uuid, cx)?);
        }
    }
    Ok(last)
}

/// The value of the eigenschap with this name: a date or moment, also in the compact forms of ztc-015.
fn eigenschap(zaak: &Zaak, naam: &str, cx: &mut Cx<'_, '_>) -> Result<Option<Date>> {
    for url in &zaak.eigenschappen {
        let found = cx.resolve(url)?;
        if found.text("naam") == Some(naam) {
            return Ok(found.text("waarde").and_then(Date::parse_lenient));
        }
    }
    Ok(None)
}

/// The last date of an attribute of the zaakobjecten of one kind. The attribute stands in the identification of the object, or in the object
/// itself when that is one of ours; `a/b` is member `b` of group `a`.
fn zaakobject(zaak: &Zaak, objecttype: &str, attribute: &str, cx: &mut Cx<'_, '_>) -> Result<Option<Date>> {
    let mut last = None;
    for url in &zaak.zaakobjecten {
        let found = cx.resolve(url)?;
        let Some(relation) = found.document().filter(|record| text(record, "objectType") == objecttype) else {
            continue;
        };
        let mut date = relation.get("objectIdentificatie").and_then(|object| date_at(object, attribute));
        let object = text(relation, "object");
        if date.is_none() && !object.is_empty() {
            let object = cx.resolve(&Uri(object.to_owned()))?;
            date = object.document().and_then(|object| date_at(&Value::Object(object.clone()), attribute));
        }
        last = last.max(date);
    }
    Ok(last)
}

/// The last date of the besluiten of the zaak, of those that are kept here. One without that date counts for nothing.
fn besluit(zaak: Uuid, member: &str, cx: &mut Cx<'_, '_>) -> Result<Option<Date>> {
    let sql = "SELECT besluit FROM zaakbesluiten WHERE zaak = $1";
    let urls: Vec<String> = cx.tx.query(sql, &[zaak.into()], |row| row.text(0))?;
    let here = urls.iter().filter_map(|url| cx.house.locate(url));
    let uuids: Vec<Uuid> =
        here.filter(|place| place.room.kind.resource().name == BESLUIT).map(|place| place.uuid).collect();
    let besluiten = if uuids.is_empty() { Vec::new() } else { cx.records(BESLUIT, &uuids)? };
    Ok(besluiten.iter().filter_map(|(_, besluit)| Date::parse_lenient(text(besluit, member))).max())
}

fn text<'r>(record: &'r Record, member: &str) -> &'r str {
    record.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn date_at(object: &Value, path: &str) -> Option<Date> {
    path.split('/').try_fold(object, |value, part| value.get(part))?.as_str().and_then(Date::parse_lenient)
}
