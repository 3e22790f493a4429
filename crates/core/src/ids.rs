// SPDX-License-Identifier: EUPL-1.2
//! Randomness as a parameter.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, Uuid, Variant, Version};

/// Hands out identifiers. Whoever needs one takes this as a parameter, so that a test knows them beforehand.
pub trait Ids: Send + Sync {
    /// Gives an identifier that was not given before.
    fn uuid(&self) -> Uuid;
}

/// Random identifiers of version 7: they begin with the time, so that new rows lie together in an index.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where randomness comes in")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Predictable identifiers of the form of version 7, ascending: the same seed gives the same row of them.
#[derive(Debug)]
pub struct SeededIds {
    seed: u64,
    count: AtomicU64,
}

impl SeededIds {
    /// The moment the first identifier seems to be from: 2023-11-14T22:13:20Z.
    const FIRST_MILLISECOND: u64 = 1_700_000_000_000;

    /// Starts a row; two seeds give two rows without a common identifier.
    pub fn new(seed: u64) -> Self {
        Self { seed, count: AtomicU64::new(0) }
    }
}

impl Ids for SeededIds {
    fn uuid(&self) -> Uuid {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let time = u128::from(Self::FIRST_MILLISECOND.wrapping_add(count)) << 80;
        // Version and variant take bits above and below the second byte of the middle, so the seed goes around them.
        let [high, ..] = self.seed.to_be_bytes();
        let seed = (u128::from(high) << 64) | u128::from(self.seed & (u64::MAX >> 8));
        Builder::from_u128(time | seed).with_version(Version::SortRand).with_variant(Variant::RFC4122).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::{Uuid, Variant};

    use super::{Ids, RandomIds, SeededIds};

    fn row(ids: &dyn Ids) -> Vec<Uuid> {
        (0..100).map(|_| ids.uuid()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_ascending_row() {
        assert_eq!(row(&SeededIds::new(7)), row(&SeededIds::new(7)));
        assert!(row(&SeededIds::new(7)).is_sorted());
    }

    #[test]
    fn seeds_share_no_identifier() {
        let seeds = [0, 1, 2, 1 << 55, 1 << 62, 1 << 63];
        let all: BTreeSet<Uuid> = seeds.into_iter().flat_map(|seed| row(&SeededIds::new(seed))).collect();
        assert_eq!(all.len(), 600);
    }

    #[test]
    fn every_identifier_is_of_version_7() {
        for id in row(&SeededIds::new(u64::MAX)).into_iter().chain(row(&RandomIds)) {
            assert_eq!((id.get_version_num(), id.get_variant()), (7, Variant::RFC4122));
        }
    }

    #[test]
    fn random_identifiers_differ() {
        let all: BTreeSet<Uuid> = row(&RandomIds).into_iter().collect();
        assert_eq!(all.len(), 100);
    }
}
