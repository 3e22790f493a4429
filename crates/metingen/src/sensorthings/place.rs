// SPDX-License-Identifier: EUPL-1.2
//! From the path of a URL to rows: `Things(1)/Datastreams(2)/Observations`.

use waarmaker_api::{Cx, Result};
use waarmaker_db::Value;

use super::compile::observation_id;
use super::model::{Entity, Kind, Nav, with_alias};
use super::refusal::{bad, missing};
use super::rights::Reach;

/// Most segments of a path.
const LONGEST: usize = 12;

/// The id of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Id {
    Row(i64),
    /// Datastream and moment.
    Observation(i64, i64),
}

impl Id {
    /// What `{p}` stands for in the condition of a link.
    pub(super) const fn key(self) -> i64 {
        match self {
            Self::Row(id) | Self::Observation(id, _) => id,
        }
    }

    /// Reads the id of an entity of this type.
    pub(super) fn read(text: &str, entity: &Entity) -> Option<Self> {
        if entity.kind == Kind::Observations {
            let text = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(text);
            observation_id(text).map(|(stream, at)| Self::Observation(stream, at))
        } else {
            text.parse().ok().map(Self::Row)
        }
    }

    /// As it stands in a URL.
    pub(super) fn in_url(self) -> String {
        match self {
            Self::Row(id) => id.to_string(),
            Self::Observation(stream, at) => format!("'{stream}-{at}'"),
        }
    }

    /// As `@iot.id`.
    pub(super) fn json(self) -> serde_json::Value {
        match self {
            Self::Row(id) => id.into(),
            Self::Observation(stream, at) => format!("{stream}-{at}").into(),
        }
    }
}

/// Rows that a path leads to, with alias `t`.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) entity: &'static Entity,
    /// Conditions on them.
    pub(super) conditions: Vec<String>,
    pub(super) values: Vec<Value>,
    /// Whether it is one entity.
    pub(super) one: bool,
    /// The link over which it was reached, with the id of the entity before it.
    pub(super) parent: Option<(&'static Nav, Id)>,
    /// What was asked of the entity: a member, `$value`, `$ref`.
    pub(super) rest: Vec<String>,
}

/// Follows a path (decoded, without the root).
pub(super) fn find(path: &str, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Place> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.len() > LONGEST {
        return Err(bad("invalid-path", format!("Het adres heeft meer dan {LONGEST} delen.")));
    }
    let mut segments = segments.into_iter();
    let (name, id) = parts(segments.next().unwrap_or_default())?;
    let entity = Entity::named(name).ok_or_else(|| missing(format!("Er is geen verzameling {}.", short(name))))?;
    let mut place =
        Place { entity, conditions: Vec::new(), values: Vec::new(), one: false, parent: None, rest: Vec::new() };
    place.narrow(id)?;
    for segment in segments {
        let (name, id) = parts(segment)?;
        let nav = place.entity.nav(name).filter(|_| place.one && place.rest.is_empty());
        match nav {
            Some(nav) => {
                place = place.step(nav, reach, cx)?;
                place.narrow(id)?;
            }
            None if id.is_none() => place.rest.push(name.to_owned()),
            None => return Err(missing(format!("{} heeft geen verband {}.", place.entity.name, short(name)))),
        }
    }
    Ok(place)
}

impl Place {
    fn narrow(&mut self, id: Option<&str>) -> Result<()> {
        let Some(text) = id else { return Ok(()) };
        let id = Id::read(text, self.entity)
            .ok_or_else(|| missing(format!("{} is geen id van {}.", short(text), self.entity.name)))?;
        self.only(id);
        Ok(())
    }

    /// Leaves one entity.
    pub(super) fn only(&mut self, id: Id) {
        self.values.push(id.key().into());
        let place = self.values.len();
        match id {
            Id::Row(_) => self.conditions.push(format!("t.id = ${place}")),
            Id::Observation(_, at) => {
                self.values.push(at.into());
                self.conditions.push(format!("td.id = ${place} AND t.tijd = ${}", place + 1));
            }
        }
        self.one = true;
    }

    /// Goes on over a link.
    fn step(self, nav: &'static Nav, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Self> {
        let id = self.id(reach, cx)?.ok_or_else(|| self.nothing())?;
        let condition = nav.condition.replace("{c}", "t").replace("{p}", "$1");
        Ok(Self {
            entity: nav.to.entity(),
            conditions: vec![condition],
            values: vec![id.key().into()],
            one: !nav.many,
            parent: Some((nav, id)),
            rest: Vec::new(),
        })
    }

    /// The refusal when there is nothing.
    pub(super) fn nothing(&self) -> waarmaker_core::Problem {
        missing(format!("Dit object van {} bestaat niet, of u mag het niet zien.", self.entity.name))
    }

    /// The whole condition, with that of the caller's rights; its parameters follow those of the place.
    pub(super) fn condition(&self, reach: &Reach, values: &mut Vec<Value>) -> String {
        let mut all = vec![self.entity.joined("t")];
        values.extend(self.values.iter().cloned());
        all.extend(self.conditions.iter().cloned());
        all.extend(reach.condition(self.entity, "t", values));
        all.join(" AND ")
    }

    /// The id of the one entity.
    pub(super) fn id(&self, reach: &Reach, cx: &mut Cx<'_, '_>) -> Result<Option<Id>> {
        let mut values = Vec::new();
        let condition = self.condition(reach, &mut values);
        let columns = key_columns(self.entity);
        let sql = format!("SELECT {columns} FROM {} WHERE {condition}", self.entity.from("t"));
        let is_observation = self.entity.kind == Kind::Observations;
        Ok(cx.tx.one(&sql, &values, |row| {
            Ok(if is_observation { Id::Observation(row.int(0)?, row.int(1)?) } else { Id::Row(row.int(0)?) })
        })?)
    }
}

/// Columns of the id of a row with alias `t`.
pub(super) const fn key_columns(entity: &Entity) -> &'static str {
    match entity.kind {
        Kind::Observations => "t.datastream, t.tijd",
        _ => "t.id",
    }
}

impl Reach {
    /// The condition on a row, when there is one.
    pub(super) fn condition(&self, entity: &Entity, alias: &str, values: &mut Vec<Value>) -> Option<String> {
        let Self::Own(client) = self else { return None };
        if entity.own == "1 = 1" {
            return None;
        }
        values.push(client.into());
        Some(with_alias(entity.own, alias).replace("{c}", &format!("${}", values.len())))
    }
}

fn parts(segment: &str) -> Result<(&str, Option<&str>)> {
    match segment.split_once('(') {
        None => Ok((segment, None)),
        Some((name, rest)) => {
            let id = rest.strip_suffix(')').ok_or_else(|| bad("invalid-path", "In het adres ontbreekt een haakje."))?;
            Ok((name, Some(id)))
        }
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}
