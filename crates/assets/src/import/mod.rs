// SPDX-License-Identifier: EUPL-1.2
//! From a file of somebody else to assets or areas.
//!
//! The file is first read as a whole ([`read_assets`]), without the database: encoding, rows, places, identification. What is wrong is collected
//! with the number of its line. Only then [`Batch::store`] holds it against the register and writes what differs, in the one transaction that it
//! is given: there never is half a file. Where others have to write meanwhile, a [`Plan`] does the same in portions, each a transaction of its own,
//! and a [`Tally`] says how far it is.

mod areas;
mod columns;
mod csv;
mod geojson;
mod key;
mod parents;
mod place;
mod portions;
mod reason;
mod report;
mod store;
mod text;

use serde_json::{Map, Value as Json};
use waarmaker_api::{Cx, Result};

pub use areas::{AreaOptions, Areas, read_areas};
pub use portions::{Plan, Tally};
pub use reason::{
    AreaColumn, AreaFault, ColumnFault, CsvFault, FileFault, JsonFault, KeyFault, ParentFault, PlaceFault, Reason,
    RowFault, Swapped, Unsure, Warning,
};
pub use report::{Finding, Format, Report};
pub use store::Batch;

use crate::{Crs, Punt, save::is_soort};

/// Columns of our own exports begin with this; they are not taken for attributes.
pub(crate) const OWN: &str = "waarmaker_";
/// Name that makes an identificatie of the place, as a key.
pub const PLACE_KEY: &str = "plaats";
/// Largest row or feature in bytes.
const MAX_ROW: usize = 4 << 20;

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "options of a command that do not depend on each other")]
pub struct Options {
    /// Kind of the assets.
    pub kind: String,
    /// Format; detected when absent.
    pub format: Option<Format>,
    /// Name of the encoding; detected when absent.
    pub encoding: Option<String>,
    /// Columns that together are the identificatie, or [`PLACE_KEY`]; detected when empty.
    pub key: Vec<String>,
    /// Column of the description; detected when absent.
    pub name: Option<String>,
    /// Coordinate reference system; taken from the file or detected when absent.
    pub crs: Option<Crs>,
    /// Column of x or longitude; detected when absent.
    pub x: Option<String>,
    /// Column of y or latitude; detected when absent.
    pub y: Option<String>,
    /// Column with the identificatie of what the asset hangs on.
    pub parent: Option<String>,
    /// Kind of what it hangs on; the kind of the file itself when absent.
    pub parent_kind: Option<String>,
    /// Column with the kind of what it hangs on, which counts where it is filled.
    pub parent_kind_column: Option<String>,
    /// Places outside the Netherlands are fine.
    pub anywhere: bool,
    /// Write what is right and leave out what is wrong.
    pub skip_errors: bool,
    /// Remove the assets of this kind that are not in the file.
    pub remove_missing: bool,
    /// Write nothing, only say what would be.
    pub dry_run: bool,
}

/// Told how far an import is: so many rows of so many.
pub type OnProgress<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

/// Reads a file and writes its assets, in the transaction of `cx`: for whoever has both at hand, such as a page with an upload. Needs `assets.beheren`.
pub fn import(bytes: &[u8], options: &Options, cx: &mut Cx<'_, '_>, progress: OnProgress<'_>) -> Result<Report> {
    read_assets(bytes, options).store(cx, progress)
}

/// Reads a file, without the database.
pub fn read_assets(bytes: &[u8], options: &Options) -> Batch {
    let mut report = Report { dry_run: options.dry_run, ..Report::default() };
    let rows = read(bytes, options, &mut report).unwrap_or_else(|finding| {
        report.add(finding);
        Vec::new()
    });
    Batch { options: options.clone(), rows, report }
}

/// A row that can be stored, apart from what it hangs on.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    line: u64,
    identificatie: String,
    omschrijving: String,
    punt: Punt,
    geometrie: Option<Json>,
    attributen: Map<String, Json>,
    /// Kind and identificatie of what it hangs on.
    ouder: Option<(String, String)>,
}

/// A row as it stands in the file.
#[derive(Debug)]
struct Raw {
    line: u64,
    attributes: Map<String, Json>,
    shape: Shape,
}

/// A place as it stands in the file, in whatever system.
#[derive(Debug)]
enum Shape {
    Point(f64, f64),
    Other(Json),
}

/// What a file holds.
struct Contents {
    rows: Vec<Raw>,
    /// Names of all attributes, in the order in which they were first seen.
    columns: Vec<String>,
    /// The system that the file names.
    crs: Option<Crs>,
}

/// Reads text, rows, places and identification. An error concerns the file as a whole.
fn read(bytes: &[u8], options: &Options, report: &mut Report) -> Result<Vec<Row>, Finding> {
    check(options)?;
    let contents = contents(bytes, options, report)?;
    if contents.rows.is_empty() {
        return Ok(Vec::new());
    }
    let columns = columns::Columns::choose(&contents.columns, options)?;
    let crs = place::system_of(&contents, options.crs);
    report.crs = Some(crs);
    let mut rows = Vec::with_capacity(contents.rows.len());
    for raw in contents.rows {
        let line = raw.line;
        match place::row(raw, crs, options, &columns) {
            Ok(row) => rows.push(row),
            Err(finding) => report.add(Finding { line, ..finding }),
        }
    }
    let rows = key::identify(rows, &columns, options, report)?;
    Ok(parents::name(rows, &columns, options, report))
}

/// Refuses options that cannot be.
fn check(options: &Options) -> Result<(), Finding> {
    if !is_soort(&options.kind) {
        return Err(Finding::file(ColumnFault::Kind { kind: options.kind.clone() }));
    }
    if options.skip_errors && options.remove_missing {
        return Err(Finding::file(ColumnFault::SkipAndRemove));
    }
    Ok(())
}

/// Reads the rows of a file in either format.
fn contents(bytes: &[u8], options: &Options, report: &mut Report) -> Result<Contents, Finding> {
    let decoded = text::decode(bytes, options.encoding.as_deref())?;
    report.encoding = Some(decoded.encoding);
    if decoded.doubtful {
        report.warnings.push(Warning::Mangled);
    }
    let format = options.format.unwrap_or_else(|| Format::of(&decoded.text));
    report.format = Some(format);
    let contents = match format {
        Format::Geojson => geojson::read(&decoded.text, report)?,
        Format::Csv => csv::read(&decoded.text, options, report)?,
    };
    report.rows = u64::try_from(contents.rows.len()).unwrap_or(u64::MAX) + report.refused;
    if report.rows == 0 {
        return Err(Finding::file(FileFault::NoRows));
    }
    Ok(contents)
}

/// A value as the text that people would write.
pub(crate) fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.trim().to_owned(),
        Json::Null => String::new(),
        Json::Number(number) => whole(number).unwrap_or_else(|| number.to_string()),
        other => other.to_string(),
    }
}

/// `113.0` is `113`.
fn whole(number: &serde_json::Number) -> Option<String> {
    let text = number.to_string();
    text.strip_suffix(".0").map(str::to_owned)
}
