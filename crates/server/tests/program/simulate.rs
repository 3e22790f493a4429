// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker simulate lampen` and `waarmaker metingen map`, as somebody at a terminal sees them.

use std::fs;

use tempfile::tempdir;

use crate::process::{run, run_with};

const PLAN: &[&str] = &[
    "simulate",
    "lampen",
    "--print",
    "--count",
    "200",
    "--duration",
    "10s",
    "--rate",
    "100/s",
    "--start",
    "2026-11-21T20:00:00Z",
    "--faults",
    "lamp=2%,kabinet=1,flapper=1,stil=1,drift=1",
    "--duplicates",
    "2%",
    "--disorder",
    "2%",
    "--bad",
    "1%",
];

#[test]
fn the_same_seed_prints_the_same_messages() {
    let print = |seed: &str| run(&[PLAN, &["--seed", seed]].concat()).well();
    let (one, again, other) = (print("7"), print("7"), print("8"));
    assert!(one == again && one != other);
    assert!(one.lines().count() > 950, "{}", one.lines().count());
    assert!(one.contains("\"status\":\"defect\"") && one.contains("\"status\":\"aan\""));
}

#[test]
fn what_a_lamp_prints_is_what_the_flat_mapping_reads() {
    let printed =
        run(&["simulate", "lampen", "--print", "--count", "1", "--duration", "10ms", "--rate", "100/s"]).well();
    let (topic, payload) = printed.lines().next().unwrap().split_once(' ').unwrap();
    let arguments = ["metingen", "map", "flat", "--topic", topic, "--pattern", "lampen/{apparaat}/meting", "--json"];
    let made = run_with(&arguments, &[], payload).json();
    let properties: Vec<&str> =
        made["observations"].as_array().unwrap().iter().map(|one| one["property"].as_str().unwrap()).collect();
    assert_eq!(properties, ["status", "vermogen", "spanning", "branduren"]);
    assert_eq!(made["observations"][0]["device"], "LAMP-000001");
    let told = run_with(&arguments[..7], &[], "{\"tijd\":").failed(1);
    assert!(told.contains("not all of the message was understood"), "{told}");
}

#[test]
fn a_mapping_explains_itself_and_can_be_copied() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("lamp.toml");
    fs::write(&file, run(&["metingen", "map", "smart-data-models", "--source"]).well()).unwrap();
    let lamp = r#"{"id":"urn:ngsi-ld:Streetlight:L-1","type":"Streetlight","powerState":"on","dateObserved":"2026-11-21T11:00:00Z"}"#;
    let file = file.to_str().unwrap();
    let made = run_with(&["metingen", "map", file, "--topic", "x/L-1", "--pattern", "x/{apparaat}"], &[], lamp).well();
    assert!(made.contains("L-1  status  \"aan\"") && made.contains("is er niet"), "{made}");
    fs::write(file, "[[bericht]]\ntijd = 5\n").unwrap();
    let told =
        run_with(&["metingen", "map", file, "--topic", "x/L-1", "--pattern", "x/{apparaat}"], &[], lamp).failed(1);
    assert!(told.contains("line 2"), "{told}");
}

#[test]
fn the_lamps_and_cabinets_can_be_imported_as_assets() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    run(&["simulate", "lampen", "--count", "120", "--write-assets", &path("proef")]).well();
    let data = path("data");
    for (file, kind) in [("proef/kasten.csv", "kast"), ("proef/lampen.csv", "lichtmast")] {
        run(&["assets", "import", &path(file), "--kind", kind, "--data", &data]).well();
    }
    let out = path("uit.csv");
    run(&["assets", "export", "--kind", "lichtmast", "--format", "csv", &out, "--data", &data]).well();
    let exported = fs::read_to_string(out).unwrap();
    assert_eq!(exported.lines().count(), 121);
    assert!(exported.contains("LAMP-000120") && exported.contains("KAST-0003"));
}

#[test]
fn wrong_wishes_are_refused_with_what_to_write() {
    for (wish, word) in [
        (vec!["--faults", "kast=3"], "kabinet"),
        (vec!["--rate", "veel"], "500/s"),
        (vec!["--duration", "5"], "60s"),
        (vec!["--bad", "1"], "percentage"),
        (vec!["--pace", "snel"], "virtual"),
    ] {
        let told =
            run(&[&["simulate", "lampen", "--broker", "mqtt://127.0.0.1:1"], wish.as_slice()].concat()).failed(2);
        assert!(told.contains(word), "{told}");
    }
    assert!(run(&["simulate", "lampen"]).failed(2).contains("--broker"));
    let told = run(&["simulate", "lampen", "--broker", "http://127.0.0.1", "--count", "1"]).failed(1);
    assert!(told.contains("mqtt://"), "{told}");
}
