// SPDX-License-Identifier: EUPL-1.2
//! Reads file, environment and command line into one list of values, each with its source.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use toml::{Table, Value, de::DeTable, de::DeValue};

use crate::{
    Problem, Settings, Source,
    keys::{self, Key, Kind, PREFIX, nearest},
};

/// Variables that start as ours do and are no settings: tests' servers, the file itself, the secret of a client that is
/// being added, and what Kubernetes adds for a service that is called waarmaker.
const NOT_SETTINGS: &[&str] =
    &["WAARMAKER_TEST_", "WAARMAKER_CONFIG", "WAARMAKER_CLIENT_SECRET", "WAARMAKER_SERVICE_", "WAARMAKER_PORT"];

/// Values by `section.key`; what is read later replaces what was read before.
pub(crate) struct Reader {
    keys: Vec<Key>,
    values: BTreeMap<String, (Value, Source)>,
    problems: Vec<Problem>,
}

impl Reader {
    /// Starts with no value at all.
    pub(crate) fn new() -> Self {
        Self { keys: keys::all(), values: BTreeMap::new(), problems: Vec::new() }
    }

    /// Reads the text of a file.
    pub(crate) fn file(&mut self, path: &Path, text: &str) {
        let at = |span: Option<usize>| Source::File { path: path.to_owned(), line: line(text, span.unwrap_or(0)) };
        let parsed = DeTable::parse(text).and_then(|spans| Ok((spans, toml::from_str::<Table>(text)?)));
        let (spans, values) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                let source = at(error.span().map(|span| span.start));
                return self.problem(source, "", error.message());
            }
        };
        for (section, members) in spans.get_ref() {
            let source = at(Some(section.span().start));
            let section = section.get_ref().as_ref();
            let (Some(Value::Table(values)), DeValue::Table(members)) = (values.get(section), members.get_ref()) else {
                let message = self.not_a_section(section);
                self.problem(source, section, &message);
                continue;
            };
            if !self.is_section(section) {
                let message = self.unknown_section(section);
                self.problem(source, section, &message);
                continue;
            }
            self.section(section, values, members, &at);
        }
        self.problems.sort_by_key(|problem| match problem.source {
            Source::File { line, .. } => line,
            _ => usize::MAX,
        });
    }

    /// Reads the keys of one section of the file.
    fn section(&mut self, section: &str, values: &Table, spans: &DeTable<'_>, at: &dyn Fn(Option<usize>) -> Source) {
        for (name, value) in values {
            let found = spans.iter().find(|(key, _)| key.get_ref().as_ref() == name.as_str());
            let path = format!("{section}.{name}");
            match (value, found.map(|(_, inner)| inner.get_ref())) {
                (Value::Table(values), Some(DeValue::Table(members))) if self.is_section(&path) => {
                    self.section(&path, values, members, at);
                }
                _ => self.value(&path, value.clone(), at(found.map(|(key, _)| key.span().start))),
            }
        }
    }

    /// Whether there are keys in a section, or in sections in it.
    fn is_section(&self, path: &str) -> bool {
        let within =
            |section: &str| section.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.keys.iter().any(|key| within(&key.section))
    }

    /// Reads one variable of the environment; those of others are passed over.
    pub(crate) fn variable(&mut self, name: &str, text: &str) {
        if !name.starts_with(PREFIX) || NOT_SETTINGS.iter().any(|prefix| name.starts_with(prefix)) {
            return;
        }
        let source = Source::Environment(name.to_owned());
        let Some(key) = self.keys.iter().find(|key| key.variable() == name).cloned() else {
            let variables: Vec<String> = self.keys.iter().map(Key::variable).collect();
            let message = unknown("variable", nearest(name, variables.iter().map(String::as_str)));
            return self.problem(source, "", &message);
        };
        self.text(&key, text, source);
    }

    /// Reads one option of the command line.
    pub(crate) fn option(&mut self, path: &str, text: &str) {
        match self.keys.iter().find(|key| key.path() == path).cloned() {
            Some(key) => self.text(&key, text, Source::CommandLine),
            None => self.unknown_key(path, Source::CommandLine),
        }
    }

    /// Parses a value that was given as text by the kind of its key.
    fn text(&mut self, key: &Key, text: &str, source: Source) {
        let value = match key.kind {
            Kind::Text => Ok(Value::String(text.to_owned())),
            Kind::Integer => text.trim().parse().map(Value::Integer).map_err(|_| "expected a whole number"),
            Kind::Boolean => text.trim().parse().map(Value::Boolean).map_err(|_| "expected true or false"),
            Kind::List => list(text).ok_or("expected values with commas between them, or a TOML array"),
        };
        match value {
            Ok(value) => self.value(&key.path(), value, source),
            Err(message) => self.problem(source, &key.path(), message),
        }
    }

    /// Keeps a value when its key exists and the type of the field takes it.
    fn value(&mut self, path: &str, value: Value, source: Source) {
        if !self.keys.iter().any(|key| key.path() == path) {
            return self.unknown_key(path, source);
        }
        let mut alone = Table::new();
        place(&mut alone, path, value.clone());
        match Settings::deserialize(alone) {
            Ok(_) => {
                self.values.insert(path.to_owned(), (value, source));
            }
            Err(error) => self.problem(source, path, error.message()),
        }
    }

    /// The settings with the source of each value that was given, or all problems.
    pub(crate) fn finish(self) -> Result<Settings, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let mut table = Table::new();
        let mut sources = BTreeMap::new();
        for (path, (value, source)) in self.values {
            place(&mut table, &path, value);
            sources.insert(path, source);
        }
        match Settings::deserialize(table) {
            Ok(settings) => Ok(Settings { sources, ..settings }),
            Err(error) => Err(vec![problem(Source::Default, "", error.message())]),
        }
    }

    /// Adds a problem.
    fn problem(&mut self, source: Source, key: &str, message: &str) {
        self.problems.push(problem(source, key, message));
    }

    /// Adds the problem of a key that does not exist.
    fn unknown_key(&mut self, path: &str, source: Source) {
        let paths: Vec<String> = self.keys.iter().map(Key::path).collect();
        let message = unknown("key", nearest(path, paths.iter().map(String::as_str)));
        self.problem(source, path, &message);
    }

    /// Says that there is no such section.
    fn unknown_section(&self, section: &str) -> String {
        unknown("section", nearest(section, self.keys.iter().map(|key| key.section.as_str())))
    }

    /// Says what a value outside any section should have been.
    fn not_a_section(&self, name: &str) -> String {
        match self.keys.iter().find(|key| key.name == name || key.section == name) {
            Some(key) if key.section == name => format!("expected a section: [{name}]"),
            Some(key) => format!("this key belongs in the section [{}]", key.section),
            None => self.unknown_section(name),
        }
    }
}

/// Puts a value at its path, in the sections that it takes.
fn place(table: &mut Table, path: &str, value: Value) {
    let Some((section, rest)) = path.split_once('.') else {
        table.insert(path.to_owned(), value);
        return;
    };
    if let Value::Table(inner) = table.entry(section).or_insert_with(|| Value::Table(Table::new())) {
        place(inner, rest, value);
    }
}

/// Makes a problem.
fn problem(source: Source, key: &str, message: &str) -> Problem {
    Problem { source, key: key.to_owned(), message: message.replace('\n', " ") }
}

/// Says that something is unknown, and what is like it.
fn unknown(what: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("unknown {what}; did you mean {nearest}?"),
        None => format!("unknown {what}; `waarmaker config schema` lists all"),
    }
}

/// Parses a list: a TOML array, or values with commas between them.
fn list(text: &str) -> Option<Value> {
    if text.trim_start().starts_with('[') {
        let mut table: Table = toml::from_str(&format!("list = {text}")).ok()?;
        return table.remove("list").filter(Value::is_array);
    }
    let values = text.split(',').map(str::trim).filter(|value| !value.is_empty());
    Some(Value::Array(values.map(|value| Value::String(value.to_owned())).collect()))
}

/// The line, from 1, of a byte of the text.
fn line(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}
