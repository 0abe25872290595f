//! vanban (văn bản, "document").
pub mod diagnostic;
pub mod document;
pub mod evaluate;
pub mod model;
pub mod restore;
pub mod restored;
pub mod scan;
pub mod segment;
pub mod span;
