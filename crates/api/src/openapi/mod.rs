// SPDX-License-Identifier: EUPL-1.2
//! The contract of a component, made from the declarations.
//!
//! `Schemas` walks the resources of a component and collects what the document needs; `Operation` is the same for the contract, the pages
//! at `/docs` and the reference in the book ([`reference()`]). The order is that of the declarations, so the same program always writes the
//! same bytes.

mod audit;
mod members;
mod parameters;
mod paths;
mod reference;
mod responses;
mod schema;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use waarmaker_core::Problem;
use waarmaker_resource::{Component, Field, Resource};

pub(crate) use members::{Row, Table, When, tables};
pub(crate) use parameters::{Parameter, Place};
pub(crate) use paths::{Operation, expression};
pub(crate) use responses::refusals;
pub(crate) use schema::Mode;

use crate::{House, Result};

pub use reference::reference;

/// The `OpenAPI` document of a component.
pub fn document(house: &House, component: Component) -> Result<Vec<u8>> {
    let make = |component: &Component| (component.name, value(house, *component).to_string().into_bytes());
    let contracts = house.contracts.get_or_init(|| Component::ALL.iter().map(make).collect());
    contracts.get(component.name).cloned().ok_or_else(Problem::not_found)
}

/// The document as a value.
fn value(house: &House, component: Component) -> Value {
    let mut schemas = Schemas::new(house, component);
    let mut paths: Map<String, Value> = Map::new();
    let mut tags: Vec<Value> = Vec::new();
    let mut with_head = false;
    for resource in resources(house, component) {
        let operations = schemas.operations(resource);
        if operations.iter().any(|operation| operation.tag == resource.path) {
            tags.push(json!({"name": resource.path, "description": resource.doc}));
        }
        for operation in operations {
            with_head |= operation.method == "head";
            let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
            if let Some(path) = path.as_object_mut() {
                path.insert(operation.method.to_owned(), operation.document());
            }
        }
    }
    schemas.problems();
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": format!("{} API", component.title),
            "description": format!("{} API van Waarmaker, volgens versie {} van de standaard. Uitleg: /docs/{}.", component.title, component.version, component.name),
            "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"},
            "version": component.version,
        },
        "servers": [{"url": component.root}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas.definitions,
            "responses": responses::components(with_head),
            "headers": responses::headers(),
            "securitySchemes": {paths::SECURITY: {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                "description": "Een ZGW-token: JWT met HS256 en de claims iss, iat, client_id, user_id en user_representation."}},
        },
    })
}

/// The resources of a component, in the order of their declaration.
pub(crate) fn resources(house: &House, component: Component) -> impl Iterator<Item = &'static Resource> {
    house.rooms().iter().map(|room| room.kind.resource()).filter(move |resource| resource.component == component)
}

/// The members that bodies have: the parent of a nested resource may stand in the path only.
pub(crate) fn shown(resource: &Resource) -> Vec<Field> {
    let hidden = resource.nested.filter(|nested| !nested.in_body).map(|nested| nested.field);
    resource.fields.iter().filter(|field| hidden != Some(field.name)).copied().collect()
}

/// Collects the schemas of a document.
pub(crate) struct Schemas<'a> {
    house: &'a House,
    component: Component,
    definitions: BTreeMap<String, Value>,
}

impl<'a> Schemas<'a> {
    /// Starts without any.
    pub(crate) fn new(house: &'a House, component: Component) -> Self {
        Self { house, component, definitions: BTreeMap::new() }
    }

    fn insert(&mut self, name: &str, schema: Value) {
        self.definitions.insert(name.to_owned(), schema);
    }

    /// Name of the schema of a resource. That of another component goes first for its resources: two of them can have the same name.
    fn name(&self, resource: &Resource) -> String {
        let foreign = if resource.component == self.component { "" } else { resource.component.title };
        format!("{foreign}{}", resource.schema)
    }

    fn has(&self, name: &str) -> bool {
        self.definitions.contains_key(name)
    }

    /// Makes a schema once. While it is made its name is taken, so that it may refer to itself.
    fn once(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.has(name) {
            self.insert(name, Value::Null);
            let schema = make(self);
            self.insert(name, schema);
        }
        schema::reference(name)
    }

    /// A reference to the schema of a resource as it is answered.
    fn answer(&mut self, resource: &Resource) -> Value {
        let name = self.name(resource);
        self.once(&name, |schemas| {
            let url = json!({"type": "string", "format": "uri", "readOnly": true, "minLength": 1, "maxLength": 1000, "description": "Adres van dit object."});
            let uuid = json!({"type": "string", "format": "uuid", "readOnly": true, "description": "Uuid van dit object; het laatste deel van zijn adres."});
            let lead = [("url", url), ("uuid", uuid)];
            let lead = if resource.shows_uuid { lead.as_slice() } else { lead.get(..1).unwrap_or_default() };
            let schema = schemas.object(resource.schema, lead, &shown(resource), Mode::Answer);
            schema::with(schema, "description", json!(resource.doc))
        })
    }

    /// A reference to the schema of a resource as whoever creates it gets it.
    fn created(&mut self, resource: &Resource) -> Value {
        let plain = self.answer(resource);
        let own: Vec<&Field> = resource.fields.iter().filter(|field| field.write_only).collect();
        if own.is_empty() {
            return plain;
        }
        self.once(&format!("{}Created", resource.schema), |_| {
            let member = |field: &&Field| (field.name.to_owned(), json!({"type": "string", "description": field.doc}));
            let members: Map<String, Value> = own.iter().map(member).collect();
            let names: Vec<&str> = own.iter().map(|field| field.name).collect();
            json!({"allOf": [plain, {"type": "object", "properties": members, "required": names}]})
        })
    }

    /// A reference to the schema of a resource with `_expand`, when it has that.
    fn expanded(&mut self, resource: &Resource) -> Value {
        if resource.expand.is_empty() {
            return self.answer(resource);
        }
        let name = format!("{}Expanded", self.name(resource));
        self.once(&name, |schemas| {
            let plain = schemas.answer(resource);
            let expansion = schemas.embedded(resource);
            json!({"allOf": [plain, {"type": "object", "properties": {"_expand": expansion}}]})
        })
    }

    /// A reference to the schema of `_expand` of a resource.
    fn embedded(&mut self, resource: &Resource) -> Value {
        let house = self.house;
        let name = format!("{}Embedded", self.name(resource));
        self.once(&name, |schemas| {
            let mut members = Map::new();
            for expand in resource.expand {
                let one = match house.room(expand.target) {
                    Some(room) => schemas.expanded(room.kind.resource()),
                    None => json!({"type": "object"}),
                };
                let many = resource.field(expand.name).is_some_and(|field| matches!(field.shape, waarmaker_resource::Shape::List(_)));
                let schema = if many { json!({"type": "array", "items": one}) } else { json!({"anyOf": [one, {"type": "object", "maxProperties": 0}]}) };
                members.insert(expand.name.to_owned(), schema);
            }
            json!({"type": "object", "properties": members, "description": "Wat er met de parameter expand is opgevraagd; leeg waar niets is of niets gelezen mag worden."})
        })
    }

    /// A reference to the schema of the body of a write.
    fn request(&mut self, resource: &Resource, mode: Mode) -> Value {
        let own = resource.fields.iter().any(|field| field.write_only);
        let name = match mode {
            Mode::Part => format!("Patched{}Request", resource.schema),
            Mode::Whole if own => format!("{}CreateRequest", resource.schema),
            _ => format!("{}Request", resource.schema),
        };
        let mode = if mode == Mode::Replace && !own { Mode::Whole } else { mode };
        self.once(&name, |schemas| schemas.object(&name, &[], &shown(resource), mode))
    }

    /// A reference to the schema of the body of an operation beyond the six.
    fn body(&mut self, name: &str, fields: &[Field]) -> Value {
        self.once(name, |schemas| schemas.object(name, &[], fields, Mode::Whole))
    }

    /// The schema of a list: a page, or a bare array.
    fn list(&mut self, resource: &Resource) -> Value {
        let items = json!({"type": "array", "items": self.expanded(resource)});
        if !resource.paged {
            return items;
        }
        self.once(&format!("Paginated{}List", resource.schema), |_| {
            let link = |doc: &str| json!({"type": "string", "format": "uri", "nullable": true, "description": doc});
            json!({
                "type": "object",
                "properties": {
                    "count": {"type": "integer", "minimum": 0, "description": "Aantal op alle pagina's samen."},
                    "next": link("Adres van de volgende pagina."),
                    "previous": link("Adres van de vorige pagina."),
                    "results": items,
                },
                "required": ["count", "next", "previous", "results"],
            })
        })
    }
}
