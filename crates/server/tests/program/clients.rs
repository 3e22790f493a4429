// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker client` and `waarmaker token`, with what the API makes of them.

use tempfile::tempdir;

use crate::process::{Client, Server, eventually, run, run_with};

#[test]
fn a_client_that_is_added_gets_in_with_its_token_until_it_is_removed() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let server = Server::start(data.path());
    let zaken = "/zaken/api/v1/zaken";
    assert_eq!(Client::new(&server, "").get(zaken).0, 403);
    // Options stand before or after the command, and a secret need not stand on the command line.
    run_with(&["--data", folder, "client", "add", "een", "--secret", "-", "--all"], &[], "geheim van een\n").well();
    run_with(&["client", "--data", folder, "add", "twee"], &[("WAARMAKER_CLIENT_SECRET", "geheim van twee")], "")
        .well();
    let clients = run(&["client", "list", "--json", "--data", folder]).json();
    let listed =
        |i: usize| (clients[i]["client_id"].as_str().unwrap().to_owned(), clients[i]["all"].as_bool().unwrap());
    assert_eq!([listed(0), listed(1)], [("een".to_owned(), true), ("twee".to_owned(), false)]);
    assert!(!clients.to_string().contains("geheim"));

    let token = |id: &str| run(&["token", id, "--user", "jvries", "--data", folder]).well().trim().to_owned();
    assert_eq!(Client::new(&server, &token("een")).get(zaken).0, 200);
    let (status, body) = Client::new(&server, &token("twee")).get(zaken);
    assert_eq!((status, body.contains("permission_denied")), (403, true), "{body}");
    let tampered = format!("{}x", token("een"));
    assert!(Client::new(&server, &tampered).get(zaken).1.contains("invalid-jwt-signature"));

    let kept = token("een");
    run(&["client", "remove", "een", "--data", folder]).well();
    let een = Client::new(&server, &kept);
    eventually("a removed client is refused", || (een.get(zaken).0 == 403).then_some(()));
    assert!(run(&["client", "remove", "een", "--data", folder]).failed(1).contains("there is no client een"));
    assert!(run(&["token", "een", "--data", folder]).failed(1).contains("waarmaker client add een"));
}

#[test]
fn a_client_keeps_its_rights_with_another_secret_and_its_secret_without_them() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let server = Server::start(data.path());
    run(&["client", "add", "app", "--secret", "eerste geheim", "--all", "--data", folder]).well();
    run(&["client", "add", "app", "--secret", "tweede geheim", "--data", folder]).well();
    let token = run(&["token", "app", "--data", folder]).well();
    let client = Client::new(&server, token.trim());
    let applicaties = client.json("/autorisaties/api/v1/applicaties");
    assert_eq!(applicaties["count"], 1);
    assert_eq!(applicaties["results"][0]["heeftAlleAutorisaties"], true);
    run(&["client", "add", "app", "--secret", "tweede geheim", "--all", "--data", folder]).well();
    assert_eq!(client.json("/autorisaties/api/v1/applicaties")["count"], 1, "--all again makes no second Applicatie");
}

#[test]
fn a_secret_and_a_client_id_must_be_something() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    assert!(
        run_with(&["client", "add", "app", "--secret", "-", "--data", folder], &[], "\n").failed(1).contains("empty")
    );
    assert!(run(&["client", "add", "", "--secret", "x", "--data", folder]).failed(1).contains("1 to 255"));
    run(&["client", "add", "app", "--data", folder]).failed(2);
}
