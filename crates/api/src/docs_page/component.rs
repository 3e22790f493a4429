// SPDX-License-Identifier: EUPL-1.2
//! The page of a component: its resources, each with its operations and their scopes.

use std::fmt::Write as _;

use axum::{http::StatusCode, response::Response};
use waarmaker_resource::{Component, Resource};

use super::html::{breakable, escape, method, page, prose, table};
use crate::{
    House,
    openapi::{Operation, Schemas, resources},
};

pub(super) fn page_of(house: &House, component: Component) -> Response {
    let mut schemas = Schemas::new(house, component);
    let mut main = format!(
        "<p>Versie {} van de standaard, op <code>{}</code>. De volledige beschrijving voor programma's is het \
         <a href=\"{}/openapi.json\">OpenAPI-document</a>. Van de genoemde scopes is er één genoeg.</p>",
        component.version, component.root, component.root
    );
    main.push_str(
        "<nav aria-labelledby=\"op-deze-pagina\"><h2 id=\"op-deze-pagina\">Op deze pagina</h2><ul class=\"toc\">",
    );
    for resource in resources(house, component) {
        let _ = write!(main, "<li><a href=\"#{}\">{}</a></li>", resource.name, resource.schema);
    }
    main.push_str("</ul></nav>");
    for resource in resources(house, component) {
        let operations = schemas.operations(resource);
        section(&mut main, resource, &operations);
    }
    page(StatusCode::OK, &format!("{} API", component.title), &format!("/docs/{}", component.name), &main)
}

fn section(main: &mut String, resource: &Resource, operations: &[Operation]) {
    let address = address(resource);
    let _ = write!(
        main,
        "<section aria-labelledby=\"{}\"><h2 id=\"{}\">{}</h2><p>{}</p>",
        resource.name,
        resource.name,
        resource.schema,
        prose(resource.doc)
    );
    let rows: Vec<String> = operations.iter().map(|operation| row(operation, &address)).collect();
    let id = format!("operaties-{}", resource.name);
    main.push_str(&table(
        &id,
        &format!("Operaties van {}", resource.schema),
        &["Methode", "Pad", "Wat", "Scopes"],
        &rows,
    ));
    let _ = write!(
        main,
        "<p><a href=\"{address}\">Parameters, leden en voorbeelden van {}</a></p></section>",
        resource.schema
    );
}

fn row(operation: &Operation, address: &str) -> String {
    format!(
        "<tr><td>{}</td><th scope=\"row\"><a href=\"{address}#{}\"><code>{}</code></a></th><td class=\"doc\">{}</td><td>{}</td></tr>",
        method(operation.method),
        operation.id,
        breakable(&operation.path),
        prose(&operation.summary),
        scopes(&operation.scopes)
    )
}

/// Address of the page of a resource.
pub(super) fn address(resource: &Resource) -> String {
    format!("/docs/{}/{}", resource.component.name, resource.name)
}

/// Scopes as code, one a line.
pub(super) fn scopes(scopes: &[&str]) -> String {
    if scopes.is_empty() {
        return "geen: openbaar".to_owned();
    }
    scopes.iter().map(|scope| format!("<code>{}</code>", escape(scope))).collect::<Vec<_>>().join(" of ")
}
