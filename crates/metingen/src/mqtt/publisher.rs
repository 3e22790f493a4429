// SPDX-License-Identifier: EUPL-1.2
//! Publishes messages with `QoS` 1 and counts what the broker took.

use std::{collections::VecDeque, time::Duration};

use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};

use super::{
    Broker, Version,
    link::{self, Client, Events, Happened, Wish},
};

/// Messages on their way without an acknowledgement.
const WINDOW: usize = 1000;
const RETRY: Duration = Duration::from_millis(200);

/// How it stands with the connection.
#[derive(Debug)]
enum State {
    Starting,
    Connected,
    Trouble(String),
}

/// A client that publishes. What the broker did not acknowledge is sent again on the next connection.
#[derive(Debug)]
pub struct Publisher {
    messages: mpsc::Sender<(String, Bytes)>,
    taken: watch::Receiver<u64>,
    state: watch::Receiver<State>,
    task: JoinHandle<()>,
    sent: u64,
}

impl Publisher {
    /// Starts one on the runtime of the caller. An error says which certificate file cannot be read.
    pub fn start(broker: &Broker) -> Result<Self, String> {
        // A broker of version 5 says how much it takes at once, and mosquitto says 20; of version 3.1.1 there is no such limit.
        let outgoing = if broker.version == Version::V5 { 20 } else { WINDOW };
        let wish = Wish { session: Duration::ZERO, incoming: 10, outgoing: u16::try_from(outgoing).unwrap_or(20) };
        let (client, events) = link::open(broker, wish)?;
        let (messages, queue) = mpsc::channel(WINDOW);
        let (count, taken) = watch::channel(0);
        let (say, state) = watch::channel(State::Starting);
        let work =
            Work { client, queue, window: VecDeque::new(), limit: outgoing, count, say, connected: false, retry: None };
        Ok(Self { messages, taken, state, task: tokio::spawn(work.run(events)), sent: 0 })
    }

    /// Publishes a message; waits while many are on their way.
    pub async fn publish(&mut self, topic: String, payload: impl Into<Bytes>) -> Result<(), String> {
        self.sent += 1;
        self.messages.send((topic, payload.into())).await.map_err(|_| "the publisher has stopped".to_owned())
    }

    /// Messages that were given to [`publish`](Self::publish).
    pub const fn sent(&self) -> u64 {
        self.sent
    }

    /// Messages that the broker acknowledged.
    pub fn taken(&self) -> u64 {
        *self.taken.borrow()
    }

    /// Why there is no connection now.
    pub fn trouble(&self) -> Option<String> {
        match &*self.state.borrow() {
            State::Trouble(why) => Some(why.clone()),
            State::Starting | State::Connected => None,
        }
    }

    /// Waits until there is a connection, or says why there is none after so long.
    pub async fn ready(&mut self, patience: Duration) -> Result<(), String> {
        let connected = self.state.wait_for(|state| matches!(state, State::Connected));
        if timeout(patience, connected).await.is_ok_and(|connected| connected.is_ok()) {
            return Ok(());
        }
        Err(self.trouble().unwrap_or_else(|| "the broker does not answer".to_owned()))
    }

    /// Waits until the broker has acknowledged everything, and leaves; returns how many it acknowledged.
    pub async fn finish(mut self, patience: Duration) -> u64 {
        let sent = self.sent;
        let _ = timeout(patience, self.taken.wait_for(|taken| *taken >= sent)).await;
        drop(self.messages);
        let _ = timeout(Duration::from_secs(2), self.task).await;
        *self.taken.borrow()
    }
}

struct Work {
    client: Client,
    queue: mpsc::Receiver<(String, Bytes)>,
    window: VecDeque<(String, Bytes)>,
    limit: usize,
    count: watch::Sender<u64>,
    say: watch::Sender<State>,
    connected: bool,
    retry: Option<Instant>,
}

impl Work {
    async fn run(mut self, mut events: Events) {
        loop {
            let may_send = self.connected && self.window.len() < self.limit;
            let may_listen = self.retry.is_none();
            let retry = self.retry.unwrap_or_else(Instant::now);
            tokio::select! {
                message = self.queue.recv(), if may_send => match message {
                    Some(message) => self.send(message),
                    None => break,
                },
                () = sleep_until(retry), if self.retry.is_some() => self.retry = None,
                event = events.next(), if may_listen => match event {
                    Some(Ok(happened)) => self.happened(&happened),
                    Some(Err(trouble)) => {
                        self.connected = false;
                        self.say.send_replace(State::Trouble(format!("{}: {}", trouble.what, trouble.advice)));
                        self.retry = Some(Instant::now() + RETRY);
                    }
                    None => break,
                },
            }
        }
        self.client.leave();
        let farewell = async {
            while let Some(Ok(happened)) = events.next().await {
                if matches!(happened, Happened::Left) {
                    break;
                }
            }
        };
        let _ = timeout(Duration::from_secs(1), farewell).await;
    }

    fn send(&mut self, message: (String, Bytes)) {
        let _ = self.client.publish(&message.0, message.1.clone());
        self.window.push_back(message);
    }

    fn happened(&mut self, happened: &Happened) {
        match happened {
            Happened::Connected => {
                self.connected = true;
                self.say.send_replace(State::Connected);
                // The session was a new one: whatever was on its way was forgotten, here and there.
                for (topic, payload) in &self.window {
                    let _ = self.client.publish(topic, payload.clone());
                }
            }
            Happened::Taken => self.taken(),
            _ => {}
        }
    }

    /// The broker has the oldest message that was on its way.
    fn taken(&mut self) {
        if self.window.pop_front().is_some() {
            self.count.send_modify(|count| *count += 1);
        }
    }
}
