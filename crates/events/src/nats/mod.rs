// SPDX-License-Identifier: EUPL-1.2
//! CloudEvents to NATS JetStream: one stream with all notifications, from which others in the organisation read at their own pace.
//!
//! **At least once.** A notification counts as delivered when the server has acknowledged that the stream holds it. Whatever else happens (no
//! answer, a connection that breaks, a server that is away) is a [`Failure`], and the caller sends it again. The header `Nats-Msg-Id` is the `id`
//! of the event, so within the stream's window of duplicates the server drops what it has already.
//!
//! **In order per main object.** [`NatsSink::publish`] returns when the acknowledgement is there; who awaits it before publishing the next of the
//! same main object has them in the stream in that order, also when one was sent twice: the second copy is dropped or comes before its successor.
//! Different main objects are published at once, which is where the speed comes from. Sending on before the acknowledgement would be faster for one
//! main object, but a message lost in the middle would come after its successors.
//!
//! **Nobody waits for NATS.** It is a [`Sink`] with a cursor of its own. Connecting happens at the first message and again after a connection was lost; every call is bounded by
//! [`Settings::timeout`]. A lost connection fails what waits on it at once.
//!
//! **The stream.** It is looked at only when the server says that nothing takes the subject: then it is made, if the settings allow it. An
//! organisation that makes its streams itself needs to give no right but to publish.

mod link;
mod settings;

use std::time::Duration;

use async_nats::jetstream::{
    context::{PublishError, PublishErrorKind},
    message::PublishMessage,
    stream::{Config, StorageType},
};
use thiserror::Error;
use tokio::{sync::Mutex, time::timeout};

use self::link::Link;
pub use self::settings::{Login, Settings, SettingsError};
use crate::{
    Bericht,
    cloudevents::{CloudEvent, Profile, STRUCTURED, word_that_keeps},
    delivery::{self, Sending, Sink},
};

/// How long a stream of our making remembers identifiers to drop duplicates by: longer than a restart of either side takes.
const DUPLICATE_WINDOW: Duration = Duration::from_mins(10);

/// Says why a message is not in the stream.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Failure {
    /// The server is away or not ready; the same holds for every other message. Keep all of them, try again.
    #[error("NATS: {0}")]
    Away(String),
    /// The server will never take this message; the next may go.
    #[error("NATS refuses the message: {0}")]
    Refused(String),
}

/// Publishes to one stream. Connections are made when needed and shared by all who publish at once.
#[derive(Debug)]
pub struct NatsSink {
    profile: Profile,
    settings: Settings,
    link: Mutex<Option<Link>>,
}

impl NatsSink {
    /// Checks the settings; connects to nothing yet.
    pub fn new(profile: Profile, settings: Settings) -> Result<Self, SettingsError> {
        settings.check()?;
        Ok(Self { profile, settings, link: Mutex::new(None) })
    }

    /// Puts a notification in the stream; returns when the server has stored it, or why it has not, within [`Settings::timeout`].
    pub async fn publish(&self, bericht: &Bericht) -> Result<(), Failure> {
        let event = CloudEvent::new(&self.profile, bericht);
        let subject = self.subject(bericht);
        let patience = self.settings.timeout;
        timeout(patience, self.deliver(&subject, &event)).await.unwrap_or_else(|_| {
            Err(Failure::Away(format!("no acknowledgement of {subject} within {} s", patience.as_secs_f64())))
        })
    }

    /// The subject of a notification: `waarmaker.zaken.status.create`.
    fn subject(&self, bericht: &Bericht) -> String {
        let word = |text| word_that_keeps("_", text);
        let message = &bericht.message;
        let (kanaal, resource, actie) = (word(&message.kanaal), word(&message.resource), word(&message.actie));
        format!("{}.{kanaal}.{resource}.{actie}", self.settings.subject_prefix)
    }

    async fn deliver(&self, subject: &str, event: &CloudEvent) -> Result<(), Failure> {
        let link = self.link().await?;
        match self.put(&link, subject, event).await {
            Err(Trouble::Server(error)) if error.kind() == PublishErrorKind::StreamNotFound => {
                self.make_stream(&link).await?;
                self.put(&link, subject, event).await
            }
            outcome => outcome,
        }
        .map_err(|trouble| trouble.failure(subject))
    }

    /// Publishes and waits for the acknowledgement, as long as the connection stands.
    async fn put(&self, link: &Link, subject: &str, event: &CloudEvent) -> Result<(), Trouble> {
        let message = PublishMessage::build()
            .payload(event.to_json())
            .message_id(event.id().to_string())
            .header("Content-Type", STRUCTURED)
            .expected_stream(&self.settings.stream);
        let acknowledged = async {
            let acknowledgement = link.context.send_publish(subject.to_owned(), message).await?;
            acknowledgement.await
        };
        tokio::select! {
            outcome = acknowledged => outcome.map(|_| ()).map_err(Trouble::Server),
            () = link.lost() => Err(Trouble::Lost),
        }
    }

    /// The connection that stands, or a new one.
    async fn link(&self) -> Result<Link, Failure> {
        let mut link = self.link.lock().await;
        if let Some(link) = link.as_ref().filter(|link| link.stands()) {
            return Ok(link.clone());
        }
        *link = None;
        let new = Link::make(&self.settings).await.map_err(Failure::Away)?;
        Ok(link.insert(new).clone())
    }

    /// Makes the stream that nothing was found of.
    async fn make_stream(&self, link: &Link) -> Result<(), Failure> {
        let Settings { stream, subject_prefix, create_stream, keep, replicas, .. } = &self.settings;
        if !create_stream {
            let advice = format!("no stream takes {subject_prefix}.>: make {stream}, or allow it with create_stream");
            return Err(Failure::Away(advice));
        }
        let config = Config {
            name: stream.clone(),
            description: Some("Notifications of Waarmaker as CloudEvents".to_owned()),
            subjects: vec![format!("{subject_prefix}.>")],
            storage: StorageType::File,
            max_age: *keep,
            num_replicas: (*replicas).into(),
            duplicate_window: DUPLICATE_WINDOW,
            ..Config::default()
        };
        let made = link.context.create_stream(config).await;
        made.map(|_| ()).map_err(|error| Failure::Away(format!("cannot make the stream {stream}: {error}")))
    }
}

impl Sink for NatsSink {
    fn name(&self) -> &'static str {
        "nats"
    }

    fn wants(&self, bericht: &Bericht) -> bool {
        self.settings.selection.wants(&self.profile, bericht)
    }

    fn send<'a>(&'a self, bericht: &'a Bericht) -> Sending<'a> {
        Box::pin(async move { self.publish(bericht).await.map_err(Into::into) })
    }
}

impl From<Failure> for delivery::Failure {
    /// A server that is away is like one that asks for patience: the engine stops at once and tries one message now and then. A message that is
    /// refused is a failure of that message.
    fn from(failure: Failure) -> Self {
        let retry_after = matches!(failure, Failure::Away(_)).then_some(Duration::ZERO);
        Self { reason: failure.to_string(), retry_after }
    }
}

/// What went wrong with one attempt.
enum Trouble {
    Server(PublishError),
    Lost,
}

impl Trouble {
    fn failure(self, subject: &str) -> Failure {
        match self {
            Self::Lost => Failure::Away("the connection was lost".to_owned()),
            Self::Server(error) if is_of_this_message(&error) => Failure::Refused(format!("{subject}: {error}")),
            Self::Server(error) => Failure::Away(format!("{subject}: {error}")),
        }
    }
}

/// Whether an error says something of the message itself: then sending it again is of no use.
fn is_of_this_message(error: &PublishError) -> bool {
    error.kind() == PublishErrorKind::MaxPayloadExceeded || error.to_string().contains("message size exceeds maximum")
}
