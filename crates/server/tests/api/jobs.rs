// SPDX-License-Identifier: EUPL-1.2
//! The queue of what leaves the program.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use uuid::Uuid;
use waarmaker_core::{Clock, Ids as _, RandomIds};
use waarmaker_db::{Tx, Weight};
use waarmaker_jobs::{Claimed, Handler, Job, Letter, Outcome, Runner, Selection, Settings, enqueue, letters, retry};
use waarmaker_testkit::App;

use crate::engines::on_both_engines;

type Answers = dyn Fn(&Claimed) -> Outcome + Send + Sync;

/// Does what the test says, and remembers what it was asked.
struct Scripted {
    kind: &'static str,
    answers: Mutex<Arc<Answers>>,
    asked: Mutex<Vec<i64>>,
    given_up: Mutex<Vec<String>>,
}

impl Scripted {
    fn new(kind: &'static str, answers: impl Fn(&Claimed) -> Outcome + Send + Sync + 'static) -> Arc<Self> {
        let (asked, given_up) = (Mutex::default(), Mutex::default());
        Arc::new(Self { kind, answers: Mutex::new(Arc::new(answers)), asked, given_up })
    }

    fn answer(&self, answers: impl Fn(&Claimed) -> Outcome + Send + Sync + 'static) {
        *self.answers.lock().unwrap() = Arc::new(answers);
    }

    /// The numbers in the bodies of what it was asked, since the last time.
    fn asked(&self) -> Vec<i64> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl Handler for Scripted {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        self.asked.lock().unwrap().push(job.body["n"].as_i64().unwrap());
        let answers = Arc::clone(&self.answers.lock().unwrap());
        Box::pin(async move { answers(job) })
    }

    fn given_up<'a>(&'a self, _: &'a Claimed, reason: &'a str) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        self.given_up.lock().unwrap().push(reason.to_owned());
        Box::pin(std::future::ready(()))
    }
}

fn runner(app: &App, handlers: &[&Arc<Scripted>]) -> Runner {
    let clock: Arc<dyn Clock> = app.clock.clone();
    let handlers = handlers.iter().map(|handler| Arc::clone(*handler) as Arc<dyn Handler>).collect();
    Runner::new(app.db().clone(), clock, RandomIds.uuid(), Settings::default(), handlers)
}

fn write(app: &App, kind: &'static str, subject: u128, numbers: impl IntoIterator<Item = i64>, due: i64) {
    let numbers: Vec<i64> = numbers.into_iter().collect();
    app.write(move |tx| {
        numbers.iter().try_for_each(|n| {
            let body = json!({"n": n});
            enqueue(tx, &Job { kind, subject: Uuid::from_u128(subject), body, due })
        })
    });
}

async fn left(app: &App) -> Vec<Letter> {
    app.db().read(Weight::Scan, |tx: &mut Tx<'_>| letters(tx, &Selection::default(), 1000)).await.unwrap()
}

#[test]
fn jobs_of_one_subject_are_done_in_order_and_a_failure_holds_back_only_its_own() {
    on_both_engines(async |app| {
        let handler = Scripted::new("proef", |job| {
            if job.body["n"] == 1 { Outcome::Retry("nog niet".to_owned()) } else { Outcome::Done }
        });
        write(app, "proef", 1, 1..4, 0);
        write(app, "proef", 2, 11..14, 0);
        let mut runner = runner(app, &[&handler]);
        let next = runner.run_until_idle().await.unwrap().unwrap();
        let mut asked = handler.asked();
        asked.sort_unstable();
        assert_eq!(asked, [1, 11, 12, 13]);
        let wait = next - app.clock.now().as_millisecond();
        assert!((2_500..=5_000).contains(&wait), "{wait}");
        assert_eq!(left(app).await[0].error, "nog niet");
        handler.answer(|_| Outcome::Done);
        app.clock.advance(Duration::from_secs(5));
        assert_eq!(runner.run_until_idle().await.unwrap(), None);
        assert_eq!((handler.asked(), left(app).await), (vec![1, 2, 3], Vec::new()));
    });
}

#[test]
fn a_job_for_later_waits_and_holds_back_nothing() {
    on_both_engines(async |app| {
        let handler = Scripted::new("proef", |_| Outcome::Done);
        let later = app.clock.now().as_millisecond() + 3_600_000;
        write(app, "proef", 1, [1], later);
        write(app, "proef", 1, [2], 0);
        let mut runner = runner(app, &[&handler]);
        assert_eq!((runner.run_until_idle().await.unwrap(), handler.asked()), (Some(later), vec![2]));
        app.clock.advance(Duration::from_hours(1));
        assert_eq!((runner.run_until_idle().await.unwrap(), handler.asked()), (None, vec![1]));
    });
}

#[test]
fn what_was_tried_for_three_days_is_a_dead_letter_that_can_be_tried_again() {
    on_both_engines(async |app| {
        let handler = Scripted::new("proef", |_| Outcome::Retry("dicht".to_owned()));
        write(app, "proef", 1, [1, 2], 0);
        let mut runner = runner(app, &[&handler]);
        for _ in 0..80 {
            runner.run_until_idle().await.unwrap();
            app.clock.advance(Duration::from_hours(1));
        }
        let dead = left(app).await;
        assert_eq!((dead[0].next, dead[0].error.as_str(), dead[0].attempts > 70), (None, "dicht", true));
        assert_eq!(handler.given_up.lock().unwrap().as_slice(), ["dicht"]);
        assert!(handler.asked().contains(&2), "what was behind it goes on");
        handler.answer(|_| Outcome::Done);
        let (id, now) = (dead[0].id, app.clock.now().as_millisecond());
        app.write(move |tx| {
            retry(tx, &Selection { id: Some(id), ..Selection::default() }, now).map(|count| assert_eq!(count, 1))
        });
        runner.run_until_idle().await.unwrap();
        assert_eq!(handler.asked(), [1, 2]);
    });
}

#[test]
fn a_process_that_dies_with_a_job_is_followed_at_the_end_of_its_lease() {
    on_both_engines(async |app| {
        let handler = Scripted::new("proef", |_| panic!("not yet"));
        write(app, "proef", 1, [1, 2], 0);
        // Taken by a process of which nothing is heard any more.
        let until = app.clock.now().as_millisecond() + 120_000;
        app.write(move |tx| {
            let sql = "UPDATE jobs SET houder = $1, wanneer = $2, pogingen = 1, eerste = 1795258800000 WHERE id = (SELECT MIN(id) FROM jobs)";
            tx.run(sql, &[Uuid::from_u128(9).into(), until.into()]).map(|_| ())
        });
        let mut runner = runner(app, &[&handler]);
        assert_eq!((runner.run_until_idle().await.unwrap(), handler.asked()), (Some(until), vec![]));
        handler.answer(|_| Outcome::Done);
        app.clock.advance(Duration::from_mins(2));
        assert_eq!((runner.run_until_idle().await.unwrap(), handler.asked()), (None, vec![1, 2]));
    });
}

#[test]
fn a_handler_that_fails_is_tried_again_and_one_that_asks_for_time_gets_it() {
    on_both_engines(async |app| {
        let handler = Scripted::new("proef", |job| match job.attempts {
            0 => panic!("a fault of the program"),
            1 => Outcome::RetryAfter("later".to_owned(), Duration::from_hours(2)),
            _ => Outcome::Repeat(Duration::from_mins(5)),
        });
        write(app, "proef", 1, [1], 0);
        let mut runner = runner(app, &[&handler]);
        runner.run_until_idle().await.unwrap();
        assert_eq!(left(app).await[0].error, "the program failed");
        app.clock.advance(Duration::from_mins(1));
        let now = app.clock.now().as_millisecond();
        assert_eq!(runner.run_until_idle().await.unwrap(), Some(now + 7_200_000));
        app.clock.advance(Duration::from_hours(2));
        let now = app.clock.now().as_millisecond();
        assert_eq!(runner.run_until_idle().await.unwrap(), Some(now + 300_000));
        assert_eq!((left(app).await[0].attempts, left(app).await[0].since), (0, None));
    });
}

#[test]
fn two_processes_share_the_work_and_do_nothing_twice() {
    on_both_engines(async |app| {
        let (one, two) = (Scripted::new("proef", |_| Outcome::Done), Scripted::new("proef", |_| Outcome::Done));
        for subject in 0..50 {
            write(
                app,
                "proef",
                subject,
                [i64::try_from(subject).unwrap() * 2, i64::try_from(subject).unwrap() * 2 + 1],
                0,
            );
        }
        let (mut first, mut second) = (runner(app, &[&one]), runner(app, &[&two]));
        let (a, b) = tokio::join!(first.run_until_idle(), second.run_until_idle());
        assert!(a.is_ok() && b.is_ok());
        let mut all = one.asked();
        all.extend(two.asked());
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        assert_eq!(left(app).await, []);
    });
}

#[test]
fn in_the_background_jobs_are_done_when_the_bell_rings_and_stop_is_waited_for() {
    on_both_engines(async |app| {
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let handler = Scripted::new("proef", move |job| {
            told.send(job.body["n"].as_i64().unwrap()).unwrap();
            Outcome::Done
        });
        let running = runner(app, &[&handler]).start(&app.api.bell);
        write(app, "proef", 1, 1..6, 0);
        app.api.bell.ring();
        for n in 1..6 {
            assert_eq!(heard.recv().await, Some(n));
        }
        running.stop().await;
        assert_eq!(left(app).await, []);
    });
}

#[test]
fn a_job_of_what_was_rolled_back_does_not_exist() {
    on_both_engines(async |app| {
        let write = |tx: &mut Tx<'_>| {
            enqueue(tx, &Job { kind: "proef", subject: Uuid::nil(), body: json!({}), due: 0 })?;
            Err::<(), _>(waarmaker_db::Error::ClosedDown)
        };
        assert!(app.db().write(write).await.is_err());
        assert_eq!(left(app).await, []);
    });
}
