// SPDX-License-Identifier: EUPL-1.2
//! Statussen: closing and opening a zaak.

use serde_json::{Value, json};

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

const STATUSSEN: &str = "/zaken/api/v1/statussen";

fn status(zaak: &str, statustype: &str, moment: &str) -> Value {
    json!({"zaak": zaak, "statustype": statustype, "datumStatusGezet": moment})
}

#[test]
fn the_last_status_is_that_of_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let first = kader.status(&zaak, &kader.types.begin, "2026-01-03T10:00:00Z").await;
        assert_eq!(first["indicatieLaatstGezetteStatus"], true);
        assert_eq!(
            (&first["statustoelichting"], &first["gezetdoor"], &first["zaakinformatieobjecten"]),
            (&json!(""), &json!(""), &json!([]))
        );
        let earlier = kader.status(&zaak, &kader.types.begin, "2026-01-02T10:00:00Z").await;
        assert_eq!(earlier["indicatieLaatstGezetteStatus"], false);
        assert_eq!(kader.now(&zaak).await["status"], url_of(&first));
        let before = kader.admin.get(&zaak).await.header("etag").to_owned();
        let later = kader.status(&zaak, &kader.types.begin, "2026-01-03T12:00:00.5+01:00").await;
        assert_eq!(later["datumStatusGezet"], "2026-01-03T11:00:00.500000Z");
        assert_eq!(kader.now(&url_of(&first)).await["indicatieLaatstGezetteStatus"], false);
        let after = kader.admin.get(&zaak).await;
        assert_eq!(after.expect(200)["status"], url_of(&later));
        assert_ne!(after.header("etag"), before);
        let last =
            kader.admin.get(&format!("{STATUSSEN}?zaak={zaak}&indicatieLaatstGezetteStatus=true")).await.expect(200);
        assert_eq!((&last["count"], &last["results"][0]["url"]), (&json!(1), &later["url"]));
        let by_type = kader.admin.get(&format!("{STATUSSEN}?statustype={}", kader.types.eind)).await.expect(200);
        assert_eq!(by_type["count"], 0);
    });
}

#[test]
fn a_status_has_a_moment_of_its_own_that_has_passed() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let post = async |moment: &str| kader.admin.post(STATUSSEN, &status(&zaak, &kader.types.begin, moment)).await;
        assert_eq!(post("2026-11-21T11:00:01Z").await.problems(), ["datumStatusGezet/date-in-future"]);
        post("2026-01-02T10:00:00Z").await.expect(201);
        assert_eq!(post("2026-01-02T11:00:00+01:00").await.problems(), ["nonFieldErrors/unique"]);
        post("2018-04-20T10:00:00Z").await.expect(201);
    });
}

#[test]
fn a_status_is_not_changed_or_taken_away() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let made = url_of(&kader.status(&zaak, &kader.types.begin, "2026-01-02T10:00:00Z").await);
        assert_eq!(kader.admin.put(&made, &json!({})).await.status, 405);
        assert_eq!(kader.admin.patch(&made, &json!({})).await.status, 405);
        assert_eq!(kader.admin.delete(&made).await.status, 405);
    });
}

#[test]
fn whoever_sets_a_status_has_a_rol_in_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let rol = |zaak: &str| {
            json!({"zaak": zaak, "roltype": kader.types.behandelaar, "betrokkeneType": "medewerker", "roltoelichting": "t",
                "betrokkene": "https://medewerkers.example/1"})
        };
        let (ours, theirs) =
            (url_of(&kader.made("rollen", &rol(&zaak)).await), url_of(&kader.made("rollen", &rol(&other)).await));
        let mut body = status(&zaak, &kader.types.begin, "2026-01-02T10:00:00Z");
        body["gezetdoor"] = json!(theirs);
        assert_eq!(kader.admin.post(STATUSSEN, &body).await.problems(), ["gezetdoor/invalid"]);
        body["gezetdoor"] = json!("https://niemand.example/1");
        assert_eq!(kader.admin.post(STATUSSEN, &body).await.problems(), ["gezetdoor/no_match"]);
        body["gezetdoor"] = json!(ours);
        let made = kader.made("statussen", &body).await;
        assert_eq!(made["gezetdoor"], ours);
        assert_eq!(kader.now(&ours).await["statussen"], json!([url_of(&made)]));
    });
}

/// zrc-016
#[test]
fn a_statustype_of_another_zaaktype_is_refused() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let answer = kader.admin.post(STATUSSEN, &status(&zaak, &kader.other.eind, "2026-01-02T10:00:00Z")).await;
        assert_eq!(answer.problems(), ["nonFieldErrors/zaaktype-mismatch"]);
    });
}

/// zrc-007
#[test]
fn an_end_status_closes_the_zaak_on_the_day_that_the_client_wrote() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for (moment, day) in [
            ("2026-03-01T00:30:00+02:00", "2026-03-01"),
            ("2018-04-20", "2018-04-20"),
            ("2026-02-03T23:59:59Z", "2026-02-03"),
        ] {
            let zaak = kader.zaak().await;
            kader.resultaat(&zaak).await;
            kader.status(&zaak, &kader.types.begin, "2018-01-01T10:00:00Z").await;
            assert_eq!(kader.now(&zaak).await["einddatum"], Value::Null);
            kader.status(&zaak, &kader.types.eind, moment).await;
            assert_eq!(kader.now(&zaak).await["einddatum"], day);
        }
    });
}

/// zrc-007
#[test]
fn a_zaak_without_resultaat_is_not_closed() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let answer = kader.admin.post(STATUSSEN, &status(&zaak, &kader.types.eind, "2026-01-02T10:00:00Z")).await;
        assert_eq!(answer.problems(), ["nonFieldErrors/resultaat-does-not-exist"]);
        assert_eq!(kader.now(&zaak).await["einddatum"], Value::Null);
    });
}

/// zrc-007
#[test]
fn whoever_may_only_create_zaken_sets_the_first_status() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let client = kader.client("loket", &["zaken.aanmaken"]).await;
        client.post(STATUSSEN, &status(&zaak, &kader.types.begin, "2026-01-02T10:00:00Z")).await.expect(201);
        let second = client.post(STATUSSEN, &status(&zaak, &kader.types.begin, "2026-01-03T10:00:00Z")).await;
        assert_eq!(second.refusal(), (403, "permission_denied".to_owned()));
        let other = kader.client("behandelaar", &["zaken.statussen.toevoegen"]).await;
        other.post(STATUSSEN, &status(&zaak, &kader.types.begin, "2026-01-03T10:00:00Z")).await.expect(201);
    });
}

/// zrc-008
#[test]
fn another_status_opens_a_closed_zaak_again() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "afgehandeld"}));
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let closed = kader.now(&zaak).await;
        assert_eq!(
            (&closed["archiefnominatie"], &closed["archiefactiedatum"]),
            (&json!("vernietigen"), &json!("2036-02-01"))
        );
        let begin = |moment: &str| status(&zaak, &kader.types.begin, moment);
        let plain = kader.client("behandelaar", &["zaken.statussen.toevoegen", "zaken.geforceerd-bijwerken"]).await;
        let refused = plain.post(STATUSSEN, &begin("2026-01-03T10:00:00Z")).await;
        assert_eq!(refused.refusal(), (403, "permission_denied".to_owned()));
        let opener = kader.client("heropener", &["zaken.heropenen"]).await;
        // Earlier than the eindstatus: the zaak is open all the same.
        opener.post(STATUSSEN, &begin("2026-01-03T10:00:00Z")).await.expect(201);
        let open = kader.now(&zaak).await;
        for name in ["einddatum", "archiefnominatie", "archiefactiedatum", "startdatumBewaartermijn"] {
            assert_eq!(open[name], Value::Null, "{name}");
        }
        plain.post(STATUSSEN, &begin("2026-01-04T10:00:00Z")).await.expect(201);
    });
}

/// zrc-007
#[test]
fn another_end_status_on_a_closed_zaak_takes_force_and_moves_its_end() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "afgehandeld"}));
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let eind = status(&zaak, &kader.types.eind, "2026-02-05T10:00:00Z");
        let plain = kader.client("behandelaar", &["zaken.statussen.toevoegen"]).await;
        assert_eq!(plain.post(STATUSSEN, &eind).await.refusal(), (403, "permission_denied".to_owned()));
        let forced = kader.client("sterk", &["zaken.statussen.toevoegen", "zaken.geforceerd-bijwerken"]).await;
        forced.post(STATUSSEN, &eind).await.expect(201);
        let closed = kader.now(&zaak).await;
        assert_eq!((&closed["einddatum"], &closed["archiefactiedatum"]), (&json!("2026-02-05"), &json!("2036-02-05")));
    });
}

/// zrc-006
#[test]
fn a_status_is_seen_by_whoever_sees_its_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, hidden) = (kader.zaak().await, kader.zaak_of(&kader.other).await);
        let seen = url_of(&kader.status(&zaak, &kader.types.begin, "2026-01-02T10:00:00Z").await);
        let unseen = url_of(&kader.status(&hidden, &kader.other.begin, "2026-01-02T10:00:00Z").await);
        let client = kader.client("lezer", &["zaken.lezen"]).await;
        assert_eq!(client.get(&seen).await.status, 200);
        assert_eq!(client.get(&unseen).await.refusal(), (403, "permission_denied".to_owned()));
        assert_eq!(client.get(STATUSSEN).await.expect(200)["count"], 1);
        let shown = client.get(&format!("{zaak}?expand=status.statustype,zaaktype")).await.expect(200);
        assert_eq!(shown["_expand"]["status"]["_expand"]["statustype"]["omschrijving"], "Ontvangen");
        let wider = kader
            .admin
            .get(&format!("{unseen}?expand=zaak.zaaktype,gezetdoor,zaakinformatieobjecten"))
            .await
            .expect(200);
        assert_eq!(wider["_expand"]["zaak"]["_expand"]["zaaktype"]["omschrijving"], "Melding");
        assert_eq!(
            (&wider["_expand"]["gezetdoor"], &wider["_expand"]["zaakinformatieobjecten"]),
            (&json!({}), &json!([]))
        );
    });
}
