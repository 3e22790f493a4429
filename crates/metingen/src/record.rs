// SPDX-License-Identifier: EUPL-1.2
//! From what a device says to a stored observation.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};

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

/// Stores what devices say, with the newest value and the series per hour and day, and shows it to the watchers; one transaction with whatever the
/// caller does besides. Returns a verdict for each, in the same order.
pub fn record(_measured: &[Measured], _watchers: Watchers, _cx: &mut Cx<'_, '_>) -> Result<Vec<Verdict>> {
    Ok(Vec::new())
}
