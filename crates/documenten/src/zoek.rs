// SPDX-License-Identifier: EUPL-1.2
//! `POST /enkelvoudiginformatieobjecten/_zoek`: the list of documents for more uuids than fit in a URL.

use serde_json::Value;
use waarmaker_api::{Cx, List, Parameters, Query, Result, Rules as _, list};
use waarmaker_core::Problems;
use waarmaker_resource::{Comparison, Field, Filter, Linked as _, Record, Resource, Shape};

use crate::Enkelvoudiginformatieobject;

/// Most uuids in a body.
const MAX_VALUES: usize = 10_000;

const FILTERS: &[Filter] = &[
    Filter::new("uuid__in", "uuid", Comparison::In, Shape::Uuid),
    Filter::is("identificatie", "identificatie", Shape::Text),
    Filter::is("bronorganisatie", "bronorganisatie", Shape::Text),
];

/// The document with these filters.
static SEARCHED: Resource = Resource { filters: FILTERS, ..Enkelvoudiginformatieobject::RESOURCE };

/// Members of the body, for the contract.
pub(crate) const BODY: &[Field] = &[
    Field { doc: "De uuid's van de documenten.", ..Field::new("uuid__in", Shape::List(&Shape::Uuid)) },
    Field { doc: "De identificatie van het document.", ..Field::new("identificatie", Shape::Text) },
    Field { doc: "De bronorganisatie van het document.", ..Field::new("bronorganisatie", Shape::Text) },
    Field { doc: "Wat er in het antwoord uitgeklapt wordt.", ..Field::new("expand", Shape::Text) },
];

/// Reads the page that a body asks for. `asked` are the query parameters: `page`.
pub(crate) fn zoek(body: &Value, asked: &Parameters, cx: &mut Cx<'_, '_>) -> Result<(u64, List)> {
    cx.stage_one::<Enkelvoudiginformatieobject>(&["documenten.lezen"])?;
    let mut problems = Problems::new();
    let mut parameters = Parameters::new();
    match body.as_object() {
        None => problems.add(Problems::WHOLE, "invalid", "Ongeldige invoer: verwacht een object."),
        Some(body) => parameters = criteria(body, &mut problems),
    }
    if !parameters.keys().any(|name| name != "expand") && problems.is_empty() {
        problems.add(Problems::WHOLE, "empty_search_body", "Geef ten minste één criterium op om op te zoeken.");
    }
    for (name, value) in asked {
        if name == "page" {
            parameters.insert(name.clone(), value.clone());
        } else {
            let reason = "Deze bewerking kent alleen de queryparameter page.";
            problems.add(Problems::WHOLE, "unknown-parameters", reason);
        }
    }
    problems.into_result()?;
    let query = Query::read(&SEARCHED, &parameters, cx.house, cx.tx.dialect())?;
    let found = list(cx.room(Enkelvoudiginformatieobject::NAME)?, cx, &query)?;
    Ok((query.page.number, found))
}

/// The members of a body as query parameters. What a search does not know is ignored, like every unknown member of a body; `null` is as good as
/// absent.
fn criteria(body: &Record, problems: &mut Problems) -> Parameters {
    let mut parameters = Parameters::new();
    for (name, value) in body.iter().filter(|(_, value)| !value.is_null()) {
        let is_list = name == "uuid__in";
        let text = match value {
            Value::Array(list) if is_list && list.is_empty() => Some(",".to_owned()),
            Value::Array(list) if is_list && list.len() <= MAX_VALUES => {
                list.iter().map(Value::as_str).collect::<Option<Vec<_>>>().map(|list| list.join(","))
            }
            Value::String(text) => Some(text.clone()),
            _ => None,
        };
        match (name.as_str(), text) {
            ("uuid__in" | "identificatie" | "bronorganisatie" | "expand", Some(text)) => {
                parameters.insert(name.clone(), text);
            }
            ("uuid__in" | "identificatie" | "bronorganisatie" | "expand", None) => {
                problems.add(name.clone(), "invalid", "Verwacht een waarde of een lijst van waarden.");
            }
            _ => {}
        }
    }
    parameters
}
