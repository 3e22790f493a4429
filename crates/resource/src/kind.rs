// SPDX-License-Identifier: EUPL-1.2
//! The declaration of a resource.

use crate::{Allow, Column, Component, Field, Filter, Guard, Op, Order};

/// A resource of the standard: everything about it that is not a rule.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a declaration: each is a fact of its own")]
pub struct Resource {
    /// Name in audit trail and notifications, lower case: `zaak`.
    pub name: &'static str,
    /// Name of its schema: `Zaak`.
    pub schema: &'static str,
    /// What it is, in one sentence (Dutch: shown in the contract).
    pub doc: &'static str,
    /// API that serves it.
    pub component: Component,
    /// Last segment of the path of its collection: `zaken`.
    pub path: &'static str,
    /// Table, the plural.
    pub table: &'static str,
    /// It lives under another: `/zaken/{zaak_uuid}/besluiten`.
    pub nested: Option<Nested>,
    /// Members, without `url` and `uuid`.
    pub fields: &'static [Field],
    /// Whether the member `uuid` follows `url`.
    pub shows_uuid: bool,
    /// Index columns.
    pub columns: &'static [Column],
    /// Query parameters of the list.
    pub filters: &'static [Filter],
    /// Orderings that `ordering` accepts.
    pub orders: &'static [Order],
    /// Operations with their scopes.
    pub allow: &'static [Allow],
    /// What decides who may reach a row.
    pub guard: Guard,
    /// It belongs to another resource without being guarded by it: (its column, name of the other). Like a resource that is guarded by
    /// another, it has that other as hoofdobject and goes when the other goes.
    pub part_of: Option<(&'static str, &'static str)>,
    /// Lists come in pages; otherwise as a bare array.
    pub paged: bool,
    /// The parameter `pageSize` is accepted (1 to 500).
    pub sizes: bool,
    /// `HEAD`, `ETag` and `If-None-Match` on one.
    pub conditional: bool,
    /// Headers `Accept-Crs` and `Content-Crs` are part of it.
    pub crs: bool,
    /// Served documents are computed from stored ones (`Rules::present`).
    pub presented: bool,
    /// Members that `expand` accepts.
    pub expand: &'static [Expand],
    /// Unique keys: what a violation answers.
    pub unique: &'static [Unique],
    /// Members of other resources that list this one.
    pub touches: &'static [Touch],
    /// Notifications of it and of what belongs to it; only on a main object.
    pub channel: Option<Channel>,
    /// Operations on it that are notified.
    pub notify: &'static [Op],
    /// It has the nested audit trail of the standard.
    pub audittrail: bool,
    /// Operations beyond the six (`_zoek`, `publish`), for the contract; served by the component's `routes.rs`.
    pub extras: &'static [Extra],
    /// Query parameters that a detail accepts besides `expand`.
    pub detail_parameters: &'static [&'static str],
    /// Stem of its operationIds, when that is not its name (`zaakinformatieobjecttype`).
    pub operation: &'static str,
    /// Its operationIds end in `_read` and `_delete` instead of `_retrieve` and `_destroy`.
    pub read_delete: bool,
}

impl Resource {
    /// The starting point of every declaration.
    pub const BASE: Self = Self {
        name: "",
        schema: "",
        doc: "",
        component: Component::ZAKEN,
        path: "",
        table: "",
        nested: None,
        fields: &[],
        shows_uuid: false,
        columns: &[],
        filters: &[],
        orders: &[],
        allow: &[],
        guard: Guard::Component,
        part_of: None,
        paged: true,
        sizes: false,
        conditional: false,
        crs: false,
        presented: false,
        expand: &[],
        unique: &[],
        touches: &[],
        channel: None,
        notify: &[],
        audittrail: false,
        extras: &[],
        detail_parameters: &[],
        operation: "",
        read_delete: false,
    };

    /// The scopes of an operation; `None` when the resource does not have it.
    pub fn scopes(&self, op: Op) -> Option<&'static [&'static str]> {
        self.allow.iter().find(|allow| allow.op == op).map(|allow| allow.scopes)
    }

    /// The declaration of a member.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Name of the resource that it belongs to: the hoofdobject of audit trail and notifications.
    pub const fn main(&self) -> &'static str {
        match self.owner() {
            Some((_, owner)) => owner,
            None => self.name,
        }
    }

    /// The resource that it belongs to: (its column, name of the other).
    pub const fn owner(&self) -> Option<(&'static str, &'static str)> {
        match self.guard {
            Guard::Parent { column, parent, .. } => Some((column, parent)),
            _ => self.part_of,
        }
    }
}

/// A resource that lives under another.
#[derive(Clone, Copy, Debug)]
pub struct Nested {
    /// Segment of the collection of the parent: `zaken`.
    pub under: &'static str,
    /// Name of the parameter in the path: `zaak_uuid`.
    pub parameter: &'static str,
    /// Member and column that hold the parent; not always a member of the body (`ZaakBesluit`).
    pub field: &'static str,
    /// Whether the body has that member.
    pub in_body: bool,
}

/// A member that `expand` replaces by what it refers to.
#[derive(Clone, Copy, Debug)]
pub struct Expand {
    /// The member.
    pub name: &'static str,
    /// The member of its elements that holds the URL, when they are groups (`relevanteAndereZaken.url`).
    pub member: Option<&'static str>,
    /// Name of the resource that it refers to; `""` when that is not one of ours (yet): it then expands to nothing.
    pub target: &'static str,
}

impl Expand {
    /// A member that holds a URL of `target` or a list of them.
    pub const fn of(name: &'static str, target: &'static str) -> Self {
        Self { name, member: None, target }
    }
    /// A member that holds groups with a URL of `target` in `member`.
    pub const fn within(name: &'static str, member: &'static str, target: &'static str) -> Self {
        Self { name, member: Some(member), target }
    }
}

/// A unique key of the table.
#[derive(Clone, Copy, Debug)]
pub struct Unique {
    /// Columns, in the order of the index.
    pub columns: &'static [&'static str],
    /// `invalidParams[].name`.
    pub name: &'static str,
    /// `invalidParams[].code`.
    pub code: &'static str,
    /// Reason for people.
    pub reason: &'static str,
}

/// This resource is listed in a member of the resource that its column refers to; that member is rewritten in the same transaction.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    /// Column of this resource that refers to the other.
    pub column: &'static str,
    /// Name of the other resource.
    pub target: &'static str,
    /// Member of the other resource.
    pub field: &'static str,
    /// Which rows it shows.
    pub pick: Pick,
}

/// Which of the referring rows a member shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// All, in the order they were made.
    All,
    /// The only one, or `null`.
    One,
    /// The one with the highest value of this column, or `null`.
    Latest(&'static str),
}

/// The channel of notifications.
#[derive(Clone, Copy, Debug)]
pub struct Channel {
    /// Name: `zaken`.
    pub name: &'static str,
    /// Members of the main object that go along; (name in the notification, member).
    pub kenmerken: &'static [(&'static str, &'static str)],
}

/// An operation beyond the six, for the contract and the authorisation test.
#[derive(Clone, Copy, Debug)]
pub struct Extra {
    /// Method, upper case.
    pub method: &'static str,
    /// Path after the collection: `/_zoek`, `/{uuid}/publish`; a path that starts with `//` stands at the root of the component.
    pub path: &'static str,
    /// `operationId`.
    pub id: &'static str,
    /// Summary.
    pub doc: &'static str,
    /// Scopes, any of which suffices.
    pub scopes: &'static [&'static str],
    /// Members of the body, when there is one.
    pub body: Option<&'static [Field]>,
    /// Answer: status, and the shape of the body; `None` for the resource itself.
    pub answer: (u16, Option<crate::Shape>),
    /// The answer is a page of the resource.
    pub page: bool,
    /// Query parameters.
    pub parameters: &'static [ExtraParameter],
}

/// A query parameter of an [`Extra`].
#[derive(Clone, Copy, Debug)]
pub struct ExtraParameter {
    /// Name.
    pub name: &'static str,
    /// Shape of its value.
    pub shape: crate::Shape,
    /// Must be given.
    pub required: bool,
}
