// SPDX-License-Identifier: EUPL-1.2
//! Relations by name: the "historiemodel" of 1.3 (handbook 3.4.2).
//!
//! A type refers to another by its name within the catalogus. The names stand in the stored document; the table `typerelaties` has them
//! again, so that they can be followed in both directions by index. For an answer each name becomes the URLs of the versions with that name
//! that are published and valid on the day: `beginGeldigheid ≤ D < eindeGeldigheid`. While the type that refers is itself a concept, a name
//! without such a version shows the concept versions instead, so that somebody who is building a catalogus sees what refers to what.

use std::collections::HashSet;

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::{ORIGIN, Problems};
use waarmaker_resource::{Link, Record};

use crate::geldigheid::Versioned;

/// Longest name of a type: the identificatie of a zaaktype has fifty characters, an omschrijving eighty.
pub(crate) const MAX_NAME: usize = 80;

/// One kind of relation: the member of the type that refers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Relation(pub(crate) &'static str);

/// zaaktype → besluittypen.
pub(crate) const ZAAKTYPE_BESLUITTYPEN: Relation = Relation("zaaktype.besluittypen");
/// zaaktype → deelzaaktypen.
pub(crate) const ZAAKTYPE_DEELZAAKTYPEN: Relation = Relation("zaaktype.deelzaaktypen");
/// zaaktype → gerelateerde zaaktypen.
pub(crate) const ZAAKTYPE_GERELATEERD: Relation = Relation("zaaktype.gerelateerdeZaaktypen");
/// besluittype → informatieobjecttypen.
pub(crate) const BESLUITTYPE_INFORMATIEOBJECTTYPEN: Relation = Relation("besluittype.informatieobjecttypen");
/// resultaattype → besluittypen.
pub(crate) const RESULTAATTYPE_BESLUITTYPEN: Relation = Relation("resultaattype.besluittypen");
/// resultaattype → informatieobjecttypen.
pub(crate) const RESULTAATTYPE_INFORMATIEOBJECTTYPEN: Relation = Relation("resultaattype.informatieobjecttypen");

/// The condition that a version with alias `v` is valid on the day in parameter `$3`.
pub(crate) const VALID: &str = "v.begin_geldigheid <= $3 AND (v.einde_geldigheid IS NULL OR v.einde_geldigheid > $3)";

/// Whether a text is a URL rather than a name.
pub(crate) fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with(ORIGIN)
}

/// Turns the URL of a version into its name; leaves a name, and what leads to nothing.
pub(crate) fn to_name<T: Versioned>(text: &mut String, cx: &mut Cx<'_, '_>) -> Result<()> {
    if !is_url(text) {
        return Ok(());
    }
    let Some(url) = cx.house.origins.canonical(text) else { return Ok(()) };
    let place = cx.house.locate(&url).filter(|place| place.room.kind.resource().name == T::NAME);
    if let Some(place) = place
        && let Some(version) = cx.get::<T>(place.uuid)?
    {
        version.name().clone_into(text);
    } else {
        *text = url;
    }
    Ok(())
}

/// [`to_name`] for a list; a name that stands there twice counts once.
pub(crate) fn to_names<T: Versioned>(list: &mut Vec<String>, cx: &mut Cx<'_, '_>) -> Result<()> {
    for text in list.iter_mut() {
        to_name::<T>(text, cx)?;
    }
    let mut seen = HashSet::new();
    list.retain(|name| seen.insert(name.clone()));
    Ok(())
}

/// Judges a name: not too long, and not a URL that led to nothing.
pub(crate) fn check(name: &str, member: &str, max: usize, problems: &mut Problems) {
    if is_url(name) {
        let code = if name.starts_with(ORIGIN) { "does_not_exist" } else { "no_match" };
        problems.add(member, code, "De URL verwijst niet naar een type van deze API.");
    } else if name.chars().count() > max {
        problems.add(member, "max_length", format!("Mag niet langer zijn dan {max} tekens."));
    }
}

/// Judges the names of a list.
pub(crate) fn check_all(names: &[String], member: &str, problems: &mut Problems) {
    for (i, name) in names.iter().enumerate() {
        check(name, &format!("{member}.{i}"), MAX_NAME, problems);
    }
}

/// Writes the names that a type refers to, in place of those it had.
pub(crate) fn store<'n>(
    from: Uuid,
    relation: Relation,
    catalogus: Uuid,
    names: impl Iterator<Item = &'n String>,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    cx.tx.run("DELETE FROM typerelaties WHERE van = $1 AND soort = $2", &[from.into(), relation.0.into()])?;
    let sql = "INSERT INTO typerelaties (van, soort, catalogus, naam, volgorde) VALUES ($1, $2, $3, $4, $5)";
    for (place, name) in (0_i64..).zip(names) {
        if !is_url(name) {
            cx.tx.run(sql, &[from.into(), relation.0.into(), catalogus.into(), name.into(), place.into()])?;
        }
    }
    Ok(())
}

/// Forgets every name that a type refers to.
pub(crate) fn forget(from: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    cx.tx.run("DELETE FROM typerelaties WHERE van = $1", &[from.into()])?;
    Ok(())
}

/// A version that a name led to.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    /// Place of the name in the list.
    pub(crate) place: i64,
    /// The name.
    pub(crate) name: String,
    /// The version.
    pub(crate) uuid: Uuid,
    /// Whether it is a concept.
    pub(crate) concept: bool,
}

/// The versions that the names of a type lead to.
pub(crate) fn versions<T: Versioned>(
    from: Uuid,
    relation: Relation,
    of_concept: bool,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<Version>> {
    let sql = format!(
        "SELECT n.volgorde, n.naam, v.uuid, v.concept FROM typerelaties n \
         JOIN {} v ON v.catalogus = n.catalogus AND v.{} = n.naam AND {VALID} \
         WHERE n.van = $1 AND n.soort = $2 ORDER BY n.volgorde, v.id",
        T::RESOURCE.table,
        T::NAME_COLUMN,
    );
    let day = cx.on().to_string();
    select(&sql, &[from.into(), relation.0.into(), day.into()], of_concept, cx)
}

/// The versions whose names lead to a type: the other direction.
pub(crate) fn referring<T: Versioned>(
    catalogus: Uuid,
    name: &str,
    relation: Relation,
    of_concept: bool,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<Version>> {
    let sql = format!(
        "SELECT 0, v.{}, v.uuid, v.concept FROM typerelaties n JOIN {} v ON v.uuid = n.van AND {VALID} \
         WHERE n.catalogus = $1 AND n.soort = '{}' AND n.naam = $2 ORDER BY v.id",
        T::NAME_COLUMN,
        T::RESOURCE.table,
        relation.0,
    );
    let day = cx.on().to_string();
    select(&sql, &[catalogus.into(), name.into(), day.into()], of_concept, cx)
}

/// Runs a statement that gives place, name, uuid and concept of valid versions, and leaves those that are to be shown.
pub(crate) fn select(
    sql: &str,
    parameters: &[waarmaker_db::Value],
    of_concept: bool,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<Version>> {
    let rows = cx.tx.query(sql, parameters, |row| {
        Ok(Version {
            place: row.int(0)?,
            name: row.opt_text(1)?.unwrap_or_default(),
            uuid: row.uuid(2)?,
            concept: row.bool(3)?,
        })
    })?;
    Ok(shown(rows, of_concept))
}

/// Published versions; for a type that is itself a concept also the concepts with a name that has none published (handbook 11, row 8).
pub(crate) fn shown(rows: Vec<Version>, of_concept: bool) -> Vec<Version> {
    let published: HashSet<(i64, String)> =
        rows.iter().filter(|row| !row.concept).map(|row| (row.place, row.name.clone())).collect();
    let keep = |row: &Version| !row.concept || (of_concept && !published.contains(&(row.place, row.name.clone())));
    rows.into_iter().filter(keep).collect()
}

/// URLs of versions.
pub(crate) fn urls<T: Versioned>(versions: &[Version]) -> Json {
    let mut seen = HashSet::new();
    let urls = versions.iter().filter(|version| seen.insert(version.uuid));
    Json::Array(urls.map(|version| Json::String(Link::<T>::to(version.uuid).url())).collect())
}

/// Names of versions, each once.
pub(crate) fn distinct(versions: &[Version]) -> Json {
    let mut seen = HashSet::new();
    let names = versions.iter().filter(|version| !version.name.is_empty() && seen.insert(version.name.as_str()));
    Json::Array(names.map(|version| Json::String(version.name.clone())).collect())
}

/// Whether a stored record is that of a concept.
pub(crate) fn is_concept(record: &Record) -> bool {
    record.get("concept").and_then(Json::as_bool).unwrap_or(false)
}

/// Moves the names of a stored member to the member that shows names, and puts the URLs of their versions in its place.
pub(crate) fn present<T: Versioned>(
    record: &mut Record,
    uuid: Uuid,
    (member, names_member): (&str, &str),
    relation: Relation,
    of_concept: bool,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let names = record.get(member).cloned().unwrap_or_else(|| Json::Array(Vec::new()));
    if names.as_array().is_some_and(|names| !names.is_empty()) {
        let versions = versions::<T>(uuid, relation, of_concept, cx)?;
        record.insert(member.to_owned(), urls::<T>(&versions));
    }
    record.insert(names_member.to_owned(), names);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(place: i64, name: &str, concept: bool) -> Version {
        Version { place, name: name.to_owned(), uuid: Uuid::from_u128(place.unsigned_abs().into()), concept }
    }

    #[test]
    fn a_concept_is_only_shown_to_a_concept_and_for_want_of_a_published_version() {
        let rows = vec![version(0, "a", true), version(0, "a", false), version(1, "b", true)];
        let names = |rows: Vec<Version>| rows.into_iter().map(|row| (row.name, row.concept)).collect::<Vec<_>>();
        assert_eq!(names(shown(rows.clone(), false)), [("a".to_owned(), false)]);
        assert_eq!(names(shown(rows, true)), [("a".to_owned(), false), ("b".to_owned(), true)]);
    }
}
