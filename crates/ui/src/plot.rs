// SPDX-License-Identifier: EUPL-1.2
//! Plots that the server draws (SVG), with the same numbers in a table behind them.
//!
//! The title is the conclusion, in a sentence: "In oktober was 92% op tijd". Marks differ in shape as well as in colour, words stand at what they
//! name, and the norm is a line across. Put [`Plot::html`] in a template with `|safe`.

mod draw;

use crate::Page;

/// What a plot looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A bar for each row, with its words: up to some twenty rows.
    #[default]
    Bars,
    /// A line from row to row: something by the month.
    Line,
    /// A dot for each row: very many rows.
    Dots,
}

/// A value of a plot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What it is the value of: a month, an order.
    pub label: String,
    /// How much; `None` when it is not known.
    pub value: Option<f64>,
    /// The same in words: "3 uur", "92%".
    pub text: String,
    /// What it should have been.
    pub norm: Option<f64>,
    /// The same in words.
    pub norm_text: String,
    /// Whether it is not as it should be: another mark.
    pub bad: bool,
    /// What is said about it in the table: "te laat"; empty for nothing.
    pub note: String,
}

/// A plot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot {
    /// Id on the page.
    pub id: String,
    /// The conclusion.
    pub title: String,
    /// What it looks like.
    pub kind: Kind,
    /// Its values, in order.
    pub rows: Vec<Row>,
    /// A norm for all rows, with what it is called: "norm 90%".
    pub norm: Option<(f64, String)>,
    /// The end of the scale, such as 100 for a share; 0 to let the values decide.
    pub most: f64,
    /// Unit at the scale: "%", " uur".
    pub unit: String,
    /// Head of the column of labels.
    pub row_head: String,
    /// Head of the column of values.
    pub value_head: String,
    /// Head of the column of norms; empty when there is none.
    pub norm_head: String,
    /// Head of the column of notes; empty when there is none.
    pub note_head: String,
    /// What a usual mark means: "op tijd"; empty without a legend.
    pub good: String,
    /// What the other mark means: "te laat".
    pub bad: String,
    /// Level of the heading: 2 to 4.
    pub level: u8,
}

impl Plot {
    /// A plot without values.
    pub fn new(id: &str, kind: Kind, title: impl Into<String>) -> Self {
        Self { id: id.to_owned(), kind, title: title.into(), level: 3, ..Self::default() }
    }

    /// Heads of the columns of the table; an empty one leaves the column out.
    #[must_use]
    pub fn heads(
        mut self,
        row: impl Into<String>,
        value: impl Into<String>,
        norm: impl Into<String>,
        note: impl Into<String>,
    ) -> Self {
        self.row_head = row.into();
        self.value_head = value.into();
        self.norm_head = norm.into();
        self.note_head = note.into();
        self
    }

    /// What the two marks mean.
    #[must_use]
    pub fn marks(mut self, good: impl Into<String>, bad: impl Into<String>) -> Self {
        self.good = good.into();
        self.bad = bad.into();
        self
    }

    /// The plot with its table, as HTML that is safe.
    pub fn html(&self, page: &Page) -> String {
        draw::html(self, page)
    }
}
