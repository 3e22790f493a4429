// SPDX-License-Identifier: EUPL-1.2
//! The smaller commands, and the command line itself.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    thread,
};

use tempfile::tempdir;

use crate::process::{run, run_with};

const COMMANDS: &[&str] = &[
    "serve",
    "demo",
    "client",
    "token",
    "catalogus",
    "referentielijsten",
    "blob",
    "notificaties",
    "config",
    "migrate",
    "openapi",
    "bench",
];

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
    let versions = [
        ("catalogi", "1.3.3"),
        ("zaken", "1.7.0"),
        ("documenten", "1.7.0"),
        ("besluiten", "1.1.0"),
        ("notificaties", "1.0.1"),
        ("autorisaties", "1.1.0"),
    ];
    for (component, version) in versions {
        let contract = run(&["openapi", component]).json();
        assert_eq!(contract["info"]["version"], version);
        assert!(!contract.to_string().contains('\u{7f}'));
        assert!(contract["paths"].as_object().is_some_and(|paths| !paths.is_empty()), "{component}");
    }
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

/// An API elsewhere with these pages; anything else is an empty list.
fn elsewhere(pages: Vec<(&'static str, String)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let here = url.clone();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let head: Vec<String> =
                BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
            let page = pages
                .iter()
                .find(|(known, _)| *known == path)
                .map_or("[]".to_owned(), |(_, page)| page.replace("HERE", &here));
            let answer =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}", page.len());
            if (&stream).write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
    });
    url
}

#[test]
fn reference_lists_are_fetched_page_by_page_and_from_one_server() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let lists = waarmaker_referentielijsten::builtin();
    let text = |name: &str| {
        let list = lists.iter().find(|list| list.name == name).unwrap();
        serde_json::from_slice::<serde_json::Value>(list.bytes).unwrap()
    };
    let resultaten = text("resultaten.json");
    let (first, second) = resultaten.as_array().unwrap().split_at(10);
    let page = |results: &[serde_json::Value], next: Option<&str>| {
        serde_json::json!({"next": next, "results": results}).to_string()
    };
    let url = elsewhere(vec![
        ("/api/v1/procestypen", text("procestypen.json").to_string()),
        ("/api/v1/resultaten", page(first, Some("HERE/api/v1/resultaten?page=2"))),
        ("/api/v1/resultaten?page=2", page(second, None)),
        ("/api/v1/communicatiekanalen", page(&[], Some("http://elsewhere.example/2"))),
    ]);
    let import = |source: String| run(&["referentielijsten", "import", &source, "--json", "--data", folder]);
    let said = import(format!("{url}/api/v1")).failed(1);
    assert!(said.contains("on another server"), "{said}");
    import(format!("{url}/api/v1/procestypen")).well();
    let report = import(format!("{url}/api/v1/resultaten")).json();
    assert_eq!(report["resultaten"]["new"], resultaten.as_array().unwrap().len());
    assert!(
        import("http://127.0.0.1:1/resultaten".to_owned()).failed(1).contains("fetching http://127.0.0.1:1/resultaten")
    );
}
