// SPDX-License-Identifier: EUPL-1.2
//! `POST /zaaknummer_reserveren`.

use serde_json::{Value, json};

use super::kader::Kader;
use crate::engines::on_both_engines;

const RESERVEREN: &str = "/zaken/api/v1/zaaknummer_reserveren";

fn numbers(answer: &Value) -> Vec<String> {
    answer.as_array().unwrap().iter().map(|one| one["zaaknummer"].as_str().unwrap().to_owned()).collect()
}

/// zrc-002
#[test]
fn a_reserved_number_is_used_by_name_only() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let reserve = async |body: Value| numbers(&kader.admin.post(RESERVEREN, &body).await.expect(201));
        let one = reserve(json!({"bronorganisatie": "000000000"})).await;
        let three = reserve(json!({"bronorganisatie": "000000000", "aantal": 3})).await;
        assert_eq!((one.len(), three.len()), (1, 3));
        let mut all: Vec<String> = one.iter().chain(&three).cloned().collect();
        for _ in 0..3 {
            all.push(kader.zaak_with(&json!({})).await["identificatie"].as_str().unwrap().to_owned());
        }
        let mut distinct = all.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), all.len());
        let used = kader.zaak_with(&json!({"identificatie": three[1]})).await;
        assert_eq!(used["identificatie"], three[1]);
        assert_eq!(
            kader.refused(&json!({"identificatie": three[1]})).await,
            ["identificatie/identificatie-niet-uniek"]
        );
    });
}

#[test]
fn a_reservation_is_bounded_and_authorised() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let refused = async |body: Value| kader.admin.post(RESERVEREN, &body).await.problems();
        assert_eq!(refused(json!({})).await, ["bronorganisatie/required"]);
        assert_eq!(
            refused(json!({"bronorganisatie": "123456789", "aantal": 0})).await,
            ["bronorganisatie/invalid", "aantal/min_value"]
        );
        assert_eq!(refused(json!({"bronorganisatie": "000000000", "aantal": 1001})).await, ["aantal/max_value"]);
        assert_eq!(kader.admin.get(RESERVEREN).await.status, 405);
        let body = json!({"bronorganisatie": "000000000"});
        let reader = kader.client("lezer", &["zaken.lezen"]).await;
        assert_eq!(reader.post(RESERVEREN, &body).await.refusal(), (403, "permission_denied".to_owned()));
        let maker = kader.client("maker", &["zaken.aanmaken"]).await;
        assert_eq!(numbers(&maker.post(RESERVEREN, &body).await.expect(201)).len(), 1);
    });
}
