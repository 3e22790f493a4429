// SPDX-License-Identifier: EUPL-1.2
//! How long a request may take: long while something moves, short while nothing does.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    sync::mpsc,
    time::{Duration, Instant},
};

use tempfile::tempdir;

use crate::process::{Client, PATIENCE, Server, eventually, run};

/// A server with these settings of its section.
fn with(data: &Path, settings: &str) -> Server {
    let file = data.join("waarmaker.toml");
    fs::write(&file, format!("[server]\n{settings}")).unwrap();
    Server::with(data, &["--config", file.to_str().unwrap()])
}

/// A connection on which the head of a request with a body of so many bytes was sent.
fn uploading(server: &Server, data: &Path, bytes: usize) -> TcpStream {
    posting(server, data, "/catalogi/api/v1/catalogussen", bytes)
}

fn posting(server: &Server, data: &Path, path: &str, bytes: usize) -> TcpStream {
    Client::superuser(server, data);
    let token = run(&["token", "test", "--data", data.to_str().unwrap()]).well();
    let mut stream = TcpStream::connect(server.host()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nConnection: close\r\nContent-Length: {bytes}\r\n\r\n",
        token.trim()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// The objects in the store.
fn objects(data: &Path) -> usize {
    let folders = fs::read_dir(data.join("blobs")).unwrap().map(|entry| entry.unwrap().path());
    folders.filter_map(|folder| fs::read_dir(folder).ok()).map(Iterator::count).sum()
}

/// Sends the beginning of a document, and waits until some of it is in the store.
fn half_a_document(server: &Server, data: &Path) -> TcpStream {
    let mut stream = posting(server, data, "/documenten/api/v1/enkelvoudiginformatieobjecten", 30 << 20);
    stream.write_all(b"{\"titel\": \"x\", \"inhoud\": \"").unwrap();
    stream.write_all(&vec![b'A'; 12 << 20]).unwrap();
    eventually("some of it is in the store", || (objects(data) > 0).then_some(()));
    stream
}

/// Sends this much again and again, with this time in between, until there is an answer or it was sent so often; the answer.
fn drip(stream: &mut TcpStream, bytes: &[u8], every: Duration, times: usize) -> String {
    let (nobody, silence) = mpsc::channel::<()>();
    for _ in 0..times {
        if stream.write_all(bytes).is_err() {
            break;
        }
        let _ = silence.recv_timeout(every);
    }
    drop(nobody);
    let mut answer = Vec::new();
    // A connection that was cut off may end in a reset; what was answered before it counts.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

const KIB: [u8; 1024] = [b' '; 1024];

#[test]
fn a_body_that_keeps_flowing_may_take_longer_than_the_limit() {
    let data = tempdir().unwrap();
    let server = with(data.path(), "request_timeout_ms = 400\n");
    let mut stream = uploading(&server, data.path(), 16 * KIB.len());
    let begin = Instant::now();
    let answer = drip(&mut stream, &KIB, Duration::from_millis(100), 16);
    assert!(begin.elapsed() > Duration::from_secs(1));
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("parse_error"), "{answer}");
}

#[test]
fn a_byte_now_and_then_is_no_progress() {
    let data = tempdir().unwrap();
    let server = with(data.path(), "request_timeout_ms = 400\n");
    let mut stream = uploading(&server, data.path(), 1000);
    let begin = Instant::now();
    let answer = drip(&mut stream, b" ", Duration::from_millis(50), 20);
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("service_unavailable"), "{answer}");
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn a_request_is_over_in_time_as_a_whole_however_it_flows() {
    let data = tempdir().unwrap();
    let server = with(data.path(), "request_timeout_ms = 400\nmax_transfer_seconds = 1\n");
    let mut stream = uploading(&server, data.path(), 40 * KIB.len());
    let answer = drip(&mut stream, &KIB, Duration::from_millis(100), 20);
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
}

#[test]
fn a_client_that_takes_nothing_of_its_answers_is_cut_off() {
    const ASKED: usize = 200;
    let data = tempdir().unwrap();
    let server = with(data.path(), "request_timeout_ms = 400\n");
    let mut stream = TcpStream::connect(server.host()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let asking = "GET /zaken/api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(ASKED);
    stream.write_all(asking.as_bytes()).unwrap();
    eventually("the connection is ended", || server.log().contains("a connection ended early").then_some(()));
    let mut answers = Vec::new();
    let _ = stream.read_to_end(&mut answers);
    let answered = answers.windows(15).filter(|bytes| bytes == b"HTTP/1.1 200 OK").count();
    assert!((1..ASKED).contains(&answered), "{answered}");
    assert_eq!(Client::new(&server, "").get("/health/ready").0, 200);
}

#[test]
fn a_client_that_takes_its_answers_slowly_gets_all_of_them() {
    const ASKED: usize = 40;
    let data = tempdir().unwrap();
    let server = with(data.path(), "request_timeout_ms = 1000\n");
    let mut stream = TcpStream::connect(server.host()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let asking = "GET /zaken/api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(ASKED - 1)
        + "GET /zaken/api/v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(asking.as_bytes()).unwrap();
    let (begin, mut answers) = (Instant::now(), Vec::new());
    let (_nobody, silence) = mpsc::channel::<()>();
    let mut some = vec![0; 512 << 10];
    loop {
        let read = stream.read(&mut some).unwrap();
        if read == 0 {
            break;
        }
        answers.extend_from_slice(&some[..read]);
        let _ = silence.recv_timeout(Duration::from_millis(50));
    }
    let answered = answers.windows(15).filter(|bytes| bytes == b"HTTP/1.1 200 OK").count();
    assert_eq!(answered, ASKED);
    assert!(begin.elapsed() > Duration::from_secs(2), "{:?} for {} bytes", begin.elapsed(), answers.len());
}

#[test]
fn who_is_refused_while_sending_can_read_why() {
    let data = tempdir().unwrap();
    let server = with(data.path(), "max_body_bytes = 2048\n");
    let mut stream = uploading(&server, data.path(), 20 << 20);
    let body = vec![b' '; 20 << 20];
    stream.write_all(&body).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[test]
fn an_upload_that_stalls_or_breaks_off_leaves_nothing_in_the_store() {
    let data = tempdir().unwrap();
    let server = with(data.path(), "request_timeout_ms = 1000\n");
    let mut stalled = half_a_document(&server, data.path());
    let mut answer = String::new();
    stalled.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    eventually("what stalled is cleared away", || (objects(data.path()) == 0).then_some(()));
    drop(half_a_document(&server, data.path()));
    eventually("what broke off is cleared away", || (objects(data.path()) == 0).then_some(()));
}
