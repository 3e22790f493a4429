// SPDX-License-Identifier: EUPL-1.2
//! Assets to a file that can be imported again: all attributes, and in columns of our own (`waarmaker_…`) what we know besides.

use std::{collections::BTreeSet, io::Write};

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::{Error, Tx, Value};

use crate::{
    Asset, Crs, Versie, asset,
    crs::{geometry_to_rd, to_rd},
    import::{Format, plain},
    rights::may_read,
    versie::versies,
};

/// Assets in one statement.
const PAGE: i64 = 1000;

/// What is exported and how.
#[derive(Clone, Debug)]
pub struct Export {
    /// Kind; every kind when absent.
    pub kind: Option<String>,
    /// Format.
    pub format: Format,
    /// Coordinate reference system.
    pub crs: Crs,
    /// With all earlier versions of each asset.
    pub history: bool,
}

/// Writes assets; returns how many. Needs `assets.lezen`.
pub fn export(export: &Export, out: &mut impl Write, cx: &mut Cx<'_, '_>) -> Result<u64> {
    may_read(cx)?;
    match export.format {
        Format::Geojson => features(export, out, cx.tx),
        Format::Csv => rows(export, out, cx.tx),
    }
}

fn broken(error: std::io::Error) -> Problem {
    Problem::internal(error)
}

fn features(export: &Export, out: &mut impl Write, tx: &mut Tx<'_>) -> Result<u64> {
    let crs = match export.crs {
        Crs::Wgs84 => String::new(),
        Crs::Rd => r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"#.to_owned(),
    };
    write!(out, "{{\"type\":\"FeatureCollection\",{crs}\"features\":[").map_err(broken)?;
    let mut count = 0;
    each(export, tx, &mut |one, tx| {
        let mut properties = one.asset.attributen.clone();
        properties.extend(own(&one));
        if export.history {
            let earlier: Vec<Json> = versies(tx, one.asset.uuid)?.iter().map(version).collect();
            properties.insert("waarmaker_versies".to_owned(), earlier.into());
        }
        let geometry = match export.crs {
            Crs::Wgs84 => Some(one.asset.geojson()),
            Crs::Rd => geometry_to_rd(&one.asset.geojson()),
        };
        let feature = json!({"type": "Feature", "id": one.asset.uuid, "properties": properties, "geometry": geometry});
        let comma = if count == 0 { "\n" } else { ",\n" };
        count += 1;
        write!(out, "{comma}{feature}").map_err(broken)
    })?;
    writeln!(out, "\n]}}").map_err(broken)?;
    Ok(count)
}

/// A version as it stands in an export and in the API.
pub(crate) fn version(versie: &Versie) -> Json {
    let stand = &versie.stand;
    json!({
        "versie": versie.versie,
        "gewijzigd": crate::moment(versie.gewijzigd),
        "door": versie.door,
        "verwijderd": versie.verwijderd,
        "wijzigingen": versie.wijzigingen,
        "identificatie": stand.identificatie,
        "omschrijving": stand.omschrijving,
        "ouder": stand.ouder,
        "geometry": stand.geometrie.clone().unwrap_or_else(|| stand.punt().geojson()),
        "attributen": stand.attributen,
    })
}

fn rows(export: &Export, out: &mut impl Write, tx: &mut Tx<'_>) -> Result<u64> {
    let mut names = BTreeSet::new();
    each(export, tx, &mut |one, _| {
        names.extend(one.asset.attributen.keys().cloned());
        Ok(())
    })?;
    let place = match export.crs {
        Crs::Wgs84 => ["waarmaker_lon", "waarmaker_lat"],
        Crs::Rd => ["waarmaker_x", "waarmaker_y"],
    };
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(out);
    let wrong = |error: csv::Error| Problem::internal(error);
    writer.write_record(OWN.iter().chain(&place).copied().chain(names.iter().map(String::as_str))).map_err(wrong)?;
    let mut count = 0;
    each(export, tx, &mut |one, _| {
        let own = own(&one);
        let at = match export.crs {
            Crs::Wgs84 => Some((one.asset.punt.lon, one.asset.punt.lat)),
            Crs::Rd => to_rd(one.asset.punt),
        };
        let (x, y) = at.map_or_else(Default::default, |(x, y)| (x.to_string(), y.to_string()));
        let values = OWN.iter().map(|name| own.get(*name).map(plain).unwrap_or_default()).chain([x, y]);
        let attributes = names.iter().map(|name| one.asset.attributen.get(name).map(text).unwrap_or_default());
        count += 1;
        writer.write_record(values.chain(attributes)).map_err(wrong)
    })?;
    writer.flush().map_err(broken)?;
    Ok(count)
}

/// An attribute as text, letter by letter.
fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| plain(value), str::to_owned)
}

/// Columns of our own, in the order of a CSV.
const OWN: &[&str] = &[
    "waarmaker_uuid",
    "waarmaker_soort",
    "waarmaker_identificatie",
    "waarmaker_omschrijving",
    "waarmaker_ouder",
    "waarmaker_ouder_soort",
    "waarmaker_versie",
    "waarmaker_gewijzigd",
];

/// What we know besides the attributes.
fn own(one: &One) -> Map<String, Json> {
    let asset = &one.asset;
    let (kind, parent) = one.ouder.clone().unzip();
    let values = [
        Json::from(asset.uuid.to_string()),
        asset.soort.as_str().into(),
        asset.identificatie.as_str().into(),
        asset.omschrijving.as_str().into(),
        parent.into(),
        kind.into(),
        asset.versie.into(),
        crate::moment(asset.gewijzigd).into(),
    ];
    OWN.iter().map(|name| (*name).to_owned()).zip(values).collect()
}

/// An asset with kind and identificatie of what it hangs on.
struct One {
    asset: Asset,
    ouder: Option<(String, String)>,
}

/// Hands over the assets one at a time, page by page, so that they are never all in memory.
fn each(export: &Export, tx: &mut Tx<'_>, visit: &mut dyn FnMut(One, &mut Tx<'_>) -> Result<()>) -> Result<()> {
    let kinds = match &export.kind {
        Some(kind) => vec![kind.clone()],
        None => asset::soorten(tx)?,
    };
    for kind in kinds {
        let mut after = String::new();
        loop {
            let page = page(&kind, &after, tx)?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.asset.identificatie);
            for one in page {
                visit(one, tx)?;
            }
        }
    }
    Ok(())
}

fn page(kind: &str, after: &str, tx: &mut Tx<'_>) -> Result<Vec<One>, Error> {
    let sql = format!(
        "SELECT {}, o.soort, o.identificatie FROM assets a LEFT JOIN assets o ON o.uuid = a.ouder
         WHERE a.soort = $1 AND a.identificatie > $2 AND a.verwijderd IS NULL ORDER BY a.identificatie LIMIT $3",
        asset::COLUMNS
    );
    tx.query(&sql, &[Value::from(kind), Value::from(after), PAGE.into()], |row| {
        let ouder = row.opt_text(12)?.zip(row.opt_text(13)?);
        Ok(One { asset: asset::row(row)?, ouder })
    })
}

/// Kinds and identificaties of these assets, for whoever shows what an asset hangs on.
pub(crate) fn names(
    uuids: &[Uuid],
    tx: &mut Tx<'_>,
) -> Result<std::collections::HashMap<Uuid, (String, String)>, Error> {
    let found = asset::get_many(tx, uuids)?;
    Ok(found.into_iter().map(|asset| (asset.uuid, (asset.soort, asset.identificatie))).collect())
}
