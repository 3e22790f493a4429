// SPDX-License-Identifier: EUPL-1.2
//! A JSON object that arrives in pieces, of which one member is too large for memory.
//!
//! It follows just so much of JSON as is needed to find that member at the top: strings, escapes and depth. All the rest is kept as it is and
//! judged by the ordinary parser afterwards, so what is wrong with it is found there and nowhere else. In the place of the content the rest has
//! [`MARK`].

use memchr::memchr2;

use super::base64::{Decoder, Wrong as WrongBase64};

/// Stands for the content in what is left.
const MARK: &[u8] = b"\"1\"";

/// Why a body is refused while it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// What is left is more than may be kept.
    TooLarge,
    /// The member has a content twice.
    Twice,
    /// The content is no base64.
    Base64(WrongBase64),
}

impl From<WrongBase64> for Wrong {
    fn from(wrong: WrongBase64) -> Self {
        Self::Base64(wrong)
    }
}

/// Where the reader is.
#[derive(Debug)]
enum State {
    /// Outside strings.
    Plain,
    /// In a string that does not matter; `true` after a backslash.
    Text(bool),
    /// In a key of the top; `true` after a backslash.
    Key(bool),
    /// After the key of the member, before its colon.
    Colon,
    /// After that colon.
    Value,
    /// In the content.
    Content,
    /// In an escape in the content; what came after the backslash.
    Escape(Vec<u8>),
}

/// Takes one member out of a JSON object on its way in.
#[derive(Debug)]
pub(crate) struct Reader {
    member: &'static str,
    most: usize,
    rest: Vec<u8>,
    state: State,
    depth: usize,
    top_is_object: bool,
    key_next: bool,
    /// Where in the rest the last key of the top begins.
    key: usize,
    decoder: Option<Decoder>,
    has_content: bool,
}

impl Reader {
    /// Looks for this member; keeps at most so many bytes of the rest.
    pub(crate) const fn new(member: &'static str, most: usize) -> Self {
        Self {
            member,
            most,
            rest: Vec::new(),
            state: State::Plain,
            depth: 0,
            top_is_object: false,
            key_next: false,
            key: 0,
            decoder: None,
            has_content: false,
        }
    }

    /// Takes the next bytes; appends to `out` what of the content was in them, decoded.
    pub(crate) fn push(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Wrong> {
        while let [first, later @ ..] = bytes {
            bytes = match &mut self.state {
                State::Content => self.content(bytes, out)?,
                State::Escape(_) => {
                    self.escape(*first, out)?;
                    later
                }
                State::Text(escaped) | State::Key(escaped) if *escaped => {
                    *escaped = false;
                    self.rest.push(*first);
                    later
                }
                State::Text(_) | State::Key(_) => self.text(bytes),
                State::Colon | State::Value => self.near(*first, later)?,
                State::Plain => {
                    self.plain(*first);
                    later
                }
            };
            if self.rest.len() > self.most {
                return Err(Wrong::TooLarge);
            }
        }
        Ok(())
    }

    /// Ends it: what is left, and whether there was a content. A body that stops in the middle is for the parser to refuse.
    pub(crate) fn finish(self) -> (Vec<u8>, bool) {
        (self.rest, self.has_content)
    }

    fn plain(&mut self, byte: u8) {
        self.rest.push(byte);
        match byte {
            b'"' if self.depth == 1 && self.key_next => {
                self.key = self.rest.len() - 1;
                self.key_next = false;
                self.state = State::Key(false);
            }
            b'"' => self.state = State::Text(false),
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth == 1 {
                    self.top_is_object = byte == b'{';
                    self.key_next = self.top_is_object;
                }
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b',' if self.depth == 1 => self.key_next = self.top_is_object,
            _ => {}
        }
    }

    /// Keeps a string up to its end or its next backslash.
    fn text<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some(at) = memchr2(b'"', b'\\', bytes) else {
            self.rest.extend_from_slice(bytes);
            return &[];
        };
        let (now, later) = bytes.split_at(at + 1);
        self.rest.extend_from_slice(now);
        let is_key = matches!(self.state, State::Key(_));
        self.state = match (now.ends_with(b"\\"), is_key) {
            (true, true) => State::Key(true),
            (true, false) => State::Text(true),
            (false, true) if self.key_is_member() => State::Colon,
            (false, _) => State::Plain,
        };
        later
    }

    /// Whether the key that just ended is that of the member, escaped or not.
    fn key_is_member(&self) -> bool {
        let key = self.rest.get(self.key..).unwrap_or_default();
        let inner = key.get(1..key.len().saturating_sub(1)).unwrap_or_default();
        inner == self.member.as_bytes()
            || (inner.contains(&b'\\') && serde_json::from_slice::<String>(key).is_ok_and(|key| key == self.member))
    }

    /// Between the key of the member and its value.
    fn near<'b>(&mut self, byte: u8, later: &'b [u8]) -> Result<&'b [u8], Wrong> {
        let before_colon = matches!(self.state, State::Colon);
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.rest.push(byte),
            b':' if before_colon => {
                self.rest.push(byte);
                self.state = State::Value;
            }
            b'"' if !before_colon => {
                if self.has_content {
                    return Err(Wrong::Twice);
                }
                self.decoder = Some(Decoder::default());
                self.state = State::Content;
            }
            _ => {
                self.state = State::Plain;
                self.plain(byte);
            }
        }
        Ok(later)
    }

    fn content<'b>(&mut self, bytes: &'b [u8], out: &mut Vec<u8>) -> Result<&'b [u8], Wrong> {
        let at = memchr2(b'"', b'\\', bytes);
        let (now, later) = bytes.split_at(at.unwrap_or(bytes.len()));
        if let Some(decoder) = &mut self.decoder {
            decoder.push(now, out)?;
        }
        let Some((end, later)) = later.split_first() else { return Ok(&[]) };
        if *end == b'\\' {
            self.state = State::Escape(Vec::new());
            return Ok(later);
        }
        let decoder = self.decoder.take().unwrap_or_default();
        self.has_content = decoder.started();
        decoder.finish()?;
        self.rest.extend_from_slice(if self.has_content { MARK } else { b"\"\"" });
        self.state = State::Plain;
        Ok(later)
    }

    /// Some encoders write a slash as `\/`, and any character can be written as `\u002b`.
    fn escape(&mut self, byte: u8, out: &mut Vec<u8>) -> Result<(), Wrong> {
        let State::Escape(read) = &mut self.state else { return Ok(()) };
        read.push(byte);
        let character = match read.as_slice() {
            [b'/'] => b'/',
            [b'u'] => return Ok(()),
            [b'u', digits @ ..] if digits.len() < 4 => return Ok(()),
            [b'u', digits @ ..] => {
                let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'));
                let code = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
                code.and_then(|code| u8::try_from(code).ok()).ok_or(WrongBase64::Character)?
            }
            _ => return Err(WrongBase64::Character.into()),
        };
        self.state = State::Content;
        if let Some(decoder) = &mut self.decoder {
            decoder.push(&[character], out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    type Outcome = Result<(Vec<u8>, Vec<u8>, bool), Wrong>;

    /// Reads a body in pieces that are cut at these places.
    fn read(body: &[u8], cuts: &[usize]) -> Outcome {
        let mut reader = Reader::new("inhoud", 1 << 20);
        let mut out = Vec::new();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (body.len() + 1)).collect();
        cuts.extend([0, body.len()]);
        cuts.sort_unstable();
        for pair in cuts.windows(2) {
            reader.push(&body[pair[0]..pair[1]], &mut out)?;
        }
        let (rest, has_content) = reader.finish();
        Ok((rest, out, has_content))
    }

    fn whole(body: &str) -> Outcome {
        read(body.as_bytes(), &[])
    }

    #[test]
    fn the_content_is_taken_out_wherever_it_stands() {
        for body in [
            r#"{"inhoud":"SGFsbG8=","titel":"a"}"#,
            r#"{"titel":"a", "inhoud" : "SGFsbG8="}"#,
            r#"{"titel":"a","inhoud":"SGFsbG8=",}"#,
            r#"{"titel":"a","\u0069nhoud":"SGFsbG8\u003d"}"#,
        ] {
            let (rest, out, has) = whole(body).unwrap();
            assert_eq!((out.as_slice(), has), (b"Hallo".as_slice(), true), "{body}");
            let rest = waarmaker_core::json::parse(&rest, 9).unwrap();
            assert_eq!((&rest["titel"], &rest["inhoud"]), (&json!("a"), &json!("1")));
        }
    }

    #[test]
    fn a_member_of_that_name_elsewhere_is_left_alone() {
        for body in [
            r#"{"a":{"inhoud":"SGFsbG8="}}"#,
            r#"["inhoud","SGFsbG8="]"#,
            r#"[{"inhoud":"SGFsbG8="}]"#,
            r#"{"a":"inhoud","b":"x"}"#,
            r#"{"a":"\",\"inhoud\":\"SGFs\""}"#,
            r#"{"inhoud" "SGFsbG8="}"#,
            r#"{"inhoud":null}"#,
            r#"{"inhoud":["SGFsbG8="]}"#,
            r#"{"inhoud":12}"#,
        ] {
            let (rest, out, has) = whole(body).unwrap();
            assert_eq!((rest.as_slice(), out.len(), has), (body.as_bytes(), 0, false), "{body}");
        }
    }

    #[test]
    fn no_content_is_no_content() {
        let (rest, out, has) = whole(r#"{"inhoud":""}"#).unwrap();
        assert_eq!((rest.as_slice(), out.len(), has), (br#"{"inhoud":""}"#.as_slice(), 0, false));
    }

    #[test]
    fn base64_that_is_none_is_refused() {
        let wrong = |text: &str| whole(&format!(r#"{{"inhoud":"{text}"}}"#)).unwrap_err();
        for text in ["SGFs!G8=", "SGFs\\nbG8=", "SGFsbG8=SGFs", "=GFs", "SG=s", "SGFsbG8=S", "a\u{e9}aa", "SG\\u00e9s"]
        {
            assert_eq!(wrong(text), Wrong::Base64(WrongBase64::Character), "{text}");
        }
        for text in ["S", "SG", "SGF", "SGFsbG8"] {
            assert_eq!(wrong(text), Wrong::Base64(WrongBase64::Padding), "{text}");
        }
    }

    #[test]
    fn a_second_content_is_refused() {
        assert_eq!(whole(r#"{"inhoud":"SGFs","inhoud":"SGFs"}"#).unwrap_err(), Wrong::Twice);
    }

    #[test]
    fn what_is_left_is_bounded() {
        let mut reader = Reader::new("inhoud", 10);
        assert_eq!(reader.push(br#"{"titel":"abc"}"#, &mut Vec::new()), Err(Wrong::TooLarge));
        let mut reader = Reader::new("inhoud", 20);
        let mut out = Vec::new();
        reader.push(br#"{"inhoud":""#, &mut out).unwrap();
        reader.push(&[b'A'; 4000], &mut out).unwrap();
        assert_eq!(out.len(), 3000);
    }

    proptest! {
        #[test]
        fn it_does_not_matter_where_a_body_is_cut(
            content in prop::collection::vec(any::<u8>(), 0..200),
            before in "[a-z\"\\\\/\u{e9}]{0,20}",
            after in "[a-z\"\\\\/]{0,20}",
            slashes in any::<bool>(),
            cuts in prop::collection::vec(any::<usize>(), 0..12),
        ) {
            let mut text = STANDARD.encode(&content);
            if slashes {
                text = text.replace('/', "\\/").replace('+', "\\u002b");
            }
            let body = format!("{{{}:{}, \"inhoud\": \"{text}\" ,\"Z\":[{},{{\"inhoud\":1}}]}}", json!(before), json!(after), json!(before));
            let (rest, out, has) = read(body.as_bytes(), &cuts).unwrap();
            prop_assert_eq!(&out, &content);
            prop_assert_eq!(has, !content.is_empty());
            let rest: Value = serde_json::from_slice(&rest).unwrap();
            // A key can be the name of the member by chance.
            prop_assume!(before != "inhoud");
            prop_assert_eq!(&rest[&before], &json!(after));
            prop_assert_eq!(&rest["Z"][1]["inhoud"], 1);
        }

        #[test]
        fn whatever_the_body_cuts_change_nothing(body in "[\\[\\]{}\",:0-9A=\\\\ uinhod]{0,40}", cuts in prop::collection::vec(any::<usize>(), 0..6)) {
            prop_assert_eq!(read(body.as_bytes(), &cuts), read(body.as_bytes(), &[]));
        }
    }
}
