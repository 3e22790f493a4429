// SPDX-License-Identifier: EUPL-1.2
//! The zaken to run, as they stand in `demo/zaken.toml`. Bodies are those of the API, with names where the API has URLs.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value, value::Datetime};

/// All zaken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Script {
    /// In the order in which they are run.
    pub(crate) zaken: Vec<Case>,
}

/// One zaak from begin to end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// Identificatie of the zaaktype.
    pub(super) zaaktype: String,
    /// Why the expected date is what it is.
    pub(super) uitleg: String,
    /// What the register must make of it.
    pub(super) verwacht: Expected,
    /// Members of the zaak.
    pub(super) zaak: Table,
    /// Rollen; `roltype` is the omschrijving.
    #[serde(default)]
    pub(super) rollen: Vec<Table>,
    /// Zaakobjecten.
    #[serde(default)]
    pub(super) zaakobjecten: Vec<Table>,
    /// Values by the naam of the eigenschap.
    #[serde(default)]
    pub(super) eigenschappen: BTreeMap<String, String>,
    /// Documents of the zaak.
    #[serde(default)]
    pub(super) documenten: Vec<Document>,
    /// Besluiten, taken before the zaak is closed.
    #[serde(default)]
    pub(super) besluiten: Vec<Besluit>,
    /// Statussen; `statustype` is the omschrijving. The last one closes the zaak.
    pub(super) statussen: Vec<Table>,
    /// Resultaat; `resultaattype` is the omschrijving.
    pub(super) resultaat: Table,
    /// Deelzaken, closed before the zaak is.
    #[serde(default)]
    pub(super) deelzaken: Vec<Case>,
}

/// A document; `informatieobjecttype` is the omschrijving.
#[derive(Debug, Deserialize)]
pub(super) struct Document {
    /// What it says.
    pub(super) inhoud: Content,
    /// It is uploaded in parts.
    #[serde(default)]
    pub(super) in_delen: bool,
    /// Under which conditions it may be used.
    pub(super) gebruiksrecht: Option<Table>,
    /// Members of the document.
    #[serde(flatten)]
    pub(super) members: Table,
}

/// What a document says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    tekst: String,
    keer: Option<usize>,
}

impl Content {
    /// Its bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.tekst.repeat(self.keer.unwrap_or(1)).into_bytes()
    }
}

/// A besluit; `besluittype` is the omschrijving.
#[derive(Debug, Deserialize)]
pub(super) struct Besluit {
    /// Titels of the documents that hold it.
    pub(super) documenten: Vec<String>,
    /// Members of the besluit.
    #[serde(flatten)]
    pub(super) members: Table,
}

/// What the register must make of a zaak.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    pub(super) einddatum: Datetime,
    pub(super) archiefnominatie: String,
    pub(super) archiefactiedatum: Datetime,
}

/// A table as JSON; dates become text.
pub(super) fn json(table: &Table) -> serde_json::Map<String, serde_json::Value> {
    table.iter().map(|(name, value)| (name.clone(), json_value(value))).collect()
}

fn json_value(value: &Value) -> serde_json::Value {
    match value {
        Value::String(text) => text.clone().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(truth) => (*truth).into(),
        Value::Datetime(moment) => moment.to_string().into(),
        Value::Array(list) => list.iter().map(json_value).collect::<Vec<_>>().into(),
        Value::Table(table) => json(table).into(),
    }
}
