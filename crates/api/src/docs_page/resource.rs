// SPDX-License-Identifier: EUPL-1.2
//! The page of a resource: its members, and each operation with its parameters, answers and an example.

use std::fmt::Write as _;

use axum::{http::StatusCode, response::Response};
use waarmaker_resource::Resource;

use super::{
    component::scopes,
    example,
    html::{breakable, escape, method, page, prose, table},
};
use crate::{
    House,
    openapi::{Operation, Parameter, Place, Row, Schemas, Table, When, refusals, tables},
};

pub(super) fn page_of(house: &House, resource: &Resource, origin: &str) -> Response {
    let component = resource.component;
    let operations = Schemas::new(house, component).operations(resource);
    let mut main = format!(
        "<p>{}</p><p><a href=\"/docs/{}\">Terug naar {} API</a></p>",
        prose(resource.doc),
        component.name,
        component.title
    );
    main.push_str("<nav aria-labelledby=\"op-deze-pagina\"><h2 id=\"op-deze-pagina\">Op deze pagina</h2><ul class=\"toc\"><li><a href=\"#leden\">Leden</a></li>");
    for operation in &operations {
        let _ = write!(
            main,
            "<li><a href=\"#{}\">{} <code>{}</code></a></li>",
            operation.id,
            operation.method.to_uppercase(),
            breakable(&operation.path)
        );
    }
    main.push_str("</ul></nav>");
    members(&mut main, resource);
    for operation in &operations {
        section(&mut main, house, resource, operation, origin);
    }
    page(StatusCode::OK, &format!("{} – {} API", resource.schema, component.title), "", &main)
}

fn members(main: &mut String, resource: &Resource) {
    main.push_str("<section aria-labelledby=\"leden\"><h2 id=\"leden\">Leden</h2>");
    for (i, one) in tables(resource).iter().enumerate() {
        let rows: Vec<String> = one.rows.iter().map(member).collect();
        main.push_str(&table(
            &format!("leden-{i}"),
            &caption(one, resource),
            &["Lid", "Soort", "Grenzen en waarden", "Bijzonder", "Betekenis"],
            &rows,
        ));
    }
    if !resource.expand.is_empty() {
        let names: Vec<String> = resource.expand.iter().map(|expand| format!("<code>{}</code>", expand.name)).collect();
        let _ = write!(main, "<p>Met <code>expand</code> uit te klappen: {}.</p>", names.join(", "));
    }
    main.push_str("</section>");
}

fn caption(table: &Table, resource: &Resource) -> String {
    match &table.when {
        None => format!("Leden van {}", resource.schema),
        Some(When { group, by, value }) => format!(
            "Leden van <code>{}</code> als <code>{}</code> gelijk is aan <code>{}</code>",
            escape(group),
            escape(by),
            escape(value)
        ),
    }
}

fn member(row: &Row) -> String {
    let marks = [
        (row.required, "verplicht"),
        (row.read_only, "alleen lezen"),
        (row.nullable, "mag null zijn"),
        (row.deprecated, "verouderd"),
    ];
    let marks: Vec<&str> = marks.iter().filter(|(holds, _)| *holds).map(|(_, mark)| *mark).collect();
    format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td class=\"values\">{}</td><td>{}</td><td class=\"doc\">{}</td></tr>",
        breakable(&row.name),
        escape(&row.kind),
        escape(&row.limits),
        marks.join(", "),
        prose(row.doc)
    )
}

fn section(main: &mut String, house: &House, resource: &Resource, operation: &Operation, origin: &str) {
    let id = &operation.id;
    let _ = write!(
        main,
        "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{} <code>{}</code></h2><p>{} Scope: {}.</p>",
        method(operation.method),
        breakable(&operation.path),
        prose(&operation.summary),
        scopes(&operation.scopes)
    );
    for (place, title) in [(Place::Path, "In het pad"), (Place::Query, "Queryparameters"), (Place::Header, "Headers")] {
        let rows: Vec<String> =
            operation.parameters.iter().filter(|parameter| parameter.place == place).map(parameter).collect();
        if !rows.is_empty() {
            let table_id = format!("{id}-{}", place.as_str());
            let caption = format!("{title} van {} {}", operation.method.to_uppercase(), breakable(&operation.path));
            main.push_str(&table(&table_id, &caption, &["Naam", "Soort", "Waarden", "Bijzonder", "Betekenis"], &rows));
        }
    }
    answers(main, operation);
    let _ = write!(
        main,
        "<h3>Voorbeeld</h3><pre tabindex=\"0\"><code>{}</code></pre></section>",
        escape(&example::curl(house, resource, operation, origin))
    );
}

fn parameter(parameter: &Parameter) -> String {
    let (kind, values) = parameter.kind();
    format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td class=\"values\">{}</td><td>{}</td><td class=\"doc\">{}</td></tr>",
        escape(&parameter.name),
        escape(&kind),
        escape(&values),
        if parameter.required { "verplicht" } else { "" },
        prose(&parameter.doc)
    )
}

fn answers(main: &mut String, operation: &Operation) {
    let reply = &operation.reply;
    let _ = write!(main, "<h3>Antwoorden</h3><p><strong>{}</strong> {}", reply.status, prose(reply.doc));
    if reply.conditional {
        main.push_str(" <strong>304</strong> Niet veranderd sinds de ETag in <code>If-None-Match</code>.");
    }
    let refused: Vec<String> = refusals(operation.crs, operation.body.is_some())
        .filter(|refusal| refusal.status != 401)
        .map(|refusal| refusal.status.to_string())
        .collect();
    let _ = write!(
        main,
        " Geweigerd wordt met {} en een <a href=\"/docs/fouten\">probleemdocument</a>.</p>",
        refused.join(", ")
    );
}
