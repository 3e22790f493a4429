// SPDX-License-Identifier: EUPL-1.2
//! The operations of a resource, as one list: the contract, the pages at `/docs` and the reference of the book are made from it.

use serde_json::{Map, Value, json};
use waarmaker_resource::{Component, Extra, Field, Guard, Op, Resource, Shape};

use super::{
    Schemas,
    parameters::{Parameter, detail_parameters, headers, uuid},
    responses::{self, Reply},
    schema::Mode,
};

/// Scheme of the token in the contract.
pub(super) const SECURITY: &str = "JWT-Claims";

/// One operation of a component.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    /// Path below the root of the component.
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) summary: String,
    /// Any of these scopes suffices; none is needed when there are none.
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) tag: &'static str,
    pub(crate) parameters: Vec<Parameter>,
    /// Schema of the body, when there is one.
    pub(crate) body: Option<Value>,
    /// The body is a form (`multipart/form-data`), not JSON.
    pub(crate) form: bool,
    pub(crate) reply: Reply,
    /// Headers about coordinates are part of it.
    pub(crate) crs: bool,
}

impl Operation {
    /// The operation in the contract.
    pub(super) fn document(&self) -> Value {
        let mut all = Map::new();
        all.insert("operationId".to_owned(), json!(self.id));
        all.insert("summary".to_owned(), json!(self.summary));
        all.insert("tags".to_owned(), json!([self.tag]));
        all.insert("parameters".to_owned(), self.parameters.iter().map(Parameter::document).collect());
        if let Some(schema) = &self.body {
            let media = if self.form { "multipart/form-data" } else { "application/json" };
            all.insert("requestBody".to_owned(), json!({"required": true, "content": {media: {"schema": schema}}}));
        }
        let head = self.method == "head";
        all.insert("responses".to_owned(), responses::document(&self.reply, self.crs, self.body.is_some(), head));
        all.insert(
            "security".to_owned(),
            if self.scopes.is_empty() { json!([]) } else { json!([{SECURITY: [expression(&self.scopes)]}]) },
        );
        Value::Object(all)
    }
}

/// Scopes as the standard writes them: `(a | b)`.
pub(crate) fn expression(scopes: &[&str]) -> String {
    match scopes {
        [one] => (*one).to_owned(),
        all => format!("({})", all.join(" | ")),
    }
}

impl Schemas<'_> {
    /// All operations of a resource, in the order of the standard: the collection, one of it, the audit trail, the rest.
    pub(crate) fn operations(&mut self, resource: &Resource) -> Vec<Operation> {
        let mut all = Vec::new();
        for op in [Op::List, Op::Create, Op::Read, Op::Update, Op::Patch, Op::Delete] {
            let Some(scopes) = resource.scopes(op) else { continue };
            all.push(self.operation(resource, op, scopes));
        }
        if let Some(scopes) = resource.scopes(Op::Read).filter(|_| resource.conditional) {
            let read = self.operation(resource, Op::Read, scopes);
            let summary = format!("De headers van een {} opvragen.", resource.name);
            all.push(Operation { method: "head", id: format!("{}_headers", stem(resource)), summary, ..read });
        }
        if resource.audittrail {
            all.extend(self.audittrail(resource));
        }
        for extra in resource.extras {
            all.push(self.extra(resource, extra));
        }
        all
    }

    fn operation(&mut self, resource: &Resource, op: Op, scopes: &[&'static str]) -> Operation {
        let item = !matches!(op, Op::List | Op::Create);
        let (method, verb) = verbs(resource, op);
        let mut parameters = path_parameters(resource, item);
        parameters.extend(headers(resource, op, resource.crs, self.house.choices.crs_headers_required));
        let (body, reply) = match op {
            Op::List => {
                parameters.extend(self.list_parameters(resource));
                (None, Reply::new(200, "De lijst.", Some(self.list(resource))))
            }
            Op::Read => {
                parameters.extend(detail_parameters(resource));
                (
                    None,
                    Reply {
                        conditional: resource.conditional,
                        ..Reply::new(200, "Gevonden.", Some(self.expanded(resource)))
                    },
                )
            }
            Op::Create => {
                let made = Reply::new(201, "Gemaakt.", Some(self.created(resource)));
                (Some(self.request(resource, Mode::Whole)), Reply { location: true, warns: true, ..made })
            }
            Op::Update | Op::Patch => {
                let mode = if op == Op::Patch { Mode::Part } else { Mode::Replace };
                (
                    Some(self.request(resource, mode)),
                    Reply { warns: true, ..Reply::new(200, "Bijgewerkt.", Some(self.answer(resource))) },
                )
            }
            Op::Delete => (None, Reply::new(204, "Verwijderd.", None)),
        };
        let reply = Reply { crs: resource.crs && op != Op::Delete, ..reply };
        Operation {
            method,
            path: path(resource, item),
            id: format!("{}_{verb}", stem(resource)),
            summary: summary(resource, op),
            scopes: open(resource, scopes),
            tag: tag(resource),
            parameters,
            body,
            form: false,
            reply,
            crs: resource.crs,
        }
    }

    /// The two operations of the audit trail of a main object.
    fn audittrail(&mut self, resource: &Resource) -> [Operation; 2] {
        let record = self.audit();
        // A component of the standard has one main object and a fixed name for its trail; ours has several.
        let prefix =
            if resource.component == Component::SIGNALEN { format!("{}_", stem(resource)) } else { String::new() };
        let owner = uuid(&format!("{}_uuid", resource.name), "Uuid van het object waar de audit trail van is.");
        let base = format!("/{}/{{{}_uuid}}/audittrail", resource.path, resource.name);
        let list = Operation {
            method: "get",
            path: base.clone(),
            id: format!("{prefix}audittrail_list"),
            summary: "Alle auditrecords van een object opvragen.".to_owned(),
            scopes: vec!["audittrails.lezen"],
            tag: tag(resource),
            parameters: vec![owner.clone()],
            body: None,
            form: false,
            reply: Reply::new(200, "De lijst.", Some(json!({"type": "array", "items": record}))),
            crs: false,
        };
        let one = Operation {
            path: format!("{base}/{{uuid}}"),
            id: format!("{prefix}{}", if resource.read_delete { "audittrail_read" } else { "audittrail_retrieve" }),
            summary: "Een auditrecord opvragen.".to_owned(),
            parameters: vec![owner, uuid("uuid", "Uuid van het auditrecord.")],
            reply: Reply::new(200, "Gevonden.", Some(record)),
            ..list.clone()
        };
        [list, one]
    }

    /// An operation beyond the six.
    fn extra(&mut self, resource: &Resource, extra: &Extra) -> Operation {
        let method = lower(extra.method);
        let with_body = extra.body.is_some();
        let path = match extra.path.strip_prefix("//") {
            Some(root) => format!("/{root}"),
            None => format!("{}{}", self::path(resource, false), extra.path),
        };
        let crs = resource.crs && (extra.page || extra.answer.1.is_none());
        let mut parameters = Vec::new();
        if path.contains("{uuid}") {
            parameters.push(uuid("uuid", "Uuid van het object."));
        }
        let op = match (with_body, method) {
            (true, _) => Op::Create,
            (false, "get") => Op::List,
            (false, _) => Op::Delete,
        };
        parameters.extend(headers(resource, op, crs, self.house.choices.crs_headers_required));
        parameters.extend(self.extra_parameters(extra.parameters, extra.page));
        let name = super::schema::capital(extra.id);
        let body = extra.body.map(|fields| self.body(&format!("{name}Request"), fields));
        let schema = match (&extra.answer.1, extra.page) {
            (_, true) => Some(self.found(resource, extra.body)),
            (Some(shape), _) => {
                let field = Field { required: true, ..Field::BASE };
                Some(self.value(&format!("{name}Antwoord"), &field, shape, Mode::Answer))
            }
            (None, false) if extra.answer.0 == 204 => None,
            (None, false) => Some(self.answer(resource)),
        };
        let binary = matches!(extra.answer.1, Some(Shape::Binary));
        let media = if binary { "application/octet-stream" } else { "application/json" };
        Operation {
            method,
            path,
            id: extra.id.to_owned(),
            summary: extra.doc.to_owned(),
            scopes: open(resource, extra.scopes),
            tag: tag(resource),
            parameters,
            body,
            form: extra.body.is_some_and(|fields| fields.iter().any(|field| matches!(field.shape, Shape::Binary))),
            reply: Reply { media, crs, ..Reply::new(extra.answer.0, "Uitgevoerd.", schema) },
            crs,
        }
    }
}

impl Schemas<'_> {
    /// The schema of a page that was searched for. Who names the members that must be shown (zrc-029) gets only those.
    fn found(&mut self, resource: &Resource, body: Option<&[Field]>) -> Value {
        let page = self.list(resource);
        if !body.is_some_and(|fields| fields.iter().any(|field| field.name == "fields")) {
            return page;
        }
        let part = json!({"type": "object", "additionalProperties": true});
        let results = json!({"type": "array", "items": part, "description": "Met alleen de leden die `fields` noemt."});
        json!({"anyOf": [page, {"type": "object", "properties": {"count": {"type": "integer"}, "results": results}, "required": ["count", "results"]}]})
    }
}

/// Path of the collection, or of one of it.
fn path(resource: &Resource, item: bool) -> String {
    let base = match resource.nested {
        Some(nested) => format!("/{}/{{{}}}/{}", nested.under, nested.parameter, resource.path),
        None => format!("/{}", resource.path),
    };
    if item { format!("{base}/{{uuid}}") } else { base }
}

fn path_parameters(resource: &Resource, item: bool) -> Vec<Parameter> {
    let parent = resource.nested.map(|nested| uuid(nested.parameter, "Uuid van het object waar dit onder valt."));
    let own = item.then(|| uuid("uuid", "Uuid van het object."));
    parent.into_iter().chain(own).collect()
}

/// Stem of the operationIds.
fn stem(resource: &Resource) -> &'static str {
    if resource.operation.is_empty() { resource.name } else { resource.operation }
}

/// Method and last part of the operationId.
fn verbs(resource: &Resource, op: Op) -> (&'static str, &'static str) {
    match op {
        Op::List => ("get", "list"),
        Op::Create => ("post", "create"),
        Op::Read => ("get", if resource.read_delete { "read" } else { "retrieve" }),
        Op::Update => ("put", "update"),
        Op::Patch => ("patch", "partial_update"),
        Op::Delete => ("delete", if resource.read_delete { "delete" } else { "destroy" }),
    }
}

fn summary(resource: &Resource, op: Op) -> String {
    let name = resource.name;
    match op {
        Op::List => format!("Alle {} opvragen en filteren.", resource.path),
        Op::Create => format!("Een {name} maken."),
        Op::Read => format!("Een {name} opvragen."),
        Op::Update => format!("Een {name} geheel bijwerken."),
        Op::Patch => format!("Een {name} deels bijwerken."),
        Op::Delete => format!("Een {name} verwijderen."),
    }
}

/// The group of operations that it stands under.
const fn tag(resource: &Resource) -> &'static str {
    match resource.nested {
        Some(nested) => nested.under,
        None => resource.path,
    }
}

/// The scopes of an operation; none for what is public.
fn open(resource: &Resource, scopes: &[&'static str]) -> Vec<&'static str> {
    if resource.guard == Guard::Public { Vec::new() } else { scopes.to_vec() }
}

fn lower(method: &str) -> &'static str {
    match method {
        "POST" => "post",
        "PUT" => "put",
        "PATCH" => "patch",
        "DELETE" => "delete",
        "HEAD" => "head",
        _ => "get",
    }
}
