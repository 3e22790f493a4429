// SPDX-License-Identifier: EUPL-1.2
//! Besluiten.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    engines::on_both_engines,
    zaken::{
        kader::{Kader, url_of},
        stukken::{BESLUITEN, NOBODY, besluit},
    },
};

const PATH: &str = "/besluiten/api/v1/besluiten";

#[test]
fn a_new_besluit_shows_every_member() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let answer = kader.admin.post(PATH, &besluit(&besluittype, &json!({"identificatie": "B1"}))).await;
        let made = answer.expect(201);
        assert_eq!((answer.header("location"), answer.header("api-version")), (url_of(&made).as_str(), "1.1.0"));
        let expected = json!({
            "url": url_of(&made), "identificatie": "B1", "verantwoordelijkeOrganisatie": "000000000", "besluittype": besluittype, "zaak": "",
            "datum": "2026-03-01", "toelichting": "", "bestuursorgaan": "", "ingangsdatum": "2026-03-02", "vervaldatum": null,
            "vervalreden": "", "vervalredenWeergave": "", "publicatiedatum": null, "verzenddatum": null, "uiterlijkeReactiedatum": null,
        });
        assert_eq!(made, expected);
        let order = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(order(&made), order(&expected));
        assert_eq!(kader.now(&url_of(&made)).await, expected);
    });
}

#[test]
fn a_besluit_needs_its_required_members_and_bounds_its_texts() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        assert_eq!(
            kader.admin.post(PATH, &json!({})).await.problems(),
            [
                "verantwoordelijkeOrganisatie/required",
                "besluittype/required",
                "datum/required",
                "ingangsdatum/required"
            ]
        );
        let wrong = json!({"identificatie": "x".repeat(51), "verantwoordelijkeOrganisatie": "123456789", "datum": "gisteren",
            "bestuursorgaan": "x".repeat(51), "ingangsdatum": null, "vervalreden": "zomaar"});
        assert_eq!(
            kader.admin.post(PATH, &besluit(&besluittype, &wrong)).await.problems(),
            [
                "identificatie/max_length",
                "verantwoordelijkeOrganisatie/invalid",
                "datum/invalid",
                "bestuursorgaan/max_length",
                "ingangsdatum/null",
                "vervalreden/invalid_choice"
            ]
        );
    });
}

/// brc-001
#[test]
fn the_besluittype_exists_and_is_published() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let concept = kader.besluittype_concept("Concept").await;
        let absent = concept.replace(concept.rsplit('/').next().unwrap(), NOBODY);
        for (url, code) in [
            (concept.as_str(), "not-published"),
            (&absent, "bad-url"),
            ("http://testserver/catalogi/api/v1/besluittypen/xyz", "bad-url"),
            ("https://elders.example.nl/besluittypen/1", "bad-url"),
            (&kader.types.zaaktype, "invalid-resource"),
        ] {
            let refused = kader.admin.post(PATH, &besluit(url, &json!({}))).await.problems();
            assert_eq!(refused, [format!("besluittype/{code}")], "{url}");
        }
    });
}

/// brc-002
#[test]
fn an_identificatie_is_used_once_by_an_organisation() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let first = json!({"identificatie": "B1"});
        kader.besluit(&besluittype, &first).await;
        let again = kader.admin.post(PATH, &besluit(&besluittype, &first)).await.problems();
        assert_eq!(again, ["identificatie/identificatie-niet-uniek"]);
        let other = json!({"identificatie": "B1", "verantwoordelijkeOrganisatie": "517439943"});
        kader.besluit(&besluittype, &other).await;
    });
}

/// brc-002
#[test]
fn a_besluit_without_identificatie_gets_one_that_is_free() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        kader.besluit(&besluittype, &json!({"identificatie": "BESLUIT-2026-0000000002"})).await;
        let mut given = Vec::new();
        for members in [json!({}), json!({"identificatie": ""}), json!({})] {
            given.push(kader.besluit(&besluittype, &members).await["identificatie"].as_str().unwrap().to_owned());
        }
        assert_eq!(given, ["BESLUIT-2026-0000000001", "BESLUIT-2026-0000000003", "BESLUIT-2026-0000000004"]);
    });
}

/// brc-001, brc-002, brc-006
#[test]
fn what_a_besluit_is_and_whose_does_not_change() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let other = kader.besluittype_named("Ander besluit").await;
        let (zaak, elsewhere) = (kader.zaak().await, kader.zaak().await);
        let members = json!({"identificatie": "B1", "zaak": zaak});
        let made = url_of(&kader.besluit(&besluittype, &members).await);
        kader.besluit(&besluittype, &json!({"identificatie": "B2"})).await;
        let changes = json!({"identificatie": "B2", "verantwoordelijkeOrganisatie": "517439943", "besluittype": other, "zaak": elsewhere});
        let refused = [
            "identificatie/wijzigen-niet-toegelaten",
            "verantwoordelijkeOrganisatie/wijzigen-niet-toegelaten",
            "besluittype/wijzigen-niet-toegelaten",
            "zaak/wijzigen-niet-toegelaten",
        ];
        assert_eq!(kader.admin.patch(&made, &changes).await.problems(), refused);
        assert_eq!(kader.admin.put(&made, &besluit(&other, &changes)).await.problems(), refused);
        assert_eq!(kader.admin.patch(&made, &json!({"zaak": ""})).await.problems(), ["zaak/wijzigen-niet-toegelaten"]);
        let loose = url_of(&kader.besluit(&besluittype, &json!({})).await);
        assert_eq!(
            kader.admin.patch(&loose, &json!({"zaak": zaak})).await.problems(),
            ["zaak/wijzigen-niet-toegelaten"]
        );
        // What stays the same may be said again.
        kader.admin.put(&made, &besluit(&besluittype, &members)).await.expect(200);
    });
}

/// brc-002, brc-006
#[test]
fn a_put_leaves_identificatie_and_zaak_that_it_does_not_name_and_clears_the_rest() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        let members = json!({"identificatie": "B1", "zaak": zaak, "toelichting": "t", "vervaldatum": "2027-01-01"});
        let made = url_of(&kader.besluit(&besluittype, &members).await);
        let put =
            kader.admin.put(&made, &besluit(&besluittype, &json!({"bestuursorgaan": "college"}))).await.expect(200);
        assert_eq!((&put["identificatie"], &put["zaak"]), (&json!("B1"), &json!(zaak)));
        assert_eq!(
            (&put["toelichting"], &put["vervaldatum"], &put["bestuursorgaan"]),
            (&json!(""), &Value::Null, &json!("college"))
        );
    });
}

#[test]
fn a_besluit_was_taken_today_or_before() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let future = json!({"datum": "2026-11-22"});
        assert_eq!(
            kader.admin.post(PATH, &besluit(&besluittype, &future)).await.problems(),
            ["datum/future_not_allowed"]
        );
        let made = url_of(&kader.besluit(&besluittype, &json!({"datum": "2026-11-21"})).await);
        assert_eq!(kader.admin.patch(&made, &future).await.problems(), ["datum/future_not_allowed"]);
        // It can work from before it was taken, and be published and sent whenever.
        let early =
            json!({"ingangsdatum": "2020-01-01", "publicatiedatum": "2019-01-01", "verzenddatum": "2030-01-01"});
        kader.admin.patch(&made, &early).await.expect(200);
    });
}

#[test]
fn the_vervalreden_has_a_label() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let made = url_of(&kader.besluit(&besluittype, &json!({})).await);
        for (reden, weergave) in [
            ("tijdelijk", "Besluit met tijdelijke werking"),
            ("ingetrokken_overheid", "Besluit ingetrokken door overheid"),
            ("ingetrokken_belanghebbende", "Besluit ingetrokken o.v.v. belanghebbende"),
            ("", ""),
        ] {
            let change = json!({"vervalreden": reden, "vervalredenWeergave": "anders"});
            let changed = kader.admin.patch(&made, &change).await.expect(200);
            assert_eq!((&changed["vervalreden"], &changed["vervalredenWeergave"]), (&json!(reden), &json!(weergave)));
        }
    });
}

#[test]
fn besluiten_are_found_by_what_they_are_and_whose() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let other = kader.besluittype_named("Ander besluit").await;
        let zaak = kader.zaak().await;
        kader.besluit(&besluittype, &json!({"identificatie": "B1", "zaak": zaak})).await;
        kader.besluit(&other, &json!({"identificatie": "B2"})).await;
        kader.besluit(&other, &json!({"identificatie": "B1", "verantwoordelijkeOrganisatie": "517439943"})).await;
        let count = async |query: &str| kader.admin.get(&format!("{PATH}?{query}")).await.expect(200)["count"].clone();
        assert_eq!(count("").await, 3);
        assert_eq!(count("identificatie=B1").await, 2);
        assert_eq!(count("identificatie=B1&verantwoordelijkeOrganisatie=000000000").await, 1);
        assert_eq!(count(&format!("besluittype={other}")).await, 2);
        assert_eq!(count(&format!("zaak={zaak}")).await, 1);
        assert_eq!(count("zaak=https://elders.example.nl/zaken/1").await, 0);
        assert_eq!(
            kader.admin.get(&format!("{PATH}?datum=2026-01-01")).await.problems(),
            ["nonFieldErrors/unknown-parameters"]
        );
        assert_eq!(kader.admin.get(&format!("{PATH}?page=2")).await.status, 404);
    });
}

#[test]
fn besluittype_and_zaak_are_shown_in_place() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        let made = url_of(&kader.besluit(&besluittype, &json!({"zaak": zaak})).await);
        let shown = kader.admin.get(&format!("{made}?expand=besluittype.catalogus,zaak.zaaktype")).await.expect(200);
        assert_eq!((&shown["besluittype"], &shown["zaak"]), (&json!(besluittype), &json!(zaak)));
        let inner = &shown["_expand"];
        assert_eq!(inner["besluittype"]["_expand"]["catalogus"]["domein"], "KADER");
        assert_eq!(inner["zaak"]["_expand"]["zaaktype"]["omschrijving"], "Aanvraag");
        let list = kader.admin.get(&format!("{PATH}?expand=zaak")).await.expect(200);
        assert_eq!(list["results"][0]["_expand"]["zaak"]["url"], zaak);
        assert_eq!(kader.admin.get(&format!("{made}?expand=datum")).await.problems(), ["expand/invalid-expand-field"]);
    });
}

/// The contract has no `HEAD` and no `ETag`; the text of the standard asks for both.
#[test]
fn a_besluit_that_did_not_change_is_not_sent_again() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let made = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let head = kader.admin.head(&made).await;
        let tag = head.header("etag").to_owned();
        assert!(head.status == 200 && head.body.is_empty() && !tag.is_empty());
        let known = async || kader.admin.send(Method::GET, &made, &[("if-none-match", &tag)], None).await.status;
        assert_eq!(known().await, 304);
        kader.admin.patch(&made, &json!({"toelichting": "t"})).await.expect(200);
        assert_eq!(known().await, 200);
    });
}

#[test]
fn besluiten_are_notified_on_their_own_channel() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let before = kader.messages().len();
        let made = url_of(&kader.besluit(&besluittype, &json!({"identificatie": "B1"})).await);
        kader.admin.put(&made, &besluit(&besluittype, &json!({}))).await.expect(200);
        kader.admin.patch(&made, &json!({"toelichting": "t"})).await.expect(200);
        let relation = url_of(&kader.recorded(&made, &kader.brief().await).await);
        kader.admin.delete(&relation).await.expect(204);
        kader.admin.delete(&made).await.expect(204);
        let sent: Vec<Value> =
            kader.messages().split_off(before).into_iter().filter(|one| one["kanaal"] == "besluiten").collect();
        let told: Vec<_> =
            sent.iter().map(|one| (one["resource"].as_str().unwrap(), one["actie"].as_str().unwrap())).collect();
        assert_eq!(
            told,
            [
                ("besluit", "create"),
                ("besluit", "update"),
                ("besluit", "partial_update"),
                ("besluitinformatieobject", "create"),
                ("besluitinformatieobject", "destroy"),
                ("besluit", "destroy"),
            ]
        );
        for message in &sent {
            assert_eq!(message["hoofdObject"], made);
            assert_eq!(
                message["kenmerken"],
                json!({"verantwoordelijkeOrganisatie": "000000000", "besluittype": besluittype})
            );
        }
        assert_eq!(sent[3]["resourceUrl"], relation);
    });
}

#[test]
fn the_audit_trail_of_a_besluit_tells_of_all_that_belongs_to_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let made = kader.besluit(&besluittype, &json!({"identificatie": "B1"})).await;
        let url = url_of(&made);
        let relation = url_of(&kader.recorded(&url, &kader.brief().await).await);
        kader.admin.patch(&url, &json!({"toelichting": "t"})).await.expect(200);
        kader.admin.delete(&relation).await.expect(204);
        let trail = kader.admin.get(&format!("{url}/audittrail")).await.expect(200);
        let trail = trail.as_array().unwrap();
        let told: Vec<_> = trail
            .iter()
            .map(|one| {
                (one["resource"].as_str().unwrap(), one["actie"].as_str().unwrap(), one["bron"].as_str().unwrap())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("besluit", "create", "brc"),
                ("besluitinformatieobject", "create", "brc"),
                ("besluit", "partial_update", "brc"),
                ("besluitinformatieobject", "destroy", "brc"),
            ]
        );
        assert_eq!((&trail[0]["resourceWeergave"], &trail[0]["wijzigingen"]["nieuw"]), (&json!("B1"), &made));
        let one = format!("{url}/audittrail/{}", trail[0]["uuid"].as_str().unwrap());
        assert_eq!(kader.now(&one).await, trail[0]);
    });
}

/// brc-009
#[test]
fn with_a_besluit_goes_all_that_belongs_to_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        let made = url_of(&kader.besluit(&besluittype, &json!({"zaak": zaak})).await);
        let kept = url_of(&kader.besluit(&besluittype, &json!({"zaak": zaak})).await);
        let (first, second) = (kader.brief().await, kader.brief().await);
        let relations = [url_of(&kader.recorded(&made, &first).await), url_of(&kader.recorded(&made, &second).await)];
        kader.recorded(&kept, &first).await;
        // drc-008
        assert_eq!(kader.admin.delete(&second).await.problems(), ["nonFieldErrors/pending-relations"]);
        kader.admin.delete(&made).await.expect(204);
        for url in [&made, &relations[0], &relations[1], &format!("{made}/audittrail")] {
            assert_eq!(kader.admin.get(url).await.status, 404, "{url}");
        }
        let list = kader.admin.get(&format!("{BESLUITEN}/besluitinformatieobjecten?besluit={made}")).await.expect(200);
        assert_eq!(list, json!([]));
        assert!(kader.mirrored(&made, &first).await.is_empty() && kader.mirrored(&made, &second).await.is_empty());
        assert_eq!(kader.mirrored(&kept, &first).await.len(), 1);
        assert_eq!(kader.besluiten_of(&zaak).await, [kept]);
        kader.admin.delete(&second).await.expect(204);
    });
}
