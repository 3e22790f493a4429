// SPDX-License-Identifier: EUPL-1.2
//! Reading a collection, a page at a time, and what hangs on its entities.

use std::collections::HashMap;

use serde_json::Value as Json;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::{Error, Row, Value};

use super::compile::{Compiler, is_id};
use super::item::{Item, columns, read, self_link};
use super::model::{Entity, Kind};
use super::options::{Expand, Options};
use super::parse::Expr;
use super::place::{Id, Place};
use super::refusal::bad;
use super::rights::Reach;

/// Counts of observations go no further.
const COUNTED: i64 = 200_000;
/// Most observations that a filter or an order has to look at.
const LOOKED_AT: i64 = 500_000;
/// Parents in one statement of an `$expand`.
const PARENTS: usize = 50;
/// Most entities in one answer.
const ENTITIES: usize = 20_000;

/// A page.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
    pub(super) count: Option<i64>,
    pub(super) next: Option<Next>,
}

/// Where the next page begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    After(Id),
    Skip(usize),
}

/// Order of a page.
struct Order {
    sql: String,
    /// `Some(ascending)` when it is that of the key, so that the next page is found by it.
    by_key: Option<bool>,
}

/// Reads a page of a collection.
pub(super) fn page(place: &Place, options: &Options, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Page> {
    let entity = place.entity;
    let single = single_stream(place, options);
    let mut values = Vec::new();
    let mut condition = place.condition(reach, &mut values);
    let now = cx.call.now.at.as_millisecond();
    let mut compiler = Compiler::new(cx.tx.dialect(), &mut values, entity, "t", now);
    if let Some(filter) = &options.filter {
        condition = format!("{condition} AND {}", compiler.condition(filter)?);
    }
    let counted = (compiler.parameters.values.clone(), condition.clone());
    let order = order(options, single, &mut compiler)?;
    if let Some(after) = options.after {
        let ascending =
            order.by_key.ok_or_else(|| bad("invalid-option", "$skiptoken hoort niet bij deze $orderby."))?;
        condition = format!("{condition} AND {}", beyond(after, ascending, single, &mut compiler));
    }
    if entity.kind == Kind::Observations {
        not_too_broad(place, options, order.by_key.is_some(), reach, cx)?;
    }
    let size = options.page();
    let sql = format!(
        "SELECT {} FROM {} WHERE {condition} ORDER BY {} LIMIT {} OFFSET {}",
        columns(entity),
        entity.from("t"),
        order.sql,
        size + 1,
        options.skip
    );
    let mut items = cx
        .tx
        .query(&sql, &values, |row| read(row, 0, entity, options))
        .map_err(|error| unanswerable(error, options))?;
    let count = if options.count { Some(count(entity, &counted.1, &counted.0, options, cx)?) } else { None };
    let next = (items.len() > size).then(|| next(&mut items, size, options.skip, &order)).flatten();
    let mut budget = ENTITIES;
    expand(&mut items, entity, &options.expand, reach, &mut budget, cx)?;
    Ok(Page { items, count, next })
}

/// Reads one entity.
pub(super) fn one(place: &Place, options: &Options, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Item> {
    let mut values = Vec::new();
    let condition = place.condition(reach, &mut values);
    let sql = format!("SELECT {} FROM {} WHERE {condition}", columns(place.entity), place.entity.from("t"));
    let found = cx.tx.one(&sql, &values, |row| read(row, 0, place.entity, options))?;
    let mut items = vec![found.ok_or_else(|| place.nothing())?];
    let mut budget = ENTITIES;
    expand(&mut items, place.entity, &options.expand, reach, &mut budget, cx)?;
    items.pop().ok_or_else(|| place.nothing())
}

fn next(items: &mut Vec<Item>, size: usize, skip: usize, order: &Order) -> Option<Next> {
    items.truncate(size);
    let last = items.last()?;
    Some(if order.by_key.is_some() { Next::After(last.id) } else { Next::Skip(skip + size) })
}

/// A filter that cannot be computed is the client's, not ours.
fn unanswerable(error: Error, options: &Options) -> Problem {
    let asked = options.filter.is_some() || !options.order.is_empty();
    match error {
        Error::Statement { .. } | Error::Column { .. } if asked => bad(
            "invalid-filter",
            "Dit filter is niet uit te rekenen: er komt een getal uit dat te groot is, of een waarde die geen getal is.",
        ),
        Error::Timeout => {
            bad("too-broad", "Deze vraag kost te veel tijd: beperk haar tot een Datastream of een periode.")
        }
        error => error.into(),
    }
}

fn order(options: &Options, single: bool, compiler: &mut Compiler<'_>) -> Result<Order> {
    let is_observation = compiler.is_observation();
    let key = |ascending: bool| {
        let word = if ascending { "" } else { " DESC" };
        match (is_observation, single) {
            (false, _) => format!("t.id{word}"),
            (true, true) => format!("t.tijd{word}"),
            (true, false) => format!("td.id{word}, t.tijd{word}"),
        }
    };
    let by_key = match options.order.as_slice() {
        [] => Some(true),
        [(Expr::Path(path), ascending)] => match path.as_slice() {
            [name] if is_id(name) => Some(*ascending),
            [name] if name == "phenomenonTime" && is_observation && single => Some(*ascending),
            _ => None,
        },
        _ => None,
    };
    if let Some(ascending) = by_key {
        return Ok(Order { sql: key(ascending), by_key });
    }
    let mut parts = Vec::new();
    for (expr, ascending) in &options.order {
        let nulls = compiler.parameters.dialect.nulls(*ascending);
        let direction = if *ascending { "ASC" } else { "DESC" };
        parts.extend(compiler.order(expr)?.into_iter().map(|column| format!("{column} {direction}{nulls}")));
    }
    parts.push(key(true));
    Ok(Order { sql: parts.join(", "), by_key: None })
}

/// What comes after an entity in the order of the key.
fn beyond(after: Id, ascending: bool, single: bool, compiler: &mut Compiler<'_>) -> String {
    let sign = if ascending { ">" } else { "<" };
    let key = compiler.parameters.push(after.key());
    match after {
        Id::Row(_) => format!("t.id {sign} {key}"),
        Id::Observation(_, at) => {
            let at = compiler.parameters.push(at);
            if single {
                format!("td.id = {key} AND t.tijd {sign} {at}")
            } else {
                format!("td.id {sign}= {key} AND (td.id {sign} {key} OR t.tijd {sign} {at})")
            }
        }
    }
}

/// Whether only observations of one datastream are asked.
fn single_stream(place: &Place, options: &Options) -> bool {
    let by_path = place.parent.is_some_and(|(nav, _)| nav.to == Kind::Observations && nav.condition == "{c}d.id = {p}");
    by_path || options.filter.as_ref().is_some_and(|filter| conjuncts(filter).into_iter().any(names_stream))
}

/// `Datastream/id eq 5`.
fn names_stream(expr: &Expr) -> bool {
    let is_stream = |expr: &Expr| matches!(expr, Expr::Path(path) if matches!(path.as_slice(), [nav, id] if nav == "Datastream" && is_id(id)));
    let Expr::Two("eq", left, right) = expr else { return false };
    (is_stream(left) && matches!(**right, Expr::Number(_))) || (is_stream(right) && matches!(**left, Expr::Number(_)))
}

/// The parts of a filter that must all hold.
fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Two("and", left, right) => {
            let mut all = conjuncts(left);
            all.extend(conjuncts(right));
            all
        }
        other => vec![other],
    }
}

/// Whether a part of a filter is answered by the key of observations: their datastream, or a bound of their moment.
fn by_key(expr: &Expr) -> bool {
    let is_time = |expr: &Expr| matches!(expr, Expr::Path(path) if path.len() == 1 && path.first().is_some_and(|name| name == "phenomenonTime"));
    match expr {
        Expr::Two("eq" | "gt" | "ge" | "lt" | "le", left, right) if is_time(left) || is_time(right) => true,
        other => only_stream(other),
    }
}

fn only_stream(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.first().is_some_and(|name| name == "Datastream"),
        Expr::Not(inner) => only_stream(inner),
        Expr::Two(_, left, right) => only_stream(left) && only_stream(right),
        Expr::Call(_, arguments) => arguments.iter().all(only_stream),
        _ => true,
    }
}

/// Refuses what would look at more observations than fit in a moment.
fn not_too_broad(place: &Place, options: &Options, in_order: bool, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<()> {
    let parts = options.filter.as_ref().map(conjuncts).unwrap_or_default();
    let (keyed, others): (Vec<&Expr>, Vec<&Expr>) = parts.into_iter().partition(|part| by_key(part));
    if others.is_empty() && in_order {
        return Ok(());
    }
    let mut values = Vec::new();
    let mut condition = place.condition(reach, &mut values);
    let now = cx.call.now.at.as_millisecond();
    let mut compiler = Compiler::new(cx.tx.dialect(), &mut values, place.entity, "t", now);
    for part in keyed {
        condition = format!("{condition} AND {}", compiler.condition(part)?);
    }
    if bounded(place.entity, &condition, &values, LOOKED_AT + 1, cx).map_err(|error| unanswerable(error, options))?
        <= LOOKED_AT
    {
        return Ok(());
    }
    Err(bad(
        "too-broad",
        format!(
            "Deze vraag gaat over meer dan {LOOKED_AT} metingen: beperk haar met Datastream/id eq … of phenomenonTime ge …, of vraag de Observations van één Datastream."
        ),
    ))
}

fn count(entity: &Entity, condition: &str, values: &[Value], options: &Options, cx: &mut Cx<'_, '_>) -> Result<i64> {
    let most = if entity.kind == Kind::Observations { COUNTED } else { i64::from(i32::MAX) };
    bounded(entity, condition, values, most, cx).map_err(|error| unanswerable(error, options))
}

/// How many rows there are, up to a bound.
fn bounded(entity: &Entity, condition: &str, values: &[Value], most: i64, cx: &mut Cx<'_, '_>) -> Result<i64, Error> {
    let sql =
        format!("SELECT COUNT(*) FROM (SELECT 1 AS een FROM {} WHERE {condition} LIMIT {most}) AS n", entity.from("t"));
    Ok(cx.tx.one(&sql, values, |row| row.int(0))?.unwrap_or(0))
}

/// Puts what links lead to into entities: a statement for fifty of them, not one for each.
fn expand(
    items: &mut [Item],
    entity: &'static Entity,
    expands: &[Expand],
    reach: &Reach,
    budget: &mut usize,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    for one in expands {
        let mut keys: Vec<i64> = items.iter().map(|item| item.id.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        let found = children(&keys, one, reach, budget, cx)?;
        for item in items.iter_mut() {
            attach(item, entity, one, found.get(&item.id.key()));
        }
    }
    Ok(())
}

/// What a link leads to, by the key of the entity that it leaves.
struct Children {
    list: Vec<Json>,
    more: bool,
    count: Option<i64>,
}

fn children(
    keys: &[i64],
    expand_: &Expand,
    reach: &Reach,
    budget: &mut usize,
    cx: &mut Cx<'_, '_>,
) -> Result<HashMap<i64, Children>> {
    let (target, options) = (expand_.nav.to.entity(), &expand_.options);
    let size = if expand_.nav.many { options.page() } else { 1 };
    let mut parents: Vec<(i64, bool)> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    let mut found: HashMap<i64, Children> = HashMap::with_capacity(keys.len());
    for portion in keys.chunks(PARENTS) {
        let mut rows: Vec<(i64, Item)> = Vec::new();
        let (sql, values) = union(portion, expand_, size, reach, cx)?;
        let visit = |row: &Row<'_>| {
            rows.push((row.int(0)?, read(row, 1, target, options)?));
            Ok(())
        };
        cx.tx.each(&sql, &values, visit).map_err(|error| unanswerable(error, options))?;
        let mut seen: HashMap<i64, usize> = HashMap::new();
        for (key, item) in rows {
            let number = seen.entry(key).or_insert(0);
            *number += 1;
            if *number <= size {
                parents.push((key, false));
                items.push(item);
            } else {
                found.entry(key).or_insert(Children { list: Vec::new(), more: true, count: None });
            }
        }
        *budget = budget.checked_sub(portion.len()).and_then(|left| left.checked_sub(seen.values().sum())).ok_or_else(
            || {
                bad(
                    "too-broad",
                    format!("Het antwoord zou meer dan {ENTITIES} objecten hebben: gebruik $top, ook binnen $expand."),
                )
            },
        )?;
    }
    expand(&mut items, target, &options.expand, reach, budget, cx)?;
    for ((key, _), item) in parents.into_iter().zip(items) {
        found
            .entry(key)
            .or_insert(Children { list: Vec::new(), more: false, count: None })
            .list
            .push(Json::Object(item.json));
    }
    if options.count && expand_.nav.many {
        for key in keys {
            let count = count_children(*key, expand_, reach, cx)?;
            found.entry(*key).or_insert(Children { list: Vec::new(), more: false, count: None }).count = Some(count);
        }
    }
    Ok(found)
}

fn count_children(key: i64, expand: &Expand, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<i64> {
    let target = expand.nav.to.entity();
    let mut values = vec![Value::from(key)];
    let condition = below(expand, "$1", reach, &mut values, cx)?.0;
    count(target, &condition, &values, &expand.options, cx)
}

/// Condition and order of what a link leads to.
fn below(
    expand: &Expand,
    key: &str,
    reach: &Reach,
    values: &mut Vec<Value>,
    cx: &mut Cx<'_, '_>,
) -> Result<(String, String)> {
    let target = expand.nav.to.entity();
    let mut all = vec![target.joined("t"), expand.nav.condition.replace("{c}", "t").replace("{p}", key)];
    all.extend(reach.condition(target, "t", values));
    let now = cx.call.now.at.as_millisecond();
    let mut compiler = Compiler::new(cx.tx.dialect(), values, target, "t", now);
    if let Some(filter) = &expand.options.filter {
        all.push(compiler.condition(filter)?);
    }
    let single = expand.nav.condition == "{c}d.id = {p}";
    let order = order(&expand.options, single, &mut compiler)?;
    Ok((all.join(" AND "), order.sql))
}

fn union(
    keys: &[i64],
    expand: &Expand,
    size: usize,
    reach: &Reach,
    cx: &mut Cx<'_, '_>,
) -> Result<(String, Vec<Value>)> {
    let target = expand.nav.to.entity();
    let mut values = Vec::new();
    let mut parts = Vec::with_capacity(keys.len());
    for (index, key) in keys.iter().enumerate() {
        values.push(Value::from(*key));
        let place = format!("${}", values.len());
        let (condition, order) = below(expand, &place, reach, &mut values, cx)?;
        parts.push(format!(
            "SELECT * FROM (SELECT CAST({place} AS BIGINT) AS ouder, {} FROM {} WHERE {condition} ORDER BY {order} LIMIT {} OFFSET {}) AS u{index}",
            columns(target), target.from("t"), size + 1, expand.options.skip
        ));
    }
    Ok((parts.join(" UNION ALL "), values))
}

fn attach(item: &mut Item, entity: &Entity, expand: &Expand, found: Option<&Children>) {
    let name = expand.nav.name;
    let link = self_link(entity, item.id);
    item.json.remove(&format!("{name}@iot.navigationLink"));
    let list = found.map(|found| found.list.clone()).unwrap_or_default();
    if !expand.nav.many {
        item.json.insert(name.to_owned(), list.into_iter().next().unwrap_or_default());
        return;
    }
    if let Some(count) = found.and_then(|found| found.count) {
        item.json.insert(format!("{name}@iot.count"), count.into());
    }
    let shown = list.len();
    item.json.insert(name.to_owned(), Json::Array(list));
    if found.is_some_and(|found| found.more) {
        let query = next_query(&expand.options, Next::Skip(expand.options.skip + shown));
        item.json.insert(format!("{name}@iot.nextLink"), format!("{link}/{name}?{query}").into());
    }
}

/// The query of the next page: that of this one, further on.
pub(super) fn next_query(options: &Options, next: Next) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &options.raw {
        if !matches!(name.trim_start_matches('$'), "skip" | "skiptoken") {
            query.append_pair(name, value);
        }
    }
    match next {
        Next::After(Id::Row(id)) => query.append_pair("$skiptoken", &id.to_string()),
        Next::After(Id::Observation(stream, at)) => query.append_pair("$skiptoken", &format!("{stream}-{at}")),
        Next::Skip(skip) => query.append_pair("$skip", &skip.to_string()),
    };
    query.finish().replace("%24", "$")
}
