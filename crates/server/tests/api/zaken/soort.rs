// SPDX-License-Identifier: EUPL-1.2
//! What the tests of zaken themselves need besides the [`Kader`](super::kader::Kader).

use serde_json::{Map, Value, json};
use uuid::Uuid;
use waarmaker_testkit::App;

use super::kader::{Kader, url_of};

/// Changes members of a stored type. The catalogue guards what the selection list allows; the rules of zaken hold for whatever it accepts.
pub(crate) fn alter(app: &App, url: &str, members: &Value) {
    let mut segments = url.rsplit('/');
    let uuid = Uuid::parse_str(segments.next().unwrap()).unwrap();
    let table = segments.next().unwrap().to_owned();
    let members = members.as_object().unwrap().clone();
    app.write(move |tx| {
        let body =
            tx.one(&format!("SELECT body FROM {table} WHERE uuid = $1"), &[uuid.into()], |row| row.bytes(0))?.unwrap();
        let mut record: Map<String, Value> = serde_json::from_slice(&body).unwrap();
        record.extend(members.clone());
        let body = waarmaker_db::Value::Bytes(serde_json::to_vec(&record).unwrap());
        tx.run(&format!("UPDATE {table} SET body = $2 WHERE uuid = $1"), &[uuid.into(), body])?;
        Ok(())
    });
}

impl Kader<'_> {
    /// The body of a new zaak, with these members added.
    pub(crate) fn body(&self, members: &Value) -> Value {
        let mut body = json!({"bronorganisatie": "000000000", "verantwoordelijkeOrganisatie": "000000000", "startdatum": "2026-01-01",
            "zaaktype": self.types.zaaktype});
        body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        body
    }

    /// A new zaak with these members; its document.
    pub(crate) async fn zaak_with(&self, members: &Value) -> Value {
        self.made("zaken", &self.body(members)).await
    }

    /// The problems of a new zaak with these members.
    pub(crate) async fn refused(&self, members: &Value) -> Vec<String> {
        self.admin.post("/zaken/api/v1/zaken", &self.body(members)).await.problems()
    }

    /// A zaak as it is now.
    pub(crate) async fn now(&self, zaak: &str) -> Value {
        self.admin.get(zaak).await.expect(200)
    }

    /// Gives a zaak a status at a moment.
    pub(crate) async fn status(&self, zaak: &str, statustype: &str, moment: &str) -> Value {
        self.made("statussen", &json!({"zaak": zaak, "statustype": statustype, "datumStatusGezet": moment})).await
    }

    /// Gives a zaak a resultaat of the only type there is.
    pub(crate) async fn resultaat(&self, zaak: &str) -> String {
        url_of(&self.made("resultaten", &json!({"zaak": zaak, "resultaattype": self.types.resultaattype})).await)
    }

    /// Sets how the archiefactiedatum of zaken with the resultaattype is found: ten years after the brondatum, then destroyed.
    pub(crate) fn procedure(&self, procedure: &Value) {
        let members = json!({"archiefnominatie": "vernietigen", "archiefactietermijn": "P10Y", "brondatumArchiefprocedure": procedure});
        alter(self.app, &self.types.resultaattype, &members);
    }
}
