// SPDX-License-Identifier: EUPL-1.2
//! Notificaties: a kanaal, an abonnement on it, and a message of another producer.

use serde_json::json;

use super::watch::Watch;

/// Root of the component.
const ROOT: &str = "/notificaties/api/v1";

pub(super) async fn all(watch: &Watch<'_>) {
    let kanaal = json!({"naam": "alles", "documentatieLink": "https://example.nl/alles", "filters": ["soort"]});
    let (url, _) = watch.made(ROOT, "kanaal", &kanaal).await;
    watch.read(&url).await;
    let body = json!({"callbackUrl": "https://example.nl/callback", "auth": "Bearer geheim", "kanalen": [{"naam": "alles", "filters": {"soort": "a"}}]});
    let (url, _) = watch.made(ROOT, "abonnement", &body).await;
    watch.put(&url, &body).await;
    watch.patch(&url, &json!({"auth": "Bearer ander"})).await;
    watch.read(&url).await;
    watch.delete(&url).await;
    let message = json!({"kanaal": "alles", "hoofdObject": "https://example.nl/1", "resource": "iets", "resourceUrl": "https://example.nl/1",
        "actie": "create", "aanmaakdatum": "2026-01-01T00:00:00Z", "kenmerken": {"soort": "a"}});
    watch.post(&format!("{ROOT}/notificaties"), &message).await;
}
