//! Many workers, one order: items are worked on in parallel and handed on in the order they came.
//!
//! Bounded: workers wait once they are [`AHEAD`] items before the oldest unfinished one, or once [`HELD_BYTES`] of
//! finished results wait for it. They can't wait for ever, since results only wait while somebody is still at work on an
//! older item. The result does not depend on the number of workers.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Items each worker may be ahead of the oldest unfinished one.
const AHEAD: usize = 64;

/// Bytes of finished results that may wait for an older item.
const HELD_BYTES: usize = 16 << 20;

/// Something whose size in memory is known.
pub(super) trait Weight {
    /// Bytes it holds, roughly.
    fn size(&self) -> usize;
}

struct Line<I, T> {
    items: I,
    taken: usize,
    handed_on: usize,
    finished: BTreeMap<usize, T>,
    held: usize,
    /// No items are left.
    ended: bool,
    /// Whoever is at work should come home.
    stopped: bool,
}

struct Shared<I, T> {
    line: Mutex<Line<I, T>>,
    /// Something was finished, or the line ended or stopped.
    ready: Condvar,
    /// There may be room for more work.
    room: Condvar,
}

/// Stops the line when its thread leaves in a way that the others would wait for in vain.
struct Stop<'s, I, T> {
    shared: &'s Shared<I, T>,
    only_on_panic: bool,
}

/// Works on every item with one of `jobs` workers and gives the results to `hand_on`, in order, on the calling thread.
///
/// `worker` makes each thread's scratch space.
///
/// # Errors
/// The first error of `hand_on`, which ends the work.
pub(super) fn ordered<I, T, S, E>(
    jobs: usize,
    items: I,
    worker: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I::Item) -> T + Sync,
    mut hand_on: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator + Send,
    T: Weight + Send,
{
    let jobs = jobs.max(1);
    let shared = Shared {
        line: Mutex::new(Line {
            items,
            taken: 0,
            handed_on: 0,
            finished: BTreeMap::new(),
            held: 0,
            ended: false,
            stopped: false,
        }),
        ready: Condvar::new(),
        room: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                let _stop = Stop {
                    shared: &shared,
                    only_on_panic: true,
                };
                let mut scratch = worker();
                while let Some((index, item)) = shared.take(jobs * AHEAD) {
                    shared.finish(index, work(&mut scratch, item));
                }
            });
        }
        let _stop = Stop {
            shared: &shared,
            only_on_panic: false,
        };
        while let Some(result) = shared.next() {
            hand_on(result)?;
        }
        Ok(())
    })
}

impl<I: Iterator, T: Weight> Shared<I, T> {
    fn take(&self, ahead: usize) -> Option<(usize, I::Item)> {
        let mut line = self.lock();
        loop {
            if line.stopped || line.ended {
                return None;
            }
            if line.taken - line.handed_on < ahead && line.held <= HELD_BYTES {
                break;
            }
            line = wait(&self.room, line);
        }
        if let Some(item) = line.items.next() {
            let index = line.taken;
            line.taken += 1;
            return Some((index, item));
        }
        line.ended = true;
        drop(line);
        self.room.notify_all();
        self.ready.notify_all();
        None
    }

    fn finish(&self, index: usize, result: T) {
        let mut line = self.lock();
        line.held += result.size();
        line.finished.insert(index, result);
        if index == line.handed_on {
            self.ready.notify_all();
        }
    }

    fn next(&self) -> Option<T> {
        let mut line = self.lock();
        loop {
            let oldest = line.handed_on;
            if let Some(result) = line.finished.remove(&oldest) {
                line.handed_on += 1;
                line.held -= result.size();
                self.room.notify_all();
                return Some(result);
            }
            if line.stopped || line.ended && oldest == line.taken {
                return None;
            }
            line = wait(&self.ready, line);
        }
    }
}

impl<I, T> Shared<I, T> {
    fn lock(&self) -> MutexGuard<'_, Line<I, T>> {
        // A poisoned line has been stopped, and says so.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I, T> Drop for Stop<'_, I, T> {
    fn drop(&mut self) {
        if !self.only_on_panic || thread::panicking() {
            self.shared.lock().stopped = true;
            self.shared.ready.notify_all();
            self.shared.room.notify_all();
        }
    }
}

fn wait<'l, L>(condition: &Condvar, line: MutexGuard<'l, L>) -> MutexGuard<'l, L> {
    condition.wait(line).unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    impl Weight for usize {
        fn size(&self) -> usize {
            HELD_BYTES / 2
        }
    }

    fn run(jobs: usize, count: usize) -> Vec<usize> {
        let mut results = Vec::new();
        let done: Result<(), ()> = ordered(
            jobs,
            0..count,
            || (),
            |(), i| {
                // Later items finish first.
                thread::sleep(Duration::from_micros(((count - i) % 7) as u64 * 100));
                i * i
            },
            |result| {
                results.push(result);
                Ok(())
            },
        );
        done.unwrap();
        results
    }

    #[test]
    fn hands_on_in_order_whatever_the_number_of_workers() {
        for count in [0, 1, 2, 500] {
            let expected: Vec<usize> = (0..count).map(|i| i * i).collect();
            for jobs in [0, 1, 2, 8] {
                assert_eq!(run(jobs, count), expected, "{jobs} jobs, {count} items");
            }
        }
    }

    #[test]
    fn does_not_run_ahead_of_a_slow_item() {
        let started = AtomicUsize::new(0);
        let most = AtomicUsize::new(0);
        let done: Result<(), ()> = ordered(
            4,
            0..10_000_usize,
            || (),
            |(), i| {
                let now = started.fetch_add(1, Ordering::SeqCst) + 1;
                if i == 0 {
                    thread::sleep(Duration::from_millis(200));
                    most.store(started.load(Ordering::SeqCst), Ordering::SeqCst);
                }
                now
            },
            |_| Ok(()),
        );
        done.unwrap();
        // Two results of half the limit each, one more that goes over it, and what the three other workers had begun.
        assert!(most.into_inner() <= 8);
        assert_eq!(started.into_inner(), 10_000);
    }

    #[test]
    fn an_error_ends_the_work() {
        let started = AtomicUsize::new(0);
        let error = ordered(
            4,
            0..1_000_000_usize,
            || (),
            |(), i| {
                started.fetch_add(1, Ordering::SeqCst);
                i
            },
            |i| if i == 3 { Err("full") } else { Ok(()) },
        );
        assert_eq!(error, Err("full"));
        assert!(started.into_inner() < 1_000_000);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panicking_worker_is_not_waited_for() {
        let _: Result<(), ()> = ordered(
            2,
            0..1000_usize,
            || (),
            |(), i| {
                assert_ne!(i, 500, "bug");
                i
            },
            |_| Ok(()),
        );
    }
}
