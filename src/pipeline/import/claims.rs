//! Who says it first: files with the same content, found while many hands work.
//!
//! Of files that say the same, the first in the list is the document and the others its duplicates, whoever was read
//! first. A hand that finds an earlier claim need not work; one that turns out not to be the first has worked in vain.
//! About 40 bytes of memory for each different content, and nothing where duplicates are processed.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Half of a content's hash.
pub(super) type ContentKey = u128;

/// The first half of a hash in hex.
pub(super) fn content_key(hash: &str) -> Option<ContentKey> {
    ContentKey::from_str_radix(hash.get(..32)?, 16).ok()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    /// Somebody has it in hand; the number of the file.
    InHand(u64),
    /// It is told of; the place of the line.
    Told(u64),
}

/// Who says something first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    /// The file that was asked about.
    This,
    /// The file whose line stands here.
    Told(u64),
    /// The file of this number, which was given up while it was in hand.
    Lost(u64),
}

/// All claims of a run.
#[derive(Debug, Default)]
pub(super) struct Claims(Mutex<HashMap<ContentKey, Claim>>);

impl Claims {
    /// File number `index` says this. False where an earlier file does.
    pub(super) fn claim(&self, key: ContentKey, index: u64) -> bool {
        let mut claims = self.lock();
        let claim = claims.entry(key).or_insert(Claim::InHand(index));
        match *claim {
            Claim::Told(_) => false,
            Claim::InHand(other) if other < index => false,
            Claim::InHand(_) => {
                *claim = Claim::InHand(index);
                true
            }
        }
    }

    /// Who says this first, asked in the order of the files.
    pub(super) fn first(&self, key: ContentKey, index: u64) -> First {
        match self.lock().get(&key) {
            Some(Claim::Told(place)) => First::Told(*place),
            Some(Claim::InHand(other)) if *other < index => First::Lost(*other),
            Some(Claim::InHand(_)) | None => First::This,
        }
    }

    /// The line about the first file that says this stands at `place`.
    pub(super) fn tell(&self, key: ContentKey, place: u64) {
        self.lock().insert(key, Claim::Told(place));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ContentKey, Claim>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_in_the_list_is_the_document_whoever_comes_first() {
        let claims = Claims::default();
        assert!(claims.claim(1, 7));
        assert!(claims.claim(1, 3), "an earlier file takes it over");
        assert!(!claims.claim(1, 5));
        assert_eq!(
            (claims.first(1, 3), claims.first(1, 5)),
            (First::This, First::Lost(3))
        );
        claims.tell(1, 100);
        assert_eq!(
            (claims.first(1, 5), claims.first(1, 7)),
            (First::Told(100), First::Told(100))
        );
        assert!(!claims.claim(1, 9));
    }
}
