// SPDX-License-Identifier: EUPL-1.2
//! The list that somebody works from: orders by deadline, with how many are late, due today, this week or later. Five statements, however many
//! rows; counts and order come from an index, only the orders of the page are read.

use std::fmt::Write as _;

use uuid::Uuid;
use waarmaker_api::{Cx, Result, Rules as _};
use waarmaker_auth::Gate;
use waarmaker_contracten::{Aannemer, Prioriteit};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::{Dialect, Error, Value, escape_like};

use crate::{Opdrachtstatus, Werkopdracht, werkopdracht::READ};

/// When something has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Its deadline is over.
    Late,
    /// Its deadline is today.
    Today,
    /// Its deadline is this week.
    Week,
    /// Its deadline is later, or there is none.
    Later,
}

impl Group {
    /// All, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Late, Self::Today, Self::Week, Self::Later];
}

/// Where the groups end.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Now.
    pub now: DateTime,
    /// The end of today.
    pub today: DateTime,
    /// The end of this week.
    pub week: DateTime,
}

impl Bounds {
    /// The group of a deadline.
    pub fn group(&self, uiterlijk: Option<DateTime>) -> Group {
        match uiterlijk {
            Some(until) if until.at < self.now.at => Group::Late,
            Some(until) if until.at < self.today.at => Group::Today,
            Some(until) if until.at < self.week.at => Group::Week,
            _ => Group::Later,
        }
    }
}

/// Which orders.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of these statuses.
    pub statussen: Vec<Opdrachtstatus>,
    /// Of this priority.
    pub prioriteit: Option<Prioriteit>,
    /// Of this contractor.
    pub aannemer: Option<Uuid>,
    /// With all these words in number, place or description.
    pub tekst: String,
    /// Where the groups end.
    pub bounds: Bounds,
    /// Which page, from 1.
    pub page: u32,
    /// Rows on a page.
    pub size: u32,
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Worklist {
    /// The orders of the page, the first deadline first.
    pub orders: Vec<Werkopdracht>,
    /// How many there are in each group, on all pages.
    pub counts: [i64; 4],
    /// The contractors of all orders that the caller may see, by name.
    pub aannemers: Vec<(Uuid, String)>,
}

impl Worklist {
    /// How many there are on all pages.
    pub fn total(&self) -> i64 {
        self.counts.iter().sum()
    }
}

/// Conditions of the list with their parameters.
struct Where {
    sql: String,
    values: Vec<Value>,
}

impl Where {
    fn place(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

/// The first deadline first; what has none comes last.
const ORDER: &str = "CASE WHEN t.uiterlijk IS NULL THEN 1 ELSE 0 END, t.uiterlijk, t.id";

/// Reads a page of the list, as far as the caller may see it: 403 for who may see no orders at all.
pub fn read(asked: &Asked, cx: &mut Cx<'_, '_>) -> Result<Worklist> {
    cx.stage_one::<Werkopdracht>(READ)?;
    let aannemers = contractors(cx)?;
    let counts = counts(asked, cx)?;
    let mut narrowed = narrow(asked, cx);
    let (size, skip) = (i64::from(asked.size), i64::from(asked.size) * i64::from(asked.page.saturating_sub(1)));
    let (limit, offset) = (narrowed.place(size), narrowed.place(skip));
    let sql = format!(
        "SELECT t.body FROM (SELECT t.id FROM werkopdrachten t WHERE {} ORDER BY {ORDER} LIMIT {limit} OFFSET {offset}) page \
         JOIN werkopdrachten t ON t.id = page.id ORDER BY {ORDER}",
        narrowed.sql
    );
    let bodies = cx.tx.query(&sql, &narrowed.values, |row| row.bytes(0))?;
    let orders = bodies.iter().map(|body| serde_json::from_slice(body).map_err(Problem::internal));
    Ok(Worklist { orders: orders.collect::<Result<_>>()?, counts, aannemers })
}

/// What the caller may see.
fn gate(cx: &Cx<'_, '_>) -> Where {
    let resource = Werkopdracht::RESOURCE;
    let gate = Gate { caller: cx.who, component: resource.component, guard: resource.guard, scopes: READ };
    let mut values = Vec::new();
    let sql = gate.condition("t", &mut values);
    Where { sql, values }
}

/// The conditions of what was asked, within what the caller may see.
fn narrow(asked: &Asked, cx: &Cx<'_, '_>) -> Where {
    let mut narrowed = gate(cx);
    let places: Vec<String> = asked.statussen.iter().map(|status| narrowed.place(status.as_str())).collect();
    if !places.is_empty() {
        let _ = write!(narrowed.sql, " AND t.status IN ({})", places.join(", "));
    }
    if let Some(prioriteit) = asked.prioriteit {
        let place = narrowed.place(prioriteit.as_str());
        let _ = write!(narrowed.sql, " AND t.prioriteit = {place}");
    }
    if let Some(aannemer) = asked.aannemer {
        let place = narrowed.place(aannemer);
        let _ = write!(narrowed.sql, " AND t.aannemer = {place}");
    }
    let text = words(cx.tx.dialect());
    for word in asked.tekst.split_whitespace().take(8) {
        let place = narrowed.place(format!("%{}%", escape_like(&word.to_lowercase())).as_str());
        let _ = write!(narrowed.sql, " AND {text} LIKE {place} ESCAPE '\\'");
    }
    narrowed
}

/// What words are looked for in.
const fn words(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "LOWER(t.nummer || ' ' || json_extract(CAST(t.body AS TEXT), '$.assetOmschrijving') || ' ' || json_extract(CAST(t.body AS TEXT), '$.omschrijving'))"
        }
        Dialect::Postgres => {
            "LOWER(t.nummer || ' ' || (convert_from(t.body, 'UTF8')::json ->> 'assetOmschrijving') || ' ' || (convert_from(t.body, 'UTF8')::json ->> 'omschrijving'))"
        }
    }
}

fn counts(asked: &Asked, cx: &mut Cx<'_, '_>) -> Result<[i64; 4]> {
    let mut narrowed = narrow(asked, cx);
    let [now, today, week] = [asked.bounds.now, asked.bounds.today, asked.bounds.week]
        .map(|until| narrowed.place(until.sort_key().as_str()));
    let sql = format!(
        "SELECT COALESCE(SUM(CASE WHEN t.uiterlijk < {now} THEN 1 ELSE 0 END), 0), \
         COALESCE(SUM(CASE WHEN t.uiterlijk >= {now} AND t.uiterlijk < {today} THEN 1 ELSE 0 END), 0), \
         COALESCE(SUM(CASE WHEN t.uiterlijk >= {today} AND t.uiterlijk < {week} THEN 1 ELSE 0 END), 0), \
         COALESCE(SUM(CASE WHEN t.uiterlijk IS NULL OR t.uiterlijk >= {week} THEN 1 ELSE 0 END), 0) \
         FROM werkopdrachten t WHERE {}",
        narrowed.sql
    );
    let found = cx
        .tx
        .one(&sql, &narrowed.values, |row| Ok::<_, Error>([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?]))?;
    Ok(found.unwrap_or_default())
}

/// The contractors of the orders that the caller may see.
fn contractors(cx: &mut Cx<'_, '_>) -> Result<Vec<(Uuid, String)>> {
    let seen = gate(cx);
    let table = Aannemer::RESOURCE.table;
    let sql = format!(
        "SELECT a.uuid FROM {table} a WHERE EXISTS (SELECT 1 FROM werkopdrachten t WHERE t.aannemer = a.uuid AND {}) LIMIT 100",
        seen.sql
    );
    let uuids = cx.tx.query(&sql, &seen.values, |row| row.uuid(0))?;
    let mut named: Vec<(Uuid, String)> = cx
        .records(Aannemer::RESOURCE.name, &uuids)?
        .into_iter()
        .map(|(uuid, record)| {
            let naam = record.get("naam").and_then(serde_json::Value::as_str).unwrap_or_default();
            (uuid, naam.to_owned())
        })
        .collect();
    named.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(named)
}
