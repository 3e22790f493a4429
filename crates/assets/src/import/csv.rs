// SPDX-License-Identifier: EUPL-1.2
//! Rows of a CSV.

use csv::StringRecord;
use serde_json::{Map, Value as Json};

use super::{
    ColumnFault, Contents, CsvFault, Finding, MAX_ROW, Options, Raw, Report, RowFault, Shape,
    columns::{find, unknown, usual},
};
use crate::Crs;

/// Usual names of the column of x or longitude, of our own exports first.
const X: &[&str] = &["waarmakerlon", "waarmakerx"];
const Y: &[&str] = &["waarmakerlat", "waarmakery"];
const LON: &[&str] = &["lon", "lng", "long", "longitude", "lengtegraad", "wgs84lon", "lonwgs84"];
const LAT: &[&str] = &["lat", "latitude", "breedtegraad", "wgs84lat", "latwgs84"];
const RD_X: &[&str] = &["x", "xrd", "rdx", "xcoord", "xcoordinaat", "xcoördinaat", "xco"];
const RD_Y: &[&str] = &["y", "yrd", "rdy", "ycoord", "ycoordinaat", "ycoördinaat", "yco"];
/// Separators that are looked for.
const DELIMITERS: &[u8] = b";,\t|";

/// Reads all rows.
pub(super) fn read(text: &str, options: &Options, report: &mut Report) -> Result<Contents, Finding> {
    let delimiter = delimiter(text);
    report.delimiter = Some(char::from(delimiter));
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
        Err(_) => return Err(Finding::file(CsvFault::NoHeader)),
    };
    let header = checked(header)?;
    let (x, y) = place_columns(&header, options)?;
    let crs = (x.starts_with("waarmaker_x")).then_some(Crs::Rd);
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                return Err(Finding::file(CsvFault::Broken { error: error.to_string() }));
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        match row(line, &header, &record, (&x, &y)) {
            Ok(raw) => rows.push(raw),
            Err(finding) => report.add(finding),
        }
    }
    let columns = header.into_iter().filter(|name| *name != x && *name != y).collect();
    Ok(Contents { rows, columns, crs })
}

/// The separator that occurs most in the header row, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; 4];
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                if let Some(count) = DELIMITERS.iter().position(|one| *one == byte).and_then(|i| counts.get_mut(i)) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let best = counts.iter().zip(DELIMITERS).rev().max_by_key(|(count, _)| **count);
    best.map_or(b';', |(_, delimiter)| *delimiter)
}

/// Refuses a header row in which a name is missing or twice.
fn checked(header: Vec<String>) -> Result<Vec<String>, Finding> {
    if header.len() < 2 {
        return Err(Finding { line: 1, ..Finding::file(CsvFault::OneColumn) });
    }
    for (i, name) in header.iter().enumerate() {
        if name.is_empty() {
            return Err(Finding::file(CsvFault::Nameless { number: i + 1 }));
        }
        if header.iter().take(i).any(|earlier| earlier == name) {
            return Err(Finding::file(CsvFault::DoubleColumn { name: name.clone() }));
        }
    }
    Ok(header)
}

/// The two columns of the place.
fn place_columns(header: &[String], options: &Options) -> Result<(String, String), Finding> {
    let named = |name: &Option<String>| match name {
        Some(name) => find(header, name).map(Some).ok_or_else(|| unknown(name, header)),
        None => Ok(None),
    };
    let (x, y) = (named(&options.x)?, named(&options.y)?);
    let pair = |xs: &[&str], ys: &[&str]| Some((usual(header, xs)?, usual(header, ys)?));
    let found = pair(X, Y).or_else(|| pair(LON, LAT)).or_else(|| pair(RD_X, RD_Y));
    let (found_x, found_y) = found.unzip();
    match (x.or(found_x), y.or(found_y)) {
        (Some(x), Some(y)) => Ok((x, y)),
        _ => Err(Finding::file(ColumnFault::NoPlace { columns: header.to_vec() })),
    }
}

fn row(line: u64, header: &[String], record: &StringRecord, (x, y): (&str, &str)) -> Result<Raw, Finding> {
    if record.as_slice().len() > MAX_ROW {
        return Err(Finding::at((line, ""), "", RowFault::LongRow { most: MAX_ROW }));
    }
    if record.len() != header.len() {
        let fault = RowFault::Ragged { values: record.len(), header: header.len() };
        return Err(Finding::at((line, ""), record.get(0).unwrap_or_default(), fault));
    }
    let mut attributes = Map::new();
    let (mut at_x, mut at_y) = (None, None);
    for (name, value) in header.iter().zip(record) {
        if name == x {
            at_x = Some(number(line, name, value)?);
        } else if name == y {
            at_y = Some(number(line, name, value)?);
        } else {
            attributes.insert(name.clone(), Json::from(value));
        }
    }
    match (at_x, at_y) {
        (Some(x), Some(y)) => Ok(Raw { line, attributes, shape: Shape::Point(x, y) }),
        _ => Err(Finding::at((line, ""), "", RowFault::NoPlace)),
    }
}

/// A number with a decimal point or comma.
fn number(line: u64, column: &str, text: &str) -> Result<f64, Finding> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Finding::at((line, column), "", RowFault::NoPlace));
    }
    let parsed = parse(text).filter(|number| number.is_finite());
    parsed.ok_or_else(|| Finding::at((line, column), text, RowFault::NotANumber))
}

fn parse(text: &str) -> Option<f64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b'+' | b'e' | b'E')) {
        return None;
    }
    let plain = match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) if comma > point => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (None, Some(_)) => text.replace(',', "."),
        _ => text.to_owned(),
    };
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{delimiter, parse};

    #[test]
    fn numbers_are_written_in_many_ways() {
        for (text, number) in [
            ("5,118501", 5.118_501),
            ("5.118501", 5.118_501),
            ("136.582,40", 136_582.4),
            ("136,582.40", 136_582.4),
            ("-1", -1.0),
        ] {
            assert_eq!(parse(text), Some(number), "{text}");
        }
        for text in ["NaN", "inf", "", "12a", "1.2.3", "5°07"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_separator_shows_in_the_header() {
        assert_eq!(delimiter("a;b,c;d\n1,2,3,4,5"), b';');
        assert_eq!(delimiter("\"a;b;c;d\",e,f\n"), b',');
        assert_eq!(delimiter("a\tb\tc"), b'\t');
    }
}
