// SPDX-License-Identifier: EUPL-1.2
//! What an order wants to know of the zaaktype of its zaak.

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;

/// A statustype or resultaattype.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Uuid.
    pub uuid: Uuid,
    /// What it is called.
    pub omschrijving: String,
}

/// A zaaktype with its parts.
#[derive(Clone, Debug)]
pub(crate) struct Zaaktype {
    /// URL in stored form.
    pub url: String,
    /// RSIN of its catalogus.
    pub rsin: String,
    /// Department that answers for it.
    pub verantwoordelijke: String,
    /// Statustypen by volgnummer: the last one closes the zaak.
    pub statussen: Vec<Named>,
    /// Resultaattypen.
    pub resultaten: Vec<Named>,
    /// Roltype of who treats it.
    pub behandelaar: Option<Uuid>,
    /// Zaakobjecttype of what it is about.
    pub objecttype: Option<Uuid>,
    /// Informatieobjecttype of photos.
    pub foto: Option<Uuid>,
}

impl Zaaktype {
    /// The published zaaktype with this identificatie that is valid today; otherwise why there is none, in words.
    pub(crate) fn find(identificatie: &str, cx: &mut Cx<'_, '_>) -> Result<Result<Self, String>> {
        let sql = "SELECT uuid FROM zaaktypen WHERE identificatie = $1 AND concept = 0 AND begin_geldigheid <= $2 \
                   AND (einde_geldigheid IS NULL OR einde_geldigheid >= $2) ORDER BY begin_geldigheid DESC, id DESC LIMIT 1";
        let today = cx.call.today.to_string();
        let found = cx.tx.one(sql, &[identificatie.into(), today.into()], |row| row.uuid(0))?;
        let Some(uuid) = found else {
            return Ok(Err(format!(
                "Er is geen gepubliceerd zaaktype met identificatie {identificatie} dat vandaag geldt. Publiceer het in de Catalogi API; \
                 daarna gaat de opdracht vanzelf weg."
            )));
        };
        let zaaktype = Self::read(uuid, cx)?;
        if zaaktype.statussen.is_empty() || zaaktype.resultaten.is_empty() {
            return Ok(Err(format!(
                "Het zaaktype {identificatie} heeft geen statustypen of geen resultaattypen, zodat een zaak niet kan worden afgesloten."
            )));
        }
        Ok(Ok(zaaktype))
    }

    /// The zaaktype with this uuid.
    pub(crate) fn read(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Self> {
        let gone = || Problem::conflict("Het zaaktype van de zaak is intussen verwijderd.");
        let record = cx.record("zaaktype", uuid)?.ok_or_else(gone)?;
        let text = |member: &str| record.get(member).and_then(Json::as_str).unwrap_or_default().to_owned();
        let catalogus = cx.house.locate(&text("catalogus")).map(|place| place.uuid).unwrap_or_default();
        let catalogus_record = cx.record("catalogus", catalogus)?.unwrap_or_default();
        let rsin = catalogus_record.get("rsin").and_then(Json::as_str).unwrap_or_default().to_owned();
        Ok(Self {
            url: cx.room("zaaktype")?.url(uuid, None),
            rsin,
            verantwoordelijke: text("verantwoordelijke"),
            statussen: named("statustypen", "volgnummer", uuid, cx)?,
            resultaten: named("resultaattypen", "id", uuid, cx)?,
            behandelaar: one(
                "SELECT uuid FROM roltypen WHERE zaaktype = $1 AND omschrijving_generiek = 'behandelaar' ORDER BY id LIMIT 1",
                uuid,
                cx,
            )?,
            objecttype: one("SELECT uuid FROM zaakobjecttypen WHERE zaaktype = $1 ORDER BY id LIMIT 1", uuid, cx)?,
            foto: one(FOTO, uuid, cx)?,
        })
    }
}

/// The informatieobjecttype of photos: one that the zaaktype knows and whose name begins with "Foto".
const FOTO: &str = "SELECT i.uuid FROM informatieobjecttypen i JOIN zaaktype_informatieobjecttypen z \
                    ON z.catalogus = i.catalogus AND z.informatieobjecttype = i.omschrijving \
                    WHERE z.zaaktype = $1 AND i.concept = 0 AND i.omschrijving LIKE 'Foto%' ORDER BY i.id DESC LIMIT 1";

fn one(sql: &str, zaaktype: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    Ok(cx.tx.one(sql, &[zaaktype.into()], |row| row.uuid(0))?)
}

fn named(table: &str, order: &str, zaaktype: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<Named>> {
    let sql = format!("SELECT uuid, body FROM {table} WHERE zaaktype = $1 ORDER BY {order}, id");
    let rows = cx.tx.query(&sql, &[zaaktype.into()], |row| Ok((row.uuid(0)?, row.bytes(1)?)))?;
    let named = |(uuid, body): (Uuid, Vec<u8>)| {
        let body: Json = serde_json::from_slice(&body).map_err(Problem::internal)?;
        let omschrijving = body.get("omschrijving").and_then(Json::as_str).unwrap_or_default().to_owned();
        Ok(Named { uuid, omschrijving })
    };
    rows.into_iter().map(named).collect()
}
