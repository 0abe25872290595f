//! The pages, as markup that the compiler checks; every text in it is escaped.

mod document;
mod hits;

use maud::{DOCTYPE, Markup, html};

use super::asked::Asked;
pub(super) use document::{document, line_address};
pub(super) use hits::search;

/// What every page has around its content. `main` is the element `main` itself.
fn frame(asked: &Asked, title: &str, main: &Markup, languages: &str) -> String {
    let words = asked.language.words();
    let page = html! {
        (DOCTYPE)
        html lang=(asked.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
                script src="/script.js" defer {}
            }
            body {
                a.skip href="#main" { (words.to_content) }
                header.top {
                    a.brand href=(asked.home().address()) lang="vi" { "văn bản" }
                    form.search role="search" action="/" method="get" {
                        @for (name, value) in asked.kept() {
                            input type="hidden" name=(name) value=(value);
                        }
                        label.hidden for="q" { (words.search_what) }
                        input #q type="search" name="q" value=(asked.text) placeholder=(words.search_what)
                            autocomplete="off" spellcheck="false" maxlength="500" accesskey="s";
                        button type="submit" { (words.search) }
                    }
                    nav.language {
                        a href=(languages) hreflang=(asked.language.other().tag()) lang=(asked.language.other().tag()) {
                            (words.other_language)
                        }
                    }
                }
                (main)
                footer { p { (words.keys) } }
            }
        }
    };
    page.into_string()
}

/// A page that says one thing.
pub(super) fn message(asked: &Asked, what: &str, why: Option<&str>) -> String {
    let words = asked.language.words();
    let main = html! {
        main #main.narrow {
            h1 { (what) }
            @if let Some(why) = why { p { (why) } }
            p { a href=(asked.home().address()) { (words.home) } }
        }
    };
    let other = asked.in_language(asked.language.other()).address();
    frame(asked, what, &main, &other)
}
