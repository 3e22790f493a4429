// SPDX-License-Identifier: EUPL-1.2
//! The list of orders: its filters, its order, and the contract of the API.

use super::wereld::{ROOT, Wereld, text};
use crate::engines::on_both_engines;

#[test]
fn orders_are_found_by_party_state_and_deadline() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let lamp = wereld.order_for(wereld.lamp).await;
        wereld.order_for(wereld.bak).await;
        let count = async |query: String| {
            let found = wereld.admin.get(&format!("{ROOT}/werkopdrachten?{query}")).await.expect(200);
            found["count"].as_i64().unwrap()
        };
        assert_eq!(count(String::new()).await, 2);
        for query in [
            format!("aannemer={}", wereld.aannemer_url),
            format!("contract={}", wereld.contract),
            format!("zaak={}", text(&lamp, "zaak")),
            format!("incident={}", text(&lamp, "incident")),
            format!("asset={}", wereld.lamp),
            format!("asset={}", text(&lamp, "asset")),
            "status=aangeboden".to_owned(),
            "bewaking=op_schema".to_owned(),
            "uiterlijk__lte=2026-11-23T11:00:00Z&uiterlijk__gte=2026-11-23T00:00:00Z".to_owned(),
            "nummer=WO-2026-0000001".to_owned(),
        ] {
            assert_eq!(count(query.clone()).await, 1, "{query}");
        }
        assert_eq!(count("uiterlijk__lte=2026-11-22T00:00:00Z".to_owned()).await, 0);
        let sorted = wereld.admin.get(&format!("{ROOT}/werkopdrachten?ordering=-nummer")).await.expect(200);
        assert_eq!(text(&sorted["results"][0], "nummer"), "WO-2026-0000002");
        wereld.admin.get(&format!("{ROOT}/werkopdrachten?ordering=uiterlijk")).await.expect(200);
        wereld.admin.get(&format!("{ROOT}/werkopdrachten?status=weg")).await.expect(400);
        let contract = wereld.admin.get(&format!("{ROOT}/openapi.json")).await.expect(200);
        let paths = contract["paths"].as_object().unwrap();
        for step in [
            "accepteren",
            "weigeren",
            "terplaatse",
            "gereed",
            "geendefect",
            "pauze",
            "hervatten",
            "toewijzen",
            "intrekken",
            "klok",
        ] {
            assert!(paths.keys().any(|path| path.ends_with(&format!("/{step}"))), "{step}");
        }
    });
}
