// SPDX-License-Identifier: EUPL-1.2
//! Besluiten: one with everything that it can have.

use serde_json::json;

use super::watch::Watch;

/// Root of the component.
const ROOT: &str = "/besluiten/api/v1";

pub(super) async fn all(watch: &Watch<'_>, besluittype: &str, zaak: &str, document: &str) {
    let body = json!({
        "identificatie": "B-1", "verantwoordelijkeOrganisatie": "000000000", "besluittype": besluittype, "zaak": zaak, "datum": "2026-01-05",
        "toelichting": "t", "bestuursorgaan": "College", "ingangsdatum": "2026-01-06", "vervaldatum": "2030-01-01",
        "vervalreden": "tijdelijk", "publicatiedatum": "2026-01-07", "verzenddatum": "2026-01-08", "uiterlijkeReactiedatum": "2026-02-20",
    });
    let (url, _) = watch.made(ROOT, "besluiten", &body).await;
    watch.put(&url, &body).await;
    watch.patch(&url, &json!({"toelichting": "anders"})).await;
    let relation = json!({"besluit": url, "informatieobject": document});
    let (first, _) = watch.made(ROOT, "besluitinformatieobjecten", &relation).await;
    watch.delete(&first).await;
    let (relation, _) = watch.made(ROOT, "besluitinformatieobjecten", &relation).await;
    watch.read(&relation).await;
    watch.read(&url).await;
    let trail = watch.get(&format!("{url}/audittrail")).await;
    watch.get(&format!("{url}/audittrail/{}", trail[0]["uuid"].as_str().unwrap())).await;
    watch.delete(&url).await;
}
