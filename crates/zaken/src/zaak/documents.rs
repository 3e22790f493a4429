// SPDX-License-Identifier: EUPL-1.2
//! What a zaak knows of the state of its documents: whether they are locked, have their gebruiksrecht settled and are archived.
//!
//! A document of this house is read where it is stored, all of them in one statement; that of another server is not asked, for a rule runs inside a
//! transaction and does not wait for the network. What cannot be known stands in the way of nothing.

use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_resource::Record;

use crate::document::{DOCUMENT, here};

/// The documents of a zaak that can be known.
#[derive(Debug)]
pub(crate) struct Documents(Vec<Record>);

impl Documents {
    /// Reads the documents that the zaak is related to.
    pub(crate) fn of(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<Self> {
        let sql = "SELECT informatieobject FROM zaakinformatieobjecten WHERE zaak = $1";
        let urls: Vec<String> = cx.tx.query(sql, &[zaak.into()], |row| row.text(0))?;
        let uuids: Vec<Uuid> = urls.iter().filter_map(|url| here(url, cx.house)).collect();
        let known = if uuids.is_empty() { Vec::new() } else { cx.records(DOCUMENT, &uuids)? };
        Ok(Self(known.into_iter().map(|(_, document)| document).collect()))
    }

    /// Somebody is still writing on one of them.
    pub(crate) fn any_locked(&self) -> bool {
        self.any("locked", |value| value == &Value::Bool(true))
    }

    /// Of one of them it is not settled whether gebruiksrechten hold.
    pub(crate) fn any_without_gebruiksrecht(&self) -> bool {
        self.any("indicatieGebruiksrecht", Value::is_null)
    }

    /// One of them is not archived.
    pub(crate) fn any_not_archived(&self) -> bool {
        self.any("status", |value| value != "gearchiveerd")
    }

    fn any(&self, member: &str, test: impl Fn(&Value) -> bool) -> bool {
        self.0.iter().any(|document| document.get(member).is_some_and(&test))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn documents(documents: &[Value]) -> Documents {
        Documents(documents.iter().map(|document| document.as_object().unwrap().clone()).collect())
    }

    /// zrc-007, zrc-022
    #[test]
    fn one_document_speaks_for_all() {
        let good = json!({"locked": false, "indicatieGebruiksrecht": false, "status": "gearchiveerd"});
        let bad = json!({"locked": true, "indicatieGebruiksrecht": null, "status": "definitief"});
        let all = |known: &Documents| (known.any_locked(), known.any_without_gebruiksrecht(), known.any_not_archived());
        assert_eq!(all(&documents(&[good.clone(), good.clone()])), (false, false, false));
        assert_eq!(all(&documents(&[good, bad])), (true, true, true));
        assert_eq!(all(&documents(&[json!({"titel": "Brief"})])), (false, false, false));
    }
}
