//! Stage 1: files → [`Scan`](crate::scan::Scan).
//!
//! Promises: the text of a [`Scan`](crate::scan::Scan) is what the file says, character for character (only a byte order mark is dropped),
//! so that line `i` of everything that follows is line `i` of the file. What can't be read is a [`ReadError`] that names
//! the file, and never a guess. Leaves to others: any change of the text ([`crate::restore`]), and what to do about
//! files that fail ([`crate::pipeline`]).

mod blocks;
mod decode;
pub mod encoding;
mod error;
mod format;
mod input;
#[cfg(feature = "import")]
mod list;

pub use blocks::{Opened, TextBlocks, open};
pub use decode::{decode, decode_as, hash};
pub use encoding::Encoding;
pub use error::{Hint, ReadError};
pub use input::{Input, mirrored_path};
#[cfg(feature = "import")]
pub use list::{Clash, Links, ListError, Listed, Selection};
