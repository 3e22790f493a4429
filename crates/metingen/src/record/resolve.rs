// SPDX-License-Identifier: EUPL-1.2
//! From the names that a device uses to rows.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;
use waarmaker_db::{Error, Tx, Value};

use super::Measured;
use crate::batch;

/// What a datastream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Soort {
    /// Numbers.
    Getal,
    /// Words.
    Tekst,
    /// `true` and `false`.
    Waarheid,
    /// Numbers and words.
    Vrij,
}

impl Soort {
    /// Reads the column.
    pub(crate) fn of(text: &str) -> Self {
        match text {
            "getal" => Self::Getal,
            "tekst" => Self::Tekst,
            "waarheid" => Self::Waarheid,
            _ => Self::Vrij,
        }
    }

    /// What the column holds.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Getal => "getal",
            Self::Tekst => "tekst",
            Self::Waarheid => "waarheid",
            Self::Vrij => "vrij",
        }
    }
}

/// A device, with what it measures.
pub(super) struct Device {
    pub(super) client: Option<String>,
    pub(super) streams: HashMap<String, Stream>,
}

/// A datastream, as far as storing needs it.
pub(super) struct Stream {
    pub(super) id: i64,
    pub(super) asset: Option<Uuid>,
    pub(super) soort: Soort,
    pub(super) eenheid: String,
}

const STREAMS: &str = "SELECT t.apparaat, t.client, t.asset, p.naam, d.id, d.soort, d.eenheid FROM things t \
     LEFT JOIN datastreams d ON d.thing = t.id LEFT JOIN observed_properties p ON p.id = d.observed_property WHERE t.apparaat IN";

/// The devices of a batch by name.
pub(super) fn streams(measured: &[Measured], tx: &mut Tx<'_>) -> Result<HashMap<String, Device>, Error> {
    let names: BTreeSet<&str> = measured.iter().map(|one| one.apparaat.as_str()).filter(|name| sayable(name)).collect();
    let names: Vec<Value> = names.into_iter().map(Value::from).collect();
    let mut devices: HashMap<String, Device> = HashMap::with_capacity(names.len());
    batch::among(tx, STREAMS, "", &names, |row| {
        let name = row.str_ref(0)?;
        if !devices.contains_key(name) {
            let device = Device { client: row.opt_text(1)?, streams: HashMap::new() };
            devices.insert(name.to_owned(), device);
        }
        let (Some(device), Some(id)) = (devices.get_mut(name), row.opt_int(4)?) else { return Ok(()) };
        let stream = Stream { id, asset: row.opt_uuid(2)?, soort: Soort::of(row.str_ref(5)?), eenheid: row.text(6)? };
        device.streams.insert(row.text(3)?, stream);
        Ok(())
    })?;
    Ok(devices)
}

/// Whether a database can hold this name: PostgreSQL knows no NUL.
fn sayable(name: &str) -> bool {
    !name.contains('\0')
}
