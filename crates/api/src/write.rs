// SPDX-License-Identifier: EUPL-1.2
//! Writing: create, change, delete. Each is one pass through the pipeline inside the transaction of its caller.

use std::borrow::Cow;

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_auth::Gate;
use waarmaker_core::{Problem, Problems, Vertrouwelijkheidaanduiding};
use waarmaker_db::Value;
use waarmaker_events::{audit, outbox};
use waarmaker_resource::{Given, Guard, Op, Record, Resource, apply_defaults, check_body};

use crate::{
    AnyChange, Cx, Result, Room, Stored,
    body::{at, columns, document},
    cx::parse,
    links,
    present::present,
    tally,
    touch::touch,
};

/// What a write leaves for the answer.
#[derive(Debug)]
pub struct Written {
    /// The resource as it is served, still with the placeholder of the origin.
    pub stored: Stored,
    /// Its URL in stored form.
    pub url: String,
    /// Texts for the header `X-Warning`.
    pub warnings: Vec<String>,
}

/// Creates a resource. `parent` is the uuid in the path of a nested one.
///
/// Order (handbook 1.4): scope, shape, references, authorisation for type and level, rules, state, row, consequences.
pub fn create(room: &Room, cx: &mut Cx<'_, '_>, body: &Json, parent: Option<Uuid>) -> Result<Written> {
    create_as(room, cx, body, parent, None)
}

/// Creates a resource, with a uuid of its own when one is given: an import keeps uuids. What only Waarmaker makes (clients have no such operation)
/// comes whole and in stored form.
pub fn create_as(
    room: &Room,
    cx: &mut Cx<'_, '_>,
    body: &Json,
    parent: Option<Uuid>,
    uuid: Option<Uuid>,
) -> Result<Written> {
    let resource = room.kind.resource();
    let gate = gate(resource, Op::Create, cx)?;
    let given = given(room, body, parent, cx)?;
    let (mut record, mut problems) = match given.as_object() {
        Some(given) if resource.scopes(Op::Create).is_none() => (given.clone(), Problems::new()),
        _ => check_body(resource.fields, &given, Given::Whole, &cx.house.origins),
    };
    links::check(resource, &record, None, cx, &mut problems)?;
    admit(resource, &gate, &record, &problems, cx)?;
    problems.into_result()?;
    lock_main(resource, &record, cx)?;
    apply_defaults(resource.fields, &mut record);
    let uuid = uuid.unwrap_or_else(|| cx.house.ids.uuid());
    let empty = Record::new();
    let change = AnyChange { op: Op::Create, uuid, old: None, given: given.as_object().unwrap_or(&empty) };
    let stored = room.kind.write(record, &change, cx, &mut |record, weergave, cx| {
        admit(resource, &gate, &record, &Problems::new(), cx)?;
        let parent = room.parent_of(&record).or(parent);
        let url = room.url(uuid, parent);
        let (body, record) = document(resource, &url, uuid, record)?;
        insert(room, uuid, &body, &record, cx)?;
        touch(room, None, Some(&record), cx)?;
        remember(
            room,
            &Event { op: Op::Create, uuid, url: &url, weergave, old: None, new: Some((&body, &record)) },
            cx,
        )?;
        Ok(Stored { uuid, parent, body })
    })?;
    written(room, Op::Create, stored, cx)
}

/// Changes a resource: `PUT` ([`Op::Update`]) or `PATCH` ([`Op::Patch`]).
pub fn change(
    room: &Room,
    cx: &mut Cx<'_, '_>,
    op: Op,
    uuid: Uuid,
    parent: Option<Uuid>,
    body: &Json,
) -> Result<Written> {
    let resource = room.kind.resource();
    let gate = gate(resource, op, cx)?;
    let old = within_reach(room, &gate, uuid, parent, cx)?;
    lock_main(resource, &old.record, cx)?;
    let given = given(room, body, parent, cx)?;
    let part = if op == Op::Patch { Given::Part(&old.record) } else { Given::Whole };
    let (mut record, mut problems) = check_body(resource.fields, &given, part, &cx.house.origins);
    links::check(resource, &record, Some(&old.record), cx, &mut problems)?;
    problems.into_result()?;
    keep(resource, op, &mut record, &old.record);
    let empty = Record::new();
    let change = AnyChange { op, uuid, old: Some(&old.record), given: given.as_object().unwrap_or(&empty) };
    replace(room, &gate, &old, record, &change, cx)
}

/// Changes members that the server sets, on a command of the client (publish): with rules, audit and notification, like a `PATCH`. Nothing
/// happens when the edit changes nothing.
pub fn amend(
    room: &Room,
    cx: &mut Cx<'_, '_>,
    uuid: Uuid,
    scopes: &[&str],
    edit: impl FnOnce(&mut Record),
) -> Result<Written> {
    let resource = room.kind.resource();
    let gate = Gate { caller: cx.who, component: resource.component, guard: resource.guard, scopes };
    if !gate.opens_at_all(cx.tx)? {
        return Err(denied());
    }
    let old = within_reach(room, &gate, uuid, None, cx)?;
    lock_main(resource, &old.record, cx)?;
    let mut record = old.record.clone();
    edit(&mut record);
    if record == old.record {
        return written(room, Op::Patch, Stored { uuid, parent: old.parent, body: old.body }, cx);
    }
    let change = AnyChange { op: Op::Patch, uuid, old: Some(&old.record), given: &Record::new() };
    replace(room, &gate, &old, record, &change, cx)
}

/// Judges and writes the record that takes the place of an old one.
fn replace(
    room: &Room,
    gate: &Gate<'_>,
    old: &Before,
    record: Record,
    change: &AnyChange<'_>,
    cx: &mut Cx<'_, '_>,
) -> Result<Written> {
    let (resource, uuid, op) = (room.kind.resource(), change.uuid, change.op);
    let stored = room.kind.write(record, change, cx, &mut |record, weergave, cx| {
        admit(resource, gate, &record, &Problems::new(), cx)?;
        let url = room.url(uuid, old.parent);
        let (body, record) = document(resource, &url, uuid, record)?;
        put(room, uuid, &body, &record, cx)?;
        touch(room, Some(&old.record), Some(&record), cx)?;
        let event =
            Event { op, uuid, url: &url, weergave, old: Some((&old.body, &old.record)), new: Some((&body, &record)) };
        remember(room, &event, cx)?;
        Ok(Stored { uuid, parent: old.parent, body })
    })?;
    written(room, op, stored, cx)
}

/// Reads the stored record of a resource for a command that changes something beside it (lock), and holds its row until the end of the
/// transaction: 403 without one of the scopes, 404 when it is not there.
pub fn hold(room: &Room, cx: &mut Cx<'_, '_>, uuid: Uuid, scopes: &[&str]) -> Result<Record> {
    let resource = room.kind.resource();
    let gate = Gate { caller: cx.who, component: resource.component, guard: resource.guard, scopes };
    if !gate.opens_at_all(cx.tx)? {
        return Err(denied());
    }
    Ok(within_reach(room, &gate, uuid, None, cx)?.record)
}

/// Deletes a resource and everything that belongs to it. With a main object goes its audit trail (zrc-023).
pub fn delete(room: &Room, cx: &mut Cx<'_, '_>, uuid: Uuid, parent: Option<Uuid>) -> Result<()> {
    let resource = room.kind.resource();
    let gate = gate(resource, Op::Delete, cx)?;
    let old = within_reach(room, &gate, uuid, parent, cx)?;
    lock_main(resource, &old.record, cx)?;
    let weergave = room.kind.remove(&old.record, uuid, cx)?;
    let Some(group) = tally::group(cx.tx, resource, uuid)? else { return Ok(()) };
    let url = room.url(uuid, old.parent);
    let event =
        Event { op: Op::Delete, uuid, url: &url, weergave: &weergave, old: Some((&old.body, &old.record)), new: None };
    remember(room, &event, cx)?;
    for part in cx.house.belonging_to(resource.name) {
        tally::delete_belonging(cx.tx, part.kind.resource(), uuid, group)?;
        part.anchors.forget();
    }
    cx.tx.run(&room.sql.delete, &[uuid.into()])?;
    room.anchors.forget();
    tally::add(cx.tx, resource, group, uuid, -1)?;
    touch(room, Some(&old.record), None, cx)?;
    room.kind.removed(&old.record, uuid, cx)?;
    if resource.audittrail {
        audit::forget(cx.tx, resource.component, uuid)?;
    }
    Ok(())
}

/// Rewrites members that follow from something else (a status that was added, a count): no rules, no audit record of its own, no notification.
/// Nothing happens when the resource is gone.
pub fn rewrite(name: &str, uuid: Uuid, cx: &mut Cx<'_, '_>, edit: impl FnOnce(&mut Record)) -> Result<()> {
    let room = cx.room(name)?;
    let resource = room.kind.resource();
    let sql = format!("{}{}", room.sql.body, cx.tx.dialect().for_update());
    let Some(body) = cx.tx.one(&sql, &[uuid.into()], |row| row.bytes(0))? else { return Ok(()) };
    let mut record = parse(&body)?;
    let before = columns(resource, &record, cx.house);
    edit(&mut record);
    let url = record.get("url").and_then(Json::as_str).unwrap_or_default().to_owned();
    let (body, record) = document(resource, &url, uuid, record)?;
    if before == columns(resource, &record, cx.house) {
        cx.tx.run(&room.sql.body_only, &[uuid.into(), Value::Bytes(body)])?;
        return Ok(());
    }
    put(room, uuid, &body, &record, cx)
}

/// The gate of an operation, after stage one: a caller without the scope anywhere is refused. Waarmaker itself may do what no client may: make
/// what only it makes.
fn gate<'a>(resource: &'static Resource, op: Op, cx: &mut Cx<'a, '_>) -> Result<Gate<'a>> {
    let scopes = match resource.scopes(op) {
        Some(scopes) => scopes,
        None if cx.who.is_waarmaker() => &[],
        None => return Err(Problem::method_not_allowed()),
    };
    let gate = Gate { caller: cx.who, component: resource.component, guard: resource.guard, scopes };
    if gate.opens_at_all(cx.tx)? { Ok(gate) } else { Err(denied()) }
}

/// The refusal of handbook 1.3: the caller lacks the rights.
pub fn denied() -> Problem {
    Problem::forbidden("U hebt niet de rechten die voor deze bewerking nodig zijn.")
}

/// The body with the member that a nested path already says.
fn given<'b>(room: &Room, body: &'b Json, parent: Option<Uuid>, cx: &Cx<'_, '_>) -> Result<Cow<'b, Json>> {
    let (Some(nested), Some(parent), Some(object)) = (room.kind.resource().nested, parent, body.as_object()) else {
        return Ok(Cow::Borrowed(body));
    };
    let owner = cx.room(room.kind.resource().main())?;
    let mut object = object.clone();
    object.insert(nested.field.to_owned(), Json::String(owner.url(parent, None)));
    Ok(Cow::Owned(Json::Object(object)))
}

/// Members of the old record that a change leaves: of `PUT` those the server sets, of `PATCH` all that were not given.
fn keep(resource: &Resource, op: Op, record: &mut Record, old: &Record) {
    for field in resource.fields {
        if (op == Op::Patch || field.read_only) && !record.contains_key(field.name) {
            let value = old.get(field.name).cloned().unwrap_or(Json::Null);
            record.insert(field.name.to_owned(), value);
        }
    }
    apply_defaults(resource.fields, record);
}

/// Stage two for what is about to be written: the caller must have the scope for its type and level, or for its parent's. When the body does
/// not say which (there are problems), nothing can be judged yet.
fn admit(
    resource: &Resource,
    gate: &Gate<'_>,
    record: &Record,
    problems: &Problems,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    if gate.open() {
        return Ok(());
    }
    let target = match resource.guard {
        Guard::Public | Guard::Component => return Ok(()),
        Guard::Own { type_column, level_column } => {
            own_target(resource, record, type_column, level_column, problems, cx)?
        }
        Guard::Parent { column, table, type_column, level_column, .. } => {
            let member = path(resource, column);
            let place =
                at(record, member).as_str().filter(|_| !problems.has(member)).and_then(|url| cx.house.locate(url));
            let Some(place) = place else { return Ok(()) };
            let level = Guard::level(level_column, "g");
            let published = gate.published("g");
            let sql = format!(
                "SELECT g.{type_column}, {level}, CASE WHEN {published} THEN 1 ELSE 0 END FROM {table} g WHERE g.uuid = $1"
            );
            let found =
                cx.tx.one(&sql, &[place.uuid.into()], |row| Ok((row.uuid(0)?, row.int(1)?, row.int(2)? == 1)))?;
            if found.is_some_and(|(_, _, published)| !published) {
                return Err(denied());
            }
            found.map(|(of_type, level, _)| (of_type, level))
        }
    };
    match target {
        Some((of_type, level)) if !gate.allows(cx.tx, of_type, level)? => Err(denied()),
        _ => Ok(()),
    }
}

/// Type and level of a record that is guarded by itself; an absent level is that of its type. Without levels every row is as open as another.
fn own_target(
    resource: &Resource,
    record: &Record,
    type_column: &str,
    level_column: Option<&str>,
    problems: &Problems,
    cx: &mut Cx<'_, '_>,
) -> Result<Option<(Uuid, i64)>> {
    let of_type = path(resource, type_column);
    let place = at(record, of_type).as_str().filter(|_| !problems.has(of_type)).and_then(|url| cx.house.locate(url));
    let Some(place) = place else { return Ok(None) };
    let Some(level_column) = level_column else {
        return Ok(Some((place.uuid, Vertrouwelijkheidaanduiding::Openbaar.rank())));
    };
    let level = path(resource, level_column);
    let rank = |record: &Record| {
        let text = at(record, level).as_str()?;
        Vertrouwelijkheidaanduiding::parse(text).ok().map(Vertrouwelijkheidaanduiding::rank)
    };
    if let Some(rank) = rank(record) {
        return Ok(Some((place.uuid, rank)));
    }
    let of_type = cx.record(place.room.kind.resource().name, place.uuid)?;
    Ok(of_type.as_ref().and_then(rank).map(|rank| (place.uuid, rank)))
}

/// The member that a column is taken from.
fn path(resource: &Resource, column: &str) -> &'static str {
    resource.columns.iter().find(|candidate| candidate.name == column).map_or("", |column| column.path)
}

/// A resource before a change.
struct Before {
    parent: Option<Uuid>,
    body: Vec<u8>,
    record: Record,
}

/// Reads a resource that is about to change: 404 when it is not there, 403 when the caller may not change it.
fn within_reach(room: &Room, gate: &Gate<'_>, uuid: Uuid, parent: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<Before> {
    let mut parameters = vec![Value::from(uuid)];
    let condition = gate.condition("t", &mut parameters);
    let table = room.kind.resource().table;
    let sql = format!(
        "SELECT t.body, CASE WHEN {condition} THEN 1 ELSE 0 END FROM {table} t WHERE t.uuid = $1{}",
        cx.tx.dialect().for_update()
    );
    let found = cx.tx.one(&sql, &parameters, |row| Ok((row.bytes(0)?, row.int(1)? == 1)))?;
    let Some((body, allowed)) = found else { return Err(Problem::not_found()) };
    let record = parse(&body)?;
    let own_parent = room.parent_of(&record).or(parent);
    if parent.is_some() && own_parent != parent {
        return Err(Problem::not_found());
    }
    if allowed { Ok(Before { parent: own_parent, body, record }) } else { Err(denied()) }
}

/// Writes the row of a new resource, and counts it.
pub(crate) fn insert(room: &Room, uuid: Uuid, body: &[u8], record: &Record, cx: &mut Cx<'_, '_>) -> Result<()> {
    let resource = room.kind.resource();
    let mut row = vec![uuid.into(), Value::Bytes(body.to_vec())];
    row.extend(columns(resource, record, cx.house));
    unique(resource, cx.tx.run(&room.sql.insert, &row))?;
    match tally::group(cx.tx, resource, uuid)? {
        Some(group) => tally::add(cx.tx, resource, group, uuid, 1),
        None => Ok(()),
    }
}

/// Locks the main object of what is written, so that rules about the whole (one resultaat, closed or not) see no other writer. SQLite has one
/// writer and needs nothing.
fn lock_main(resource: &Resource, record: &Record, cx: &mut Cx<'_, '_>) -> Result<()> {
    let lock = cx.tx.dialect().for_update();
    let Guard::Parent { column, table, .. } = resource.guard else { return Ok(()) };
    let place = at(record, path(resource, column)).as_str().and_then(|url| cx.house.locate(url));
    if let (Some(place), false) = (place, lock.is_empty()) {
        cx.tx.one(&format!("SELECT 1 FROM {table} WHERE uuid = $1{lock}"), &[place.uuid.into()], |_| Ok(()))?;
    }
    Ok(())
}

/// Writes the row of a resource that exists, and moves its counts when its type or level changed.
pub(crate) fn put(room: &Room, uuid: Uuid, body: &[u8], record: &Record, cx: &mut Cx<'_, '_>) -> Result<()> {
    let resource = room.kind.resource();
    let own = matches!(resource.guard, Guard::Own { .. });
    let before = if own { tally::group(cx.tx, resource, uuid)? } else { None };
    let mut row = vec![uuid.into(), Value::Bytes(body.to_vec())];
    row.extend(columns(resource, record, cx.house));
    unique(resource, cx.tx.run(&room.sql.update, &row))?;
    room.anchors.forget();
    let after = if own { tally::group(cx.tx, resource, uuid)? } else { None };
    match before.zip(after) {
        Some(groups) if groups.0 != groups.1 => {
            cx.house.belonging_to(resource.name).for_each(|part| part.anchors.forget());
            tally::regroup(cx.tx, resource, cx.house.belonging_to(resource.name), uuid, groups)
        }
        _ => Ok(()),
    }
}

/// A violated unique key as the answer that the resource declares for it.
fn unique(resource: &Resource, done: Result<u64, waarmaker_db::Error>) -> Result<()> {
    let Err(error) = done else { return Ok(()) };
    if let waarmaker_db::Error::Unique { columns } = &error {
        let names: Vec<&str> = columns.split(", ").map(|name| name.rsplit('.').next().unwrap_or(name)).collect();
        if let Some(unique) = resource.unique.iter().find(|unique| unique.columns == names) {
            return Err(Problem::invalid_one(unique.name, unique.code, unique.reason));
        }
    }
    Err(error.into())
}

/// One write, for audit trail and outbox.
struct Event<'a> {
    op: Op,
    uuid: Uuid,
    url: &'a str,
    weergave: &'a str,
    old: Option<(&'a [u8], &'a Record)>,
    new: Option<(&'a [u8], &'a Record)>,
}

/// Adds the audit record and, when the resource is notified, the notification.
fn remember(room: &Room, event: &Event<'_>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let resource = room.kind.resource();
    let Some(record) = event.new.or(event.old).map(|(_, record)| record) else { return Ok(()) };
    let main = cx.room(resource.main())?;
    let (main_uuid, main_record) = main_object(resource, event.uuid, record, cx)?;
    let main_url = main.url(main_uuid, None);
    let weergave: String = event.weergave.chars().take(200).collect();
    let entry = audit::Entry {
        uuid: cx.house.ids.uuid(),
        component: resource.component,
        op: event.op,
        status: match event.op {
            Op::Create => 201,
            Op::Delete => 204,
            _ => 200,
        },
        hoofdobject: main_uuid,
        hoofdobject_url: &main_url,
        resource: resource.name,
        resource_url: event.url,
        weergave: &weergave,
        toelichting: &cx.call.toelichting,
        logrecord: &cx.call.logrecord,
        old: event.old.map(|(body, _)| body),
        new: event.new.map(|(body, _)| body),
        at: cx.call.now,
    };
    // zrc-023: the trail of a main object goes with it, so its end is not written into it.
    if event.op != Op::Delete || !resource.audittrail {
        audit::record(cx.tx, cx.who, &entry)?;
    }
    let main_record = main_record.as_ref().unwrap_or(record);
    let (Some(channel), true) = (main.kind.resource().channel, resource.notify.contains(&event.op)) else {
        return Ok(());
    };
    let kenmerk = |(name, member): &(&str, &str)| ((*name).to_owned(), at(main_record, member).clone());
    let notification = outbox::Notification {
        kanaal: channel.name,
        hoofdobject: main_uuid,
        hoofdobject_url: &main_url,
        resource: resource.name,
        resource_url: event.url,
        op: event.op,
        at: cx.call.now,
        kenmerken: &channel.kenmerken.iter().map(kenmerk).collect(),
    };
    Ok(outbox::put(cx.tx, &notification)?)
}

/// Adds to the audit trail of a main object that a write was refused with this status, for a refusal that somebody must be able to look up (a
/// virus). Of an object that was to be made there is no trail yet: the record stands under the uuid that it would have had.
pub fn refused(room: &Room, cx: &mut Cx<'_, '_>, op: Op, uuid: Uuid, status: u16, why: &str) -> Result<()> {
    let resource = room.kind.resource();
    let url = room.url(uuid, None);
    let weergave: String = why.chars().take(200).collect();
    let entry = audit::Entry {
        uuid: cx.house.ids.uuid(),
        component: resource.component,
        op,
        status,
        hoofdobject: uuid,
        hoofdobject_url: &url,
        resource: resource.name,
        resource_url: &url,
        weergave: &weergave,
        toelichting: &cx.call.toelichting,
        logrecord: &cx.call.logrecord,
        old: None,
        new: None,
        at: cx.call.now,
    };
    Ok(audit::record(cx.tx, cx.who, &entry)?)
}

/// The main object of a resource: itself, or what it belongs to. The record of the latter is read when it is notified.
fn main_object(
    resource: &Resource,
    uuid: Uuid,
    record: &Record,
    cx: &mut Cx<'_, '_>,
) -> Result<(Uuid, Option<Record>)> {
    let Some((column, parent)) = resource.owner() else { return Ok((uuid, None)) };
    let place = at(record, path(resource, column)).as_str().and_then(|url| cx.house.locate(url));
    let Some(place) = place else { return Ok((uuid, None)) };
    let main = if resource.notify.is_empty() { None } else { cx.record(parent, place.uuid)? };
    Ok((place.uuid, main))
}

fn written(room: &Room, op: Op, mut stored: Stored, cx: &mut Cx<'_, '_>) -> Result<Written> {
    let url = room.url(stored.uuid, stored.parent);
    stored.body = present(room, stored.uuid, stored.body, cx)?;
    room.kind.reply(&mut stored.body, op, stored.uuid, cx)?;
    Ok(Written { stored, url, warnings: std::mem::take(&mut cx.warnings) })
}
