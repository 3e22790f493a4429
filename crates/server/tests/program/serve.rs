// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker serve`.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::tempdir;

use crate::process::{Client, PATIENCE, Server, eventually, example, run};

#[test]
fn a_server_needs_nothing_and_is_ready_with_a_database_and_a_blob_folder() {
    let data = tempdir().unwrap();
    let server = Server::start(data.path());
    let anybody = Client::new(&server, "");
    assert_eq!(anybody.json("/health/live"), json!({"status": "ok"}));
    assert_eq!(anybody.json("/health/ready"), json!({"status": "ok", "database": "ok", "blobs": "ok"}));
    assert!(data.path().join("waarmaker.db").is_file());
    let left: Vec<_> = fs::read_dir(data.path().join("blobs")).unwrap().collect();
    assert!(left.is_empty(), "the probe is removed: {left:?}");
    let (status, page) = anybody.get("/docs");
    assert_eq!((status, page.contains("Waarmaker")), (200, true));
    assert_eq!(anybody.get("/").0, 303);
    for component in
        ["zaken", "documenten", "besluiten", "catalogi", "autorisaties", "notificaties", "referentielijsten"]
    {
        let contract = anybody.json(&format!("/{component}/api/v1/openapi.json"));
        assert!(contract["openapi"].as_str().unwrap().starts_with("3."), "{component}");
    }
}

#[test]
fn a_server_without_its_blob_folder_is_not_ready_until_it_is_back() {
    let data = tempdir().unwrap();
    let server = Server::start(data.path());
    let anybody = Client::new(&server, "");
    let blobs = data.path().join("blobs");
    fs::remove_dir(&blobs).unwrap();
    let (status, body) = anybody.get("/health/ready");
    assert_eq!(
        (status, body.contains(r#""blobs":"failed""#), body.contains(r#""database":"ok""#)),
        (503, true, true),
        "{body}"
    );
    assert_eq!(anybody.get("/health/live").0, 200);
    fs::create_dir(&blobs).unwrap();
    assert_eq!(anybody.get("/health/ready").0, 200);
}

#[test]
fn requests_are_measured_without_anything_of_their_content() {
    let data = tempdir().unwrap();
    let server = Server::start(data.path());
    let anybody = Client::new(&server, "");
    assert_eq!(
        anybody.get("/zaken/api/v1/zaken?rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn=999990019").0,
        403
    );
    let (status, text) = anybody.get("/metrics");
    assert_eq!(status, 200);
    assert!(text.contains(r#"http_requests_total{component="zaken",method="GET",status="403"} 1"#), "{text}");
    assert!(text.contains(r#"http_request_duration_seconds_count{component="zaken"} 1"#), "{text}");
    assert!(!text.contains("999990019"));
}

#[test]
fn an_unknown_key_of_the_settings_is_refused_with_its_name_and_line() {
    let data = tempdir().unwrap();
    let file = data.path().join("waarmaker.toml");
    fs::write(&file, "[server]\nbnd = \"127.0.0.1:1\"\n").unwrap();
    let file = file.to_str().unwrap();
    let said = run(&["serve", "--config", file]).failed(1);
    assert!(said.contains("waarmaker.toml:2: server.bnd: unknown key; did you mean server.bind?"), "{said}");
    assert!(run(&["config", "check", "--config", file]).failed(1).contains("server.bnd"));
}

#[test]
fn an_address_that_is_taken_is_told_with_what_to_do() {
    let data = tempdir().unwrap();
    let server = Server::start(data.path());
    let other = tempdir().unwrap();
    let said = run(&["serve", "--data", other.path().to_str().unwrap(), "--bind", server.host()]).failed(1);
    assert!(said.contains(server.host()) && said.contains("--bind"), "{said}");
}

/// A body for a zaak of the demo's zaaktype for street lights.
fn zaak(client: &Client) -> serde_json::Value {
    let zaaktypen = client.json("/catalogi/api/v1/zaaktypen?identificatie=MELDING-VERLICHTING");
    json!({
        "zaaktype": zaaktypen["results"][0]["url"], "bronorganisatie": "123456782",
        "verantwoordelijkeOrganisatie": "123456782", "startdatum": "2025-03-03",
    })
}

#[test]
fn a_request_that_is_under_way_is_finished_before_the_server_stops() {
    let data = tempdir().unwrap();
    example(data.path(), "melding-openbare-verlichting.toml");
    let mut server = Server::start(data.path());
    let client = Client::superuser(&server, data.path());
    let body = zaak(&client).to_string();
    let token = run(&["token", "test", "--data", data.path().to_str().unwrap()]).well();
    let mut slow = TcpStream::connect(server.host()).unwrap();
    slow.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "POST /zaken/api/v1/zaken HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Accept-Crs: EPSG:4326\r\nContent-Crs: EPSG:4326\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        server.host(),
        token.trim(),
        body.len()
    );
    slow.write_all(head.as_bytes()).unwrap();
    until_asked_for_the_body(&mut slow);
    let _idle = TcpStream::connect(server.host()).unwrap();
    server.terminate();
    eventually("the server takes no more connections", || TcpStream::connect(server.host()).is_err().then_some(()));
    slow.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(server.stopped().success());
    let again = Server::start(data.path());
    let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().trim();
    let path = location.split_once("/zaken/api").unwrap().1;
    assert_eq!(Client::superuser(&again, data.path()).get(&format!("/zaken/api{path}")).0, 200);
}

/// A request whose body does not come.
const UNFINISHED: &[u8] =
    b"POST /catalogi/api/v1/catalogussen HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
    Expect: 100-continue\r\nContent-Length: 100\r\n\r\n";

/// Waits until the server asks for the body: from then on the request is under way.
fn until_asked_for_the_body(stream: &mut TcpStream) {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&interim));
}

#[test]
fn a_second_signal_does_not_wait_for_requests() {
    let data = tempdir().unwrap();
    let mut server = Server::start(data.path());
    let mut slow = TcpStream::connect(server.host()).unwrap();
    slow.write_all(UNFINISHED).unwrap();
    until_asked_for_the_body(&mut slow);
    server.terminate();
    eventually("the server takes no more connections", || TcpStream::connect(server.host()).is_err().then_some(()));
    server.terminate();
    assert_eq!(server.stopped().code(), Some(1));
}

#[test]
fn slow_and_strange_clients_hold_nobody_up() {
    let data = tempdir().unwrap();
    let server = Server::start(data.path());
    let mut slow = Vec::new();
    for i in 0..200 {
        let mut stream = TcpStream::connect(server.host()).unwrap();
        let start =
            if i % 2 == 0 { b"GET /zaken/api/v1/zaken HTTP/1.1\r\nHost: x\r\nX-Slow: ".as_slice() } else { UNFINISHED };
        stream.write_all(start).unwrap();
        slow.push(stream);
    }
    let begin = Instant::now();
    assert_eq!(Client::new(&server, "").get("/health/ready").0, 200);
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    let mut strange = TcpStream::connect(server.host()).unwrap();
    strange.set_read_timeout(Some(PATIENCE)).unwrap();
    strange.write_all(b"\x16\x03\x01 this is no HTTP\r\n\r\n").unwrap();
    let mut answer = String::new();
    strange.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[test]
fn a_request_takes_no_longer_than_the_settings_allow() {
    let data = tempdir().unwrap();
    let file = data.path().join("waarmaker.toml");
    fs::write(&file, "[server]\nrequest_timeout_ms = 300\n").unwrap();
    let server = Server::with(data.path(), &["--config", file.to_str().unwrap()]);
    let client = Client::superuser(&server, data.path());
    assert_eq!(client.get("/zaken/api/v1/zaken").0, 200);
    let token = run(&["token", "test", "--data", data.path().to_str().unwrap()]).well();
    let mut slow = TcpStream::connect(server.host()).unwrap();
    slow.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "POST /catalogi/api/v1/catalogussen HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Content-Length: 100\r\n\r\n{{",
        token.trim()
    );
    slow.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("service_unavailable"), "{answer}");
}
