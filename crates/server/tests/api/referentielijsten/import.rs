// SPDX-License-Identifier: EUPL-1.2
//! Filling the lists: both shapes, again and again, all or nothing.

use serde_json::{Value, json};
use waarmaker_referentielijsten::{Count, ImportError, Report, next_page};
use waarmaker_testkit::App;

use super::{ROOT, import_all, import_builtin};
use crate::engines::on_both_engines;

const PROCESTYPE: &str = "0a1b2c3d-1111-4000-8000-000000000001";
const GENERIC: &str = "0a1b2c3d-2222-4000-8000-000000000001";
const SPECIFIC: &str = "0a1b2c3d-2222-4000-8000-000000000002";

/// A procestype as the makers of the list keep it.
fn procestype(naam: &str) -> Value {
    let fields = json!({"uuid": PROCESTYPE, "nummer": 7, "jaar": 2020, "naam": naam, "omschrijving": "", "toelichting": "a\nb", "procesobject": ""});
    json!([{"model": "selectielijst.procestype", "pk": 31, "fields": fields}])
}

/// Resultaten as the makers of the list keep them: one generic, one that elaborates it.
fn resultaten() -> Value {
    let shared = json!({"proces_type": 31, "naam": "Klaar", "herkomst": "x", "procestermijn_opmerking": "Let op", "alle_taakgebieden": true});
    let fields = |more: Value| {
        let mut fields = shared.clone();
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    json!([
        {"model": "selectielijst.resultaat", "pk": 101, "fields": fields(json!({
            "uuid": GENERIC, "nummer": 2, "waardering": "vernietigen", "procestermijn": "nihil", "bewaartermijn": "P1Y6M"
        }))},
        {"model": "selectielijst.resultaat", "pk": 102, "fields": fields(json!({
            "uuid": SPECIFIC, "nummer": 3, "waardering": "", "procestermijn": "", "generiek_resultaat": 101
        }))},
    ])
}

async fn put(app: &App, files: &[(&str, &Value)]) -> Result<Report, ImportError> {
    let texts: Vec<(&str, String)> =
        files.iter().map(|(name, value)| (*name, serde_json::to_string_pretty(value).unwrap())).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    import_all(app, &files).await
}

fn faults(outcome: Result<Report, ImportError>) -> Vec<String> {
    match outcome {
        Err(ImportError::Faults(faults)) => faults.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

const fn count(new: usize, changed: usize, unchanged: usize) -> Count {
    Count { new, changed, unchanged }
}

#[test]
fn a_repeated_import_changes_nothing_and_a_changed_file_only_what_changed() {
    on_both_engines(async |app| {
        let first = import_builtin(app).await;
        let (new, same) = (count(7, 0, 0), count(0, 0, 7));
        assert_eq!((first.procestypen, first.resultaten, first.communicatiekanalen), (new, count(17, 0, 0), new));
        assert_eq!(first.resultaattypeomschrijvingen, count(9, 0, 0));
        let again = import_builtin(app).await;
        assert_eq!((again.procestypen, again.resultaten, again.communicatiekanalen), (same, count(0, 0, 17), same));
        assert!(
            again.to_string().starts_with("procestypen: 0 nieuw, 0 gewijzigd, 7 ongewijzigd\nresultaten: "),
            "{again}"
        );

        put(app, &[("a.json", &procestype("Oud"))]).await.unwrap();
        let report = put(app, &[("a.json", &procestype("Nieuw"))]).await.unwrap();
        assert_eq!(
            (report.procestypen, report.to_string().as_str()),
            (count(0, 1, 0), "procestypen: 0 nieuw, 1 gewijzigd, 0 ongewijzigd")
        );
        let client = app.anonymous();
        assert_eq!(client.get(&format!("{ROOT}/procestypen/{PROCESTYPE}")).await.expect(200)["naam"], "Nieuw");
        assert_eq!(client.get(&format!("{ROOT}/procestypen")).await.expect(200).as_array().unwrap().len(), 8);
        assert_eq!(client.get(&format!("{ROOT}/resultaten")).await.expect(200)["count"], 17);
    });
}

#[test]
fn a_fixture_becomes_what_the_api_shows() {
    on_both_engines(async |app| {
        let report = put(app, &[("r.json", &resultaten()), ("p.json", &procestype("Proces"))]).await.unwrap();
        assert_eq!((report.procestypen, report.resultaten), (count(1, 0, 0), count(2, 0, 0)));
        let client = app.anonymous();
        let generic = client.get(&format!("{ROOT}/resultaten/{GENERIC}")).await.expect(200);
        let expected = json!({
            "url": format!("http://testserver{ROOT}/resultaten/{GENERIC}"),
            "procesType": format!("http://testserver{ROOT}/procestypen/{PROCESTYPE}"),
            "nummer": 2, "volledigNummer": "7.2", "generiek": true, "specifiek": false, "naam": "Klaar", "omschrijving": "",
            "herkomst": "x", "waardering": "vernietigen", "procestermijn": "nihil", "procestermijnWeergave": "Nihil",
            "bewaartermijn": "P1Y6M", "toelichting": "",
            "algemeenBestuurEnInrichtingOrganisatie": false, "bedrijfsvoeringEnPersoneel": false, "publiekeInformatieEnRegistratie": false,
            "burgerzaken": false, "veiligheid": false, "verkeerEnVervoer": false, "economie": false, "onderwijs": false,
            "sportCultuurEnRecreatie": false, "sociaalDomein": false, "volksgezonheidEnMilieu": false, "vhrosv": false,
            "heffenBelastingen": false, "alleTaakgebieden": true, "procestermijnOpmerking": "Let op"
        });
        assert_eq!(generic, expected);
        let specific = client.get(&format!("{ROOT}/resultaten/{SPECIFIC}")).await.expect(200);
        let part = [
            "volledigNummer",
            "generiek",
            "specifiek",
            "waardering",
            "procestermijn",
            "procestermijnWeergave",
            "bewaartermijn",
        ];
        assert_eq!(json!(part.map(|name| specific[name].clone())), json!(["7.2.3", false, true, "", "", "", null]));
        assert_eq!(client.get(&format!("{ROOT}/procestypen/{PROCESTYPE}")).await.expect(200)["toelichting"], "a\nb");
    });
}

#[test]
fn files_may_come_one_by_one_when_what_they_refer_to_came_before() {
    on_both_engines(async |app| {
        let line = |number| {
            format!(
                "r.json, regel {number}, element {}, veld proces_type: Er is geen procestype 31: importeer eerst de procestypen.",
                number / 14 + 1
            )
        };
        let found = faults(put(app, &[("r.json", &resultaten())]).await);
        assert_eq!((found.len(), found[0].as_str()), (2, line(2).as_str()));
        assert_eq!(app.anonymous().get(&format!("{ROOT}/resultaten")).await.expect(200)["count"], 0);

        put(app, &[("p.json", &procestype("Proces"))]).await.unwrap();
        let (generic, specific) = (json!([resultaten()[0]]), json!([resultaten()[1]]));
        let found = faults(put(app, &[("s.json", &specific)]).await);
        assert_eq!(
            found,
            ["s.json, regel 2, element 1, veld generiek_resultaat: Er is geen resultaat met sleutel 101."]
        );
        put(app, &[("g.json", &generic)]).await.unwrap();
        put(app, &[("s.json", &specific)]).await.unwrap();
        let specific = app.anonymous().get(&format!("{ROOT}/resultaten/{SPECIFIC}")).await.expect(200);
        assert_eq!(specific["volledigNummer"], "7.2.3");
    });
}

#[test]
fn an_answer_of_an_api_is_imported_with_the_uuids_it_has() {
    on_both_engines(async |app| {
        let root = "https://elders.example/selectielijst/api/v1";
        let procestype = json!([{"url": format!("{root}/procestypen/{PROCESTYPE}"), "nummer": 3, "jaar": 2017, "naam": "Elders", "iets": 1}]);
        let resultaat = |uuid: &str, more: Value| {
            let mut one = json!({
                "url": format!("{root}/resultaten/{uuid}"), "procesType": format!("{root}/procestypen/{PROCESTYPE}"), "nummer": 4, "naam": "Klaar",
                "procestermijn": "de_bestaansduur_van_het_procesobject", "bewaartermijn": null
            });
            one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            one
        };
        let numbers = json!({"volledigNummer": "3.1.4", "procestermijnWeergave": "Zoals elders", "bewaartermijn": "P10Y", "waardering": "vernietigen"});
        let page = json!({
            "count": 2, "next": format!("{root}/resultaten?page=2"), "previous": null,
            "results": [resultaat(GENERIC, json!({})), resultaat(SPECIFIC, numbers)]
        });
        assert_eq!(next_page(page.to_string().as_bytes()), Some(format!("{root}/resultaten?page=2")));
        assert_eq!(next_page(procestype.to_string().as_bytes()), None);
        put(app, &[("pagina.json", &page), ("procestypen.json", &procestype)]).await.unwrap();
        let one = json!({"url": format!("{root}/communicatiekanalen/{GENERIC}"), "naam": "Post"});
        assert_eq!(put(app, &[("een.json", &one)]).await.unwrap().communicatiekanalen, count(1, 0, 0));

        let client = app.anonymous();
        let generic = client.get(&format!("{ROOT}/resultaten/{GENERIC}")).await.expect(200);
        let part =
            ["volledigNummer", "generiek", "specifiek", "procestermijn", "procestermijnWeergave", "bewaartermijn"];
        let expected = json!([
            "3.4",
            true,
            false,
            "de_bestaansduur_van_het_procesobject",
            "De bestaansduur van het procesobject",
            null
        ]);
        assert_eq!(json!(part.map(|name| generic[name].clone())), expected);
        assert_eq!(generic["procesType"], format!("http://testserver{ROOT}/procestypen/{PROCESTYPE}"));
        let specific = client.get(&format!("{ROOT}/resultaten/{SPECIFIC}")).await.expect(200);
        let expected = json!(["3.1.4", false, true, "de_bestaansduur_van_het_procesobject", "Zoals elders", "P10Y"]);
        assert_eq!(json!(part.map(|name| specific[name].clone())), expected);
    });
}

#[test]
fn what_is_imported_from_ourselves_is_unchanged() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let client = app.anonymous();
        let mut files = Vec::new();
        for list in ["resultaten", "procestypen", "communicatiekanalen", "resultaattypeomschrijvingen"] {
            files.push((list, client.get(&format!("{ROOT}/{list}")).await.body));
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let report = import_all(app, &files).await.unwrap();
        assert_eq!((report.procestypen, report.resultaten), (count(0, 0, 7), count(0, 0, 17)));
    });
}

#[test]
fn every_fault_is_told_with_its_place_and_nothing_is_written() {
    on_both_engines(async |app| {
        let good = procestype("Goed");
        let text = r#"[
  {"model": "selectielijst.procestype", "pk": 1, "fields": {"uuid": "0a1b2c3d-1111-4000-8000-000000000002", "naam": "", "jaar": "ooit"}},
  {"model": "selectielijst.gebied", "pk": 1, "fields": {}},
  {"model": "selectielijst.resultaat", "pk": 2,
   "fields": {"uuid": "geen"}},
  {"model": "selectielijst.resultaat", "pk": 3, "fields": {"uuid": "0a1b2c3d-2222-4000-8000-000000000003", "nummer": 1, "naam": "x",
   "proces_type": 31, "waardering": "weggooien", "bewaartermijn": "tien jaar", "procestermijn_opmerking": 5.5}},
  {"model": "datamodel.communicatiekanaal", "pk": 4},
  {"naam": "los"},
  {"url": "https://elders.example/gebieden/0a1b2c3d-2222-4000-8000-000000000003"},
  {"url": "https://elders.example/resultaten/0a1b2c3d-2222-4000-8000-000000000004", "nummer": 1, "naam": "x", "procesType": null},
  {"url": "https://elders.example/communicatiekanalen/0a1b2c3d-2222-4000-8000-000000000005", "naam": "del \u007f"},
  {"url": "https://elders.example/communicatiekanalen/0a1b2c3d-2222-4000-8000-000000000006", "naam": "a"},
  {"url": "https://elders.example/communicatiekanalen/0a1b2c3d-2222-4000-8000-000000000006", "naam": "a"}
]"#;
        let good = good.to_string();
        let found = faults(import_all(app, &[("goed.json", good.as_bytes()), ("fout.json", text.as_bytes())]).await);
        let places: Vec<&str> = found.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
        assert_eq!(
            places,
            [
                "fout.json, regel 2, element 1, veld nummer",
                "fout.json, regel 2, element 1, veld jaar",
                "fout.json, regel 2, element 1, veld naam",
                "fout.json, regel 3, element 2, veld model",
                "fout.json, regel 4, element 3, veld uuid",
                "fout.json, regel 6, element 4, veld waardering",
                "fout.json, regel 6, element 4, veld bewaartermijn",
                "fout.json, regel 6, element 4, veld procestermijn_opmerking",
                "fout.json, regel 8, element 5, veld fields",
                "fout.json, regel 9, element 6, veld url",
                "fout.json, regel 10, element 7, veld url",
                "fout.json, regel 11, element 8, veld procesType",
                "fout.json, regel 12, element 9, veld naam",
                "fout.json, regel 14, element 11, veld url",
            ]
        );
        assert_eq!(app.anonymous().get(&format!("{ROOT}/procestypen")).await.expect(200), json!([]));
    });
}

#[test]
fn what_is_no_list_is_refused_with_its_line() {
    on_both_engines(async |app| {
        let fault = async |text: &[u8]| faults(import_all(app, &[("x.json", text)]).await).join("\n");
        assert!(fault(b"[\n {\"url\": }\n]").await.starts_with("x.json, regel 2: Dit is geen lijst in JSON"));
        assert!(fault(b"<html>").await.starts_with("x.json, regel 1: "));
        assert!(fault(b"").await.starts_with("x.json, regel 1: "));
        assert_eq!(fault(b"\xff").await, "x.json, regel 1: Het bestand is geen geldige UTF-8.");
        assert_eq!(fault(b"[[]]").await, "x.json, regel 1, element 1: Verwacht een object.");
        assert_eq!(import_all(app, &[("leeg.json", b"[]")]).await.unwrap().to_string(), "geen elementen");
    });
}
