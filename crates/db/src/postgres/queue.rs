// SPDX-License-Identifier: EUPL-1.2
//! What waits for a connection.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

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
///
/// The thread that was idle last gets the next job: its connection is open and has its statements prepared.
pub(super) struct Queue {
    lines: Mutex<Lines>,
    most_scans: usize,
}

#[derive(Default)]
struct Lines {
    short: VecDeque<(Access, Box<dyn Job>)>,
    scans: VecDeque<Box<dyn Job>>,
    running_scans: usize,
    idle: Vec<Thread>,
    closed: bool,
}

impl Queue {
    pub(super) fn new(most_scans: usize) -> Self {
        Self { lines: Mutex::default(), most_scans: most_scans.max(1) }
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
        let idle = lines.idle.pop();
        drop(lines);
        if let Some(thread) = idle {
            thread.unpark();
        }
    }

    /// Waits for a job; nothing when the queue is closed and empty.
    pub(super) fn pop(&self) -> Option<(Access, Box<dyn Job>)> {
        let me = thread::current();
        loop {
            let mut lines = self.lines();
            lines.idle.retain(|thread| thread.id() != me.id());
            if let Some(job) = lines.next(self.most_scans) {
                return Some(job);
            }
            if lines.closed {
                return None; // a scan that waits is taken by the thread of a scan that runs
            }
            lines.idle.push(me.clone());
            drop(lines);
            thread::park();
        }
    }

    /// Says that a job that was popped is done.
    pub(super) fn done(&self, access: Access) {
        if access == Access::Scan {
            self.lines().running_scans -= 1;
        }
    }

    /// Refuses further jobs and lets the threads go when all is done.
    pub(super) fn close(&self) {
        let mut lines = self.lines();
        lines.closed = true;
        lines.idle.drain(..).for_each(|thread| thread.unpark());
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn next(&mut self, most_scans: usize) -> Option<(Access, Box<dyn Job>)> {
        if let Some(job) = self.short.pop_front() {
            return Some(job);
        }
        if self.running_scans >= most_scans {
            return None;
        }
        let job = self.scans.pop_front()?;
        self.running_scans += 1;
        Some((Access::Scan, job))
    }
}
