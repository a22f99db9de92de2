//! The archive that `docs/ARCHIVE.md` prints is one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use hearth_archive::{reader::Reader, record::Record, writer::Writer};

#[test]
fn the_documented_archive_is_read_and_written_as_it_stands() {
    let page = include_str!("../../../docs/ARCHIVE.md");
    let printed = page.split("```jsonl\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an archive");
    let mut reader = Reader::new(printed.as_bytes()).unwrap();
    let header = reader.header().clone();
    let records: Vec<Record> = reader.by_ref().map(Result::unwrap).collect();
    let mut writer = Writer::new(Vec::new(), header).unwrap();
    for record in &records {
        assert!(!matches!(record, Record::Unknown(_)), "{record:?}");
        writer.write(record).unwrap();
    }
    assert_eq!(String::from_utf8(writer.finish().unwrap()).unwrap(), printed);
}
