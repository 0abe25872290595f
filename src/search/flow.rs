//! How much may be on its way to the index: what is made and not yet written is counted in bytes, so that memory is
//! bounded however fast one side is.

use std::iter;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::schema::Field;
use tantivy::schema::document::{self, Document, ReferenceValue, ReferenceValueLeaf};

use super::form::{self, Key};
use super::query::Kind;

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

/// The entries of one document, in one piece: so little is made and thrown away for each.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// All texts, one behind the other. Who adds one writes it here and says of which field it is.
    pub(super) text: String,
    /// The record, compressed.
    pub(super) record: Vec<u8>,
    /// How many words the document has.
    pub(super) words: u64,
    values: Vec<(Field, Said)>,
    /// Where the values of each entry end.
    ends: Vec<usize>,
}

/// What an entry says of a field.
#[derive(Clone, Debug)]
enum Said {
    Number(u64),
    /// What stands there in the text.
    Text(Range<usize>),
    Record,
    /// How many words the document has, which is known when all is written.
    Length,
}

impl Entries {
    pub(super) fn number(&mut self, field: Field, number: u64) {
        self.values.push((field, Said::Number(number)));
    }

    pub(super) fn text(&mut self, field: Field, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.written(field, start);
    }

    pub(super) fn key(&mut self, field: Field, kind: Kind, about: Key<'_>) {
        let start = self.text.len();
        form::write_key(kind, about, &mut self.text);
        self.written(field, start);
    }

    /// What stands in the text from `start` on is of this field.
    pub(super) fn written(&mut self, field: Field, start: usize) {
        let place = start..self.text.len();
        self.values.push((field, Said::Text(place)));
    }

    pub(super) fn record(&mut self, field: Field, record: Vec<u8>) {
        self.record = record;
        self.values.push((field, Said::Record));
    }

    pub(super) fn length(&mut self, field: Field) {
        self.values.push((field, Said::Length));
    }

    /// The entry is whole; what follows is of the next.
    pub(super) fn close(&mut self) {
        self.ends.push(self.values.len());
    }

    /// How many entries are whole.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn of(&self, number: usize) -> &[(Field, Said)] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.values[start..self.ends[number]]
    }
}

/// The entries of a document on their way, and the room that they take.
#[derive(Debug)]
pub(super) struct Freight {
    pub(super) entries: Entries,
    pub(super) _pass: Pass,
}

/// One of the entries of a document, as the engine takes it.
#[derive(Debug)]
pub(super) struct Travelling {
    freight: Arc<Freight>,
    number: usize,
}

impl Travelling {
    /// All entries of a document, in order.
    pub(super) fn all(freight: Freight) -> impl Iterator<Item = Self> {
        let freight = Arc::new(freight);
        (0..freight.entries.len()).map(move |number| Self {
            freight: Arc::clone(&freight),
            number,
        })
    }
}

impl Document for Travelling {
    type Value<'a> = Value<'a>;
    type FieldsValuesIter<'a> = Values<'a>;

    fn iter_fields_and_values(&self) -> Values<'_> {
        Values {
            entries: &self.freight.entries,
            left: self.freight.entries.of(self.number).iter(),
        }
    }
}

/// A value, as the engine takes it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Number(u64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> document::Value<'a> for Value<'a> {
    type ArrayIter = iter::Empty<Self>;
    type ObjectIter = iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Self::Number(number) => ReferenceValueLeaf::U64(number),
            Self::Text(text) => ReferenceValueLeaf::Str(text),
            Self::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}

/// The values of an entry, in order.
#[derive(Debug)]
pub(super) struct Values<'a> {
    entries: &'a Entries,
    left: std::slice::Iter<'a, (Field, Said)>,
}

impl<'a> Iterator for Values<'a> {
    type Item = (Field, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (field, said) = self.left.next()?;
        let value = match said {
            Said::Number(number) => Value::Number(*number),
            Said::Text(place) => Value::Text(&self.entries.text[place.clone()]),
            Said::Record => Value::Bytes(&self.entries.record),
            Said::Length => Value::Number(self.entries.words),
        };
        Some((*field, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
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
