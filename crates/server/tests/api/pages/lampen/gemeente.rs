// SPDX-License-Identifier: EUPL-1.2
//! Telephone and desk: people of the municipality fill in the same form for somebody else.

use serde_json::json;

use super::{Browser, code, invullen, lamp, melden, send, text};
use crate::{engines::on_both_engines, signalen::MELDINGEN};

async fn applicatie(app: &waarmaker_testkit::App, client_id: &str, scopes: &[&str]) {
    app.client(client_id);
    let autorisatie = json!({"component": "sig", "scopes": scopes});
    let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": [autorisatie]});
    app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
}

#[test]
fn the_desk_reports_for_somebody_else_and_the_report_says_so() {
    on_both_engines(async |app| {
        applicatie(app, "klantcontact", &["signalen.melden"]).await;
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        browser.sign_in("klantcontact", "I. Bakker");
        let path = format!("/lampen/{one}/melden");
        let form = browser.get(&path).await;
        assert!(text(&form).contains("U meldt dit voor iemand anders") && text(&form).contains("name=\"kanaal\""));
        let wrong = send(&browser, &form, &path, &[("soort", "knippert")]).await;
        assert!(text(&wrong).contains("Kies of de melding met de telefoon of aan de balie kwam."));
        let check = invullen(&browser, one, &[("soort", "knippert"), ("kanaal", "telefoon")]).await;
        let sent = send(&browser, &check, &format!("{path}/controleren"), &[]).await;
        let follow = text(&browser.get(&format!("/meldingen/{}", code(&sent))).await);
        assert!(follow.contains("Met de telefoon"), "{follow}");
        let all = app.superuser().get(MELDINGEN).await.expect(200);
        assert_eq!(all["results"][0]["kanaal"], "telefoon");
        let url = format!("{}/audittrail", all["results"][0]["url"].as_str().unwrap());
        let trail = app.superuser().get(&url).await.expect(200);
        assert_eq!(trail[0]["applicatieWeergave"], "klantcontact", "{trail}");
    });
}

#[test]
fn who_signed_in_without_the_right_reports_as_everybody_does() {
    on_both_engines(async |app| {
        applicatie(app, "lezer", &["signalen.lezen"]).await;
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        browser.sign_in("lezer", "L. Lezer");
        let form = browser.get(&format!("/lampen/{one}/melden")).await;
        assert!(!text(&form).contains("name=\"kanaal\""));
        melden(&browser, one, &[("soort", "knippert"), ("kanaal", "balie")]).await;
        assert_eq!(app.superuser().get(MELDINGEN).await.expect(200)["results"][0]["kanaal"], "web");
    });
}
