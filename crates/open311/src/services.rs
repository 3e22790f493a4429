// SPDX-License-Identifier: EUPL-1.2
//! What can be reported, and what is asked about it.

use waarmaker_api::Result;
use waarmaker_core::Problem;
use waarmaker_lampen::data::Klacht;

use crate::node::{Answer, Node};

/// A service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    description: &'static str,
    keywords: &'static str,
    group: &'static str,
}

/// All services.
pub(crate) const SERVICES: &[Service] = &[LAMP];

/// A lamp.
pub(crate) const LAMP: Service = Service {
    code: "lamp",
    name: "Straatverlichting",
    description: "Een lantaarnpaal die niet brandt, knippert, overdag brandt of beschadigd is. Bij direct gevaar: bel 112.",
    keywords: "lamp,lantaarnpaal,straatverlichting,lichtmast,street light",
    group: "Openbare ruimte",
};

/// The list of services.
pub(crate) fn list() -> Answer {
    let services = SERVICES.iter().map(|service| {
        Node::Group(vec![
            ("service_code", service.code.into()),
            ("service_name", service.name.into()),
            ("description", service.description.into()),
            ("metadata", Node::Bool(true)),
            ("type", "realtime".into()),
            ("keywords", service.keywords.into()),
            ("group", service.group.into()),
        ])
    });
    Answer::ok("services", Node::List("service", services.collect()))
}

/// The definition of one service.
pub(crate) fn definition(code: &str) -> Result<Answer> {
    let service = SERVICES.iter().find(|service| service.code == code).ok_or_else(unknown)?;
    let klachten = Klacht::KEUZES.into_iter().map(|klacht| (klacht.code(), klacht.woorden()));
    let attributes = vec![
        attribute(1, "nummer", "string", "Het nummer op de lantaarnpaal", "Het staat op ooghoogte op de paal.", vec![]),
        attribute(
            2,
            "klacht",
            "singlevaluelist",
            "Wat is er aan de hand?",
            "Kies wat het beste past.",
            klachten.collect(),
        ),
        attribute(
            3,
            "gevaarlijk",
            "singlevaluelist",
            "Is het gevaarlijk?",
            "Bijvoorbeeld: u ziet draden, of de paal kan vallen.",
            vec![("nee", "Nee"), ("ja", "Ja")],
        ),
    ];
    let body =
        Node::Group(vec![("service_code", service.code.into()), ("attributes", Node::List("attribute", attributes))]);
    Ok(Answer::ok("service_definition", body))
}

fn attribute(
    order: i64,
    code: &'static str,
    datatype: &'static str,
    description: &'static str,
    help: &'static str,
    values: Vec<(&'static str, &'static str)>,
) -> Node {
    let value =
        |(key, name): (&'static str, &'static str)| Node::Group(vec![("key", key.into()), ("name", name.into())]);
    Node::Group(vec![
        ("variable", Node::Bool(true)),
        ("code", code.into()),
        ("datatype", datatype.into()),
        ("required", Node::Bool(false)),
        ("datatype_description", help.into()),
        ("order", Node::Whole(order)),
        ("description", description.into()),
        ("values", Node::List("value", values.into_iter().map(value).collect())),
    ])
}

/// 404 for a service that there is not.
pub(crate) fn unknown() -> Problem {
    Problem::not_found_because("Deze service_code bestaat niet. Zie /open311/v2/services.json.")
}
