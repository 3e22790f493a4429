// SPDX-License-Identifier: EUPL-1.2
//! Query parameters of the lists (handbook 3.2, 3.4.3).

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, listed, only, selectielijst, writer};
use crate::{engines::on_both_engines, referentielijsten::import_builtin};

#[test]
fn lists_show_published_types_unless_asked_otherwise() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for (path, one, two) in [
            ("zaaktypen", build::zaaktype(&catalogus, "A"), build::zaaktype(&catalogus, "B")),
            ("besluittypen", build::besluittype(&catalogus, "A"), build::besluittype(&catalogus, "B")),
            (
                "informatieobjecttypen",
                build::informatieobjecttype(&catalogus, "A"),
                build::informatieobjecttype(&catalogus, "B"),
            ),
        ] {
            let concept = build::create(&client, path, &one).await;
            let published = build::published(&client, path, &two).await;
            assert_eq!(listed(&client, path).await, only(&published), "{path}");
            assert_eq!(listed(&client, &format!("{path}?status=definitief")).await, only(&published), "{path}");
            assert_eq!(listed(&client, &format!("{path}?status=concept")).await, only(&concept), "{path}");
            assert_eq!(listed(&client, &format!("{path}?status=alles")).await, [concept, published], "{path}");
            let wrong = client.get(&format!("{ROOT}/{path}?status=half")).await;
            assert_eq!(wrong.problems(), ["status/invalid_choice"], "{path}");
        }
    });
}

#[test]
fn what_belongs_to_a_zaaktype_has_the_status_of_the_zaaktype() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let concept = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "A")).await;
        let published = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "B")).await;
        let one = build::create(&client, "statustypen", &build::statustype(&concept, 1)).await;
        let two = build::create(&client, "statustypen", &build::statustype(&published, 1)).await;
        build::publish(&client, &published).await;
        assert_eq!(listed(&client, "statustypen").await, only(&two));
        assert_eq!(listed(&client, "statustypen?status=concept").await, only(&one));
        assert_eq!(listed(&client, "statustypen?status=alles").await, [one.clone(), two.clone()]);
        assert_eq!(listed(&client, &format!("statustypen?status=alles&zaaktype={concept}")).await, only(&one));
        assert_eq!(listed(&client, "statustypen?status=alles&zaaktypeIdentificatie=B").await, [two]);
        let gone = format!("http://testserver{ROOT}/zaaktypen/7a3b9a4e-63e5-4b0f-9d3c-9a0e2a9f5a11");
        assert_eq!(listed(&client, &format!("statustypen?status=alles&zaaktype={gone}")).await, [""; 0]);
    });
}

#[test]
fn datum_geldigheid_includes_both_ends() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["eindeGeldigheid"] = json!("2020-12-31");
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let roltype = build::create(&client, "roltypen", &build::roltype(&zaaktype, "initiator")).await;
        build::publish(&client, &zaaktype).await;
        for (day, shown) in [("2019-12-31", false), ("2020-01-01", true), ("2020-12-31", true), ("2021-01-01", false)] {
            let wanted = |url: &String| if shown { vec![url.clone()] } else { Vec::new() };
            assert_eq!(listed(&client, &format!("zaaktypen?datumGeldigheid={day}")).await, wanted(&zaaktype), "{day}");
            assert_eq!(listed(&client, &format!("roltypen?datumGeldigheid={day}")).await, wanted(&roltype), "{day}");
        }
        let wrong = client.get(&format!("{ROOT}/zaaktypen?datumGeldigheid=2020-13-01")).await;
        assert_eq!(wrong.problems(), ["datumGeldigheid/invalid"]);
    });
}

#[test]
fn zaaktypen_are_found_by_catalogus_identificatie_and_trefwoord() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let (one, two) = (build::catalogus(&client, "EEN").await, build::catalogus(&client, "TWEE").await);
        let mut body = build::zaaktype(&one, "A");
        body["trefwoorden"] = json!(["feest", "straat 50%"]);
        let a = build::published(&client, "zaaktypen", &body).await;
        let mut body = build::zaaktype(&two, "B");
        body["trefwoorden"] = json!(["parkeren"]);
        let b = build::published(&client, "zaaktypen", &body).await;
        assert_eq!(listed(&client, &format!("zaaktypen?catalogus={one}")).await, only(&a));
        assert_eq!(listed(&client, "zaaktypen?identificatie=B").await, only(&b));
        assert_eq!(listed(&client, "zaaktypen?trefwoorden=feest,parkeren").await, [a.clone(), b]);
        assert_eq!(listed(&client, "zaaktypen?trefwoorden=straat%2050%25").await, [a]);
        assert_eq!(listed(&client, "zaaktypen?trefwoorden=fee").await, [""; 0]);
    });
}

#[test]
fn besluittypen_are_found_by_what_they_relate_to() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let brief =
            build::published(&client, "informatieobjecttypen", &build::informatieobjecttype(&catalogus, "Brief")).await;
        let mut body = build::besluittype(&catalogus, "Besluit");
        body["informatieobjecttypen"] = json!(["Brief"]);
        let besluittype = build::published(&client, "besluittypen", &body).await;
        build::published(&client, "besluittypen", &build::besluittype(&catalogus, "Ander")).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["besluittypen"] = json!(["Besluit"]);
        let zaaktype = build::published(&client, "zaaktypen", &body).await;
        for query in [
            "zaaktypen=ZT".to_owned(),
            format!("zaaktypen={zaaktype}"),
            "informatieobjecttypen=Brief".to_owned(),
            format!("informatieobjecttypen={brief}"),
            "omschrijving=Besluit".to_owned(),
            format!("catalogus={catalogus}&omschrijving=Besluit"),
        ] {
            assert_eq!(listed(&client, &format!("besluittypen?{query}")).await, only(&besluittype), "{query}");
        }
        assert_eq!(listed(&client, "besluittypen?zaaktypen=ANDERS").await, [""; 0]);
        assert_eq!(listed(&client, "informatieobjecttypen?omschrijving=Brief").await, [brief]);
    });
}

#[test]
fn every_list_takes_its_own_parameters() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let lijst = selectielijst(app, "nihil").await;
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["selectielijstProcestype"] = json!(lijst.procestype);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let body = build::resultaattype(&zaaktype, &lijst.klasse, &lijst.resultaattypeomschrijving);
        let resultaattype = build::create(&client, "resultaattypen", &body).await;
        let roltype = build::create(&client, "roltypen", &build::roltype(&zaaktype, "initiator")).await;
        let eigenschap = build::create(&client, "eigenschappen", &build::eigenschap(&zaaktype, "kleur")).await;
        let objecttype = build::create(&client, "zaakobjecttypen", &build::zaakobjecttype(&zaaktype)).await;
        let relation = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        let relation = build::create(&client, "zaaktype-informatieobjecttypen", &relation).await;
        let brief =
            build::create(&client, "informatieobjecttypen", &build::informatieobjecttype(&catalogus, "Brief")).await;
        let of = format!("zaaktype={zaaktype}&status=alles");
        for (query, found) in [
            (format!("resultaattypen?{of}&zaaktype_identificatie=ZT&datum_geldigheid=2021-01-01"), &resultaattype),
            (format!("resultaattypen?{of}&zaaktypeIdentificatie=ZT&datumGeldigheid=2021-01-01"), &resultaattype),
            (format!("roltypen?{of}&omschrijvingGeneriek=initiator"), &roltype),
            (format!("eigenschappen?{of}&zaaktypeIdentificatie=ZT&datumGeldigheid=2021-01-01"), &eigenschap),
            (format!("zaakobjecttypen?zaaktype={zaaktype}&anderObjecttype=false&catalogus={catalogus}"), &objecttype),
            ("zaakobjecttypen?datumBeginGeldigheid=2020-01-01&datumGeldigheid=2021-01-01".to_owned(), &objecttype),
            (
                "zaakobjecttypen?objecttype=https://objecttypen.example.nl/pand&zaaktypeIdentificatie=ZT".to_owned(),
                &objecttype,
            ),
            ("zaakobjecttypen?relatieOmschrijving=Het%20evenement%20is%20bij%20dit%20pand".to_owned(), &objecttype),
            (format!("zaaktype-informatieobjecttypen?{of}&informatieobjecttype=Brief&richting=inkomend"), &relation),
            (format!("zaaktype-informatieobjecttypen?{of}&informatieobjecttype={brief}"), &relation),
        ] {
            assert_eq!(listed(&client, &query).await, only(found), "{query}");
        }
        for empty in [
            format!("roltypen?{of}&omschrijvingGeneriek=adviseur"),
            "zaakobjecttypen?datumEindeGeldigheid=2020-01-01".to_owned(),
            "zaakobjecttypen?anderObjecttype=true".to_owned(),
            format!("zaaktype-informatieobjecttypen?{of}&richting=intern"),
        ] {
            assert_eq!(listed(&client, &empty).await, [""; 0], "{empty}");
        }
        let wrong = client.get(&format!("{ROOT}/roltypen?omschrijvingGeneriek=baas")).await;
        assert_eq!(wrong.problems(), ["omschrijvingGeneriek/invalid_choice"]);
    });
}
