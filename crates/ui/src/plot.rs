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

#[cfg(test)]
mod tests {
    use super::{Kind, Plot, Row};
    use crate::{Lang, Page};

    fn plot(kind: Kind) -> Plot {
        let mut plot = Plot::new("op-tijd", kind, "In maart was 80% op tijd").heads("Maand", "Op tijd", "", "");
        let row = |month: u32| Row {
            label: format!("Maand {month}"),
            value: (month != 3).then(|| f64::from(month * 8)),
            text: format!("{}%", month * 8),
            bad: month < 6,
            ..Row::default()
        };
        plot.rows = (1..=12).map(row).collect();
        plot.norm = Some((90.0, "norm 90%".to_owned()));
        plot
    }

    #[test]
    fn a_plot_is_small_and_has_its_numbers_in_a_table() {
        for kind in [Kind::Bars, Kind::Line, Kind::Dots] {
            let html = plot(kind).html(&Page::sample(Lang::Nl));
            let (drawing, table) = html.split_once("<details").unwrap();
            assert!(drawing.len() < 3_500, "{kind:?}: {}", drawing.len());
            assert!((1..=12).all(|month| table.contains(&format!("Maand {month}<"))));
        }
    }

    #[test]
    fn a_value_that_is_not_known_is_no_zero() {
        let html = plot(Kind::Line).html(&Page::sample(Lang::Nl));
        let line = html.split_once("pl-line\" d=\"").unwrap().1.split_once('"').unwrap().0;
        assert_eq!(line.matches('M').count(), 2, "the line is broken: {line}");
    }

    #[test]
    fn words_are_escaped() {
        let mut plot = plot(Kind::Bars);
        plot.title = "<script>".to_owned();
        plot.rows.iter_mut().for_each(|row| row.label = "<b>".to_owned());
        let html = plot.html(&Page::sample(Lang::Nl));
        assert!(!html.contains("<script>") && !html.contains("<b>"));
    }

    #[test]
    fn a_plot_without_values_says_so() {
        assert!(Plot::new("leeg", Kind::Dots, "Niets").html(&Page::sample(Lang::Nl)).contains("wm-leeg"));
    }
}
