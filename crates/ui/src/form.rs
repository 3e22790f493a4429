// SPDX-License-Identifier: EUPL-1.2
//! Forms: what a browser sent, what is wrong with it, and the fields as they are shown again.

mod posted;
#[cfg(test)]
mod shown;

pub use posted::{File, Posted, TOKEN};

use waarmaker_core::Date;

use crate::Page;

/// What is wrong with a form, in words: each at its field and together at the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Id of the field, or an empty one for the whole form, with the sentence.
    pub list: Vec<(String, String)>,
}

impl Errors {
    /// Adds a sentence: what is wrong and how to mend it.
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        self.list.push((field.to_owned(), sentence.into()));
    }

    /// That a form was open for too long, or is not one that we gave this browser: nothing was done, and sending it once more will do.
    pub fn stale(page: &Page) -> Self {
        Self { list: vec![(String::new(), page.t().say("fout-verlopen"))] }
    }

    /// That too much came from this address: nothing was done, and waiting or a call will do. Shown with status 429.
    pub fn busy(page: &Page) -> Self {
        let sentence = page.t().with("fout-te-vaak-doe", "telefoon", &page.site.telefoon);
        Self { list: vec![(String::new(), sentence)] }
    }

    /// Adds that a field has more characters than it may have.
    pub fn check_length(&mut self, page: &Page, field: &Field) {
        let count = field.value.chars().count();
        if field.max > 0 && count > field.max {
            let (lang, over) = (page.lang, count - field.max);
            let (most, over) = (crate::words::number(lang, field.max), crate::words::number(lang, over));
            self.add(&field.id, page.t().with2("fout-te-lang", "meeste", most, "teveel", over));
        }
    }

    /// Adds that a day does not exist, or was not filled in.
    pub fn check_date(&mut self, page: &Page, field: &DateField) {
        if field.date().is_none() && !(field.optional && field.is_empty()) {
            self.add(&format!("{}-dag", field.id), page.t().say("fout-datum"));
        }
    }

    /// Whether nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many.
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// The sentence of a field; empty when it is right.
    pub fn of(&self, field: &str) -> String {
        self.list.iter().find(|(known, _)| known == field).map(|(_, sentence)| sentence.clone()).unwrap_or_default()
    }
}

/// A field of one line, or of more (macros `field` and `area` of `form.html`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its id and name.
    pub id: String,
    /// The question.
    pub label: String,
    /// What helps to answer; empty for nothing.
    pub help: String,
    /// What is wrong; empty when it is right.
    pub error: String,
    /// What was filled in.
    pub value: String,
    /// `autocomplete` (WCAG 1.3.5): a token of HTML such as `email`, or `off`.
    pub autocomplete: String,
    /// `type` of the control: `text`, `email`, `tel`, `search`, `date`.
    pub kind: String,
    /// `inputmode`; empty for the usual one.
    pub inputmode: String,
    /// Whether it may be left open.
    pub optional: bool,
    /// Most characters; 0 for no bound. The browser does not enforce it, since it would cut off what is pasted: see [`Errors::check_length`].
    pub max: usize,
}

impl Field {
    /// A field of text that must be filled in.
    pub fn new(id: &str, label: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            label: label.into(),
            autocomplete: "off".to_owned(),
            kind: "text".to_owned(),
            ..Self::default()
        }
    }

    /// What helps to answer.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// It may be left open.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// `type` and `autocomplete`.
    #[must_use]
    pub fn kind(mut self, kind: &str, autocomplete: &str) -> Self {
        kind.clone_into(&mut self.kind);
        autocomplete.clone_into(&mut self.autocomplete);
        self
    }

    /// Most characters.
    #[must_use]
    pub const fn max(mut self, max: usize) -> Self {
        self.max = max;
        self
    }

    /// What is known already.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// How many characters it may have, in words.
    pub fn most(&self, page: &Page) -> String {
        page.t().with("tekens-meeste", "aantal", crate::words::number(page.lang, self.max))
    }

    /// Ids of what describes it, for `aria-describedby`: help, error, how many characters are left. Empty for nothing.
    pub fn described(&self) -> String {
        let parts = [(!self.help.is_empty(), "hulp"), (!self.error.is_empty(), "fout"), (self.max > 0, "over")];
        let ids = parts.iter().filter(|(there, _)| *there).map(|(_, part)| format!("{}-{part}", self.id));
        ids.collect::<Vec<_>>().join(" ")
    }

    /// What was filled in, and what is wrong with it.
    #[must_use]
    pub fn filled(mut self, posted: &Posted, errors: &Errors) -> Self {
        self.value = posted.text(&self.id).to_owned();
        self.error = errors.of(&self.id);
        self
    }
}

/// One of the answers of a [`Choice`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// What helps to choose; empty for nothing.
    pub help: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A question with given answers (macros `radios`, `boxes` and `select` of `form.html`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its name; the control of the first answer has it as id.
    pub id: String,
    /// The question.
    pub label: String,
    /// What helps to answer.
    pub help: String,
    /// What is wrong.
    pub error: String,
    /// Whether it may be left open.
    pub optional: bool,
    /// The answers.
    pub answers: Vec<Answer>,
}

impl Choice {
    /// A question with answers of value and label.
    pub fn new<L: Into<String>>(
        id: &str,
        label: impl Into<String>,
        answers: impl IntoIterator<Item = (&'static str, L)>,
    ) -> Self {
        let answers = answers.into_iter().map(|(value, label)| Answer {
            value: value.to_owned(),
            label: label.into(),
            ..Answer::default()
        });
        Self { id: id.to_owned(), label: label.into(), answers: answers.collect(), ..Self::default() }
    }

    /// What helps to answer.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// It may be left open.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// What was chosen, and what is wrong with it.
    #[must_use]
    pub fn filled(mut self, posted: &Posted, errors: &Errors) -> Self {
        for answer in &mut self.answers {
            answer.chosen = posted.all(&self.id).any(|value| value == answer.value);
        }
        self.error = errors.of(&self.id);
        self
    }

    /// Id of the control of an answer. That of the first is the id of the question, so that the summary of errors leads there.
    pub fn control(&self, answer: &Answer) -> String {
        if self.answers.first() == Some(answer) {
            return self.id.clone();
        }
        let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
        format!("{}-{}", self.id, answer.value.chars().map(plain).collect::<String>())
    }
}

/// A day in three fields (macro `date` of `form.html`): everybody knows how to fill these in, also without a mouse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateField {
    /// Its id; the fields are `{id}-dag`, `{id}-maand` and `{id}-jaar`. Errors are those of `{id}-dag`.
    pub id: String,
    /// The question.
    pub label: String,
    /// What helps to answer.
    pub help: String,
    /// What is wrong.
    pub error: String,
    /// Whether it may be left open.
    pub optional: bool,
    /// Day, month and year as filled in.
    pub parts: [String; 3],
}

impl DateField {
    /// A day that must be filled in.
    pub fn new(id: &str, label: impl Into<String>) -> Self {
        Self { id: id.to_owned(), label: label.into(), ..Self::default() }
    }

    /// What helps to answer.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// It may be left open.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The day that is known already.
    #[must_use]
    pub fn value(mut self, day: Date) -> Self {
        self.parts = [day.day().to_string(), day.month().to_string(), day.year().to_string()];
        self
    }

    /// What was filled in, and what is wrong with it.
    #[must_use]
    pub fn filled(mut self, posted: &Posted, errors: &Errors) -> Self {
        self.parts = ["dag", "maand", "jaar"].map(|part| posted.text(&format!("{}-{part}", self.id)).to_owned());
        self.error = errors.of(&format!("{}-dag", self.id));
        self
    }

    /// What was filled in for `dag`, `maand` or `jaar`.
    pub fn part(&self, name: &str) -> &str {
        let [day, month, year] = &self.parts;
        match name {
            "dag" => day,
            "maand" => month,
            _ => year,
        }
    }

    /// Whether nothing was filled in.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(String::is_empty)
    }

    /// The day; `None` when there is none like that.
    pub fn date(&self) -> Option<Date> {
        let [day, month, year] = &self.parts;
        Date::new(year.parse().ok().filter(|year| *year >= 1900)?, month.parse().ok()?, day.parse().ok()?)
    }
}
