// SPDX-License-Identifier: EUPL-1.2
//! What waits for a connection.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::job::Job;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Reads a few rows.
    Point,
    /// Reads many rows.
    Scan,
    /// Writes.
    Write,
}

/// Two lines: scans wait in their own, and only so many run at the same time, so that they cannot hold up the rest.
pub(super) struct Queue {
    lines: Mutex<Lines>,
    changed: Condvar,
    most_scans: usize,
}

#[derive(Default)]
struct Lines {
    short: VecDeque<(Access, Box<dyn Job>)>,
    scans: VecDeque<Box<dyn Job>>,
    running_scans: usize,
    closed: bool,
}

impl Queue {
    pub(super) fn new(most_scans: usize) -> Self {
        Self { lines: Mutex::default(), changed: Condvar::new(), most_scans: most_scans.max(1) }
    }

    /// Adds a job; when the queue is closed it is dropped, which its caller sees as closed down.
    pub(super) fn push(&self, access: Access, job: Box<dyn Job>) {
        let mut lines = self.lines();
        if lines.closed {
            return;
        }
        match access {
            Access::Scan => lines.scans.push_back(job),
            Access::Point | Access::Write => lines.short.push_back((access, job)),
        }
        drop(lines);
        self.changed.notify_one();
    }

    /// Waits for a job; nothing when the queue is closed and empty.
    pub(super) fn pop(&self) -> Option<(Access, Box<dyn Job>)> {
        let mut lines = self.lines();
        loop {
            if let Some(job) = lines.short.pop_front() {
                return Some(job);
            }
            if lines.running_scans < self.most_scans
                && let Some(job) = lines.scans.pop_front()
            {
                lines.running_scans += 1;
                return Some((Access::Scan, job));
            }
            if lines.closed && lines.scans.is_empty() {
                return None;
            }
            lines = self.changed.wait(lines).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Says that a job that was popped is done.
    pub(super) fn done(&self, access: Access) {
        if access == Access::Scan {
            self.lines().running_scans -= 1;
            self.changed.notify_all();
        }
    }

    /// Refuses further jobs and lets the threads go when all is done.
    pub(super) fn close(&self) {
        self.lines().closed = true;
        self.changed.notify_all();
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
