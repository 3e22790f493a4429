// SPDX-License-Identifier: EUPL-1.2
//! The message of another producer.

use serde::{Deserialize, Serialize};
use waarmaker_resource::{Fields, Record, Shape, Uri};

/// Een notificatie: wat er met welk object is gebeurd.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notificatie {
    /// De naam van het kanaal waarop de notificatie wordt gepubliceerd.
    #[field(required, max = 50)]
    pub(crate) kanaal: String,
    /// Het hoofdobject waarover de notificatie gaat.
    #[field(required)]
    pub(crate) hoofd_object: Uri,
    /// De naam van de resource waarover de notificatie gaat.
    #[field(required, max = 100)]
    pub(crate) resource: String,
    /// De resource waarover de notificatie gaat.
    #[field(required)]
    pub(crate) resource_url: Uri,
    /// Wat er met de resource is gebeurd, zoals `create`, `update` of `destroy`.
    #[field(required, max = 100)]
    pub(crate) actie: String,
    /// Wanneer het gebeurde.
    #[field(required, shape = Shape::DateTime)]
    pub(crate) aanmaakdatum: String,
    /// De kenmerken van het hoofdobject waarop abonnementen kunnen filteren.
    #[field(shape = Shape::Map)]
    pub(crate) kenmerken: Record,
}
