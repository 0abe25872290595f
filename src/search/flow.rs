//! How much may be on its way to the index: what is made and not yet written is counted in bytes, so that memory is
//! bounded however fast one side is.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::schema::Field;
use tantivy::schema::document::{Document, OwnedValue};

/// Bytes that may be on their way.
#[derive(Debug)]
pub(super) struct Gate {
    limit: usize,
    inside: Mutex<usize>,
    left: Condvar,
}

impl Gate {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            limit,
            inside: Mutex::new(0),
            left: Condvar::new(),
        })
    }

    /// Waits until there is room. What is larger than all room goes alone.
    pub(super) fn enter(self: &Arc<Self>, bytes: usize) -> Pass {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        while *inside > 0 && *inside + bytes > self.limit {
            inside = self
                .left
                .wait(inside)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *inside += bytes;
        Pass {
            gate: Arc::clone(self),
            bytes,
        }
    }
}

/// Room that is taken until this is dropped.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self
            .gate
            .inside
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *inside -= self.bytes;
        drop(inside);
        self.gate.left.notify_all();
    }
}

/// An entry of the index: its fields, and what it has of them.
pub(super) type Entry = Vec<(Field, OwnedValue)>;

/// An entry on its way. Those of one document share its room.
#[derive(Debug)]
pub(super) struct Travelling {
    pub(super) entry: Entry,
    pub(super) _pass: Arc<Pass>,
}

impl Document for Travelling {
    type Value<'a> = &'a OwnedValue;
    type FieldsValuesIter<'a> = Values<'a>;

    fn iter_fields_and_values(&self) -> Values<'_> {
        Values(self.entry.iter())
    }
}

/// What an entry has, in order.
#[derive(Debug)]
pub(super) struct Values<'a>(std::slice::Iter<'a, (Field, OwnedValue)>);

impl<'a> Iterator for Values<'a> {
    type Item = (Field, &'a OwnedValue);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, value)| (*field, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn waits_for_room_and_lets_the_large_alone() {
        let gate = Gate::new(10);
        let large = gate.enter(1000);
        let waiting = {
            let gate = Arc::clone(&gate);
            thread::spawn(move || drop(gate.enter(5)))
        };
        thread::sleep(Duration::from_millis(20));
        assert!(!waiting.is_finished());
        drop(large);
        waiting.join().unwrap();
        let (_a, _b) = (gate.enter(5), gate.enter(5));
    }
}
