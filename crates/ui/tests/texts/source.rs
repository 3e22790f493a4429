// SPDX-License-Identifier: EUPL-1.2
//! What the source and the templates of a crate say about texts and views.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The names by which a text is asked for.
const CALLS: &[&str] = &[".say(", ".with(", ".with2(", ".count(", ".args("];
/// Only for developers, and in production not there.
const DEVELOPMENT: &[&str] = &["componenten.html", "componenten.rs"];

/// What the source and the templates of a crate say about texts and views.
#[derive(Default)]
pub(crate) struct Source {
    /// All literal strings.
    pub(crate) literals: BTreeSet<String>,
    /// Texts that are asked for by name, with the file.
    pub(crate) asked: BTreeSet<(String, String)>,
    /// Words in templates that no text gave.
    pub(crate) words: Vec<(String, String)>,
    /// View models.
    pub(crate) views: BTreeSet<String>,
    /// View models of which a sample is asked for.
    pub(crate) samples: BTreeSet<String>,
}

impl Source {
    /// Reads `src`, `templates` and `tests` of a crate.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut source = Self::default();
        for below in ["src", "templates"] {
            for path in files(&folder.join(below)) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let Ok(text) = fs::read_to_string(&path) else { continue };
                let is_template = path.extension().is_some_and(|end| end == "html");
                source.strings(&name, &text);
                source.seen(&text);
                if is_template && !DEVELOPMENT.contains(&name.as_str()) {
                    source.words.extend(words(&text).into_iter().map(|words| (name.clone(), words)));
                }
            }
        }
        source
    }

    /// Literal strings, and those right after a call that asks for a text.
    fn strings(&mut self, file: &str, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('"') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let Some(end) = after.find('"') else { break };
            let literal = &after[..end];
            // A key has letters, digits and hyphens; so a quote that stands alone puts nothing out of step for long.
            if is_key(literal) {
                self.literals.insert(literal.to_owned());
                let asks = CALLS.iter().any(|call| before.trim_end().ends_with(call));
                if asks && !DEVELOPMENT.contains(&file) {
                    self.asked.insert((file.to_owned(), literal.to_owned()));
                }
                rest = &after[end + 1..];
            } else {
                rest = after;
            }
        }
    }

    fn seen(&mut self, text: &str) {
        for (at, _) in text.match_indices("#[template(") {
            let after = &text[at..];
            let name = after.split_once("struct ").map(|(_, rest)| rest).unwrap_or_default();
            let name: String = name.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
            self.views.insert(name);
        }
        for (at, _) in text.match_indices("::sample(") {
            let before = &text[..at];
            let from = before.rfind(|sign: char| !sign.is_alphanumeric() && sign != '_').map_or(0, |at| at + 1);
            self.samples.insert(before[from..].to_owned());
        }
        for (at, call) in text.match_indices("samples!(") {
            let list = text[at + call.len()..].split(')').next().unwrap_or_default();
            let names = list.split(',').filter_map(|path| path.trim().split('<').next()?.rsplit("::").next());
            self.samples.extend(names.map(str::to_owned));
        }
    }
}

fn is_key(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_lowercase())
        && text.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Words of a template that stand on the page: between tags, or in an attribute that people hear or see.
fn words(template: &str) -> Vec<String> {
    let mut text = template.to_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<!--", "-->")] {
        text = without(&text, open, close);
    }
    let mut found = Vec::new();
    for name in [" aria-label=\"", " alt=\"", " title=\"", " placeholder=\"", " content=\""] {
        for (at, _) in text.match_indices(name) {
            let value = text[at + name.len()..].split('"').next().unwrap_or_default();
            if name != " content=\"" && value.contains(char::is_alphabetic) {
                found.push(value.to_owned());
            }
        }
    }
    let plain = without(&text, "<", ">");
    let lines = plain.lines().map(str::trim).filter(|line| line.contains(char::is_alphabetic));
    // What is left of an entity, a unit or a sign alone is no word.
    // Macros that make attributes leave these.
    let lines = lines.filter(|line| !line.contains("=\""));
    found.extend(lines.map(str::to_owned).filter(|line| line.chars().filter(|sign| sign.is_alphabetic()).count() > 2));
    found
}

fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        kept.push_str(&rest[..at]);
        let Some(end) = rest[at..].find(close) else { return kept };
        rest = &rest[at + end + close.len()..];
    }
    kept.push_str(rest);
    kept
}
