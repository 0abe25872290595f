//! The JSON Schema of the record, generated from the types that write it.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::wire::Record;

/// The published schema, as `schema/document.schema.json` has it.
#[must_use]
pub fn schema() -> Value {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Record<'static>>()
        .to_value()
}
