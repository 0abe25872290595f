//! The crew: threads that work on documents in order, and a clock.
//!
//! Promises: results come in the order of the jobs, whatever the number of hands; no more is in work than memory allows;
//! a job that takes too long is given up with its thread, which nobody can stop, and another hand takes its place. The
//! thread that was given up goes home when it is done, and what it brings is thrown away. Small jobs are handed out some
//! at a time; where those take too long, each is done again alone, so that one is given up and no more. Leaves to others:
//! what the work is, and what is said of a job that was given up.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Jobs that each hand may be ahead of the oldest unfinished one.
const AHEAD: u64 = 64;
/// Bytes of finished results that may wait for an older job.
const HELD_BYTES: u64 = 64 << 20;
/// Jobs that are handed out together, and their bytes.
const HANDFUL: usize = 32;
const HANDFUL_BYTES: u64 = 32 << 10;
/// Results, or bytes of them, for which whoever takes them is woken: for every small one, waking costs more than working.
const TOGETHER: usize = 32;
const TOGETHER_BYTES: u64 = 1 << 20;
/// How often a request to stop is looked for while nothing happens.
const TICK: Duration = Duration::from_millis(100);

/// Something to work on.
pub(super) trait Job: Send + Sync + 'static {
    /// What is known of it without working on it.
    type Head: Send + 'static;
    /// See [`Job::Head`].
    fn head(&self) -> Self::Head;
    /// Memory that working on it takes, about.
    fn cost(&self) -> u64;
    /// Its size, where it may be worked on with others, and again.
    fn size(&self) -> Option<u64>;
}

/// Jobs with their numbers.
pub(super) type Jobs<J> = Vec<(u64, Arc<J>)>;

/// Something that was made.
pub(super) trait Product: Send + 'static {
    /// Bytes it holds, about.
    fn size(&self) -> u64;
}

/// Bounds of the work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) hands: usize,
    pub(super) patience: Duration,
    pub(super) memory: u64,
}

struct Busy<J> {
    since: Instant,
    job: Arc<J>,
    hand: u64,
}

struct Line<J: Job, T> {
    jobs: Box<dyn Iterator<Item = J> + Send>,
    /// Taken from `jobs`, and waiting for memory.
    next: Option<Arc<J>>,
    /// To be done again, each alone.
    again: VecDeque<(u64, Arc<J>)>,
    hands: u64,
    taken: u64,
    handed_on: u64,
    busy: BTreeMap<u64, Busy<J>>,
    in_work: u64,
    finished: BTreeMap<u64, T>,
    held: u64,
    given_up: usize,
    ended: bool,
    broken: bool,
}

struct Shared<J: Job, T> {
    line: Mutex<Line<J, T>>,
    ready: Condvar,
    room: Condvar,
    limits: Limits,
    stop: Arc<AtomicBool>,
}

/// What a hand does: takes jobs from its station until there are none.
type Body<J, T> = Arc<dyn Fn(&Station<J, T>) + Send + Sync>;

/// The whole crew.
pub(super) struct Crew<J: Job, T: Product> {
    shared: Arc<Shared<J, T>>,
    body: Body<J, T>,
}

/// The place where one hand works.
pub(super) struct Station<J: Job, T: Product> {
    shared: Arc<Shared<J, T>>,
    hand: u64,
}

/// What happened next.
pub(super) enum Next<T, H> {
    /// The next result in order.
    Made(u64, T),
    /// A job was given up; say with [`Crew::settle`] what is to be its result.
    GivenUp(u64, H),
    /// Too many jobs were given up whose threads are still at it.
    Stuck,
    /// All is done, or somebody asked to stop.
    End,
}

impl<J: Job, T: Product> Crew<J, T> {
    /// Sets `limits.hands` threads to work.
    pub(super) fn start(
        jobs: impl Iterator<Item = J> + Send + 'static,
        limits: Limits,
        stop: Arc<AtomicBool>,
        body: impl Fn(&Station<J, T>) + Send + Sync + 'static,
    ) -> Self {
        let limits = Limits {
            hands: limits.hands.max(1),
            ..limits
        };
        let crew = Self {
            shared: Arc::new(Shared {
                line: Mutex::new(Line {
                    jobs: Box::new(jobs),
                    next: None,
                    again: VecDeque::new(),
                    hands: 0,
                    taken: 0,
                    handed_on: 0,
                    busy: BTreeMap::new(),
                    in_work: 0,
                    finished: BTreeMap::new(),
                    held: 0,
                    given_up: 0,
                    ended: false,
                    broken: false,
                }),
                ready: Condvar::new(),
                room: Condvar::new(),
                limits,
                stop,
            }),
            body: Arc::new(body),
        };
        for _ in 0..limits.hands {
            crew.hire();
        }
        crew
    }

    fn hire(&self) {
        let mut line = self.shared.lock();
        line.hands += 1;
        let station = Station {
            shared: Arc::clone(&self.shared),
            hand: line.hands,
        };
        drop(line);
        let body = Arc::clone(&self.body);
        thread::spawn(move || body(&station));
    }

    /// Waits for what comes next.
    pub(super) fn next(&self) -> Next<T, J::Head> {
        let mut line = self.shared.lock();
        loop {
            let oldest = line.handed_on;
            if let Some(result) = line.finished.remove(&oldest) {
                line.handed_on += 1;
                line.held -= result.size();
                self.shared.room.notify_all();
                return Next::Made(oldest, result);
            }
            if line.broken || line.ended && oldest == line.taken {
                return Next::End;
            }
            if self.shared.stop.load(Ordering::Relaxed) && line.busy.is_empty() {
                line.ended = true;
                return Next::End;
            }
            let patience = self.shared.limits.patience;
            let late = line
                .busy
                .values()
                .find(|busy| busy.since.elapsed() >= patience);
            if let Some(hand) = late.map(|busy| busy.hand) {
                line.given_up += 1;
                if line.given_up > 4 + 4 * self.shared.limits.hands {
                    return Next::Stuck;
                }
                let mut left = line.take_from(hand);
                let alone = if left.len() == 1 { left.pop() } else { None };
                line.again.extend(left);
                drop(line);
                self.hire();
                if let Some((index, job)) = alone {
                    return Next::GivenUp(index, job.head());
                }
                line = self.shared.lock();
                continue;
            }
            line = self
                .shared
                .ready
                .wait_timeout(line, TICK)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// The result of a job that was given up.
    pub(super) fn settle(&self, index: u64, result: T) {
        let mut line = self.shared.lock();
        line.held += result.size();
        line.finished.insert(index, result);
        self.shared.room.notify_all();
    }
}

impl<J: Job, T: Product> Drop for Crew<J, T> {
    /// Nobody waits for the results any more: the hands go home after what they have in hand.
    fn drop(&mut self) {
        let mut line = self.shared.lock();
        line.ended = true;
        line.again.clear();
        self.shared.room.notify_all();
    }
}

impl<J: Job, T> Line<J, T> {
    fn begin(&mut self, index: u64, job: &Arc<J>, hand: u64) {
        self.in_work += job.cost();
        let busy = Busy {
            since: Instant::now(),
            job: Arc::clone(job),
            hand,
        };
        self.busy.insert(index, busy);
    }

    /// What a hand has in work; it has none of it any more.
    fn take_from(&mut self, hand: u64) -> Jobs<J> {
        let of_hand = self.busy.iter().filter(|(_, busy)| busy.hand == hand);
        let jobs: Jobs<J> = of_hand
            .map(|(&index, busy)| (index, Arc::clone(&busy.job)))
            .collect();
        for (index, job) in &jobs {
            self.busy.remove(index);
            self.in_work -= job.cost();
        }
        jobs
    }

    /// The next job, if memory allows it.
    fn offer(&mut self, memory: u64) -> Option<Arc<J>> {
        let job = self
            .next
            .take()
            .or_else(|| self.jobs.next().map(Arc::new))?;
        if self.busy.is_empty() || self.in_work + job.cost() <= memory {
            return Some(job);
        }
        self.next = Some(job);
        None
    }
}

impl<J: Job, T: Product> Station<J, T> {
    /// The next jobs: one, or some small ones; none where it is time to go home.
    pub(super) fn take(&self) -> Jobs<J> {
        let shared = &self.shared;
        let mut line = shared.lock();
        loop {
            if line.broken || shared.stop.load(Ordering::Relaxed) {
                return Vec::new();
            }
            if let Some((index, job)) = line.again.pop_front() {
                line.begin(index, &job, self.hand);
                return vec![(index, job)];
            }
            if line.ended {
                return Vec::new();
            }
            let ahead = line.taken - line.handed_on;
            if ahead < shared.limits.hands as u64 * AHEAD && line.held <= HELD_BYTES {
                let jobs = self.handful(&mut line);
                if !jobs.is_empty() {
                    return jobs;
                }
                if line.next.is_none() {
                    line.ended = true;
                    shared.room.notify_all();
                    shared.ready.notify_all();
                    continue;
                }
            }
            line = shared
                .room
                .wait_timeout(line, TICK)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn handful(&self, line: &mut Line<J, T>) -> Jobs<J> {
        let mut jobs = Jobs::new();
        let mut bytes = 0;
        while let Some(job) = line.offer(self.shared.limits.memory) {
            let size = job.size();
            bytes += size.unwrap_or(HANDFUL_BYTES);
            if !jobs.is_empty() && bytes > HANDFUL_BYTES {
                line.next = Some(job);
                break;
            }
            line.begin(line.taken, &job, self.hand);
            jobs.push((line.taken, job));
            line.taken += 1;
            if size.is_none() || jobs.len() == HANDFUL {
                break;
            }
        }
        jobs
    }

    /// Hands in the results. False where the jobs were given up meanwhile, and it is time to go home.
    pub(super) fn done(&self, results: Vec<(u64, T)>) -> bool {
        let mut line = self.shared.lock();
        if line.take_from(self.hand).is_empty() {
            line.given_up -= 1;
            return false;
        }
        for (index, result) in results {
            line.held += result.size();
            line.finished.insert(index, result);
        }
        let many = line.finished.len() >= TOGETHER || line.held >= TOGETHER_BYTES;
        if many && line.finished.contains_key(&line.handed_on) || line.ended {
            self.shared.ready.notify_all();
        }
        self.shared.room.notify_all();
        true
    }
}

impl<J: Job, T: Product> Drop for Station<J, T> {
    /// A hand that breaks takes nobody with it who would wait in vain.
    fn drop(&mut self) {
        if thread::panicking() {
            self.shared.lock().broken = true;
            self.shared.ready.notify_all();
            self.shared.room.notify_all();
        }
    }
}

impl<J: Job, T> Shared<J, T> {
    fn lock(&self) -> MutexGuard<'_, Line<J, T>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;

    impl Job for u64 {
        type Head = u64;
        fn head(&self) -> u64 {
            *self
        }
        fn cost(&self) -> u64 {
            *self
        }
        // Every tenth goes alone.
        fn size(&self) -> Option<u64> {
            (!self.is_multiple_of(10)).then_some(4 << 10)
        }
    }

    impl Product for String {
        fn size(&self) -> u64 {
            self.len() as u64
        }
    }

    fn limits(hands: usize) -> Limits {
        Limits {
            hands,
            patience: Duration::from_secs(60),
            memory: u64::MAX,
        }
    }

    fn results(crew: &Crew<u64, String>) -> Vec<String> {
        let mut results = Vec::new();
        loop {
            match crew.next() {
                Next::Made(index, result) => {
                    assert_eq!(index, results.len() as u64);
                    results.push(result);
                }
                Next::GivenUp(index, head) => crew.settle(index, format!("late {head}")),
                Next::Stuck => panic!("stuck"),
                Next::End => return results,
            }
        }
    }

    /// Works on all jobs, as a hand does. Ends where the hand was given up.
    fn work(station: &Station<u64, String>, mut make: impl FnMut(u64, u64)) {
        loop {
            let jobs = station.take();
            let mut results = Vec::new();
            for (index, job) in &jobs {
                make(*index, **job);
                results.push((*index, job.to_string()));
            }
            if jobs.is_empty() || !station.done(results) {
                return;
            }
        }
    }

    fn stop() -> Arc<AtomicBool> {
        Arc::new(AtomicBool::new(false))
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_hands() {
        let expected: Vec<String> = (0..500).map(|i: u64| i.to_string()).collect();
        for hands in [0, 1, 2, 8] {
            let crew = Crew::start(0..500_u64, limits(hands), stop(), |station| {
                work(station, |index, _| {
                    thread::sleep(Duration::from_micros((500 - index) % 7 * 50));
                });
            });
            assert_eq!(results(&crew), expected, "{hands} hands");
        }
    }

    #[test]
    fn a_job_that_hangs_costs_one_job() {
        let few = Limits {
            patience: Duration::from_millis(150),
            ..limits(2)
        };
        let crew = Crew::start(0..40_u64, few, stop(), |station| {
            work(station, |_, job| {
                if job % 20 == 7 {
                    thread::sleep(Duration::from_millis(600));
                }
            });
        });
        let results = results(&crew);
        assert_eq!(
            (results[7].as_str(), results[27].as_str()),
            ("late 7", "late 27")
        );
        assert_eq!(
            results
                .iter()
                .filter(|result| result.starts_with("late"))
                .count(),
            2
        );
        assert_eq!(results.len(), 40);
    }

    #[test]
    fn no_more_is_in_work_than_memory_allows() {
        static IN_WORK: AtomicU64 = AtomicU64::new(0);
        static MOST: AtomicU64 = AtomicU64::new(0);
        let small = Limits {
            memory: 100,
            ..limits(8)
        };
        // One job is larger than all memory: it is done alone.
        let jobs = (0..200_u64).map(|i| if i == 50 { 500 } else { 30 });
        let crew = Crew::start(jobs, small, stop(), |station| {
            work(station, |_, job| {
                let now = IN_WORK.fetch_add(job, Ordering::SeqCst) + job;
                if job == 500 {
                    assert_eq!(now, 500);
                } else {
                    MOST.fetch_max(now, Ordering::SeqCst);
                }
                thread::sleep(Duration::from_micros(200));
                IN_WORK.fetch_sub(job, Ordering::SeqCst);
            });
        });
        assert_eq!(results(&crew).len(), 200);
        assert!(
            (60..=100).contains(&MOST.load(Ordering::SeqCst)),
            "{MOST:?}"
        );
    }

    #[test]
    fn who_is_asked_to_stop_finishes_what_is_in_hand() {
        let stop = stop();
        let flag = Arc::clone(&stop);
        let crew = Crew::start(0..1_000_000_u64, limits(4), stop, move |station| {
            work(station, |_, job| {
                if job == 100 {
                    flag.store(true, Ordering::SeqCst);
                }
            });
        });
        let count = results(&crew).len();
        assert!((101..1000).contains(&count), "{count}");
    }

    #[test]
    fn a_hand_that_breaks_is_not_waited_for() {
        let crew = Crew::start(0..1000_u64, limits(2), stop(), |station| {
            work(station, |_, job| assert_ne!(job, 500, "a bug"));
        });
        assert!(results(&crew).len() <= 1000);
    }
}
