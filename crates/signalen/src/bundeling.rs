// SPDX-License-Identifier: EUPL-1.2
//! Which failures are one: the choice of what they hang on. No database, so that trying a rule is the same as running it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

/// A failure with what its asset hangs on, the nearest first.
#[derive(Clone, Debug)]
pub(crate) struct Lid<T> {
    pub(crate) wat: T,
    pub(crate) asset: Uuid,
    pub(crate) boven: Vec<Uuid>,
}

/// Chooses the nearest that enough failures hang on; and what is above it when that has several such. `bereikt` says whether so many failures
/// are enough for it, `groepen` are those that are a group already. Returns each that was chosen, with its failures.
pub(crate) fn kies<T: Copy>(
    leden: &[Lid<T>],
    groepen: &BTreeSet<Uuid>,
    mut bereikt: impl FnMut(Uuid, i64) -> bool,
) -> Vec<(Uuid, Vec<T>)> {
    let mut onder: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    let mut hoogte: BTreeMap<Uuid, usize> = BTreeMap::new();
    for lid in leden {
        for (i, boven) in lid.boven.iter().enumerate() {
            onder.entry(*boven).or_default().insert(lid.asset);
            let height = hoogte.entry(*boven).or_default();
            *height = (*height).max(i);
        }
    }
    let below = |node: Uuid, other: Uuid| {
        leden.iter().any(|lid| {
            let place = |wanted: Uuid| lid.boven.iter().position(|boven| *boven == wanted);
            place(other).zip(place(node)).is_some_and(|(other, node)| other < node)
        })
    };
    let mut nodes: Vec<(usize, Uuid)> =
        onder.keys().map(|node| (hoogte.get(node).copied().unwrap_or(0), *node)).collect();
    nodes.sort_unstable();
    let mut chosen: BTreeSet<Uuid> = groepen.iter().copied().filter(|group| onder.contains_key(group)).collect();
    for (_, node) in nodes {
        let count = onder.get(&node).map_or(0, |assets| i64::try_from(assets.len()).unwrap_or(i64::MAX));
        if chosen.contains(&node) || !bereikt(node, count) {
            continue;
        }
        let parts: Vec<Uuid> = chosen.iter().copied().filter(|other| below(node, *other)).collect();
        let covered = chosen.iter().any(|other| below(*other, node));
        if parts.len() != 1 && !covered {
            chosen.retain(|other| !parts.contains(other));
            chosen.insert(node);
        }
    }
    // The highest that was chosen gets what hangs on it.
    let mut all: BTreeMap<Uuid, Vec<T>> = BTreeMap::new();
    for lid in leden {
        if let Some(head) = lid.boven.iter().rev().find(|boven| chosen.contains(boven)) {
            all.entry(*head).or_default().push(lid.wat);
        }
    }
    all.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// Lamps on circuits of one cabinet.
    fn leden(circuits: &[(u128, u128)], kast: u128) -> Vec<Lid<u128>> {
        let lamps =
            circuits.iter().flat_map(|&(circuit, number)| (0..number).map(move |i| (circuit, circuit * 100 + i)));
        lamps.map(|(circuit, lamp)| Lid { wat: lamp, asset: id(lamp), boven: vec![id(circuit), id(kast)] }).collect()
    }

    fn chosen(leden: &[Lid<u128>], groepen: &[u128], threshold: i64) -> Vec<(u128, usize)> {
        let groepen = groepen.iter().map(|group| id(*group)).collect();
        let found = kies(leden, &groepen, |_, count| count >= threshold);
        found.into_iter().map(|(head, leden)| (head.as_u128(), leden.len())).collect()
    }

    #[test]
    fn the_nearest_that_reaches_the_threshold_is_chosen() {
        assert_eq!(chosen(&leden(&[(1, 6), (2, 1)], 9), &[], 5), [(1, 6)]);
        assert_eq!(chosen(&leden(&[(1, 3), (2, 1)], 9), &[], 5), []);
    }

    #[test]
    fn several_circuits_are_their_cabinet() {
        assert_eq!(chosen(&leden(&[(1, 6), (2, 5)], 9), &[], 5), [(9, 11)]);
        assert_eq!(chosen(&leden(&[(1, 3), (2, 3)], 9), &[], 5), [(9, 6)], "together they reach it");
        assert_eq!(chosen(&leden(&[(1, 1), (2, 5)], 9), &[2], 5), [(2, 5)], "one circuit and a lamp are no cabinet");
        assert_eq!(chosen(&leden(&[(1, 6), (2, 5)], 9), &[1], 5), [(9, 11)], "the second circuit makes it the cabinet");
    }

    #[test]
    fn who_hangs_on_a_group_joins_it() {
        assert_eq!(chosen(&leden(&[(1, 1)], 9), &[9], 5), [(9, 1)]);
    }
}
