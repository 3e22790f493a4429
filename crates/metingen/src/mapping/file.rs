// SPDX-License-Identifier: EUPL-1.2
//! The shape of a mapping file.

use std::{collections::BTreeMap, fmt};

use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::{
    moment::Form,
    path::{Path, Paths},
    pattern::Pattern,
};

/// A mapping file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// What it is for, in words.
    #[serde(default, rename = "omschrijving")]
    _omschrijving: String,
    /// The kinds of messages; every one that fits a message is read.
    pub(super) bericht: Vec<Bericht>,
}

/// One kind of message, or of part of a message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bericht {
    /// Topics for which it holds; every one when absent.
    pub(super) onderwerp: Option<Pattern>,
    /// Which device measured; the topic's when absent.
    pub(super) apparaat: Option<Source>,
    /// The topic is a gateway's, which speaks for other devices.
    #[serde(default)]
    pub(super) poort: bool,
    /// The parts of the message that each are read; the whole message when absent.
    pub(super) elk: Option<Paths>,
    /// When it holds.
    pub(super) als: Option<Condition>,
    /// When it was measured.
    pub(super) tijd: Moment,
    /// What becomes of a property that the device is not known to have.
    #[serde(default)]
    pub(super) onbekend: Onbekend,
    /// The values.
    pub(super) waarde: Vec<Waarde>,
}

/// What becomes of a property that the device is not known to have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Onbekend {
    /// It is refused.
    #[default]
    Weigeren,
    /// It is left out, when something else of the message is stored.
    Overslaan,
}

/// One value, or all members of an object.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "RawWaarde")]
pub(super) struct Waarde {
    pub(super) what: What,
    pub(super) als: Option<Condition>,
    pub(super) tijd: Option<Moment>,
}

/// What a [`Waarde`] takes.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// One value.
    One {
        eigenschap: Source,
        value: Source,
        eenheid: Option<Source>,
        factor: f64,
        soort: Option<Soort>,
        verplicht: bool,
    },
    /// Every text, number and truth value of an object, under its own name.
    Members { pad: Path, behalve: Vec<String>, namen: BTreeMap<String, String>, eenheden: BTreeMap<String, String> },
}

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Soort {
    Getal,
    Tekst,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWaarde {
    eigenschap: Option<Source>,
    pad: Option<Place>,
    waarde: Option<Source>,
    #[serde(default)]
    woorden: BTreeMap<String, String>,
    overig: Option<Overig>,
    eenheid: Option<Source>,
    factor: Option<Factor>,
    soort: Option<Soort>,
    #[serde(default)]
    verplicht: bool,
    leden: Option<String>,
    #[serde(default)]
    behalve: Vec<String>,
    #[serde(default)]
    namen: BTreeMap<String, String>,
    #[serde(default)]
    eenheden: BTreeMap<String, String>,
    als: Option<Condition>,
    tijd: Option<Moment>,
}

/// Paths that lead to one place. Checked on its own, so that an error shows its line.
#[derive(Deserialize)]
#[serde(try_from = "Paths")]
struct Place(Source);

impl TryFrom<Paths> for Place {
    type Error = String;

    fn try_from(paths: Paths) -> Result<Self, String> {
        Source::paths(paths).map(Self)
    }
}

/// What numbers are multiplied with.
#[derive(Deserialize)]
#[serde(try_from = "f64")]
struct Factor(f64);

impl TryFrom<f64> for Factor {
    type Error = &'static str;

    fn try_from(factor: f64) -> Result<Self, &'static str> {
        if factor.is_finite() && factor != 0.0 { Ok(Self(factor)) } else { Err("`factor` is een getal anders dan 0") }
    }
}

impl TryFrom<RawWaarde> for Waarde {
    type Error = String;

    fn try_from(raw: RawWaarde) -> Result<Self, String> {
        let (als, tijd) = (raw.als.clone(), raw.tijd.clone());
        // The place of an error between keys is that of the first of the list: the name tells which one it is.
        let whose = raw.eigenschap.as_ref().map_or_else(|| "zonder eigenschap".to_owned(), Source::describe);
        let what = if raw.leden.is_some() { raw.members() } else { raw.one() };
        let what = what.map_err(|reason| format!("waarde {whose}: {reason}"))?;
        Ok(Self { what, als, tijd })
    }
}

impl RawWaarde {
    fn members(self) -> Result<What, String> {
        if self.eigenschap.is_some() || self.pad.is_some() || self.waarde.is_some() || self.eenheid.is_some() {
            return Err(
                "`leden` neemt alle leden over: `eigenschap`, `pad`, `waarde` en `eenheid` horen er niet bij".into()
            );
        }
        let pad = Path::parse(self.leden.as_deref().unwrap_or_default())?;
        if pad.walks() {
            return Err(format!("`leden`: {} mag geen [*] hebben, gebruik `elk`", pad.text));
        }
        Ok(What::Members { pad, behalve: self.behalve, namen: self.namen, eenheden: self.eenheden })
    }

    fn one(self) -> Result<What, String> {
        if !(self.behalve.is_empty() && self.namen.is_empty() && self.eenheden.is_empty()) {
            return Err("`behalve`, `namen` en `eenheden` horen bij `leden`".into());
        }
        let eigenschap = self.eigenschap.ok_or("`eigenschap` ontbreekt: de naam van wat gemeten is")?;
        let ((Some(Place(mut value)), None) | (None, Some(mut value))) = (self.pad, self.waarde) else {
            return Err("geef óf `pad` (waar de waarde staat) óf `waarde` (een vaste waarde)".into());
        };
        let factor = self.factor.map_or(1.0, |Factor(factor)| factor);
        value.overig = self.overig.unwrap_or(value.overig);
        value.woorden.extend(self.woorden);
        let (eenheid, soort, verplicht) = (self.eenheid, self.soort, self.verplicht);
        Ok(What::One { eigenschap, value, eenheid, factor, soort, verplicht })
    }
}

/// What becomes of a word that is not in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Overig {
    /// The value is refused.
    #[default]
    Weigeren,
    /// There is no value.
    Overslaan,
    /// It is kept as it is.
    Behouden,
}

/// Where a text or a value comes from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) from: From,
    /// Words of the device and ours.
    pub(super) woorden: BTreeMap<String, String>,
    pub(super) overig: Overig,
    /// Only what follows the last one of these.
    pub(super) na: Option<String>,
}

/// See [`Source`].
#[derive(Clone, Debug)]
pub(super) enum From {
    /// The message.
    Paths(Paths),
    /// A fixed text with named parts of the topic in it.
    Template(Vec<Piece>),
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Text(String),
    Name(String),
}

impl Source {
    fn paths(paths: Paths) -> Result<Self, String> {
        if let Some(path) = paths.0.iter().find(|path| path.walks()) {
            return Err(format!("pad `{}`: [*] mag alleen in `elk`", path.text));
        }
        Ok(Self::of(From::Paths(paths)))
    }

    fn of(from: From) -> Self {
        Self { from, woorden: BTreeMap::new(), overig: Overig::default(), na: None }
    }

    fn parse(text: &str) -> Result<Self, String> {
        if Path::is_meant(text) {
            return Self::paths(Paths(vec![Path::parse(text)?]));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| format!("`{text}`: een {{ zonder }}"))?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Name(name.to_owned()));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self::of(From::Template(pieces)))
    }

    /// As it was written, about.
    fn describe(&self) -> String {
        match &self.from {
            From::Paths(paths) => paths.text(),
            From::Template(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.clone(),
                    Piece::Name(name) => format!("{{{name}}}"),
                })
                .collect(),
        }
    }

    /// The named parts of the topic that it wants.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let pieces: &[Piece] = if let From::Template(pieces) = &self.from { pieces } else { &[] };
        pieces.iter().filter_map(|piece| if let Piece::Name(name) = piece { Some(name.as_str()) } else { None })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    pad: Paths,
    #[serde(default)]
    woorden: BTreeMap<String, String>,
    #[serde(default)]
    overig: Overig,
    na: Option<String>,
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Source;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("een tekst, een pad, een lijst van paden of { pad = … }")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Source, E> {
                Source::parse(text).map_err(E::custom)
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Source, E> {
                Ok(Source::of(From::Template(vec![Piece::Text(number.to_string())])))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Source, E> {
                Ok(Source::of(From::Template(vec![Piece::Text(number.to_string())])))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, items: A) -> Result<Source, A::Error> {
                let paths = Paths::deserialize(de::value::SeqAccessDeserializer::new(items))?;
                Source::paths(paths).map_err(de::Error::custom)
            }
            fn visit_map<A: de::MapAccess<'de>>(self, members: A) -> Result<Source, A::Error> {
                let raw = RawSource::deserialize(de::value::MapAccessDeserializer::new(members))?;
                let source = Source::paths(raw.pad).map_err(de::Error::custom)?;
                Ok(Source { woorden: raw.woorden, overig: raw.overig, na: raw.na, ..source })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// When a message or a value holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    pad: Paths,
    /// One of these; anything that is there when empty.
    #[serde(default)]
    is: Vec<Word>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Truth(bool),
    Number(f64),
}

impl Condition {
    /// Whether it holds.
    pub(super) fn holds(&self, whole: &Value, part: &Value) -> bool {
        let Some(found) = self.pad.find(whole, part) else { return false };
        self.is.is_empty()
            || self.is.iter().any(|word| match word {
                Word::Text(text) => found.as_str() == Some(text),
                Word::Truth(truth) => found.as_bool() == Some(*truth),
                Word::Number(number) => found.as_f64() == Some(*number),
            })
    }

    /// As it was written.
    pub(super) fn text(&self) -> String {
        self.pad.text()
    }
}

/// Where the moment comes from.
#[derive(Clone, Debug)]
pub(super) enum Moment {
    /// The arrival of the message.
    Arrival,
    /// The message.
    At { paths: Paths, form: Form, zone: Option<TimeZone> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMoment {
    pad: Paths,
    #[serde(default)]
    vorm: Form,
    zone: Option<String>,
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Moment;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("een pad, een lijst van paden, { pad = …, vorm = … } of \"aankomst\"")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
                if text == "aankomst" {
                    return Ok(Moment::Arrival);
                }
                let path = Path::parse(text).map_err(E::custom)?;
                Ok(Moment::At { paths: Paths(vec![path]), form: Form::Auto, zone: None })
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, items: A) -> Result<Moment, A::Error> {
                let paths = Paths::deserialize(de::value::SeqAccessDeserializer::new(items))?;
                Ok(Moment::At { paths, form: Form::Auto, zone: None })
            }
            fn visit_map<A: de::MapAccess<'de>>(self, members: A) -> Result<Moment, A::Error> {
                let raw = RawMoment::deserialize(de::value::MapAccessDeserializer::new(members))?;
                let zone = raw.zone.map(|name| TimeZone::get(&name).map_err(de::Error::custom)).transpose()?;
                Ok(Moment::At { paths: raw.pad, form: raw.vorm, zone })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
