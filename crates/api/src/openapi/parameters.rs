// SPDX-License-Identifier: EUPL-1.2
//! The parameters of an operation: in the path, the query and the headers.

use serde_json::{Value, json};
use waarmaker_resource::{Comparison, Field, Filter, Op, Resource, Shape};

use super::{
    Schemas,
    schema::{Mode, with},
};

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the path of the URL.
    Path,
    /// In the query of the URL.
    Query,
    /// In a header.
    Header,
}

impl Place {
    /// Its name in the contract.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) doc: String,
    pub(crate) schema: Value,
}

impl Parameter {
    fn new(name: &str, place: Place, doc: &str, schema: Value) -> Self {
        Self { name: name.to_owned(), place, required: place == Place::Path, doc: doc.to_owned(), schema }
    }
    fn query(name: &str, doc: &str, schema: Value) -> Self {
        Self::new(name, Place::Query, doc, schema)
    }
    fn header(name: &str, doc: &str, schema: Value) -> Self {
        Self::new(name, Place::Header, doc, schema)
    }
    fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Kind and values for people, in the words of JSON Schema.
    pub(crate) fn kind(&self) -> (String, String) {
        let word = |schema: &Value, name: &str| schema.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (one, many) = match self.schema.get("items") {
            Some(items) => (items, true),
            None => (&self.schema, false),
        };
        let format = word(one, "format");
        let kind = if format.is_empty() { word(one, "type") } else { format };
        let values: Vec<&str> =
            one.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        (if many { format!("array<{kind}>") } else { kind }, values.join(", "))
    }

    /// The parameter in the contract.
    pub(super) fn document(&self) -> Value {
        let required = if self.required { json!(true) } else { Value::Null };
        let parameter = json!({"name": self.name, "in": self.place.as_str()});
        let parameter = with(parameter, "description", if self.doc.is_empty() { Value::Null } else { json!(self.doc) });
        let parameter = with(with(parameter, "required", required), "schema", self.schema.clone());
        if self.place == Place::Query && self.schema.get("items").is_some() {
            return with(with(parameter, "style", json!("form")), "explode", json!(false));
        }
        parameter
    }
}

/// A uuid in the path.
pub(super) fn uuid(name: &str, doc: &str) -> Parameter {
    Parameter::new(name, Place::Path, doc, json!({"type": "string", "format": "uuid"}))
}

/// The headers of an operation. `crs`: coordinates are part of it.
pub(super) fn headers(resource: &Resource, op: Op, crs: bool, crs_required: bool) -> Vec<Parameter> {
    let with_body = matches!(op, Op::Create | Op::Update | Op::Patch);
    let mut headers = Vec::new();
    if with_body {
        let schema = json!({"type": "string", "enum": ["application/json"]});
        headers.push(Parameter::header("Content-Type", "Formaat van de inhoud.", schema).required(true));
    }
    if with_body || op == Op::Delete {
        let text = || json!({"type": "string", "maxLength": 1000});
        headers.push(Parameter::header(
            "X-NLX-Logrecord-ID",
            "Kenmerk van het verzoek in het netwerk; komt in de audit trail.",
            text(),
        ));
        headers.push(Parameter::header(
            "X-Audit-Toelichting",
            "Waarom de actie wordt uitgevoerd; komt in de audit trail.",
            text(),
        ));
    }
    if op == Op::Read && resource.conditional {
        let doc = "ETags die de client al heeft, met komma's ertussen. Is er een gelijk aan de huidige, dan volgt 304.";
        headers.push(Parameter::header("If-None-Match", doc, json!({"type": "string"})));
    }
    if crs {
        let schema = || json!({"type": "string", "enum": ["EPSG:4326"]});
        let accept = Parameter::header("Accept-Crs", "Coördinatenstelsel dat de client leest.", schema());
        headers.push(accept.required(crs_required && op != Op::Delete));
        let content = Parameter::header("Content-Crs", "Coördinatenstelsel van de coördinaten in de inhoud.", schema());
        headers.push(content.required(crs_required && with_body));
    }
    headers
}

impl Schemas<'_> {
    /// The query parameters of a list.
    pub(super) fn list_parameters(&mut self, resource: &Resource) -> Vec<Parameter> {
        let mut all: Vec<Parameter> = resource.filters.iter().map(|filter| self.filter(filter)).collect();
        all.extend(expand(resource));
        if !resource.orders.is_empty() {
            let names: Vec<String> =
                resource.orders.iter().flat_map(|order| [order.name.to_owned(), format!("-{}", order.name)]).collect();
            let schema = json!({"type": "array", "items": {"type": "string", "enum": names}});
            all.push(Parameter::query("ordering", "Volgorde; met een minteken van hoog naar laag.", schema));
        }
        if resource.paged {
            all.push(page());
        }
        if resource.sizes {
            let schema = json!({"type": "integer", "minimum": 1, "maximum": 500, "default": 100});
            all.push(Parameter::query("pageSize", "Aantal op een pagina.", schema));
        }
        all
    }

    /// The query parameters of an operation beyond the six.
    pub(super) fn extra_parameters(
        &mut self,
        parameters: &[waarmaker_resource::ExtraParameter],
        paged: bool,
    ) -> Vec<Parameter> {
        let declared = parameters.iter().map(|extra| {
            let schema = match extra.name {
                "page" => page().schema,
                _ => self.parameter(&extra.shape),
            };
            Parameter::query(extra.name, "", schema).required(extra.required)
        });
        let mut all: Vec<Parameter> = declared.collect();
        if paged && !all.iter().any(|parameter| parameter.name == "page") {
            all.push(page());
        }
        all
    }

    fn filter(&mut self, filter: &Filter) -> Parameter {
        let one = self.parameter(&filter.shape);
        let (schema, how) = match filter.comparison {
            Comparison::IsNull => (json!({"type": "boolean"}), "true: zonder waarde; false: met een waarde."),
            Comparison::In | Comparison::Has => {
                (json!({"type": "array", "items": one}), "Een van deze waarden, met komma's ertussen.")
            }
            Comparison::Case(cases) => {
                let values: Vec<&str> = cases.iter().map(|(value, _)| *value).collect();
                (json!({"type": "string", "enum": values}), "")
            }
            Comparison::Gt => (one, "Later of meer dan deze waarde."),
            Comparison::Gte => (one, "Deze waarde, of later of meer."),
            Comparison::Lt => (one, "Eerder of minder dan deze waarde."),
            Comparison::Lte => (one, "Deze waarde, of eerder of minder."),
            Comparison::Contains => (one, "Bevat deze tekst; hoofdletters doen er niet toe."),
            Comparison::Is | Comparison::Sql(_) | Comparison::Ignore => (one, ""),
        };
        let schema = with(schema, "default", filter.default.map_or(Value::Null, |value| json!(value)));
        Parameter::query(filter.parameter, how, schema).required(filter.required)
    }

    /// The schema of one value of a query parameter.
    fn parameter(&mut self, shape: &Shape) -> Value {
        let field = Field { blank: true, ..Field::BASE };
        self.value("", &field, shape, Mode::Whole)
    }
}

/// The query parameters of one.
pub(super) fn detail_parameters(resource: &Resource) -> Vec<Parameter> {
    let other = resource.detail_parameters.iter().map(|name| match *name {
        "datumGeldigheid" => {
            let doc = "Dag waarop de verwijzingen naar typen geldig zijn.";
            Parameter::query(name, doc, json!({"type": "string", "format": "date"}))
        }
        "versie" => {
            let doc = "Nummer van de versie; zonder opgave de laatste.";
            Parameter::query(name, doc, json!({"type": "integer"}))
        }
        "registratieOp" => {
            let doc = "Tijdstip waarop de versie de laatste was.";
            Parameter::query(name, doc, json!({"type": "string", "format": "date-time"}))
        }
        name => Parameter::query(name, "", json!({"type": "string"})),
    });
    let mut all: Vec<Parameter> = other.collect();
    all.extend(expand(resource));
    all
}

fn expand(resource: &Resource) -> Option<Parameter> {
    if resource.expand.is_empty() {
        return None;
    }
    let names: Vec<&str> = resource.expand.iter().map(|expand| expand.name).collect();
    let doc =
        format!("Wat er in `_expand` bij komt, met komma's ertussen; dieper met een punt. Hier: {}.", names.join(", "));
    Some(Parameter::query("expand", &doc, json!({"type": "string"})))
}

fn page() -> Parameter {
    Parameter::query("page", "Nummer van de pagina, vanaf 1.", json!({"type": "integer", "minimum": 1}))
}
