//! From bytes to text: which encoding a file is in, and its text piece by piece.
//!
//! A byte order mark decides; then the zero bytes that UTF-16 is full of; then whether the whole file is UTF-8. What is
//! none of these is read as windows-1252, which Latin-1 from older spreadsheets is a part of. A file that is UTF-8 but
//! for a few broken bytes stays UTF-8: one bad character must not spoil all the others.

use crate::FileError;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, ErrorKind, Read};

/// Bytes taken from the source at a time.
const CHUNK: usize = 64 * 1024;

/// What a file's encoding was found to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Sequences that are no characters in it.
    pub unreadable: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Looks through a source for its encoding, reading no more than `limit` bytes.
pub(crate) fn detect(source: &mut impl Read, limit: u64) -> Result<Found, FileError> {
    let mut chunk = vec![0; CHUNK];
    let mut have = fill(source, &mut chunk, 0)?;
    if have == 0 {
        return Err(FileError::Empty);
    }
    if let Some(what) = not_text(&chunk[..have]) {
        return Err(FileError::NotText { what: what.into() });
    }
    let marked = Encoding::for_bom(&chunk[..have]).map(|(encoding, _)| encoding);
    let fixed = marked.filter(|encoding| *encoding != UTF_8).or_else(|| utf16(&chunk[..have]));
    let (mut bytes, mut good, mut bad) = (0_u64, 0_u64, 0_u64);
    loop {
        bytes += have as u64;
        if bytes > limit {
            return Err(FileError::TooLarge { bytes, limit });
        }
        let last = have < CHUNK;
        let left = if fixed.is_some() { 0 } else { utf8(&chunk[..have], last, &mut good, &mut bad) };
        if last {
            break;
        }
        chunk.copy_within(have - left..have, 0);
        bytes -= left as u64;
        have = fill(source, &mut chunk, left)?;
    }
    let broken_utf8 = marked.is_none() && bad > 0 && bad.saturating_mul(10) > good;
    Ok(match fixed {
        Some(encoding) => Found { encoding, unreadable: 0, bytes },
        None if broken_utf8 => Found { encoding: WINDOWS_1252, unreadable: 0, bytes },
        None => Found { encoding: UTF_8, unreadable: bad, bytes },
    })
}

/// Fills the buffer from `have` on as far as the source goes; how much is in it then.
fn fill(source: &mut impl Read, buffer: &mut [u8], mut have: usize) -> io::Result<usize> {
    while have < buffer.len() {
        match source.read(&mut buffer[have..]) {
            Ok(0) => break,
            Ok(read) => have += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(have)
}

/// What a file that is no text says of itself in its first bytes.
fn not_text(start: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"\x1f\x8b", "a compressed file"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
    ];
    known.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, what)| *what)
}

/// UTF-16 without a mark: text of the West has a zero in every second byte.
fn utf16(start: &[u8]) -> Option<&'static Encoding> {
    let start = &start[..start.len().min(4096)];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), start.len() / 2);
    match half {
        0 | 1 => None,
        _ if odd * 2 > half && even * 10 < half => Some(UTF_16LE),
        _ if even * 2 > half && odd * 10 < half => Some(UTF_16BE),
        _ => None,
    }
}

/// Counts characters beyond ASCII and broken sequences; returns how many bytes at the end are cut off in the middle of
/// a character and must be looked at again with the next piece.
fn utf8(bytes: &[u8], last: bool, good: &mut u64, bad: &mut u64) -> usize {
    if bytes.is_ascii() {
        return 0;
    }
    let mut rest = bytes;
    loop {
        let (valid, next) = match std::str::from_utf8(rest) {
            Ok(_) => (rest.len(), None),
            Err(error) => (error.valid_up_to(), Some(error.error_len())),
        };
        *good += rest[..valid].iter().filter(|byte| **byte >= 0xc0).count() as u64;
        match next {
            None => return 0,
            Some(None) if last => {
                *bad += 1;
                return 0;
            }
            Some(None) => return rest.len() - valid,
            Some(Some(length)) => {
                *bad += 1;
                rest = &rest[valid + length..];
            }
        }
    }
}

/// The text of a source, piece by piece.
pub(crate) struct Text<R> {
    source: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    ended: bool,
    /// Bytes of the source taken so far.
    pub bytes_read: u64,
}

impl<R: Read> Text<R> {
    /// The text of a source in an encoding, without a byte order mark.
    pub fn new(source: R, encoding: &'static Encoding) -> Text<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        Text { source, decoder, chunk: vec![0; CHUNK], ended: false, bytes_read: 0 }
    }

    /// Whether all of the text has been handed out.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// Appends the next piece of text.
    pub fn append_to(&mut self, text: &mut String) -> io::Result<()> {
        if self.ended {
            return Ok(());
        }
        let have = fill(&mut self.source, &mut self.chunk, 0)?;
        self.bytes_read += have as u64;
        self.ended = have < CHUNK;
        let mut bytes = &self.chunk[..have];
        loop {
            let room = self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(4 * CHUNK);
            text.reserve(room);
            let (result, used, _) = self.decoder.decode_to_string(bytes, text, self.ended);
            bytes = &bytes[used..];
            if result == encoding_rs::CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }

    /// The source again.
    pub fn into_source(self) -> R {
        self.source
    }
}
