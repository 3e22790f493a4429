// SPDX-License-Identifier: EUPL-1.2
//! What is read of one incident.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_contracten::Contract;
use waarmaker_signalen::{Incident, Melding, Regel};
use waarmaker_werkopdrachten::{Opdrachtstatus, Werkopdracht};

use crate::kader::onbekend;

/// Most rows of what hangs together with it.
const MOST: i64 = 100;

/// What the page shows.
#[derive(Clone, Debug)]
pub(super) struct Dossier {
    pub(super) uuid: Uuid,
    pub(super) incident: Incident,
    pub(super) straat: String,
    pub(super) regel: Option<(Uuid, Regel)>,
    /// The incident that it is part of, and the earlier one.
    pub(super) hoort_bij: Option<(Uuid, String)>,
    pub(super) vorig: Option<(Uuid, String)>,
    pub(super) leden: Vec<(Uuid, Incident)>,
    pub(super) opdracht: Option<(Uuid, Werkopdracht)>,
    pub(super) contract: Option<(Uuid, String)>,
    pub(super) zaak: String,
    pub(super) meldingen: Vec<Melding>,
    /// Contracts that an order of the own list can be given under.
    pub(super) contracten: Vec<(Uuid, String)>,
}

fn nummer(uuid: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<Option<(Uuid, String)>> {
    let Some(uuid) = uuid else { return Ok(None) };
    Ok(cx.get::<Incident>(uuid)?.map(|found| (uuid, found.nummer)))
}

pub(super) fn haal(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Dossier> {
    let incident = onbekend(cx.get::<Incident>(uuid)?)?;
    let asset = incident.asset_uuid();
    let straat = match asset {
        Some(asset) => waarmaker_assets::get(cx.tx, asset)?.map(|asset| asset.omschrijving),
        None => None,
    };
    let regel = match &incident.regel {
        Some(link) => cx.get::<Regel>(link.uuid)?.map(|regel| (link.uuid, regel)),
        None => None,
    };
    let parse = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(waarmaker_db::Error::row);
    let sql = "SELECT uuid, body FROM incidenten WHERE hoort_bij = $1 ORDER BY id LIMIT $2";
    let leden = cx.tx.query(sql, &[uuid.into(), MOST.into()], |row| Ok((row.uuid(0)?, parse(row.bytes_ref(1)?)?)))?;
    let sql = "SELECT body FROM meldingen WHERE incident = $1 ORDER BY id LIMIT $2";
    let read = |row: &waarmaker_db::Row<'_>| {
        serde_json::from_slice::<Melding>(row.bytes_ref(0)?).map_err(waarmaker_db::Error::row)
    };
    let meldingen = cx.tx.query(sql, &[uuid.into(), MOST.into()], read)?;
    let opdracht = cx.all::<Werkopdracht>("incident", uuid)?.pop();
    let of_url = |url: Option<&waarmaker_resource::Uri>| {
        url.and_then(|url| url.as_str().rsplit('/').next()).and_then(|uuid| Uuid::try_parse(uuid).ok())
    };
    let contract = match of_url(opdracht.as_ref().and_then(|(_, order)| order.contract.as_ref())) {
        Some(uuid) => cx.get::<Contract>(uuid)?.map(|contract| (uuid, contractnaam(&contract))),
        None => None,
    };
    let zaak = match of_url(incident.zaak.as_ref()) {
        Some(zaak) => {
            cx.tx.one("SELECT identificatie FROM zaken WHERE uuid = $1", &[zaak.into()], |row| row.text(0))?
        }
        None => None,
    };
    let own = opdracht.as_ref().is_some_and(|(_, order)| is_own(order.status));
    let contracten = if own { lopend(cx)? } else { Vec::new() };
    let hoort_bij = nummer(incident.hoort_bij.as_ref().map(|link| link.uuid), cx)?;
    let vorig = nummer(incident.vorig_incident.as_ref().map(|link| link.uuid), cx)?;
    Ok(Dossier {
        uuid,
        straat: straat.unwrap_or_default(),
        regel,
        hoort_bij,
        vorig,
        leden,
        opdracht,
        contract,
        zaak: zaak.unwrap_or_default(),
        meldingen,
        contracten,
        incident,
    })
}

/// Whether the municipality has the order itself.
pub(super) const fn is_own(status: Opdrachtstatus) -> bool {
    matches!(status, Opdrachtstatus::EigenLijst | Opdrachtstatus::Geweigerd)
}

fn contractnaam(contract: &Contract) -> String {
    format!("{} {}", contract.nummer, contract.naam).trim().to_owned()
}

/// Contracts that are in force today.
fn lopend(cx: &mut Cx<'_, '_>) -> Result<Vec<(Uuid, String)>> {
    let sql = "SELECT uuid, nummer, naam FROM contracten WHERE begindatum <= $1 AND (einddatum IS NULL OR einddatum >= $1) ORDER BY nummer LIMIT 500";
    let today = cx.call.today.to_string();
    Ok(cx.tx.query(sql, &[today.into()], |row| {
        let (nummer, naam) = (row.text(1)?, row.opt_text(2)?.unwrap_or_default());
        Ok((row.uuid(0)?, format!("{nummer} {naam}").trim().to_owned()))
    })?)
}
