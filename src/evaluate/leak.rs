//! The leak guard: is what is judged part of what was trained on?

use serde::{Deserialize, Serialize};

/// A document of which a part stands in a text that was trained on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leak {
    /// The document that is judged.
    pub document: String,
}
