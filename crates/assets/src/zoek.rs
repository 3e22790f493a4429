// SPDX-License-Identifier: EUPL-1.2
//! Looking assets up as people do: by kind, number and street, a page at a time.

use waarmaker_db::{Error, Tx, Value, escape_like};

use crate::{Asset, asset};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zoekvraag {
    /// Only of this kind; empty for all.
    pub soort: String,
    /// Number, or part of the description; empty for all.
    pub tekst: String,
    /// Kind and number of the last one of the page before.
    pub na: Option<(String, String)>,
}

/// The assets that fit, by kind and number, at most so many. A number costs a step in the index for each kind, a part of a description a look at each
/// asset.
pub fn zoek(tx: &mut Tx<'_>, vraag: &Zoekvraag, limit: u32) -> Result<Vec<Asset>, Error> {
    let mut parameters = vec![Value::from(limit)];
    let mut sql = format!("SELECT {} FROM assets a WHERE a.verwijderd IS NULL", asset::COLUMNS);
    let mut place = |value: Value| {
        parameters.push(value);
        format!("${}", parameters.len())
    };
    if !vraag.soort.is_empty() {
        sql.extend([" AND a.soort = ", &place(vraag.soort.as_str().into())]);
    }
    if !vraag.tekst.is_empty() {
        let (number, part) = (place(vraag.tekst.as_str().into()), place(escape_like(&vraag.tekst).into()));
        let part = tx.dialect().icontains("a.omschrijving", &part);
        sql.extend([" AND (a.identificatie = ", &number, " OR ", &part, ")"]);
    }
    if let Some((soort, identificatie)) = &vraag.na {
        let (soort, number) = (place(soort.as_str().into()), place(identificatie.as_str().into()));
        sql.extend([" AND (a.soort > ", &soort, " OR (a.soort = ", &soort, " AND a.identificatie > ", &number, "))"]);
    }
    sql.push_str(" ORDER BY a.soort, a.identificatie LIMIT $1");
    tx.query(&sql, &parameters, asset::row)
}
