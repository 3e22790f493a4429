// SPDX-License-Identifier: EUPL-1.2
//! Where it is, in the words of who reported: for who mends it and for the municipality, never for a public page.

use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_jobs::{Job, enqueue};

use super::Melding;
use crate::Incident;

/// Most reports of an incident that are looked at.
const MOST: i64 = 100;
/// Most places that are told.
const PLACES: usize = 5;

impl Melding {
    /// Kind of the jobs that tell that another report says where something is for which there is an order already; the subject is the incident.
    pub const PLEKPOST: &'static str = "melding-plek";

    /// Where an incident is, in the words of who reported it: at most five places that differ, the first first, with a semicolon between them.
    /// Empty when nobody said so.
    pub fn plek_van(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<String> {
        let sql = "SELECT body FROM meldingen WHERE incident = $1 ORDER BY id LIMIT $2";
        let read = |row: &waarmaker_db::Row<'_>| {
            serde_json::from_slice::<Self>(row.bytes_ref(0)?).map_err(waarmaker_db::Error::row)
        };
        let mut places: Vec<String> = Vec::new();
        for melding in cx.tx.query(sql, &[incident.into(), MOST.into()], read)? {
            let place = melding.plek.split_whitespace().collect::<Vec<_>>().join(" ");
            let known = places.iter().any(|known| known.to_lowercase() == place.to_lowercase());
            if !place.is_empty() && !known && places.len() < PLACES {
                places.push(place);
            }
        }
        Ok(places.join("; "))
    }

    /// Lets the order of an incident, when there is one, have the place that this report says.
    pub(super) fn zeg_plek(&self, incident: Uuid, found: Option<&Incident>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let ordered = found.is_some_and(|found| found.werkopdracht.is_some());
        if self.plek.trim().is_empty() || !ordered {
            return Ok(());
        }
        Ok(enqueue(cx.tx, &Job { kind: Self::PLEKPOST, subject: incident, body: json!({}), due: 0 })?)
    }
}
