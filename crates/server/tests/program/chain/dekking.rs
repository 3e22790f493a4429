// SPDX-License-Identifier: EUPL-1.2
//! What no contract covers.

use serde_json::json;

use super::straat::{ROOT, on_both_engines, text, url_of_aannemer};
use crate::process::eventually;

#[test]
fn what_no_contract_covers_is_on_the_own_list_with_the_reason_until_somebody_gets_it() {
    on_both_engines(|straat| {
        let checked = straat.ran(&["contracten", "check"]);
        assert!(checked.out.contains("afvalbak"), "{checked:#?}");
        assert!(checked.failed(1).contains("gaps or overlaps"));
        let server = straat.serve();
        let gemeente = straat.gemeente(&server);
        let plaats = json!({"type": "Point", "coordinates": [5.1245, 52.0899]});
        let melding = json!({"plaats": plaats, "assetSoort": "afvalbak", "omschrijving": "De klep zit vast."});
        let (status, made) = gemeente.post(&format!("{ROOT}/meldingen"), &melding).unwrap();
        assert_eq!(status, 201, "{made}");
        let order = eventually("the own list", || {
            gemeente.json(&format!("{ROOT}/werkopdrachten?status=eigen_lijst"))["results"].as_array()?.first().cloned()
        });
        assert!(order["aannemer"].is_null() && text(&order, "reden").contains("contract"), "{order}");
        assert!(text(&order, "zaak").contains("/zaken/"), "{order}");
        assert_eq!((straat.receiver.received().len(), straat.smtp.mails().len()), (0, 0));
        let to = json!({"aannemer": url_of_aannemer(&gemeente, "Lichtwacht Onderhoud")});
        let (status, given) = gemeente.post(&format!("{}/toewijzen", text(&order, "url")), &to).unwrap();
        assert_eq!((status, &given["status"]), (200, &json!("aangeboden")), "{given}");
        assert_eq!(straat.order("aangeboden")["url"], order["url"]);
        assert_eq!(straat.counts(), (1, 1, 1));
    });
}
