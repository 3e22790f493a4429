// SPDX-License-Identifier: EUPL-1.2
//! A register of somebody else: a small HTTP server on the loopback address.
//!
//! `/documenten/{informatieobjecttype}/{anything}` is a document of that type of ours; `/andere/…` a document of a type elsewhere;
//! `/object` an object that is no document; `/verzoeken` a register of verzoeken that knows every relation; `/kanaal` a communicatiekanaal; `/procestype`, `/resultaat` and `/omschrijving` a selectielijst;
//! `/lijst` a list; `/tekst` no JSON. All else is 404.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use serde_json::{Value, json};
use waarmaker_api::ReferencesSettings;
use waarmaker_testkit::ORIGIN;

/// The server; it stops when it goes out of scope.
#[derive(Debug)]
pub(crate) struct Elders {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Elders {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let serve = move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                if let Ok(stream) = stream {
                    answer(&stream, address);
                }
            }
        };
        Self { address, stop, thread: Some(std::thread::spawn(serve)) }
    }

    /// Settings that let the program ask this server.
    pub(crate) fn settings(&self) -> ReferencesSettings {
        ReferencesSettings { private_hosts: vec![self.address.to_string()], ..ReferencesSettings::default() }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// URL of a document of an informatieobjecttype of ours.
    pub(crate) fn document(&self, informatieobjecttype: &str, name: &str) -> String {
        let uuid = informatieobjecttype.rsplit('/').next().unwrap_or_default();
        self.url(&format!("/documenten/{uuid}/{name}"))
    }
}

impl Drop for Elders {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread.
        drop(TcpStream::connect(self.address));
        drop(self.thread.take().map(JoinHandle::join));
    }
}

fn answer(mut stream: &TcpStream, address: SocketAddr) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, kind, body) = match found(path, address) {
        Some(Value::String(text)) => ("200 OK", "text/html", text),
        Some(body) => ("200 OK", "application/json", body.to_string()),
        None => ("404 Not Found", "text/html", String::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // A client that has gone away has no need of the answer.
    drop(stream.write_all(format!("{head}{body}").as_bytes()));
}

fn found(path: &str, address: SocketAddr) -> Option<Value> {
    let url = format!("http://{address}{path}");
    let mut parts = path.trim_start_matches('/').split('/');
    match (parts.next()?, parts.next()) {
        ("documenten", Some(uuid)) => {
            let informatieobjecttype = format!("{ORIGIN}/catalogi/api/v1/informatieobjecttypen/{uuid}");
            Some(json!({"url": url, "titel": "Brief", "informatieobjecttype": informatieobjecttype}))
        }
        ("andere", _) => {
            Some(json!({"url": url, "titel": "Brief", "informatieobjecttype": "https://elders.example.nl/typen/1"}))
        }
        ("verzoeken", Some("verzoeken")) | ("object", _) => Some(json!({"url": url})),
        ("verzoeken", Some(relations)) if relations.starts_with("objectinformatieobjecten?") => {
            Some(json!([{"url": url}]))
        }
        ("kanaal", _) => Some(json!({"url": url, "naam": "Balie", "omschrijving": ""})),
        ("procestype", _) => {
            Some(json!({"url": url, "nummer": 1, "naam": "Instellen", "procesobject": "De organisatie"}))
        }
        ("resultaat", _) => Some(json!({
            "url": url, "procesType": format!("http://{address}/procestype"), "waardering": "vernietigen",
            "procestermijn": "nihil", "bewaartermijn": "P7Y",
        })),
        ("omschrijving", _) => {
            Some(json!({"url": url, "omschrijving": "Ingesteld", "definitie": "Er is iets ingesteld."}))
        }
        ("lijst", _) => Some(json!([{"url": url, "naam": "Balie", "omschrijving": ""}])),
        ("tekst", _) => Some(json!("")),
        _ => None,
    }
}
