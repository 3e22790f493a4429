// SPDX-License-Identifier: EUPL-1.2
//! What an operation can answer: its success, and every refusal with its problem document.

use serde_json::{Map, Value, json};

use super::{
    Schemas,
    schema::{reference, with},
};

/// The answer of an operation that succeeds.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says which header it has")]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) doc: &'static str,
    /// Schema of the body, when there is one.
    pub(crate) schema: Option<Value>,
    /// Media type of the body.
    pub(crate) media: &'static str,
    /// It is about coordinates.
    pub(crate) crs: bool,
    /// It has an `ETag`, and 304 stands beside it.
    pub(crate) conditional: bool,
    /// It has a `Location`.
    pub(crate) location: bool,
    /// It can have warnings.
    pub(crate) warns: bool,
}

impl Reply {
    pub(super) fn new(status: u16, doc: &'static str, schema: Option<Value>) -> Self {
        Self {
            status,
            doc,
            schema,
            media: "application/json",
            crs: false,
            conditional: false,
            location: false,
            warns: false,
        }
    }

    fn document(&self, with_body: bool) -> Value {
        let mut headers = Map::new();
        let mut header = |name: &str| {
            headers.insert(name.to_owned(), json!({"$ref": format!("#/components/headers/{name}")}));
        };
        header("API-version");
        if self.conditional {
            header("ETag");
        }
        if self.crs {
            header("Content-Crs");
        }
        if self.location {
            header("Location");
        }
        if self.warns {
            header("X-Warning");
        }
        let content = self
            .schema
            .as_ref()
            .filter(|_| with_body)
            .map_or(Value::Null, |schema| json!({self.media: {"schema": schema}}));
        with(json!({"description": self.doc, "headers": headers}), "content", content)
    }
}

/// A status that refuses, with what it means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) doc: &'static str,
}

const fn refusal(status: u16, doc: &'static str) -> Refusal {
    Refusal { status, doc }
}

/// All statuses that refuse, in order.
const REFUSALS: &[Refusal] = &[
    refusal(400, "Het verzoek is ongeldig: `invalidParams` zegt wat er mis is."),
    refusal(401, "Niet gebruikt: een token dat niet geaccepteerd wordt, geeft 403."),
    refusal(403, "Geen (geldig) token, of geen toestemming."),
    refusal(404, "Niet gevonden; ook een pagina die niet bestaat."),
    refusal(405, "Dit adres kent deze methode niet."),
    refusal(406, "Het gevraagde formaat of coördinatenstelsel kan niet geleverd worden."),
    refusal(409, "Botst met de huidige toestand."),
    refusal(410, "Niet meer beschikbaar."),
    refusal(412, "Een verplichte header voor het coördinatenstelsel ontbreekt."),
    refusal(413, "De inhoud is te groot."),
    refusal(414, "Het adres is te lang."),
    refusal(415, "De inhoud is geen application/json."),
    refusal(429, "Te veel verzoeken."),
    refusal(500, "Interne fout."),
    refusal(503, "Tijdelijk niet beschikbaar; probeer het later opnieuw."),
];

/// The refusals of one operation.
pub(crate) fn refusals(crs: bool, with_body: bool) -> impl Iterator<Item = &'static Refusal> {
    REFUSALS.iter().filter(move |refusal| match refusal.status {
        412 => crs,
        413 => with_body,
        _ => true,
    })
}

/// The responses of an operation. `HEAD` answers without a body.
pub(super) fn document(reply: &Reply, crs: bool, with_body: bool, head: bool) -> Value {
    let mut responses = Map::new();
    responses.insert(reply.status.to_string(), reply.document(!head));
    if reply.conditional {
        let same = Reply { schema: None, ..Reply::new(304, "Niet veranderd.", None) };
        let same = Reply { conditional: true, crs: reply.crs, ..same };
        responses.insert("304".to_owned(), same.document(false));
    }
    for refusal in refusals(crs, with_body) {
        let place = if head { format!("Head{}", refusal.status) } else { refusal.status.to_string() };
        responses.insert(refusal.status.to_string(), json!({"$ref": format!("#/components/responses/{place}")}));
    }
    Value::Object(responses)
}

/// The refusals as shared parts of the document; those of `HEAD` have no body.
pub(super) fn components(with_head: bool) -> Value {
    let headers = json!({"API-version": {"$ref": "#/components/headers/API-version"}});
    let mut all = Map::new();
    for refusal in REFUSALS {
        let schema = if refusal.status == 400 {
            json!({"anyOf": [reference("ValidatieFout"), reference("Fout")]})
        } else {
            reference("Fout")
        };
        let content = json!({"application/problem+json": {"schema": schema}});
        all.insert(
            refusal.status.to_string(),
            json!({"description": refusal.doc, "headers": headers, "content": content}),
        );
    }
    for refusal in REFUSALS.iter().filter(|_| with_head) {
        all.insert(format!("Head{}", refusal.status), json!({"description": refusal.doc, "headers": headers}));
    }
    Value::Object(all)
}

/// The headers of answers as shared parts of the document.
pub(super) fn headers() -> Value {
    let text = |doc: &str| json!({"description": doc, "schema": {"type": "string"}});
    json!({
        "API-version": {"description": "Versie van de standaard.", "required": true, "schema": {"type": "string"}},
        "ETag": text("Kenmerk van deze weergave, voor If-None-Match."),
        "Content-Crs": {"description": "Coördinatenstelsel van de coördinaten.", "schema": {"type": "string", "enum": ["EPSG:4326"]}},
        "Location": {"description": "Adres van wat er gemaakt is.", "schema": {"type": "string", "format": "uri"}},
        "X-Warning": text("Wat opviel aan een verzoek dat wel is uitgevoerd."),
    })
}

impl Schemas<'_> {
    /// The schemas of problem documents (handbook 1.5).
    pub(super) fn problems(&mut self) {
        let text = |doc: &str| json!({"type": "string", "description": doc});
        let members = json!({
            "type": {"type": "string", "format": "uri", "description": "Adres van een pagina over deze soort fout."},
            "code": text("Code van de fout."),
            "title": text("Wat voor fout het is."),
            "status": {"type": "integer", "description": "De HTTP-status."},
            "detail": text("Wat er aan dit verzoek mis is."),
            "instance": {"type": "string", "format": "uri", "description": "Kenmerk van dit voorval, waaronder het in het logboek staat."},
        });
        let required = ["type", "code", "title", "status", "detail", "instance"];
        self.insert("Fout", json!({"type": "object", "properties": members, "required": required}));
        let params = json!({"type": "object", "properties": {"invalidParams": {"type": "array", "items": reference("FieldValidationError")}},
            "required": ["invalidParams"]});
        self.insert("ValidatieFout", json!({"allOf": [reference("Fout"), params]}));
        let error = json!({"name": text("Pad van het lid, met punten en volgnummers vanaf 0; `nonFieldErrors` voor het geheel."),
            "code": text("Code van de fout."), "reason": text("Uitleg.")});
        self.insert(
            "FieldValidationError",
            json!({"type": "object", "properties": error, "required": ["name", "code", "reason"]}),
        );
    }
}
