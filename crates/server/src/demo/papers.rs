// SPDX-License-Identifier: EUPL-1.2
//! Documents and besluiten of a zaak.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};

use super::{
    script::{Besluit, Document, json as members},
    story::{CATALOGI, RSIN, Running, Story, ZAKEN, encoded, member, tell},
};

const DOCUMENTEN: &str = "/documenten/api/v1";
const BESLUITEN: &str = "/besluiten/api/v1";

/// URLs of documents by their titel.
pub(super) type Titles = BTreeMap<String, String>;

impl Story<'_> {
    /// Uploads the documents of a zaak, says how they may be used and relates them to it.
    pub(super) fn documents(&mut self, zaak: &Running<'_>) -> Result<Titles> {
        let mut titles = Titles::new();
        for document in &zaak.case.documenten {
            let url = self.document(document)?;
            if let Some(gebruiksrecht) = &document.gebruiksrecht {
                let mut body = members(gebruiksrecht);
                body.insert("informatieobject".to_owned(), url.clone().into());
                let made = self.caller.post(&format!("{DOCUMENTEN}/gebruiksrechten"), &body.into())?;
                self.announce(&url, &made);
                tell("gebruik", "gebruiksrecht", member(&made, "url"));
            }
            let relation = json!({"zaak": zaak.url, "informatieobject": url});
            let made = self.caller.post(&format!("{ZAKEN}/zaakinformatieobjecten"), &relation)?;
            self.announce(&zaak.url, &made);
            titles.insert(text(document, "titel").to_owned(), url);
        }
        Ok(titles)
    }

    /// Uploads a document, whole or in parts, and looks whether the same comes back.
    fn document(&mut self, document: &Document) -> Result<String> {
        let content = document.inhoud.bytes();
        let wanted = text(document, "informatieobjecttype");
        let list = format!("{CATALOGI}/informatieobjecttypen?omschrijving={}", encoded(wanted));
        let mut body = members(&document.members);
        let kind = self.named(&list, "omschrijving", wanted)?;
        body.insert("informatieobjecttype".to_owned(), member(&kind, "url").into());
        body.insert("bronorganisatie".to_owned(), RSIN.into());
        body.insert("bestandsomvang".to_owned(), content.len().into());
        if !document.in_delen {
            body.insert("inhoud".to_owned(), STANDARD.encode(&content).into());
        }
        let made = self.caller.post(&format!("{DOCUMENTEN}/enkelvoudiginformatieobjecten"), &body.into())?;
        let url = member(&made, "url").to_owned();
        self.announce(&url, &made);
        let told = format!("{} ({} bytes)", member(&made, "titel"), content.len());
        tell("document", &told, &url);
        if document.in_delen {
            self.parts(&made, &content)?;
        }
        let stored = self.caller.get(&url)?;
        let back = self.caller.download(member(&stored, "inhoud"))?;
        if back != content {
            self.failures.push(format!("{url}: the content that comes back is another one"));
        }
        Ok(url)
    }

    /// Sends the parts that the register asked for, and unlocks the document.
    fn parts(&self, made: &Json, content: &[u8]) -> Result<()> {
        let lock = member(made, "lock");
        let parts = made.get("bestandsdelen").and_then(Json::as_array).context("a large document has bestandsdelen")?;
        let mut rest = content;
        for part in parts {
            let size = part.get("omvang").and_then(Json::as_u64).unwrap_or_default();
            let (first, other) = rest.split_at_checked(size.try_into()?).context("parts are the whole")?;
            let put = self.caller.put_part(member(part, "url"), lock, first)?;
            let number = put.get("volgnummer").and_then(Json::as_u64).unwrap_or_default();
            tell("deel", &format!("{number} of {} ({size} bytes)", parts.len()), member(part, "url"));
            rest = other;
        }
        self.caller.command(&format!("{}/unlock", member(made, "url")), &json!({"lock": lock}))
    }

    /// Takes the besluiten of a zaak and relates each to its documents.
    pub(super) fn besluiten(&mut self, zaak: &Running<'_>, documents: &Titles) -> Result<()> {
        for besluit in &zaak.case.besluiten {
            let url = self.besluit(besluit, zaak)?;
            for titel in &besluit.documenten {
                let informatieobject = documents.get(titel).with_context(|| format!("there is no document {titel}"))?;
                let relation = json!({"besluit": url, "informatieobject": informatieobject});
                let made = self.caller.post(&format!("{BESLUITEN}/besluitinformatieobjecten"), &relation)?;
                self.announce(&url, &made);
            }
        }
        let listed = self.caller.get(&format!("{}/besluiten", zaak.url))?;
        let (listed, taken) = (listed.as_array().map_or(0, Vec::len), zaak.case.besluiten.len());
        if listed != taken {
            self.failures.push(format!("{}: {listed} besluiten are listed and {taken} were taken", zaak.url));
        }
        Ok(())
    }

    fn besluit(&mut self, besluit: &Besluit, zaak: &Running<'_>) -> Result<String> {
        let mut body = members(&besluit.members);
        let wanted = body.get("besluittype").and_then(Json::as_str).unwrap_or_default().to_owned();
        let list = format!("{CATALOGI}/besluittypen?omschrijving={}", encoded(&wanted));
        let kind = self.named(&list, "omschrijving", &wanted)?;
        body.insert("besluittype".to_owned(), member(&kind, "url").into());
        body.insert("verantwoordelijkeOrganisatie".to_owned(), RSIN.into());
        body.insert("zaak".to_owned(), zaak.url.clone().into());
        let made = self.caller.post(&format!("{BESLUITEN}/besluiten"), &body.into())?;
        let url = member(&made, "url").to_owned();
        self.announce(&url, &made);
        let told = format!("in force {} to {}", member(&made, "ingangsdatum"), member(&made, "vervaldatum"));
        tell("besluit", &told, &url);
        Ok(url)
    }
}

/// A member of a document as text; empty when it is none.
fn text<'d>(document: &'d Document, name: &str) -> &'d str {
    document.members.get(name).and_then(toml::Value::as_str).unwrap_or_default()
}
