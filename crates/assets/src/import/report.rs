// SPDX-License-Identifier: EUPL-1.2
//! What an import tells: counts, and what is wrong with which row.

use serde::{Serialize, Serializer};

use super::{Reason, Warning};
use crate::Crs;

/// Findings that are told one by one; of more only the number is.
const MOST: usize = 1000;
/// Longest value that is repeated in a finding.
const MAX_VALUE: usize = 80;

/// Format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// `GeoJSON` (RFC 7946, and that of 2008 with a `crs` member).
    Geojson,
    /// Values separated by commas, semicolons or tabs, with a header row.
    Csv,
}

impl Format {
    /// The format that shows in the first character.
    pub(super) fn of(text: &str) -> Self {
        if text.trim_start().starts_with(['{', '[']) { Self::Geojson } else { Self::Csv }
    }
}

/// Something that is wrong, in Dutch, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Number of the line, from 1; 0 for the file as a whole.
    pub line: u64,
    /// Column or member; empty when it is none in particular.
    pub column: String,
    /// The value, shortened.
    pub value: String,
    /// Code for programs: `no-geometry`, `duplicate` …
    pub code: &'static str,
    /// What is wrong.
    pub problem: Box<str>,
    /// What to do.
    pub advice: Box<str>,
    /// The same as a kind with values, for words in another language.
    #[serde(skip)]
    pub reason: Box<Reason>,
}

impl Finding {
    /// About the file as a whole.
    pub(super) fn file(reason: impl Into<Reason>) -> Self {
        Self::at((0, ""), "", reason)
    }

    /// About a value in a row.
    pub(super) fn at((line, column): (u64, &str), value: &str, reason: impl Into<Reason>) -> Self {
        let value = match value.char_indices().nth(MAX_VALUE) {
            Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
            None => value.to_owned(),
        };
        let reason = reason.into();
        let (code, problem, advice) = reason.said();
        let (problem, advice) = (problem.into(), advice.into());
        Self { line, column: column.to_owned(), value, code, problem, advice, reason: Box::new(reason) }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line > 0 {
            write!(f, "regel {}: ", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, "{}: ", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, "{:?}: ", self.value)?;
        }
        write!(f, "{} {}", self.problem, self.advice)
    }
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether the register has changed.
    pub written: bool,
    /// Format of the file.
    pub format: Option<Format>,
    /// Encoding of the file.
    pub encoding: Option<&'static str>,
    /// Separator of the values of a CSV.
    pub delimiter: Option<char>,
    /// Coordinate reference system.
    pub crs: Option<Crs>,
    /// Columns that are the identificatie.
    pub key: Vec<String>,
    /// Rows of the file.
    pub rows: u64,
    /// Rows that are new.
    pub new: u64,
    /// Rows that differ from what was there.
    pub changed: u64,
    /// Rows that are what was there.
    pub unchanged: u64,
    /// Assets that were not in the file and are removed.
    pub removed: u64,
    /// Rows that something is wrong with.
    pub refused: u64,
    /// What is wrong; the first thousand.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more_findings: u64,
    /// Combinations of columns that would identify every row.
    pub suggestions: Vec<Vec<String>>,
    /// What is not wrong but deserves a look.
    #[serde(serialize_with = "in_dutch")]
    pub warnings: Vec<Warning>,
    /// Something is wrong with the file as a whole.
    #[serde(skip)]
    pub(super) fatal: bool,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// Notes what is wrong.
    pub(super) fn add(&mut self, finding: Finding) {
        if finding.line == 0 || FATAL.contains(&finding.code) {
            self.fatal = true;
        } else {
            self.refused += 1;
        }
        if self.findings.len() < MOST {
            self.findings.push(finding);
        } else {
            self.more_findings += 1;
        }
    }
}

/// Warnings in words, as programs and people read them.
fn in_dutch<S: Serializer>(warnings: &[Warning], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(warnings.iter().map(Warning::to_string))
}

/// Codes that concern the whole file, also when they name a line.
const FATAL: &[&str] = &["unsure-encoding", "wrong-encoding", "broken-json"];
