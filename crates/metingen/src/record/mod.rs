// SPDX-License-Identifier: EUPL-1.2
//! From what a device says to a stored observation.
//!
//! A batch is a handful of statements, however many observations are in it: look up the devices, look up what is newest, insert, upsert the series and
//! the newest values once per hour, day and datastream.

mod check;
mod resolve;
mod series;
mod store;

use uuid::Uuid;
use waarmaker_api::{Cx, Result};

pub(crate) use resolve::Soort;
pub(crate) use series::{Series, day_of};

/// The value of an observation.
#[derive(Clone, Debug, PartialEq)]
pub enum Resultaat {
    /// A number, finite.
    Getal(f64),
    /// A word: a state such as `aan`, `uit`, `defect`. Truth values are `true` and `false`.
    Tekst(String),
}

/// One value that a device says it measured, after mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Identifier of the device (`things.apparaat`).
    pub apparaat: String,
    /// Name of the observed property (`status`, `vermogen`): with the device it names the datastream.
    pub eigenschap: String,
    /// When (`phenomenonTime`), in milliseconds since 1970.
    pub tijd: i64,
    /// What.
    pub resultaat: Resultaat,
    /// Unit symbol, when the message had one: it has to be that of the datastream.
    pub eenheid: Option<String>,
}

/// Who says so. What is `None` restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Client id of a device that may write its own things only (scope `metingen.eigen`).
    pub client: Option<String>,
    /// The device of which the message came: it may not speak for another.
    pub device: Option<String>,
}

/// What became of a [`Measured`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is stored.
    Stored,
    /// It was there already, the same.
    Duplicate,
    /// It cannot be stored: code and reason in words (Dutch). Who sent it decides what becomes of it: a dead letter, or an answer.
    Refused(&'static str, String),
}

/// A stored observation, as a [`Watcher`] sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Row of the datastream.
    pub datastream: i64,
    /// Asset that the thing is or hangs on; `None` for a thing without one.
    pub asset: Option<Uuid>,
    /// Name of the observed property.
    pub eigenschap: String,
    /// When, in milliseconds since 1970.
    pub tijd: i64,
    /// What.
    pub resultaat: Resultaat,
    /// Whether it is the newest of its datastream: a late one is stored and changes no state.
    pub newest: bool,
}

/// Sees observations in the transaction that stores them (rules). No state of its own: several nodes divide the stream, and a crash may come at any
/// moment, so what it remembers is in the database.
pub trait Watcher: Send + Sync {
    /// Looks at observations, in the order of their moments per datastream. What goes wrong here must not refuse the observation: an error means that
    /// the database failed.
    fn watch(&self, readings: &[Reading], cx: &mut Cx<'_, '_>) -> Result<()>;
}

/// All watchers of the program.
pub type Watchers = &'static [&'static dyn Watcher];

/// An observation that passed the checks, with the place it has in the batch.
pub(crate) struct Accepted {
    /// Place among what was measured.
    pub place: usize,
    /// Row of the datastream.
    pub datastream: i64,
    /// Asset of the thing.
    pub asset: Option<Uuid>,
    /// Name of the observed property.
    pub eigenschap: String,
    /// Moment.
    pub tijd: i64,
    /// Value.
    pub resultaat: Resultaat,
    /// What else was said about it, as JSON.
    pub extra: Option<String>,
}

/// Stores what devices say, with the newest value and the series per hour and day, and shows it to the watchers; one transaction with whatever the
/// caller does besides. Returns a verdict for each, in the same order.
///
/// Refusals have these codes: `unknown-device`, `unknown-datastream`, `not-yours`, `wrong-unit`, `wrong-type`, `not-finite`, `too-long`, `future` (more
/// than five minutes ahead of the clock), `past` (before 2000) and `conflict` (another value for the same moment).
pub fn record(measured: &[Measured], source: &Source, watchers: Watchers, cx: &mut Cx<'_, '_>) -> Result<Vec<Verdict>> {
    record_with(measured, &[], source, watchers, cx)
}

/// [`record`] with what else was said about each (`resultQuality`, `parameters`), as JSON; an empty list for nothing.
pub(crate) fn record_with(
    measured: &[Measured],
    extras: &[Option<String>],
    source: &Source,
    watchers: Watchers,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<Verdict>> {
    let now = cx.call.now.at.as_millisecond();
    let streams = resolve::streams(measured, cx.tx)?;
    let mut verdicts = vec![Verdict::Stored; measured.len()];
    let mut accepted = Vec::with_capacity(measured.len());
    for (place, (one, verdict)) in measured.iter().zip(&mut verdicts).enumerate() {
        match check::check(one, source, &streams, now) {
            Ok(stream) => accepted.push(Accepted {
                place,
                datastream: stream.id,
                asset: stream.asset,
                eigenschap: one.eigenschap.clone(),
                tijd: one.tijd,
                resultaat: one.resultaat.clone(),
                extra: extras.get(place).cloned().flatten(),
            }),
            Err((code, reason)) => *verdict = Verdict::Refused(code, reason),
        }
    }
    let stored = store::store(accepted, now, &mut verdicts, cx.tx)?;
    if !stored.is_empty() {
        for watcher in watchers {
            watcher.watch(&stored, cx)?;
        }
    }
    Ok(verdicts)
}
