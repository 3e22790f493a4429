// SPDX-License-Identifier: EUPL-1.2
//! Notes with a zaak.

use std::time::Duration;

use serde_json::json;

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

const PATH: &str = "/zaken/api/v1/zaaknotities";

#[test]
fn a_notitie_is_of_whoever_writes_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let made = kader
            .made(PATH, &json!({"gerelateerdAan": zaak, "onderwerp": "Bellen", "tekst": "Belt morgen terug"}))
            .await;
        let members: Vec<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
        let order = [
            "url",
            "onderwerp",
            "tekst",
            "aangemaaktDoor",
            "notitieType",
            "status",
            "aanmaakdatum",
            "wijzigingsdatum",
            "gerelateerdAan",
        ];
        assert_eq!(members, order);
        assert_eq!(made["aangemaaktDoor"], "Jan de Vries");
        assert_eq!((&made["notitieType"], &made["status"]), (&json!("intern"), &json!("concept")));
        assert_eq!(made["aanmaakdatum"], "2026-11-21T11:00:00Z");
        let other = json!({"gerelateerdAan": zaak, "onderwerp": "o", "tekst": "t", "aangemaaktDoor": "P. Jansen", "notitieType": "extern"});
        let other = kader.made(PATH, &other).await;
        assert_eq!((&other["aangemaaktDoor"], &other["notitieType"]), (&json!("P. Jansen"), &json!("extern")));
        let wrong = json!({"gerelateerdAan": zaak, "onderwerp": "", "tekst": "t", "status": "klaar"});
        assert_eq!(kader.admin.post(PATH, &wrong).await.problems(), ["onderwerp/blank", "status/invalid_choice"]);
    });
}

#[test]
fn a_notitie_changes_while_it_is_concept() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let body = json!({"gerelateerdAan": zaak, "onderwerp": "Bellen", "tekst": "t", "aangemaaktDoor": "P. Jansen"});
        let url = url_of(&kader.made(PATH, &body).await);
        app.clock.advance(Duration::from_mins(1));
        let changed = kader.admin.patch(&url, &json!({"tekst": "u"})).await.expect(200);
        assert_eq!((&changed["tekst"], &changed["onderwerp"]), (&json!("u"), &json!("Bellen")));
        assert_eq!(changed["aanmaakdatum"], "2026-11-21T11:00:00Z");
        assert_eq!(changed["wijzigingsdatum"], "2026-11-21T11:01:00Z");
        let moved = kader.admin.patch(&url, &json!({"gerelateerdAan": other})).await;
        assert_eq!(moved.problems(), ["gerelateerdAan/wijzigen-niet-toegelaten"]);
        let whole = json!({"gerelateerdAan": zaak, "onderwerp": "o", "tekst": "t", "status": "definitief"});
        let whole = kader.admin.put(&url, &whole).await.expect(200);
        assert_eq!((&whole["status"], &whole["aangemaaktDoor"]), (&json!("definitief"), &json!("P. Jansen")));
        for change in [json!({"tekst": "v"}), json!({"status": "concept"})] {
            assert_eq!(kader.admin.patch(&url, &change).await.problems(), ["nonFieldErrors/non-concept-object"]);
        }
        kader.admin.delete(&url).await.expect(204);
        assert_eq!(kader.admin.get(&url).await.status, 404);
    });
}

#[test]
fn notities_are_found_by_all_that_they_hold() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        kader.made(PATH, &json!({"gerelateerdAan": zaak, "onderwerp": "Bellen", "tekst": "Één keer 100%", "aangemaaktDoor": "P. Jansen"})).await;
        app.clock.advance(Duration::from_hours(1));
        let second = json!({"gerelateerdAan": other, "onderwerp": "Mailen", "tekst": "x", "notitieType": "extern", "status": "definitief"});
        kader.made(PATH, &second).await;
        let found = async |query: &str| kader.admin.get(&format!("{PATH}?{query}")).await.expect(200)["count"].clone();
        for (query, count) in [
            ("", 2),
            ("aangemaaktDoor=P. Jansen", 1),
            ("aangemaaktDoor__icontains=jans", 1),
            ("onderwerp=Bellen", 1),
            ("onderwerp=bellen", 0),
            ("onderwerp__icontains=LEN", 2),
            ("tekst=x", 1),
            ("tekst__icontains=%C3%A9%C3%A9n", 1),
            ("tekst__icontains=0%25", 1),
            ("tekst__icontains=1%25", 0),
            ("notitieType=extern", 1),
            ("status=concept", 1),
            ("aanmaakdatum=2026-11-21T11:00:00Z", 1),
            ("aanmaakdatum=2026-11-21T12:00:00%2B01:00", 1),
            ("aanmaakdatum__gt=2026-11-21T11:00:00Z", 1),
            ("aanmaakdatum__gte=2026-11-21T11:00:00Z", 2),
            ("wijzigingsdatum=2026-11-21T12:00:00Z", 1),
            ("wijzigingsdatum__lt=2026-11-21T12:00:00Z", 1),
            ("wijzigingsdatum__lte=2026-11-21T12:00:00Z", 2),
        ] {
            assert_eq!(found(&query.replace(' ', "%20")).await, count, "{query}");
        }
        assert_eq!(found(&format!("gerelateerdAan={zaak}")).await, 1);
        let page = kader.admin.get(&format!("{PATH}?pageSize=1&page=2")).await.expect(200);
        assert_eq!(
            (&page["count"], &page["next"], &page["results"][0]["onderwerp"]),
            (&json!(2), &json!(null), &json!("Mailen"))
        );
        let wrong = kader.admin.get(&format!("{PATH}?gerelateerdAan=1&status=klaar")).await.problems();
        assert_eq!(wrong, ["gerelateerdAan/invalid", "status/invalid_choice"]);
    });
}
