// SPDX-License-Identifier: EUPL-1.2
//! From a message to observations, by a mapping file.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Mapped, Message, Refusal,
    file::{Bericht, From, Moment, Onbekend, Overig, Piece, Soort, Source, Waarde, What},
    moment,
    pattern::Words,
};
use crate::record::{Measured, Resultaat};

/// Longest name of a device or property.
const MAX_NAME: usize = 200;

/// One message on its way.
pub(super) struct Walk<'a> {
    pub(super) message: Message<'a>,
    pub(super) whole: &'a Value,
    pub(super) words: Words<'a>,
    /// The topic is a gateway's, by the settings.
    pub(super) gateway: bool,
    pub(super) made: Mapped,
    /// Why things are as they are, when somebody asks.
    pub(super) notes: Option<Vec<String>>,
}

/// A part of the message: which device measured in it, and where in the file we are.
struct Part<'a> {
    at: &'a Value,
    device: String,
    place: &'a str,
    /// First observation of this part.
    first: usize,
}

impl<'a> Walk<'a> {
    fn note(&mut self, text: impl FnOnce() -> String) {
        if let Some(notes) = &mut self.notes {
            notes.push(text());
        }
    }

    fn refuse(&mut self, code: &'static str, reason: String) {
        self.made.refused.push(Refusal::new(code, reason));
    }

    /// The named part of the topic.
    pub(super) fn word(&self, wanted: &str) -> Option<&'a str> {
        self.words.iter().find(|(name, _)| *name == wanted).map(|(_, word)| *word)
    }

    /// Reads one kind of message.
    pub(super) fn bericht(&mut self, bericht: &'a Bericht, number: usize) {
        let place = format!("bericht {number}");
        let usual = self.words.clone();
        if let Some(pattern) = &bericht.onderwerp {
            let Some(mut words) = pattern.read(self.message.topic) else {
                return self.note(|| format!("{place}: het onderwerp past niet op {}", pattern.as_str()));
            };
            words.extend(usual.iter().copied());
            self.words = words;
        }
        let parts = match &bericht.elk {
            None => vec![self.whole],
            Some(paths) => {
                let found = paths.0.iter().map(|path| path.all(self.whole));
                found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
            }
        };
        if parts.is_empty() {
            self.note(|| format!("{place}: `elk` levert niets op"));
        }
        self.made.lenient |= bericht.onbekend == Onbekend::Overslaan;
        for at in parts {
            self.part(bericht, at, &place);
        }
        self.words = usual;
    }

    fn part(&mut self, bericht: &'a Bericht, at: &'a Value, place: &str) {
        if let Some(condition) = &bericht.als
            && !condition.holds(self.whole, at)
        {
            return self.note(|| format!("{place}: `als` geldt niet ({})", condition.text()));
        }
        let device = match self.device(bericht, at) {
            Ok(device) => device,
            Err(refusal) => return self.made.refused.push(refusal),
        };
        if self.made.device.is_none() {
            self.made.device = Some(device.clone());
        }
        let part = Part { at, device, place, first: self.made.measured.len() };
        for (i, waarde) in bericht.waarde.iter().enumerate() {
            self.waarde(bericht, waarde, &part, i + 1);
        }
    }

    /// The device that measured: what the message says, which only on the topic of a gateway may be another than the topic's.
    fn device(&self, bericht: &Bericht, at: &Value) -> Result<String, Refusal> {
        let topic = self.word("apparaat");
        let said = match &bericht.apparaat {
            Some(source) => self.text(source, at)?,
            None => None,
        };
        let Some(device) = said.or_else(|| topic.map(str::to_owned)) else {
            return Err(Refusal::new("no-device", "Het onderwerp en het bericht noemen geen apparaat."));
        };
        if device.is_empty() || device.len() > MAX_NAME || device.chars().any(char::is_control) {
            return Err(Refusal::new(
                "no-device",
                format!("Het apparaat heeft geen naam van 1 tot {MAX_NAME} tekens."),
            ));
        }
        let gateway = self.gateway || bericht.poort;
        match topic {
            Some(topic) if topic != device && !gateway => Err(Refusal::new(
                "not-yours",
                format!(
                    "Het onderwerp is van {topic}, het bericht noemt {}: een apparaat meldt alleen voor zichzelf.",
                    short(&device)
                ),
            )),
            None if !gateway => Err(Refusal::new(
                "not-yours",
                "Het onderwerp noemt geen apparaat en is niet als dat van een poort ingesteld.",
            )),
            _ => Ok(device),
        }
    }

    fn waarde(&mut self, bericht: &'a Bericht, waarde: &'a Waarde, part: &Part<'_>, number: usize) {
        if let Some(condition) = &waarde.als
            && !condition.holds(self.whole, part.at)
        {
            return self.note(|| format!("{}, waarde {number}: `als` geldt niet ({})", part.place, condition.text()));
        }
        let found = match &waarde.what {
            What::One { .. } => self.one(&waarde.what, part, number),
            What::Members { pad, behalve, namen, eenheden } => {
                Ok(members(pad.find(self.whole, part.at), behalve, namen, eenheden))
            }
        };
        let found = match found {
            Ok(found) => found,
            Err(refusal) => return self.made.refused.push(refusal),
        };
        if found.is_empty() {
            return;
        }
        let tijd = match self.moment(waarde.tijd.as_ref().unwrap_or(&bericht.tijd), part.at) {
            Ok(tijd) => tijd,
            Err(refusal) => return self.made.refused.push(refusal),
        };
        for (eigenschap, resultaat, eenheid) in found {
            self.add(Measured { apparaat: part.device.clone(), eigenschap, tijd, resultaat, eenheid }, part.first);
        }
    }

    /// Adds an observation, unless this part has one of the same property and moment already: the first rule that gives a property counts.
    fn add(&mut self, measured: Measured, first: usize) {
        if measured.eigenschap.is_empty() || measured.eigenschap.len() > MAX_NAME {
            return self.refuse("bad-value", format!("Een eigenschap heeft geen naam van 1 tot {MAX_NAME} tekens."));
        }
        let same = |other: &Measured| other.eigenschap == measured.eigenschap && other.tijd == measured.tijd;
        if self.made.measured.get(first..).is_some_and(|rest| rest.iter().any(same)) {
            return self.note(|| format!("{}: staat er al", measured.eigenschap));
        }
        self.made.measured.push(measured);
    }

    fn one(&mut self, what: &What, part: &Part<'_>, number: usize) -> Result<Vec<Found>, Refusal> {
        let What::One { eigenschap, value, eenheid, factor, soort, verplicht } = what else { return Ok(Vec::new()) };
        let Some(name) = self.text(eigenschap, part.at)? else {
            self.note(|| format!("{}, waarde {number}: de eigenschap is er niet", part.place));
            return Ok(Vec::new());
        };
        let Some(resultaat) = self.value(value, part.at, *soort, *factor, &name)? else {
            if *verplicht {
                return Err(Refusal::new("missing", format!("{name} ontbreekt ({}).", described(value))));
            }
            self.note(|| format!("{}, waarde {number} ({name}): {} is er niet", part.place, described(value)));
            return Ok(Vec::new());
        };
        let unit = eenheid.as_ref().map(|source| self.text(source, part.at)).transpose()?.flatten();
        Ok(vec![(name, resultaat, unit)])
    }

    /// The value of a source; `None` when there is none.
    fn value(
        &self,
        source: &Source,
        at: &Value,
        soort: Option<Soort>,
        factor: f64,
        name: &str,
    ) -> Result<Option<Resultaat>, Refusal> {
        let raw = match &source.from {
            From::Template(_) => self.text(source, at)?.map(Value::String),
            From::Paths(paths) => paths.find(self.whole, at).cloned(),
        };
        let Some(raw) = raw else { return Ok(None) };
        let bad = |what: &str| Refusal::new("bad-value", format!("{name}: {what}."));
        let word = match &raw {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => raw.to_string(),
            _ => return Err(bad("een object of lijst is geen waarde")),
        };
        if !source.woorden.is_empty() {
            return Ok(translated(source, word, name)?.map(Resultaat::Tekst));
        }
        let number = match (&raw, soort) {
            (Value::Number(number), None | Some(Soort::Getal)) => number.as_f64(),
            (Value::String(text), Some(Soort::Getal)) => Some(text.trim().parse().map_err(|_| bad("geen getal"))?),
            (_, Some(Soort::Getal)) => return Err(bad("geen getal")),
            _ => None,
        };
        match number.map(|number: f64| number * factor) {
            Some(number) if number.is_finite() => Ok(Some(Resultaat::Getal(number))),
            Some(_) => Err(Refusal::new("number-range", format!("{name}: het getal is te groot."))),
            None => Ok(Some(Resultaat::Tekst(word))),
        }
    }

    /// The text of a source; `None` when there is none.
    fn text(&self, source: &Source, at: &Value) -> Result<Option<String>, Refusal> {
        let text = match &source.from {
            From::Paths(paths) => match paths.find(self.whole, at) {
                None => return Ok(None),
                Some(Value::String(text)) => text.clone(),
                Some(found @ (Value::Number(_) | Value::Bool(_))) => found.to_string(),
                Some(_) => return Err(Refusal::new("bad-value", format!("{}: geen tekst.", paths.text()))),
            },
            From::Template(pieces) => {
                let words = pieces.iter().map(|piece| match piece {
                    Piece::Text(text) => Some(text.as_str()),
                    Piece::Name(name) => self.word(name),
                });
                match words.collect::<Option<String>>() {
                    Some(text) => text,
                    None => return Ok(None),
                }
            }
        };
        let text = match &source.na {
            Some(separator) => text.rsplit(separator.as_str()).next().unwrap_or_default().to_owned(),
            None => text,
        };
        if source.woorden.is_empty() { Ok(Some(text)) } else { translated(source, text, &described(source)) }
    }

    fn moment(&self, moment: &Moment, at: &Value) -> Result<i64, Refusal> {
        let Moment::At { paths, form, zone } = moment else { return Ok(self.message.arrived) };
        let Some(found) = paths.find(self.whole, at) else {
            return Err(Refusal::new("no-time", format!("De tijd van de meting ontbreekt ({}).", paths.text())));
        };
        let wrong = || {
            let zone = if zone.is_none() { " met tijdzone" } else { "" };
            Refusal::new(
                "bad-time",
                format!("{}: geen tijd in de vorm van RFC 3339{zone}, seconden of milliseconden.", paths.text()),
            )
        };
        moment::read(found, *form, zone.as_ref()).ok_or_else(wrong)
    }
}

/// Property, value and unit.
type Found = (String, Resultaat, Option<String>);

fn members(
    object: Option<&Value>,
    behalve: &[String],
    namen: &BTreeMap<String, String>,
    eenheden: &BTreeMap<String, String>,
) -> Vec<Found> {
    let Some(object) = object.and_then(Value::as_object) else { return Vec::new() };
    let taken = object.iter().filter(|(name, _)| !behalve.contains(name)).filter_map(|(name, value)| {
        let resultaat = match value {
            Value::Number(number) => Resultaat::Getal(number.as_f64()?),
            Value::String(text) => Resultaat::Tekst(text.clone()),
            Value::Bool(truth) => Resultaat::Tekst(truth.to_string()),
            _ => return None,
        };
        Some((namen.get(name).unwrap_or(name).clone(), resultaat, eenheden.get(name).cloned()))
    });
    taken.collect()
}

/// Our word for that of the device.
fn translated(source: &Source, word: String, name: &str) -> Result<Option<String>, Refusal> {
    match (source.woorden.get(&word), source.overig) {
        (Some(ours), _) => Ok(Some(ours.clone())),
        (None, Overig::Behouden) => Ok(Some(word)),
        (None, Overig::Overslaan) => Ok(None),
        (None, Overig::Weigeren) => Err(Refusal::new(
            "unknown-word",
            format!("{name}: het woord `{}` staat niet in de afbeelding.", short(&word)),
        )),
    }
}

fn described(source: &Source) -> String {
    match &source.from {
        From::Paths(paths) => paths.text(),
        From::Template(_) => "de vaste waarde".to_owned(),
    }
}

/// The beginning of a text of somebody else.
fn short(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
