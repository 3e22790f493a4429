// SPDX-License-Identifier: EUPL-1.2
//! What is refused, and what is said about it.

use std::collections::HashMap;

use super::resolve::{Device, Soort, Stream};
use super::{Measured, Resultaat, Source};

/// How far a clock of a device may be ahead, in milliseconds.
const AHEAD: i64 = 5 * 60 * 1000;
/// 2000-01-01T00:00:00Z.
const FIRST: i64 = 946_684_800_000;
/// Longest text, in characters.
const LONGEST: usize = 500;

/// Code and reason.
type Refusal = (&'static str, String);

/// The datastream of a value, when nothing is wrong with it.
pub(super) fn check<'s>(
    one: &Measured,
    source: &Source,
    devices: &'s HashMap<String, Device>,
    now: i64,
) -> Result<&'s Stream, Refusal> {
    let name = shown(&one.apparaat);
    if let Some(device) = source.device.as_ref().filter(|device| **device != one.apparaat) {
        let reason =
            format!("Apparaat {} stuurt een meting van {name}: een apparaat meldt alleen zichzelf.", shown(device));
        return Err(("not-yours", reason));
    }
    let unknown = || {
        format!(
            "Apparaat {name} is niet bekend: maak eerst een Thing met dit apparaat (waarmaker metingen aansluiten)."
        )
    };
    let device = devices.get(&one.apparaat).ok_or_else(|| ("unknown-device", unknown()))?;
    if source.client.is_some() && source.client != device.client {
        return Err((
            "not-yours",
            format!("Apparaat {name} is niet van deze client: een client meldt alleen zijn eigen apparaten."),
        ));
    }
    let property = shown(&one.eigenschap);
    let no_stream = || format!("Apparaat {name} heeft geen datastream voor {property}: maak die eerst aan.");
    let stream = device.streams.get(&one.eigenschap).ok_or_else(|| ("unknown-datastream", no_stream()))?;
    if let Some(unit) = one.eenheid.as_ref().filter(|unit| **unit != stream.eenheid) {
        let reason = format!(
            "De eenheid is {}, maar {property} van {name} is in {}: er wordt niet omgerekend.",
            shown(unit),
            shown(&stream.eenheid)
        );
        return Err(("wrong-unit", reason));
    }
    value(one, stream, &property)?;
    moment(one.tijd, now)?;
    Ok(stream)
}

fn value(one: &Measured, stream: &Stream, property: &str) -> Result<(), Refusal> {
    match (&one.resultaat, stream.soort) {
        (Resultaat::Getal(number), Soort::Getal | Soort::Vrij) if number.is_finite() => Ok(()),
        (Resultaat::Getal(_), Soort::Getal | Soort::Vrij) => {
            Err(("not-finite", format!("De waarde van {property} is geen eindig getal.")))
        }
        (Resultaat::Getal(_), Soort::Tekst) => {
            Err(("wrong-type", format!("De waarde van {property} moet een tekst zijn.")))
        }
        (Resultaat::Tekst(text), Soort::Waarheid) if matches!(text.as_str(), "true" | "false") => Ok(()),
        (_, Soort::Waarheid) => Err(("wrong-type", format!("De waarde van {property} moet true of false zijn."))),
        (Resultaat::Tekst(_), Soort::Getal) => {
            Err(("wrong-type", format!("De waarde van {property} moet een getal zijn.")))
        }
        (Resultaat::Tekst(text), Soort::Tekst | Soort::Vrij) => words(text, property),
    }
}

fn words(text: &str, property: &str) -> Result<(), Refusal> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(("too-long", format!("De waarde van {property} is langer dan {LONGEST} tekens.")));
    }
    if text.chars().any(char::is_control) {
        return Err(("wrong-type", format!("De waarde van {property} bevat een stuurteken.")));
    }
    Ok(())
}

fn moment(at: i64, now: i64) -> Result<(), Refusal> {
    if at > now.saturating_add(AHEAD) {
        let reason = "Het tijdstip ligt meer dan vijf minuten in de toekomst: zet de klok van het apparaat goed.";
        return Err(("future", reason.to_owned()));
    }
    if at < FIRST {
        return Err(("past", "Het tijdstip ligt vóór het jaar 2000: zet de klok van het apparaat goed.".to_owned()));
    }
    Ok(())
}

/// A name that somebody sent, fit for a message: short, and without control characters.
fn shown(name: &str) -> String {
    let clean: String = name.chars().filter(|letter| !letter.is_control()).take(80).collect();
    if clean.is_empty() { "(leeg)".to_owned() } else { clean }
}
