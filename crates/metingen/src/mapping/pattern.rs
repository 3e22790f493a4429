// SPDX-License-Identifier: EUPL-1.2
//! Patterns of topics: `lampen/{apparaat}/status`, `v1.1/Datastreams({datastream})/Observations`, `gateway/+/#`.

use std::str::FromStr;

use serde::Deserialize;

/// A pattern of topics: literal levels, `+` (one level), `#` (the rest, as the last level) and one named part per level.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern {
    text: String,
    levels: Vec<Level>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Level {
    Literal(String),
    Any,
    Rest,
    Named { before: String, name: String, after: String },
}

/// The named parts of a topic.
pub(super) type Words<'a> = Vec<(&'a str, &'a str)>;

impl Pattern {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The filter that the broker understands: named parts become `+`.
    pub fn filter(&self) -> String {
        let levels: Vec<&str> = self
            .levels
            .iter()
            .map(|level| match level {
                Level::Literal(text) => text.as_str(),
                Level::Any | Level::Named { .. } => "+",
                Level::Rest => "#",
            })
            .collect();
        levels.join("/")
    }

    /// Whether it names this part.
    pub(super) fn names(&self, wanted: &str) -> bool {
        self.levels.iter().any(|level| matches!(level, Level::Named { name, .. } if name == wanted))
    }

    /// The named parts of a topic that fits; `None` when it does not.
    pub(super) fn read<'a>(&'a self, topic: &'a str) -> Option<Words<'a>> {
        let mut words = Vec::new();
        let mut parts = topic.split('/');
        for level in &self.levels {
            if *level == Level::Rest {
                return Some(words);
            }
            let part = parts.next()?;
            match level {
                Level::Literal(text) if text == part => {}
                Level::Any => {}
                Level::Named { before, name, after } => {
                    let word = part.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
                    if word.is_empty() {
                        return None;
                    }
                    words.push((name.as_str(), word));
                }
                Level::Literal(_) | Level::Rest => return None,
            }
        }
        parts.next().is_none().then_some(words)
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.is_empty() || text.len() > 1000 || text.starts_with('$') || text.chars().any(char::is_control) {
            return Err(format!("`{text}` is geen onderwerp: 1 tot 1000 tekens, en niet met een $ aan het begin"));
        }
        let parts: Vec<&str> = text.split('/').collect();
        let last = parts.len() - 1;
        let levels: Result<Vec<Level>, String> =
            parts.iter().enumerate().map(|(i, part)| level(part, i == last)).collect();
        let levels = levels.map_err(|reason| format!("onderwerp `{text}`: {reason}"))?;
        let mut names: Vec<&str> = Vec::new();
        for found in &levels {
            if let Level::Named { name, .. } = found {
                if names.contains(&name.as_str()) {
                    return Err(format!("onderwerp `{text}`: {{{name}}} staat er twee keer in"));
                }
                names.push(name);
            }
        }
        Ok(Self { text, levels })
    }
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.to_owned().try_into()
    }
}

fn level(part: &str, last: bool) -> Result<Level, String> {
    match part {
        "+" => return Ok(Level::Any),
        "#" if last => return Ok(Level::Rest),
        _ if part.contains(['+', '#']) => {
            return Err("een + staat alleen tussen twee /, een # alleen aan het eind".to_owned());
        }
        _ => {}
    }
    let Some((before, rest)) = part.split_once('{') else {
        return if part.contains('}') { Err("een } zonder {".to_owned()) } else { Ok(Level::Literal(part.to_owned())) };
    };
    let (name, after) = rest.split_once('}').ok_or("een { zonder }")?;
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(format!("{{{name}}} is geen naam: letters, cijfers en _"));
    }
    if after.contains(['{', '}']) {
        return Err("meer dan één naam tussen twee /".to_owned());
    }
    Ok(Level::Named { before: before.to_owned(), name: name.to_owned(), after: after.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn pattern(text: &str) -> Pattern {
        text.parse().unwrap()
    }

    #[test]
    fn a_pattern_reads_the_named_parts_of_a_topic() {
        let lamps = pattern("lampen/{apparaat}/status");
        assert_eq!(lamps.read("lampen/L-1/status").unwrap(), [("apparaat", "L-1")]);
        for other in ["lampen/L-1", "lampen//status", "lampen/L-1/status/x", "lamp/L-1/status", ""] {
            assert_eq!(lamps.read(other), None, "{other}");
        }
        let streams = pattern("v1.1/Datastreams({datastream})/Observations");
        assert_eq!(streams.read("v1.1/Datastreams(12)/Observations").unwrap(), [("datastream", "12")]);
        assert_eq!(streams.filter(), "v1.1/+/Observations");
        let rest = pattern("a/+/{x}/#");
        assert_eq!(rest.read("a/b/c/d/e").unwrap(), [("x", "c")]);
        assert_eq!(rest.read("a/b/c").unwrap(), [("x", "c")]);
        assert_eq!(rest.filter(), "a/+/+/#");
    }

    #[test]
    fn a_wrong_pattern_is_refused_with_the_reason() {
        for wrong in ["", "a/#/b", "a+/b", "a/{}/b", "a/{x", "a/x}", "a/{x}{y}", "{x}/{x}", "$share/g/a", "a/{x y}"] {
            assert!(wrong.parse::<Pattern>().is_err(), "{wrong}");
        }
    }
}
