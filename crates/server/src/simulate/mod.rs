// SPDX-License-Identifier: EUPL-1.2
//! Lamps that are not there: what they would say, minute by minute, with the faults that somebody asks for.
//!
//! Everything follows from a [`Plan`] and its seed: the same plan says the same, byte for byte, so that a test that fails can be run again. What goes
//! wrong is decided beforehand ([`Fault`]) and is the truth that a test compares incidents with.

mod faults;
mod fleet;
mod stream;

pub(crate) use faults::{Asked, Fault};
pub(crate) use fleet::Fleet;
pub(crate) use stream::{Counts, Stream};

/// What is simulated.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Messages per second.
    pub(crate) rate: f64,
    /// The first moment, in milliseconds since 1970.
    pub(crate) start: i64,
    /// How long, in milliseconds.
    pub(crate) duration: i64,
    /// Decides everything that is by chance.
    pub(crate) seed: u64,
    /// Part of the messages that is sent twice.
    pub(crate) duplicates: f64,
    /// Part of the messages that is sent late, after others.
    pub(crate) disorder: f64,
    /// Part of the messages after which one follows that is no message.
    pub(crate) bad: f64,
}

/// A number that looks like chance and follows from these.
pub(crate) fn chance(seed: u64, what: u64, which: u64) -> u64 {
    // SplitMix64 over the three, one after the other.
    let step = |state: u64| {
        let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    step(step(step(seed).wrapping_add(what)).wrapping_add(which))
}

/// A part of one that looks like chance.
#[expect(clippy::cast_precision_loss, reason = "53 bits are what a double holds")]
pub(crate) fn part(seed: u64, what: u64, which: u64) -> f64 {
    (chance(seed, what, which) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A place below a bound that looks like chance; 0 when there is none.
pub(crate) fn below(bound: usize, seed: u64, what: u64, which: u64) -> usize {
    let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
    usize::try_from(chance(seed, what, which) % bound).unwrap_or_default()
}
