// SPDX-License-Identifier: EUPL-1.2
//! The problems of an input, collected before one of them is answered.

use std::borrow::Cow;

use serde::Serialize;

use crate::Problem;

/// Names one wrong member of an input, as in `invalidParams` of the standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvalidParam {
    /// The camelCase path with dots and 0-based indexes (`relevanteAndereZaken.0.url`); `nonFieldErrors` for the whole.
    pub name: String,
    /// One of the field codes of the standard, such as `required` or `does_not_exist`.
    pub code: Cow<'static, str>,
    /// A Dutch sentence for the maker of the client.
    pub reason: String,
}

/// Collects every problem of an input, so that a client learns them all at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<InvalidParam>);

impl Problems {
    /// The name of a problem that concerns the object as a whole.
    pub const WHOLE: &'static str = "nonFieldErrors";

    /// Starts without problems.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem of the member with this name.
    pub fn add(&mut self, name: impl Into<String>, code: impl Into<Cow<'static, str>>, reason: impl Into<String>) {
        self.0.push(InvalidParam { name: name.into(), code: code.into(), reason: reason.into() });
    }

    /// Says whether the input is right so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts the problems.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes over the problems of a part.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Says whether the member with exactly this name has a problem, so that a later check of it can be skipped.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|param| param.name == name)
    }

    /// Walks through the problems in the order of adding.
    pub fn iter(&self) -> std::slice::Iter<'_, InvalidParam> {
        self.0.iter()
    }

    /// Gives the list itself.
    pub fn into_vec(self) -> Vec<InvalidParam> {
        self.0
    }

    /// Ends the collecting: 400 `invalid` when there is any problem.
    pub fn into_result(self) -> Result<(), Problem> {
        if self.is_empty() { Ok(()) } else { Err(Problem::invalid(self)) }
    }

    /// Puts the problems of a part under the name of that part: `reden` becomes `opschorting.reden`.
    #[must_use]
    pub fn prefixed(mut self, prefix: &str) -> Self {
        for param in &mut self.0 {
            param.name = if param.name.is_empty() { prefix.to_owned() } else { format!("{prefix}.{}", param.name) };
        }
        self
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a InvalidParam;
    type IntoIter = std::slice::Iter<'a, InvalidParam>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Problems;

    #[test]
    fn an_input_without_problems_is_accepted() {
        assert!(Problems::new().into_result().is_ok());
    }

    #[test]
    fn every_problem_is_answered_in_the_order_of_adding() {
        let mut problems = Problems::new();
        problems.add("identificatie", "required", "Dit veld is vereist.");
        let mut part = Problems::new();
        part.add("reden", "blank", "Dit veld mag niet leeg zijn.");
        part.add("", "invalid", "Dit is geen object.");
        problems.extend(part.prefixed("opschorting"));
        assert!(problems.has("opschorting.reden"));
        assert!(!problems.has("reden"));
        assert_eq!(problems.len(), 3);
        let problem = problems.into_result().unwrap_err();
        let names: Vec<&str> = problem.invalid_params.iter().map(|param| param.name.as_str()).collect();
        assert_eq!(names, ["identificatie", "opschorting.reden", "opschorting"]);
    }
}
