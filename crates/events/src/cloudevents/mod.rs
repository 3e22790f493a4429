// SPDX-License-Identifier: EUPL-1.2
//! Notifications as CloudEvents, by the NL GOV profile for CloudEvents 1.1 (CloudEvents 1.0 with the choices of the Dutch government).
//!
//! A CloudEvent is the envelope that systems outside the ZGW standards understand. Everything in it follows from the notification and two
//! settings ([`Profile`]); nothing is looked up and nothing is stored, so the same notification makes the same event each time it is sent.
//!
//! * `id` is derived from the place of the notification in the row, the moment and the source. A receiver that got it twice (delivery is at least
//!   once) sees so; a register that was restored from a backup and counts on from an earlier number does not reuse an id.
//! * `source` names organisation and system as the profile wants it: `urn:nld:oin:00000001823288444000:systeem:waarmaker`.
//! * `type` is `PREFIX.KANAAL.RESOURCE-WHAT`, the last in the past tense as the profile wants it: `nl.utrecht.zaken.zaak-aangemaakt`.
//! * `subject` is the uuid of the main object: what order is kept per.
//! * `sequence` is the number of the notification in twenty digits, so that texts sort like numbers (the Sequence extension). There is no
//!   `sequencetype`: its one value, `Integer`, promises 32 bits and no gaps, and who gets some of the kanalen sees gaps.
//! * There is no `dataref`: it would have to lead to the same data, and the URL of the resource leads to the resource. That is in `data`.
//! * `data` is the message of the standard, which is poor in information: URLs and kenmerken. Of what other producers send, members that the
//!   standard does not know and kenmerken that are named after personal data stay behind.
//!
//! To add an attribute, add a member to [`CloudEvent`] and a line to its `attributes`; both ways of sending follow.

mod profile;
mod request;

use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};
use waarmaker_core::DateTime;

pub(crate) use self::profile::word_that_keeps;
pub use self::{
    profile::{Profile, ProfileError, Selection},
    request::{HttpSink, Mode, Request},
};
use crate::{Bericht, Message, bericht::same_name};

/// Media type of a CloudEvent as one JSON document.
pub const STRUCTURED: &str = "application/cloudevents+json";

/// Media type of the data.
const DATA: &str = "application/json";

/// Kenmerken that never leave in an event, whatever a producer puts there.
const PERSONAL: &[&str] = &[
    "achternaam",
    "anp_identificatie",
    "bsn",
    "burgerservicenummer",
    "email",
    "emailadres",
    "geboortedatum",
    "geslachtsnaam",
    "inp_bsn",
    "telefoonnummer",
    "voornamen",
];

/// One event. Members that may be absent are so only for a notification of another producer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CloudEvent {
    /// Version of CloudEvents: `1.0`, as NL GOV 1.1 has it.
    specversion: &'static str,
    /// The same each time the notification is sent, and of no other notification.
    id: Uuid,
    /// Organisation and system.
    source: String,
    /// What happened.
    r#type: String,
    /// Uuid of the main object.
    subject: String,
    /// When, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    /// Media type of the data.
    datacontenttype: &'static str,
    /// Place in the row of all notifications, twenty digits.
    sequence: String,
    /// The notification.
    data: Message,
}

impl CloudEvent {
    /// Makes the event of a notification.
    pub fn new(profile: &Profile, bericht: &Bericht) -> Self {
        let message = &bericht.message;
        let main = message.hoofd_object.rsplit('/').next().and_then(|last| Uuid::parse_str(last).ok());
        Self {
            specversion: "1.0",
            id: id(profile, bericht),
            source: profile.source().to_owned(),
            r#type: profile.type_of(message),
            subject: main.unwrap_or(bericht.hoofdobject).to_string(),
            time: DateTime::parse(&message.aanmaakdatum).ok().map(|moment| moment.to_string()),
            datacontenttype: DATA,
            sequence: format!("{:020}", bericht.volgnr.max(0)),
            data: without_personal_data(message.clone()),
        }
    }

    /// Its identifier; also what a broker drops duplicates by.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Its type.
    pub fn kind(&self) -> &str {
        &self.r#type
    }

    /// The whole event as one JSON document (structured mode).
    pub fn to_json(&self) -> Bytes {
        serde_json::to_vec(self).unwrap_or_default().into()
    }

    /// The data alone, as JSON (the body in binary mode).
    pub fn data_json(&self) -> Bytes {
        serde_json::to_vec(&self.data).unwrap_or_default().into()
    }

    /// The attributes besides the media type of the data, as names and texts.
    fn attributes(&self) -> Vec<(&'static str, String)> {
        let mut attributes = vec![
            ("specversion", self.specversion.to_owned()),
            ("id", self.id.to_string()),
            ("source", self.source.clone()),
            ("type", self.r#type.clone()),
            ("subject", self.subject.clone()),
            ("sequence", self.sequence.clone()),
        ];
        attributes.extend(self.time.clone().map(|time| ("time", time)));
        attributes
    }
}

/// The identifier: version 8 of RFC 9562, from SHA-256 over what makes the notification itself. The texts of others come last, so that none can
/// be mistaken for another part.
fn id(profile: &Profile, bericht: &Bericht) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(bericht.volgnr.to_be_bytes());
    hash.update(bericht.hoofdobject.as_bytes());
    hash.update(profile.source().as_bytes());
    hash.update([0]);
    hash.update(bericht.message.aanmaakdatum.as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let first = hash.first_chunk().copied().unwrap_or_default();
    Builder::from_custom_bytes(first).into_uuid()
}

/// The message without kenmerken that are named after personal data.
fn without_personal_data(mut message: Message) -> Message {
    message.kenmerken.retain(|name, _| !PERSONAL.iter().any(|personal| same_name(personal, name)));
    message
}

#[cfg(test)]
mod tests;
