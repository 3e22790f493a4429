// SPDX-License-Identifier: EUPL-1.2
//! Documents and besluiten of this house, for whatever is tested with them.

use serde_json::{Value, json};
use waarmaker_testkit::Client;

use super::kader::{Kader, url_of};

pub(crate) const DOCUMENTEN: &str = "/documenten/api/v1";
pub(crate) const BESLUITEN: &str = "/besluiten/api/v1";
/// Of nothing.
pub(crate) const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

impl<'a> Kader<'a> {
    /// A document of this type with these members; its URL.
    pub(crate) async fn document(&self, informatieobjecttype: &str, members: &Value) -> String {
        let mut body = json!({"bronorganisatie": "000000000", "creatiedatum": "2026-01-01", "titel": "Brief", "auteur": "Jan",
            "taal": "nld", "informatieobjecttype": informatieobjecttype, "vertrouwelijkheidaanduiding": "openbaar",
            "indicatieGebruiksrecht": false});
        body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        url_of(&self.made(&format!("{DOCUMENTEN}/enkelvoudiginformatieobjecten"), &body).await)
    }

    /// A document that fits the first zaaktype; its URL.
    pub(crate) async fn brief(&self) -> String {
        self.document(&self.types.informatieobjecttype, &json!({})).await
    }

    /// Relates a document to a zaak; the relation.
    pub(crate) async fn related(&self, zaak: &str, document: &str) -> Value {
        self.made("zaakinformatieobjecten", &json!({"zaak": zaak, "informatieobject": document})).await
    }

    /// What a document knows of an object: the mirrored relations.
    pub(crate) async fn mirrored(&self, object: &str, document: &str) -> Vec<Value> {
        let path = format!("{DOCUMENTEN}/objectinformatieobjecten?object={object}&informatieobject={document}");
        self.admin.get(&path).await.expect(200).as_array().unwrap().clone()
    }

    /// A published besluittype with this name, for besluiten that documents of the first informatieobjecttype record; its URL.
    pub(crate) async fn besluittype_named(&self, naam: &str) -> String {
        let url = self.besluittype_concept(naam).await;
        self.admin.post(&format!("{url}/publish"), &json!({})).await.expect(200);
        url
    }

    /// A besluittype that is not published; its URL.
    pub(crate) async fn besluittype_concept(&self, naam: &str) -> String {
        let zaaktype = self.now(&self.types.zaaktype).await;
        let body = json!({"catalogus": zaaktype["catalogus"], "omschrijving": naam, "publicatieIndicatie": false,
            "informatieobjecttypen": ["Brief bij Aanvraag"], "beginGeldigheid": "2020-01-01"});
        url_of(&self.made("/catalogi/api/v1/besluittypen", &body).await)
    }

    /// A published besluittype of the first zaaktype; its URL.
    pub(crate) async fn besluittype(&self) -> String {
        self.besluittype_named("Besluit bij Aanvraag").await
    }

    /// A besluit of this type with these members.
    pub(crate) async fn besluit(&self, besluittype: &str, members: &Value) -> Value {
        self.made(&format!("{BESLUITEN}/besluiten"), &besluit(besluittype, members)).await
    }

    /// Records a besluit in a document; the relation.
    pub(crate) async fn recorded(&self, besluit: &str, document: &str) -> Value {
        let body = json!({"besluit": besluit, "informatieobject": document});
        self.made(&format!("{BESLUITEN}/besluitinformatieobjecten"), &body).await
    }

    /// The besluiten of a zaak, as the zaak lists them.
    pub(crate) async fn besluiten_of(&self, zaak: &str) -> Vec<String> {
        let list = self.admin.get(&format!("{zaak}/besluiten")).await.expect(200);
        list.as_array().unwrap().iter().map(|one| one["besluit"].as_str().unwrap().to_owned()).collect()
    }

    /// A client with these autorisaties.
    pub(crate) async fn client_with(&self, client_id: &str, autorisaties: &Value) -> Client<'a> {
        let client = self.app.client(client_id);
        let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": autorisaties});
        self.made("/autorisaties/api/v1/applicaties", &body).await;
        client
    }

    /// Rights on zaken of the first zaaktype.
    pub(crate) fn zrc(&self, scopes: &[&str]) -> Value {
        json!({"component": "zrc", "scopes": scopes, "zaaktype": self.types.zaaktype, "maxVertrouwelijkheidaanduiding": "zeer_geheim"})
    }
}

/// Rights on besluiten of a type.
pub(crate) fn brc(besluittype: &str, scopes: &[&str]) -> Value {
    json!({"component": "brc", "scopes": scopes, "besluittype": besluittype})
}

/// Rights on documents of a type, up to zaakvertrouwelijk.
pub(crate) fn drc(informatieobjecttype: &str, scopes: &[&str]) -> Value {
    json!({"component": "drc", "scopes": scopes, "informatieobjecttype": informatieobjecttype,
        "maxVertrouwelijkheidaanduiding": "zaakvertrouwelijk"})
}

/// The body of a besluit.
pub(crate) fn besluit(besluittype: &str, members: &Value) -> Value {
    let mut body = json!({"verantwoordelijkeOrganisatie": "000000000", "besluittype": besluittype, "datum": "2026-03-01",
        "ingangsdatum": "2026-03-02"});
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    body
}
