// SPDX-License-Identifier: EUPL-1.2
//! Where our contract differs from the official one on purpose, with the reason.

/// A difference: the text that the comparison finds, in which `*` stands for anything, and the reason.
pub struct Deviation {
    pub found: &'static str,
    pub reason: &'static str,
}

const fn deviation(found: &'static str, reason: &'static str) -> Deviation {
    Deviation { found, reason }
}

/// All deviations, in the order of docs/conformance.md.
pub const DEVIATIONS: &[Deviation] = &[
];

/// Fails when a difference is not among the deviations, or a deviation is no longer found.
pub fn judge(found: &[String]) {
    let mut unused: Vec<&str> = DEVIATIONS.iter().filter(|known| !found.iter().any(|one| matches(known.found, one))).map(|known| known.found).collect();
    let mut unknown: Vec<&String> = found.iter().filter(|one| !DEVIATIONS.iter().any(|known| matches(known.found, one))).collect();
    unknown.dedup();
    unused.dedup();
    assert!(
        unknown.is_empty() && unused.is_empty(),
        "{} differences that are no deviation:\n{}\n\ndeviations that are not found any more:\n{}\n",
        unknown.len(),
        unknown.iter().map(|one| one.as_str()).collect::<Vec<_>>().join("\n"),
        unused.join("\n")
    );
}

/// Whether a text fits a pattern with `*`.
pub fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => {
            let Some(tail) = text.strip_prefix(start) else { return false };
            (0..=tail.len()).filter(|&i| tail.is_char_boundary(i)).any(|i| tail.get(i..).is_some_and(|tail| matches(rest, tail)))
        }
    }
}

#[test]
fn a_star_stands_for_anything() {
    assert!(matches("a * c", "a b c") && matches("a*", "a") && !matches("a*b", "a") && matches("*x*", "ayxz"));
}
