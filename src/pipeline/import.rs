//! Folders of documents → one folder of records and restored texts.

use std::path::Path;

use super::{Failure, Outcome, Summary, record_and_text, run};
use crate::error::Error;
use crate::ingest::Worklist;
use crate::restore::Restorer;
use crate::sink::{Layout, NewFile, write_file};

/// Name of the file of records in the output folder.
pub const RECORDS: &str = "records.ndjson";

/// Name of the folder of restored texts in the output folder, which mirrors the paths of the sources.
pub const TEXT: &str = "text";

/// Imports every document of `worklist` into the folder `out`: records, in order, in [`RECORDS`], and the restored text of
/// each under [`TEXT`]. `tell` hears of every document, in order.
///
/// [`RECORDS`] appears when everything is done, in place of one from an earlier run; it has no line for a document that
/// failed.
///
/// # Errors
/// Where `out` is a file or lies inside a folder to import, or the records can't be written. Documents that fail are counted and told.
pub fn import(
    restorer: &Restorer<'_>,
    jobs: usize,
    worklist: &Worklist,
    out: &Path,
    mut tell: impl FnMut(&Outcome),
) -> Result<Summary, Error> {
    if let Some(folder) = worklist.folder_around(out) {
        return Err(Error::OutputInsideInput {
            out: out.display().to_string(),
            folder: folder.display().to_string(),
        });
    }
    if out.is_file() {
        return Err(Error::OutputIsAFile {
            out: out.display().to_string(),
        });
    }
    let mut records = NewFile::create(&out.join(RECORDS))?;
    let texts = out.join(TEXT);
    let summary = run(
        restorer,
        jobs,
        worklist.inputs(),
        |worker, input, scan| {
            let (record, text) = record_and_text(worker, scan, Layout::Line);
            write_file(&texts.join(input.mirrored_path()), text.as_bytes())
                .map_err(Failure::from)?;
            Ok(record)
        },
        |outcome| {
            if let Ok(record) = &outcome.result {
                records.write(record)?;
            }
            tell(&outcome);
            Ok::<(), Error>(())
        },
    )?;
    records.finish()?;
    Ok(summary)
}
