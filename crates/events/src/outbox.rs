// SPDX-License-Identifier: EUPL-1.2
//! Notifications that have to leave (handbook 1.12).

use serde::Serialize;
use uuid::Uuid;
use waarmaker_core::DateTime;
use waarmaker_db::{Error, Tx, Value};
use waarmaker_resource::{Op, Record};

/// A notification. URLs are in stored form; the channel and the kenmerken describe the main object.
#[derive(Clone, Copy, Debug)]
pub struct Notification<'a> {
    /// Channel: `zaken`.
    pub kanaal: &'a str,
    /// Uuid of the main object: deliveries are in order per main object.
    pub hoofdobject: Uuid,
    /// URL of the main object.
    pub hoofdobject_url: &'a str,
    /// Name of the resource that was written.
    pub resource: &'a str,
    /// URL of the resource that was written.
    pub resource_url: &'a str,
    /// What was done.
    pub op: Op,
    /// Moment.
    pub at: DateTime,
    /// Members of the main object that subscribers filter on.
    pub kenmerken: &'a Record,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    kanaal: &'a str,
    hoofd_object: &'a str,
    resource: &'a str,
    resource_url: &'a str,
    actie: &'a str,
    aanmaakdatum: String,
    kenmerken: &'a Record,
}

/// Puts a notification in the outbox, in the transaction of the write.
pub fn put(tx: &mut Tx<'_>, notification: &Notification<'_>) -> Result<(), Error> {
    let message = Message {
        kanaal: notification.kanaal,
        hoofd_object: notification.hoofdobject_url,
        resource: notification.resource,
        resource_url: notification.resource_url,
        actie: notification.op.actie(),
        aanmaakdatum: notification.at.to_string(),
        kenmerken: notification.kenmerken,
    };
    let body = serde_json::to_vec(&message).unwrap_or_default();
    put_message(tx, notification.kanaal, notification.hoofdobject, &body)
}

/// Puts a message in the outbox as it is: JSON with URLs in stored form.
pub fn put_message(tx: &mut Tx<'_>, kanaal: &str, hoofdobject: Uuid, body: &[u8]) -> Result<(), Error> {
    let sql = "INSERT INTO outbox (kanaal, hoofdobject, body) VALUES ($1, $2, $3)";
    tx.run(sql, &[kanaal.into(), hoofdobject.into(), Value::from(body)]).map(|_| ())
}
