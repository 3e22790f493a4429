// SPDX-License-Identifier: EUPL-1.2
//! A TOML file as values that know their line.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value as Json};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use waarmaker_core::text::clean_json;

use super::Finding;

/// A value of a file, with the line where it starts; that of a member is the line of its key.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The line, from 1.
    pub(crate) line: usize,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Leaf(Json),
    List(Vec<Node>),
    Table(BTreeMap<String, Node>),
}

impl Node {
    /// Reads a file. Like a body over HTTP it holds no control characters, for one of them stands for our own address in what is stored.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Finding> {
        let finding = |line, field: String, reason: &str| {
            let (file, reason) = (file.to_owned(), reason.to_owned());
            Err(Finding { file, line, place: String::new(), field, reason })
        };
        let root = match DeTable::parse(text) {
            Ok(table) => Reader { text }.table(table.get_ref(), 1),
            Err(error) => {
                return finding(line(text, error.span().map_or(0, |span| span.start)), String::new(), error.message());
            }
        };
        match clean_json(&root.json()) {
            Ok(()) => Ok(root),
            Err(path) => finding(root.line_of(&path), path, "this text holds a control character"),
        }
    }

    /// A member of a table.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.members()?.get(key)
    }

    /// The members of a table; `None` for another value.
    pub(crate) fn members(&self) -> Option<&BTreeMap<String, Self>> {
        if let Content::Table(members) = &self.content { Some(members) } else { None }
    }

    /// The elements of a list; `None` for another value.
    pub(crate) fn elements(&self) -> Option<&[Self]> {
        if let Content::List(elements) = &self.content { Some(elements) } else { None }
    }

    /// The value as JSON.
    pub(crate) fn json(&self) -> Json {
        match &self.content {
            Content::Leaf(json) => json.clone(),
            Content::List(list) => Json::Array(list.iter().map(Self::json).collect()),
            Content::Table(members) => {
                Json::Object(members.iter().map(|(key, node)| (key.clone(), node.json())).collect::<Map<_, _>>())
            }
        }
    }

    /// The line of a value below this one, by its path with dots; that of the nearest value around it when it is not there.
    pub(crate) fn line_of(&self, path: &str) -> usize {
        let mut at = self;
        for part in path.split('.') {
            let next = match &at.content {
                Content::Table(members) => members.get(part),
                Content::List(list) => part.parse::<usize>().ok().and_then(|i| list.get(i)),
                Content::Leaf(_) => None,
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at.line
    }
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn table(&self, table: &DeTable<'_>, line: usize) -> Node {
        let members = table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), self.value(value, self.line(key.span().start))))
            .collect();
        Node { line, content: Content::Table(members) }
    }

    fn value(&self, value: &Spanned<DeValue<'_>>, line: usize) -> Node {
        let content = match value.get_ref() {
            DeValue::Table(table) => return self.table(table, line),
            DeValue::Array(array) => {
                let element = |value: &Spanned<DeValue<'_>>| self.value(value, self.line(value.span().start).max(line));
                Content::List(array.iter().map(element).collect())
            }
            DeValue::String(text) => Content::Leaf(Json::String(text.to_string())),
            DeValue::Boolean(truth) => Content::Leaf(Json::Bool(*truth)),
            DeValue::Datetime(moment) => Content::Leaf(Json::String(moment.to_string())),
            DeValue::Integer(number) => {
                let number = i64::from_str_radix(number.as_str(), number.radix());
                Content::Leaf(number.map_or(Json::Null, |number| Json::Number(number.into())))
            }
            DeValue::Float(number) => {
                let number = number.as_str().parse().ok().and_then(Number::from_f64);
                Content::Leaf(number.map_or(Json::Null, Json::Number))
            }
        };
        Node { line, content }
    }

    fn line(&self, byte: usize) -> usize {
        line(self.text, byte)
    }
}

/// The line, from 1, of a byte of the text.
fn line(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_line() {
        let text = "[catalogus]\ndomein = \"A\"\n\n[[zaaktypen]]\nidentificatie = 1\n\n[[zaaktypen]]\n# a comment\nidentificatie = 2\n[[zaaktypen.statustypen]]\nvolgnummer = 3\nlijst = [\n  \"a\",\n  \"b\",\n]\n";
        let root = Node::parse("x", text).unwrap();
        let lines =
            ["catalogus.domein", "zaaktypen.0.identificatie", "zaaktypen.1", "zaaktypen.1.statustypen.0.volgnummer"];
        assert_eq!(lines.map(|path| root.line_of(path)), [2, 5, 7, 11]);
        assert_eq!(root.line_of("zaaktypen.1.statustypen.0.lijst.1"), 14);
        assert_eq!(root.line_of("zaaktypen.1.statustypen.0.volgnummer.er.is.niets"), 11);
        assert_eq!(root.get("zaaktypen").unwrap().json()[1]["identificatie"], 2);
    }

    #[test]
    fn a_file_that_is_not_toml_is_refused_with_its_line() {
        let finding = Node::parse("x.toml", "[catalogus]\ndomein = \n").unwrap_err();
        assert_eq!((finding.file.as_str(), finding.line), ("x.toml", 2));
    }

    #[test]
    fn the_placeholder_of_our_address_cannot_be_written_in_a_file() {
        let finding = Node::parse("x.toml", "[catalogus]\ndomein = \"A\"\nnaam = \"\\u007F/zaken\"\n").unwrap_err();
        assert_eq!((finding.line, finding.field.as_str()), (3, "catalogus.naam"));
    }
}
