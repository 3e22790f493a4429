// SPDX-License-Identifier: EUPL-1.2
//! Where a value came from, and what is wrong with it.

use std::{fmt, io, path::PathBuf};

/// Where the value of a setting came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// Nobody gave one.
    #[default]
    Default,
    /// The file, with the line (from 1).
    File {
        /// The file as it was named.
        path: PathBuf,
        /// The line of the key, from 1.
        line: usize,
    },
    /// The environment, with the name of the variable.
    Environment(String),
    /// An option of the command.
    CommandLine,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::CommandLine => f.write_str("command line"),
        }
    }
}

/// One thing that is wrong: where, which setting, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where the value came from.
    pub source: Source,
    /// The setting as `section.key`; empty when the trouble is not with one setting.
    pub key: String,
    /// What is wrong with it, without any secret.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(f, "{}: {}", self.source, self.message)
        } else {
            write!(f, "{}: {}: {}", self.source, self.key, self.message)
        }
    }
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings in {}", path.display())]
    Read {
        /// The file as it was named.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The settings do not hold; all problems, a line each.
    #[error("the settings are not valid:\n{}", lines(.0))]
    Invalid(Vec<Problem>),
}

impl ConfigError {
    /// The problems with the values; none when the file could not be read.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Read { .. } => &[],
            Self::Invalid(problems) => problems,
        }
    }
}

/// Puts each problem on an indented line of its own.
fn lines(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    lines.join("\n")
}
