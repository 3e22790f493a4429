// SPDX-License-Identifier: EUPL-1.2
//! Features of areas.

use geo::{Intersects, Rect, coord};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::{Error, Tx, Value};

use super::{
    AREAS,
    answer::{GEOJSON, JSON, Reply},
    asked::{Asked, Selection},
    assets, link, pages,
};
use crate::{
    Crs, Gebied,
    crs::geometry_to_rd,
    gebied::{self, grens},
};

/// Filters on properties.
const FILTERS: &[&str] = &["code", "naam"];

/// A page of features, by code.
pub(super) fn items(asked: &Asked, kind: &str, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let selection = asked.selection(FILTERS)?;
    let collection = format!("{AREAS}{kind}");
    pages::exists(&collection, cx)?;
    let mut found = within(asked, kind, &selection, cx.tx)?;
    let limit = usize::try_from(selection.limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map(|area| area.code.clone()).filter(|_| more);
    let mut features = Vec::with_capacity(found.len());
    for area in &found {
        features.push(feature(asked, area, selection.crs, false, cx.tx)?);
    }
    Ok(assets::page(asked, &collection, &features, next.as_deref(), &selection, cx))
}

/// The areas of a selection, one more than is asked when there are more. The box is held against their bounds by the database, against their borders here.
fn within(asked: &Asked, kind: &str, selection: &Selection, tx: &mut Tx<'_>) -> Result<Vec<Gebied>, Error> {
    let mut parameters = vec![Value::from(kind), Value::from(selection.after.as_deref().unwrap_or_default())];
    let mut conditions = vec!["g.soort = $1".to_owned(), "g.code > $2".to_owned()];
    let mut push = |value: Value| {
        parameters.push(value);
        format!("${}", parameters.len())
    };
    for name in FILTERS {
        if let Some(value) = asked.get(name) {
            let place = push(value.into());
            conditions.push(format!("g.{name} = {place}"));
        }
    }
    if let Some((from, until)) = selection.between {
        let (from, until) = (push(from.into()), push(until.into()));
        conditions.push(format!("g.gewijzigd BETWEEN {from} AND {until}"));
    }
    if let Some([west, south, east, north]) = selection.bbox {
        let both = if west <= east { "AND" } else { "OR" };
        let [west, south, east, north] = [west, south, east, north].map(|bound| push(bound.into()));
        conditions
            .push(format!("g.zuid <= {north} AND g.noord >= {south} AND (g.oost >= {west} {both} g.west <= {east})"));
    }
    let limit = if selection.bbox.is_some() { i64::MAX } else { selection.limit + 1 };
    let limit = push(limit.into());
    let sql = format!(
        "SELECT {} FROM gebieden g WHERE {} ORDER BY g.code LIMIT {limit}",
        gebied::COLUMNS,
        conditions.join(" AND ")
    );
    let near = tx.query(&sql, &parameters, gebied::row)?;
    let Some(bbox) = selection.bbox else { return Ok(near) };
    let mut found = Vec::new();
    for area in near {
        if i64::try_from(found.len()).is_ok_and(|count| count > selection.limit) {
            break;
        }
        let border = grens(tx, area.uuid)?;
        if border.is_some_and(|border| boxes(bbox).iter().any(|rect| border.intersects(rect))) {
            found.push(area);
        }
    }
    Ok(found)
}

/// A box as rectangles: two when it spans the antimeridian.
fn boxes([west, south, east, north]: [f64; 4]) -> Vec<Rect<f64>> {
    let rect = |west: f64, east: f64| Rect::new(coord! {x: west, y: south}, coord! {x: east, y: north});
    if west <= east { vec![rect(west, east)] } else { vec![rect(west, 180.0), rect(-180.0, east)] }
}

/// One feature.
pub(super) fn item(asked: &Asked, kind: &str, id: &str, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    asked.only(&["crs"])?;
    let crs = asked.crs()?;
    let gone = || Problem::not_found_because("Dit feature is er niet.");
    let uuid = Uuid::try_parse(id).map_err(|_| gone())?;
    let area = gebied::gebied(cx.tx, uuid)?.filter(|area| area.soort == kind).ok_or_else(gone)?;
    Ok(Reply::features(feature(asked, &area, crs, true, cx.tx)?, crs))
}

fn feature(asked: &Asked, area: &Gebied, crs: Crs, alone: bool, tx: &mut Tx<'_>) -> Result<Json, Error> {
    let collection = format!("{}/collections/{AREAS}{}", asked.base, area.soort);
    let here = format!("{collection}/items/{}", area.uuid);
    let mut properties = Map::new();
    for (name, value) in [
        ("code", Json::from(area.code.as_str())),
        ("naam", area.naam.as_str().into()),
        ("soort", area.soort.as_str().into()),
        ("versie", area.versie.into()),
        ("gewijzigd", crate::moment(area.gewijzigd).into()),
    ] {
        properties.insert(name.to_owned(), value);
    }
    for (name, value) in &area.attributen {
        let name = if properties.contains_key(name) { format!("bron_{name}") } else { name.clone() };
        properties.insert(name, value.clone());
    }
    let sql = "SELECT geometrie FROM gebieden WHERE uuid = $1";
    let geometry =
        tx.one(sql, &[area.uuid.into()], |row| serde_json::from_slice::<Json>(row.bytes_ref(0)?).map_err(Error::row))?;
    let geometry = geometry.unwrap_or_default();
    let geometry = if crs == Crs::Rd { geometry_to_rd(&geometry).unwrap_or_default() } else { geometry };
    let mut feature = json!({
        "type": "Feature", "id": area.uuid, "geometry": geometry, "bbox": area.grenzen, "properties": properties,
    });
    if let Some(members) = feature.as_object_mut() {
        if crs == Crs::Rd {
            members.remove("bbox");
        }
        if alone {
            let links = json!([
                link(&here, "self", GEOJSON, "Dit feature"),
                link(&format!("{here}?f=json"), "alternate", JSON, "Dit feature als JSON"),
                link(&collection, "collection", JSON, "De verzameling"),
            ]);
            members.insert("links".to_owned(), links);
        }
    }
    Ok(feature)
}
