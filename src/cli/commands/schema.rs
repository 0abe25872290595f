//! `vanban schema`: the JSON Schema of the records.

use crate::cli::Outcome;
use crate::cli::output::print;
use crate::sink::schema;

pub(in crate::cli) fn run() -> anyhow::Result<Outcome> {
    print(format!("{:#}\n", schema()).as_bytes())?;
    Ok(Outcome::AllDone)
}
