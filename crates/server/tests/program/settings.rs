// SPDX-License-Identifier: EUPL-1.2
//! What settings do to a running server.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::mpsc,
    thread,
};

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::process::{Client, Server, eventually, example};

/// A server with this settings file.
fn with(data: &Path, settings: &str) -> Server {
    let file = data.join("waarmaker.toml");
    fs::write(&file, settings).unwrap();
    Server::with(data, &["--config", file.to_str().unwrap()])
}

/// A zaak of the demo's zaaktype for street lights.
fn zaak(client: &Client, communicatiekanaal: &str) -> Value {
    let zaaktypen = client.json("/catalogi/api/v1/zaaktypen?identificatie=MELDING-VERLICHTING");
    json!({
        "zaaktype": zaaktypen["results"][0]["url"], "bronorganisatie": "123456782",
        "verantwoordelijkeOrganisatie": "123456782", "startdatum": "2025-03-03", "communicatiekanaal": communicatiekanaal,
    })
}

#[test]
fn bounds_and_addresses_are_those_of_the_settings() {
    let data = tempdir().unwrap();
    example(data.path(), "melding-openbare-verlichting.toml");
    let server = with(
        data.path(),
        "[server]\nbase_urls = [\"https://zaken.gemeente.example/zgw\", \"http://intern:8080\"]\nmax_body_bytes = 2048\n\
         max_json_depth = 8\nmax_url_bytes = 1024\n[zaken]\ncrs_headers_required = false\n",
    );
    let client = Client::superuser(&server, data.path());
    let body = zaak(&client, "");
    assert!(body["zaaktype"].as_str().unwrap().starts_with("https://zaken.gemeente.example/zgw/catalogi/"), "{body}");
    // A reference by any of our addresses is resolved inside.
    let mut inside = body.clone();
    inside["zaaktype"] =
        body["zaaktype"].as_str().unwrap().replace("https://zaken.gemeente.example/zgw", "http://intern:8080").into();
    let (status, made) = client.post("/zaken/api/v1/zaken", &inside).unwrap();
    assert_eq!((status, &made["zaaktype"]), (201, &body["zaaktype"]), "{made}");

    let too_large = json!({"toelichting": "x".repeat(3000)});
    assert_eq!(client.post("/zaken/api/v1/zaken", &too_large).unwrap().0, 413);
    let too_deep: Value = serde_json::from_str(&format!("{}{}", "[".repeat(9), "]".repeat(9))).unwrap();
    let (status, refused) = client.post("/zaken/api/v1/zaken", &too_deep).unwrap();
    assert_eq!((status, &refused["code"]), (400, &json!("parse_error")));
    assert_eq!(client.get(&format!("/zaken/api/v1/zaken?identificatie={}", "x".repeat(1100))).0, 414);
    assert_eq!(ureq_without_crs(&server, &client), 200);
}

/// Status of a request for zaken without `Accept-Crs`.
fn ureq_without_crs(server: &Server, client: &Client) -> u16 {
    let request = ureq::get(format!("{}/zaken/api/v1/zaken", server.url));
    request.header("Authorization", format!("Bearer {}", client.token())).call().unwrap().status().as_u16()
}

/// A server of somebody else: gives every request this answer, and tells the head of the request.
fn elsewhere(answer: String) -> (SocketAddr, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let head = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
            if tell.send(head.collect::<Vec<_>>().join("\n")).is_err()
                || (&stream).write_all(answer.as_bytes()).is_err()
            {
                return;
            }
        }
    });
    (address, told)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
}

const KANAAL: &str = r#"{"url": "http://x/1", "naam": "Website", "omschrijving": "Een formulier"}"#;

#[test]
fn foreign_references_are_fetched_with_credentials_and_only_from_allowed_hosts() {
    let data = tempdir().unwrap();
    example(data.path(), "melding-openbare-verlichting.toml");
    let (bearer, told_bearer) = elsewhere(answer("200 OK", "", KANAAL));
    let (zgw, told_zgw) = elsewhere(answer("200 OK", "", KANAAL));
    let (stranger, told_stranger) = elsewhere(answer("200 OK", "", KANAAL));
    let (redirecting, _told) = elsewhere(answer("302 Found", &format!("Location: http://{stranger}/kanaal\r\n"), ""));
    let settings = format!(
        "[references]\nallowed_hosts = [\"{bearer}\", \"{zgw}\", \"{redirecting}\"]\nallow_private = [\"{bearer}\", \"{zgw}\", \"{redirecting}\"]\n\
         [[references.credentials]]\nhost = \"{bearer}\"\nbearer_token = \"sleutel\"\n\
         [[references.credentials]]\nhost = \"{zgw}\"\nclient_id = \"wij\"\nclient_secret = \"geheim\"\n"
    );
    let server = with(data.path(), &settings);
    let client = Client::superuser(&server, data.path());
    let post = |host: SocketAddr| {
        client.post("/zaken/api/v1/zaken", &zaak(&client, &format!("http://{host}/kanaal"))).unwrap()
    };
    let authorization = |head: String| {
        head.lines()
            .find_map(|line| line.to_lowercase().starts_with("authorization: bearer ").then(|| line[22..].to_owned()))
    };

    let (status, made) = post(bearer);
    assert_eq!(status, 201, "{made}");
    assert_eq!(authorization(told_bearer.recv().unwrap()).as_deref(), Some("sleutel"));
    assert_eq!(post(zgw).0, 201);
    let token = authorization(told_zgw.recv().unwrap()).unwrap();
    let read = waarmaker_auth::token::read(&token).unwrap();
    assert_eq!((read.client_id(), read.signed_with("geheim")), ("wij", true));

    for host in [stranger, redirecting] {
        let (status, refused) = post(host);
        assert_eq!((status, &refused["invalidParams"][0]["code"]), (400, &json!("bad-url")), "{refused}");
    }
    assert!(told_stranger.try_recv().is_err(), "a host that is not allowed is never asked, not by a redirect either");
}

#[test]
fn the_log_holds_no_token_query_body_or_secret() {
    let data = tempdir().unwrap();
    example(data.path(), "melding-openbare-verlichting.toml");
    let server = with(data.path(), "[database]\nsqlite_readers = 2\n");
    let client = Client::superuser(&server, data.path());
    let (_, made) = client.post("/zaken/api/v1/zaken", &zaak(&client, "")).unwrap();
    let roltypen = client.json("/catalogi/api/v1/roltypen");
    let rol = json!({
        "zaak": made["url"], "roltype": roltypen["results"][0]["url"], "betrokkeneType": "natuurlijk_persoon", "roltoelichting": "x",
        "betrokkeneIdentificatie": {"inpBsn": "999990019", "geslachtsnaam": "Vermeer"},
    });
    let (status, rol) = client.post("/zaken/api/v1/rollen", &rol).unwrap();
    assert_eq!(status, 201, "{rol}");
    let query = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn=999990019";
    assert_eq!(client.json(&format!("/zaken/api/v1/zaken?{query}"))["count"], 1);
    assert_eq!(client.get("/zaken/api/v1/zaken/999990019").0, 404);
    assert_eq!(client.get("/999990019").0, 404);
    Client::new(&server, "eyJ.no.token").get("/zaken/api/v1/zaken");
    // The log is written by the time that a later request is in it.
    let log =
        eventually("the log is written", || Some(server.log()).filter(|log| log.matches("\"answered\"").count() >= 7));
    assert!(log.contains(r#""path":"/zaken/api/v1/rollen""#), "{log}");
    for secret in ["999990019", "Vermeer", "inpBsn", "eyJ", "geheim", "Bearer"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    for line in log.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}
