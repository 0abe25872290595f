//! What is in an index, as it says itself: which document, and which record of it.

use super::Change;

/// The documents in the index: hashes of paths and records, in order of paths.
#[derive(Debug, Default)]
pub(super) struct Known {
    documents: Vec<(u64, u64)>,
    seen: Vec<bool>,
}

impl Known {
    pub(super) fn read(index: &tantivy::Index) -> tantivy::Result<Self> {
        let searcher = index.reader()?.searcher();
        let mut documents = Vec::new();
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let (paths, digests) = (columns.u64("path")?, columns.u64("digest")?);
            for doc in segment.doc_ids_alive() {
                if let (Some(path), Some(digest)) = (paths.first(doc), digests.first(doc)) {
                    documents.push((path, digest));
                }
            }
        }
        documents.sort_unstable();
        Ok(Self {
            seen: vec![false; documents.len()],
            documents,
        })
    }

    /// What is to be done with a document that the import has.
    pub(super) fn see(&mut self, path: u64, digest: u64) -> Change {
        match self.documents.binary_search_by_key(&path, |known| known.0) {
            Err(_) => Change::Added,
            Ok(at) => {
                self.seen[at] = true;
                if self.documents[at].1 == digest {
                    Change::Same
                } else {
                    Change::Changed
                }
            }
        }
    }

    pub(super) fn unseen(&self) -> impl Iterator<Item = u64> {
        let both = self.documents.iter().zip(&self.seen);
        both.filter(|(_, seen)| !**seen).map(|(known, _)| known.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_documents_are_told_from_new_and_changed_ones() {
        let mut known = Known {
            documents: vec![(1, 10), (5, 50), (9, 90)],
            seen: vec![false; 3],
        };
        assert_eq!(known.see(5, 50), Change::Same);
        assert_eq!(known.see(9, 91), Change::Changed);
        assert_eq!(known.see(7, 70), Change::Added);
        assert_eq!(known.unseen().collect::<Vec<_>>(), [1]);
    }
}
