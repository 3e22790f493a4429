// SPDX-License-Identifier: EUPL-1.2
//! Autorisaties.

use serde_json::json;

use super::watch::Watch;

const ROOT: &str = "/autorisaties/api/v1";

pub(super) async fn all(watch: &Watch<'_>) {
    let typed = |member: &str| json!({"component": "", "scopes": ["x"], member: "https://example.nl/type"});
    let mut autorisaties = vec![typed("zaaktype"), typed("informatieobjecttype"), typed("besluittype")];
    for (one, component) in autorisaties.iter_mut().zip(["zrc", "drc", "brc"]) {
        one["component"] = json!(component);
    }
    for one in autorisaties.iter_mut().take(2) {
        one["maxVertrouwelijkheidaanduiding"] = json!("intern");
    }
    autorisaties.extend(["ztc", "nrc", "ac"].map(|component| json!({"component": component, "scopes": ["x.lezen"]})));
    let body = json!({"clientIds": ["een", "twee"], "label": "Alles", "heeftAlleAutorisaties": false, "autorisaties": autorisaties});
    let (url, _) = watch.made(ROOT, "applicaties", &body).await;
    watch.read(&url).await;
    watch.get(&format!("{ROOT}/applicaties/consumer?clientId=een")).await;
    watch.put(&url, &body).await;
    watch.patch(&url, &json!({"label": "Anders"})).await;
    watch.delete(&url).await;
}
