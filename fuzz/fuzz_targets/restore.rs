//! Any text is restored, line for line, the same twice, and every token knows its place.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
mod tiny;

fuzz_target!(|text: &str| {
    let mut worker = tiny::RESTORER.worker();
    let restored = worker.restore(text);
    let ends = |text: &str| {
        text.matches(['\n', '\r', '\u{c}', '\t'])
            .map(str::to_owned)
            .collect::<String>()
    };
    assert_eq!(ends(text), ends(&restored.text));
    let (mut at, mut source_at) = (0, 0);
    for token in &restored.tokens {
        assert!(token.span.start >= at && token.source_span.start >= source_at);
        assert!(!restored.text[token.span.start..token.span.end].contains(char::is_whitespace));
        assert!(!text[token.source_span.start..token.source_span.end].is_empty());
        assert!((0.0..=1.0).contains(&token.confidence));
        (at, source_at) = (token.span.end, token.source_span.end);
    }
    assert_eq!(restored, worker.restore(text));
});
