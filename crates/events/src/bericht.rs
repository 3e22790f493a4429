// SPDX-License-Identifier: EUPL-1.2
//! A message on its way to subscribers.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_core::origin::splice;
use waarmaker_resource::Record;

/// A notification as a subscriber gets it (handbook 1.12), with its place in the row of all notifications. Read and decoded once for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Bericht {
    /// Its number: dense, ascending, the same for every subscriber. It never changes, also not when the message is sent again.
    pub volgnr: i64,
    /// Channel: `zaken`.
    pub kanaal: String,
    /// What order is kept per: the uuid of the main object, or one that is derived from its URL when it is not ours.
    pub hoofdobject: Uuid,
    /// The message decoded; URLs of our own are absolute.
    pub message: Message,
    /// The same as JSON, unchanged but for the origin in its URLs: the body of the request.
    pub body: Bytes,
}

/// The message of the standard, in the order of its members. URLs are as they stand in it: absolute in a [`Bericht`], in stored form in the database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Channel.
    pub kanaal: String,
    /// URL of the main object.
    pub hoofd_object: String,
    /// Name of the resource that was written.
    pub resource: String,
    /// URL of the resource that was written.
    pub resource_url: String,
    /// What was done: `create`, `update`, `partial_update`, `destroy`.
    pub actie: String,
    /// When, ISO 8601 in UTC.
    pub aanmaakdatum: String,
    /// Members of the main object that subscribers filter on.
    #[serde(default)]
    pub kenmerken: Record,
}

impl Bericht {
    /// Makes it from what is stored, with `origin` where the URLs of our own begin. `None` for a body that is no message.
    pub fn new(volgnr: i64, kanaal: String, hoofdobject: Uuid, stored: &[u8], origin: &str) -> Option<Self> {
        let mut body = Vec::with_capacity(stored.len() + 128);
        splice(stored, origin, &mut body);
        let message = serde_json::from_slice(&body).ok()?;
        Some(Self { volgnr, kanaal, hoofdobject, message, body: body.into() })
    }
}

impl Message {
    /// A kenmerk as text; its name counts in `snake_case` and in `camelCase` (handbook 7.4).
    pub fn kenmerk(&self, name: &str) -> Option<Cow<'_, str>> {
        let value = self
            .kenmerken
            .get(name)
            .or_else(|| self.kenmerken.iter().find(|(known, _)| same_name(known, name)).map(|(_, value)| value))?;
        Some(match value {
            serde_json::Value::String(text) => Cow::Borrowed(text.as_str()),
            other => Cow::Owned(other.to_string()),
        })
    }
}

/// Whether two names of a kenmerk are the same but for `snake_case` and `camelCase`: `verantwoordelijke_organisatie`, `verantwoordelijkeOrganisatie`.
pub fn same_name(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect::<Vec<_>>();
    one == other || letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_stands_in_every_url_and_names_count_in_both_cases() {
        let stored = "{\"kanaal\":\"besluiten\",\"hoofdObject\":\"\u{7f}/b/1\",\"resource\":\"besluit\",\"resourceUrl\":\"\u{7f}/b/1\",\
             \"actie\":\"create\",\"aanmaakdatum\":\"2026-11-21T11:00:00Z\",\"kenmerken\":{\"verantwoordelijkeOrganisatie\":\"1\"}}";
        let bericht =
            Bericht::new(7, "besluiten".to_owned(), Uuid::nil(), stored.as_bytes(), "https://zgw.example").unwrap();
        assert_eq!(bericht.message.hoofd_object, "https://zgw.example/b/1");
        assert_eq!(bericht.message.kenmerk("verantwoordelijke_organisatie").as_deref(), Some("1"));
        assert_eq!(bericht.message.kenmerk("verantwoordelijke"), None);
        let body = std::str::from_utf8(&bericht.body).unwrap();
        assert_eq!(body, stored.replace('\u{7f}', "https://zgw.example"));
        assert_eq!(Bericht::new(1, String::new(), Uuid::nil(), b"[]", ""), None);
    }
}
