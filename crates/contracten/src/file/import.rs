// SPDX-License-Identifier: EUPL-1.2
//! Makes what a file says true, through the pipeline: rules, audit trail and notifications hold.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, Rules, change, create};
use waarmaker_assets::{find, gebied_by_code};
use waarmaker_core::Problem;
use waarmaker_resource::{Given, Op, Record, apply_defaults, check_body};

use super::{
    Counts, ImportError, Report,
    lenient::{record, unknown},
};
use crate::{Aannemer, Contract, kanaal::STARS};

/// Most lines about what is wrong.
const MOST: usize = 100;

/// Imports a file, in the transaction of the caller: everything or nothing.
pub fn import(cx: &mut Cx<'_, '_>, text: &str) -> std::result::Result<Report, ImportError> {
    let mut file: toml::Table = toml::from_str(text).map_err(|error| ImportError::Findings(vec![error.to_string()]))?;
    let mut work = Work { report: Report::default(), findings: Vec::new() };
    let (aannemers, contracten) = (work.elements(&mut file, "aannemer"), work.elements(&mut file, "contract"));
    for name in file.keys() {
        work.findings.push(format!("{name}: dit kent Waarmaker niet; gebruik [[aannemer]] en [[contract]]"));
    }
    for body in aannemers {
        let naam = body.get("naam").and_then(Json::as_str).unwrap_or_default().to_owned();
        let known = cx.all::<Aannemer>("naam", naam.as_str())?.pop();
        let (counts, findings) = (&mut work.report.aannemers, &mut work.findings);
        put(Element { name: format!("aannemer {naam}"), body, known }, cx, counts, findings, |_, _| Ok(()))?;
    }
    for mut body in contracten {
        let nummer = body.get("nummer").and_then(Json::as_str).unwrap_or_default().to_owned();
        let name = format!("contract {nummer}");
        let before = work.findings.len();
        refer(&mut body, &name, cx, &mut work.findings)?;
        if work.findings.len() > before {
            continue;
        }
        let known = cx.all::<Contract>("nummer", nummer.as_str())?.pop();
        let before = cx.warnings.len();
        let (counts, findings) = (&mut work.report.contracten, &mut work.findings);
        put(Element { name: name.clone(), body, known }, cx, counts, findings, Contract::find_gebieden)?;
        let fresh = cx.warnings.get(before..).unwrap_or_default();
        work.report.waarschuwingen.extend(fresh.iter().map(|warning| format!("{name}: {warning}")));
    }
    if work.findings.is_empty() {
        return Ok(work.report);
    }
    work.findings.truncate(MOST);
    Err(ImportError::Findings(work.findings))
}

/// What was done so far.
struct Work {
    report: Report,
    findings: Vec<String>,
}

impl Work {
    /// The tables `[[name]]` of a file.
    fn elements(&mut self, file: &mut toml::Table, name: &str) -> Vec<Record> {
        match file.remove(name) {
            None => Vec::new(),
            Some(toml::Value::Array(list)) if list.iter().all(toml::Value::is_table) => list
                .into_iter()
                .filter_map(|value| if let toml::Value::Table(table) = value { Some(record(table)) } else { None })
                .collect(),
            Some(_) => {
                self.findings.push(format!("{name}: schrijf [[{name}]] met dubbele haken"));
                Vec::new()
            }
        }
    }
}

/// One contractor or contract of a file.
struct Element<T> {
    name: String,
    body: Record,
    /// The one that is there already.
    known: Option<(Uuid, T)>,
}

/// Makes or changes one; does nothing when it is so already.
fn put<T: Rules>(
    element: Element<T>,
    cx: &mut Cx<'_, '_>,
    counts: &mut Counts,
    findings: &mut Vec<String>,
    complete: impl FnOnce(&mut T, &mut Cx<'_, '_>) -> Result<()>,
) -> Result<()> {
    let Element { name, mut body, known } = element;
    let mut strange = Vec::new();
    unknown(T::RESOURCE.fields, &body, "", &mut strange);
    if !strange.is_empty() {
        findings.extend(strange.into_iter().map(|text| format!("{name}: {text}")));
        return Ok(());
    }
    let room = cx.room(T::RESOURCE.name)?;
    let written = match known {
        None => {
            counts.nieuw += 1;
            create(room, cx, &Json::Object(body), None)
        }
        Some((uuid, old)) => {
            let old = value(&old)?;
            keep_secret(uuid, &mut body, &old, cx)?;
            if is_same::<T>(&body, &old, cx, complete)? {
                counts.gelijk += 1;
                return Ok(());
            }
            counts.gewijzigd += 1;
            change(room, cx, Op::Update, uuid, None, &Json::Object(body))
        }
    };
    match written {
        Ok(_) => Ok(()),
        Err(problem) if problem.status >= 500 => Err(problem),
        Err(problem) => {
            findings.extend(explained(&name, &problem));
            Ok(())
        }
    }
}

/// A line for each thing that is wrong.
fn explained(name: &str, problem: &Problem) -> Vec<String> {
    if problem.invalid_params.is_empty() {
        return vec![format!("{name}: {problem}")];
    }
    let line = |param: &waarmaker_core::InvalidParam| match param.name.as_str() {
        "nonFieldErrors" => format!("{name}: {}", param.reason),
        member => format!("{name}: {member}: {}", param.reason),
    };
    problem.invalid_params.iter().map(line).collect()
}

/// A secret that the file does not have stays; one that is the same as before is no change.
fn keep_secret(uuid: Uuid, body: &mut Record, old: &Json, cx: &mut Cx<'_, '_>) -> Result<()> {
    let has = old.pointer("/kanaal/geheim").and_then(Json::as_str) == Some(STARS);
    let Some(kanaal) = body.get_mut("kanaal").and_then(Json::as_object_mut).filter(|_| has) else { return Ok(()) };
    let sql = "SELECT geheim FROM kanaalgeheimen WHERE uuid = $1";
    let kept = cx.tx.one(sql, &[uuid.into()], |row| row.text(0))?;
    let given = kanaal.get("geheim").and_then(Json::as_str);
    if given.is_none_or(|given| given.is_empty() || Some(given) == kept.as_deref()) {
        kanaal.insert("geheim".to_owned(), Json::from(STARS));
    }
    Ok(())
}

/// Whether a body says what is there already.
fn is_same<T: Rules>(
    body: &Record,
    old: &Json,
    cx: &mut Cx<'_, '_>,
    complete: impl FnOnce(&mut T, &mut Cx<'_, '_>) -> Result<()>,
) -> Result<bool> {
    let fields = T::RESOURCE.fields;
    let body = Json::Object(body.clone());
    let (mut record, problems) = check_body(fields, &body, Given::Whole, &cx.house.origins);
    if !problems.is_empty() {
        return Ok(false);
    }
    apply_defaults(fields, &mut record);
    let mut new: T = typed(Json::Object(record))?;
    complete(&mut new, cx)?;
    Ok(value(&new)? == *old)
}

fn typed<T: DeserializeOwned>(json: Json) -> Result<T> {
    serde_json::from_value(json).map_err(Problem::internal)
}

fn value<T: Serialize>(resource: &T) -> Result<Json> {
    serde_json::to_value(resource).map_err(Problem::internal)
}

/// Puts URLs and uuids in the place of names and codes.
fn refer(body: &mut Record, name: &str, cx: &mut Cx<'_, '_>, findings: &mut Vec<String>) -> Result<()> {
    if let Some(Json::String(naam)) = body.get("aannemer").filter(|given| given.as_str() != Some("")) {
        if let Some((uuid, _)) = cx.all::<Aannemer>("naam", naam.as_str())?.pop() {
            let url = cx.room("aannemer")?.url(uuid, None);
            body.insert("aannemer".to_owned(), Json::String(cx.house.outward(&url)));
        } else {
            findings.push(format!("{name}: aannemer: er is geen aannemer met de naam {naam}"));
            body.remove("aannemer");
        }
    }
    let mut missing = Vec::new();
    for gebied in list(body, "gebieden") {
        if let Some((soort, code)) = gebied.as_str().and_then(|text| text.split_once(':')) {
            if gebied_by_code(cx.tx, soort, code)?.is_none() {
                missing.push(format!("{name}: gebieden: er is geen gebied {soort} met de code {code}"));
            }
            *gebied = json!({"soort": soort, "code": code});
        }
    }
    for asset in list(body, "assets") {
        if let Some((soort, identificatie)) = asset.as_str().and_then(|text| text.split_once(':')) {
            match find(cx.tx, soort, identificatie)? {
                Some(found) => *asset = Json::String(found.uuid.to_string()),
                None => missing.push(format!("{name}: assets: er is geen {soort} met het nummer {identificatie}")),
            }
        }
    }
    findings.extend(missing);
    Ok(())
}

fn list<'b>(body: &'b mut Record, name: &str) -> impl Iterator<Item = &'b mut Json> {
    body.get_mut(name).and_then(Json::as_array_mut).into_iter().flatten()
}
