//! Lets FTS5 take tokens as they are: what it is given has been cut already, and is only taken apart here.
//!
//! Source: "Custom Tokenizers" in SQLite's documentation of FTS5, and `fts5_tokenizer` in `sqlite3.h`.

use std::{
    ffi::{c_char, c_int, c_void},
    ptr, slice,
};

use rusqlite::{Connection, Error, Result, ffi};

/// Stands before a token at the next position. No token has it: they are letters, digits and emoji.
pub(crate) const NEXT: u8 = 0x1F;
/// Stands before a token at the same position as the one before it.
pub(crate) const SAME: u8 = 0x1E;

/// Makes the tokenizer `hearth` known to a connection.
#[allow(unsafe_code)]
pub(crate) fn register(conn: &Connection) -> Result<()> {
    // SAFETY: the handle belongs to an open connection that this thread alone uses. The pointer that FTS5 is given
    // lives until the statement is done, and is bound under the type that FTS5 asks for. The API it answers with lives
    // as long as the connection. The tokenizer's functions keep no state, so nothing has to outlive anything.
    unsafe {
        let db = conn.handle();
        let mut statement = ptr::null_mut();
        check(db, ffi::sqlite3_prepare_v2(db, c"SELECT fts5(?1)".as_ptr(), -1, &raw mut statement, ptr::null_mut()))?;
        let mut api: *mut ffi::fts5_api = ptr::null_mut();
        let place = (&raw mut api).cast::<c_void>();
        let bound = ffi::sqlite3_bind_pointer(statement, 1, place, c"fts5_api_ptr".as_ptr(), None);
        let stepped = if bound == ffi::SQLITE_OK { ffi::sqlite3_step(statement) } else { bound };
        ffi::sqlite3_finalize(statement);
        let create = api.as_ref().and_then(|api| api.xCreateTokenizer);
        let (Some(create), ffi::SQLITE_ROW) = (create, stepped) else {
            return Err(failed(db, ffi::SQLITE_ERROR));
        };
        let mut functions =
            ffi::fts5_tokenizer { xCreate: Some(begin), xDelete: Some(end), xTokenize: Some(take_apart) };
        check(db, create(api, c"hearth".as_ptr(), ptr::null_mut(), &raw mut functions, None))
    }
}

#[allow(unsafe_code)]
unsafe fn check(db: *mut ffi::sqlite3, code: c_int) -> Result<()> {
    // SAFETY: the caller's handle is open.
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(unsafe { failed(db, code) }) }
}

#[allow(unsafe_code)]
unsafe fn failed(db: *mut ffi::sqlite3, code: c_int) -> Error {
    // SAFETY: the caller's handle is open; its message is copied before anything else is done with it.
    let said = unsafe { std::ffi::CStr::from_ptr(ffi::sqlite3_errmsg(db)) }.to_string_lossy().into_owned();
    Error::SqliteFailure(ffi::Error::new(code), Some(said))
}

/// There is nothing to keep, but FTS5 takes null for a failure.
#[allow(unsafe_code)]
unsafe extern "C" fn begin(
    _: *mut c_void,
    _: *mut *const c_char,
    _: c_int,
    into: *mut *mut ffi::Fts5Tokenizer,
) -> c_int {
    // SAFETY: FTS5 gives a place to write to. What is written there is only handed back to `end` and `take_apart`,
    // which do not look at it.
    unsafe { into.write(ptr::dangling_mut()) };
    ffi::SQLITE_OK
}

#[allow(unsafe_code)]
unsafe extern "C" fn end(_: *mut ffi::Fts5Tokenizer) {}

type Give = unsafe extern "C" fn(*mut c_void, c_int, *const c_char, c_int, c_int, c_int) -> c_int;

/// Nothing in here can panic, so nothing unwinds into SQLite.
#[allow(unsafe_code)]
unsafe extern "C" fn take_apart(
    _: *mut ffi::Fts5Tokenizer,
    context: *mut c_void,
    _: c_int,
    text: *const c_char,
    length: c_int,
    give: Option<Give>,
) -> c_int {
    let (Some(give), Ok(length)) = (give, usize::try_from(length)) else { return ffi::SQLITE_ERROR };
    if text.is_null() || length == 0 {
        return ffi::SQLITE_OK;
    }
    // SAFETY: FTS5 says how many bytes stand there, and they stay while this runs.
    let bytes = unsafe { slice::from_raw_parts(text.cast::<u8>(), length) };
    let mut rest = bytes;
    let mut first = true;
    while let Some((mark, behind)) = rest.split_first() {
        let end = behind.iter().position(|byte| matches!(*byte, NEXT | SAME)).unwrap_or(behind.len());
        let (token, after) = behind.split_at(end);
        let start = bytes.len() - rest.len();
        rest = after;
        // FTS5 refuses a first token that shares a position.
        let flags = if *mark == SAME && !first { ffi::FTS5_TOKEN_COLOCATED } else { 0 };
        let (Ok(n), Ok(from)) = (c_int::try_from(token.len()), c_int::try_from(start)) else {
            return ffi::SQLITE_TOOBIG;
        };
        if token.is_empty() {
            continue;
        }
        first = false;
        // SAFETY: the token is a part of the text, and FTS5 copies it before it returns.
        let code = unsafe { give(context, flags, token.as_ptr().cast::<c_char>(), n, from, from.saturating_add(n)) };
        if code != ffi::SQLITE_OK {
            return code;
        }
    }
    ffi::SQLITE_OK
}
