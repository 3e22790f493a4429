// SPDX-License-Identifier: EUPL-1.2
//! The audit trail in the contract (handbook 1.11).

use serde_json::{Value, json};
use waarmaker_resource::Op;

use super::{Schemas, schema::reference};

impl Schemas<'_> {
    /// A reference to the schema of an audit record.
    pub(super) fn audit(&mut self) -> Value {
        if !self.has("AuditTrail") {
            let schema = record();
            self.insert("AuditTrail", schema);
        }
        reference("AuditTrail")
    }
}

/// The schema of an audit record.
fn record() -> Value {
    let text = |max: u32, doc: &str| json!({"type": "string", "maxLength": max, "description": doc});
    let url = |doc: &str| json!({"type": "string", "format": "uri", "maxLength": 1000, "description": doc});
    let actions = [Op::Create, Op::List, Op::Read, Op::Delete, Op::Update, Op::Patch].map(Op::actie).join(", ");
    let side = |doc: &str| json!({"type": "object", "nullable": true, "description": doc});
    json!({
        "type": "object",
        "properties": {
            "uuid": {"type": "string", "format": "uuid", "description": "Kenmerk van het auditrecord."},
            "bron": {"type": "string", "enum": ["ac", "nrc", "zrc", "ztc", "drc", "brc", "cmc", "kc", "vrc", "sig"], "description": "Het register waarin de actie is uitgevoerd."},
            "applicatieId": text(100, "Kenmerk van de applicatie."),
            "applicatieWeergave": text(200, "Naam van de applicatie."),
            "gebruikersId": text(255, "Kenmerk van de gebruiker, uit het token."),
            "gebruikersWeergave": text(255, "Naam van de gebruiker, uit het token."),
            "actie": text(50, &format!("Wat er gedaan is: {actions}.")),
            "actieWeergave": text(200, "Wat er gedaan is, in woorden."),
            "resultaat": {"type": "integer", "minimum": 100, "maximum": 599, "description": "De HTTP-status van het antwoord."},
            "hoofdObject": url("Het object waar de actie bij hoort."),
            "resource": text(50, "Soort van wat er geschreven is."),
            "resourceUrl": url("Wat er geschreven is."),
            "toelichting": {"type": "string", "description": "Waarom, uit de header X-Audit-Toelichting."},
            "resourceWeergave": text(200, "Waaraan mensen het herkennen."),
            "aanmaakdatum": {"type": "string", "format": "date-time", "readOnly": true, "description": "Wanneer het gebeurde."},
            "wijzigingen": {"type": "object", "properties": {"oud": side("Hoe het was."), "nieuw": side("Hoe het werd.")}, "required": ["oud", "nieuw"], "description": "Voor en na."},
        },
        "required": ["uuid", "bron", "applicatieId", "applicatieWeergave", "gebruikersId", "gebruikersWeergave", "actie", "actieWeergave", "resultaat",
            "hoofdObject", "resource", "resourceUrl", "toelichting", "resourceWeergave", "aanmaakdatum", "wijzigingen"],
    })
}
