// SPDX-License-Identifier: EUPL-1.2
//! drc-009: a document is changed by whoever holds its lock.

use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Room, amend, hold, rewrite};
use waarmaker_blob::contents;
use waarmaker_core::{Problem, Problems};
use waarmaker_resource::{Linked as _, Op, Record};

use super::{
    Enkelvoudiginformatieobject,
    content::{abandon, assign, download},
};

/// Scope of locking.
pub(crate) const LOCK: &[&str] = &["documenten.lock"];
/// Scopes of unlocking; the second also without the lock.
pub(crate) const UNLOCK: &[&str] = &["documenten.lock", FORCED];
const FORCED: &str = "documenten.geforceerd-unlock";

/// The lock of a document.
pub(crate) fn of(document: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<String>> {
    let sql = "SELECT slot FROM documentsloten WHERE informatieobject = $1";
    Ok(cx.tx.one(sql, &[document.into()], |row| row.text(0))?)
}

/// Makes the lock of a document that has none.
pub(super) fn put(document: Uuid, cx: &mut Cx<'_, '_>) -> Result<String> {
    let lock = cx.house.ids.uuid().simple().to_string();
    let sql = "INSERT INTO documentsloten (informatieobject, slot) VALUES ($1, $2)";
    cx.tx.run(sql, &[document.into(), lock.as_str().into()])?;
    Ok(lock)
}

/// Judges the lock of a change.
pub(super) fn check(
    change: &Change<'_, Enkelvoudiginformatieobject>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let given = change.given.get("lock").and_then(Value::as_str);
    let (code, reason) = match (of(change.uuid, cx)?, given) {
        (None, _) => ("unlocked", "Het document is niet op slot: zet het eerst op slot."),
        (Some(_), None) if change.op == Op::Patch => ("missing-lock-id", "Het document is op slot: geef het slot op."),
        (Some(lock), Some(given)) if lock == given => return Ok(()),
        (Some(_), _) => ("incorrect-lock-id", "Dit is niet het slot van het document."),
    };
    problems.add(Problems::WHOLE, code, reason);
    Ok(())
}

/// `POST …/lock`: locks a document; returns the lock.
pub(crate) fn lock(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<String> {
    let room = cx.room(Enkelvoudiginformatieobject::NAME)?;
    hold(room, cx, uuid, LOCK)?;
    if of(uuid, cx)?.is_some() {
        return Err(Problem::invalid_one(Problems::WHOLE, "existing-lock", "Het document is al op slot."));
    }
    let lock = put(uuid, cx)?;
    rewrite(room.kind.resource().name, uuid, cx, |record| {
        record.insert("locked".to_owned(), Value::Bool(true));
    })?;
    Ok(lock)
}

/// `POST …/unlock`: unlocks a document. With its lock, what arrived in parts becomes its content; without, by force, it is thrown away.
pub(crate) fn unlock(uuid: Uuid, given: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    let room = cx.room(Enkelvoudiginformatieobject::NAME)?;
    let record = hold(room, cx, uuid, UNLOCK)?;
    let Some(lock) = of(uuid, cx)? else {
        return Err(Problem::invalid_one(Problems::WHOLE, "unlocked", "Het document is niet op slot."));
    };
    if lock == given {
        return open(room, uuid, &record, cx);
    }
    if !may_force(&record, cx)? {
        let reason = "Dit is niet het slot van het document.";
        return Err(Problem::invalid_one(Problems::WHOLE, "incorrect-lock-id", reason));
    }
    force(room, uuid, cx)
}

fn may_force(record: &Record, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let document: super::Guarded = serde_json::from_value(Value::Object(record.clone())).map_err(Problem::internal)?;
    cx.may::<Enkelvoudiginformatieobject>(&[FORCED], document.informatieobjecttype.uuid, document.level())
}

/// Opens a lock with its key.
fn open(room: &Room, uuid: Uuid, record: &Record, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT inhoud FROM bestandsdelen WHERE informatieobject = $1 ORDER BY volgnummer";
    let parts: Vec<Option<Uuid>> = cx.tx.query(sql, &[uuid.into()], |row| row.opt_uuid(0))?;
    if parts.is_empty() {
        remove(uuid, cx)?;
        return rewrite(room.kind.resource().name, uuid, cx, |record| {
            record.insert("locked".to_owned(), Value::Bool(false));
        });
    }
    let arrived: Vec<Uuid> = parts.iter().flatten().copied().collect();
    if arrived.len() < parts.len() {
        let (code, reason) = if arrived.is_empty() {
            ("file-size", "Van de aangekondigde inhoud is nog niets aangekomen.")
        } else {
            ("incomplete-upload", "Nog niet alle bestandsdelen zijn aangekomen.")
        };
        return Err(Problem::invalid_one(Problems::WHOLE, code, reason));
    }
    let versie = record.get("versie").and_then(Value::as_i64).unwrap_or(1);
    let inhoud = cx.house.ids.uuid();
    contents::concat(cx.tx, inhoud, &arrived)?;
    assign(uuid, versie, inhoud, cx)?;
    abandon(uuid, cx)?;
    remove(uuid, cx)?;
    unlocked(room, uuid, cx, |record| {
        record.insert("inhoud".to_owned(), Value::String(download(uuid, versie)));
    })
}

/// Opens a lock without its key. What was still arriving is thrown away.
pub(crate) fn force(room: &Room, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    abandon(uuid, cx)?;
    remove(uuid, cx)?;
    unlocked(room, uuid, cx, |record| {
        let arriving = record.get("bestandsdelen").and_then(Value::as_array).is_some_and(|parts| !parts.is_empty());
        if arriving {
            record.insert("bestandsomvang".to_owned(), Value::Null);
        }
    })
}

fn unlocked(room: &Room, uuid: Uuid, cx: &mut Cx<'_, '_>, edit: impl FnOnce(&mut Record)) -> Result<()> {
    let edit = |record: &mut Record| {
        edit(record);
        record.insert("locked".to_owned(), Value::Bool(false));
        record.insert("bestandsdelen".to_owned(), Value::Array(Vec::new()));
    };
    amend(room, cx, uuid, UNLOCK, edit).map(|_| ())
}

fn remove(document: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    cx.tx.run("DELETE FROM documentsloten WHERE informatieobject = $1", &[document.into()])?;
    Ok(())
}
