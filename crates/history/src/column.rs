//! How our types stand in columns: ids as 16 bytes, counters as integers, small words as text, structures as JSON.

use hearth_proto::id::{Millis, Seq};
use rusqlite::{Error, Result, Row, types::Type};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// An id, put into its newtype.
pub(crate) fn id<T>(row: &Row<'_>, at: usize, wrap: fn(Uuid) -> T) -> Result<T> {
    Ok(wrap(Uuid::from_bytes(row.get(at)?)))
}

pub(crate) fn id_maybe<T>(row: &Row<'_>, at: usize, wrap: fn(Uuid) -> T) -> Result<Option<T>> {
    let bytes: Option<[u8; 16]> = row.get(at)?;
    Ok(bytes.map(|bytes| wrap(Uuid::from_bytes(bytes))))
}

/// A counter. What no integer column can hold is cut; no real server counts so far.
pub(crate) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(crate) fn count(row: &Row<'_>, at: usize) -> Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
}

pub(crate) fn small(row: &Row<'_>, at: usize) -> Result<u32> {
    let value: i64 = row.get(at)?;
    Ok(u32::try_from(value.max(0)).unwrap_or(u32::MAX))
}

pub(crate) fn seq(row: &Row<'_>, at: usize) -> Result<Seq> {
    count(row, at).map(Seq)
}

pub(crate) fn seq_maybe(row: &Row<'_>, at: usize) -> Result<Option<Seq>> {
    Ok(row.get::<_, Option<i64>>(at)?.map(|value| Seq(u64::try_from(value).unwrap_or(0))))
}

pub(crate) fn millis_maybe(row: &Row<'_>, at: usize) -> Result<Option<Millis>> {
    Ok(row.get::<_, Option<i64>>(at)?.map(Millis))
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::ToSqlConversionFailure(Box::new(error)))
}

pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T> {
    let text: String = row.get(at)?;
    from_json(&text, at)
}

pub(crate) fn json_maybe<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<Option<T>> {
    let text: Option<String> = row.get(at)?;
    text.map(|text| from_json(&text, at)).transpose()
}

/// What was written by [`to_json`], wherever it was read.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    from_json(text, 0)
}

fn from_json<T: DeserializeOwned>(text: &str, at: usize) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

/// A unit variant as its bare name, such as `owner`.
pub(crate) fn to_word<T: Serialize>(value: &T) -> Result<String> {
    Ok(to_json(value)?.trim_matches('"').to_owned())
}

pub(crate) fn word<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T> {
    let text: String = row.get(at)?;
    from_json(&format!("\"{text}\""), at)
}

pub(crate) fn word_maybe<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<Option<T>> {
    let text: Option<String> = row.get(at)?;
    text.map(|text| from_json(&format!("\"{text}\""), at)).transpose()
}

/// Orders changes over all eras: the era in the high bits, the seq in the low forty.
pub(crate) fn stamp(era: i64, seq: Seq) -> i64 {
    const LOW: u64 = (1 << 40) - 1;
    (era << 40) | int(seq.0.min(LOW))
}
