// SPDX-License-Identifier: EUPL-1.2
//! One client of a broker, of either version, as one stream of events.

use std::{pin::Pin, time::Duration};

use bytes::Bytes;
use futures_util::{Stream, stream};
use rumqttc::{
    self as v4, Outgoing, TlsConfiguration, Transport,
    v5::{self, mqttbytes::v5 as packets},
};

use super::{Broker, Version, tls};

/// Requests that may wait for the connection: more than there are packet ids, so that an acknowledgement always fits.
const REQUESTS: usize = 1 << 17;
/// Largest packet that MQTT knows. What the broker lets through has to be read, else the same message would come again for ever.
const MAX_PACKET: u32 = 268_435_460;
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// What happened.
#[derive(Debug)]
pub(super) enum Happened {
    /// The broker took us.
    Connected,
    /// The broker answered a subscription; with the reasons of what it refused.
    Subscribed(Vec<String>),
    /// A message came.
    Arrived(Arrived),
    /// The broker has a message of ours.
    Taken,
    /// Our farewell was sent.
    Left,
    /// Something else.
    Other,
}

/// A message.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) topic: String,
    pub(super) payload: Bytes,
    /// The number to acknowledge it with; none with `QoS` 0.
    pub(super) pkid: Option<u16>,
}

/// Events, one after the other; after an error the next one begins with a new connection. Dropping a future of `next` loses nothing.
pub(super) type Events = Pin<Box<dyn Stream<Item = Result<Happened, Trouble>> + Send>>;

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// What happened.
    pub(super) what: String,
    /// What to do about it.
    pub(super) advice: &'static str,
}

/// What a client wants of the broker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    /// The session outlives the connection so long; zero is not at all.
    pub(super) session: Duration,
    /// Messages on their way to us without acknowledgement.
    pub(super) incoming: u16,
    /// Messages on their way from us without acknowledgement.
    pub(super) outgoing: u16,
}

/// Sends to the broker.
#[derive(Clone, Debug)]
pub(super) enum Client {
    V311(v4::AsyncClient),
    V5(v5::AsyncClient),
}

/// Makes a client; it connects when its events are asked for.
pub(super) fn open(broker: &Broker, wish: Wish) -> Result<(Client, Events), String> {
    let transport = match &broker.tls {
        Some(tls) => Transport::tls_with_config(TlsConfiguration::Rustls(tls::config(tls)?)),
        None => Transport::tcp(),
    };
    Ok(match broker.version {
        Version::V311 => open_v311(broker, wish, transport),
        Version::V5 => open_v5(broker, wish, transport),
    })
}

fn open_v311(broker: &Broker, wish: Wish, transport: Transport) -> (Client, Events) {
    let mut options = v4::MqttOptions::new(&broker.client_id, &broker.host, broker.port);
    let largest = MAX_PACKET as usize;
    options
        .set_transport(transport)
        .set_keep_alive(KEEP_ALIVE)
        .set_manual_acks(true)
        .set_inflight(wish.outgoing.max(1));
    options.set_max_packet_size(largest, largest).set_clean_session(wish.session.is_zero());
    if let Some((user, password)) = &broker.login {
        options.set_credentials(user, password);
    }
    let (client, mut events) = v4::AsyncClient::new(options, REQUESTS);
    let mut network = v4::NetworkOptions::new();
    network.set_tcp_nodelay(true);
    events.set_network_options(network);
    let events = stream::unfold(events, |mut events| async move {
        let event = events.poll().await.map(told_v311).map_err(|error| trouble_v311(&error));
        Some((event, events))
    });
    (Client::V311(client), Box::pin(events))
}

fn open_v5(broker: &Broker, wish: Wish, transport: Transport) -> (Client, Events) {
    let mut options = v5::MqttOptions::new(&broker.client_id, &broker.host, broker.port);
    options.set_transport(transport).set_keep_alive(KEEP_ALIVE).set_manual_acks(true);
    options.set_outgoing_inflight_upper_limit(wish.outgoing.max(1)).set_clean_start(wish.session.is_zero());
    let seconds = u32::try_from(wish.session.as_secs()).unwrap_or(u32::MAX);
    options.set_session_expiry_interval(Some(seconds));
    options.set_receive_maximum(Some(wish.incoming.max(1))).set_max_packet_size(Some(MAX_PACKET));
    if let Some((user, password)) = &broker.login {
        options.set_credentials(user, password);
    }
    let mut network = v4::NetworkOptions::new();
    network.set_tcp_nodelay(true);
    options.set_network_options(network);
    let (client, events) = v5::AsyncClient::new(options, REQUESTS);
    let events = stream::unfold(events, |mut events| async move {
        let event = events.poll().await.map(told_v5).map_err(|error| trouble_v5(&error));
        Some((event, events))
    });
    (Client::V5(client), Box::pin(events))
}

fn told_v311(event: v4::Event) -> Happened {
    match event {
        v4::Event::Incoming(v4::Packet::ConnAck(_)) => Happened::Connected,
        v4::Event::Incoming(v4::Packet::Publish(publish)) => Happened::Arrived(Arrived {
            pkid: (publish.qos != v4::QoS::AtMostOnce).then_some(publish.pkid),
            topic: publish.topic,
            payload: publish.payload,
        }),
        v4::Event::Incoming(v4::Packet::PubAck(_)) => Happened::Taken,
        v4::Event::Incoming(v4::Packet::SubAck(answer)) => {
            let refused = answer.return_codes.iter().filter(|code| **code == v4::SubscribeReasonCode::Failure);
            Happened::Subscribed(refused.map(|code| format!("{code:?}")).collect())
        }
        v4::Event::Outgoing(Outgoing::Disconnect) => Happened::Left,
        _ => Happened::Other,
    }
}

fn told_v5(event: v5::Event) -> Happened {
    match event {
        v5::Event::Incoming(packets::Packet::ConnAck(_)) => Happened::Connected,
        v5::Event::Incoming(packets::Packet::Publish(publish)) => Happened::Arrived(Arrived {
            pkid: (publish.qos != v5::mqttbytes::QoS::AtMostOnce).then_some(publish.pkid),
            topic: String::from_utf8_lossy(&publish.topic).into_owned(),
            payload: publish.payload,
        }),
        v5::Event::Incoming(packets::Packet::PubAck(_)) => Happened::Taken,
        v5::Event::Incoming(packets::Packet::SubAck(answer)) => {
            let is_refused =
                |code: &&packets::SubscribeReasonCode| !matches!(code, packets::SubscribeReasonCode::Success(_));
            Happened::Subscribed(
                answer.return_codes.iter().filter(is_refused).map(|code| format!("{code:?}")).collect(),
            )
        }
        v5::Event::Outgoing(Outgoing::Disconnect) => Happened::Left,
        _ => Happened::Other,
    }
}

const WHO: &str =
    "check the user and password (or certificate) in the settings, and what the broker allows this client id";
const WHERE: &str = "check the address in the settings, and that the broker runs";
const TRUST: &str = "check tls_root (whom we trust), the name in the broker's certificate, and whether the broker asks for a client certificate";
const VERSION: &str = "check version in the settings: the broker does not speak this version of MQTT";
const NOTHING: &str = "nothing to do: it is tried again";
const SIZE: &str = "a message is larger than MQTT allows: limit the size of messages in the broker";

fn trouble_v311(error: &v4::ConnectionError) -> Trouble {
    use v4::{ConnectReturnCode as Code, ConnectionError as E};
    let advice = match error {
        E::ConnectionRefused(Code::BadUserNamePassword | Code::NotAuthorized | Code::BadClientId) => WHO,
        E::ConnectionRefused(Code::RefusedProtocolVersion) => VERSION,
        E::Tls(_) => TRUST,
        E::Io(error) => of_io(error),
        E::NetworkTimeout => WHERE,
        E::MqttState(v4::StateError::Deserialization(v4::mqttbytes::Error::PayloadSizeLimitExceeded(_))) => SIZE,
        _ => NOTHING,
    };
    Trouble { what: error.to_string(), advice }
}

fn trouble_v5(error: &v5::ConnectionError) -> Trouble {
    use packets::ConnectReturnCode as Code;
    use v5::ConnectionError as E;
    let advice = match error {
        E::ConnectionRefused(
            Code::BadUserNamePassword
            | Code::NotAuthorized
            | Code::ClientIdentifierNotValid
            | Code::BadClientId
            | Code::Banned
            | Code::BadAuthenticationMethod,
        ) => WHO,
        E::ConnectionRefused(Code::RefusedProtocolVersion | Code::UnsupportedProtocolVersion) => VERSION,
        E::Tls(_) => TRUST,
        E::Io(error) => of_io(error),
        E::Timeout(_) => WHERE,
        _ => NOTHING,
    };
    Trouble { what: error.to_string(), advice }
}

/// A broker that refuses a certificate says so after the connection seems made.
fn of_io(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind as K;
    match error.kind() {
        K::InvalidData | K::InvalidInput => TRUST,
        K::ConnectionReset | K::ConnectionAborted | K::UnexpectedEof | K::BrokenPipe => NOTHING,
        _ => WHERE,
    }
}

impl Client {
    /// Subscribes with `QoS` 1.
    pub(super) fn subscribe(&self, filters: &[String]) -> Result<(), String> {
        match self {
            Self::V311(client) => {
                let filters =
                    filters.iter().map(|filter| v4::SubscribeFilter::new(filter.clone(), v4::QoS::AtLeastOnce));
                client.try_subscribe_many(filters).map_err(|error| error.to_string())
            }
            Self::V5(client) => {
                let filters =
                    filters.iter().map(|filter| packets::Filter::new(filter.clone(), v5::mqttbytes::QoS::AtLeastOnce));
                client.try_subscribe_many(filters).map_err(|error| error.to_string())
            }
        }
    }

    /// Acknowledges a message of this connection.
    pub(super) fn acknowledge(&self, pkid: u16) -> Result<(), String> {
        match self {
            Self::V311(client) => {
                let mut publish = v4::Publish::from_bytes("", v4::QoS::AtLeastOnce, Bytes::new());
                publish.pkid = pkid;
                client.try_ack(&publish).map_err(|error| error.to_string())
            }
            Self::V5(client) => {
                let mut publish = packets::Publish::new("", v5::mqttbytes::QoS::AtLeastOnce, Bytes::new(), None);
                publish.pkid = pkid;
                client.try_ack(&publish).map_err(|error| error.to_string())
            }
        }
    }

    /// Publishes with `QoS` 1.
    pub(super) fn publish(&self, topic: &str, payload: Bytes) -> Result<(), String> {
        match self {
            Self::V311(client) => {
                client.try_publish(topic, v4::QoS::AtLeastOnce, false, payload).map_err(|error| error.to_string())
            }
            Self::V5(client) => client
                .try_publish(topic, v5::mqttbytes::QoS::AtLeastOnce, false, payload)
                .map_err(|error| error.to_string()),
        }
    }

    /// Says farewell, after everything that was sent before.
    pub(super) fn leave(&self) {
        let _ = match self {
            Self::V311(client) => client.try_disconnect().map_err(|_| ()),
            Self::V5(client) => client.try_disconnect().map_err(|_| ()),
        };
    }
}
