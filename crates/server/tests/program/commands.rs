// SPDX-License-Identifier: EUPL-1.2
//! The smaller commands, and the command line itself.

use std::fs;

use tempfile::tempdir;

use crate::process::{run, run_with};

const COMMANDS: &[&str] =
    &["serve", "demo", "client", "token", "catalogus", "referentielijsten", "config", "migrate", "openapi", "bench"];

#[test]
fn every_command_is_in_the_help_and_has_help_of_its_own() {
    let help = run(&["--help"]).well();
    for command in COMMANDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{command}");
        let own = run(&[command, "--help"]).well();
        assert!(own.contains("--data") && own.contains("--database"), "{command}: {own}");
        assert!(*command == "bench" || own.contains("Examples:"), "{command}: {own}");
    }
    assert!(run(&["--version"]).well().starts_with("waarmaker "));
}

#[test]
fn wrong_usage_is_told_with_exit_code_two() {
    assert!(run(&["serve", "--bnd", "x"]).failed(2).contains("--bind"));
    assert!(run(&["openapi", "zaak"]).failed(2).contains("zaken"));
    run(&["catalogus", "import"]).failed(2);
    run(&["referentielijsten", "import"]).failed(2);
}

#[test]
fn migrating_tells_what_was_applied_and_then_that_nothing_is_left() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let first = run(&["migrate", "--json", "--data", folder]).json();
    assert_eq!(first["applied"][0]["number"], 1);
    let second = run(&["migrate", "--json", "--data", folder]).json();
    assert_eq!(second["applied"].as_array().unwrap().len(), 0);
    assert!(run(&["migrate", "--data", folder]).well().contains("up to date"));
}

#[test]
fn the_contract_of_a_component_is_printed_without_a_database() {
    let contract = run(&["openapi", "catalogi"]).json();
    assert_eq!(contract["info"]["version"], "1.3.3");
    assert!(!contract.to_string().contains('\u{7f}'));
}

#[test]
fn settings_are_shown_with_their_source_and_without_secrets() {
    let data = tempdir().unwrap();
    let file = data.path().join("w.toml");
    fs::write(&file, "[database]\nurl = \"postgres://u:hunter2@h/db\"\n").unwrap();
    let shown =
        run_with(&["config", "show", "--config", file.to_str().unwrap()], &[("WAARMAKER_LOGGING__LEVEL", "debug")], "")
            .well();
    assert!(shown.contains("w.toml:2") && shown.contains("environment WAARMAKER_LOGGING__LEVEL"), "{shown}");
    assert!(!shown.contains("hunter2"));
    let by_environment = run_with(&["config", "show"], &[("WAARMAKER_CONFIG", file.to_str().unwrap())], "").well();
    assert!(by_environment.contains("w.toml:2"), "{by_environment}");
    assert!(run(&["config", "schema"]).json()["properties"]["server"].is_object());
    assert!(run(&["config", "check"]).well().contains("valid"));
}

#[test]
fn a_database_that_cannot_be_reached_is_told_without_its_password() {
    let said = run(&["client", "list", "--database", "postgres://u:hunter2@127.0.0.1:1/db"]).failed(1);
    assert!(said.contains("postgres://u:***@127.0.0.1:1/db") && !said.contains("hunter2"), "{said}");
    assert!(run(&["client", "list", "--database", "mysql://h/db"]).failed(1).contains("sqlite:PATH"));
}

#[test]
fn a_faulty_reference_list_is_refused_whole() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let file = data.path().join("resultaten.json");
    fs::write(&file, "[\n  {\"url\": \"x\"}\n]\n").unwrap();
    let said = run(&["referentielijsten", "import", file.to_str().unwrap(), "--data", folder]).failed(1);
    assert!(said.contains("resultaten.json"), "{said}");
    let again = run(&["referentielijsten", "import", "--builtin", "--json", "--data", folder]).json();
    assert_eq!(again["resultaten"]["unchanged"], 0, "nothing of the faulty list was kept");
    let again = run(&["referentielijsten", "import", "--builtin", "--json", "--data", folder]).json();
    assert_eq!((&again["resultaten"]["new"], &again["resultaten"]["changed"]), (&0.into(), &0.into()));
}
