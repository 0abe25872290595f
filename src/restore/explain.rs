//! A lattice and its best path as text, for people who ask why.

use std::fmt::Write;

use super::Worker;
use super::lattice::write_candidate;
use super::writer::Decoded;

/// Candidates shown of one arc.
const SHOWN: usize = 6;

impl Worker<'_> {
    /// The candidates, their costs and the chosen path of a text.
    ///
    /// Costs are in nats: what the channel takes for the candidate to be read as the source, and the posterior that the
    /// whole lattice gives it. `>` marks the chosen path.
    pub fn explain(&mut self, text: &str) -> String {
        let sheet = self.look(text);
        let page = &sheet.page;
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "words read without any error: {:.1} %",
            sheet.cleanness.share() * 100.0
        );
        let know = &self.restorer.know;
        self.decode(&sheet, |words, Decoded { lattice, decoder }| {
            let line: Vec<&str> = page.words[words]
                .iter()
                .map(|word| word.span.of(&page.text))
                .collect();
            let _ = writeln!(out, "\n{}", line.join(" "));
            for (index, arc) in lattice.arcs.iter().enumerate() {
                if arc.span.is_empty() {
                    continue;
                }
                let chosen = decoder
                    .path
                    .iter()
                    .find(|(on_path, _)| *on_path == index)
                    .map(|&(_, candidate)| candidate);
                let source = arc.span.of(&page.text);
                let _ = writeln!(out, "  {source}  [{}→{}]", arc.from, arc.to);
                let mut order: Vec<usize> = (arc.first as usize..arc.last as usize).collect();
                order.sort_by(|&a, &b| {
                    decoder.posteriors[b]
                        .total_cmp(&decoder.posteriors[a])
                        .then(a.cmp(&b))
                });
                for candidate in order.into_iter().take(SHOWN) {
                    let mut written = String::new();
                    write_candidate(know, source, &lattice.candidates[candidate], &mut written);
                    let mark = if chosen == Some(candidate) { '>' } else { ' ' };
                    let cost = nats(lattice.candidates[candidate].cost.0);
                    let posterior = decoder.posteriors[candidate];
                    let _ = writeln!(
                        out,
                        "    {mark} {written:<14} channel {cost:>6.2}   posterior {posterior:.4}"
                    );
                }
            }
        });
        self.sheets.push(sheet);
        out
    }
}

fn nats(milli: i32) -> f64 {
    f64::from(milli) / 1000.0
}
