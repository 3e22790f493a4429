// SPDX-License-Identifier: EUPL-1.2
//! What may happen to a type that is published (handbook 3.4.1).
//!
//! A published type is used by zaken, besluiten and documents, so it is locked. The one change that is always allowed ends it: a `PATCH` of
//! only `eindeGeldigheid`, to make room for the next version. Everything else is a correctie, with a scope of its own; it must be such that
//! existing zaken remain valid, which cannot be checked mechanically, except that a resultaattype never comes in addition: it would change
//! how zaken are archived.

use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result};
use waarmaker_core::Problems;
use waarmaker_resource::{Link, Op};

use crate::{
    Catalogus, Zaaktype,
    geldigheid::Versioned,
    scopes::{FORCED, FORCED_DELETE},
    subtype::Subtype,
};

/// Whether the caller may make a correctie.
fn forced(scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<bool> {
    cx.may_at_all::<Catalogus>(scopes)
}

/// ztc-009: a published zaaktype, besluittype or informatieobjecttype is changed by `eindeGeldigheid` alone, or by a correctie.
pub(crate) fn open<T: Versioned>(change: &Change<'_, T>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
    let published = change.old.is_some_and(|old| !old.concept());
    let only_end = change.op == Op::Patch && change.given.keys().all(|member| member == "eindeGeldigheid");
    if published && !only_end && problems.is_empty() && !forced(FORCED, cx)? {
        refuse_object(problems);
    }
    Ok(())
}

/// ztc-009: a published type is only deleted by a correctie.
pub(crate) fn open_for_delete<T: Versioned>(version: &T, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
    if !version.concept() && !forced(FORCED_DELETE, cx)? {
        refuse_object(problems);
    }
    Ok(())
}

fn refuse_object(problems: &mut Problems) {
    let reason = "Dit type is gepubliceerd. Het kan niet meer veranderd of verwijderd worden.";
    problems.add(Problems::WHOLE, "non-concept-object", reason);
}

/// ztc-010: what belongs to a published zaaktype is only made or changed by a correctie, and a resultaattype is not made at all. When it moves
/// to another zaaktype that holds for both.
pub(crate) fn zaaktype_open<T: Subtype>(
    subtype: &T,
    change: &Change<'_, T>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let before = change.old.map(Subtype::zaaktype).filter(|&before| before != subtype.zaaktype());
    let mut published = is_published(subtype.zaaktype(), cx)?;
    if let Some(before) = before {
        published |= is_published(before, cx)?;
    }
    let addition = change.old.is_none() && !T::ADDABLE;
    if published && problems.is_empty() && (addition || !forced(FORCED, cx)?) {
        refuse_zaaktype(problems);
    }
    Ok(())
}

/// ztc-010: what belongs to a published zaaktype is only deleted by a correctie.
pub(crate) fn zaaktype_open_for_delete<T: Subtype>(
    subtype: &T,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    if is_published(subtype.zaaktype(), cx)? && !forced(FORCED_DELETE, cx)? {
        refuse_zaaktype(problems);
    }
    Ok(())
}

fn refuse_zaaktype(problems: &mut Problems) {
    let reason = "Het zaaktype is gepubliceerd. Wat erbij hoort kan niet meer veranderd worden.";
    problems.add(Problems::WHOLE, "non-concept-zaaktype", reason);
}

/// Whether a zaaktype is published. It is locked, so that it is not published meanwhile.
fn is_published(zaaktype: Link<Zaaktype>, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = format!("SELECT concept FROM zaaktypen WHERE uuid = $1{}", cx.tx.dialect().for_update());
    Ok(cx.tx.one(&sql, &[zaaktype.uuid.into()], |row| row.bool(0))? == Some(false))
}

/// Whether a change publishes a type.
pub(crate) fn is_publication<T: Versioned>(version: &T, change: &Change<'_, T>) -> bool {
    !version.concept() && change.old.is_some_and(Versioned::concept)
}

/// ztc-012: every name that `relations` gives (as `naam`, for the type in `$1`) has a published version in `table`.
pub(crate) fn published(
    relations: &str,
    table: &str,
    (uuid, catalogus): (Uuid, Link<Catalogus>),
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let sql = format!(
        "SELECT 1 FROM ({relations}) n WHERE NOT EXISTS (SELECT 1 FROM {table} v \
         WHERE v.catalogus = $2 AND v.omschrijving = n.naam AND v.concept = 0) LIMIT 1"
    );
    let missing = cx.tx.one(&sql, &[uuid.into(), catalogus.uuid.into()], |row| row.int(0))?;
    if missing.is_some() && problems.is_empty() {
        let reason = format!("Niet alle {table} waarnaar verwezen wordt zijn gepubliceerd.");
        problems.add(Problems::WHOLE, "concept-relation", reason);
    }
    Ok(())
}
