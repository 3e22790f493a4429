// SPDX-License-Identifier: EUPL-1.2
//! Areas: neighbourhoods, districts, the municipality.

use uuid::Uuid;
use waarmaker_db::{Error, Tx};

use crate::Punt;

/// An area, without its border.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gebied {
    /// Its uuid.
    pub uuid: Uuid,
    /// Kind: `buurt`, `wijk`, `gemeente`, or one of the municipality's own.
    pub soort: String,
    /// Code, unique within its kind.
    pub code: String,
    /// Name.
    pub naam: String,
}

/// The area with this uuid.
pub fn gebied(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Option<Gebied>, Error> {
    one(tx, "uuid = $1", &[uuid.into()])
}

/// The area with this code.
pub fn gebied_by_code(tx: &mut Tx<'_>, soort: &str, code: &str) -> Result<Option<Gebied>, Error> {
    one(tx, "soort = $1 AND code = $2", &[soort.into(), code.into()])
}

fn one(tx: &mut Tx<'_>, condition: &str, parameters: &[waarmaker_db::Value]) -> Result<Option<Gebied>, Error> {
    let sql = format!("SELECT uuid, soort, code, naam FROM gebieden WHERE {condition}");
    tx.one(&sql, parameters, |row| {
        Ok(Gebied { uuid: row.uuid(0)?, soort: row.text(1)?, code: row.text(2)?, naam: row.text(3)? })
    })
}

/// Uuids of all areas in which a point lies.
pub fn gebieden_at(tx: &mut Tx<'_>, punt: Punt) -> Result<Vec<Uuid>, Error> {
    let sql = "SELECT uuid FROM gebieden WHERE west <= $1 AND oost >= $1 AND zuid <= $2 AND noord >= $2 ORDER BY id";
    tx.query(sql, &[punt.lon.into(), punt.lat.into()], |row| row.uuid(0))
}
