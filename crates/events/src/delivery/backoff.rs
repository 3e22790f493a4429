// SPDX-License-Identifier: EUPL-1.2
//! When a failed delivery, or another piece of work, is tried again.

use std::time::Duration;

use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64;

/// The pause after this many failures in a row: twice as long each time up to `cap`, of which chance takes away up to half, so that many
/// deliveries that failed together do not return together. What is chance here follows from subscriber, message and number.
pub fn pause(first: Duration, cap: Duration, failures: i64, abonnee: Uuid, volgnr: i64) -> i64 {
    let exponent = u32::try_from(failures.clamp(1, 31)).unwrap_or(1) - 1;
    let whole = first.saturating_mul(1_u32 << exponent).min(cap);
    let mut seed = abonnee.as_bytes().to_vec();
    seed.extend(volgnr.to_le_bytes());
    seed.extend(failures.to_le_bytes());
    let whole = milliseconds(whole);
    let share = i64::try_from(xxh3_64(&seed) % 512).unwrap_or(0);
    (whole - whole / 1024 * share - whole % 1024 * share / 1024).max(1)
}

/// A duration in milliseconds.
pub fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_cap_and_differ_by_up_to_half() {
        let (first, cap) = (Duration::from_secs(1), Duration::from_hours(1));
        for failures in 1..40_i64 {
            let whole = milliseconds(first.saturating_mul(1 << (failures - 1).min(20)).min(cap));
            for volgnr in 0..100 {
                let pause = pause(first, cap, failures, Uuid::from_u128(7), volgnr);
                assert!(pause <= whole && pause >= whole / 2, "{failures}: {pause} of {whole}");
            }
        }
        let one = |volgnr| pause(first, cap, 20, Uuid::from_u128(7), volgnr);
        assert!(one(1) != one(2) && one(1) == one(1));
    }
}
