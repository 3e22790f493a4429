// SPDX-License-Identifier: EUPL-1.2
//! What the macros of `parts.html` show: values that are words already. Each has an example at `/componenten`.

/// How far a step or an event is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Behind us.
    Done,
    /// Where we are.
    Now,
    /// Still to come.
    #[default]
    Next,
}

impl State {
    /// Class of the item.
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Done => "is-done",
            Self::Now => "is-now",
            Self::Next => "is-next",
        }
    }

    /// Key of the word that says it to who cannot see it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Done => "deel-klaar",
            Self::Now => "deel-nu",
            Self::Next => "deel-straks",
        }
    }
}

/// A step of a form (macro `steplist`) or an event (macro `timeline`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// How far it is.
    pub state: State,
    /// What it is.
    pub title: String,
    /// When; empty for nothing.
    pub when: String,
    /// More about it; empty for nothing.
    pub text: String,
    /// Where it leads, without the language; empty for nowhere.
    pub href: String,
}

impl Step {
    /// A step without more about it.
    pub fn new(state: State, title: impl Into<String>) -> Self {
        Self { state, title: title.into(), ..Self::default() }
    }
}

/// A fact (macro `facts`): a name and its value, which may be a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where the value leads, without the language; empty for nowhere.
    pub href: String,
}

impl Fact {
    /// A fact that leads nowhere.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), href: String::new() }
    }
}

/// A word in a coloured field, with an icon because colour alone says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Badge {
    /// `b-pos`, `b-warn`, `b-neg`, `b-info` or empty.
    pub kind: &'static str,
    /// `vink`, `let`, `klok`, another icon or empty.
    pub icon: &'static str,
    /// What it says; empty for no badge.
    pub text: String,
}

impl Badge {
    /// A badge.
    pub fn new(kind: &'static str, icon: &'static str, text: impl Into<String>) -> Self {
        Self { kind, icon, text: text.into() }
    }
}

/// What a case promises (macro `promise`): what we do now, by when, what the reader must do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// Id of its heading.
    pub id: String,
    /// How it stands.
    pub badge: Badge,
    /// What we do.
    pub title: String,
    /// More about it; empty for nothing.
    pub text: String,
    /// What the date is: "Uiterlijk"; empty without a date.
    pub before: String,
    /// The date.
    pub when: String,
    /// How long that is: "nog 3 dagen".
    pub after: String,
    /// What the reader must do; empty for nothing.
    pub todo: String,
    /// More about that.
    pub todo_text: String,
    /// Text of the button for that; empty without one.
    pub button: String,
    /// Where it leads, without the language.
    pub href: String,
}

/// A link of a row of tabs (macro `tabs`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// What it says.
    pub text: String,
    /// Where it leads, without the language.
    pub href: String,
    /// How many there are, in words; empty for nothing.
    pub count: String,
    /// Whether it is what is shown.
    pub current: bool,
}

/// The way through a list of more pages (macro `pagination`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// The page before, without the language; empty for none.
    pub before: String,
    /// The page after, without the language; empty for none.
    pub after: String,
    /// Where we are: "21 tot en met 40 van 63".
    pub place: String,
    /// Of which list, on a page with more of them; empty for the usual words.
    pub label: String,
}

impl Pages {
    /// Whether there is more than this page.
    pub const fn are_many(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }
}

/// A cell of a [`Table`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where that leads, without the language; empty for nowhere.
    pub href: String,
    /// Below it, softer; empty for nothing.
    pub note: String,
    /// A badge instead of the text, when it says something.
    pub badge: Badge,
}

impl Cell {
    /// A cell of words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A cell that leads somewhere.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), ..Self::default() }
    }

    /// A cell with a badge.
    pub fn badge(badge: Badge) -> Self {
        Self { badge, ..Self::default() }
    }

    /// Something softer below it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// A table (macro `table`): the first cell of a row is its heading. On a small screen each row is a block with the heads before the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the table is, for who cannot see it.
    pub caption: String,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// What is said when there are none.
    pub empty: String,
}

impl Table {
    /// The rows, each cell with the head of its column.
    pub fn lines(&self) -> impl Iterator<Item = Vec<(&str, &Cell)>> {
        self.rows.iter().map(|row| {
            let heads = self.heads.iter().map(String::as_str).chain(std::iter::repeat(""));
            heads.zip(row).collect()
        })
    }
}

/// An item of a list beside a map (macro `listed`), with its number on the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its number; empty without one.
    pub nr: String,
    /// What it is.
    pub title: String,
    /// Where it leads, without the language.
    pub href: String,
    /// More about it.
    pub text: String,
    /// At the side: how far away, by when.
    pub side: String,
    /// Where it is (`kaart::place`); empty when it is not on the map.
    pub place: String,
    /// How its pin looks: `uit`, `wacht` or `klaar`.
    pub class: &'static str,
}

/// The head of an order (macro `order`): where, what, by when, and how to get there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Text of the link back.
    pub back: String,
    /// Where it leads, without the language.
    pub back_href: String,
    /// Its number.
    pub number: String,
    /// Where.
    pub title: String,
    /// What.
    pub text: String,
    /// What the date is: "Klaar:"; empty without a date.
    pub before: String,
    /// By when.
    pub when: String,
    /// Buttons: icon, text and a whole address (`geo:`, `tel:`).
    pub actions: Vec<(&'static str, String, String)>,
}
