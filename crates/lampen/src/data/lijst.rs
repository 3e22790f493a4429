// SPDX-License-Identifier: EUPL-1.2
//! Faults by the page.

use std::fmt::Write as _;

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_assets::Punt;
use waarmaker_core::DateTime;
use waarmaker_db::Value;

use super::{
    SOORT, Vak,
    stand::{self, Storing},
};

/// Most faults on a page.
const MOST: usize = 10_000;

/// Which faults are asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Vraag {
    /// Only those that are open, or that are over; both when absent.
    pub open: Option<bool>,
    /// Only those in this box.
    pub vak: Option<Vak>,
    /// Only those in this street.
    pub straat: Option<String>,
    /// Only those with these numbers of their incidents; all when empty.
    pub nummers: Vec<String>,
    /// Only those that became known at or after this moment.
    pub van: Option<DateTime>,
    /// Only those that became known before this moment.
    pub tot: Option<DateTime>,
    /// The key of the page: [`Storingen::volgende`] of the one before.
    pub na: Option<i64>,
    /// How many are left out first, for doors that number their pages.
    pub sla_over: i64,
    /// Most of them.
    pub most: usize,
}

impl Default for Vraag {
    fn default() -> Self {
        Self {
            open: Some(true),
            vak: None,
            straat: None,
            nummers: Vec::new(),
            van: None,
            tot: None,
            na: None,
            sla_over: 0,
            most: 100,
        }
    }
}

/// A fault with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Plek {
    /// The fault.
    pub storing: Storing,
    /// Kind of what it is about: a lamp, a cabinet.
    pub soort: String,
    /// Its number.
    pub nummer: String,
    /// Its street.
    pub straat: String,
    /// Where it stands.
    pub punt: Punt,
}

/// A page of faults, the newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Storingen {
    /// The faults.
    pub storingen: Vec<Plek>,
    /// Key of the next page; none when this is the last.
    pub volgende: Option<i64>,
}

/// A condition with its values.
#[derive(Default)]
struct Voorwaarde {
    sql: String,
    values: Vec<Value>,
}

impl Voorwaarde {
    /// Adds a condition; each `?` in it stands for the next value.
    fn en(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        let mut values = values.into_iter();
        self.sql.push_str(" AND ");
        for letter in condition.chars() {
            match letter {
                '?' => {
                    self.values.extend(values.next());
                    let _ = write!(self.sql, "${}", self.values.len());
                }
                letter => self.sql.push(letter),
            }
        }
    }
}

fn voorwaarde(vraag: &Vraag) -> Voorwaarde {
    let mut where_ = Voorwaarde::default();
    where_.en("(i.asset_soort = ? OR EXISTS (SELECT 1 FROM assets l WHERE l.ouder = i.asset))", [SOORT.into()]);
    // In words of the index of open ones, and not in those of the index of the status, of which SQLite expects too much.
    match vraag.open {
        Some(true) => where_.en("i.status <> 'hersteld' AND i.status <> 'gesloten' AND i.status <> 'samengevoegd'", []),
        Some(false) => where_.en("i.status NOT IN ('open', 'opgedragen', 'samengevoegd')", []),
        None => where_.en("i.status <> 'samengevoegd'", []),
    }
    if let Some(vak) = vraag.vak {
        let values = [vak.zuid.into(), vak.noord.into(), vak.west.into(), vak.oost.into()];
        where_.en("a.lat BETWEEN ? AND ? AND a.lon BETWEEN ? AND ?", values);
    }
    if let Some(straat) = &vraag.straat {
        where_.en("a.soort = ? AND a.omschrijving = ? AND a.verwijderd IS NULL", [SOORT.into(), straat.into()]);
    }
    if !vraag.nummers.is_empty() {
        let places = vec!["?"; vraag.nummers.len()].join(", ");
        where_.en(&format!("i.nummer IN ({places})"), vraag.nummers.iter().map(Value::from));
    }
    if vraag.van.is_some() || vraag.tot.is_some() {
        let van = vraag.van.map_or_else(String::new, |van| van.sort_key());
        let tot = vraag.tot.map_or_else(|| "9999".to_owned(), |tot| tot.sort_key());
        // The keys of that time first: the rest need not be read.
        let within = "(SELECT MIN(id) FROM incidenten WHERE vastgesteld >= ? AND vastgesteld < ?)";
        where_.en(&format!("i.id >= {within}"), [van.as_str().into(), tot.as_str().into()]);
        where_.en("i.vastgesteld >= ? AND i.vastgesteld < ?", [van.into(), tot.into()]);
    }
    if let Some(na) = vraag.na {
        where_.en("i.id < ?", [na.into()]);
    }
    where_
}

/// Faults of lamps and of what lamps hang on, the newest first. What is part of a group is in the group.
pub fn storingen(vraag: &Vraag, cx: &mut Cx<'_, '_>) -> Result<Storingen> {
    let most = vraag.most.min(MOST);
    let Voorwaarde { sql, mut values } = voorwaarde(vraag);
    values.push(i64::try_from(most + 1).unwrap_or(i64::MAX).into());
    values.push(vraag.sla_over.into());
    let (limit, offset) = (values.len() - 1, values.len());
    // Which comes first is said: SQLite would begin with all that is part of nothing. By street the lamps are few, else the faults are.
    let tables =
        if vraag.straat.is_some() { "assets a CROSS JOIN incidenten i" } else { "incidenten i CROSS JOIN assets a" };
    let sql = format!(
        "SELECT i.id, i.uuid, a.soort, a.identificatie, a.omschrijving, a.lon, a.lat FROM {tables}
        WHERE a.uuid = i.asset AND COALESCE(i.hoort_bij, i.uuid) = i.uuid{sql} ORDER BY i.id DESC LIMIT ${limit} OFFSET ${offset}"
    );
    let mut rows = cx.tx.query(&sql, &values, |row| {
        let punt = Punt { lon: row.real(5)?, lat: row.real(6)? };
        Ok((row.int(0)?, row.uuid(1)?, row.text(2)?, row.text(3)?, row.text(4)?, punt))
    })?;
    let more = rows.len() > most;
    rows.truncate(most);
    let volgende = rows.last().filter(|_| more).map(|row| row.0);
    let uuids: Vec<Uuid> = rows.iter().map(|row| row.1).collect();
    let mut faults = stand::laad(&uuids, cx)?;
    let places = rows.into_iter().filter_map(|(_, uuid, soort, nummer, straat, punt)| {
        Some(Plek { storing: faults.remove(&uuid)?, soort, nummer, straat, punt })
    });
    Ok(Storingen { storingen: places.collect(), volgende })
}
