// SPDX-License-Identifier: EUPL-1.2
//! Identificaties that we give out, to zaken, documents and besluiten whose client has none (zrc-002, brc-002).

use serde_json::Value as Json;
use waarmaker_db::Value;
use waarmaker_resource::{Field, Given, Shape, check_body};

use crate::{Cx, Result};

/// Most identificaties that are promised at once.
const MOST: i64 = 1000;

/// The body of a request for identificaties: for whom, and how many.
pub const RESERVATION: &[Field] = &[
    Field {
        doc: "RSIN van de organisatie die de nummers zal gebruiken.",
        max: Some(9),
        ..Field::new("bronorganisatie", Shape::Rsin).required()
    },
    Field { doc: "Hoeveel nummers.", default: Some("1"), ..Field::new("aantal", Shape::Int { min: 1, max: MOST }) },
];

/// How identificaties of one resource are made: `PREFIX-2026-0000000042`, unique within an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Numbering {
    /// Sequence that numbers are taken from.
    pub sequence: &'static str,
    /// What an identificatie begins with.
    pub prefix: &'static str,
    /// Table of the resource, with a column `identificatie`.
    pub table: &'static str,
    /// Its column with the organisation.
    pub organisation: &'static str,
    /// Table of numbers that were promised (`bronorganisatie`, `identificatie`), when they can be.
    pub reserved: Option<&'static str>,
}

impl Numbering {
    /// The next identificatie that the organisation neither uses nor was promised.
    pub fn next(&self, organisation: &str, cx: &mut Cx<'_, '_>) -> Result<String> {
        Ok(self.take(organisation, 1, cx)?.pop().unwrap_or_default())
    }

    /// Whether the organisation uses an identificatie.
    pub fn is_taken(&self, organisation: &str, identificatie: &str, cx: &mut Cx<'_, '_>) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {} WHERE identificatie = $1 AND {} = $2", self.table, self.organisation);
        let found = cx.tx.one(&sql, &[identificatie.into(), organisation.into()], |row| row.int(0))?;
        Ok(found.is_some())
    }

    /// Promises what a body asks for (see [`RESERVATION`]); the caller was admitted.
    pub fn reserve(&self, body: &Json, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
        let (record, problems) = check_body(RESERVATION, body, Given::Whole, &cx.house.origins);
        problems.into_result()?;
        let organisation = record.get("bronorganisatie").and_then(Json::as_str).unwrap_or_default();
        let count = record.get("aantal").and_then(Json::as_u64).and_then(|count| u32::try_from(count).ok());
        self.promise(organisation, count.unwrap_or(1), cx)
    }

    /// Promises identificaties to an organisation: none of them is given out again, each can be used once, by a resource that names it.
    fn promise(&self, organisation: &str, count: u32, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
        let all = self.take(organisation, count, cx)?;
        if let Some(reserved) = self.reserved {
            let sql = format!("INSERT INTO {reserved} (bronorganisatie, identificatie) VALUES ($1, $2)");
            for identificatie in &all {
                cx.tx.run(&sql, &[organisation.into(), identificatie.as_str().into()])?;
            }
        }
        Ok(all)
    }

    /// An identificatie that was promised is in use from now on.
    pub fn used(&self, organisation: &str, identificatie: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
        if let Some(reserved) = self.reserved {
            let sql = format!("DELETE FROM {reserved} WHERE bronorganisatie = $1 AND identificatie = $2");
            cx.tx.run(&sql, &[organisation.into(), identificatie.into()])?;
        }
        Ok(())
    }

    /// Takes identificaties that are free. A client can have used one that looks like ours: it is passed over.
    fn take(&self, organisation: &str, count: u32, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
        let wanted = usize::try_from(count).unwrap_or(usize::MAX);
        let mut free = Vec::with_capacity(wanted);
        while free.len() < wanted {
            let missing = u32::try_from(wanted - free.len()).unwrap_or(1);
            for number in cx.tx.numbers(self.sequence, missing)? {
                let identificatie = format!("{}-{}-{number:010}", self.prefix, cx.call.today.year());
                if !self.is_taken(organisation, &identificatie, cx)?
                    && !self.is_promised(organisation, &identificatie, cx)?
                {
                    free.push(identificatie);
                }
            }
        }
        Ok(free)
    }

    fn is_promised(&self, organisation: &str, identificatie: &str, cx: &mut Cx<'_, '_>) -> Result<bool> {
        let Some(reserved) = self.reserved else { return Ok(false) };
        let sql = format!("SELECT 1 FROM {reserved} WHERE bronorganisatie = $1 AND identificatie = $2");
        let key: [Value; 2] = [organisation.into(), identificatie.into()];
        Ok(cx.tx.one(&sql, &key, |row| row.int(0))?.is_some())
    }
}
