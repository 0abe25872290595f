//! What restoration did, read off the aligned tokens: edits, counts, and the doubts that remain.

use std::borrow::Cow;

use super::offsets::Offsets;
use super::wire::{Alternative, Diagnostic, Edit, Restoration, Severity};
use crate::restored::{Restored, Token};
use crate::span::Span;

/// A token is called uncertain where its confidence is lower than this: one chance in ten that it is wrong, or worse.
pub const UNCERTAIN_BELOW: f32 = 0.9;

/// Both texts' offsets.
pub(super) struct Places<'a> {
    pub(super) text: Offsets<'a>,
    pub(super) source: Offsets<'a>,
}

pub(super) fn restoration<'a>(restored: &'a Restored, places: &Places<'_>) -> Restoration<'a> {
    let tokens = &restored.tokens;
    let mut changed = 0;
    let mut edits = Vec::new();
    for group in groups(tokens) {
        if let Some(edit) = edit(restored, group, places) {
            changed += group.len();
            edits.push(edit);
        }
    }
    let sum: f64 = tokens.iter().map(|t| f64::from(t.confidence)).sum();
    Restoration {
        tokens: tokens.len(),
        changed,
        uncertain: tokens.iter().filter(|token| is_uncertain(token)).count(),
        mean_confidence: (!tokens.is_empty()).then(|| probability(sum / tokens.len() as f64)),
        edits,
    }
}

/// A remark for each token that was kept as it was although that is uncertain; changed ones are edits.
pub(super) fn doubts<'a>(restored: &'a Restored, places: &Places<'_>) -> Vec<Diagnostic<'a>> {
    restored
        .tokens
        .iter()
        .filter(|token| is_uncertain(token))
        .filter_map(|token| {
            let kept = token.span.of(&restored.text);
            let (other, chance) = token.alternatives.first()?;
            (kept == token.source_span.of(&restored.source)).then(|| Diagnostic {
                code: "uncertain_reading",
                severity: Severity::Info,
                span: places.text.place(token.span),
                message: Cow::Owned(format!(
                    "`{kept}` is kept as the source has it ({:.0} %); it may be `{other}` ({:.0} %)",
                    token.confidence * 100.0,
                    chance * 100.0
                )),
            })
        })
        .collect()
}

/// Tokens that one word of the source was split into stand together; every other token alone.
fn groups(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.chunk_by(|a, b| a.source_span.end == b.source_span.start)
}

fn edit<'a>(restored: &'a Restored, group: &[Token], places: &Places<'_>) -> Option<Edit<'a>> {
    let (first, last) = (group.first()?, group.last()?);
    let span = Span::new(first.span.start, last.span.end);
    let source_span = Span::new(first.source_span.start, last.source_span.end);
    let from = source_span.of(&restored.source);
    let to = span.of(&restored.text);
    (from != to).then(|| Edit {
        span: places.text.place(span),
        source_span: places.source.place(source_span),
        from,
        to,
        confidence: probability(f64::from(
            group.iter().map(|t| t.confidence).fold(1.0, f32::min),
        )),
        alternatives: alternatives(&restored.text, span, group),
    })
}

/// The whole edit with one of its tokens read otherwise, most probable first.
fn alternatives<'a>(text: &str, span: Span, group: &[Token]) -> Vec<Alternative<'a>> {
    let mut all: Vec<Alternative<'a>> = group
        .iter()
        .flat_map(|token| {
            token.alternatives.iter().map(move |(other, chance)| {
                let before = &text[span.start..token.span.start];
                let after = &text[token.span.end..span.end];
                Alternative(
                    Cow::Owned(format!("{before}{other}{after}")),
                    probability(f64::from(*chance)),
                )
            })
        })
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all
}

fn is_uncertain(token: &Token) -> bool {
    token.confidence < UNCERTAIN_BELOW
}

/// Four decimals: enough to sort by, few enough that output doesn't hang on the last bit of a sum.
fn probability(value: f64) -> f64 {
    if value.is_nan() {
        return 0.0;
    }
    (value.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens as (text, source, confidence); a source that begins with `+` follows the one before without a blank.
    fn restored(tokens: &[(&str, &str, f32)]) -> Restored {
        let mut all = Restored::default();
        for &(text, source, confidence) in tokens {
            if !all.text.is_empty() {
                all.text.push(' ');
            }
            if !all.source.is_empty() && !source.starts_with('+') {
                all.source.push(' ');
            }
            let start = all.text.len();
            let source_start = all.source.len();
            all.text.push_str(text);
            all.source.push_str(source.trim_start_matches('+'));
            all.tokens.push(Token {
                span: Span::new(start, all.text.len()),
                source_span: Span::new(source_start, all.source.len()),
                confidence,
                alternatives: vec![("khác".into(), 0.25)],
            });
        }
        all
    }

    fn places(restored: &Restored) -> Places<'_> {
        Places {
            text: Offsets::new(&restored.text),
            source: Offsets::new(&restored.source),
        }
    }

    fn apply(source: &str, edits: &[Edit<'_>]) -> String {
        let source: Vec<char> = source.chars().collect();
        let mut text = String::new();
        let mut at = 0;
        for edit in edits {
            text.extend(&source[at..edit.source_span[0]]);
            text.push_str(edit.to);
            at = edit.source_span[1];
        }
        text.extend(&source[at..]);
        text
    }

    #[test]
    fn edits_turn_the_source_into_the_text() {
        for tokens in [
            &[("thủ", "thu", 1.0), ("tục", "tuc", 0.5), ("a", "a", 0.5)][..],
            &[
                ("công", "cong", 1.0),
                ("lập", "+lap", 0.6),
                ("và", "va", 1.0),
            ],
            &[("cong", "cong", 1.0), ("lap", "+lap", 1.0)],
            &[("thuế", "th ue", 0.7), ("ế", "e", 1.0)],
            &[],
        ] {
            let restored = restored(tokens);
            let block = restoration(&restored, &places(&restored));
            assert_eq!(apply(&restored.source, &block.edits), restored.text);
        }
    }

    #[test]
    fn counts_tokens_changes_and_doubts() {
        let restored = restored(&[
            ("thủ", "thu", 1.0),
            ("tục", "tuc", 0.5),
            ("a", "a", 0.3),
            ("công", "cong", 0.9),
            ("lập", "+lap", 0.8),
        ]);
        let block = restoration(&restored, &places(&restored));
        assert_eq!((block.tokens, block.changed, block.uncertain), (5, 4, 3));
        // (1.0 + 0.5 + 0.3 + 0.9 + 0.8) / 5
        assert_eq!(block.mean_confidence, Some(0.7));
        let last = &block.edits[2];
        assert_eq!((last.from, last.to), ("conglap", "công lập"));
        assert_eq!((last.span, last.source_span), ([10, 18], [10, 17]));
        assert_eq!(last.confidence, 0.8);
        let readings: Vec<&str> = last.alternatives.iter().map(|a| a.0.as_ref()).collect();
        assert_eq!(readings, ["khác lập", "công khác"]);
        let doubts = doubts(&restored, &places(&restored));
        assert_eq!(doubts.len(), 1);
        assert_eq!(doubts[0].span, [8, 9]);
        assert!(doubts[0].message.contains("`khác` (25 %)"), "{doubts:?}");
    }

    #[test]
    fn an_empty_text_has_no_mean() {
        let restored = Restored::default();
        let block = restoration(&restored, &places(&restored));
        assert_eq!((block.tokens, block.mean_confidence), (0, None));
    }
}
