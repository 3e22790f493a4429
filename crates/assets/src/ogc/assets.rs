// SPDX-License-Identifier: EUPL-1.2
//! Features of assets.
//!
//! A list goes by latitude, longitude and row, because that is the order of the index that finds a bounding box: a page costs what is on it, also the
//! last one of a million. What is more than a point has an index of its own and is held against the box by its bounds; the two are merged.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::{Error, Tx, Value};

use super::{
    answer::{GEOJSON, JSON, Reply},
    asked::{Asked, Selection},
    link, pages,
};
use crate::{Asset, Crs, asset, crs::geometry_to_rd, export, versie::versies};

/// Filters on properties.
const FILTERS: &[&str] = &["identificatie", "ouder", "soort"];

/// Where a feature stands in the order.
type Place = (f64, f64, i64);

/// A page of features.
pub(super) fn items(asked: &Asked, kind: &str, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let selection = asked.selection(FILTERS)?;
    let after = selection.after.as_deref().map(place).transpose()?;
    pages::exists(kind, cx)?;
    let mut found = if asked.get("soort").is_some_and(|soort| soort != kind) {
        Vec::new()
    } else {
        let ouder = asked.get("ouder").map(|text| parent(text, cx)).transpose()?;
        found(kind, &selection, after, asked.get("identificatie"), ouder.as_deref(), cx.tx)?
    };
    let limit = usize::try_from(selection.limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|(place, _)| *place).filter(|_| more);
    let assets: Vec<Asset> = found.into_iter().map(|(_, asset)| asset).collect();
    let parents: Vec<Uuid> = assets.iter().filter_map(|asset| asset.ouder).collect();
    let names = export::names(&parents, cx.tx)?;
    let features: Vec<Json> = assets.iter().map(|asset| feature(asked, asset, &names, selection.crs, false)).collect();
    Ok(page(asked, kind, &features, last.map(token).as_deref(), &selection, cx))
}

/// A page with its links.
pub(super) fn page(
    asked: &Asked,
    collection: &str,
    features: &[Json],
    next: Option<&str>,
    selection: &Selection,
    cx: &Cx<'_, '_>,
) -> Reply {
    let here = asked.page(None);
    let joint = if here.contains('?') { '&' } else { '?' };
    let alternate = if asked.get("f").is_some() { here.clone() } else { format!("{here}{joint}f=json") };
    let mut links = vec![
        link(&here, "self", GEOJSON, "Deze bladzijde"),
        link(&alternate, "alternate", JSON, "Deze bladzijde als JSON"),
        link(&format!("{}/collections/{collection}", asked.base), "collection", JSON, "De verzameling"),
    ];
    let first = selection.after.is_none();
    if let Some(next) = next {
        links.push(link(&asked.page(Some(next)), "next", GEOJSON, "De volgende bladzijde"));
    }
    let returned = features.len();
    let mut body = json!({
        "type": "FeatureCollection", "features": features, "links": links,
        "timeStamp": cx.call.now.to_string(), "numberReturned": returned,
    });
    if let (true, None, Some(members)) = (first, next, body.as_object_mut()) {
        members.insert("numberMatched".to_owned(), returned.into());
    }
    Reply::features(body, selection.crs)
}

/// The uuid of a parent: given as such, as its URL, or as its identificatie of whatever kind. Nothing hangs on what is not there.
fn parent(text: &str, cx: &mut Cx<'_, '_>) -> Result<Vec<Uuid>> {
    let last = text.rsplit('/').next().unwrap_or_default();
    if let Ok(uuid) = Uuid::try_parse(last) {
        return Ok(vec![uuid]);
    }
    let mut uuids = Vec::new();
    for kind in asset::soorten(cx.tx)? {
        uuids.extend(asset::find(cx.tx, &kind, text)?.map(|asset| asset.uuid));
    }
    Ok(uuids)
}

/// The assets of a selection, one more than is asked when there are more.
fn found(
    kind: &str,
    selection: &Selection,
    after: Option<Place>,
    identificatie: Option<&str>,
    ouder: Option<&[Uuid]>,
    tx: &mut Tx<'_>,
) -> Result<Vec<(Place, Asset)>, Error> {
    let statement = |shapes: bool| statement(kind, selection, after, identificatie, ouder, shapes);
    let read = |(sql, parameters): (String, Vec<Value>), tx: &mut Tx<'_>| {
        tx.query(&sql, &parameters, |row| {
            let asset = asset::row(row)?;
            Ok(((asset.punt.lat, asset.punt.lon, row.int(12)?), asset))
        })
    };
    let mut all = read(statement(false), tx)?;
    if selection.bbox.is_some() {
        all.extend(read(statement(true), tx)?);
        all.sort_by(|(one, _), (other, _)| {
            one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)).then(one.2.cmp(&other.2))
        });
    }
    Ok(all)
}

/// The statement of a page. With a box there are two: one for points, one for `shapes`.
pub(super) fn statement(
    kind: &str,
    selection: &Selection,
    after: Option<Place>,
    identificatie: Option<&str>,
    ouder: Option<&[Uuid]>,
    shapes: bool,
) -> (String, Vec<Value>) {
    let mut parameters = vec![Value::from(kind)];
    let mut conditions = vec!["a.soort = $1".to_owned(), "a.verwijderd IS NULL".to_owned()];
    let mut push = |value: Value| {
        parameters.push(value);
        format!("${}", parameters.len())
    };
    if let Some([west, south, east, north]) = selection.bbox {
        let [west_at, south_at, east_at, north_at] = [west, south, east, north].map(|bound| push(bound.into()));
        let both = if west <= east { "AND" } else { "OR" };
        conditions.push(if shapes {
            format!("a.geometrie IS NOT NULL AND a.noord >= {south_at} AND a.zuid <= {north_at} AND (a.oost >= {west_at} {both} a.west <= {east_at})")
        } else {
            format!("a.geometrie IS NULL AND a.lat BETWEEN {south_at} AND {north_at} AND (a.lon >= {west_at} {both} a.lon <= {east_at})")
        });
    }
    if let Some((lat, lon, id)) = after {
        let [lat, lon] = [lat, lon].map(|value| push(value.into()));
        let id = push(id.into());
        conditions.push(format!("(a.lat, a.lon, a.id) > ({lat}, {lon}, {id})"));
    }
    if let Some((from, until)) = selection.between {
        let (from, until) = (push(from.into()), push(until.into()));
        conditions.push(format!("a.gewijzigd BETWEEN {from} AND {until}"));
    }
    if let Some(identificatie) = identificatie {
        let place = push(identificatie.into());
        conditions.push(format!("a.identificatie = {place}"));
    }
    if let Some(ouder) = ouder {
        let places: Vec<String> = ouder.iter().map(|uuid| push((*uuid).into())).collect();
        conditions.push(if places.is_empty() {
            "1 = 0".to_owned()
        } else {
            format!("a.ouder IN ({})", places.join(", "))
        });
    }
    let limit = push((selection.limit + 1).into());
    let sql = format!(
        "SELECT {}, a.id FROM assets a WHERE {} ORDER BY a.lat, a.lon, a.id LIMIT {limit}",
        asset::COLUMNS,
        conditions.join(" AND ")
    );
    (sql, parameters)
}

/// Where a page begins, as text for a URL.
fn token((lat, lon, id): Place) -> String {
    format!("{:x}-{:x}-{id:x}", lat.to_bits(), lon.to_bits())
}

fn place(text: &str) -> Result<Place> {
    let parts: Option<Vec<u64>> = text.split('-').map(|part| u64::from_str_radix(part, 16).ok()).collect();
    let place = match parts.as_deref() {
        Some([lat, lon, id]) => i64::try_from(*id).ok().map(|id| (f64::from_bits(*lat), f64::from_bits(*lon), id)),
        _ => None,
    };
    let usable = place.filter(|(lat, lon, _)| lat.is_finite() && lon.is_finite());
    usable.ok_or_else(|| Problem::invalid_one("after", "invalid", "Gebruik de link next van de vorige bladzijde."))
}

/// One feature.
pub(super) fn item(asked: &Asked, kind: &str, id: &str, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    asked.only(&["crs"])?;
    let crs = asked.crs()?;
    let asset = known(kind, id, cx)?;
    let names = export::names(&asset.ouder.into_iter().collect::<Vec<_>>(), cx.tx)?;
    Ok(Reply::features(feature(asked, &asset, &names, crs, true), crs))
}

/// The asset of a feature id.
pub(super) fn known(kind: &str, id: &str, cx: &mut Cx<'_, '_>) -> Result<Asset> {
    let gone = || Problem::not_found_because("Dit feature is er niet, of niet meer.");
    let uuid = Uuid::try_parse(id).map_err(|_| gone())?;
    asset::get(cx.tx, uuid)?.filter(|asset| asset.soort == kind).ok_or_else(gone)
}

/// All versions of a feature, also of one that was removed.
pub(super) fn versions(asked: &Asked, kind: &str, id: &str, cx: &mut Cx<'_, '_>) -> Result<Reply> {
    asked.only(&[])?;
    let gone = || Problem::not_found_because("Dit feature is er niet.");
    let uuid = Uuid::try_parse(id).map_err(|_| gone())?;
    let soort = cx.tx.one("SELECT soort FROM assets WHERE uuid = $1", &[uuid.into()], |row| row.text(0))?;
    if soort.as_deref() != Some(kind) {
        return Err(gone());
    }
    let all: Vec<Json> = versies(cx.tx, uuid)?.iter().map(export::version).collect();
    let feature = format!("{}/collections/{kind}/items/{uuid}", asked.base);
    Ok(Reply::json(json!({
        "id": uuid,
        "versies": all,
        "links": [link(&asked.here, "self", JSON, "De geschiedenis"), link(&feature, "up", GEOJSON, "Het feature")],
    })))
}

/// An asset as a feature. Its attributes are properties; one with a name of ours gets `bron_` before it.
pub(super) fn feature(
    asked: &Asked,
    asset: &Asset,
    names: &HashMap<Uuid, (String, String)>,
    crs: Crs,
    alone: bool,
) -> Json {
    let collection = format!("{}/collections/{}", asked.base, asset.soort);
    let here = format!("{collection}/items/{}", asset.uuid);
    let parent = asset.ouder.and_then(|uuid| names.get(&uuid).map(|(kind, name)| (uuid, kind, name)));
    let mut properties = Map::new();
    for (name, value) in [
        ("identificatie", Json::from(asset.identificatie.as_str())),
        ("soort", asset.soort.as_str().into()),
        ("omschrijving", asset.omschrijving.as_str().into()),
        ("ouder", parent.map(|(uuid, kind, _)| format!("{}/collections/{kind}/items/{uuid}", asked.base)).into()),
        ("ouderIdentificatie", parent.map(|(_, _, name)| name.as_str()).into()),
        ("versie", asset.versie.into()),
        ("gewijzigd", crate::moment(asset.gewijzigd).into()),
    ] {
        properties.insert(name.to_owned(), value);
    }
    for (name, value) in &asset.attributen {
        let name = if properties.contains_key(name) { format!("bron_{name}") } else { name.clone() };
        properties.insert(name, value.clone());
    }
    let geometry = asset.geojson();
    let geometry = if crs == Crs::Rd { geometry_to_rd(&geometry).unwrap_or_default() } else { geometry };
    let mut feature = json!({"type": "Feature", "id": asset.uuid, "geometry": geometry, "properties": properties});
    if let (true, Some(members)) = (alone, feature.as_object_mut()) {
        let links = json!([
            link(&here, "self", GEOJSON, "Dit feature"),
            link(&format!("{here}?f=json"), "alternate", JSON, "Dit feature als JSON"),
            link(&collection, "collection", JSON, "De verzameling"),
            link(&format!("{here}/versies"), "version-history", JSON, "De geschiedenis"),
        ]);
        members.insert("links".to_owned(), links);
    }
    feature
}
