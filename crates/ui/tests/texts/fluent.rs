// SPDX-License-Identifier: EUPL-1.2
//! The texts of one crate in one language.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

/// What stands where a value is filled in.
const VALUE: &str = "42";

/// One text.
#[derive(Default)]
pub(crate) struct Text {
    /// What can be shown: one for each way that it is chosen.
    pub(crate) shown: Vec<String>,
    /// What is filled in.
    pub(crate) values: BTreeSet<String>,
}

/// The texts of one crate in one language.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) all: BTreeMap<String, Text>,
    /// What cannot be read, is there twice or is empty.
    pub(crate) mistakes: Vec<String>,
}

impl Texts {
    /// Reads all files of a folder.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut texts = Self::default();
        for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            texts.add(&fs::read_to_string(&path).unwrap());
        }
        texts
    }

    fn add(&mut self, file: &str) {
        let read = parser::parse(file).unwrap_or_else(|(read, errors)| {
            self.mistakes.extend(errors.iter().map(|error| format!("{error} at byte {}", error.pos.start)));
            read
        });
        for entry in &read.body {
            match entry {
                Entry::Message(message) => {
                    let mut text = Text::default();
                    if let Some(pattern) = &message.value {
                        text.shown = shown(pattern, &mut text.values);
                    }
                    self.put(message.id.name, text);
                }
                Entry::Term(term) => self.mistakes.push(format!("-{}: a term, which nothing here needs", term.id.name)),
                Entry::Junk { content } => self.mistakes.push(format!("cannot be read: {content}")),
                _ => {}
            }
        }
    }

    fn put(&mut self, key: &str, text: Text) {
        if text.shown.iter().all(|shown| shown.trim().is_empty()) {
            self.mistakes.push(format!("`{key}` is empty"));
        }
        if text
            .shown
            .iter()
            .any(|shown| shown.contains(['<', '>']) || shown.contains("&nbsp") || shown.contains("&amp"))
        {
            self.mistakes.push(format!("`{key}` has HTML in it"));
        }
        if self.all.insert(key.to_owned(), text).is_some() {
            self.mistakes.push(format!("`{key}` is there twice"));
        }
    }
}

/// All that a pattern can show.
fn shown(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) -> Vec<String> {
    let mut all = vec![String::new()];
    for element in &pattern.elements {
        let next = match element {
            PatternElement::TextElement { value } => vec![(*value).to_owned()],
            PatternElement::Placeable { expression } => expressed(expression, values),
        };
        all = all.iter().flat_map(|so_far| next.iter().map(move |more| format!("{so_far}{more}"))).collect();
    }
    all
}

fn expressed(expression: &Expression<&str>, values: &mut BTreeSet<String>) -> Vec<String> {
    match expression {
        Expression::Inline(inline) => vec![filled(inline, values)],
        Expression::Select { selector, variants } => {
            filled(selector, values);
            variants.iter().flat_map(|variant| shown(&variant.value, values)).collect()
        }
    }
}

fn filled(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) -> String {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
            VALUE.to_owned()
        }
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => (*value).to_owned(),
        InlineExpression::Placeable { expression } => expressed(expression, values).join(" "),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().map(|argument| filled(argument, values)).collect()
        }
        _ => VALUE.to_owned(),
    }
}
