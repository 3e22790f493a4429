// SPDX-License-Identifier: EUPL-1.2
//! What elements refer to: each other, or what was imported before.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_resource::Record;

use super::{
    fault::Fault,
    read::{Element, target},
    soort::Soort,
};
use crate::Procestermijn;

/// The elements of this import, by what others call them.
pub(super) struct Known {
    by_key: HashMap<(Soort, i64), Uuid>,
    numbers: HashMap<(Soort, Uuid), i64>,
}

impl Known {
    /// Indexes the elements; what occurs twice goes to `faults`.
    pub(super) fn of(elements: &[Element], faults: &mut Vec<Fault>) -> Self {
        let mut known = Self { by_key: HashMap::new(), numbers: HashMap::new() };
        let mut lines = HashMap::new();
        for element in elements {
            if let Some(line) = lines.insert((element.soort, element.uuid), element.place.line) {
                let member = if element.fixture { "uuid" } else { "url" };
                faults.push(element.fault(member, format!("Dit element komt al eerder voor, op regel {line}.")));
            }
            let key = element.key.map(|key| (element.soort, key));
            if key.is_some_and(|key| known.by_key.insert(key, element.uuid).is_some_and(|uuid| uuid != element.uuid)) {
                faults.push(element.fault("pk", "Deze sleutel komt al eerder voor."));
            }
            let number = element.record.get("nummer").and_then(Value::as_i64);
            known.numbers.insert((element.soort, element.uuid), number.unwrap_or(0));
        }
        known
    }

    /// Completes a resultaat: its reference becomes one of ours, and what the list leaves to the reader is filled in.
    pub(super) fn complete(&self, element: &mut Element, cx: &mut Cx<'_, '_>, faults: &mut Vec<Fault>) -> Result<()> {
        if element.soort != Soort::Resultaat {
            return Ok(());
        }
        let Some(given) = element.record.get("procesType").filter(|given| !given.is_null()).cloned() else {
            return Ok(());
        };
        let procestype = match &given {
            Value::Number(key) => self.uuid(Soort::Procestype, key.as_i64(), cx)?,
            Value::String(url) => target(url).filter(|(soort, _)| *soort == Soort::Procestype).map(|(_, uuid)| uuid),
            _ => None,
        };
        let number = match procestype {
            Some(uuid) => self.number(Soort::Procestype, uuid, cx)?,
            None => None,
        };
        let url = cx.room(Soort::Procestype.name())?.url(procestype.unwrap_or_default(), None);
        element.record.insert("procesType".to_owned(), url.into());
        let Some(number) = number else {
            faults.push(
                element.fault("procesType", format!("Er is geen procestype {given}: importeer eerst de procestypen.")),
            );
            return Ok(());
        };
        if element.fixture {
            self.number_fixture(element, number, cx, faults)?;
        } else {
            number_own(&mut element.record, number);
        }
        explain(&mut element.record);
        Ok(())
    }

    /// The numbers of a resultaat in a fixture follow from the generic resultaat that it elaborates.
    fn number_fixture(
        &self,
        element: &mut Element,
        procestype: i64,
        cx: &mut Cx<'_, '_>,
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        let own = element.record.get("nummer").and_then(Value::as_i64).unwrap_or(0);
        let generic = element.record.remove("generiekResultaat").filter(|generic| !generic.is_null());
        let whole = match &generic {
            None => format!("{procestype}.{own}"),
            Some(key) => {
                let uuid = self.uuid(Soort::Resultaat, key.as_i64(), cx)?;
                let number = match uuid {
                    Some(uuid) => self.number(Soort::Resultaat, uuid, cx)?,
                    None => None,
                };
                let Some(number) = number else {
                    faults.push(element.fault("generiekResultaat", format!("Er is geen resultaat met sleutel {key}.")));
                    return Ok(());
                };
                format!("{procestype}.{number}.{own}")
            }
        };
        let record = &mut element.record;
        record.insert("volledigNummer".to_owned(), whole.into());
        record.insert("generiek".to_owned(), generic.is_none().into());
        record.insert("specifiek".to_owned(), generic.is_some().into());
        Ok(())
    }

    /// The uuid behind a key, of this import or an earlier one.
    fn uuid(&self, soort: Soort, key: Option<i64>, cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
        let Some(key) = key else { return Ok(None) };
        if let Some(&uuid) = self.by_key.get(&(soort, key)) {
            return Ok(Some(uuid));
        }
        let sql = "SELECT uuid FROM selectielijst_sleutels WHERE soort = $1 AND sleutel = $2";
        Ok(cx.tx.one(sql, &[soort.name().into(), key.into()], |row| row.uuid(0))?)
    }

    /// The member `nummer` of an element of this import or an earlier one; `None` when there is no such element.
    fn number(&self, soort: Soort, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<i64>> {
        if let Some(&number) = self.numbers.get(&(soort, uuid)) {
            return Ok(Some(number));
        }
        let record = cx.record(soort.name(), uuid)?;
        Ok(record.map(|record| record.get("nummer").and_then(Value::as_i64).unwrap_or(0)))
    }
}

/// The numbers of a resultaat from an API are its own; older answers lack some.
fn number_own(record: &mut Record, procestype: i64) {
    let own = record.get("nummer").and_then(Value::as_i64).unwrap_or(0);
    let whole = record.get("volledigNummer").and_then(Value::as_str).filter(|whole| !whole.is_empty());
    let whole = whole.map_or_else(|| format!("{procestype}.{own}"), str::to_owned);
    let generic = whole.matches('.').count() < 2;
    record.insert("volledigNummer".to_owned(), whole.into());
    record.entry("generiek").or_insert(generic.into());
    record.entry("specifiek").or_insert((!generic).into());
}

/// The label of the procestermijn, where the list has none.
fn explain(record: &mut Record) {
    let given = record.get("procestermijnWeergave").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let termijn =
        record.get("procestermijn").and_then(|text| serde_json::from_value::<Procestermijn>(text.clone()).ok());
    if let (false, Some(termijn)) = (given, termijn) {
        record.insert("procestermijnWeergave".to_owned(), termijn.weergave().into());
    }
}
