// SPDX-License-Identifier: EUPL-1.2
//! A closure on its way to the thread that runs it, and its answer on the way back.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot::{self, Receiver, Sender};

use crate::{Error, Tx};

/// A closure whose types are forgotten, so that one queue holds all of them.
pub(crate) trait Job: Send {
    /// Runs the closure and keeps its result; returns whether the transaction is to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Says whether the closure can be run (again).
    fn can_run(&self) -> bool;

    /// Replaces the result.
    fn fail(&mut self, error: Error);

    /// Tells the caller, who may have left.
    fn answer(self: Box<Self>);
}

/// Waits on an async thread for the answer to a job.
pub(crate) async fn answer<T, E: From<Error>>(receiver: Receiver<Result<T, E>>) -> Result<T, E> {
    receiver.await.unwrap_or_else(|_| Err(Error::ClosedDown.into()))
}

/// Waits on a plain thread for the answer to a job.
pub(crate) fn answer_blocking<T, E: From<Error>>(receiver: Receiver<Result<T, E>>) -> Result<T, E> {
    receiver.blocking_recv().unwrap_or_else(|_| Err(Error::ClosedDown.into()))
}

/// Runs a closure in a transaction; a panic and an ignored failure become errors.
pub(crate) fn call<T, E: From<Error>>(tx: &mut Tx<'_>, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
    match catch_unwind(AssertUnwindSafe(|| f(tx))) {
        Ok(Ok(_)) if tx.failed() => Err(Error::Ignored.into()),
        Ok(result) => result,
        Err(panic) => Err(Error::Panicked(words(&*panic)).into()),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given").to_owned()
}

/// A write: can be run again after a conflict.
pub(crate) struct Write<F, T, E> {
    f: F,
    result: Option<Result<T, E>>,
    reply: Sender<Result<T, E>>,
}

impl<F, T, E> Write<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    /// Boxes a closure, and returns where its answer will come.
    pub(crate) fn boxed(f: F) -> (Box<dyn Job>, Receiver<Result<T, E>>) {
        let (reply, receiver) = oneshot::channel();
        (Box::new(Self { f, result: None, reply }), receiver)
    }
}

impl<F, T, E> Job for Write<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.result.insert(call(tx, &self.f)).is_ok()
    }

    fn can_run(&self) -> bool {
        true
    }

    fn fail(&mut self, error: Error) {
        self.result = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        if let Some(result) = self.result {
            drop(self.reply.send(result));
        }
    }
}

/// A read: runs once.
pub(crate) struct Read<F, T, E> {
    f: Option<F>,
    result: Option<Result<T, E>>,
    reply: Sender<Result<T, E>>,
}

impl<F, T, E> Read<F, T, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    /// Boxes a closure, and returns where its answer will come.
    pub(crate) fn boxed(f: F) -> (Box<dyn Job>, Receiver<Result<T, E>>) {
        let (reply, receiver) = oneshot::channel();
        (Box::new(Self { f: Some(f), result: None, reply }), receiver)
    }
}

impl<F, T, E> Job for Read<F, T, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let Some(f) = self.f.take() else { return false };
        self.result.insert(call(tx, f)).is_ok()
    }

    fn can_run(&self) -> bool {
        self.f.is_some()
    }

    fn fail(&mut self, error: Error) {
        self.result = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        if let Some(result) = self.result {
            drop(self.reply.send(result));
        }
    }
}
