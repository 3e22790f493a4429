// SPDX-License-Identifier: EUPL-1.2
//! Versions of one type and the periods in which they are valid.

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, rewrite};
use waarmaker_core::{Date, Problem, Problems};
use waarmaker_resource::{Link, Linked};

use crate::Catalogus;

/// A type that comes in versions: rows with the same name in one catalogus.
pub(crate) trait Versioned: Rules + Linked {
    /// Column and member with the name.
    const NAME_COLUMN: &'static str;
    /// The name.
    fn name(&self) -> &str;
    /// Where it belongs.
    fn catalogus(&self) -> Link<Catalogus>;
    /// First day, and last day when there is one.
    fn period(&self) -> (Date, Option<Date>);
    /// Whether it is a concept.
    fn concept(&self) -> bool;
    /// Makes it a concept or not.
    fn set_concept(&mut self, concept: bool);
    /// Sets the first day of the first version and the last day of the last.
    fn set_object(&mut self, object: (Option<Date>, Option<Date>));
}

/// One version.
#[derive(Clone, Copy, Debug)]
struct Version {
    uuid: Uuid,
    begin: Date,
    einde: Option<Date>,
    concept: bool,
    object: (Option<Date>, Option<Date>),
}

/// Versions of a catalogus are written one at a time: each looks at the others.
fn lock(catalogus: Link<Catalogus>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let lock = cx.tx.dialect().for_update();
    if !lock.is_empty() {
        cx.tx.one(
            &format!("SELECT 1 FROM catalogussen WHERE uuid = $1{lock}"),
            &[catalogus.uuid.into()],
            |_| Ok(()),
        )?;
    }
    Ok(())
}

/// All versions of a name, apart from one. A besluittype without a name has no other versions.
fn versions<T: Versioned>(catalogus: Uuid, name: &str, apart: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<Version>> {
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT uuid, begin_geldigheid, einde_geldigheid, concept, begin_object, einde_object FROM {} \
         WHERE catalogus = $1 AND {} = $2 AND uuid <> $3 ORDER BY id",
        T::RESOURCE.table,
        T::NAME_COLUMN,
    );
    let rows = cx.tx.query(&sql, &[catalogus.into(), name.into(), apart.into()], |row| {
        Ok((row.uuid(0)?, row.text(1)?, row.opt_text(2)?, row.bool(3)?, row.opt_text(4)?, row.opt_text(5)?))
    })?;
    let date = |text: Option<String>| text.map(|text| Date::parse(&text).map_err(Problem::internal)).transpose();
    rows.into_iter()
        .map(|(uuid, begin, einde, concept, first, last)| {
            let begin = Date::parse(&begin).map_err(Problem::internal)?;
            Ok(Version { uuid, begin, einde: date(einde)?, concept, object: (date(first)?, date(last)?) })
        })
        .collect()
}

/// First begin and last end; no end when one version has none.
fn span(periods: impl Iterator<Item = (Date, Option<Date>)>) -> (Option<Date>, Option<Date>) {
    let (mut first, mut last, mut open) = (None::<Date>, None::<Date>, false);
    for (begin, einde) in periods {
        first = Some(first.map_or(begin, |first| first.min(begin)));
        open |= einde.is_none();
        last = last.max(einde);
    }
    (first, last.filter(|_| !open))
}

/// Fills in what the server decides of a version: a new one is a concept, and `beginObject` and `eindeObject` are over all versions.
pub(crate) fn prepare<T: Versioned>(version: &mut T, change: &Change<'_, T>, cx: &mut Cx<'_, '_>) -> Result<()> {
    if change.old.is_none() {
        version.set_concept(true);
    }
    lock(version.catalogus(), cx)?;
    let others = versions::<T>(version.catalogus().uuid, version.name(), change.uuid, cx)?;
    let all = others.iter().map(|other| (other.begin, other.einde)).chain([version.period()]);
    version.set_object(span(all));
    Ok(())
}

/// Judges the period: it does not end before it begins, and published versions of one name do not overlap.
///
/// ztc-016: closed intervals, an absent end is open. The standard says so for zaaktypen; two published versions of a besluittype or
/// informatieobjecttype on one day would make a name ambiguous, so it holds for them too.
pub(crate) fn check<T: Versioned>(
    version: &T,
    change: &Change<'_, T>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let (begin, einde) = version.period();
    if einde.is_some_and(|einde| einde < begin) {
        problems.add("eindeGeldigheid", "date-mismatch", "De laatste dag van geldigheid ligt voor de eerste.");
        return Ok(());
    }
    if version.concept() {
        return Ok(());
    }
    let overlaps = |other: &Version| {
        !other.concept && einde.is_none_or(|einde| other.begin <= einde) && other.einde.is_none_or(|last| begin <= last)
    };
    let others = versions::<T>(version.catalogus().uuid, version.name(), change.uuid, cx)?;
    if others.iter().any(overlaps) {
        let reason = "Er is al een gepubliceerde versie die in (een deel van) deze periode geldig is.";
        problems.add("beginGeldigheid", "overlap", reason);
    }
    Ok(())
}

/// Corrects `beginObject` and `eindeObject` of the other versions of a name after one of them (`apart`) was written or before it goes.
/// `period` is that of `apart` when it has this name. Returns the versions that changed.
pub(crate) fn spread<T: Versioned>(
    (catalogus, name): (Link<Catalogus>, &str),
    apart: Uuid,
    period: Option<(Date, Option<Date>)>,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<Uuid>> {
    lock(catalogus, cx)?;
    let others = versions::<T>(catalogus.uuid, name, apart, cx)?;
    let object = span(others.iter().map(|other| (other.begin, other.einde)).chain(period));
    let mut changed = Vec::new();
    for other in others.iter().filter(|other| other.object != object) {
        rewrite(T::NAME, other.uuid, cx, |record| {
            record.insert("beginObject".to_owned(), json(object.0));
            record.insert("eindeObject".to_owned(), json(object.1));
        })?;
        changed.push(other.uuid);
    }
    Ok(changed)
}

/// [`spread`] for the name that a version has and, when it had another, for that.
pub(crate) fn spread_all<T: Versioned>(version: &T, change: &Change<'_, T>, cx: &mut Cx<'_, '_>) -> Result<Vec<Uuid>> {
    let key = (version.catalogus(), version.name());
    let mut changed = spread::<T>(key, change.uuid, Some(version.period()), cx)?;
    if let Some(old) = change.old
        && (old.catalogus(), old.name()) != key
    {
        changed.extend(spread::<T>((old.catalogus(), old.name()), change.uuid, None, cx)?);
    }
    Ok(changed)
}

fn json(date: Option<Date>) -> Json {
    date.map_or(Json::Null, |date| Json::String(date.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Date {
        Date::new(2026, 1, day).unwrap()
    }

    #[test]
    fn the_object_has_no_end_when_one_version_has_none() {
        assert_eq!(span([(day(5), Some(day(9))), (day(2), Some(day(4)))].into_iter()), (Some(day(2)), Some(day(9))));
        assert_eq!(span([(day(5), None), (day(2), Some(day(4)))].into_iter()), (Some(day(2)), None));
        assert_eq!(span(std::iter::empty()), (None, None));
    }
}
