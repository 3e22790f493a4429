// SPDX-License-Identifier: EUPL-1.2
//! Paths into JSON: `$` is the whole message, `@` the part that `elk` walks over.

use std::fmt;

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// One path: `$.a.b[0]`, `@['een naam']`, `$.events[*]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) text: String,
    whole: bool,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Index(usize),
    Each,
}

impl Path {
    /// Whether a text is meant as a path.
    pub(super) fn is_meant(text: &str) -> bool {
        text.starts_with(['$', '@'])
    }

    /// Reads a path.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |reason: &str| format!("pad `{text}`: {reason}");
        let mut rest = text.strip_prefix(['$', '@']).ok_or_else(|| wrong("begint met $ of @"))?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let step;
            (step, rest) = next(rest).ok_or_else(|| wrong("na elk deel volgt .naam, ['naam'], [0] of [*]"))?;
            steps.push(step);
        }
        Ok(Self { text: text.to_owned(), whole: text.starts_with('$'), steps })
    }

    /// Whether it leads to more than one place.
    pub(super) fn walks(&self) -> bool {
        self.steps.contains(&Step::Each)
    }

    /// The value there; `null` counts as absent.
    pub(super) fn find<'a>(&self, whole: &'a Value, part: &'a Value) -> Option<&'a Value> {
        let mut at = if self.whole { whole } else { part };
        for step in &self.steps {
            at = match step {
                Step::Member(name) => at.as_object()?.get(name)?,
                Step::Index(index) => at.as_array()?.get(*index)?,
                Step::Each => return None,
            };
        }
        (!at.is_null()).then_some(at)
    }

    /// All values there.
    pub(super) fn all<'a>(&self, whole: &'a Value) -> Vec<&'a Value> {
        let mut found = vec![whole];
        for step in &self.steps {
            found = found
                .into_iter()
                .flat_map(|at| match step {
                    Step::Member(name) => at.get(name).into_iter().collect::<Vec<_>>(),
                    Step::Index(index) => at.get(index).into_iter().collect(),
                    Step::Each => at.as_array().map(|items| items.iter().collect()).unwrap_or_default(),
                })
                .collect();
        }
        found
    }
}

/// The first step of a path and what follows it.
fn next(rest: &str) -> Option<(Step, &str)> {
    if let Some(rest) = rest.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, rest) = rest.split_at_checked(end)?;
        return (!name.is_empty()).then(|| (Step::Member(name.to_owned()), rest));
    }
    let rest = rest.strip_prefix('[')?;
    if let Some(quoted) = rest.strip_prefix('\'') {
        let (name, rest) = quoted.split_once("']")?;
        return Some((Step::Member(name.to_owned()), rest));
    }
    let (inside, rest) = rest.split_once(']')?;
    let step = if inside == "*" { Step::Each } else { Step::Index(inside.parse().ok()?) };
    Some((step, rest))
}

/// Paths of which the first that leads to something counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paths(pub(super) Vec<Path>);

impl Paths {
    /// The value at the first path that leads to one.
    pub(super) fn find<'a>(&self, whole: &'a Value, part: &'a Value) -> Option<&'a Value> {
        self.0.iter().find_map(|path| path.find(whole, part))
    }

    /// As they were written.
    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.0.iter().map(|path| path.text.as_str()).collect();
        texts.join(" of ")
    }
}

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Paths;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("een pad, of een lijst van paden")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Paths, E> {
                Ok(Paths(vec![Path::parse(text).map_err(E::custom)?]))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Paths, A::Error> {
                let mut paths = Vec::new();
                while let Some(text) = items.next_element::<String>()? {
                    paths.push(Path::parse(&text).map_err(de::Error::custom)?);
                }
                if paths.is_empty() { Err(de::Error::custom("een lege lijst van paden")) } else { Ok(Paths(paths)) }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Path;

    #[test]
    fn a_path_leads_to_a_value() {
        let whole = json!({"a": {"b c": [1, {"d": "x"}]}, "n": null});
        let find = |path: &str| Path::parse(path).unwrap().find(&whole, &whole["a"]).cloned();
        assert_eq!(find("$.a['b c'][0]"), Some(json!(1)));
        assert_eq!(find("@['b c'][1].d"), Some(json!("x")));
        assert_eq!(find("$"), Some(whole.clone()));
        assert_eq!((find("$.n"), find("$.x"), find("$.a[0]")), (None, None, None));
        let all = Path::parse("$.e[*].f[*]").unwrap();
        assert_eq!(all.all(&json!({"e": [{"f": [1, 2]}, {}, {"f": [3]}]})), [&json!(1), &json!(2), &json!(3)]);
    }

    #[test]
    fn a_wrong_path_is_refused() {
        for wrong in ["a.b", "$a", "$.", "$..a", "$[x]", "$['a", "$.a[", "$[-1]", ""] {
            assert!(Path::parse(wrong).is_err(), "{wrong}");
        }
    }
}
