// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker assets import | areas | export`.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read as _, Write},
    path::PathBuf,
    sync::Arc,
};

use anyhow::{Context as _, Result, bail};
use waarmaker_api::{Call, Cx};
use waarmaker_assets::{
    Crs, Export, export,
    import::{AreaOptions, Format, Options, Report, read_areas, read_assets},
};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;

use crate::{
    place::{Place, Register},
    progress::Progress,
};

/// Import and export assets and areas
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Assets {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker assets import masten.geojson --kind lichtmast --dry-run      what would change, and what is wrong
  waarmaker assets import masten.geojson --kind lichtmast --key STRAAT,MASTNUMMER
  waarmaker assets import masten.csv --kind lichtmast --parent KAST --parent-kind kast
  waarmaker assets areas buurt.geojson --kind buurt --code KODE --name NAAM
  waarmaker assets export --kind lichtmast --format csv --crs rd masten.csv

Format, encoding, separator, coordinate system and columns are detected; name them when the import asks. Every error names line, column, value and what
to do. A file is one transaction: with any error nothing of it is written, unless --skip-errors. Importing a file again changes nothing; a changed row
makes a new version, and all versions are kept. Exit codes: 0 done, 1 something is wrong with the file or the register, 2 wrong usage.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Import assets of one kind from GeoJSON or CSV
    Import(Import),
    /// Import areas from GeoJSON
    Areas(Areas),
    /// Export assets with all attributes; the file can be imported again
    Export(ExportArgs),
}

#[derive(Clone, Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "options of a command line")]
struct Import {
    /// GeoJSON or CSV; - reads standard input
    file: String,
    /// Kind of the assets: lichtmast, kast, groep, parkeermeter, verkeerslicht, afvalbak, or one of your own
    #[arg(long)]
    kind: String,
    /// Columns that together identify an asset; `plaats` makes an identification of the place
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    key: Vec<String>,
    /// Column that describes where it is, such as the street
    #[arg(long, value_name = "COLUMN")]
    name: Option<String>,
    /// Column with the identification of what it hangs on
    #[arg(long, value_name = "COLUMN")]
    parent: Option<String>,
    /// Kind of what it hangs on
    #[arg(long, value_name = "KIND", requires = "parent")]
    parent_kind: Option<String>,
    /// Column with the kind of what it hangs on
    #[arg(long, value_name = "COLUMN", requires = "parent")]
    parent_kind_column: Option<String>,
    /// Encoding of the file: utf-8, latin-1, windows-1252 …
    #[arg(long)]
    encoding: Option<String>,
    /// Coordinate system: wgs84 or rd
    #[arg(long, value_parser = crs)]
    crs: Option<Crs>,
    /// Column of x or longitude
    #[arg(long, value_name = "COLUMN")]
    x: Option<String>,
    /// Column of y or latitude
    #[arg(long, value_name = "COLUMN")]
    y: Option<String>,
    /// Format, when it is not what the file looks like
    #[arg(long, value_parser = format)]
    format: Option<Format>,
    /// Places outside the Netherlands are fine
    #[arg(long)]
    anywhere: bool,
    /// Remove the assets of this kind that are not in the file; their history stays
    #[arg(long, conflicts_with = "skip_errors")]
    remove_missing: bool,
    /// Write what is right and leave out what is wrong
    #[arg(long)]
    skip_errors: bool,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Debug, clap::Args)]
struct Areas {
    /// GeoJSON with polygons; - reads standard input
    file: String,
    /// Kind of the areas: buurt, wijk, gemeente, or one of your own
    #[arg(long)]
    kind: String,
    /// Column of the code
    #[arg(long, value_name = "COLUMN")]
    code: Option<String>,
    /// Column of the name
    #[arg(long, value_name = "COLUMN")]
    name: Option<String>,
    /// Encoding of the file
    #[arg(long)]
    encoding: Option<String>,
    /// Coordinate system: wgs84 or rd
    #[arg(long, value_parser = crs)]
    crs: Option<Crs>,
    /// Places outside the Netherlands are fine
    #[arg(long)]
    anywhere: bool,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Debug, clap::Args)]
struct ExportArgs {
    /// File to write; standard output when absent or -
    file: Option<PathBuf>,
    /// Kind; every kind when absent
    #[arg(long)]
    kind: Option<String>,
    /// geojson or csv
    #[arg(long, value_parser = format, default_value = "geojson")]
    format: Format,
    /// Coordinate system: wgs84 or rd
    #[arg(long, value_parser = crs, default_value = "wgs84")]
    crs: Crs,
    /// With all earlier versions (GeoJSON only)
    #[arg(long)]
    history: bool,
}

fn crs(text: &str) -> Result<Crs, String> {
    Crs::named(text).ok_or_else(|| "choose wgs84 or rd".to_owned())
}

fn format(text: &str) -> Result<Format, String> {
    match text {
        "geojson" => Ok(Format::Geojson),
        "csv" => Ok(Format::Csv),
        _ => Err("choose geojson or csv".to_owned()),
    }
}

impl Assets {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        match &self.action {
            Action::Import(import) => import.run(place),
            Action::Areas(areas) => areas.run(place),
            Action::Export(export) => export.run(place),
        }
    }
}

impl Import {
    fn run(&self, place: &Place) -> Result<()> {
        let bytes = read(&self.file)?;
        let options = Options {
            kind: self.kind.clone(),
            format: self.format,
            encoding: self.encoding.clone(),
            key: self.key.clone(),
            name: self.name.clone(),
            crs: self.crs,
            x: self.x.clone(),
            y: self.y.clone(),
            parent: self.parent.clone(),
            parent_kind: self.parent_kind.clone(),
            parent_kind_column: self.parent_kind_column.clone(),
            anywhere: self.anywhere,
            skip_errors: self.skip_errors,
            remove_missing: self.remove_missing,
            dry_run: self.dry_run,
        };
        let reading = Progress::spinner(&format!("Reading {}", self.file));
        let batch = read_assets(&bytes, &options);
        drop((reading, bytes));
        let register = place.open()?;
        let writing = Arc::new(Progress::steps("Importing assets", batch.len()));
        let label = "waarmaker assets import";
        let report = register.write(label, move |cx| batch.store(cx, &|done, of| writing.at(done, of)));
        register.db.close_blocking();
        finish(&report?, &self.file, self.json, self.skip_errors)
    }
}

impl Areas {
    fn run(&self, place: &Place) -> Result<()> {
        let bytes = read(&self.file)?;
        let options = AreaOptions {
            kind: self.kind.clone(),
            encoding: self.encoding.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
            crs: self.crs,
            anywhere: self.anywhere,
            dry_run: self.dry_run,
        };
        let areas = read_areas(&bytes, &options);
        let register = place.open()?;
        let writing = Arc::new(Progress::steps("Importing areas", areas.len()));
        let label = "waarmaker assets areas";
        let report = register.write(label, move |cx| areas.store(cx, &|done, of| writing.at(done, of)));
        register.db.close_blocking();
        finish(&report?, &self.file, self.json, false)
    }
}

fn read(file: &str) -> Result<Vec<u8>> {
    if file != "-" {
        return fs::read(file).with_context(|| format!("reading {file}"));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).context("reading standard input")?;
    Ok(bytes)
}

/// Prints a report; fails when something is wrong that was not to be skipped.
fn finish(report: &Report, file: &str, json: bool, skip: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(report)?);
    } else {
        print(report, file);
    }
    let done = report.written || report.dry_run || report.changed + report.new + report.removed + report.unchanged > 0;
    if report.is_clean() || (skip && done) {
        return Ok(());
    }
    bail!("nothing of {file} is imported")
}

fn print(report: &Report, file: &str) {
    let detected = [
        report.encoding.map(str::to_owned),
        report.delimiter.map(|delimiter| format!("separator {delimiter:?}")),
        report.crs.map(|crs| if crs == Crs::Rd { "RD (EPSG:28992)" } else { "WGS84" }.to_owned()),
        (!report.key.is_empty()).then(|| format!("key {}", report.key.join(","))),
    ];
    let detected: Vec<String> = detected.into_iter().flatten().collect();
    println!("{file}: {}{}", detected.join(", "), if report.dry_run { " (only tried)" } else { "" });
    println!(
        "  {} rows: {} new, {} changed, {} unchanged, {} removed, {} refused",
        report.rows, report.new, report.changed, report.unchanged, report.removed, report.refused
    );
    for warning in &report.warnings {
        println!("  let op: {warning}");
    }
    for finding in &report.findings {
        println!("  {finding}");
    }
    if report.more_findings > 0 {
        println!("  … en nog {} fouten", report.more_findings);
    }
}

impl ExportArgs {
    fn run(&self, place: &Place) -> Result<()> {
        let register = place.open()?;
        let wanted = Export { kind: self.kind.clone(), format: self.format, crs: self.crs, history: self.history };
        let file = self.file.clone().filter(|file| file.as_os_str() != "-");
        let path = file.clone();
        let count = exported(&register, wanted, move || {
            Ok(match &path {
                Some(path) => Box::new(BufWriter::new(File::create(path)?)) as Box<dyn Write>,
                None => Box::new(BufWriter::new(io::stdout().lock())),
            })
        });
        register.db.close_blocking();
        let count = count.context("exporting assets")?;
        if let Some(file) = file {
            eprintln!("{}: {count} assets", file.display());
        }
        Ok(())
    }
}

fn exported(
    register: &Register,
    wanted: Export,
    out: impl FnOnce() -> io::Result<Box<dyn Write>> + Send + 'static,
) -> Result<u64> {
    let house = Arc::clone(&register.house);
    let written = register.db.read_blocking(move |tx| {
        let (who, call) = (Caller::waarmaker("waarmaker assets export"), Call::now(&house)?);
        let mut out = out().map_err(Problem::internal)?;
        let count = export(&wanted, &mut out, &mut Cx::new(tx, &house, &who, &call))?;
        out.flush().map_err(Problem::internal)?;
        Ok::<_, Problem>(count)
    });
    Ok(written?)
}
