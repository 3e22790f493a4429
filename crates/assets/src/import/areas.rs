// SPDX-License-Identifier: EUPL-1.2
//! Areas from a `GeoJSON` file.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};
use waarmaker_api::{Cx, Result};
use waarmaker_core::text::{clean_json, clean_text};
use waarmaker_db::Value;
use waarmaker_resource::geometry;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    AreaColumn, AreaFault, ColumnFault, Finding, Format, JsonFault, OnProgress, Raw, Report, RowFault, Shape,
    columns::{find, unknown, usual},
    geojson, place, plain, text,
};
use crate::{
    Crs, Punt,
    crs::{geometry_from_rd, is_dutch},
    gebied::polygons,
    rights::may_change,
    save::is_soort,
};

/// How a file of areas is to be read.
#[derive(Clone, Debug, Default)]
pub struct AreaOptions {
    /// Kind of the areas: `buurt`, `wijk`.
    pub kind: String,
    /// Name of the encoding; detected when absent.
    pub encoding: Option<String>,
    /// Column of the code; detected when absent.
    pub code: Option<String>,
    /// Column of the name; detected when absent.
    pub name: Option<String>,
    /// Coordinate reference system; taken from the file or detected when absent.
    pub crs: Option<Crs>,
    /// Places outside the Netherlands are fine.
    pub anywhere: bool,
    /// Write nothing, only say what would be.
    pub dry_run: bool,
}

/// A file of areas that was read, ready to be stored.
#[derive(Clone, Debug)]
pub struct Areas {
    options: AreaOptions,
    pub(super) rows: Vec<Area>,
    report: Report,
}

#[derive(Clone, Debug)]
pub(super) struct Area {
    code: String,
    naam: String,
    bounds: [f64; 4],
    geometrie: Vec<u8>,
    merk: i64,
    attributen: Map<String, Json>,
}

/// Usual names of the columns of code and name.
const CODES: &[&str] = &["code", "kode", "buurtcode", "wijkcode", "gemeentecode", "statcode", "identificatie", "id"];
const NAMES: &[&str] = &["naam", "name", "buurtnaam", "wijknaam", "gemeentenaam", "statnaam", "omschrijving"];

/// Reads a file of areas, without the database.
pub fn read_areas(bytes: &[u8], options: &AreaOptions) -> Areas {
    let mut report = Report { dry_run: options.dry_run, ..Report::default() };
    let areas = read(bytes, options, &mut report).unwrap_or_else(|finding| {
        report.add(finding);
        Vec::new()
    });
    Areas { options: options.clone(), rows: areas, report }
}

fn read(bytes: &[u8], options: &AreaOptions, report: &mut Report) -> Result<Vec<Area>, Finding> {
    if !is_soort(&options.kind) {
        return Err(Finding::file(ColumnFault::Kind { kind: options.kind.clone() }));
    }
    let decoded = text::decode(bytes, options.encoding.as_deref())?;
    report.encoding = Some(decoded.encoding);
    if Format::of(&decoded.text) != Format::Geojson {
        return Err(Finding::file(JsonFault::NotGeojson));
    }
    report.format = Some(Format::Geojson);
    let contents = geojson::read(&decoded.text, report)?;
    report.rows = u64::try_from(contents.rows.len()).unwrap_or(u64::MAX) + report.refused;
    let column = |named: &Option<String>, names: &[&str], column: AreaColumn| match named {
        Some(name) => find(&contents.columns, name).ok_or_else(|| unknown(name, &contents.columns)),
        None => usual(&contents.columns, names)
            .ok_or_else(|| Finding::file(ColumnFault::Area { column, columns: contents.columns.clone() })),
    };
    let code = column(&options.code, CODES, AreaColumn::Code)?;
    let naam = column(&options.name, NAMES, AreaColumn::Name)?;
    report.key = vec![code.clone()];
    let crs = place::system_of(&contents, options.crs);
    report.crs = Some(crs);
    let mut areas = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for raw in contents.rows {
        let line = raw.line;
        let read = area(raw, crs, (&code, &naam), options.anywhere);
        match read.and_then(|area| once(area, (line, &code), &mut seen)) {
            Ok(area) => areas.push(area),
            Err(finding) => report.add(finding),
        }
    }
    Ok(areas)
}

/// Refuses a code that was there before.
fn once(area: Area, (line, column): (u64, &str), seen: &mut HashMap<String, u64>) -> Result<Area, Finding> {
    if let Some(first) = seen.get(&area.code) {
        return Err(Finding::at((line, column), &area.code, AreaFault::Duplicate { first: *first }));
    }
    seen.insert(area.code.clone(), line);
    Ok(area)
}

fn area(raw: Raw, crs: Crs, (code, naam): (&str, &str), anywhere: bool) -> Result<Area, Finding> {
    let line = raw.line;
    let wrong = |fault: AreaFault| Finding::at((line, "geometry"), "", fault);
    let not_polygon = || wrong(AreaFault::NotPolygon);
    let Shape::Other(geometry) = raw.shape else { return Err(not_polygon()) };
    let geometry = match crs {
        Crs::Wgs84 => geometry,
        Crs::Rd => geometry_from_rd(&geometry).ok_or_else(|| wrong(AreaFault::NotRd))?,
    };
    let parsed = geometry::parse(&geometry).map_err(|reason| wrong(AreaFault::Bad { reason }))?;
    polygons(parsed).ok_or_else(not_polygon)?;
    let bounds = geometry::bounds(&geometry).ok_or_else(not_polygon)?;
    let [west, south, east, north] = bounds;
    let dutch = is_dutch(Punt { lon: west, lat: south }) && is_dutch(Punt { lon: east, lat: north });
    if !(anywhere || dutch) {
        let (from, to) = (format!("{west}, {south}"), format!("{east}, {north}"));
        return Err(wrong(AreaFault::Abroad { from, to }));
    }
    let value = |name: &str| raw.attributes.get(name).map(plain).unwrap_or_default();
    let (code_value, naam) = (value(code), value(naam));
    if code_value.is_empty() || code_value.chars().count() > 100 {
        return Err(Finding::at((line, code), &code_value, AreaFault::Code));
    }
    if raw.attributes.iter().any(|(name, value)| clean_text(name).is_err() || clean_json(value).is_err()) {
        return Err(Finding::at((line, ""), "", RowFault::ControlCharacter));
    }
    let geometrie = serde_json::to_vec(&geometry).unwrap_or_default();
    let merk = i64::from_ne_bytes(xxh3_64(&geometrie).to_ne_bytes());
    Ok(Area { code: code_value, naam, bounds, geometrie, merk, attributen: raw.attributes })
}

impl Areas {
    /// What was found while reading.
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// How many areas can be stored.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the areas that are new or differ, all in the transaction of `cx`; with any finding nothing is written. Needs `assets.beheren`.
    pub fn store(&self, cx: &mut Cx<'_, '_>, progress: OnProgress<'_>) -> Result<Report> {
        may_change(cx)?;
        let mut report = self.report.clone();
        if !report.is_clean() {
            return Ok(report);
        }
        let total = u64::try_from(self.rows.len()).unwrap_or(u64::MAX);
        for (area, done) in self.rows.iter().zip(1..) {
            self.one(area, &mut report, cx)?;
            progress(done, total);
        }
        report.written = !self.options.dry_run && report.new + report.changed > 0;
        Ok(report)
    }

    pub(super) fn one(&self, area: &Area, report: &mut Report, cx: &mut Cx<'_, '_>) -> Result<()> {
        let attributen = serde_json::to_vec(&area.attributen).map_err(waarmaker_core::Problem::internal)?;
        let sql = "SELECT uuid, merk, naam, attributen FROM gebieden WHERE soort = $1 AND code = $2";
        let key = [Value::from(&self.options.kind), Value::from(&area.code)];
        let found = cx.tx.one(sql, &key, |row| {
            let same = row.int(1)? == area.merk && row.str_ref(2)? == area.naam && row.bytes_ref(3)? == attributen;
            Ok((row.uuid(0)?, same))
        })?;
        let (uuid, sql) = match found {
            Some((_, true)) => {
                report.unchanged += 1;
                return Ok(());
            }
            Some((uuid, false)) => {
                report.changed += 1;
                (uuid, UPDATE)
            }
            None => {
                report.new += 1;
                (cx.house.ids.uuid(), INSERT)
            }
        };
        if self.options.dry_run {
            return Ok(());
        }
        let mut parameters = vec![Value::from(uuid), Value::from(&self.options.kind), Value::from(&area.code)];
        parameters.push(Value::from(&area.naam));
        parameters.extend(area.bounds.map(Value::from));
        parameters.extend([area.merk.into(), cx.call.now.at.as_millisecond().into(), attributen.into()]);
        parameters.push(area.geometrie.as_slice().into());
        cx.tx.run(sql, &parameters)?;
        Ok(())
    }
}

const INSERT: &str = "INSERT INTO gebieden (uuid, soort, code, naam, west, zuid, oost, noord, merk, versie, gewijzigd, attributen, geometrie)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12)";
const UPDATE: &str =
    "UPDATE gebieden SET naam = $4, west = $5, zuid = $6, oost = $7, noord = $8, merk = $9, versie = versie + 1,
    gewijzigd = $10, attributen = $11, geometrie = $12 WHERE uuid = $1 AND soort = $2 AND code = $3";
