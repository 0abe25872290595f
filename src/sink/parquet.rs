//! Records as a table (Parquet), for people who query archives: the head of each record in columns, its text, and all of
//! it as JSON in the last one.
//!
//! Made from a shard of records that is whole, so that the two cannot differ. The same records give the same bytes.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::Value;

use super::WriteError;
use super::file::place;
use super::shard::open_shard;

/// Records in a row group, at most.
const GROUP: usize = 1000;
/// Bytes of records in a row group, about: they are held while it is written.
const GROUP_BYTES: usize = 16 << 20;

/// A column: its name, its type, and where in the record its value stands.
struct Column {
    name: &'static str,
    kind: Kind,
    place: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Share,
    /// How many elements a list has.
    Count,
    /// The record itself.
    Json,
}

const fn column(name: &'static str, kind: Kind, place: &'static [&'static str]) -> Column {
    Column { name, kind, place }
}

const COLUMNS: [Column; 25] = [
    column("id", Kind::Text, &["id"]),
    column("path", Kind::Text, &["source", "path"]),
    column("encoding", Kind::Text, &["source", "encoding"]),
    column("bytes", Kind::Number, &["source", "bytes"]),
    column("pages", Kind::Number, &["source", "pages"]),
    column(
        "parent_authority",
        Kind::Text,
        &["header", "parent_authority"],
    ),
    column("authority", Kind::Text, &["header", "authority"]),
    column("code", Kind::Text, &["header", "code"]),
    column("number", Kind::Text, &["header", "number"]),
    column("symbol", Kind::Text, &["header", "symbol"]),
    column("place", Kind::Text, &["header", "place"]),
    column("date", Kind::Text, &["header", "date"]),
    column("type", Kind::Text, &["header", "type"]),
    column("subject", Kind::Text, &["header", "subject"]),
    column("signature_capacity", Kind::Text, &["signature", "capacity"]),
    column("signature_position", Kind::Text, &["signature", "position"]),
    column("signature_name", Kind::Text, &["signature", "name"]),
    column("citations", Kind::Count, &["citations"]),
    column("tasks", Kind::Count, &["tasks"]),
    column("tokens", Kind::Number, &["restoration", "tokens"]),
    column("changed", Kind::Number, &["restoration", "changed"]),
    column("uncertain", Kind::Number, &["restoration", "uncertain"]),
    column(
        "mean_confidence",
        Kind::Share,
        &["restoration", "mean_confidence"],
    ),
    column("text", Kind::Text, &["text"]),
    column("record", Kind::Json, &[]),
];

/// The values of one record, column by column.
type Row = Vec<Cell>;

enum Cell {
    Text(Option<ByteArray>),
    Number(Option<i64>),
    Share(Option<f64>),
}

fn row(json: String) -> Result<Row, ParquetError> {
    let record: Value =
        serde_json::from_str(&json).map_err(|error| ParquetError::External(Box::new(error)))?;
    let cells = COLUMNS.iter().map(|column| {
        let place = column.place.iter();
        let value = place.fold(&record, |value, &field| &value[field]);
        match column.kind {
            Kind::Text => Cell::Text(value.as_str().map(Into::into)),
            Kind::Number => Cell::Number(value.as_i64()),
            Kind::Share => Cell::Share(value.as_f64()),
            Kind::Count => {
                let length = value.as_array().map(Vec::len);
                Cell::Number(length.and_then(|length| i64::try_from(length).ok()))
            }
            Kind::Json => Cell::Text(Some(json.as_str().into())),
        }
    });
    Ok(cells.collect())
}

/// Writes the table of the shard `records` to `path`, by way of the file `temporary` on the same disk.
///
/// # Errors
/// Where the shard can't be read, or the table can't be written.
pub fn write(records: &Path, temporary: &Path, path: &Path) -> Result<(), WriteError> {
    let failed = |error: ParquetError| {
        let source = match error {
            ParquetError::External(error) => match error.downcast::<io::Error>() {
                Ok(error) => *error,
                Err(error) => io::Error::other(error),
            },
            other => io::Error::other(other),
        };
        WriteError::new(&path.display(), source)
    };
    table(records, temporary).map_err(failed)?;
    place(temporary, path)
}

fn table(records: &Path, temporary: &Path) -> Result<(), ParquetError> {
    let schema = Arc::new(parse_message_type(&message())?);
    let level = ZstdLevel::try_new(9)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(concat!("vanban ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let file = File::create(temporary)?;
    let mut writer = SerializedFileWriter::new(&file, schema, Arc::new(properties))?;
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for line in BufReader::new(open_shard(records)?).lines() {
        let json = line?;
        bytes += json.len();
        rows.push(row(json)?);
        if rows.len() == GROUP || bytes >= GROUP_BYTES {
            group(&mut writer, &rows)?;
            rows.clear();
            bytes = 0;
        }
    }
    if !rows.is_empty() {
        group(&mut writer, &rows)?;
    }
    writer.close()?;
    file.sync_data()?;
    Ok(())
}

fn message() -> String {
    let columns = COLUMNS.map(|column| {
        let kind = match column.kind {
            Kind::Text => format!("optional binary {} (UTF8)", column.name),
            Kind::Json => format!("required binary {} (UTF8)", column.name),
            Kind::Number | Kind::Count => format!("optional int64 {}", column.name),
            Kind::Share => format!("optional double {}", column.name),
        };
        format!("{kind};")
    });
    format!("message document {{ {} }}", columns.join(" "))
}

fn group(writer: &mut SerializedFileWriter<&File>, rows: &[Row]) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for at in 0..COLUMNS.len() {
        write_column(&mut group, at, rows)?;
    }
    group.close()?;
    Ok(())
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, &File>,
    at: usize,
    rows: &[Row],
) -> Result<(), ParquetError> {
    let mut writer = group
        .next_column()?
        .ok_or_else(|| ParquetError::General("fewer columns than declared".to_owned()))?;
    let cells = rows.iter().map(|row| &row[at]);
    // Which values are there; the record itself always is, and is declared so.
    let levels: Vec<i16> = cells
        .clone()
        .map(|cell| i16::from(cell.is_there()))
        .collect();
    let levels = (COLUMNS[at].kind != Kind::Json).then_some(&*levels);
    match COLUMNS[at].kind {
        Kind::Text | Kind::Json => {
            let texts = cells.filter_map(|cell| match cell {
                Cell::Text(text) => text.clone(),
                _ => None,
            });
            let texts: Vec<ByteArray> = texts.collect();
            writer
                .typed::<ByteArrayType>()
                .write_batch(&texts, levels, None)?;
        }
        Kind::Number | Kind::Count => {
            let numbers = cells.filter_map(|cell| match cell {
                Cell::Number(number) => *number,
                _ => None,
            });
            let numbers: Vec<i64> = numbers.collect();
            writer
                .typed::<Int64Type>()
                .write_batch(&numbers, levels, None)?;
        }
        Kind::Share => {
            let shares = cells.filter_map(|cell| match cell {
                Cell::Share(share) => *share,
                _ => None,
            });
            let shares: Vec<f64> = shares.collect();
            writer
                .typed::<DoubleType>()
                .write_batch(&shares, levels, None)?;
        }
    }
    writer.close()
}

impl Cell {
    fn is_there(&self) -> bool {
        match self {
            Self::Text(text) => text.is_some(),
            Self::Number(number) => number.is_some(),
            Self::Share(share) => share.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    #[test]
    fn a_table_says_what_the_records_say() {
        let folder = tempfile::tempdir().unwrap();
        let records = folder.path().join("a.ndjson");
        let lines: String = (0..2500)
            .map(|i| {
                let code = if i % 2 == 0 { "null".to_owned() } else { format!("\"{i}/QĐ-UBND\"") };
                format!("{{\"id\":\"{i}\",\"source\":{{\"path\":\"a/{i}.txt\",\"bytes\":{i}}},\"header\":{{\"code\":{code}}},\"tasks\":[1,2],\"restoration\":{{\"mean_confidence\":0.5}}}}\n")
            })
            .collect();
        fs::write(&records, &lines).unwrap();
        let (one, two) = (
            folder.path().join("t/1.parquet"),
            folder.path().join("t/2.parquet"),
        );
        for path in [&one, &two] {
            write(&records, &folder.path().join("work"), path).unwrap();
        }
        assert!(
            fs::read(&one).unwrap() == fs::read(&two).unwrap(),
            "the same records give other bytes"
        );
        let reader = SerializedFileReader::new(File::open(&one).unwrap()).unwrap();
        let at = |name: &str| {
            COLUMNS
                .iter()
                .position(|column| column.name == name)
                .unwrap()
        };
        let mut found = String::new();
        for (i, row) in reader.get_row_iter(None).unwrap().enumerate() {
            let row = row.unwrap();
            assert_eq!(row.get_string(at("path")).unwrap(), &format!("a/{i}.txt"));
            assert_eq!(row.get_long(at("bytes")).unwrap(), i as i64);
            assert_eq!(row.get_long(at("tasks")).unwrap(), 2);
            assert_eq!(row.get_string(at("code")).is_ok(), i % 2 == 1);
            found.push_str(row.get_string(at("record")).unwrap());
            found.push('\n');
        }
        assert!(found == lines);
    }
}
