// SPDX-License-Identifier: EUPL-1.2
//! Index columns: what is taken out of a document so that a query can reach it.

/// How a value of the document is kept in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// The text itself; `""` and `null` become NULL.
    Text,
    /// A date or datetime as sortable text.
    Moment,
    /// The uuid of a reference to ourselves; a foreign URL becomes NULL.
    Link,
    /// The uuid at the end of a text: of a URL of ours that is no resource (an asset).
    Uuid,
    /// A whole number.
    Int,
    /// 0 or 1.
    Bool,
    /// The rank of a vertrouwelijkheidaanduiding, 1 (openbaar) to 8.
    Level,
    /// All texts of a list, each between separators, for [`Comparison::Has`](crate::Comparison::Has).
    Words,
    /// A side of the bounding box of a geometry: 0 west, 1 south, 2 east, 3 north.
    Bound(usize),
}

/// One index column of a resource's table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in SQL.
    pub name: &'static str,
    /// Where the value stands in the document, members separated by dots.
    pub path: &'static str,
    /// How it is kept.
    pub kind: ColumnKind,
}

impl Column {
    /// Declares a column.
    pub const fn new(name: &'static str, path: &'static str, kind: ColumnKind) -> Self {
        Self { name, path, kind }
    }
    /// A text column.
    pub const fn text(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Text)
    }
    /// A date or datetime column.
    pub const fn moment(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Moment)
    }
    /// A reference to a resource of our own.
    pub const fn link(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Link)
    }
    /// The uuid at the end of a URL of ours that is no resource. A filter on it takes the URL or the uuid.
    pub const fn uuid(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Uuid)
    }
    /// A whole number.
    pub const fn int(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Int)
    }
    /// A truth value.
    pub const fn bool(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Bool)
    }
    /// The texts of a list.
    pub const fn words(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Words)
    }
    /// The rank of a vertrouwelijkheidaanduiding.
    pub const fn level(name: &'static str, path: &'static str) -> Self {
        Self::new(name, path, ColumnKind::Level)
    }
}
