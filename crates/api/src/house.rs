// SPDX-License-Identifier: EUPL-1.2
//! All resources of the program, found by name and by URL.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, OnceLock},
};

use uuid::Uuid;
use waarmaker_core::{Clock, Ids, ORIGIN, Origins};
use waarmaker_events::delivery::Reach;
use waarmaker_resource::{Component, Record};

use crate::{AnyRules, anchors::Anchors, sql::Statements};

/// Choices that the standard or the handbook (§11) leaves to the installation.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Publishing a type demands that its relations have a published version (ztc-012, withdrawn in 1.3.2).
    pub publish_requires_published_relations: bool,
    /// A zaak request without `Accept-Crs` or, with a body, without `Content-Crs` is refused with 412.
    pub crs_headers_required: bool,
    /// Root of an external Referentielijsten API, when the built-in one is not used.
    pub external_referentielijsten: Option<String>,
    /// Size in bytes of the parts of a document that is uploaded in parts.
    pub part_bytes: u64,
    /// Largest content of a document in bytes.
    pub max_upload_bytes: u64,
    /// Days after which an upload in parts that nobody finished is thrown away.
    pub upload_expires_days: u32,
    /// Where callbacks of abonnementen may lead.
    pub callbacks: Reach,
    /// What a callback must answer before it is registered.
    pub callback_check: CallbackCheck,
    /// Identificatie of the zaaktype of zaken about incidents in public space.
    pub incident_zaaktype: String,
    /// Everybody may read assets and their areas, also without a token: they are open data.
    pub assets_public: bool,
    /// Days for which a message that could not be used is kept.
    pub dead_letter_days: u32,
}

/// What a callback must answer before it is registered. Its address is judged in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackCheck {
    /// It is not called.
    Off,
    /// 2xx with `auth`, without a redirect.
    Reachable,
    /// 2xx with `auth`, and 401 or 403 without it.
    Protected,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            publish_requires_published_relations: false,
            crs_headers_required: true,
            external_referentielijsten: None,
            part_bytes: 64 << 20,
            max_upload_bytes: 16 << 30,
            upload_expires_days: 7,
            callbacks: Reach::default(),
            callback_check: CallbackCheck::Off,
            incident_zaaktype: "STORING".to_owned(),
            assets_public: false,
            dead_letter_days: 30,
        }
    }
}

/// A resource in the house: its rules and its statements.
pub struct Room {
    /// The rules.
    pub kind: &'static dyn AnyRules,
    /// Its statements.
    pub(crate) sql: Statements,
    /// Where pages of its lists begin.
    pub(crate) anchors: Anchors,
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.resource().name)
    }
}

/// Where a URL of ours leads.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The resource.
    pub room: &'a Room,
    /// Its uuid.
    pub uuid: Uuid,
    /// Uuid of the resource that it lives under.
    pub parent: Option<Uuid>,
}

/// All resources, and what every request shares. A value: one process can hold several.
pub struct House {
    rooms: Vec<Room>,
    by_name: HashMap<&'static str, usize>,
    by_path: HashMap<(&'static str, &'static str, &'static str), usize>,
    /// The contracts by name of their component, made when the first is asked for: they never change.
    pub(crate) contracts: OnceLock<HashMap<&'static str, Vec<u8>>>,
    /// The URLs that are ours.
    pub origins: Origins,
    /// Choices of the installation.
    pub choices: Choices,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Uuids.
    pub ids: Arc<dyn Ids>,
}

impl fmt::Debug for House {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.rooms).finish()
    }
}

impl House {
    /// A house with these resources.
    pub fn new(
        kinds: &[&'static dyn AnyRules],
        origins: Origins,
        choices: Choices,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        let rooms: Vec<Room> = kinds
            .iter()
            .map(|&kind| Room { kind, sql: Statements::of(kind.resource()), anchors: Anchors::default() })
            .collect();
        let by_name = rooms.iter().enumerate().map(|(i, room)| (room.kind.resource().name, i)).collect();
        let path = |room: &Room| {
            let resource = room.kind.resource();
            (resource.component.root, resource.nested.map_or("", |nested| nested.under), resource.path)
        };
        let by_path = rooms.iter().enumerate().map(|(i, room)| (path(room), i)).collect();
        Self { rooms, by_name, by_path, contracts: OnceLock::new(), origins, choices, clock, ids }
    }

    /// All resources.
    pub fn rooms(&self) -> &[Room] {
        &self.rooms
    }

    /// A resource by its name.
    pub fn room(&self, name: &str) -> Option<&Room> {
        self.by_name.get(name).and_then(|&i| self.rooms.get(i))
    }

    /// The resources that belong to this one: they go when it goes.
    pub fn belonging_to<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Room> {
        self.rooms.iter().filter(move |room| room.kind.resource().owner().is_some_and(|(_, owner)| owner == name))
    }

    /// Where a URL in stored form leads; `None` when it is not a URL of one of our resources.
    pub fn locate(&self, url: &str) -> Option<Place<'_>> {
        let path = url.strip_prefix(ORIGIN)?;
        let component = Component::ALL.iter().find(|component| path.starts_with(component.root))?;
        let mut segments = path.get(component.root.len()..)?.strip_prefix('/')?.split('/');
        let (first, uuid) = (segments.next()?, Uuid::try_parse(segments.next()?).ok()?);
        let (under, name, uuid, parent) = match segments.next() {
            None => ("", first, uuid, None),
            Some(name) => (first, name, Uuid::try_parse(segments.next()?).ok()?, Some(uuid)),
        };
        let (_, &i) =
            self.by_path.iter().find(|((root, u, n), _)| *root == component.root && *u == under && *n == name)?;
        (segments.next().is_none()).then_some(Place { room: self.rooms.get(i)?, uuid, parent })
    }
}

impl House {
    /// A URL of ours as clients write it, from its stored form: for a body that one resource writes for another.
    pub fn outward(&self, url: &str) -> String {
        url.replace(ORIGIN, self.origins.for_host(""))
    }
}

impl Room {
    /// URL in stored form of one of these; `parent` is needed for a nested resource.
    pub fn url(&self, uuid: Uuid, parent: Option<Uuid>) -> String {
        let resource = self.kind.resource();
        let root = resource.component.root;
        match (resource.nested, parent) {
            (Some(nested), Some(parent)) => {
                format!("{ORIGIN}{root}/{}/{parent}/{}/{uuid}", nested.under, resource.path)
            }
            _ => format!("{ORIGIN}{root}/{}/{uuid}", resource.path),
        }
    }

    /// Uuid of the resource that a record lives under, taken from the record.
    pub(crate) fn parent_of(&self, record: &Record) -> Option<Uuid> {
        let nested = self.kind.resource().nested?;
        record.get(nested.field)?.as_str()?.rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok())
    }
}
