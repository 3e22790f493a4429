// SPDX-License-Identifier: EUPL-1.2
//! What an installation says of itself in its events, and which events somebody wants.

use thiserror::Error;

use crate::{Bericht, Message};

/// The two settings that events are made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    source: String,
    type_prefix: String,
}

/// Says why a setting does not fit the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// `source` is no URN of the namespace nld.
    #[error("source has to name organisation and system, as in urn:nld:oin:00000001823288444000:systeem:waarmaker")]
    Source,
    /// `type_prefix` is no domain name written backwards.
    #[error("type_prefix has to be a domain name of yours written backwards in lower case, as in nl.utrecht")]
    TypePrefix,
}

impl Profile {
    /// Takes `source`, such as `urn:nld:oin:00000001823288444000:systeem:waarmaker`, and the prefix of types, such as `nl.utrecht`.
    pub fn new(source: &str, type_prefix: &str) -> Result<Self, ProfileError> {
        let source = Some(source).filter(|source| is_urn_nld(source)).ok_or(ProfileError::Source)?;
        let prefix = Some(type_prefix).filter(|prefix| is_reversed_domain(prefix)).ok_or(ProfileError::TypePrefix)?;
        Ok(Self { source: source.to_owned(), type_prefix: prefix.to_owned() })
    }

    /// The source of every event.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The type of the event that a message becomes: `nl.utrecht.zaken.zaak-aangemaakt`.
    pub fn type_of(&self, message: &Message) -> String {
        let (kanaal, resource) = (word(&message.kanaal), word(&message.resource));
        format!("{}.{kanaal}.{resource}-{}", self.type_prefix, happened(&message.actie))
    }
}

/// Whether a text is a URN of the namespace of the Dutch government with at least two parts: `urn:nld:oin:1`.
fn is_urn_nld(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("urn:nld:") else { return false };
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:@!$&'()*+,;=/".contains(c);
    rest.chars().all(is_allowed) && rest.contains(':') && rest.split(':').all(|part| !part.is_empty())
}

/// Whether a text is a domain name of at least two labels, in lower case.
fn is_reversed_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let inside = label.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
        inside && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 200 && text.contains('.') && text.split('.').all(is_label)
}

/// The past tense of what was done; what the standard does not know stays as it is.
fn happened(actie: &str) -> String {
    match actie {
        "create" => "aangemaakt".to_owned(),
        "update" | "partial_update" => "gewijzigd".to_owned(),
        "destroy" => "verwijderd".to_owned(),
        other => word(other),
    }
}

/// A text as one word of a name with dots between its words: lower-case letters, digits, and `-` for everything else. Never empty.
fn word(text: &str) -> String {
    word_that_keeps("", text)
}

/// The same, with some characters left as they are.
pub(crate) fn word_that_keeps(kept: &str, text: &str) -> String {
    let is_kept = |c: char| c.is_ascii_alphanumeric() || kept.contains(c);
    let word: String = text.chars().map(|c| if is_kept(c) { c.to_ascii_lowercase() } else { '-' }).collect();
    match word.trim_matches('-') {
        "" => "onbekend".to_owned(),
        word => word.to_owned(),
    }
}

/// Which events somebody wants. Empty lists: all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Names of kanalen: `zaken`. Empty: every kanaal.
    pub kanalen: Vec<String>,
    /// What types begin with: `nl.utrecht.zaken.zaak-`. Empty: every type.
    pub types: Vec<String>,
}

impl Selection {
    /// Whether a notification is among them.
    pub fn wants(&self, profile: &Profile, bericht: &Bericht) -> bool {
        let in_kanaal = self.kanalen.is_empty() || self.kanalen.contains(&bericht.kanaal);
        in_kanaal && (self.types.is_empty() || self.has_type(&profile.type_of(&bericht.message)))
    }

    fn has_type(&self, kind: &str) -> bool {
        self.types.iter().any(|prefix| kind.starts_with(prefix.as_str()))
    }
}
