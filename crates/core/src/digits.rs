// SPDX-License-Identifier: EUPL-1.2
//! Reading fixed runs of digits, the building block of dates, times and durations.

/// Walks through a text from the left; every method takes what it names or leaves the text alone.
pub(crate) struct Digits<'a> {
    rest: &'a str,
}

impl<'a> Digits<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes one of these ASCII characters.
    pub(crate) fn one_of(&mut self, accepted: &str) -> Option<char> {
        let first = self.rest.chars().next().filter(|first| accepted.contains(*first))?;
        self.rest = self.rest.get(first.len_utf8()..)?;
        Some(first)
    }

    /// Takes the digits at the front, when their count lies within the bounds.
    pub(crate) fn run(&mut self, least: usize, most: usize) -> Option<&'a str> {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(count).filter(|_| count >= least)?;
        self.rest = rest;
        Some(digits)
    }

    /// Takes exactly so many digits as a number.
    pub(crate) fn number<T: std::str::FromStr>(&mut self, count: usize) -> Option<T> {
        self.run(count, count)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;

    #[test]
    fn a_run_that_is_too_short_is_left_alone() {
        let mut digits = Digits::new("12x");
        assert_eq!(digits.run(3, 4), None);
        assert_eq!(digits.number::<u8>(2), Some(12));
        assert_eq!(digits.one_of("yz"), None);
        assert_eq!(digits.one_of("xy"), Some('x'));
        assert!(digits.is_done());
    }
}
