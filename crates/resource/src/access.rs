// SPDX-License-Identifier: EUPL-1.2
//! Who may do what: scopes per operation, and which column decides whether a row may be seen.

/// An operation on a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// `GET` on the collection.
    List,
    /// `GET` and `HEAD` on one.
    Read,
    /// `POST` on the collection.
    Create,
    /// `PUT`.
    Update,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Op {
    /// Value of `actie` in audit trail and notifications.
    pub const fn actie(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "retrieve",
            Self::Create => "create",
            Self::Update => "update",
            Self::Patch => "partial_update",
            Self::Delete => "destroy",
        }
    }

    /// Label of `actie` for people (`actieWeergave`).
    pub const fn weergave(self) -> &'static str {
        match self {
            Self::List => "Lijst opgevraagd",
            Self::Read => "Object opgehaald",
            Self::Create => "Object aangemaakt",
            Self::Update => "Object bijgewerkt",
            Self::Patch => "Object deels bijgewerkt",
            Self::Delete => "Object verwijderd",
        }
    }
}

/// The scopes of one operation: any of them suffices. An operation that is not declared answers 405.
#[derive(Clone, Copy, Debug)]
pub struct Allow {
    /// The operation.
    pub op: Op,
    /// Scopes, any of which suffices; empty for an operation without authorisation ([`Guard::Public`]).
    pub scopes: &'static [&'static str],
}

impl Allow {
    /// Declares an operation with its scopes.
    pub const fn new(op: Op, scopes: &'static [&'static str]) -> Self {
        Self { op, scopes }
    }
}

/// What decides whether a caller may reach a row. It becomes part of every statement that reads the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Everybody, also without a token (Referentielijsten).
    Public,
    /// Whoever has the scope in the component (Catalogi, Autorisaties).
    Component,
    /// Whoever has the scope for the type and the level of the row itself.
    Own {
        /// Column with the uuid of the type (`zaaktype`).
        type_column: &'static str,
        /// Column with the rank of the vertrouwelijkheidaanduiding; `None` where the component has none (Besluiten).
        level_column: Option<&'static str>,
    },
    /// Whoever has the scope for the row that `column` refers to, which is guarded by [`Guard::Own`].
    Parent {
        /// Column of this resource with the uuid of the parent.
        column: &'static str,
        /// Name of the parent resource (`zaak`).
        parent: &'static str,
        /// Table of the parent.
        table: &'static str,
        /// Column of the parent with the uuid of its type.
        type_column: &'static str,
        /// Column of the parent with the rank of its vertrouwelijkheidaanduiding; `None` where the component has none.
        level_column: Option<&'static str>,
    },
}

impl Guard {
    /// The rank of the vertrouwelijkheidaanduiding of a row in SQL: its column on `alias`. What has none counts as the most open.
    pub fn level(column: Option<&str>, alias: &str) -> String {
        column.map_or_else(|| "1".to_owned(), |column| format!("{alias}.{column}"))
    }
}
