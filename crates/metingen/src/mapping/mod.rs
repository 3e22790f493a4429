// SPDX-License-Identifier: EUPL-1.2
//! What the messages of devices mean: a file of a few lines instead of code.
//!
//! The settings name topics, each with a mapping: one that is built in ([`BUILTIN`]) or a TOML file. The pattern of a topic says which device speaks
//! (`lampen/{apparaat}/status`); the mapping says where in the JSON the values are, what they are called, when they were measured and in which unit.
//! A message that names another device than its topic is refused, unless the topic is a gateway's. What cannot be read is a [`Refusal`] with a code and
//! a reason, never silence.
//!
//! It is no programming language: what a few paths, words and conditions cannot say belongs in the gateway. To add a built-in one, put a file in
//! `builtin` and its name in [`BUILTIN`].
//!
//! ```
//! use waarmaker_metingen::mapping::{Mapping, Message, Topic, Topics};
//! let text = r#"
//!     [[bericht]]
//!     tijd = "$.t"
//!     [[bericht.waarde]]
//!     eigenschap = "status"
//!     pad = "$.power"
//!     woorden = { ON = "aan", OFF = "uit" }
//! "#;
//! let mapping = Mapping::parse("lampen.toml", text)?;
//! let topics = Topics::new(vec![Topic { pattern: "lampen/{apparaat}".parse()?, gateway: false, mapping }])?;
//! let message = Message { topic: "lampen/L-1", payload: br#"{"t":"2026-11-21T11:00:00Z","power":"ON"}"#, arrived: 0 };
//! let made = topics.read(message);
//! assert_eq!((made.measured[0].apparaat.as_str(), made.measured[0].eigenschap.as_str()), ("L-1", "status"));
//! # Ok::<(), String>(())
//! ```

mod apply;
mod file;
mod json;
mod moment;
mod path;
mod pattern;
mod sensorthings;

pub use pattern::Pattern;

use std::borrow::Cow;

use crate::record::{Measured, Resultaat};
use apply::Walk;
use file::{Bericht, File, Source, What};

/// The mappings that are built in: name and text.
pub const BUILTIN: &[(&str, &str)] = &[
    ("flat", include_str!("builtin/flat.toml")),
    ("smart-data-models", include_str!("builtin/smart-data-models.toml")),
    ("talq", include_str!("builtin/talq.toml")),
    (SENSORTHINGS, "# Berichten van OGC SensorThings 1.1; deze afbeelding zit in het programma.\n"),
];

/// The mapping that is no file.
const SENSORTHINGS: &str = "sensorthings";

/// A message of a device.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// Its topic.
    pub topic: &'a str,
    /// Its content.
    pub payload: &'a [u8],
    /// When it arrived, in milliseconds since 1970.
    pub arrived: i64,
}

/// Why a message, or a value in it, is not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// For programs.
    pub code: &'static str,
    /// For people, in Dutch.
    pub reason: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { code, reason: Cow::Owned(reason.into()) }
    }
}

/// An observation of which the device and the property follow from the datastream.
#[derive(Clone, Debug, PartialEq)]
pub struct Streamed {
    /// Row of the datastream.
    pub datastream: i64,
    /// The device that the topic names, which has to be the one of the datastream.
    pub apparaat: Option<String>,
    /// When, in milliseconds since 1970.
    pub tijd: i64,
    /// What.
    pub resultaat: Resultaat,
}

/// What a message means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapped {
    /// The device, as far as the message could be read.
    pub device: Option<String>,
    /// The observations.
    pub measured: Vec<Measured>,
    /// Observations by the number of their datastream.
    pub streams: Vec<Streamed>,
    /// What could not be read.
    pub refused: Vec<Refusal>,
    /// Properties that the device is not known to have may be left out, when something else is stored: so says the mapping.
    pub lenient: bool,
}

/// How messages are read.
#[derive(Clone, Debug)]
pub struct Mapping {
    name: String,
    text: String,
    how: How,
}

#[derive(Clone, Debug)]
enum How {
    File(Vec<Bericht>),
    SensorThings,
}

impl Mapping {
    /// A mapping that is built in, by its name.
    pub fn builtin(name: &str) -> Option<Self> {
        let (name, text) = BUILTIN.iter().find(|(known, _)| *known == name)?;
        if *name == SENSORTHINGS {
            return Some(Self { name: (*name).to_owned(), text: (*text).to_owned(), how: How::SensorThings });
        }
        Self::parse(name, text).ok()
    }

    /// Reads a mapping file; `name` is for messages. The error shows the line.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        if file.bericht.is_empty() {
            return Err(format!("{name}: er is geen [[bericht]]"));
        }
        Ok(Self { name: name.to_owned(), text: text.to_owned(), how: How::File(file.bericht) })
    }

    /// A mapping that is built in, or else a file.
    pub fn open(name: &str) -> Result<Self, String> {
        if let Some(builtin) = Self::builtin(name) {
            return Ok(builtin);
        }
        let known: Vec<&str> = BUILTIN.iter().map(|(known, _)| *known).collect();
        let text = std::fs::read_to_string(name).map_err(|error| {
            format!("{name}: geen bestand dat te lezen is ({error}), en geen van de ingebouwde ({})", known.join(", "))
        })?;
        Self::parse(name, &text)
    }

    /// Its name: of the built-in one, or of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text of its file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The pattern of the topic that its first kind of message names.
    pub fn pattern(&self) -> Option<&Pattern> {
        match &self.how {
            How::File(berichten) => berichten.iter().find_map(|bericht| bericht.onderwerp.as_ref()),
            How::SensorThings => None,
        }
    }
}

/// A topic that is listened to.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its pattern.
    pub pattern: Pattern,
    /// It is the topic of a gateway, which speaks for other devices.
    pub gateway: bool,
    /// How its messages are read.
    pub mapping: Mapping,
}

/// The topics that are listened to; the first one that fits a message counts.
#[derive(Clone, Debug, Default)]
pub struct Topics(Vec<Topic>);

impl Topics {
    /// Topics that fit their mappings; the error says what does not.
    pub fn new(topics: Vec<Topic>) -> Result<Self, String> {
        topics.iter().try_for_each(check)?;
        Ok(Self(topics))
    }

    /// All of them.
    pub fn all(&self) -> &[Topic] {
        &self.0
    }

    /// What a message means.
    pub fn read(&self, message: Message<'_>) -> Mapped {
        self.explained(message, None).0
    }

    /// What a message means, and why.
    pub fn explain(&self, message: Message<'_>) -> (Mapped, Vec<String>) {
        let (made, notes) = self.explained(message, Some(Vec::new()));
        (made, notes.unwrap_or_default())
    }

    fn explained(&self, message: Message<'_>, notes: Option<Vec<String>>) -> (Mapped, Option<Vec<String>>) {
        let found = self.0.iter().find_map(|topic| Some((topic, topic.pattern.read(message.topic)?)));
        let Some((topic, words)) = found else {
            let refused = Refusal::new("no-mapping", "Geen onderwerp van de instellingen past op dit bericht.");
            return (Mapped { refused: vec![refused], ..Mapped::default() }, notes);
        };
        let device = words.iter().find(|(name, _)| *name == "apparaat").map(|(_, word)| (*word).to_owned());
        let whole = match json::read(message.payload) {
            Ok(whole) => whole,
            Err(refusal) => return (Mapped { device, refused: vec![refusal], ..Mapped::default() }, notes),
        };
        let made = Mapped { device, ..Mapped::default() };
        let mut walk = Walk { message, whole: &whole, words, gateway: topic.gateway, made, notes };
        match &topic.mapping.how {
            How::SensorThings => sensorthings::read(&mut walk),
            How::File(berichten) => {
                berichten.iter().enumerate().for_each(|(i, bericht)| walk.bericht(bericht, i + 1));
            }
        }
        let Walk { mut made, notes, .. } = walk;
        if made.measured.is_empty() && made.streams.is_empty() && made.refused.is_empty() {
            let reason = format!("De afbeelding {} haalt geen enkele waarde uit dit bericht.", topic.mapping.name);
            made.refused.push(Refusal::new("no-values", reason));
        }
        (made, notes)
    }
}

/// Checks that a mapping can be used on a topic.
fn check(topic: &Topic) -> Result<(), String> {
    let (name, pattern) = (topic.mapping.name(), topic.pattern.as_str());
    let How::File(berichten) = &topic.mapping.how else {
        let named = ["apparaat", "datastream"].into_iter().any(|word| topic.pattern.names(word));
        return if named || topic.gateway { Ok(()) } else { Err(nobody(pattern, "{datastream}")) };
    };
    for bericht in berichten {
        let known =
            |word: &str| topic.pattern.names(word) || bericht.onderwerp.as_ref().is_some_and(|own| own.names(word));
        if !known("apparaat") && !topic.gateway && !bericht.poort {
            return Err(nobody(pattern, "{apparaat}"));
        }
        let sources = bericht.apparaat.iter().chain(bericht.waarde.iter().flat_map(|waarde| sources(&waarde.what)));
        if let Some(unknown) = sources.flat_map(Source::names).find(|word| !known(word)) {
            return Err(format!("{name}: het onderwerp `{pattern}` heeft geen {{{unknown}}}"));
        }
    }
    Ok(())
}

fn nobody(pattern: &str, word: &str) -> String {
    format!(
        "het onderwerp `{pattern}` zegt niet welk apparaat spreekt: zet {word} erin, of zeg dat het van een poort is"
    )
}

fn sources(what: &What) -> Vec<&Source> {
    match what {
        What::One { eigenschap, value, eenheid, .. } => {
            [Some(eigenschap), Some(value), eenheid.as_ref()].into_iter().flatten().collect()
        }
        What::Members { .. } => Vec::new(),
    }
}
