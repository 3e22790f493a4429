// SPDX-License-Identifier: EUPL-1.2
//! Commands of the chain with files that are not there, or wrong: an exit code and what to do about it.

use std::fs;

use tempfile::tempdir;

use crate::process::run;

#[test]
fn a_file_that_is_not_there_is_named() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    for command in [
        &["assets", "import", "bestaat-niet.csv", "--kind", "lichtmast"][..],
        &["assets", "areas", "bestaat-niet.csv", "--kind", "buurt"],
        &["catalogus", "import", "bestaat-niet.csv"],
        &["contracten", "import", "bestaat-niet.csv"],
        &["referentielijsten", "import", "bestaat-niet.csv"],
        &["signalen", "regels", "import", "bestaat-niet.csv"],
    ] {
        let told = run(&[command, &["--data", folder]].concat()).failed(1);
        assert!(told.contains("bestaat-niet.csv") && told.contains("No such file"), "{command:?}: {told}");
    }
}

#[test]
fn a_file_that_is_no_toml_or_says_what_cannot_be_is_refused_with_the_line_or_the_member() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let refused = |command: &[&str], text: &str| {
        let file = data.path().join("fout.toml");
        fs::write(&file, text).unwrap();
        run(&[command, &[file.to_str().unwrap(), "--data", folder]].concat()).failed(1)
    };
    for command in [&["contracten", "import"][..], &["signalen", "regels", "import"], &["catalogus", "import"]] {
        let told = refused(command, "naam = \"x\"\nsoort = lichtmast\n");
        assert!(
            told.contains("fout.toml") && (told.contains("line 2") || told.contains("fout.toml:2")),
            "{command:?}: {told}"
        );
    }
    let told = refused(&["signalen", "regels", "import"], "");
    assert!(told.contains("[[regel]]"), "{told}");
    let told = refused(&["signalen", "regels", "import"], "[[regel]]\nnaam = \"Lamp uit\"\nsoort = \"lichtmast\"\n");
    assert!(told.contains("Lamp uit") && told.contains("conditie"), "{told}");
    let contract = "[[contract]]\nnummer = \"C-1\"\nnaam = \"x\"\naannemer = \"Niemand\"\nbegin = 2026-01-01\nsoorten = [\"lichtmast\"]\n";
    let told = refused(&["contracten", "import"], contract);
    assert!(told.contains("C-1") && told.contains("Niemand"), "{told}");
}

#[test]
fn a_row_with_an_error_is_named_with_its_line_and_column_and_nothing_is_imported() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let file = data.path().join("masten.csv");
    let text = "identificatie;straat;lon;lat\nLM-1;Lindelaan;5.12;52.09\nLM-2;Lindelaan;5.12;noord\nLM-1;Lindelaan;5.13;52.09\n";
    fs::write(&file, text).unwrap();
    let import =
        ["assets", "import", file.to_str().unwrap(), "--kind", "lichtmast", "--key", "identificatie", "--data", folder];
    let ran = run(&import);
    assert!(ran.out.contains("noord") && ran.out.contains('3') && ran.out.contains("lat"), "{ran:#?}");
    assert!(ran.failed(1).contains("nothing of"));
    let connect = ["metingen", "aansluiten", "--kind", "lichtmast", "--property", "status", "--data", folder];
    let told = run(&connect).failed(1);
    assert!(told.contains("lichtmast") && told.contains("waarmaker assets import"), "{told}");
    let ran = run(&[&import[..], &["--skip-errors", "--json"]].concat());
    assert_eq!((&ran.json()["new"], &run(&connect).well().contains("1 assets")), (&serde_json::json!(1), &true));
}

#[test]
fn what_a_command_is_asked_about_and_does_not_exist_is_said() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let told = run(&["contracten", "rapport", "OVL-1", "2026-11", "--data", folder]).failed(1);
    assert!(told.contains("there is no contract OVL-1"), "{told}");
    let told = run(&["contracten", "rapport", "OVL-1", "november", "--data", folder]).failed(2);
    assert!(told.contains("2026-11"), "{told}");
    let told =
        run(&["signalen", "try", "Onbekend", "--from", "2026-11-01", "--to", "2026-11-02", "--data", folder]).failed(1);
    assert!(told.contains("Onbekend"), "{told}");
    run(&["assets", "import", "masten.csv", "--data", folder]).failed(2);
    run(&["metingen", "aansluiten", "--kind", "lichtmast", "--property", ":W", "--data", folder]).failed(2);
}
