// SPDX-License-Identifier: EUPL-1.2
//! Time as a parameter.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};

use crate::Date;

/// The time zone in which a Dutch authority counts its days. It is compiled in, so the host needs no tzdata.
static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// Tells the time. Whoever needs it takes a clock as a parameter, so that a test can set it.
pub trait Clock: Send + Sync {
    /// Gives the moment it is.
    fn now(&self) -> Timestamp;

    /// Gives the day it is in Europe/Amsterdam: the day the law means, also between midnight and two when UTC is behind.
    fn today(&self) -> Date {
        let day = AMSTERDAM.to_datetime(self.now()).date();
        Date::from_civil(day).unwrap_or(Date::FIRST)
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the time comes in")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is set or advanced.
#[derive(Debug)]
pub struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    /// Starts at a moment.
    pub fn new(at: Timestamp) -> Self {
        Self(Mutex::new(at))
    }

    /// Moves to a moment, also back in time.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Moves forward, at most to the end of the calendar.
    pub fn advance(&self, by: Duration) {
        let mut at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *at = at.checked_add(by).unwrap_or(Timestamp::MAX);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::{Clock, FakeClock, SystemClock};

    fn clock(at: &str) -> FakeClock {
        FakeClock::new(at.parse().unwrap())
    }

    #[test]
    fn today_is_the_day_in_amsterdam_in_summer_and_winter() {
        assert_eq!(clock("2024-06-30T21:59:59Z").today().to_string(), "2024-06-30");
        assert_eq!(clock("2024-06-30T22:00:00Z").today().to_string(), "2024-07-01");
        assert_eq!(clock("2024-12-31T22:59:59Z").today().to_string(), "2024-12-31");
        assert_eq!(clock("2024-12-31T23:00:00Z").today().to_string(), "2025-01-01");
        assert_eq!(clock("2080-07-01T22:00:00Z").today().to_string(), "2080-07-02");
    }

    #[test]
    fn a_fake_clock_moves_only_when_told() {
        let clock = clock("2024-01-01T00:00:00Z");
        assert_eq!(clock.now(), clock.now());
        clock.advance(Duration::from_secs(90));
        assert_eq!(clock.now().to_string(), "2024-01-01T00:01:30Z");
        clock.set(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn a_clock_before_the_calendar_does_not_panic() {
        assert_eq!(FakeClock::new(Timestamp::MIN).today().to_string(), "0001-01-01");
    }

    #[test]
    fn the_system_clock_runs() {
        assert!(SystemClock.now() > Timestamp::UNIX_EPOCH);
    }
}
