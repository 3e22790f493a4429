// SPDX-License-Identifier: EUPL-1.2
//! How it stands with faults: the incident with its order, for all faults of an answer at once.

mod lees;
mod soorten;

use std::collections::HashMap;

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::DateTime;
use waarmaker_werkopdrachten::Stapsoort;

use super::{CHUNK, Klacht, Wat, padded};
pub use soorten::{Afloop, Fase, Hersteller, Oorzaak, Wachtreden};

/// A fault, as everybody may know it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact that pages say in a sentence of its own")]
pub struct Storing {
    /// Uuid of the incident; that of the group when it is part of one.
    pub incident: Uuid,
    /// Number of the incident.
    pub nummer: String,
    /// Uuid of what it is about: a lamp, a circuit, a cabinet.
    pub asset: Uuid,
    /// How far it is.
    pub fase: Fase,
    /// Since when it is so.
    pub begin: DateTime,
    /// When it became known.
    pub sinds: DateTime,
    /// When the first report came in; none when nobody reported it.
    pub gemeld: Option<DateTime>,
    /// How many people reported it.
    pub meldingen: i64,
    /// Whether a sensor saw it.
    pub door_sensor: bool,
    /// Who mends it; none as long as there is no order.
    pub hersteller: Option<Hersteller>,
    /// By when it has to be mended by the contract; none when there is no contract, or it is over.
    pub verwacht: Option<DateTime>,
    /// The expected moment has passed.
    pub te_laat: bool,
    /// What is broken: the lamp, or what it hangs on.
    pub oorzaak: Oorzaak,
    /// How many lamps have it together.
    pub groep: i64,
    /// What is wrong.
    pub wat: Wat,
    /// Whether it is dangerous or urgent.
    pub spoed: bool,
    /// It was said to be mended before, and was not.
    pub opnieuw: bool,
    /// When it was over.
    pub einde: Option<DateTime>,
    /// How it ended.
    pub afloop: Option<Afloop>,
    /// What happened with the order, the first first.
    pub(crate) stappen: Vec<(Stapsoort, DateTime)>,
    /// When it was last moved.
    pub gewijzigd: DateTime,
}

impl Storing {
    /// Nobody has to do anything any more.
    pub fn is_over(&self) -> bool {
        self.fase == Fase::Gemaakt
    }

    /// What is wrong in words of ours, for data in Dutch.
    pub const fn omschrijving(&self) -> &'static str {
        self.wat.woorden()
    }
}

/// The incident that holds for each of these assets: its own, else that of what it hangs on, the nearest first; of what is part of a group that of the
/// group. One statement; `CROSS JOIN` keeps SQLite from reading all open incidents first.
pub(super) fn hoofden(assets: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Uuid>> {
    let mut found: HashMap<Uuid, Uuid> = HashMap::new();
    for part in assets.chunks(CHUNK) {
        let (places, values) = padded(part, 1);
        let sql = format!(
            "WITH RECURSIVE boven (lamp, uuid, ouder, diepte) AS (
                SELECT uuid, uuid, ouder, 0 FROM assets WHERE uuid IN ({places})
                UNION ALL
                SELECT b.lamp, a.uuid, a.ouder, b.diepte + 1 FROM boven b JOIN assets a ON a.uuid = b.ouder
                WHERE a.verwijderd IS NULL AND b.diepte < 16
            ) SELECT b.lamp, CASE WHEN i.status = 'samengevoegd' THEN i.hoort_bij ELSE i.uuid END
            FROM boven b CROSS JOIN incidenten i
            WHERE i.asset = b.uuid AND i.status IN ('open', 'opgedragen', 'samengevoegd') ORDER BY b.lamp, b.diepte, i.id DESC"
        );
        cx.tx.each(&sql, &values, |row| {
            if let Some(head) = row.opt_uuid(1)? {
                found.entry(row.uuid(0)?).or_insert(head);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// One fault by the uuid of its incident.
pub fn storing(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Storing>> {
    Ok(laad(&[incident], cx)?.remove(&incident))
}

/// The faults of these incidents. Two statements.
pub(super) fn laad(incidents: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Storing>> {
    let now = cx.call.now;
    let mut found = HashMap::with_capacity(incidents.len());
    for part in incidents.chunks(CHUNK) {
        let reported = meldingen(part, cx)?;
        let (places, values) = padded(part, 1);
        let sql = format!(
            "SELECT i.uuid, i.asset, i.prioriteit, i.body, o.body, n.naam, i.asset_soort FROM incidenten i
            LEFT JOIN werkopdrachten o ON o.incident = i.uuid LEFT JOIN aannemers n ON n.uuid = o.aannemer
            WHERE i.uuid IN ({places})"
        );
        cx.tx.each(&sql, &values, |row| {
            let uuid = row.uuid(0)?;
            found.insert(uuid, lees::fault(uuid, row, reported.get(&uuid), now)?);
            Ok(())
        })?;
    }
    Ok(found)
}

/// The first report, and its complaint.
type Eerste = (DateTime, Klacht);

/// The first reports of these incidents and of what is part of them.
fn meldingen(incidents: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Eerste>> {
    let (places, values) = padded(incidents, 1);
    let sql = format!(
        "SELECT m.incident, m.soort_klacht, MIN(m.ontvangen) FROM meldingen m WHERE m.incident IN ({places})
        GROUP BY m.incident, m.soort_klacht
        UNION ALL
        SELECT i.hoort_bij, m.soort_klacht, MIN(m.ontvangen) FROM incidenten i JOIN meldingen m ON m.incident = i.uuid
        WHERE i.hoort_bij IN ({places}) GROUP BY i.hoort_bij, m.soort_klacht"
    );
    let mut first: HashMap<Uuid, Eerste> = HashMap::new();
    cx.tx.each(&sql, &values, |row| {
        let klacht = Klacht::van(row.opt_str_ref(1)?.unwrap_or_default());
        let Ok(at) = DateTime::parse(row.str_ref(2)?) else { return Ok(()) };
        let known = first.entry(row.uuid(0)?).or_insert((at, klacht));
        if at.at < known.0.at {
            *known = (at, klacht);
        }
        Ok(())
    })?;
    Ok(first)
}
