// SPDX-License-Identifier: EUPL-1.2
//! What a write does with the content of a document (handbook 4.4.2).
//!
//! A content stands beside the document, in `documentinhouden`: one per version that has any; versions share it as long as it does not change. A
//! content that is announced by its size alone arrives in parts (`bestandsdelen`), and becomes that of the version when the document is unlocked.

use std::time::Duration;

use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result};
use waarmaker_blob::contents;
use waarmaker_core::{DateTime, ORIGIN, Problems};
use waarmaker_resource::{Linked as _, Op, Uri};

use super::{Bestandsdeel, Enkelvoudiginformatieobject};

/// Most parts of one document; a larger one has larger parts.
const MOST_PARTS: u64 = 1000;

/// What a write does with the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// There is none (any more).
    Nothing,
    /// It came with the request.
    Arrived,
    /// It stays what it is, also when that is still arriving.
    Keep,
    /// It will arrive in parts: this many bytes together.
    Parts(i64),
}

/// Reads the plan from the body as it was sent. Only a PATCH can leave a content as it is: by naming neither `inhoud` nor another
/// `bestandsomvang`. `inhoud: null` with a size announces an upload in parts; without one it takes the content away.
pub(super) fn plan(change: &Change<'_, Enkelvoudiginformatieobject>, cx: &Cx<'_, '_>) -> Plan {
    if cx.call.arrived.is_some() {
        return Plan::Arrived;
    }
    let (given, sized) = (change.given.contains_key("inhoud"), change.given.contains_key("bestandsomvang"));
    let size = change.given.get("bestandsomvang").and_then(Value::as_i64).filter(|size| *size > 0);
    let same = change.old.is_some_and(|old| old.bestandsomvang.filter(|size| *size > 0) == size);
    match (change.op, size) {
        (Op::Patch, _) if !given && (!sized || same) => Plan::Keep,
        (_, Some(size)) => Plan::Parts(size),
        _ => Plan::Nothing,
    }
}

impl Enkelvoudiginformatieobject {
    /// Sets the members that tell about the content.
    pub(super) fn describe(&mut self, plan: Plan, change: &Change<'_, Self>, cx: &Cx<'_, '_>) {
        match plan {
            Plan::Nothing => {
                self.inhoud = None;
                self.bestandsomvang = self.bestandsomvang.filter(|size| *size == 0);
                self.bestandsdelen.clear();
            }
            Plan::Arrived => {
                let size = cx.call.arrived.as_ref().map(waarmaker_api::Arrival::size);
                self.inhoud = Some(download(change.uuid, self.versie));
                self.bestandsomvang = size.and_then(|size| i64::try_from(size).ok());
                self.bestandsdelen.clear();
            }
            Plan::Keep => {
                let has = change.old.is_some_and(|old| old.inhoud.is_some());
                self.inhoud = has.then(|| download(change.uuid, self.versie));
            }
            Plan::Parts(size) => {
                self.inhoud = None;
                self.bestandsomvang = Some(size);
                self.bestandsdelen = parts(size, cx);
                // The lock of a document that exists is that of its client; without one the write is refused.
                self.locked |= change.old.is_none();
            }
        }
    }

    /// The size that is said is that of the content (`file-size`), and not more than may be kept.
    pub(super) fn check_size(&self, plan: Plan, change: &Change<'_, Self>, cx: &Cx<'_, '_>, problems: &mut Problems) {
        let most = i64::try_from(cx.house.choices.max_upload_bytes).unwrap_or(i64::MAX);
        match plan {
            Plan::Parts(size) if size > most => {
                problems.add("bestandsomvang", "max_value", format!("Mag ten hoogste {most} zijn."));
            }
            Plan::Arrived => {
                let said = change.given.get("bestandsomvang").and_then(Value::as_i64);
                if said.is_some() && said != self.bestandsomvang {
                    let reason = "De bestandsomvang is niet het aantal bytes van de inhoud.";
                    problems.add(Problems::WHOLE, "file-size", reason);
                }
            }
            _ => {}
        }
    }

    /// Lays the content down beside the version, and forgets what was still arriving when it is replaced.
    pub(super) fn store(&self, plan: Plan, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let document = change.uuid;
        if change.old.is_some() && plan != Plan::Keep {
            abandon(document, cx)?;
        }
        match (plan, change.old) {
            (Plan::Arrived, _) => {
                let inhoud = cx.house.ids.uuid();
                if let Some(arrived) = cx.call.arrived.clone() {
                    arrived.keep(inhoud, cx)?;
                }
                assign(document, self.versie, inhoud, cx)
            }
            (Plan::Keep, Some(old)) => {
                let sql = "INSERT INTO documentinhouden (informatieobject, versie, inhoud) \
                           SELECT informatieobject, $2, inhoud FROM documentinhouden \
                           WHERE informatieobject = $1 AND versie = $3";
                cx.tx.run(sql, &[document.into(), self.versie.into(), old.versie.into()])?;
                Ok(())
            }
            (Plan::Parts(_), _) => self.announce(document, cx),
            _ => Ok(()),
        }
    }

    /// Makes the rows of the parts.
    fn announce(&self, document: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let days = Duration::from_hours(24).saturating_mul(cx.house.choices.upload_expires_days);
        let expires = cx.call.now.at.checked_add(days).ok().and_then(DateTime::from_timestamp).unwrap_or(cx.call.now);
        if self.versie == 1 && super::lock::of(document, cx)?.is_none() {
            super::lock::put(document, cx)?;
        }
        let sql = "UPDATE documentsloten SET upload_vervalt = $2 WHERE informatieobject = $1";
        cx.tx.run(sql, &[document.into(), expires.sort_key().into()])?;
        let sql = "INSERT INTO bestandsdelen (uuid, informatieobject, volgnummer, omvang) VALUES ($1, $2, $3, $4)";
        for part in &self.bestandsdelen {
            let uuid = part.url.as_str().rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok());
            cx.tx.run(sql, &[uuid.into(), document.into(), part.volgnummer.into(), part.omvang.into()])?;
        }
        Ok(())
    }
}

/// Where the content of a version is downloaded.
pub(crate) fn download(document: Uuid, versie: i64) -> String {
    format!("{ORIGIN}{}/{document}/download?versie={versie}", Enkelvoudiginformatieobject::PATH)
}

/// Where a part is sent to.
pub(crate) fn part_url(uuid: Uuid) -> String {
    format!("{ORIGIN}/documenten/api/v1/bestandsdelen/{uuid}")
}

/// The parts of a content of this size: all of one size, but for the last.
fn parts(size: i64, cx: &Cx<'_, '_>) -> Vec<Bestandsdeel> {
    let mut left = size.unsigned_abs();
    if left > cx.house.choices.max_upload_bytes {
        return Vec::new();
    }
    let of_each = cx.house.choices.part_bytes.max(left.div_ceil(MOST_PARTS)).max(1);
    let mut parts = Vec::new();
    while left > 0 {
        let now = left.min(of_each);
        left -= now;
        parts.push(Bestandsdeel {
            url: Uri(part_url(cx.house.ids.uuid())),
            volgnummer: i64::try_from(parts.len() + 1).unwrap_or(i64::MAX),
            omvang: i64::try_from(now).unwrap_or(i64::MAX),
            voltooid: false,
            lock: String::new(),
        });
    }
    parts
}

/// Gives a version its content.
pub(crate) fn assign(document: Uuid, versie: i64, inhoud: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "INSERT INTO documentinhouden (informatieobject, versie, inhoud) VALUES ($1, $2, $3)";
    cx.tx.run(sql, &[document.into(), versie.into(), inhoud.into()])?;
    Ok(())
}

/// The content of a version.
pub(crate) fn of(document: Uuid, versie: i64, cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let sql = "SELECT inhoud FROM documentinhouden WHERE informatieobject = $1 AND versie = $2";
    Ok(cx.tx.one(sql, &[document.into(), versie.into()], |row| row.uuid(0))?)
}

/// Forgets the parts of a document, arrived or not. The lock stays.
pub(crate) fn abandon(document: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT inhoud FROM bestandsdelen WHERE informatieobject = $1 AND inhoud IS NOT NULL";
    for inhoud in cx.tx.query(sql, &[document.into()], |row| row.uuid(0))? {
        contents::forget(cx.tx, inhoud)?;
    }
    cx.tx.run("DELETE FROM bestandsdelen WHERE informatieobject = $1", &[document.into()])?;
    let sql = "UPDATE documentsloten SET upload_vervalt = NULL WHERE informatieobject = $1";
    cx.tx.run(sql, &[document.into()])?;
    Ok(())
}

/// Forgets all contents of a document, of all versions.
pub(super) fn forget(document: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    abandon(document, cx)?;
    let sql = "SELECT DISTINCT inhoud FROM documentinhouden WHERE informatieobject = $1";
    for inhoud in cx.tx.query(sql, &[document.into()], |row| row.uuid(0))? {
        contents::forget(cx.tx, inhoud)?;
    }
    cx.tx.run("DELETE FROM documentinhouden WHERE informatieobject = $1", &[document.into()])?;
    Ok(())
}
