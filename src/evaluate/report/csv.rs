//! One row for each document and system, one column for each figure: for spreadsheets.

use csv::WriterBuilder;

use crate::evaluate::evaluation::Evaluation;
use crate::evaluate::metrics::METRICS;

/// The documents as CSV, with a head line. Figures stand in their unit, empty where there is none.
#[must_use]
pub fn csv(evaluation: &Evaluation) -> Vec<u8> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let head = [
        "document",
        "slice",
        "system",
        "syllables",
        "syllable_errors",
    ];
    let metrics = METRICS.iter().map(|metric| metric.id);
    let expect = "invariant: writes to memory, and all rows are as long as the head";
    writer
        .write_record(head.into_iter().chain(metrics))
        .expect(expect);
    for document in &evaluation.documents {
        for ((system, _), counts) in evaluation.systems.iter().zip(&document.counts) {
            let mut row = vec![
                document.name.clone(),
                document.slice.clone(),
                system.clone(),
                counts.syllables.to_string(),
                counts.syllable_errors().some.to_string(),
            ];
            row.extend(METRICS.iter().map(|metric| {
                (metric.value)(counts).map_or_else(String::new, |value| format!("{value:.4}"))
            }));
            writer.write_record(row).expect(expect);
        }
    }
    writer.into_inner().expect(expect)
}
