//! Any text has a structure, whose places lie in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanban::segment::{owners, segment};
use vanban::{Restored, Span};

fuzz_target!(|text: &str| {
    let restored = Restored::unchanged(text);
    let document = segment(&restored);
    let inside = |span: Span| assert!(text.get(span.start..span.end).is_some());
    document.diagnostics.iter().for_each(|d| inside(d.span));
    document.tasks.iter().for_each(|t| inside(t.span));
    document
        .citations
        .iter()
        .flat_map(|c| &c.mentions)
        .for_each(|m| inside(m.span));
    let mut at = 0;
    for (span, _) in owners(&restored) {
        assert_eq!(span.start, at);
        at = span.end;
    }
    assert_eq!(at, text.len());
});
