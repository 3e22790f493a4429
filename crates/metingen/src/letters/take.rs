// SPDX-License-Identifier: EUPL-1.2
//! Takes messages in: what they mean is stored, what cannot be stored becomes a letter.

use std::{collections::HashMap, fmt::Write as _};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use waarmaker_api::{Cx, Result};
use waarmaker_db::{Tx, Value};

use crate::{
    Verdict, Watchers, batch,
    mapping::{Mapped, Streamed},
    record::{Measured, Source, record},
};

/// Longest reason, in characters.
const MAX_REASON: usize = 1000;
/// Most reasons of one message.
const MAX_REASONS: usize = 5;

/// What a message contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// The message.
    Kept(Bytes),
    /// Too large to keep: its size and SHA-256.
    TooLarge { size: usize, sha256: String },
}

impl Payload {
    /// A payload, of which at most `max` bytes are kept.
    pub(crate) fn new(payload: Bytes, max: usize) -> Self {
        if payload.len() <= max {
            return Self::Kept(payload);
        }
        Self::TooLarge { size: payload.len(), sha256: sha256(&payload) }
    }

    /// Bytes of memory that it takes.
    pub(crate) const fn weight(&self) -> usize {
        match self {
            Self::Kept(payload) => payload.len(),
            Self::TooLarge { .. } => 64,
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// A message with what it means.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// Its topic.
    pub(crate) topic: String,
    /// Its content.
    pub(crate) payload: Payload,
    /// When it arrived, in milliseconds since 1970.
    pub(crate) arrived: i64,
    /// What it means.
    pub(crate) mapped: Mapped,
}

/// What became of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sort {
    /// Observations that were stored.
    pub(crate) stored: u64,
    /// Observations that were there already.
    pub(crate) duplicates: u64,
    /// Code and reason of what could not be stored.
    pub(crate) refused: Option<(&'static str, String)>,
}

/// Stores what messages mean, and a letter for each of which something could not be stored.
pub(crate) fn take(bron: &str, parcels: &[Parcel], watchers: Watchers, cx: &mut Cx<'_, '_>) -> Result<Vec<Sort>> {
    let mapped: Vec<&Mapped> = parcels.iter().map(|parcel| &parcel.mapped).collect();
    let sorted = judge(&mapped, watchers, cx)?;
    for (parcel, sort) in parcels.iter().zip(&sorted) {
        if let Some((code, reason)) = &sort.refused {
            keep(bron, parcel, code, reason, cx.tx)?;
        }
    }
    Ok(sorted)
}

/// Stores what messages mean.
pub(crate) fn judge(messages: &[&Mapped], watchers: Watchers, cx: &mut Cx<'_, '_>) -> Result<Vec<Sort>> {
    let known = datastreams(messages, cx.tx)?;
    let mut measured: Vec<Measured> = Vec::with_capacity(messages.iter().map(|mapped| mapped.measured.len()).sum());
    let mut owners: Vec<usize> = Vec::with_capacity(measured.capacity());
    let mut why: Vec<Vec<(&'static str, String)>> = Vec::with_capacity(messages.len());
    for (i, mapped) in messages.iter().enumerate() {
        let mut refused: Vec<_> =
            mapped.refused.iter().map(|refusal| (refusal.code, refusal.reason.clone().into_owned())).collect();
        measured.extend(mapped.measured.iter().cloned());
        for streamed in &mapped.streams {
            match named(streamed, &known) {
                Ok(one) => measured.push(one),
                Err(refusal) => refused.push(refusal),
            }
        }
        owners.resize(measured.len(), i);
        why.push(refused);
    }
    let verdicts = record(&measured, &Source::default(), watchers, cx)?;
    let mut sorted = vec![Sort::default(); messages.len()];
    let mut unknown: Vec<Vec<(&'static str, String)>> = vec![Vec::new(); messages.len()];
    for (verdict, owner) in verdicts.into_iter().zip(owners) {
        let (Some(sort), Some(why), Some(unknown)) =
            (sorted.get_mut(owner), why.get_mut(owner), unknown.get_mut(owner))
        else {
            continue;
        };
        match verdict {
            Verdict::Stored => sort.stored += 1,
            Verdict::Duplicate => sort.duplicates += 1,
            Verdict::Refused("unknown-datastream", reason) => unknown.push(("unknown-datastream", reason)),
            Verdict::Refused(code, reason) => why.push((code, reason)),
        }
    }
    for (((sort, mut why), unknown), mapped) in sorted.iter_mut().zip(why).zip(unknown).zip(messages) {
        if !(mapped.lenient && sort.stored + sort.duplicates > 0) {
            why.extend(unknown);
        }
        sort.refused = summary(&why);
    }
    Ok(sorted)
}

/// The first code, and the different reasons.
fn summary(why: &[(&'static str, String)]) -> Option<(&'static str, String)> {
    let (code, _) = why.first()?;
    let mut reasons: Vec<&str> = Vec::new();
    for (_, reason) in why {
        if !reasons.contains(&reason.as_str()) {
            reasons.push(reason);
        }
    }
    let more = reasons.len().saturating_sub(MAX_REASONS);
    reasons.truncate(MAX_REASONS);
    let mut text = reasons.join(" ");
    if more > 0 {
        let _ = write!(text, " En nog {more}.");
    }
    Some((code, clean(&text, MAX_REASON)))
}

/// A text that a database can hold: no control characters, not too long.
fn clean(text: &str, longest: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(longest).collect()
}

/// The device and the property of each datastream that messages name.
fn datastreams(messages: &[&Mapped], tx: &mut Tx<'_>) -> Result<HashMap<i64, (String, String)>> {
    let mut ids: Vec<i64> =
        messages.iter().flat_map(|mapped| mapped.streams.iter().map(|streamed| streamed.datastream)).collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
    let mut known = HashMap::with_capacity(ids.len());
    let sql = "SELECT d.id, t.apparaat, p.naam FROM datastreams d JOIN things t ON t.id = d.thing \
         JOIN observed_properties p ON p.id = d.observed_property WHERE d.id IN";
    batch::among(tx, sql, "", &ids, |row| {
        known.insert(row.int(0)?, (row.text(1)?, row.text(2)?));
        Ok(())
    })?;
    Ok(known)
}

/// An observation of a datastream, as its device would say it.
fn named(
    streamed: &Streamed,
    known: &HashMap<i64, (String, String)>,
) -> std::result::Result<Measured, (&'static str, String)> {
    let Some((apparaat, eigenschap)) = known.get(&streamed.datastream) else {
        let reason = format!("Datastream {} is niet bekend.", streamed.datastream);
        return Err(("unknown-datastream", reason));
    };
    if let Some(topic) = streamed.apparaat.as_ref().filter(|topic| *topic != apparaat) {
        let reason =
            format!("Datastream {} is niet van {topic}: een apparaat meldt alleen voor zichzelf.", streamed.datastream);
        return Err(("not-yours", reason));
    }
    Ok(Measured {
        apparaat: apparaat.clone(),
        eigenschap: eigenschap.clone(),
        tijd: streamed.tijd,
        resultaat: streamed.resultaat.clone(),
        eenheid: None,
    })
}

/// Writes a letter; the same message again counts up, with the newest reason.
fn keep(bron: &str, parcel: &Parcel, code: &str, reason: &str, tx: &mut Tx<'_>) -> Result<()> {
    let (size, sha256, body) = match &parcel.payload {
        Payload::Kept(payload) => (payload.len(), sha256(payload), Value::Bytes(payload.to_vec())),
        Payload::TooLarge { size, sha256 } => (*size, sha256.clone(), Value::Null),
    };
    let device = parcel.mapped.device.as_deref().map(|device| clean(device, 200));
    let sql = "INSERT INTO dode_letters (bron, onderwerp, apparaat, code, reden, ontvangen, laatst, aantal, pogingen, grootte, sha256, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $6, 1, 0, $7, $8, $9) ON CONFLICT (bron, onderwerp, sha256) DO UPDATE SET \
         code = excluded.code, reden = excluded.reden, laatst = excluded.laatst, aantal = dode_letters.aantal + 1, herhaald = NULL";
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let values = [
        bron.into(),
        clean(&parcel.topic, 1000).into(),
        device.map_or(Value::Null, Value::from),
        code.into(),
        reason.into(),
        parcel.arrived.into(),
        size.into(),
        sha256.into(),
        body,
    ];
    tx.run(sql, &values)?;
    Ok(())
}
