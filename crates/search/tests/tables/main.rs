//! The tables of the crate are what their sources give. With `HEARTH_WRITE_TABLES=1` they are written anew.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod characters;
mod fold;
mod pinyin;

use std::{env, fs, path::Path};

/// Compares a table with what it should be, or writes it.
fn keep(path: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if env::var_os("HEARTH_WRITE_TABLES").is_some() {
        fs::write(&path, made).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == made, "{} is not what its sources give", path.display());
}

#[test]
fn the_table_of_folding_is_what_its_sources_give() {
    keep("src/fold/table.rs", &fold::table());
}

#[test]
fn the_table_of_pinyin_is_what_its_sources_give() {
    keep("src/pinyin/table.txt", &pinyin::table());
}
