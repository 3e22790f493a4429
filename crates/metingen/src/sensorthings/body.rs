// SPDX-License-Identifier: EUPL-1.2
//! Reading the body of a new entity.

use serde_json::{Map, Value as Json};
use waarmaker_api::Result;

use super::lex::moment;
use super::model::Entity;
use super::refusal::bad;

/// Longest name.
const NAME: usize = 500;
/// Longest other text.
const TEXT: usize = 10_000;

/// The body of one entity, with the names of the members that belong to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body<'b> {
    pub(super) entity: &'static Entity,
    pub(super) members: &'b Map<String, Json>,
}

/// A link in a body.
#[derive(Debug)]
pub(super) enum Given<'b> {
    /// To an entity that is there.
    Id(&'b Json),
    /// To one that is made with this one.
    New(&'b Json),
}

impl<'b> Body<'b> {
    /// Takes a body; refuses members that the entity does not have.
    pub(super) fn new(entity: &'static Entity, json: &'b Json) -> Result<Self> {
        let members = json
            .as_object()
            .ok_or_else(|| bad("invalid", format!("Een object van {} is een JSON-object.", entity.name)))?;
        for name in members.keys().filter(|name| !name.contains('@')) {
            if entity.field(name).is_none() && entity.nav(name).is_none() {
                let shown: String = name.chars().take(40).collect();
                return Err(bad("unknown-property", format!("{} heeft geen eigenschap {shown}.", entity.name)));
            }
        }
        Ok(Self { entity, members })
    }

    /// A member; nothing for `null`.
    pub(super) fn get(&self, name: &str) -> Option<&'b Json> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    fn wrong(&self, name: &str, wanted: &str) -> waarmaker_core::Problem {
        bad("invalid", format!("{}.{name} moet {wanted} zijn.", self.entity.name))
    }

    /// A text that may be empty or absent.
    pub(super) fn text(&self, name: &str) -> Result<String> {
        match self.get(name) {
            None => Ok(String::new()),
            Some(Json::String(text)) if text.chars().nth(TEXT).is_none() => Ok(text.clone()),
            Some(_) => Err(self.wrong(name, &format!("een tekst van hooguit {TEXT} tekens"))),
        }
    }

    /// A text that must be there.
    pub(super) fn required(&self, name: &str) -> Result<String> {
        let text = self.text(name)?;
        let wanted = format!("een tekst van 1 tot {NAME} tekens");
        if text.trim().is_empty() || text.chars().nth(NAME).is_some() {
            Err(self.wrong(name, &wanted))
        } else {
            Ok(text)
        }
    }

    /// JSON that must be there, as text.
    pub(super) fn json(&self, name: &str) -> Result<String> {
        self.get(name).map(Json::to_string).ok_or_else(|| self.wrong(name, "ingevuld"))
    }

    /// `properties`: an object.
    pub(super) fn properties(&self) -> Result<Map<String, Json>> {
        match self.get("properties") {
            None => Ok(Map::new()),
            Some(Json::Object(members)) => Ok(members.clone()),
            Some(_) => Err(self.wrong("properties", "een JSON-object")),
        }
    }

    /// A moment; of an interval its beginning, with its end.
    pub(super) fn moment(&self, name: &str) -> Result<Option<(i64, Option<i64>)>> {
        let wrong = || self.wrong(name, "een tijdstip zoals 2026-11-21T12:00:00Z");
        let Some(value) = self.get(name) else { return Ok(None) };
        let text = value.as_str().ok_or_else(wrong)?;
        let (start, end) = text.split_once('/').map_or((text, None), |(start, end)| (start, Some(end)));
        let start = moment(start).ok_or_else(wrong)?;
        let end = end.map(|end| moment(end).filter(|end| *end >= start).ok_or_else(wrong)).transpose()?;
        Ok(Some((start, end)))
    }

    /// The links of this name.
    pub(super) fn links(&self, name: &str) -> Result<Vec<Given<'b>>> {
        let list = match self.get(name) {
            None => return Ok(Vec::new()),
            Some(Json::Array(list)) => list.iter().collect(),
            Some(one) => vec![one],
        };
        list.into_iter()
            .map(|one| match one {
                Json::Object(members) => Ok(members.get("@iot.id").map_or(Given::New(one), Given::Id)),
                _ => Err(self.wrong(name, "een verwijzing {\"@iot.id\": …} of een nieuw object")),
            })
            .collect()
    }

    /// The one link of this name.
    pub(super) fn link(&self, name: &str) -> Result<Option<Given<'b>>> {
        let mut links = self.links(name)?;
        if links.len() > 1 { Err(self.wrong(name, "één verwijzing")) } else { Ok(links.pop()) }
    }

    /// The refusal of a link that is not there.
    pub(super) fn lacks(&self, name: &str) -> waarmaker_core::Problem {
        bad("invalid", format!("{} heeft een {name} nodig: {{\"{name}\": {{\"@iot.id\": …}}}}.", self.entity.name))
    }
}
