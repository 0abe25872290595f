//! What [`crate::restore`] hands on: the restored text, and for every token where it came from and how sure we are.

use crate::span::Span;

/// A document's text after restoration, aligned token by token with its source.
///
/// Everything between two tokens (blanks, line ends) is the same in source and text, so the lines of both correspond.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Restored {
    /// The source text, as in [`crate::scan::Scan::text`].
    pub source: String,
    /// The restored text (NFC).
    pub text: String,
    /// Every token of the text, in order, without overlaps.
    pub tokens: Vec<Token>,
}

/// One whitespace-separated token of the restored text.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Place in [`Restored::text`].
    pub span: Span,
    /// Place in [`Restored::source`]. Two tokens of one source token that was split divide its span between them; a
    /// token joined from two covers both.
    pub source_span: Span,
    /// Posterior probability that the text is right, 0 to 1.
    pub confidence: f32,
    /// Other readings with their probabilities, most probable first.
    pub alternatives: Vec<(String, f32)>,
}

impl Restored {
    /// A text that nobody restored: each token is what it was, with confidence 1.
    #[must_use]
    pub fn unchanged(text: &str) -> Self {
        let tokens = words(text)
            .map(|span| Token {
                span,
                source_span: span,
                confidence: 1.0,
                alternatives: Vec::new(),
            })
            .collect();
        Self {
            source: text.to_owned(),
            text: text.to_owned(),
            tokens,
        }
    }

    /// Appends what follows in the same document.
    pub(crate) fn append(&mut self, next: Self) {
        let (source, text) = (self.source.len(), self.text.len());
        let shifted = |span: Span, by: usize| Span::new(span.start + by, span.end + by);
        self.source.push_str(&next.source);
        self.text.push_str(&next.text);
        self.tokens
            .extend(next.tokens.into_iter().map(|token| Token {
                span: shifted(token.span, text),
                source_span: shifted(token.source_span, source),
                ..token
            }));
    }

    /// The place in the source that a place in the text came from.
    ///
    /// Exact between tokens and at token borders; inside a changed token the whole of its source is meant.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        Span::new(
            self.source_offset(span.start, false),
            self.source_offset(span.end, true),
        )
    }

    fn source_offset(&self, offset: usize, end: bool) -> usize {
        let after = self
            .tokens
            .partition_point(|token| token.span.start < offset);
        let Some(token) = after.checked_sub(1).map(|i| &self.tokens[i]) else {
            // Before the first token (or at its first byte) both texts hold the same blanks.
            return offset.min(
                self.tokens
                    .first()
                    .map_or(self.source.len(), |t| t.source_span.start),
            );
        };
        if offset >= token.span.end {
            // Blanks follow a token unchanged; where tokens were split from one, no blanks stand in the source.
            let limit = self
                .tokens
                .get(after)
                .map_or(self.source.len(), |next| next.source_span.start);
            if self
                .tokens
                .get(after)
                .is_some_and(|next| next.span.start == offset)
            {
                return limit.max(token.source_span.end);
            }
            return (token.source_span.end + (offset - token.span.end)).min(limit);
        }
        if token.span.of(&self.text) == token.source_span.of(&self.source) {
            token.source_span.start + (offset - token.span.start)
        } else if end {
            token.source_span.end
        } else {
            token.source_span.start
        }
    }
}

/// The whitespace-separated words of a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Span::new(start, start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(span: (usize, usize), source: (usize, usize)) -> Token {
        Token {
            span: Span::new(span.0, span.1),
            source_span: Span::new(source.0, source.1),
            confidence: 1.0,
            alternatives: Vec::new(),
        }
    }

    #[test]
    fn maps_places_back_through_changed_joined_and_split_tokens() {
        // source: "th ue  conglap x"  text: "thuế  cong lap x"
        let restored = Restored {
            source: "th ue  conglap x".into(),
            text: "thuế  cong lap x".into(),
            tokens: vec![
                token((0, 6), (0, 5)),
                token((8, 12), (7, 11)),
                token((13, 16), (11, 14)),
                token((17, 18), (15, 16)),
            ],
        };
        let source = |a, b| {
            let s = restored.source_span(Span::new(a, b));
            s.of(&restored.source).to_owned()
        };
        assert_eq!(source(0, 6), "th ue");
        assert_eq!(source(8, 16), "conglap");
        assert_eq!(source(13, 16), "lap");
        assert_eq!(source(8, 18), "conglap x");
        assert_eq!(source(17, 18), "x");
    }
}
