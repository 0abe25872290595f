//! Beside the stream: how right an output is, where it fails, and whether to trust it.
//!
//! [`evaluate`] judges many documents by many [systems](System): it [pairs](pair) their files, aligns each output with
//! its truth, counts ([`Counts`]), and takes every figure of [`METRICS`] from the sums. [`report`] writes what came out,
//! [`gate`] compares it with an earlier day's, [`leak`] asks whether what is judged was learned by heart.
//!
//! Promises: the same files give the same figures on any number of threads; of a document no
//! more is kept than its counts and its wrong places; a document that cannot be judged is counted and named.

mod align;
mod calibration;
mod classes;
mod confusion;
mod counts;
mod evaluation;
mod facts;
mod fold;
pub mod gate;
mod intervals;
mod judge;
pub mod leak;
mod letters;
mod metrics;
mod pairing;
pub mod report;
pub mod structure;
mod systems;
mod tokens;
mod view;
mod vocabulary;

pub use calibration::{BINS, Bin, Ranking, Reliability, RiskPoint};
pub use classes::{Class, Classes};
pub use confusion::{Confusion, Confusions, Matrices, NOTHING, VOWELS};
pub use counts::{Changes, Counts, Part, RecordCounts};
pub use evaluation::{
    Alignment, DocumentError, DocumentResult, Evaluation, MAIN, MOST_WRONG, Options, Portrait,
    SCANNED, evaluate,
};
pub use facts::FACTS;
pub use fold::{Folding, UNKNOWABLE};
pub use intervals::{Draws, Interval, Resampled, resample};
pub use metrics::{Better, METRICS, Metric, SYLLABLES, Unit, metric};
pub use pairing::{Pair, Pairing, PairingError, Sources, is_bulk, pair};
pub use systems::{
    Output, RecordFile, System, SystemError, SystemWorker, dictionary, without_channel,
    without_language_model,
};
pub use tokens::Confidence;
pub use view::{Fate, Piece, Row, View};

pub use judge::Wrong;

use judge::{Asked, judge};
use tokens::Tokens;
use vocabulary::Vocabulary;

/// Counts one text after another, and remembers their words.
#[derive(Debug)]
pub struct Counter {
    vocabulary: Vocabulary,
}

impl Counter {
    /// A counter that knows nothing yet.
    #[must_use]
    pub fn new(folding: Folding) -> Self {
        Self {
            vocabulary: Vocabulary::new(folding),
        }
    }

    /// Counts of a text against its truth, line by line where both have as many lines. What was counted before makes no
    /// difference but in time.
    pub fn count(&mut self, truth: &str, output: &str) -> Counts {
        self.vocabulary.forget_if_full();
        let truth = Tokens::read(truth, &[], &mut self.vocabulary);
        let output = Tokens::read(output, &[], &mut self.vocabulary);
        let asked = Asked {
            line_by_line: truth.line_count() == output.line_count(),
            ..Asked::default()
        };
        judge(&self.vocabulary, &truth, &output, None, asked).counts
    }
}

/// Counts of one text against its truth.
///
/// ```
/// use vanban::evaluate::{Folding, count};
/// let counts = count("Thủ tục hành chính\n", "Thu tục hành chính\n", Folding::Spelling);
/// assert_eq!((counts.syllable_errors().some, counts.syllables), (1, 4));
/// assert_eq!((counts.characters.some, counts.characters.all), (1, 18));
/// ```
#[must_use]
pub fn count(truth: &str, output: &str, folding: Folding) -> Counts {
    Counter::new(folding).count(truth, output)
}
