// SPDX-License-Identifier: EUPL-1.2
//! The messages, in the order in which they are sent.

use std::{collections::VecDeque, fmt::Write as _};

use super::{Fault, Fleet, Plan, chance, faults::Kind, part};

/// How fast the lamps behind a cabinet tell that it failed, in milliseconds.
const LAST_GASP: i64 = 3000;
/// How often one that goes on and off does so, in milliseconds.
const FLAP: i64 = 5000;
/// A late message comes after at most so many others.
const LATE: u64 = 50;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// When it is sent, in milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) topic: String,
    pub(crate) payload: String,
}

/// What was made so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Messages that a lamp says for the first time.
    pub(crate) readings: u64,
    pub(crate) duplicates: u64,
    pub(crate) late: u64,
    pub(crate) bad: u64,
    /// Messages that a silent lamp did not say.
    pub(crate) silent: u64,
}

/// The messages of a plan.
pub(crate) struct Stream<'a> {
    fleet: &'a Fleet,
    plan: &'a Plan,
    /// The fault of each lamp.
    fault: Vec<Option<&'a Fault>>,
    /// What lamps say out of turn: moment and lamp, in order.
    extra: VecDeque<(i64, usize)>,
    /// Number of the next message in turn.
    turn: u64,
    /// Number of the next message of all.
    number: u64,
    last: Vec<i64>,
    ready: VecDeque<Message>,
    /// Late messages, with the number of the message after which they come.
    late: Vec<(u64, Message)>,
    counts: Counts,
}

impl<'a> Stream<'a> {
    /// The messages of a plan, with these faults.
    pub(crate) fn new(fleet: &'a Fleet, plan: &'a Plan, faults: &'a [Fault]) -> Self {
        let mut fault = vec![None; fleet.lamps.len()];
        let mut extra = Vec::new();
        let end = plan.start + plan.duration;
        for one in faults {
            for (i, lamp) in (0_u64..).zip(&one.lamps) {
                fault.get_mut(*lamp).into_iter().for_each(|place| *place = Some(one));
                let delay = |which: u64| {
                    (chance(plan.seed, 5 + which, i.wrapping_add(one.from.unsigned_abs())) % LAST_GASP.unsigned_abs())
                        .cast_signed()
                };
                match one.kind {
                    Kind::Stil | Kind::Drift => {}
                    Kind::Flapper => {
                        let until = one.until.unwrap_or(end);
                        extra.extend(
                            (0..).map(|n| one.from + n * FLAP).take_while(|at| *at < until).map(|at| (at, *lamp)),
                        );
                    }
                    Kind::Lamp | Kind::Kabinet => {
                        extra.push((one.from + if one.kind == Kind::Lamp { 0 } else { delay(0) }, *lamp));
                    }
                }
                extra.extend(one.until.filter(|_| one.kind != Kind::Stil).map(|until| (until + delay(1), *lamp)));
            }
        }
        extra.retain(|(at, _)| *at < end);
        extra.sort_unstable();
        Self {
            last: vec![i64::MIN; fleet.lamps.len()],
            fleet,
            plan,
            fault,
            extra: extra.into(),
            turn: 0,
            number: 0,
            ready: VecDeque::new(),
            late: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// What was made so far.
    pub(crate) const fn counts(&self) -> Counts {
        self.counts
    }

    /// Moment and lamp of the next message.
    fn next_turn(&mut self) -> Option<(i64, usize)> {
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a moment within the run")]
        let usual = self.plan.start + (self.turn as f64 * 1000.0 / self.plan.rate) as i64;
        let is_over = usual >= self.plan.start + self.plan.duration;
        if let Some(extra) = self.extra.front().copied().filter(|(at, _)| is_over || *at <= usual) {
            self.extra.pop_front();
            return Some(extra);
        }
        let lamps = u64::try_from(self.fleet.lamps.len()).ok().filter(|lamps| *lamps > 0)?;
        let lamp = usize::try_from(self.turn % lamps).ok()?;
        self.turn += 1;
        (!is_over).then_some((usual, lamp))
    }

    /// Makes the next message, with what comes with it.
    fn make(&mut self) -> Option<()> {
        let (at, lamp) = self.next_turn()?;
        let fault = self.fault.get(lamp).copied().flatten().filter(|fault| fault.from <= at);
        let current = fault.filter(|fault| fault.until.is_none_or(|until| at < until));
        if current.is_some_and(|fault| fault.kind == Kind::Stil) {
            self.counts.silent += 1;
            return Some(());
        }
        // A lamp never says two things about one moment.
        let last = self.last.get_mut(lamp)?;
        let moment = at.max(last.saturating_add(1));
        *last = moment;
        self.number += 1;
        self.counts.readings += 1;
        let message = self.reading(at, moment, lamp, current);
        let seed = self.plan.seed;
        if part(seed, 20, self.number) < self.plan.duplicates {
            self.counts.duplicates += 1;
            self.ready.push_back(message.clone());
        }
        if part(seed, 21, self.number) < self.plan.disorder {
            self.counts.late += 1;
            self.late.push((self.number + 1 + chance(seed, 22, self.number) % LATE, message));
        } else {
            self.ready.push_back(message);
        }
        if part(seed, 23, self.number) < self.plan.bad {
            self.counts.bad += 1;
            let bad = self.bad(at, lamp);
            self.ready.push_back(bad);
        }
        self.overdue(self.number);
        Some(())
    }

    /// Late messages that have waited long enough.
    fn overdue(&mut self, number: u64) {
        let mut i = 0;
        while let Some((after, _)) = self.late.get(i) {
            if *after <= number {
                let (_, message) = self.late.swap_remove(i);
                self.ready.push_back(message);
            } else {
                i += 1;
            }
        }
    }

    fn topic(&self, lamp: usize) -> String {
        let name = self.fleet.lamps.get(lamp).map_or("", |lamp| lamp.name.as_str());
        let mut topic = String::with_capacity(name.len() + 14);
        topic.push_str("lampen/");
        topic.push_str(name);
        topic.push_str("/meting");
        topic
    }

    /// What a lamp says.
    fn reading(&self, at: i64, moment: i64, lamp: usize, fault: Option<&Fault>) -> Message {
        let noise = |what: u64| part(self.plan.seed, 30 + what, self.number) - 0.5;
        let night = is_night(moment);
        let broken = match fault {
            Some(Fault { kind: Kind::Lamp | Kind::Kabinet, .. }) => true,
            Some(Fault { kind: Kind::Flapper, from, .. }) => (at - from) / FLAP % 2 == 0,
            _ => false,
        };
        let status = if broken {
            "defect"
        } else if night {
            "aan"
        } else {
            "uit"
        };
        let drift = match fault {
            Some(Fault { kind: Kind::Drift, from, .. }) => {
                1.0 + 0.6 * share(at - from, self.plan.start + self.plan.duration - from)
            }
            _ => 1.0,
        };
        // A lamp that drifts says so by day too: its driver is never off.
        let power = if broken || !(night || drift > 1.0) { 0.0 } else { (60.0 + 2.0 * noise(0)) * drift };
        let out = fault.is_some_and(|fault| fault.kind == Kind::Kabinet);
        let volt = if out { 0.0 } else { 230.0 + 4.0 * noise(1) };
        let hours = hours(self.plan.seed, lamp, moment);
        let mut payload = String::with_capacity(100);
        let _ = write!(
            payload,
            "{{\"tijd\":{moment},\"status\":\"{status}\",\"vermogen\":{power:.1},\"spanning\":{volt:.1},\"branduren\":{hours}}}"
        );
        Message { at, topic: self.topic(lamp), payload }
    }

    /// What is no message of a lamp.
    fn bad(&self, at: i64, lamp: usize) -> Message {
        let n = self.number;
        let other =
            self.fleet.lamps.get((lamp + 1) % self.fleet.lamps.len().max(1)).map_or("", |lamp| lamp.name.as_str());
        let payload = match n % 5 {
            0 => format!("{{\"tijd\":{at},\"status\":"),
            1 => format!("{{\"tijd\":{at},\"apparaat\":\"niet-{other}-{n}\",\"status\":\"aan\"}}"),
            2 => format!("{{\"tijd\":\"ooit, {n}\",\"status\":\"aan\"}}"),
            3 => format!("{{\"tijd\":{},\"status\":\"aan\"}}", at + 400 * 86_400_000),
            _ => format!("{{\"tijd\":{at},\"vermogen\":1e999}}"),
        };
        Message { at, topic: self.topic(lamp), payload }
    }
}

impl Iterator for Stream<'_> {
    type Item = Message;

    fn next(&mut self) -> Option<Message> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some(message);
            }
            if self.make().is_none() {
                self.overdue(u64::MAX);
                return self.ready.pop_front();
            }
        }
    }
}

/// Lamps burn from 16:00 to 06:00, in UTC: about what a winter is in the Netherlands.
fn is_night(moment: i64) -> bool {
    let hour = moment.div_euclid(3_600_000).rem_euclid(24);
    !(6..16).contains(&hour)
}

/// Hours that a lamp has burned: never fewer than before.
fn hours(seed: u64, lamp: usize, moment: i64) -> i64 {
    let before = (chance(seed, 40, lamp as u64) % 30_000).cast_signed();
    before + moment.div_euclid(86_400_000) % 2000 * 14
}

#[expect(clippy::cast_precision_loss, reason = "moments within a run")]
fn share(done: i64, all: i64) -> f64 {
    done as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::{Asked, Fleet, Plan, Stream, faults::Kind, stream::Message};

    fn plan(seed: u64) -> Plan {
        Plan {
            rate: 100.0,
            start: 1_795_300_000_000,
            duration: 60_000,
            seed,
            duplicates: 0.05,
            disorder: 0.05,
            bad: 0.01,
        }
    }

    fn messages(seed: u64) -> Vec<Message> {
        let (fleet, plan) = (Fleet::new(500, 50), plan(seed));
        let asked: Asked = "lamp=2%,kabinet=2,flapper=3,stil=4,drift=2,herstel=20".parse().unwrap();
        let faults = asked.decide(&fleet, &plan);
        Stream::new(&fleet, &plan, &faults).collect()
    }

    #[test]
    fn the_same_seed_says_the_same_and_another_one_something_else() {
        assert_eq!(messages(7), messages(7));
        assert_ne!(messages(7), messages(8));
    }

    #[test]
    fn the_faults_that_are_asked_for_are_made_and_each_lamp_has_one() {
        let (fleet, plan) = (Fleet::new(1000, 50), plan(3));
        let asked: Asked = "lamp=2%, kabinet=3, flapper=5, stil=4".parse().unwrap();
        let faults = asked.decide(&fleet, &plan);
        let count = |kind| faults.iter().filter(|fault| fault.kind == kind).count();
        assert_eq!([count(Kind::Lamp), count(Kind::Kabinet), count(Kind::Flapper), count(Kind::Stil)], [20, 3, 5, 4]);
        let mut lamps: Vec<usize> = faults.iter().flat_map(|fault| fault.lamps.clone()).collect();
        let all = lamps.len();
        lamps.sort_unstable();
        lamps.dedup();
        assert_eq!((all, lamps.len()), (20 + 150 + 5 + 4, 20 + 150 + 5 + 4));
        for wrong in ["lamp", "lamp=x", "lamp=200%", "kast=3"] {
            assert!(wrong.parse::<Asked>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn all_lamps_behind_a_cabinet_that_fails_say_so_within_seconds() {
        let (fleet, plan) = (Fleet::new(500, 50), Plan { duplicates: 0.0, disorder: 0.0, bad: 0.0, ..plan(5) });
        let faults = "kabinet=1".parse::<Asked>().unwrap().decide(&fleet, &plan);
        let fault = faults[0].clone();
        let said: Vec<Message> = Stream::new(&fleet, &plan, &faults).collect();
        for lamp in &fault.lamps {
            let topic = format!("lampen/{}/meting", fleet.lamps[*lamp].name);
            let first = said.iter().find(|m| m.topic == topic && m.payload.contains("defect")).unwrap();
            assert!((fault.from..fault.from + 3000).contains(&first.at), "{first:?} {fault:?}");
        }
    }

    #[test]
    fn no_lamp_says_two_things_about_one_moment() {
        let (fleet, plan) =
            (Fleet::new(20, 5), Plan { duplicates: 0.0, disorder: 0.0, bad: 0.0, rate: 5000.0, ..plan(5) });
        let faults = "flapper=5,kabinet=1".parse::<Asked>().unwrap().decide(&fleet, &plan);
        let mut said: Vec<(String, String)> = Stream::new(&fleet, &plan, &faults)
            .map(|m| (m.topic, m.payload.split(',').next().unwrap().to_owned()))
            .collect();
        let all = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), all);
    }
}
