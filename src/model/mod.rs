//! What the program knows: lexicon, channel and language model, opened together from one file.

/// The knowledge of one compiled model. Immutable and shared.
#[derive(Debug)]
pub struct Model {}

/// Why bytes are not a model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The bytes do not begin with the magic string.
    #[error("not a vanban model (build one with `vanban train`)")]
    NotAModel,
}

impl Model {
    /// The model that ships inside the program.
    ///
    /// # Errors
    /// Where the embedded bytes were damaged.
    pub fn embedded() -> Result<Self, LoadError> {
        Ok(Self {})
    }

    /// Opens a model file's bytes.
    ///
    /// # Errors
    /// Where they are no model, or one of another version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, LoadError> {
        let _ = bytes;
        Err(LoadError::NotAModel)
    }
}
