// SPDX-License-Identifier: EUPL-1.2
//! What a request asks: its address and its parameters, checked.

use waarmaker_api::{Parameters, Result};
use waarmaker_core::{DateTime, Problems};

use crate::{Crs, crs::from_rd};

/// Features on a page when nobody says how many.
const USUAL: i64 = 100;
/// Most features on a page; who asks more gets this many.
const MOST: i64 = 10_000;

/// Address and parameters of a request.
#[derive(Debug)]
pub(super) struct Asked {
    /// Address of the landing page.
    pub(super) base: String,
    /// Address of this page, without parameters.
    pub(super) here: String,
    parameters: Parameters,
}

/// The selection and the form of a list of features.
#[derive(Debug)]
pub(super) struct Selection {
    /// West, south, east, north; west is greater than east when it spans the antimeridian.
    pub(super) bbox: Option<[f64; 4]>,
    /// Features on the page.
    pub(super) limit: i64,
    /// Moments of change, in milliseconds, both inclusive.
    pub(super) between: Option<(i64, i64)>,
    /// Where the page begins, as the link `next` of the one before it says.
    pub(super) after: Option<String>,
    /// System of the answer.
    pub(super) crs: Crs,
}

impl Asked {
    pub(super) const fn new(base: String, here: String, parameters: Parameters) -> Self {
        Self { base, here, parameters }
    }

    /// The value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Refuses parameters other than these and `f`.
    pub(super) fn only(&self, names: &[&str]) -> Result<()> {
        let mut problems = Problems::new();
        self.unknown(names, &mut problems);
        problems.into_result()
    }

    fn unknown(&self, names: &[&str], problems: &mut Problems) {
        for name in self.parameters.keys().filter(|name| !names.contains(&name.as_str()) && *name != "f") {
            let name: String = name.chars().take(100).collect();
            let known = names.join(", ");
            problems.add(
                Problems::WHOLE,
                "unknown-parameters",
                format!("Onbekende queryparameter: {name}. Bekend zijn: {known}."),
            );
        }
        if self.get("f").is_some_and(|format| !matches!(format, "json" | "geojson")) {
            problems.add("f", "invalid", "Kies json of geojson.");
        }
    }

    /// The system of the answer for one feature.
    pub(super) fn crs(&self) -> Result<Crs> {
        let mut problems = Problems::new();
        let crs = self.system("crs", &mut problems);
        problems.into_result()?;
        Ok(crs)
    }

    fn system(&self, parameter: &str, problems: &mut Problems) -> Crs {
        let Some(uri) = self.get(parameter) else { return Crs::Wgs84 };
        let found = [Crs::Wgs84, Crs::Rd].into_iter().find(|crs| crs.uri() == uri);
        found.unwrap_or_else(|| {
            let reason = format!("Kies {} of {}.", Crs::Wgs84.uri(), Crs::Rd.uri());
            problems.add(parameter, "invalid", reason);
            Crs::Wgs84
        })
    }

    /// Reads the parameters of a list; `filters` are the property filters that it has besides.
    pub(super) fn selection(&self, filters: &[&str]) -> Result<Selection> {
        let mut problems = Problems::new();
        let known: Vec<&str> =
            ["bbox", "bbox-crs", "crs", "limit", "datetime", "after"].iter().chain(filters).copied().collect();
        self.unknown(&known, &mut problems);
        let bbox_crs = self.system("bbox-crs", &mut problems);
        let selection = Selection {
            bbox: self.get("bbox").and_then(|text| note(bbox(text, bbox_crs), "bbox", &mut problems)),
            limit: self.get("limit").and_then(|text| note(limit(text), "limit", &mut problems)).unwrap_or(USUAL),
            between: self.get("datetime").and_then(|text| note(between(text), "datetime", &mut problems)),
            after: self.get("after").map(str::to_owned),
            crs: self.system("crs", &mut problems),
        };
        problems.into_result()?;
        Ok(selection)
    }

    /// Address of this page with its parameters, `after` replaced; without `after` it is this page itself.
    pub(super) fn page(&self, after: Option<&str>) -> String {
        let mut names: Vec<&String> =
            self.parameters.keys().filter(|name| after.is_none() || *name != "after").collect();
        names.sort();
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in names {
            query.append_pair(name, self.get(name).unwrap_or_default());
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        let query = query.finish();
        if query.is_empty() { self.here.clone() } else { format!("{}?{query}", self.here) }
    }
}

/// Keeps a value, or notes why there is none.
fn note<T>(read: Result<T, &'static str>, name: &str, problems: &mut Problems) -> Option<T> {
    read.map_err(|reason| problems.add(name, "invalid", reason)).ok()
}

/// Four numbers, or six of which the heights are left alone.
fn bbox(text: &str, crs: Crs) -> Result<[f64; 4], &'static str> {
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|part| part.trim().parse().ok().filter(|number: &f64| number.is_finite())).collect();
    let [west, south, east, north] = match numbers.as_deref() {
        Some([west, south, east, north] | [west, south, _, east, north, _]) => [*west, *south, *east, *north],
        _ => return Err("Verwacht vier (of zes) getallen met komma's ertussen: west,zuid,oost,noord."),
    };
    if south > north {
        return Err("De zuidgrens ligt boven de noordgrens: verwacht west,zuid,oost,noord.");
    }
    match crs {
        Crs::Wgs84
            if [west, east].iter().all(|lon| lon.abs() <= 180.0)
                && [south, north].iter().all(|lat| lat.abs() <= 90.0) =>
        {
            Ok([west, south, east, north])
        }
        Crs::Wgs84 => Err("Lengtegraden liggen tussen -180 en 180, breedtegraden tussen -90 en 90."),
        Crs::Rd if west > east => Err("De westgrens ligt rechts van de oostgrens: verwacht west,zuid,oost,noord."),
        Crs::Rd => around([west, south, east, north]).ok_or("Deze grenzen kunnen geen RD-coördinaten zijn."),
    }
}

/// The box in degrees around a box of the national grid.
fn around([west, south, east, north]: [f64; 4]) -> Option<[f64; 4]> {
    let corners = [(west, south), (east, south), (west, north), (east, north)];
    let corners = corners.into_iter().map(|(x, y)| from_rd(x, y)).collect::<Option<Vec<_>>>()?;
    let lons = || corners.iter().map(|punt| punt.lon);
    let lats = || corners.iter().map(|punt| punt.lat);
    let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
    Some([
        lons().fold(low, f64::min),
        lats().fold(low, f64::min),
        lons().fold(high, f64::max),
        lats().fold(high, f64::max),
    ])
}

fn limit(text: &str) -> Result<i64, &'static str> {
    match text.parse::<i64>() {
        Ok(limit) if limit >= 1 => Ok(limit.min(MOST)),
        _ => Err("Verwacht een geheel getal van 1 of meer."),
    }
}

/// A moment, or an interval of which one end may be open (`..` or nothing).
fn between(text: &str) -> Result<(i64, i64), &'static str> {
    const WRONG: &str = "Verwacht een tijdstip (2026-11-21T12:00:00Z) of een periode (begin/eind, met .. voor open).";
    let moment = |text: &str| DateTime::parse(text).map(|moment| moment.at.as_millisecond()).map_err(|_| WRONG);
    let open = |text: &str| matches!(text, "" | "..");
    match text.split_once('/') {
        None => moment(text).map(|at| (at, at)),
        Some((from, until)) if open(from) && open(until) => Err(WRONG),
        Some((from, until)) => {
            let from = if open(from) { i64::MIN } else { moment(from)? };
            let until = if open(until) { i64::MAX } else { moment(until)? };
            if from > until { Err("Het begin van de periode ligt na het eind.") } else { Ok((from, until)) }
        }
    }
}
