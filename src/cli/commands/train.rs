//! `vanban train`: dictionaries, text and aligned pairs in, a model file out.

use crate::cli::Outcome;
use crate::cli::args::Train;
use crate::cli::talk::Talk;
use crate::sink::NewFile;
use crate::train::{TrainOptions, train};

pub(in crate::cli) fn run(command: &Train, talk: &Talk) -> anyhow::Result<Outcome> {
    // Opened first: a path that cannot be written to fails now and not in a minute.
    let mut file = NewFile::create(&command.out)?;
    let options = TrainOptions {
        dictionaries: command.dictionaries.clone(),
        text: command.text.clone(),
        pairs: command.pairs.clone(),
        other_pairs: command.other_pairs.clone(),
        domain: command.domain.clone(),
        bigrams: command.bigrams,
        trigrams: command.trigrams,
        confusions: command.confusions,
        reranker_steps: command.reranker_steps,
    };
    let (model, summary) = train(&options, &mut |step| talk.note(step))?;
    file.write(&model)?;
    file.finish()?;
    talk.note(&format!(
        "{}: {} bytes; {} words, {} bigrams and {} trigrams from {} words of text; {} confusions from {} pairs of lines",
        command.out.display(),
        model.len(),
        summary.words,
        summary.bigrams,
        summary.trigrams,
        summary.text_words,
        summary.confusions,
        summary.pairs,
    ));
    Ok(Outcome::AllDone)
}
