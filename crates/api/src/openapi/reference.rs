// SPDX-License-Identifier: EUPL-1.2
//! The reference of a component as a page of the book (Markdown).

use std::fmt::Write as _;

use waarmaker_resource::{Component, Resource};

use super::{
    Operation, Place, Schemas, expression,
    members::{Row, When, tables},
    resources,
};
use crate::House;

/// The reference of a component: per resource its operations with scopes, its query parameters, its members and what `expand` accepts.
pub fn reference(house: &House, component: Component) -> String {
    let mut schemas = Schemas::new(house, component);
    let mut page = format!(
        "<!-- Generated from the declarations; `UPDATE_DOCS=1 cargo test -p waarmaker --test conformance` writes it again. -->\n# {} API {}\n\n\
         Root: `{}`. The contract is at `{}/openapi.json`, the same facts with examples at `/docs/{}`. Any one of the scopes of an operation suffices.\n",
        component.title, component.version, component.root, component.root, component.name
    );
    for resource in resources(house, component) {
        let operations = schemas.operations(resource);
        section(&mut page, resource, &operations);
    }
    page
}

fn section(page: &mut String, resource: &Resource, operations: &[Operation]) {
    let _ = write!(page, "\n## {}\n\n{}\n", resource.schema, resource.doc);
    page.push_str("\n| Operation | Path | operationId | Scopes |\n|---|---|---|---|\n");
    for operation in operations {
        let scopes = if operation.scopes.is_empty() {
            "none".to_owned()
        } else {
            format!("`{}`", cell(&expression(&operation.scopes)))
        };
        let _ = writeln!(
            page,
            "| {} | `{}` | `{}` | {scopes} |",
            operation.method.to_uppercase(),
            operation.path,
            operation.id
        );
    }
    parameters(page, operations);
    for table in tables(resource) {
        match &table.when {
            None => page.push_str("\nMembers"),
            Some(When { group, by, value }) => {
                let _ = write!(page, "\nMembers of `{group}` when `{by}` is `{value}`");
            }
        }
        page.push_str(":\n\n| Member | Kind | Limits | | Meaning |\n|---|---|---|---|---|\n");
        for row in &table.rows {
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} |",
                row.name,
                cell(&row.kind),
                cell(&row.limits),
                marks(row),
                cell(row.doc)
            );
        }
    }
}

fn parameters(page: &mut String, operations: &[Operation]) {
    let mut seen = Vec::new();
    for operation in operations {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.place == Place::Query) {
            if seen.contains(&parameter.name.as_str()) {
                continue;
            }
            if seen.is_empty() {
                page.push_str("\nQuery parameters:\n\n| Parameter | Kind | Values | Meaning |\n|---|---|---|---|\n");
            }
            seen.push(&parameter.name);
            let (kind, values) = parameter.kind();
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} |",
                parameter.name,
                cell(&kind),
                cell(&values),
                cell(&parameter.doc)
            );
        }
    }
}

fn marks(row: &Row) -> String {
    let marks = [
        (row.required, "required"),
        (row.read_only, "read-only"),
        (row.nullable, "nullable"),
        (row.deprecated, "deprecated"),
    ];
    marks.iter().filter(|(holds, _)| *holds).map(|(_, mark)| *mark).collect::<Vec<_>>().join(", ")
}

/// Text that cannot break out of its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}
