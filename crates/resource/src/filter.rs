// SPDX-License-Identifier: EUPL-1.2
//! Query parameters that narrow a list, and the orderings it offers.

use crate::Shape;

/// How a filter compares its column with the value of the parameter.
#[derive(Clone, Copy, Debug)]
pub enum Comparison {
    /// Equal.
    Is,
    /// Equal to any of a comma-separated list.
    In,
    /// `true`: has no value; `false`: has one.
    IsNull,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal (also `maximaleVertrouwelijkheidaanduiding`).
    Lte,
    /// Contains, without regard to case.
    Contains,
    /// The column ([`ColumnKind::Words`](crate::ColumnKind::Words)) has any of the comma-separated texts.
    Has,
    /// Full SQL condition on alias `t`; every `?` stands for the value as text (a URL of ourselves in stored form).
    Sql(&'static str),
    /// A choice of conditions by the value of the parameter; the value `alles` usually has the condition `1 = 1`.
    Case(&'static [(&'static str, &'static str)]),
    /// Accepted and checked, without effect on the rows (`datumGeldigheid` on a detail).
    Ignore,
}

/// A query parameter of a list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Name of the parameter, as in the contract.
    pub parameter: &'static str,
    /// Column that it compares; on alias `t`, or in the table of `through`.
    pub column: &'static str,
    /// How.
    pub comparison: Comparison,
    /// Shape of the value, checked like a body (a list parameter: of one element).
    pub shape: Shape,
    /// The condition holds for a row of another table: (table, its column that refers to this resource). All filters through one
    /// table must hold for one and the same row.
    pub through: Option<(&'static str, &'static str)>,
    /// Further condition that goes with it, in the table of the column (`betrokkene_type = 'medewerker'`).
    pub also: Option<&'static str>,
    /// Value that holds when the parameter is absent (`status=definitief`).
    pub default: Option<&'static str>,
    /// The parameter must be given.
    pub required: bool,
    /// The name of the parameter is recognised in upper and lower case (clients send `ClientIds`).
    pub any_case: bool,
}

impl Filter {
    /// Declares a filter.
    pub const fn new(parameter: &'static str, column: &'static str, comparison: Comparison, shape: Shape) -> Self {
        Self {
            parameter,
            column,
            comparison,
            shape,
            through: None,
            also: None,
            default: None,
            required: false,
            any_case: false,
        }
    }
    /// Equality on a column.
    pub const fn is(parameter: &'static str, column: &'static str, shape: Shape) -> Self {
        Self::new(parameter, column, Comparison::Is, shape)
    }
    /// The filter looks at rows of another table that refer to this resource.
    #[must_use]
    pub const fn through(mut self, table: &'static str, column: &'static str) -> Self {
        self.through = Some((table, column));
        self
    }
    /// Adds a fixed condition.
    #[must_use]
    pub const fn also(mut self, condition: &'static str) -> Self {
        self.also = Some(condition);
        self
    }
    /// Sets the value that holds when the parameter is absent.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }
    /// Recognises the name of the parameter in upper and lower case.
    #[must_use]
    pub const fn any_case(mut self) -> Self {
        self.any_case = true;
        self
    }
    /// Whether a parameter of this name is meant.
    pub fn is_named(&self, name: &str) -> bool {
        self.parameter == name || (self.any_case && self.parameter.eq_ignore_ascii_case(name))
    }
}

/// A value of the parameter `ordering`, without its sign.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Name in the parameter.
    pub name: &'static str,
    /// Column that it sorts by.
    pub column: &'static str,
}
