// SPDX-License-Identifier: EUPL-1.2
//! Zaken.

use serde_json::{Value, json};

use waarmaker_api::Choices;

use super::{
    elders::Elders,
    kader::{Kader, url_of},
    soort::alter,
};
use crate::engines::{on_both_engines, on_both_engines_with};

const ZAKEN: &str = "/zaken/api/v1/zaken";
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

#[test]
fn a_new_zaak_shows_every_member() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let answer = kader.admin.post(ZAKEN, &kader.body(&json!({"identificatie": "Z1"}))).await;
        let zaak = answer.expect(201);
        assert_eq!(answer.header("location"), url_of(&zaak));
        assert_eq!(answer.header("content-crs"), "EPSG:4326");
        let url = url_of(&zaak);
        let expected = json!({
            "url": url, "uuid": url.rsplit('/').next().unwrap(), "identificatie": "Z1", "bronorganisatie": "000000000", "omschrijving": "",
            "toelichting": "", "zaaktype": kader.types.zaaktype, "registratiedatum": "2026-11-21", "verantwoordelijkeOrganisatie": "000000000",
            "startdatum": "2026-01-01", "einddatum": null, "einddatumGepland": null, "uiterlijkeEinddatumAfdoening": null,
            "publicatiedatum": null, "communicatiekanaal": "", "productenOfDiensten": [], "vertrouwelijkheidaanduiding": "openbaar",
            "betalingsindicatie": "", "betalingsindicatieWeergave": "", "laatsteBetaaldatum": null, "zaakgeometrie": null, "verlenging": null,
            "opschorting": {"indicatie": false, "reden": ""}, "selectielijstklasse": "", "hoofdzaak": null, "deelzaken": [],
            "relevanteAndereZaken": [], "eigenschappen": [], "rollen": [], "status": null, "zaakinformatieobjecten": [], "zaakobjecten": [],
            "kenmerken": [], "archiefnominatie": null, "archiefstatus": "nog_te_archiveren", "archiefactiedatum": null, "resultaat": null,
            "opdrachtgevendeOrganisatie": "", "processobjectaard": null, "startdatumBewaartermijn": null, "processobject": null,
        });
        assert_eq!(zaak, expected);
        let order = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(order(&zaak), order(&expected));
        assert_eq!(kader.now(&url).await, expected);
    });
}

#[test]
fn a_zaak_needs_its_required_members_and_bounds_its_texts() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let nothing = kader.admin.post(ZAKEN, &json!({})).await.problems();
        assert_eq!(
            nothing,
            [
                "bronorganisatie/required",
                "zaaktype/required",
                "verantwoordelijkeOrganisatie/required",
                "startdatum/required"
            ]
        );
        let wrong = json!({"bronorganisatie": "12345678a", "omschrijving": "x".repeat(81), "betalingsindicatie": "misschien",
            "registratiedatum": "21-11-2026", "opdrachtgevendeOrganisatie": "123456789", "zaakgeometrie": {"type": "Point", "coordinates": [200, 5]}});
        let problems = kader.refused(&wrong).await;
        assert_eq!(
            problems,
            [
                "bronorganisatie/only-digits",
                "omschrijving/max_length",
                "registratiedatum/invalid",
                "betalingsindicatie/invalid_choice",
                "zaakgeometrie/invalid",
                "opdrachtgevendeOrganisatie/invalid"
            ]
        );
    });
}

/// zrc-001
#[test]
fn the_zaaktype_exists_and_is_published() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaaktypen = kader.types.zaaktype.rsplit_once('/').unwrap().0;
        assert_eq!(kader.refused(&json!({"zaaktype": format!("{zaaktypen}/{NOBODY}")})).await, ["zaaktype/bad-url"]);
        assert_eq!(kader.refused(&json!({"zaaktype": format!("{zaaktypen}/xyz")})).await, ["zaaktype/bad-url"]);
        assert_eq!(kader.refused(&json!({"zaaktype": kader.types.begin})).await, ["zaaktype/invalid-resource"]);
        alter(app, &kader.other.zaaktype, &json!({"concept": true}));
        assert_eq!(kader.refused(&json!({"zaaktype": kader.other.zaaktype})).await, ["zaaktype/not-published"]);
    });
}

/// zrc-001
#[test]
fn another_zaaktype_can_be_chosen_later() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let changed = kader.admin.patch(&zaak, &json!({"zaaktype": kader.other.zaaktype})).await.expect(200);
        assert_eq!(changed["zaaktype"], kader.other.zaaktype);
        alter(app, &kader.types.zaaktype, &json!({"concept": true}));
        assert_eq!(
            kader.admin.patch(&zaak, &json!({"zaaktype": kader.types.zaaktype})).await.problems(),
            ["zaaktype/not-published"]
        );
    });
}

/// zrc-002
#[test]
fn an_identificatie_is_unique_within_its_bronorganisatie() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let first = kader.zaak_with(&json!({"identificatie": "Z-1"})).await;
        assert_eq!(kader.refused(&json!({"identificatie": "Z-1"})).await, ["identificatie/identificatie-niet-uniek"]);
        let elsewhere = kader.zaak_with(&json!({"identificatie": "Z-1", "bronorganisatie": "111222333"})).await;
        let moved = kader.admin.patch(&url_of(&elsewhere), &json!({"bronorganisatie": "000000000"})).await.problems();
        assert_eq!(moved, ["identificatie/identificatie-niet-uniek"]);
        kader.admin.delete(&url_of(&first)).await.expect(204);
        kader.admin.patch(&url_of(&elsewhere), &json!({"bronorganisatie": "000000000"})).await.expect(200);
    });
}

/// zrc-002
#[test]
fn a_zaak_without_identificatie_gets_the_next_free_one() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let first = kader.zaak_with(&json!({"identificatie": ""})).await["identificatie"].as_str().unwrap().to_owned();
        let number: u64 = first.strip_prefix("ZAAK-2026-").unwrap().parse().unwrap();
        assert_eq!(first.len(), "ZAAK-2026-0000000001".len());
        let taken = format!("ZAAK-2026-{:010}", number + 1);
        kader.zaak_with(&json!({"identificatie": taken})).await;
        let next = kader.zaak_with(&json!({})).await;
        assert_eq!(next["identificatie"], format!("ZAAK-2026-{:010}", number + 2));
    });
}

#[test]
fn of_two_zaken_with_one_identificatie_at_once_one_is_made() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let same = kader.body(&json!({"identificatie": "Z-1"}));
        let post = async || kader.admin.post(ZAKEN, &same).await;
        let (first, second, third) = tokio::join!(post(), post(), post());
        let mut made = [first.status, second.status, third.status];
        made.sort_unstable();
        assert_eq!(made, [201, 400, 400]);
        let refused = [first, second, third].into_iter().find(|answer| answer.status == 400).unwrap();
        assert_eq!(refused.problems(), ["identificatie/identificatie-niet-uniek"]);
        let none = kader.body(&json!({}));
        let post = async || kader.admin.post(ZAKEN, &none).await.expect(201)["identificatie"].clone();
        let (first, second, third) = tokio::join!(post(), post(), post());
        assert!(first != second && second != third && first != third);
    });
}

/// zrc-002
#[test]
fn an_identificatie_never_changes() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.zaak_with(&json!({"identificatie": "Z-1"})).await;
        let zaak = url_of(&kader.zaak_with(&json!({"identificatie": "Z-2"})).await);
        for other in ["Z-1", "Z-3"] {
            let problems = kader.admin.patch(&zaak, &json!({"identificatie": other})).await.problems();
            assert_eq!(problems, ["identificatie/wijzigen-niet-toegelaten"]);
            let problems = kader.admin.put(&zaak, &kader.body(&json!({"identificatie": other}))).await.problems();
            assert_eq!(problems, ["identificatie/wijzigen-niet-toegelaten"]);
        }
        kader.admin.put(&zaak, &kader.body(&json!({"identificatie": "Z-2"}))).await.expect(200);
        assert_eq!(kader.admin.put(&zaak, &kader.body(&json!({}))).await.expect(200)["identificatie"], "Z-2");
    });
}

/// zrc-009
#[test]
fn a_zaak_is_as_vertrouwelijk_as_its_type_unless_it_says_otherwise() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        alter(app, &kader.types.zaaktype, &json!({"vertrouwelijkheidaanduiding": "intern"}));
        assert_eq!(
            kader.zaak_with(&json!({"vertrouwelijkheidaanduiding": ""})).await["vertrouwelijkheidaanduiding"],
            "intern"
        );
        let zaak = kader.zaak_with(&json!({"vertrouwelijkheidaanduiding": "geheim"})).await;
        assert_eq!(zaak["vertrouwelijkheidaanduiding"], "geheim");
        let zaak = url_of(&zaak);
        assert_eq!(
            kader.admin.put(&zaak, &kader.body(&json!({}))).await.expect(200)["vertrouwelijkheidaanduiding"],
            "geheim"
        );
        let other = kader.admin.patch(&zaak, &json!({"vertrouwelijkheidaanduiding": "openbaar"})).await.expect(200);
        assert_eq!(other["vertrouwelijkheidaanduiding"], "openbaar");
    });
}

/// zrc-010
#[test]
fn a_communicatiekanaal_is_one() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let lists = "/referentielijsten/api/v1/communicatiekanalen";
        let kanaal = url_of(&kader.admin.get(lists).await.expect(200)[0]);
        let list = kanaal.rsplit_once('/').unwrap().0;
        let zaak = kader.zaak_with(&json!({"communicatiekanaal": kanaal})).await;
        assert_eq!(zaak["communicatiekanaal"], kanaal);
        let wrong = [
            (format!("{list}/{NOBODY}"), "communicatiekanaal/bad-url"),
            ("https://niemand.example/kanaal".to_owned(), "communicatiekanaal/bad-url"),
            (list.to_owned(), "communicatiekanaal/invalid-resource"),
            (kader.types.zaaktype.clone(), "communicatiekanaal/invalid-resource"),
        ];
        for (url, problem) in wrong {
            let members = json!({"communicatiekanaal": url});
            assert_eq!(kader.refused(&members).await, [problem]);
            assert_eq!(kader.admin.put(&url_of(&zaak), &kader.body(&members)).await.problems(), [problem]);
            assert_eq!(kader.admin.patch(&url_of(&zaak), &members).await.problems(), [problem]);
        }
        let none = kader.admin.patch(&url_of(&zaak), &json!({"communicatiekanaal": ""})).await.expect(200);
        assert_eq!(none["communicatiekanaal"], "");
    });
}

/// zrc-010, zrc-011
#[test]
fn what_stands_on_another_server_is_asked_for() {
    let elders = Elders::start();
    on_both_engines_with(&Choices::default(), &elders.settings(), &async |app| {
        let kader = Kader::new(app).await;
        kader.zaak_with(&json!({"communicatiekanaal": elders.url("/kanaal")})).await;
        for (path, problem) in [
            ("/object", "invalid-resource"),
            ("/lijst", "invalid-resource"),
            ("/tekst", "invalid-resource"),
            ("/404", "bad-url"),
        ] {
            let problems = kader.refused(&json!({"communicatiekanaal": elders.url(path)})).await;
            assert_eq!(problems, [format!("communicatiekanaal/{problem}")], "{path}");
        }
        let relation =
            |path: &str| json!({"relevanteAndereZaken": [{"url": elders.url(path), "aardRelatie": "vervolg"}]});
        kader.zaak_with(&relation("/object")).await;
        for path in ["/tekst", "/404"] {
            assert_eq!(kader.refused(&relation(path)).await, ["relevanteAndereZaken.0.url/bad-url"], "{path}");
        }
    });
}

/// zrc-007
#[test]
fn a_document_on_another_server_does_not_keep_a_zaak_open() {
    let elders = Elders::start();
    on_both_engines_with(&Choices::default(), &elders.settings(), &async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let document = elders.document(&kader.types.informatieobjecttype, "brief");
        kader.made("zaakinformatieobjecten", &json!({"zaak": zaak, "informatieobject": document})).await;
        kader.close(&zaak).await;
        assert_eq!(kader.now(&zaak).await["einddatum"], "2026-02-01");
    });
}

#[test]
fn a_selectielijstklasse_is_a_resultaat_of_the_selectielijst() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let klasse = kader.now(&kader.types.resultaattype).await["selectielijstklasse"].clone();
        assert_eq!(kader.zaak_with(&json!({"selectielijstklasse": klasse})).await["selectielijstklasse"], klasse);
        let wrong = kader.refused(&json!({"selectielijstklasse": kader.types.zaaktype})).await;
        assert_eq!(wrong, ["selectielijstklasse/invalid-resource"]);
        let wrong = kader.refused(&json!({"selectielijstklasse": "https://niemand.example/1"})).await;
        assert_eq!(wrong, ["selectielijstklasse/bad-url"]);
    });
}

/// zrc-011
#[test]
fn relevante_andere_zaken_exist() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let relation = |url: &str| json!({"relevanteAndereZaken": [{"url": url, "aardRelatie": "vervolg"}]});
        let made = kader.zaak_with(&relation(&other)).await;
        assert_eq!(made["relevanteAndereZaken"], json!([{"url": other, "aardRelatie": "vervolg"}]));
        for nothing in
            [format!("{}/{NOBODY}", zaak.rsplit_once('/').unwrap().0), "https://niemand.example/zaken/1".to_owned()]
        {
            assert_eq!(kader.refused(&relation(&nothing)).await, ["relevanteAndereZaken.0.url/bad-url"]);
        }
        assert_eq!(kader.refused(&relation(&kader.types.zaaktype)).await, ["relevanteAndereZaken.0.url/bad-url"]);
        kader.admin.put(&zaak, &kader.body(&relation(&zaak))).await.expect(200);
        let unknown = json!({"relevanteAndereZaken": [{"url": other, "aardRelatie": "familie"}, {"url": other}]});
        assert_eq!(
            kader.refused(&unknown).await,
            ["relevanteAndereZaken.0.aardRelatie/invalid_choice", "relevanteAndereZaken.1.aardRelatie/required"]
        );
    });
}

/// zrc-011, zrc-006
#[test]
fn a_zaak_that_may_not_be_read_does_not_exist_for_a_relation() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let hidden = kader.zaak_of(&kader.other).await;
        let client = kader.client("beperkt", &["zaken.lezen", "zaken.aanmaken"]).await;
        let relation = json!({"relevanteAndereZaken": [{"url": hidden, "aardRelatie": "vervolg"}]});
        let problems = client.post(ZAKEN, &kader.body(&relation)).await.problems();
        assert_eq!(problems, ["relevanteAndereZaken.0.url/bad-url"]);
        assert_eq!(
            client.post(ZAKEN, &kader.body(&json!({"hoofdzaak": hidden}))).await.problems(),
            ["hoofdzaak/does_not_exist"]
        );
    });
}

/// zrc-012
#[test]
fn a_group_is_given_as_a_whole_or_not_at_all() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let problems = kader.refused(&json!({"opschorting": {}})).await;
        assert_eq!(problems, ["opschorting.indicatie/required", "opschorting.reden/required"]);
        let problems = kader.refused(&json!({"verlenging": {"onbekend": 1}})).await;
        assert_eq!(problems, ["verlenging.reden/required", "verlenging.duur/required"]);
        let problems = kader.refused(&json!({"processobject": {"identificatie": "1"}})).await;
        assert_eq!(
            problems,
            [
                "processobject.datumkenmerk/required",
                "processobject.objecttype/required",
                "processobject.registratie/required"
            ]
        );
        let groups = json!({"opschorting": {"indicatie": true, "reden": "wacht"}, "verlenging": {"reden": "druk", "duur": "P5M"},
            "processobject": {"datumkenmerk": "einde", "identificatie": "1", "objecttype": "verg", "registratie": "r"}});
        let zaak = kader.zaak_with(&groups).await;
        for name in ["opschorting", "verlenging", "processobject"] {
            assert_eq!(zaak[name], groups[name]);
        }
        let none = json!({"opschorting": null, "verlenging": null, "processobject": null});
        let zaak = kader.admin.patch(&url_of(&zaak), &none).await.expect(200);
        assert_eq!(zaak["opschorting"], json!({"indicatie": false, "reden": ""}));
        assert_eq!((&zaak["verlenging"], &zaak["processobject"]), (&Value::Null, &Value::Null));
    });
}

/// zrc-013
#[test]
fn a_deelzaak_has_a_hoofdzaak_that_is_none_itself() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let hoofdzaak = kader.zaak().await;
        let deelzaak = kader.zaak_with(&json!({"hoofdzaak": hoofdzaak})).await;
        assert_eq!(deelzaak["hoofdzaak"], hoofdzaak);
        let deelzaak = url_of(&deelzaak);
        assert_eq!(kader.now(&hoofdzaak).await["deelzaken"], json!([deelzaak]));
        assert_eq!(
            kader.refused(&json!({"hoofdzaak": "https://niemand.example/zaken/1"})).await,
            ["hoofdzaak/no_match"]
        );
        assert_eq!(kader.refused(&json!({"hoofdzaak": deelzaak})).await, ["hoofdzaak/deelzaak-als-hoofdzaak"]);
        let put = async |zaak: &str, hoofdzaak: &str| {
            kader.admin.put(zaak, &kader.body(&json!({"hoofdzaak": hoofdzaak}))).await
        };
        assert_eq!(put(&hoofdzaak, &hoofdzaak).await.problems(), ["hoofdzaak/self-forbidden"]);
        assert_eq!(put(&hoofdzaak, &deelzaak).await.problems(), ["hoofdzaak/deelzaak-als-hoofdzaak"]);
        let third = kader.zaak().await;
        assert_eq!(put(&hoofdzaak, &third).await.problems(), ["hoofdzaak/deelzaak-als-hoofdzaak"]);
        put(&deelzaak, &third).await.expect(200);
        assert_eq!(kader.now(&hoofdzaak).await["deelzaken"], json!([]));
        assert_eq!(kader.now(&third).await["deelzaken"], json!([deelzaak]));
        kader.admin.patch(&deelzaak, &json!({"hoofdzaak": null})).await.expect(200);
        assert_eq!(kader.now(&third).await["deelzaken"], json!([]));
    });
}

/// zrc-014
#[test]
fn what_need_not_be_paid_has_no_date_of_payment() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let date = "2026-01-02T10:00:00Z";
        let both = json!({"betalingsindicatie": "nvt", "laatsteBetaaldatum": date});
        assert_eq!(kader.refused(&both).await, ["laatsteBetaaldatum/betaling-nvt"]);
        let zaak = kader.zaak_with(&json!({"betalingsindicatie": "geheel", "laatsteBetaaldatum": date})).await;
        assert_eq!(zaak["laatsteBetaaldatum"], date);
        assert_eq!(zaak["betalingsindicatieWeergave"], "De met de zaak gemoeide kosten zijn geheel betaald.");
        let zaak = url_of(&zaak);
        assert_eq!(kader.admin.put(&zaak, &kader.body(&both)).await.problems(), ["laatsteBetaaldatum/betaling-nvt"]);
        assert_eq!(kader.admin.patch(&zaak, &both).await.problems(), ["laatsteBetaaldatum/betaling-nvt"]);
        let cleared = kader.admin.patch(&zaak, &json!({"betalingsindicatie": "nvt"})).await.expect(200);
        assert_eq!(cleared["laatsteBetaaldatum"], Value::Null);
        let again = kader.admin.patch(&zaak, &json!({"laatsteBetaaldatum": date})).await.problems();
        assert_eq!(again, ["laatsteBetaaldatum/betaling-nvt"]);
        let future = kader.refused(&json!({"laatsteBetaaldatum": "2027-01-01T00:00:00Z"})).await;
        assert_eq!(future, ["laatsteBetaaldatum/future_not_allowed"]);
    });
}

/// zrc-015
#[test]
fn a_zaak_brings_about_what_its_zaaktype_lists() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (one, two) = ("https://producten.example/1", "https://producten.example/2");
        alter(app, &kader.types.zaaktype, &json!({"productenOfDiensten": [one]}));
        let zaak = kader.zaak_with(&json!({"productenOfDiensten": [one]})).await;
        let wrong = json!({"productenOfDiensten": [one, two]});
        assert_eq!(kader.refused(&wrong).await, ["productenOfDiensten/invalid-products-services"]);
        let problems = kader.admin.patch(&url_of(&zaak), &wrong).await.problems();
        assert_eq!(problems, ["productenOfDiensten/invalid-products-services"]);
        let problems = kader.admin.patch(&url_of(&zaak), &json!({"zaaktype": kader.other.zaaktype})).await.problems();
        assert_eq!(problems, ["productenOfDiensten/invalid-products-services"]);
    });
}

/// zrc-023
#[test]
fn with_a_zaak_goes_everything_that_belongs_to_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let deelzaak = url_of(&kader.zaak_with(&json!({"hoofdzaak": zaak})).await);
        let mut gone =
            vec![zaak.clone(), deelzaak.clone(), format!("{zaak}/audittrail"), format!("{deelzaak}/audittrail")];
        for owner in [&zaak, &deelzaak] {
            gone.push(kader.resultaat(owner).await);
            gone.push(url_of(&kader.status(owner, &kader.types.begin, "2026-01-02T10:00:00Z").await));
            gone.push(url_of(&kader.status(owner, &kader.types.eind, "2026-01-03T10:00:00Z").await));
            let rol = json!({"zaak": owner, "roltype": kader.types.behandelaar, "betrokkeneType": "medewerker", "roltoelichting": "t",
                "betrokkene": "https://medewerkers.example/1"});
            gone.push(url_of(&kader.made("rollen", &rol).await));
        }
        for url in &gone {
            assert_eq!(kader.admin.get(url).await.status, 200, "{url}");
        }
        assert_eq!(kader.admin.delete(&zaak).await.status, 204);
        for url in &gone {
            assert_eq!(kader.admin.get(url).await.status, 404, "{url}");
        }
        for list in ["zaken", "statussen", "resultaten", "rollen"] {
            assert_eq!(kader.admin.get(&format!("/zaken/api/v1/{list}")).await.expect(200)["count"], 0, "{list}");
        }
        let gone: Vec<String> = kader.notified().into_iter().filter(|event| event.ends_with("/destroy")).collect();
        assert_eq!(gone, ["zaak/destroy", "zaak/destroy"]);
    });
}

/// zrc-023
#[test]
fn a_deelzaak_can_be_deleted_alone() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let deelzaak = url_of(&kader.zaak_with(&json!({"hoofdzaak": zaak})).await);
        assert_eq!(kader.admin.delete(&deelzaak).await.status, 204);
        assert_eq!(kader.now(&zaak).await["deelzaken"], json!([]));
    });
}

/// zrc-023
#[test]
fn a_deelzaak_that_may_not_be_deleted_keeps_its_hoofdzaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let mut body = kader.body(&json!({"hoofdzaak": zaak}));
        body["zaaktype"] = json!(kader.other.zaaktype);
        let deelzaak = url_of(&kader.made("zaken", &body).await);
        let client = kader.client("opruimer", &["zaken.verwijderen"]).await;
        assert_eq!(client.delete(&zaak).await.refusal(), (403, "permission_denied".to_owned()));
        kader.now(&zaak).await;
        kader.now(&deelzaak).await;
    });
}

/// zrc-007
#[test]
fn a_closed_zaak_changes_only_by_force() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let client = kader.client("gewoon", &["zaken.lezen", "zaken.bijwerken", "zaken.verwijderen"]).await;
        let change = json!({"omschrijving": "anders"});
        assert_eq!(client.patch(&zaak, &change).await.refusal(), (403, "permission_denied".to_owned()));
        assert_eq!(client.put(&zaak, &kader.body(&change)).await.refusal(), (403, "permission_denied".to_owned()));
        assert_eq!(client.patch(&zaak, &json!({"startdatum": "morgen"})).await.problems(), ["startdatum/invalid"]);
        let forced = kader.client("sterk", &["zaken.geforceerd-bijwerken"]).await;
        assert_eq!(forced.patch(&zaak, &change).await.expect(200)["omschrijving"], "anders");
        let put = forced.put(&zaak, &kader.body(&change)).await.expect(200);
        assert_eq!(put["einddatum"], "2026-02-01");
        assert_eq!(client.delete(&zaak).await.status, 204);
    });
}

/// zrc-006
#[test]
fn a_zaak_is_reached_for_its_type_and_level_only() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (seen, hidden) = (kader.zaak().await, kader.zaak_of(&kader.other).await);
        let client = kader.client("lezer", &["zaken.lezen"]).await;
        assert_eq!(client.get(&seen).await.status, 200);
        assert_eq!(client.get(&hidden).await.refusal(), (403, "permission_denied".to_owned()));
        let list = client.get(ZAKEN).await.expect(200);
        assert_eq!((&list["count"], &list["results"][0]["url"]), (&json!(1), &json!(seen)));
        assert_eq!(client.post(ZAKEN, &kader.body(&json!({}))).await.refusal(), (403, "permission_denied".to_owned()));
        let writer = kader.client("schrijver", &["zaken.bijwerken"]).await;
        assert_eq!(writer.get(ZAKEN).await.refusal(), (403, "permission_denied".to_owned()));
        let away = writer.patch(&seen, &json!({"zaaktype": kader.other.zaaktype})).await;
        assert_eq!(away.refusal(), (403, "permission_denied".to_owned()));
    });
}
