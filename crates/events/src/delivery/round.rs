// SPDX-License-Identifier: EUPL-1.2
//! The delivery in the background: a thread of its own, with a sequencer and a task for each subscriber.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, atomic::Ordering},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
};
use tokio::{
    runtime::Builder,
    sync::watch::{self, Receiver, Sender},
    task,
    time::{sleep, timeout},
};
use uuid::Uuid;
use waarmaker_db::{Dialect, Error};

use super::{
    Deliverer, Shared, StartError, lease,
    worker::{Next, Worker},
};
use crate::{Bell, Listener};

/// Least time between two looks at the outbox: what is written meanwhile goes together.
const LINGER: Duration = Duration::from_millis(20);
/// Least time between two small passes of a worker. Only what comes right after something else waits for it.
const BREATHER: Duration = Duration::from_millis(100);
/// A pass that sent fewer than this many is small.
const SMALL: usize = 64;
/// How often the outbox is looked at when no bell rings: another process may have written.
const LOOK: Duration = Duration::from_secs(1);
/// How often a worker without work looks whether its subscriber was changed.
const GLANCE: Duration = Duration::from_secs(5);
/// Pause after the database failed.
const TROUBLE: Duration = Duration::from_secs(1);
/// How often old messages are forgotten.
const TIDY: Duration = Duration::from_mins(1);
/// A delivery that runs.
pub struct Running {
    stop: Sender<bool>,
    thread: JoinHandle<()>,
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Running")
    }
}

impl Running {
    /// Finishes the requests that are under way and writes what became of them; the rest waits for the next start. Takes at most about as long as one
    /// request may take. Call it before the database is closed.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let thread = self.thread;
        if !matches!(task::spawn_blocking(move || thread.join()).await, Ok(Ok(()))) {
            tracing::error!("the delivery of notifications did not end well");
        }
    }
}

impl Deliverer {
    /// Delivers in the background from now on; `bell` rings when something was written.
    pub fn start(self, bell: Bell) -> Result<Running, StartError> {
        let (stop, stopped) = watch::channel(false);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(StartError::Thread)?;
        let work = move || {
            give_way();
            runtime.block_on(run(self.shared, bell.listen(), stopped));
        };
        let thread = thread::Builder::new().name("bezorging".to_owned()).spawn(work).map_err(StartError::Thread)?;
        Ok(Running { stop, thread })
    }
}

/// Gives way to every other thread: a writer comes before a notification about what was written (the policy `SCHED_IDLE`). With 20 subscribers on two
/// cores it slows writers by 3 %; being as nice as can be slowed them by 30 %, because a nice thread is not
/// always interrupted when another wakes up.
fn give_way() {
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle) {
        tracing::debug!(?error, "the delivery of notifications cannot give way");
    }
}

/// What the background remembers between rounds.
struct Round {
    shared: Arc<Shared>,
    stopped: Receiver<bool>,
    workers: HashMap<Uuid, task::JoinHandle<()>>,
    /// When the lease was taken or renewed; `None` when the work is another's.
    led: Option<Instant>,
    /// It was never ours.
    anew: bool,
    asked: Option<Instant>,
    tidied: Option<Instant>,
}

async fn run(shared: Arc<Shared>, mut bell: Listener, mut stopped: Receiver<bool>) {
    let mut round = Round {
        shared: Arc::clone(&shared),
        stopped: stopped.clone(),
        workers: HashMap::new(),
        led: None,
        anew: true,
        asked: None,
        tidied: None,
    };
    while !*stopped.borrow() {
        let pause = match round.go().await {
            Ok(()) => LINGER,
            Err(Error::ClosedDown) => break,
            Err(error) => {
                tracing::warn!(%error, "notifications cannot be taken from the outbox now");
                TROUBLE
            }
        };
        tokio::select! {
            () = async { sleep(pause).await; tokio::select! { () = bell.wait() => {}, () = sleep(LOOK) => {} } } => {}
            _ = stopped.changed() => {}
        }
    }
    round.end().await;
}

impl Round {
    /// Takes care of the lease, the outbox, the workers and old messages.
    async fn go(&mut self) -> Result<(), Error> {
        if !self.lead().await? || !self.shared.sequence().await? {
            self.led = None;
            self.workers.drain().for_each(|(_, worker)| worker.abort());
            return Ok(());
        }
        let subscribers = self.shared.subscribers().await?;
        self.workers.retain(|uuid, worker| subscribers.contains(uuid) && !worker.is_finished());
        for uuid in subscribers {
            self.workers.entry(uuid).or_insert_with(|| {
                let worker = Worker::new(Arc::clone(&self.shared), uuid);
                task::spawn(work(worker, self.shared.feed.latest.subscribe(), self.stopped.clone()))
            });
        }
        if self.tidied.is_none_or(|at| at.elapsed() > TIDY) {
            self.shared.forget().await?;
            self.tidied = Some(Instant::now());
        }
        Ok(())
    }

    /// Whether the work is ours. On SQLite it stays so until another process takes it, which the sequencer notices.
    async fn lead(&mut self) -> Result<bool, Error> {
        let renewal = Duration::from_millis(lease::TERM.unsigned_abs() / 3);
        let embedded = self.shared.db.engine() == Dialect::Sqlite;
        if self.led.is_some_and(|at| embedded || at.elapsed() < renewal) {
            return Ok(true);
        }
        if self.led.is_none() && self.asked.is_some_and(|at| at.elapsed() < LOOK) {
            return Ok(false);
        }
        self.asked = Some(Instant::now());
        let ours = self.shared.lead(self.anew).await?;
        self.anew &= !ours;
        self.led = ours.then(Instant::now);
        Ok(ours)
    }

    /// Lets the workers finish, and leaves the work to whoever comes next.
    async fn end(self) {
        self.shared.stopping.store(true, Ordering::Relaxed);
        let reach = &self.shared.settings.reach;
        let finish = async {
            for worker in self.workers.into_values() {
                drop(worker.await);
            }
        };
        if timeout(reach.timeout + TROUBLE, finish).await.is_err() {
            tracing::warn!("deliveries were still under way: they are done again at the next start");
        }
        let me = self.shared.me;
        match self.shared.db.write(move |tx| lease::release(tx, me)).await {
            Ok(()) | Err(Error::ClosedDown) => {}
            Err(error) => tracing::warn!(%error, "the work could not be handed over"),
        }
    }
}

/// Delivers to one subscriber until it is gone or the process stops.
async fn work(mut worker: Worker, mut latest: Receiver<i64>, mut stopped: Receiver<bool>) {
    while !*stopped.borrow() {
        latest.mark_unchanged();
        let pause = match worker.pass().await {
            Ok(Next::Gone) | Err(Error::ClosedDown) => return,
            Ok(Next::More) if worker.sent >= SMALL => continue,
            Ok(Next::More) => BREATHER,
            Ok(Next::Idle(due)) => {
                tokio::select! {
                    _ = latest.changed() => {}
                    () = sleep(worker.until(due).min(GLANCE)) => {}
                    _ = stopped.changed() => {}
                }
                continue;
            }
            Ok(Next::Lost) => TROUBLE,
            Err(error) => {
                tracing::warn!(%error, "notifications cannot be delivered now");
                TROUBLE
            }
        };
        tokio::select! {
            () = sleep(pause) => {}
            _ = stopped.changed() => {}
        }
    }
}
