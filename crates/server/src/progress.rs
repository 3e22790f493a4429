// SPDX-License-Identifier: EUPL-1.2
//! Progress of work that can take more than a second: a bar on a terminal, plain lines elsewhere. On standard error.

use std::{
    io::{self, IsTerminal as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Progress of one piece of work.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// Starts work of this many steps.
    pub(crate) fn steps(what: &str, steps: usize) -> Self {
        Self::start(what, ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX)), "{msg} {bar:30} {pos}/{len}")
    }

    /// Starts work whose size is not known.
    pub(crate) fn spinner(what: &str) -> Self {
        Self::start(what, ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}")
    }

    fn start(what: &str, bar: ProgressBar, template: &str) -> Self {
        if !io::stderr().is_terminal() {
            eprintln!("{what} …");
            return Self(None);
        }
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(Some(bar))
    }

    /// So much is done, of so much.
    pub(crate) fn at(&self, done: u64, of: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(of);
            bar.set_position(done);
        }
    }

    /// One step is done.
    pub(crate) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
