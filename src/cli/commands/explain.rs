//! `vanban explain`: the candidates of a line, their costs and the chosen path.

use crate::cli::Outcome;
use crate::cli::args::{Explain, Shared};
use crate::cli::output::print;
use crate::restore::Restorer;

pub(in crate::cli) fn run(command: &Explain, shared: &Shared) -> anyhow::Result<Outcome> {
    let model = shared.open_model()?;
    let restorer = Restorer::new(&model).min_confidence(shared.min_confidence);
    let mut explanation = restorer.worker().explain(&command.text.join(" "));
    if !explanation.ends_with('\n') {
        explanation.push('\n');
    }
    print(explanation.as_bytes())?;
    Ok(Outcome::AllDone)
}
