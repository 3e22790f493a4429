// SPDX-License-Identifier: EUPL-1.2
//! Who may do what in the Catalogi API, and the parameters that more than one list has.

use waarmaker_resource::{Allow, Comparison, Filter, Op, Shape};

/// ztc-014: whoever may read zaken or documenten may read the types of them. The contract says so for zaaktypen only; a client that reads a
/// zaak needs all of them.
const READ: &[&str] = &["catalogi.lezen", "zaken.lezen", "documenten.lezen"];
/// Scope of the correctie of a published type.
pub(crate) const FORCED: &[&str] = &["catalogi.geforceerd-schrijven"];
/// Scope of deleting a published type.
pub(crate) const FORCED_DELETE: &[&str] = &["catalogi.geforceerd-verwijderen"];
/// Scope of writing a new type and of publishing it.
pub(crate) const WRITE: &[&str] = &["catalogi.schrijven"];
const CHANGE: &[&str] = &["catalogi.schrijven", "catalogi.geforceerd-schrijven"];
const DELETE: &[&str] = &["catalogi.schrijven", "catalogi.geforceerd-verwijderen"];

/// Operations on a catalogus: it cannot be deleted (1.4.0 adds that).
pub(crate) const CATALOGUS: &[Allow] = &[
    Allow::new(Op::List, READ),
    Allow::new(Op::Create, WRITE),
    Allow::new(Op::Read, READ),
    Allow::new(Op::Update, CHANGE),
    Allow::new(Op::Patch, CHANGE),
];
/// Operations on zaaktypen, besluittypen and informatieobjecttypen.
pub(crate) const TYPE: &[Allow] = &[
    Allow::new(Op::List, READ),
    Allow::new(Op::Create, WRITE),
    Allow::new(Op::Read, READ),
    Allow::new(Op::Update, CHANGE),
    Allow::new(Op::Patch, CHANGE),
    Allow::new(Op::Delete, DELETE),
];
/// Operations on what belongs to a zaaktype: also a new one can be a correctie.
pub(crate) const SUBTYPE: &[Allow] = &[
    Allow::new(Op::List, READ),
    Allow::new(Op::Create, CHANGE),
    Allow::new(Op::Read, READ),
    Allow::new(Op::Update, CHANGE),
    Allow::new(Op::Patch, CHANGE),
    Allow::new(Op::Delete, DELETE),
];
/// Every write is notified.
pub(crate) const NOTIFY: &[Op] = &[Op::Create, Op::Update, Op::Patch, Op::Delete];
/// A detail shows names as URLs of the versions of this day.
pub(crate) const DETAIL: &[&str] = &["datumGeldigheid"];

/// Versions by status; without the parameter only those that are published.
pub(crate) const STATUS: Filter = Filter::new(
    "status",
    "concept",
    Comparison::Case(&[("alles", "1 = 1"), ("definitief", "t.concept = 0"), ("concept", "t.concept = 1")]),
    Shape::Text,
)
.default("definitief");
/// The same by the status of the zaaktype.
pub(crate) const STATUS_OF_ZAAKTYPE: Filter = Filter::new(
    "status",
    "zaaktype",
    Comparison::Case(&[
        ("alles", "1 = 1"),
        ("definitief", "EXISTS (SELECT 1 FROM zaaktypen z WHERE z.uuid = t.zaaktype AND z.concept = 0)"),
        ("concept", "EXISTS (SELECT 1 FROM zaaktypen z WHERE z.uuid = t.zaaktype AND z.concept = 1)"),
    ]),
    Shape::Text,
)
.default("definitief");
/// Versions that are valid on a day, both ends included.
pub(crate) const DATUM_GELDIGHEID: Filter = valid_on("datumGeldigheid");
/// The same under its older name.
pub(crate) const DATUM_GELDIGHEID_SNAKE: Filter = valid_on("datum_geldigheid");

const fn valid_on(parameter: &'static str) -> Filter {
    let condition = "t.begin_geldigheid <= ? AND (t.einde_geldigheid IS NULL OR t.einde_geldigheid >= ?)";
    Filter::new(parameter, "begin_geldigheid", Comparison::Sql(condition), Shape::Date)
}
