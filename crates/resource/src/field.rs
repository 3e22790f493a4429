// SPDX-License-Identifier: EUPL-1.2
//! One member of a resource or group.

use crate::Shape;

/// A member: its name, shape and limits.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a declaration: each is a fact of its own")]
pub struct Field {
    /// Name in JSON.
    pub name: &'static str,
    /// What it means, one sentence or more.
    pub doc: &'static str,
    /// What values it takes.
    pub shape: Shape,
    /// Must be given on create and PUT.
    pub required: bool,
    /// Set by the server; ignored in a body.
    pub read_only: bool,
    /// What a change must bring, and who creates gets: the lock of a document. In the body of `PUT` (where it is required) and `PATCH` and in
    /// the answer to `POST`, nowhere else.
    pub write_only: bool,
    /// `null` is a value.
    pub nullable: bool,
    /// A required text may be `""`.
    pub blank: bool,
    /// Still served, to be left in a later version of the standard.
    pub deprecated: bool,
    /// Longest text in characters, or most elements of a list of texts' element length is `max` too.
    pub max: Option<u32>,
    /// Shortest text in characters, when it is not empty.
    pub min: Option<u32>,
    /// Characters that every character of the text must be among, as a test (`[A-Z]`), with its name for the contract.
    pub pattern: Option<&'static str>,
    /// The URL is fetched (foreign) or read (own) before the rules run; they see the outcome through `Cx::resolve`.
    pub resolve: bool,
    /// Value when absent, as JSON text; otherwise the empty value of the shape.
    pub default: Option<&'static str>,
    /// Shape in answers, for the contract, when that is narrower than what a body may have (a name is sent, a URL is answered).
    pub answer: Option<Shape>,
}

impl Field {
    /// The starting point of every declaration.
    pub const BASE: Self = Self {
        name: "",
        doc: "",
        shape: Shape::Text,
        required: false,
        read_only: false,
        write_only: false,
        nullable: false,
        blank: false,
        deprecated: false,
        max: None,
        min: None,
        pattern: None,
        resolve: false,
        default: None,
        answer: None,
    };

    /// A member with a shape: for tables of groups that have no struct.
    pub const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, shape, ..Self::BASE }
    }
    /// A text of at most `max` characters.
    pub const fn text(name: &'static str, max: u32) -> Self {
        Self { name, max: Some(max), ..Self::BASE }
    }
    /// Must be given.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// `null` is a value.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }
    /// Limits the length of the text.
    #[must_use]
    pub const fn max(mut self, max: u32) -> Self {
        self.max = Some(max);
        self
    }
    /// Restricts the characters of the text.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }
}
