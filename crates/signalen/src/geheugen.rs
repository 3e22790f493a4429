// SPDX-License-Identifier: EUPL-1.2
//! What rules remember, in the database; with the assets and the newest values that they ask for. Everything for many assets at once.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::{Dialect, Error, Row, Value};
use waarmaker_metingen::Resultaat;

use crate::{
    incident::Status,
    toestand::{Fase, Toestand, Waarden},
};

/// Most uuids in one statement.
const CHUNK: usize = 400;

/// A rule with an asset.
pub(crate) type Sleutel = (Uuid, Uuid);

/// What was raised, as far as a state needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) status: Option<Status>,
    /// When it was over, in milliseconds since 1970.
    pub(crate) einde: Option<i64>,
    /// The incident that it is part of.
    pub(crate) hoort_bij: Option<Uuid>,
}

/// A state with what became of its incident.
pub(crate) type Bekend = (Toestand, Option<Stand>);

const COLUMNS: &str = "t.regel, t.asset, t.fase, t.begin, t.moment, t.termijn, t.laatst, t.incident, t.vorig, t.wissels, t.bewijs, i.status, i.einde, i.hoort_bij";

fn row(row: &Row<'_>) -> Result<(Sleutel, Bekend), Error> {
    let state = Toestand {
        fase: Fase::van(row.int(2)?),
        begin: row.int(3)?,
        moment: row.int(4)?,
        termijn: row.opt_int(5)?,
        laatst: row.int(6)?,
        incident: row.opt_uuid(7)?,
        vorig: row.opt_uuid(8)?,
        wissels: serde_json::from_str(row.str_ref(9)?).map_err(Error::row)?,
        bewijs: serde_json::from_str(row.str_ref(10)?).map_err(Error::row)?,
    };
    let status = row.opt_str_ref(11)?.and_then(|text| serde_json::from_value(text.into()).ok());
    let einde = row.opt_str_ref(12)?.and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let stand = Stand { status, einde: einde.map(jiff::Timestamp::as_millisecond), hoort_bij: row.opt_uuid(13)? };
    let sleutel = (row.uuid(0)?, row.uuid(1)?);
    Ok((sleutel, (state, status.is_some().then_some(stand))))
}

/// Places and values for `IN`, padded with the last one to few different lengths, so that few different statements are prepared.
fn padded(uuids: &[Uuid]) -> (String, Vec<Value>) {
    let size = [1, 8, 64, CHUNK].into_iter().find(|size| *size >= uuids.len()).unwrap_or(uuids.len());
    let last = uuids.last().copied().unwrap_or_default();
    let values = uuids.iter().copied().chain(std::iter::repeat(last)).take(size).map(Value::from).collect();
    let places: Vec<String> = (1..=size).map(|i| format!("${i}")).collect();
    (places.join(", "), values)
}

/// All that rules remember of these assets.
pub(crate) fn states(assets: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Sleutel, Bekend>> {
    let mut found = HashMap::new();
    for part in assets.chunks(CHUNK) {
        let (places, values) = padded(part);
        let sql = format!(
            "SELECT {COLUMNS} FROM toestanden t LEFT JOIN incidenten i ON i.uuid = t.incident WHERE t.asset IN ({places})"
        );
        found.extend(cx.tx.query(&sql, &values, row)?);
    }
    Ok(found)
}

/// Holds the states of these keys until the commit, those that are not there yet too, and reads them anew. Only PostgreSQL needs it: there
/// two nodes can see readings of one asset at the same moment.
pub(crate) fn lock(keys: &BTreeSet<Sleutel>, cx: &mut Cx<'_, '_>) -> Result<HashMap<Sleutel, Bekend>> {
    let mut found = HashMap::new();
    let insert = "INSERT INTO toestanden (regel, asset, fase, begin, moment, laatst, wissels, bewijs) VALUES ($1, $2, -1, 0, 0, 0, '{\"woord\":null,\"momenten\":[]}', '[]') ON CONFLICT (regel, asset) DO NOTHING";
    let hold = "SELECT fase FROM toestanden WHERE regel = $1 AND asset = $2 FOR UPDATE";
    let read = format!(
        "SELECT {COLUMNS} FROM toestanden t LEFT JOIN incidenten i ON i.uuid = t.incident WHERE t.regel = $1 AND t.asset = $2"
    );
    for &(regel, asset) in keys {
        let key = [regel.into(), asset.into()];
        // Another node can have removed the row between the two.
        for _ in 0..5 {
            cx.tx.run(insert, &key)?;
            if cx.tx.one(hold, &key, |row| row.int(0))?.is_some() {
                break;
            }
        }
        // A row of its own making says nothing.
        let known = cx.tx.one(&read, &key, |r| Ok((r.int(2)? >= 0, row(r)?)))?;
        if let Some((true, (sleutel, bekend))) = known {
            found.insert(sleutel, bekend);
        }
    }
    Ok(found)
}

/// Whether writers can meet.
pub(crate) fn several(cx: &Cx<'_, '_>) -> bool {
    cx.tx.dialect() == Dialect::Postgres
}

/// Writes what is remembered now.
pub(crate) fn put((regel, asset): Sleutel, state: Option<&Toestand>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(state) = state else {
        cx.tx.run("DELETE FROM toestanden WHERE regel = $1 AND asset = $2", &[regel.into(), asset.into()])?;
        return Ok(());
    };
    let sql =
        "INSERT INTO toestanden (regel, asset, fase, begin, moment, termijn, laatst, incident, vorig, wissels, bewijs)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (regel, asset) DO UPDATE SET fase = excluded.fase, begin = excluded.begin, moment = excluded.moment,
        termijn = excluded.termijn, laatst = excluded.laatst, incident = excluded.incident, vorig = excluded.vorig,
        wissels = excluded.wissels, bewijs = excluded.bewijs";
    let wissels = serde_json::to_string(&state.wissels).map_err(Problem::internal)?;
    let bewijs = serde_json::to_string(&state.bewijs).map_err(Problem::internal)?;
    let values = [
        regel.into(),
        asset.into(),
        state.fase.nummer().into(),
        state.begin.into(),
        state.moment.into(),
        state.termijn.into(),
        state.laatst.into(),
        state.incident.into(),
        state.vorig.into(),
        wissels.into(),
        bewijs.into(),
    ];
    cx.tx.run(sql, &values)?;
    Ok(())
}

/// States of which something falls due, the oldest first; on PostgreSQL those that no other node holds.
pub(crate) fn due(nu: i64, most: i64, cx: &mut Cx<'_, '_>) -> Result<Vec<(Sleutel, Bekend)>> {
    let skip = cx.tx.dialect().for_update_skip_locked();
    let sql = format!("SELECT regel, asset FROM toestanden WHERE termijn <= $1 ORDER BY termijn LIMIT $2{skip}");
    let keys = cx.tx.query(&sql, &[nu.into(), most.into()], |row| Ok((row.uuid(0)?, row.uuid(1)?)))?;
    let read = format!(
        "SELECT {COLUMNS} FROM toestanden t LEFT JOIN incidenten i ON i.uuid = t.incident WHERE t.regel = $1 AND t.asset = $2"
    );
    let mut found = Vec::with_capacity(keys.len());
    for (regel, asset) in keys {
        found.extend(cx.tx.one(&read, &[regel.into(), asset.into()], row)?);
    }
    Ok(found)
}

/// What is known of an asset that a rule looks at.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) uuid: Uuid,
    pub(crate) soort: String,
    pub(crate) identificatie: String,
    pub(crate) omschrijving: String,
    pub(crate) lon: f64,
    pub(crate) lat: f64,
    pub(crate) ouder: Option<Uuid>,
}

impl Object {
    /// How people call it: `Lichtmast LM-1, Kanaalstraat`.
    pub(crate) fn naam(&self) -> String {
        let street = if self.omschrijving.is_empty() { String::new() } else { format!(", {}", self.omschrijving) };
        format!("{} {}{street}", crate::vaststellen::hoofdletter(&self.soort), self.identificatie)
    }
}

/// What an [`Object`] is read from, up to its condition.
pub(crate) const OBJECTEN: &str = "SELECT uuid, soort, identificatie, omschrijving, lon, lat, ouder FROM assets";

/// A row of [`OBJECTEN`].
pub(crate) fn object(row: &Row<'_>) -> std::result::Result<Object, Error> {
    Ok(Object {
        uuid: row.uuid(0)?,
        soort: row.text(1)?,
        identificatie: row.text(2)?,
        omschrijving: row.text(3)?,
        lon: row.real(4)?,
        lat: row.real(5)?,
        ouder: row.opt_uuid(6)?,
    })
}

/// The assets with these uuids that were not removed.
pub(crate) fn objecten(assets: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Object>> {
    let mut found = HashMap::new();
    for part in assets.chunks(CHUNK) {
        let (places, values) = padded(part);
        let sql = format!("{OBJECTEN} WHERE uuid IN ({places}) AND verwijderd IS NULL");
        let rows = cx.tx.query(&sql, &values, object)?;
        found.extend(rows.into_iter().map(|object| (object.uuid, object)));
    }
    Ok(found)
}

/// A value as it is stored.
pub(crate) fn waarde(getal: Option<f64>, tekst: Option<String>) -> Resultaat {
    getal.map_or_else(|| Resultaat::Tekst(tekst.unwrap_or_default()), Resultaat::Getal)
}

/// The newest value of each property of these assets.
pub(crate) fn waarden(assets: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Waarden>> {
    let mut found: HashMap<Uuid, Waarden> = HashMap::new();
    for part in assets.chunks(CHUNK) {
        let (places, values) = padded(part);
        let sql = format!(
            "SELECT th.asset, p.naam, l.tijd, l.getal, l.tekst FROM things th JOIN datastreams d ON d.thing = th.id
             JOIN observed_properties p ON p.id = d.observed_property JOIN laatste l ON l.datastream = d.id WHERE th.asset IN ({places})"
        );
        let rows = cx.tx.query(&sql, &values, |row| {
            Ok((row.uuid(0)?, row.text(1)?, row.int(2)?, waarde(row.opt_real(3)?, row.opt_text(4)?)))
        })?;
        for (asset, naam, tijd, waarde) in rows {
            let own = found.entry(asset).or_default();
            if own.get(&naam).is_none_or(|(at, _)| *at < tijd) {
                own.insert(naam, (tijd, waarde));
            }
        }
    }
    Ok(found)
}
