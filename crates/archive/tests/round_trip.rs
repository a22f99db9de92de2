//! What is written is read again, record for record, and nothing that is damaged passes for whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod any;

use hearth_archive::{error::Error, reader::Reader, record::Record, writer::Writer};
use proptest::{collection::vec, prelude::*};

fn written(header: &hearth_archive::record::Header, records: &[Record]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), header.clone()).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    writer.finish().unwrap()
}

proptest! {
    #[test]
    fn every_record_comes_back_as_it_was(header in any::header(), records in vec(any::record(), 0..30)) {
        let bytes = written(&header, &records);
        let mut reader = Reader::new(bytes.as_slice()).unwrap();
        prop_assert_eq!(reader.header(), &header);
        let back: Vec<Record> = reader.by_ref().map(Result::unwrap).collect();
        prop_assert_eq!(back, records);
        prop_assert_eq!(reader.bytes(), bytes.len() as u64);
    }

    #[test]
    fn an_archive_that_breaks_off_is_never_taken_for_whole(
        header in any::header(), records in vec(any::record(), 1..10), cut in any::<prop::sample::Index>(),
    ) {
        let bytes = written(&header, &records);
        // Without its last line's end an archive is still whole.
        let cut = cut.index(bytes.len() - 1);
        let whole = Reader::new(&bytes[..cut]).and_then(|reader| reader.collect::<Result<Vec<_>, _>>());
        prop_assert!(whole.is_err());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in vec(any::<u8>(), 0..300), records in vec(any::record(), 1..4),
        header in any::header(), at in any::<prop::sample::Index>())
    {
        let mut all = written(&header, &records);
        let at = at.index(all.len());
        all.splice(at..at, bytes);
        if let Ok(reader) = Reader::new(all.as_slice()) {
            let _count = reader.count();
        }
    }
}

fn sample() -> String {
    let header = r#"{"record":"header","format":"hearth-archive","version":1,"made_at":0,"made_by":"t","source":{"kind":"hearth"}}"#;
    format!("{header}\n{}\n", r#"{"record":"end"}"#)
}

fn problem(text: &str) -> String {
    match Reader::new(text.as_bytes()).and_then(|reader| reader.collect::<Result<Vec<_>, _>>()) {
        Ok(records) => panic!("read as {records:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_bad_record_is_named_by_its_line() {
    let text = sample().replace("{\"record\":\"end\"}", "\n{\"record\":\"message\",\"id\":7}\n{\"record\":\"end\"}");
    assert!(problem(&text).starts_with("line 3: "), "{}", problem(&text));
}

#[test]
fn a_newer_archive_is_refused_politely() {
    let text = sample().replace("\"version\":1", "\"version\":2,\"new\":[]");
    assert!(matches!(Reader::new(text.as_bytes()).err(), Some(Error::Newer(2))));
}

#[test]
fn something_else_is_not_taken_for_an_archive() {
    for text in ["", "[]", "{}", "hello", "{\"record\":\"header\",\"format\":\"x\",\"version\":1}", "\u{0}\u{0}"] {
        assert!(matches!(Reader::new(text.as_bytes()).err(), Some(Error::NotKnown(_))), "{text}");
    }
}

#[test]
fn lines_that_are_missing_are_noticed() {
    let text = sample().replace("\"end\"", "\"end\",\"messages\":2");
    assert_eq!(problem(&text), "the archive says that it holds 2 messages, and it holds 0");
}

#[test]
fn nothing_may_stand_after_the_end() {
    assert_eq!(problem(&format!("{}\n{{}}", sample())), "line 4: something stands after the end");
}

#[test]
fn an_endless_line_is_refused_without_being_kept() {
    let mut text = sample();
    text.insert_str(text.find('\n').unwrap() + 1, &"x".repeat(hearth_archive::LINE_BYTES + 10));
    assert_eq!(problem(&text), format!("line 2: longer than {} bytes", hearth_archive::LINE_BYTES));
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("{{\"record\":\"x\",\"a\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
    let text = sample().replace("{\"record\":\"end\"}", &format!("{deep}\n{{\"record\":\"end\"}}"));
    assert!(problem(&text).contains("recursion"), "{}", problem(&text));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_no_harm() {
    let text = format!("\u{feff}{}", sample().replace('\n', "\r\n"));
    assert_eq!(Reader::new(text.as_bytes()).unwrap().count(), 0);
}
