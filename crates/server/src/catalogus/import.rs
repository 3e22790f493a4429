// SPDX-License-Identifier: EUPL-1.2
//! Import: makes what a file says true, through the pipeline, in the transaction of the caller.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, House, Room, amend, change, create_as, delete};
use waarmaker_core::Problem;
use waarmaker_resource::{Op, Record, Shape};

use super::{
    Finding, Node, Refusal, compare,
    element::{CATALOGUS, Kind},
    names,
};

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Publish every type, also one that the file does not say it of.
    pub(crate) publish: bool,
    /// Change published types too.
    pub(crate) force: bool,
}

/// What became of the elements of a file, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Report(pub(crate) BTreeMap<&'static str, Count>);

/// What became of the elements of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Count {
    /// Were made.
    pub(crate) new: usize,
    /// Were changed.
    pub(crate) changed: usize,
    /// Were just so already.
    pub(crate) unchanged: usize,
    /// Were removed, because the list of the file does not have them.
    pub(crate) removed: usize,
    /// Were published.
    pub(crate) published: usize,
}

/// Imports a file. With any finding nothing of it may stay: the caller rolls back.
pub(crate) fn import(cx: &mut Cx<'_, '_>, file: &str, root: &Node, options: Options) -> Result<Report, Refusal> {
    let mut import = Import { cx, file, options, findings: Vec::new(), report: Report::default(), publish: Vec::new() };
    let done = import.whole(root);
    // What failed may have failed because of what was found: that says more.
    if !import.findings.is_empty() {
        import.findings.sort_by_key(|finding| finding.line);
        return Err(Refusal::Findings(import.findings));
    }
    done?;
    Ok(import.report)
}

/// The bodies of all elements that may refer to another server, for fetching that before the transaction.
pub(crate) fn bodies(house: &House, root: &Node) -> Vec<(&'static str, Json)> {
    let mut bodies = Vec::new();
    for kind in CATALOGUS.parts {
        gather(kind, root, house, &mut bodies);
    }
    bodies
}

fn gather(kind: &'static Kind, around: &Node, house: &House, bodies: &mut Vec<(&'static str, Json)>) {
    for node in around.get(kind.key).and_then(Node::elements).unwrap_or_default() {
        if let Some(room) = house.room(kind.resource) {
            bodies.push((kind.resource, Json::Object(compare::body(kind, node, room.kind.resource(), house))));
        }
        for part in kind.parts {
            gather(part, node, house, bodies);
        }
    }
}

/// What is around an element.
#[derive(Clone, Copy)]
struct Within<'n> {
    kind: &'static Kind,
    uuid: Uuid,
    /// It is a type, and published.
    published: bool,
    place: &'n str,
}

/// An element that is stored already.
pub(super) struct Found {
    uuid: Uuid,
    pub(super) record: Record,
}

/// An element of the file, on its way into the register.
struct Element<'e> {
    kind: &'static Kind,
    room: &'e Room,
    node: &'e Node,
    within: Option<Within<'e>>,
    /// How it is called in a message.
    place: String,
    /// The uuid that the file gives.
    uuid: Option<Uuid>,
    /// Its members, as the pipeline takes them.
    body: Record,
}

impl Element<'_> {
    /// Whether what is around it is published.
    fn is_locked(&self) -> bool {
        self.within.is_some_and(|within| within.published)
    }
}

struct Import<'i, 'c, 'tx> {
    cx: &'i mut Cx<'c, 'tx>,
    file: &'i str,
    options: Options,
    findings: Vec<Finding>,
    report: Report,
    /// Types to publish in the end.
    publish: Vec<(&'static Kind, Uuid, usize, String)>,
}

impl Import<'_, '_, '_> {
    fn whole(&mut self, root: &Node) -> Result<(), Problem> {
        for (key, node) in root.members().into_iter().flatten() {
            if key != CATALOGUS.key && !CATALOGUS.parts.iter().any(|kind| kind.key == key) {
                self.find(
                    node.line,
                    "",
                    key,
                    "this section does not exist: catalogus, informatieobjecttypen, besluittypen and zaaktypen do",
                );
            }
        }
        let Some(node) = root.get(CATALOGUS.key).filter(|node| node.members().is_some()) else {
            self.find(1, "", "catalogus", "the section [catalogus] with domein and rsin is missing");
            return Ok(());
        };
        let Some((uuid, _)) = self.element(&CATALOGUS, node, None)? else { return Ok(()) };
        let within = Within { kind: &CATALOGUS, uuid, published: false, place: "" };
        for kind in CATALOGUS.parts {
            self.list(kind, root, within)?;
        }
        if self.findings.is_empty() {
            let unknown = names::unknown(self.cx, self.file, root, uuid)?;
            self.findings.extend(unknown);
            self.publish_all()?;
        }
        Ok(())
    }

    /// All elements of one kind; what is stored and not among them is removed from a zaaktype.
    fn list(&mut self, kind: &'static Kind, around: &Node, within: Within<'_>) -> Result<(), Problem> {
        let Some(list) = around.get(kind.key) else { return Ok(()) };
        let Some(nodes) = list.elements() else {
            let reason = format!(
                "write every element under a header of its own: [[{}{}]]",
                if kind.parent == "zaaktype" { "zaaktypen." } else { "" },
                kind.key
            );
            self.find(list.line, within.place, kind.key, &reason);
            return Ok(());
        };
        let mut kept = Vec::new();
        for node in nodes {
            let Some((uuid, published)) = self.element(kind, node, Some(within))? else { continue };
            if kept.contains(&uuid) {
                self.find(node.line, &place(kind, node, within.place), "", "it stands in the file twice");
            }
            kept.push(uuid);
            let place = place(kind, node, within.place);
            let inner = Within { kind, uuid, published, place: &place };
            for part in kind.parts {
                self.list(part, node, inner)?;
            }
        }
        if kind.parent == "zaaktype" && self.findings.is_empty() {
            self.remove_others(kind, list.line, &kept, within)?;
        }
        Ok(())
    }

    /// Makes one element true. Returns its uuid and whether it is published; `None` when something was found against it.
    fn element(
        &mut self,
        kind: &'static Kind,
        node: &Node,
        within: Option<Within<'_>>,
    ) -> Result<Option<(Uuid, bool)>, Problem> {
        let place = place(kind, node, within.map_or("", |within| within.place));
        let before = self.findings.len();
        let room = self.cx.room(kind.resource)?;
        let resource = room.kind.resource();
        for key in compare::unknown_keys(kind, node, resource) {
            self.find(node.line_of(&key), &place, &key, "this member does not exist, or is set by the register");
        }
        let body = compare::body(kind, node, resource, self.cx.house);
        let uuid = self.uuid(node, &place);
        let mut element = Element { kind, room, node, within, place, uuid, body };
        self.links(&mut element)?;
        if self.findings.len() > before {
            return Ok(None);
        }
        match self.stored(&element)? {
            Some(found) if uuid.is_some_and(|uuid| uuid != found.uuid) => {
                let reason = format!("it is in the register already with the uuid {}", found.uuid);
                self.find(node.line_of("uuid"), &element.place, "uuid", &reason);
                Ok(None)
            }
            Some(found) => self.update(&element, &found),
            None => self.create(element),
        }
    }

    fn create(&mut self, mut element: Element<'_>) -> Result<Option<(Uuid, bool)>, Problem> {
        if element.is_locked() && !self.options.force {
            self.find(element.node.line, &element.place, "", NEW_VERSION);
            return Ok(None);
        }
        // A file need not say that a list is empty, although a client must.
        for field in element
            .room
            .kind
            .resource()
            .fields
            .iter()
            .filter(|field| field.required && matches!(field.shape, Shape::List(_)))
        {
            element.body.entry(field.name).or_insert_with(|| Json::Array(Vec::new()));
        }
        let body = Json::Object(std::mem::take(&mut element.body));
        let created = create_as(element.room, self.cx, &body, None, element.uuid);
        let Some(written) = self.judged(created, &element)? else { return Ok(None) };
        self.count(element.kind).new += 1;
        self.wants_publication(&element, written.stored.uuid, true);
        Ok(Some((written.stored.uuid, false)))
    }

    fn update(&mut self, element: &Element<'_>, found: &Found) -> Result<Option<(Uuid, bool)>, Problem> {
        let concept = found.record.get("concept").and_then(Json::as_bool).unwrap_or(false);
        let published = element.kind.published && !concept;
        let differences =
            compare::differences(element.room.kind.resource(), &element.body, &found.record, self.cx.house);
        let Some(differences) = self.judged(differences.map_err(Problem::invalid), element)? else { return Ok(None) };
        self.wants_publication(element, found.uuid, concept);
        let Some(first) = differences.first() else {
            self.count(element.kind).unchanged += 1;
            return Ok(Some((found.uuid, published)));
        };
        let only_end = published && differences == ["eindeGeldigheid"];
        if (published || element.is_locked()) && !only_end && !self.options.force {
            self.find(element.node.line_of(first), &element.place, first, NEW_VERSION);
            return Ok(None);
        }
        let different = element.body.iter().filter(|(name, _)| differences.contains(&name.as_str()));
        let part: Record = different.map(|(name, value)| (name.clone(), value.clone())).collect();
        let changed = change(element.room, self.cx, Op::Patch, found.uuid, None, &Json::Object(part));
        if self.judged(changed, element)?.is_none() {
            return Ok(None);
        }
        self.count(element.kind).changed += 1;
        Ok(Some((found.uuid, published)))
    }

    /// Turns references into URLs: to what is around the element, and to a statustype by its omschrijving.
    fn links(&mut self, element: &mut Element<'_>) -> Result<(), Problem> {
        let Some(within) = element.within else { return Ok(()) };
        let fields = element.room.kind.resource().fields;
        for field in fields.iter().filter(|field| matches!(field.shape, Shape::Link("statustype"))) {
            let Some(Json::String(name)) = element.body.get(field.name).filter(|value| !text_of(value).contains("://"))
            else {
                continue;
            };
            let room = self.cx.room("statustype")?;
            let mut statustypen = siblings(self.cx, room, "zaaktype", within.uuid)?.into_iter();
            if let Some(found) = statustypen.find(|found| text(&found.record, "omschrijving") == *name) {
                let url = self.url(room, found.uuid);
                element.body.insert(field.name.to_owned(), url);
            } else {
                let reason = format!("the zaaktype has no statustype with the omschrijving {name:?}");
                self.find(element.node.line_of(field.name), &element.place, field.name, &reason);
            }
        }
        if fields.iter().any(|field| field.name == within.kind.resource) {
            let around = self.cx.room(within.kind.resource)?;
            let url = self.url(around, within.uuid);
            element.body.insert(within.kind.resource.to_owned(), url);
        }
        Ok(())
    }

    fn url(&self, room: &Room, uuid: Uuid) -> Json {
        let resource = room.kind.resource();
        Json::String(format!(
            "{}{}/{}/{uuid}",
            self.cx.house.origins.for_host(""),
            resource.component.root,
            resource.path
        ))
    }

    /// The uuid that the file gives.
    fn uuid(&mut self, node: &Node, place: &str) -> Option<Uuid> {
        let given = node.get("uuid")?.json();
        let uuid = given.as_str().and_then(|text| Uuid::try_parse(text).ok());
        if uuid.is_none() {
            self.find(node.line_of("uuid"), place, "uuid", "this is no uuid");
        }
        uuid
    }

    /// What is stored of an element: by its uuid, or else by what makes it unique.
    fn stored(&mut self, element: &Element<'_>) -> Result<Option<Found>, Problem> {
        let Element { kind, room, body, .. } = element;
        if let Some(uuid) = element.uuid
            && let Some(record) = self.cx.record(kind.resource, uuid)?
        {
            return Ok(Some(Found { uuid, record }));
        }
        let all = match element.within {
            Some(within) => siblings(self.cx, room, kind.parent, within.uuid)?,
            None => siblings(self.cx, room, "rsin", text(body, "rsin"))?,
        };
        let house = self.cx.house;
        let same = |found: &Found| {
            kind.identity.iter().all(|member| text(&found.record, member) == canonical(house, &text(body, member)))
        };
        Ok(all.into_iter().find(same))
    }

    fn remove_others(
        &mut self,
        kind: &'static Kind,
        line: usize,
        kept: &[Uuid],
        within: Within<'_>,
    ) -> Result<(), Problem> {
        let room = self.cx.room(kind.resource)?;
        for found in
            siblings(self.cx, room, kind.parent, within.uuid)?.into_iter().filter(|found| !kept.contains(&found.uuid))
        {
            let name = kind.identity.first().map(|member| text(&found.record, member)).unwrap_or_default();
            if within.published && !self.options.force {
                let reason = format!("the register also has {name:?}, and the zaaktype is published. {NEW_VERSION}");
                self.find(line, within.place, kind.key, &reason);
                continue;
            }
            match delete(room, self.cx, found.uuid, None) {
                Ok(()) => self.count(kind).removed += 1,
                Err(problem) if problem.status >= 500 => return Err(problem),
                Err(problem) => {
                    self.find(line, within.place, kind.key, &format!("{name:?} cannot be removed: {problem}"));
                }
            }
        }
        Ok(())
    }

    fn wants_publication(&mut self, element: &Element<'_>, uuid: Uuid, concept: bool) {
        let Element { kind, node, place, .. } = element;
        let said = node.get("concept").is_some_and(|node| node.json() == Json::Bool(false));
        if kind.published && concept && (said || self.options.publish) {
            self.publish.push((kind, uuid, node.line_of("concept"), place.clone()));
        }
    }

    fn publish_all(&mut self) -> Result<(), Problem> {
        for (kind, uuid, line, place) in std::mem::take(&mut self.publish) {
            let room = self.cx.room(kind.resource)?;
            let published = amend(room, self.cx, uuid, PUBLISH, |record| {
                record.insert("concept".to_owned(), Json::Bool(false));
            });
            match published {
                Ok(_) => self.count(kind).published += 1,
                Err(problem) if problem.status >= 500 => return Err(problem),
                Err(problem) => {
                    let reasons: Vec<&str> = problem.invalid_params.iter().map(|param| param.reason.as_str()).collect();
                    self.find(line, &place, "concept", &format!("it cannot be published: {}", reasons.join(" ")));
                }
            }
        }
        Ok(())
    }

    /// The outcome of a write: a refusal becomes findings, a failure ends the import.
    fn judged<T>(&mut self, outcome: Result<T, Problem>, element: &Element<'_>) -> Result<Option<T>, Problem> {
        let problem = match outcome {
            Ok(written) => return Ok(Some(written)),
            Err(problem) if problem.status >= 500 => return Err(problem),
            Err(problem) => problem,
        };
        let Element { node, place, .. } = element;
        if problem.invalid_params.is_empty() {
            self.find(node.line, place, "", &problem.detail);
        }
        for param in &problem.invalid_params {
            let field = if param.name == waarmaker_core::Problems::WHOLE { "" } else { param.name.as_str() };
            self.find(node.line_of(field), place, field, &format!("{} ({})", param.reason, param.code));
        }
        Ok(None)
    }

    fn find(&mut self, line: usize, place: &str, field: &str, reason: &str) {
        let (file, place, field, reason) =
            (self.file.to_owned(), place.to_owned(), field.to_owned(), reason.to_owned());
        self.findings.push(Finding { file, line, place, field, reason });
    }

    fn count(&mut self, kind: &Kind) -> &mut Count {
        self.report.0.entry(kind.resource).or_default()
    }
}

/// Scope of publishing, as the Catalogi API has it.
const PUBLISH: &[&str] = &["catalogi.schrijven"];
const NEW_VERSION: &str = "the published type is different; give it an eindeGeldigheid and add a new version with a later beginGeldigheid, \
                           or change it all the same with --force";

/// How an element is called in a message.
pub(super) fn place(kind: &Kind, node: &Node, outer: &str) -> String {
    let name = kind.identity.first().and_then(|member| node.get(member)).map(|node| text_of(&node.json()));
    let own = format!("{} {}", kind.key, name.unwrap_or_default());
    if outer.is_empty() { own.trim_end().to_owned() } else { format!("{outer}, {}", own.trim_end()) }
}

/// A member as text, whatever it is.
pub(super) fn text(record: &Record, member: &str) -> String {
    record.get(member).map(text_of).unwrap_or_default()
}

fn text_of(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// A URL of ours in stored form; any other text as it is.
fn canonical(house: &House, text: &str) -> String {
    house.origins.canonical(text).unwrap_or_else(|| text.to_owned())
}

/// All stored elements of a kind whose column has this value.
pub(super) fn siblings(
    cx: &mut Cx<'_, '_>,
    room: &Room,
    column: &str,
    value: impl Into<waarmaker_db::Value>,
) -> Result<Vec<Found>, Problem> {
    let sql = format!("SELECT uuid, body FROM {} WHERE {column} = $1 ORDER BY id", room.kind.resource().table);
    let rows = cx.tx.query(&sql, &[value.into()], |row| Ok((row.uuid(0)?, row.bytes(1)?)))?;
    let found = |(uuid, body): (Uuid, Vec<u8>)| {
        Ok(Found { uuid, record: serde_json::from_slice(&body).map_err(Problem::internal)? })
    };
    rows.into_iter().map(found).collect()
}
