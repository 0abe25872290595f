//! The integration tests, one binary.

// Every row of every dictionary: form, order, and what the files promise one another.
mod dictionaries;
