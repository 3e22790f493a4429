// SPDX-License-Identifier: EUPL-1.2
//! From bytes to text: which encoding a file has.
//!
//! UTF-8 proves itself. What is not UTF-8 is taken for Windows-1252 (of which Latin-1 is a part) only when that gives words: a sign such as `‚`
//! or `…` between two letters says that it is something else, and then the file is refused until somebody names the encoding. Nothing is ever
//! replaced by a question mark.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::{FileFault, Finding, Unsure};

/// Marks at the beginning of a file that tell its encoding.
const MARKS: &[(&[u8], &Encoding)] =
    &[(b"\xef\xbb\xbf", UTF_8), (b"\xff\xfe", encoding_rs::UTF_16LE), (b"\xfe\xff", encoding_rs::UTF_16BE)];

/// Text with the name of the encoding that it had.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Text, without a mark at the beginning.
    pub(super) text: String,
    /// Name of the encoding.
    pub(super) encoding: &'static str,
    /// It looks as if it was decoded wrongly before it came here.
    pub(super) doubtful: bool,
}

/// Reads bytes as text, in the encoding that is named or the one that shows.
pub(super) fn decode(bytes: &[u8], named: Option<&str>) -> Result<Decoded, Finding> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(empty());
    }
    let marked = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark));
    let (encoding, body) = match (named, marked) {
        (Some(name), _) => (by_name(name)?, bytes),
        (None, Some((mark, encoding))) => (*encoding, bytes.get(mark.len()..).unwrap_or_default()),
        (None, None) => (detect(bytes)?, bytes),
    };
    let body =
        marked.filter(|(_, own)| *own == encoding).map_or(body, |(mark, _)| bytes.get(mark.len()..).unwrap_or(body));
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) if text.trim().is_empty() => Err(empty()),
        Some(text) => {
            let doubtful = encoding == UTF_8 && mangled(&text);
            Ok(Decoded { text: text.into_owned(), encoding: name(encoding), doubtful })
        }
        None => Err(not_in(encoding, body)),
    }
}

fn empty() -> Finding {
    Finding::file(FileFault::Empty)
}

fn name(encoding: &'static Encoding) -> &'static str {
    encoding.name()
}

/// The encoding with this name.
fn by_name(name: &str) -> Result<&'static Encoding, Finding> {
    let plain = name.trim().to_ascii_lowercase();
    let label = match plain.as_str() {
        "latin-1" => "latin1",
        "utf8" | "utf-8-sig" => "utf-8",
        "cp1252" | "win1252" | "ansi" => "windows-1252",
        other => other,
    };
    let unknown = || Finding::file(FileFault::UnknownEncoding { name: name.to_owned() });
    Encoding::for_label(label.as_bytes()).ok_or_else(unknown)
}

/// Which encoding shows in the bytes.
fn detect(bytes: &[u8]) -> Result<&'static Encoding, Finding> {
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    let line = line_of(bytes, first_wrong(bytes));
    let unsure = |why: Unsure| Finding { line, ..Finding::file(FileFault::UnsureEncoding { why }) };
    if bytes.contains(&0) {
        return Err(unsure(Unsure::Zeroes));
    }
    if has_utf8_sequence(bytes) {
        return Err(unsure(Unsure::Mixed));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    if text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c)) || !reads_well(&text) {
        return Err(unsure(Unsure::Signs));
    }
    Ok(WINDOWS_1252)
}

/// Whether no sign stands between two letters where Dutch has none.
fn reads_well(text: &str) -> bool {
    let usual = |c: char| c.is_ascii() || c.is_alphabetic() || "’‘´·-–\u{AD}°²³€½¼¾º".contains(c);
    let mut before = [' ', ' '];
    for c in text.chars() {
        let [first, middle] = before;
        if !usual(middle) && first.is_alphabetic() && c.is_alphabetic() {
            return false;
        }
        before = [middle, c];
    }
    true
}

/// Whether a character of more than one byte of UTF-8 stands somewhere.
fn has_utf8_sequence(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

/// Where the first byte is that is no UTF-8.
fn first_wrong(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to())
}

/// Number of the line in which a byte stands.
fn line_of(bytes: &[u8], at: usize) -> u64 {
    let before = bytes.get(..at).unwrap_or_default();
    let breaks = memchr::memchr_iter(b'\n', before).count();
    u64::try_from(breaks).unwrap_or(u64::MAX).saturating_add(1)
}

/// UTF-8 that was read as Windows-1252 and written as UTF-8 again: `CafÃ©`.
fn mangled(text: &str) -> bool {
    let second = |c: char| ('\u{80}'..='\u{bf}').contains(&c) || "‚ƒ„…†‡ˆ‰Š‹Œ€™šœžŸ“”•–—˜".contains(c);
    text.chars().zip(text.chars().skip(1)).any(|(a, b)| matches!(a, 'Ã' | 'Â') && second(b))
}

fn not_in(encoding: &'static Encoding, body: &[u8]) -> Finding {
    let line = if encoding == UTF_8 { line_of(body, first_wrong(body)) } else { 0 };
    Finding { line, ..Finding::file(FileFault::WrongEncoding { name: name(encoding).to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(bytes: &[u8], named: Option<&str>) -> Result<(String, &'static str), &'static str> {
        decode(bytes, named).map(|found| (found.text, found.encoding)).map_err(|finding| finding.code)
    }

    #[test]
    fn utf8_proves_itself_and_its_mark_is_left_out() {
        assert_eq!(encoding("Thomas à Kempis".as_bytes(), None), Ok(("Thomas à Kempis".to_owned(), "UTF-8")));
        assert_eq!(encoding(b"\xef\xbb\xbfna\xc3\xafef", None), Ok(("naïef".to_owned(), "UTF-8")));
        assert_eq!(encoding(b"\xef\xbb\xbfna\xc3\xafef", Some("utf-8")), Ok(("naïef".to_owned(), "UTF-8")));
        assert_eq!(encoding(b"\xff\xfea\0\xe9\0", None), Ok(("aé".to_owned(), "UTF-16LE")));
    }

    #[test]
    fn latin1_is_seen_where_it_gives_words() {
        assert_eq!(encoding(b"Thomas \xe0 Kempis, caf\xe9", None).unwrap().0, "Thomas à Kempis, café");
        assert_eq!(encoding(b"de foto\x92s \x96 10\xb0", None).unwrap().0, "de foto’s – 10°");
    }

    #[test]
    fn what_is_not_sure_is_asked() {
        // code page 850: é is 0x82, which Windows-1252 calls a comma
        assert_eq!(encoding(b"caf\x82tje", None), Err("unsure-encoding"));
        assert_eq!(encoding(b"caf\xc3\xa9 en caf\xe9", None), Err("unsure-encoding"));
        assert_eq!(encoding(b"a\x81b", None), Err("unsure-encoding"));
        assert_eq!(encoding(b"\xe9\0", None), Err("unsure-encoding"));
    }

    #[test]
    fn a_named_encoding_is_obeyed_or_refused_never_guessed() {
        assert_eq!(encoding(b"caf\xe9", Some("latin-1")).unwrap().0, "café");
        assert_eq!(encoding(b"a\ncaf\xe9", Some("utf-8")), Err("wrong-encoding"));
        assert_eq!(decode(b"a\ncaf\xe9", Some("utf-8")).unwrap_err().line, 2);
        assert_eq!(encoding(b"x", Some("klingon")), Err("unknown-encoding"));
        assert_eq!(encoding(b" \n", None), Err("empty"));
    }

    #[test]
    fn text_that_was_mangled_before_is_doubted() {
        assert!(decode("CafÃ©".as_bytes(), None).unwrap().doubtful);
        assert!(!decode("SÃO ÂBC café".as_bytes(), None).unwrap().doubtful);
    }
}
