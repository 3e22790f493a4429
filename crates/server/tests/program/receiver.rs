// SPDX-License-Identifier: EUPL-1.2
//! A subscriber outside the program: it outlives the server that is tested.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};

use crate::process::Client;

/// What it wants to see in `Authorization`.
pub(crate) const AUTH: &str = "Bearer alleen voor de ontvanger";

/// A subscriber on a loopback port, and all it was told.
#[derive(Debug)]
pub(crate) struct Receiver {
    address: SocketAddr,
    messages: Arc<Mutex<Vec<Value>>>,
}

impl Receiver {
    /// Listens; every message with the right `Authorization` is answered with 204.
    pub(crate) fn start() -> Self {
        Self::at("127.0.0.1:0".parse().unwrap())
    }

    /// Listens at this address.
    pub(crate) fn at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let messages = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&messages);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = Arc::clone(&kept);
                thread::spawn(move || serve(&stream, &kept));
            }
        });
        Self { address, messages }
    }

    /// `127.0.0.1:PORT`.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// Subscribes to these kanalen.
    pub(crate) fn subscribe(&self, client: &Client, kanalen: &[&str]) -> Value {
        Self::subscribe_at(client, self.address, kanalen)
    }

    /// Subscribes a receiver at this address, also when none is there yet.
    pub(crate) fn subscribe_at(client: &Client, address: SocketAddr, kanalen: &[&str]) -> Value {
        let kanalen: Vec<Value> = kanalen.iter().map(|naam| json!({"naam": naam, "filters": {}})).collect();
        let body = json!({"callbackUrl": format!("http://{address}/berichten"), "auth": AUTH, "kanalen": kanalen});
        let (status, made) = client.post("/notificaties/api/v1/abonnement", &body).unwrap();
        assert_eq!(status, 201, "{made}");
        made
    }

    /// All that it was told so far, in the order in which it came.
    pub(crate) fn messages(&self) -> Vec<Value> {
        self.messages.lock().unwrap().clone()
    }
}

/// Answers the requests of a connection, one after another, until it ends.
fn serve(stream: &TcpStream, kept: &Mutex<Vec<Value>>) {
    let mut reader = BufReader::new(stream);
    loop {
        let (mut length, mut known, mut lines) = (0, false, 0);
        for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
            lines += 1;
            let Some((name, value)) = line.split_once(':') else { continue };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "authorization" => known = value.trim() == AUTH,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        if lines == 0 || reader.read_exact(&mut body).is_err() {
            return;
        }
        let message: Value = serde_json::from_slice(&body).unwrap_or_default();
        if known && message["kanaal"] != "test" {
            kept.lock().unwrap().push(message);
        }
        let status = if known { "204 No Content" } else { "401 Unauthorized" };
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
        let mut stream = stream;
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}
