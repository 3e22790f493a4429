// SPDX-License-Identifier: EUPL-1.2
//! Rows of a CSV.

use csv::StringRecord;
use serde_json::{Map, Value as Json};

use super::{
    Contents, Finding, MAX_ROW, Options, Raw, Report, Shape,
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
        Err(_) => return Err(no_header()),
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
                return Err(Finding::file(
                    "broken-csv",
                    &format!("De CSV is niet te lezen: {error}."),
                    "Herstel het bestand.",
                ));
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

fn no_header() -> Finding {
    Finding::file(
        "no-header",
        "Het bestand begint niet met een rij met namen van kolommen.",
        "Zet de namen op de eerste regel.",
    )
}

/// Refuses a header row in which a name is missing or twice.
fn checked(header: Vec<String>) -> Result<Vec<String>, Finding> {
    if header.len() < 2 {
        let advice = "Verwacht namen van kolommen met ; , of een tab ertussen.";
        return Err(Finding {
            line: 1, ..Finding::file("no-header", "De eerste regel heeft maar één kolom.", advice)
        });
    }
    for (i, name) in header.iter().enumerate() {
        if name.is_empty() {
            let problem = format!("Kolom {} heeft geen naam.", i + 1);
            return Err(Finding::file("no-header", &problem, "Geef elke kolom een naam."));
        }
        if header.iter().take(i).any(|earlier| earlier == name) {
            let problem = format!("De kolom {name:?} staat twee keer in het bestand.");
            return Err(Finding::file("double-column", &problem, "Geef elke kolom een eigen naam."));
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
        _ => Err(Finding::file(
            "no-place-columns",
            "Het is niet duidelijk in welke kolommen de plaats staat.",
            &format!("Noem ze: --x KOLOM --y KOLOM. De kolommen zijn: {}.", header.join(", ")),
        )),
    }
}

fn row(line: u64, header: &[String], record: &StringRecord, (x, y): (&str, &str)) -> Result<Raw, Finding> {
    if record.as_slice().len() > MAX_ROW {
        let problem = format!("De rij is langer dan {MAX_ROW} bytes.");
        return Err(Finding::at(
            (line, ""),
            "",
            "too-long",
            problem,
            "Misschien is er een aanhalingsteken niet gesloten.",
        ));
    }
    if record.len() != header.len() {
        let problem = format!("De rij heeft {} waarden, de kop heeft er {}.", record.len(), header.len());
        let advice = "Zet een waarde met een scheidingsteken erin tussen aanhalingstekens.";
        return Err(Finding::at((line, ""), record.get(0).unwrap_or_default(), "ragged", problem, advice));
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
        _ => Err(Finding::at((line, ""), "", "no-geometry", "De rij heeft geen plaats.", "Vul beide coördinaten in.")),
    }
}

/// A number with a decimal point or comma.
fn number(line: u64, column: &str, text: &str) -> Result<f64, Finding> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Finding::at(
            (line, column),
            "",
            "no-geometry",
            "De rij heeft geen plaats.",
            "Vul beide coördinaten in.",
        ));
    }
    let parsed = parse(text).filter(|number| number.is_finite());
    parsed.ok_or_else(|| {
        let advice = "Verwacht een getal, zoals 5,118501 of 136582.4.";
        Finding::at((line, column), text, "not-a-number", "Dit is geen getal.", advice)
    })
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
