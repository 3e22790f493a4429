// SPDX-License-Identifier: EUPL-1.2
//! A zaaktype as it is served: names become URLs. At most four statements, each by index.

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_resource::{Link, Record};

use super::Zaaktype;
use crate::{
    Besluittype, Informatieobjecttype,
    names::{self, VALID, Version, ZAAKTYPE_BESLUITTYPEN, ZAAKTYPE_DEELZAAKTYPEN, ZAAKTYPE_GERELATEERD},
};

/// Turns a stored zaaktype into the one that is served.
pub(super) fn present(record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let concept = names::is_concept(record);
    let members = ("besluittypen", "besluittypeOmschrijving");
    names::present::<Besluittype>(record, uuid, members, ZAAKTYPE_BESLUITTYPEN, concept, cx)?;
    let members = ("deelzaaktypen", "deelzaaktypeIdentificaties");
    names::present::<Zaaktype>(record, uuid, members, ZAAKTYPE_DEELZAAKTYPEN, concept, cx)?;
    informatieobjecttypen(record, uuid, concept, cx)?;
    gerelateerde_zaaktypen(record, uuid, concept, cx)
}

/// The informatieobjecttypen of its relations, which have the names.
fn informatieobjecttypen(record: &mut Record, uuid: Uuid, concept: bool, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = format!(
        "SELECT r.id, r.informatieobjecttype, v.uuid, v.concept FROM zaaktype_informatieobjecttypen r \
         LEFT JOIN informatieobjecttypen v ON v.catalogus = r.catalogus AND v.omschrijving = r.informatieobjecttype \
         AND v.concept <= $2 AND {VALID} WHERE r.zaaktype = $1 ORDER BY r.id, v.id"
    );
    let day = cx.on().to_string();
    let rows = cx.tx.query(&sql, &[uuid.into(), i64::from(concept).into(), day.into()], |row| {
        Ok((row.text(1)?, row.opt_uuid(2)?, row.opt_int(3)? == Some(1)))
    })?;
    let all: Vec<Version> = rows
        .into_iter()
        .map(|(name, uuid, concept)| Version { place: 0, name, uuid: uuid.unwrap_or_default(), concept })
        .collect();
    record.insert("informatieobjecttypeOmschrijving".to_owned(), names::distinct(&all));
    let found = all.into_iter().filter(|version| !version.uuid.is_nil()).collect();
    record
        .insert("informatieobjecttypen".to_owned(), names::urls::<Informatieobjecttype>(&names::shown(found, concept)));
    Ok(())
}

/// The related zaaktypen, in the order of the input; a name without a valid version is left out, a URL of another server stays.
fn gerelateerde_zaaktypen(record: &mut Record, uuid: Uuid, concept: bool, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(Json::Array(relations)) = record.get("gerelateerdeZaaktypen") else { return Ok(()) };
    if relations.is_empty() {
        return Ok(());
    }
    let relations = relations.clone();
    let versions = names::versions::<Zaaktype>(uuid, ZAAKTYPE_GERELATEERD, concept, cx)?;
    let mut shown = Vec::with_capacity(relations.len());
    for (place, relation) in (0_i64..).zip(relations) {
        let name = relation.get("zaaktype").and_then(Json::as_str).unwrap_or_default().to_owned();
        if names::is_url(&name) {
            shown.push(relation);
            continue;
        }
        for version in versions.iter().filter(|version| version.place == place) {
            let mut relation = relation.clone();
            if let Some(relation) = relation.as_object_mut() {
                relation.insert("zaaktype".to_owned(), Json::String(Link::<Zaaktype>::to(version.uuid).url()));
                relation.insert("zaaktypeIdentificatie".to_owned(), Json::String(name.clone()));
            }
            shown.push(relation);
        }
    }
    record.insert("gerelateerdeZaaktypen".to_owned(), Json::Array(shown));
    Ok(())
}
