// SPDX-License-Identifier: EUPL-1.2
//! The four lists over HTTP, filled with the set that comes with the program.

use axum::http::Method;
use serde_json::{Value, json};

use super::{ROOT, import_builtin};
use crate::engines::on_both_engines;

const LISTS: [&str; 4] = ["procestypen", "resultaten", "resultaattypeomschrijvingen", "communicatiekanalen"];

#[test]
fn everybody_reads_the_lists_without_a_token() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.anonymous();
        for list in LISTS {
            let answer = client.get(&format!("{ROOT}/{list}")).await;
            let all = answer.expect(200);
            assert_eq!(answer.header("api-version"), "1.0.0");
            let all = if list == "resultaten" { all["results"].clone() } else { all };
            let first = &all[0];
            assert_eq!(&client.get(first["url"].as_str().unwrap()).await.expect(200), first);
            let nowhere = format!("{ROOT}/{list}/0a1b2c3d-0000-4000-8000-000000000000");
            assert_eq!(client.get(&nowhere).await.refusal(), (404, "not_found".to_owned()));
        }
        let with_token = app.client("zonder rechten").get(&format!("{ROOT}/procestypen")).await;
        assert_eq!(with_token.expect(200).as_array().unwrap().len(), 7);
    });
}

#[test]
fn nobody_changes_the_lists() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.superuser();
        for list in LISTS {
            let url = format!("{ROOT}/{list}");
            let one = format!("{url}/e6a0c939-3404-45b0-88e3-76c94fb80ea7");
            for (method, url) in [
                (Method::POST, &url),
                (Method::PUT, &one),
                (Method::PATCH, &one),
                (Method::DELETE, &one),
                (Method::HEAD, &one),
            ] {
                let answer = client.send(method.clone(), url, &[], None).await;
                assert_eq!(answer.status, 405, "{method} {url}");
            }
        }
        assert_eq!(
            client.get(&format!("{ROOT}/resultaattypeomschrijvingen")).await.expect(200).as_array().unwrap().len(),
            9
        );
    });
}

#[test]
fn the_members_are_those_of_the_national_api() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.anonymous();
        let members = async |path: &str| {
            let body = client.get(&format!("{ROOT}/{path}")).await.expect(200);
            let one = if body.is_array() { body[0].clone() } else { body["results"][0].clone() };
            one.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(members("procestypen").await, "url nummer jaar naam omschrijving toelichting procesobject");
        assert_eq!(members("resultaattypeomschrijvingen").await, "url omschrijving definitie opmerking");
        assert_eq!(members("communicatiekanalen").await, "url naam omschrijving");
        assert_eq!(
            members("resultaten").await,
            "url procesType nummer volledigNummer generiek specifiek naam omschrijving herkomst waardering procestermijn \
             procestermijnWeergave bewaartermijn toelichting algemeenBestuurEnInrichtingOrganisatie bedrijfsvoeringEnPersoneel \
             publiekeInformatieEnRegistratie burgerzaken veiligheid verkeerEnVervoer economie onderwijs sportCultuurEnRecreatie \
             sociaalDomein volksgezonheidEnMilieu vhrosv heffenBelastingen alleTaakgebieden procestermijnOpmerking"
        );
    });
}

#[test]
fn every_procestermijn_that_clients_look_for_has_a_procestype_of_its_own() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let body = app.anonymous().get(&format!("{ROOT}/resultaten")).await.expect(200);
        let all = body["results"].as_array().unwrap();
        let first = |procestermijn: &str| all.iter().find(|one| one["procestermijn"] == procestermijn).unwrap();
        let four = ["nihil", "ingeschatte_bestaansduur_procesobject", "vast_te_leggen_datum", ""].map(first);
        for (i, one) in four.iter().enumerate() {
            assert!(four.iter().skip(i + 1).all(|other| other["procesType"] != one["procesType"]), "{one}");
        }
        assert_eq!(four[2]["bewaartermijn"], "P15Y");
        assert_eq!((&four[3]["bewaartermijn"], &four[3]["waardering"]), (&Value::Null, &json!("blijvend_bewaren")));
        assert_eq!(four[1]["procestermijnWeergave"], "De ingeschatte maximale bestaansduur van het procesobject");
    });
}

#[test]
fn the_ids_that_test_suites_know_by_heart_are_there() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.anonymous();
        let afgewezen =
            client.get(&format!("{ROOT}/resultaattypeomschrijvingen/e6a0c939-3404-45b0-88e3-76c94fb80ea7")).await;
        assert_eq!(afgewezen.expect(200)["omschrijving"], "Afgewezen");
        client.get(&format!("{ROOT}/communicatiekanalen/2b757868-45c2-42ca-b637-b63ddc87beb4")).await.expect(200);
    });
}

#[test]
fn resultaten_are_narrowed_by_procestype_and_procestypen_by_year() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.anonymous();
        let get = async |query: &str| client.get(&format!("{ROOT}/{query}")).await;
        let procestype = get("procestypen").await.expect(200)[1]["url"].as_str().unwrap().to_owned();
        let found = get(&format!("resultaten?procesType={procestype}")).await.expect(200);
        assert_eq!(found["count"], 4);
        assert!(found["results"].as_array().unwrap().iter().all(|one| one["procesType"] == procestype));
        let intern = procestype.replace("http://testserver", "http://intern:8080");
        assert_eq!(get(&format!("resultaten?procesType={intern}&page=1")).await.expect(200)["count"], 4);
        for nothing in [
            "https://elders.example/api/v1/procestypen/0a1b2c3d-0000-4000-8000-000000000000",
            "http://testserver/nergens",
        ] {
            assert_eq!(get(&format!("resultaten?procesType={nothing}")).await.expect(200)["count"], 0);
        }
        assert_eq!(get("resultaten?procesType=geen-url").await.problems(), ["procesType/invalid"]);
        assert_eq!(get("procestypen?jaar=2020").await.expect(200).as_array().unwrap().len(), 7);
        assert_eq!(get("procestypen?jaar=2017").await.expect(200), json!([]));
        assert_eq!(get("procestypen?jaar=nu").await.problems(), ["jaar/invalid"]);
        for unknown in [
            "procestypen?page=1",
            "resultaten?naam=x",
            "communicatiekanalen?naam=x",
            "resultaattypeomschrijvingen?page=1",
        ] {
            assert_eq!(get(unknown).await.problems(), ["nonFieldErrors/unknown-parameters"], "{unknown}");
        }
    });
}
