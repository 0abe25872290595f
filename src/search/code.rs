//! Codes of documents (số và ký hiệu) in all the ways people write them.
