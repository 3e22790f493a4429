// SPDX-License-Identifier: EUPL-1.2
//! `POST /zaken/_zoek`: the list of zaken for questions that do not fit in a URL: an area, many uuids, the members that are wanted.

use serde_json::Value;
use waarmaker_api::{Cx, List, Parameters, Query, Result, Rules as _, list, search};
use waarmaker_core::{Problem, Problems};
use waarmaker_resource::{
    Comparison, Field, Filter, Record, Resource, Shape, check_value,
    geometry::{self, Area},
};

use crate::{
    Zaak,
    fields::Projection,
    zaak::filters::{FILTERS, ZOEK},
};

/// Most values of one list in a body.
const MAX_VALUES: usize = 10_000;

/// All filters: those of the list, and those that only fit in a body.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which would refuse it")]
const ALL: [Filter; FILTERS.len() + ZOEK.len()] = {
    let mut all = [FILTERS[0]; FILTERS.len() + ZOEK.len()];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < ZOEK.len() { ZOEK[i] } else { FILTERS[i - ZOEK.len()] };
        i += 1;
    }
    all
};

/// The zaak with these filters.
static SEARCHED: Resource = Resource { filters: &ALL, ..Zaak::RESOURCE };

const WITHIN: &[Field] = &[Field {
    doc: "Het gebied waarbinnen de zaakgeometrie ligt.",
    ..Field::new("within", Shape::Geometry).required()
}];
const GEOMETRY: Field = Field { doc: "Zoek op plaats.", ..Field::new("zaakgeometrie", Shape::Group(WITHIN)) };

/// Members of the body, for the contract.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which would refuse it")]
pub(crate) const BODY: &[Field] = &{
    let mut fields = [Field::BASE; ALL.len() + 4];
    fields[0] =
        Field { doc: "De gewenste velden; sluit expand uit.", ..Field::new("fields", Shape::List(&Shape::Json)) };
    fields[1] = GEOMETRY;
    let mut i = 0;
    while i < ALL.len() {
        fields[i + 2] = member(&ALL[i]);
        i += 1;
    }
    fields[i + 2] = Field {
        doc: "Wat er in het antwoord uitgeklapt wordt.",
        deprecated: true,
        ..Field::new("expand", Shape::Text)
    };
    fields[i + 3] = Field { doc: "De volgorde van de zaken.", ..Field::new("ordering", Shape::Text) };
    fields
};

/// The member of the body for a filter.
const fn member(filter: &Filter) -> Field {
    let shape = match (filter.comparison, filter.shape) {
        (Comparison::In, Shape::Uuid) => Shape::List(&Shape::Uuid),
        (Comparison::In, Shape::Link(_)) => Shape::List(&Shape::Uri),
        (Comparison::In, _) => Shape::List(&Shape::Text),
        (_, Shape::Link(_)) => Shape::Uri,
        (_, shape) => shape,
    };
    Field { doc: "Als de queryparameter met deze naam van de lijst van zaken.", ..Field::new(filter.parameter, shape) }
}

/// Reads the page that a body asks for. `asked` are the query parameters: `page`, and `expand` instead of that of the body.
pub(crate) fn zoek(body: &Value, asked: &Parameters, cx: &mut Cx<'_, '_>) -> Result<(u64, List)> {
    cx.stage_one::<Zaak>(&["zaken.lezen"])?;
    let mut problems = Problems::new();
    let (mut parameters, mut area, mut projection) = (Parameters::new(), None, None);
    match body.as_object() {
        None => problems.add(Problems::WHOLE, "invalid", "Ongeldige invoer: verwacht een object."),
        Some(body) => {
            parameters = criteria(body, asked, &mut problems);
            area = within(body, cx, &mut problems);
            projection = fields(body, &mut parameters, cx, &mut problems);
            let empty = parameters.keys().all(|name| name == "page")
                && body.get("zaakgeometrie").is_none_or(Value::is_null)
                && projection.is_none();
            if empty && problems.is_empty() {
                problems.add(Problems::WHOLE, "empty_search_body", "Geef ten minste één criterium op om op te zoeken.");
            }
        }
    }
    problems.into_result()?;
    let mut query = Query::read(&SEARCHED, &parameters, cx.house, cx.tx.dialect())?;
    let room = cx.room(Zaak::RESOURCE.name)?;
    let mut found = match area {
        Some(area) => {
            narrow(&mut query, &area);
            search(room, cx, &query, |document| lies_within(document, &area))?
        }
        None => list(room, cx, &query)?,
    };
    if let Some(projection) = projection {
        found.documents = found.documents.iter().map(|document| shown(document, &projection)).collect::<Result<_>>()?;
    }
    Ok((query.page.number, found))
}

/// The filters and ordering of a body as query parameters, with `page` of the URL. What a search does not know is ignored, like every unknown
/// member of a body; `null` is as good as absent.
fn criteria(body: &Record, asked: &Parameters, problems: &mut Problems) -> Parameters {
    let mut parameters = Parameters::new();
    let known = |name: &str| {
        name == "ordering" || name == "expand" || SEARCHED.filters.iter().any(|filter| filter.parameter == name)
    };
    for (name, value) in body.iter().filter(|(name, value)| known(name) && !value.is_null()) {
        match text(value) {
            Some(text) => drop(parameters.insert(name.clone(), text)),
            None => problems.add(name.clone(), "invalid", "Verwacht een waarde of een lijst van waarden."),
        }
    }
    let mut unknown: Vec<&str> = Vec::new();
    for (name, value) in asked {
        match name.as_str() {
            "page" | "expand" => drop(parameters.insert(name.clone(), value.clone())),
            name => unknown.push(name),
        }
    }
    if !unknown.is_empty() {
        problems.add(
            Problems::WHOLE,
            "unknown-parameters",
            "Deze bewerking kent alleen de queryparameters page en expand.",
        );
    }
    parameters
}

/// A value as the text of a query parameter; a list is separated by commas. That nothing is in a list is a criterion too: no zaak meets it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Array(list) if list.is_empty() => Some(",".to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(list) if list.len() <= MAX_VALUES => {
            list.iter().map(text).collect::<Option<Vec<_>>>().map(|list| list.join(","))
        }
        _ => None,
    }
}

/// The area to search in.
fn within(body: &Record, cx: &Cx<'_, '_>, problems: &mut Problems) -> Option<Area> {
    let value = body.get("zaakgeometrie").filter(|value| !value.is_null())?;
    match check_value(&GEOMETRY, value, &cx.house.origins) {
        Ok(value) => Area::parse(value.get("within")?).ok(),
        Err(found) => {
            problems.extend(found);
            None
        }
    }
}

/// zrc-029: the projection, whose expansion takes the place of `expand`: a body has one or the other.
fn fields(body: &Record, parameters: &mut Parameters, cx: &Cx<'_, '_>, problems: &mut Problems) -> Option<Projection> {
    let value = body.get("fields").filter(|value| !value.is_null())?;
    if parameters.get("expand").is_some_and(|expand| !expand.is_empty()) {
        problems.add("fields", "invalid", "Gebruik fields of expand, niet allebei.");
    }
    let projection = Projection::read(value, &SEARCHED, cx.house, problems);
    parameters.insert("expand".to_owned(), projection.paths(&SEARCHED, cx.house).join(","));
    Some(projection)
}

/// Leaves the zaken whose bounding box lies within that of the area: those in the area are among them, and the index finds them.
fn narrow(query: &mut Query, area: &Area) {
    let Some([west, south, east, north]) = area.bounds() else { return };
    query.condition.ranged = true;
    for (column, operator, bound) in
        [("west", ">=", west), ("south", ">=", south), ("east", "<=", east), ("north", "<=", north)]
    {
        let place = query.condition.push(bound);
        query.condition.and(&format!("t.{column} {operator} {place}"));
    }
}

/// Whether the zaakgeometrie of a document lies within the area. The rest of the document is skipped.
fn lies_within(document: &[u8], area: &Area) -> bool {
    #[derive(serde::Deserialize)]
    struct Place {
        zaakgeometrie: Value,
    }
    let place = serde_json::from_slice::<Place>(document).ok().and_then(|place| geometry::stored(place.zaakgeometrie));
    place.is_some_and(|place| area.covers(&place))
}

/// A document with the members that were asked for.
fn shown(document: &[u8], projection: &Projection) -> Result<Vec<u8>> {
    let mut record: Record = serde_json::from_slice(document).map_err(Problem::internal)?;
    projection.apply(&mut record);
    serde_json::to_vec(&record).map_err(Problem::internal)
}
