// SPDX-License-Identifier: EUPL-1.2
//! Base64 that arrives in pieces.

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{GeneralPurpose, GeneralPurposeConfig},
};

/// The alphabet with padding. Bits that a careless encoder left behind in the last character do no harm.
const ENGINE: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// What is wrong with base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A character that does not belong there (`invalid-base64`).
    Character,
    /// It ends in the middle of four characters (`incorrect-base64-padding`).
    Padding,
}

/// Decodes four characters at a time, and keeps what is left for the next piece.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    left: Vec<u8>,
    started: bool,
    ended: bool,
}

impl Decoder {
    /// Whether there was any character.
    pub(crate) const fn started(&self) -> bool {
        self.started
    }

    /// Appends to `out` what the next characters stand for.
    pub(crate) fn push(&mut self, mut text: &[u8], out: &mut Vec<u8>) -> Result<(), Wrong> {
        if text.is_empty() {
            return Ok(());
        }
        self.started = true;
        if !self.left.is_empty() {
            let (now, later) = text.split_at((4 - self.left.len()).min(text.len()));
            self.left.extend_from_slice(now);
            text = later;
            if self.left.len() < 4 {
                return Ok(());
            }
            let whole = std::mem::take(&mut self.left);
            self.decode(&whole, out)?;
        }
        let (whole, left) = text.split_at(text.len() / 4 * 4);
        self.decode(whole, out)?;
        self.left.extend_from_slice(left);
        Ok(())
    }

    /// Ends it.
    pub(crate) fn finish(self) -> Result<(), Wrong> {
        let known = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        match self.left.is_empty() {
            true => Ok(()),
            false if self.ended || !self.left.iter().all(known) => Err(Wrong::Character),
            false => Err(Wrong::Padding),
        }
    }

    fn decode(&mut self, whole: &[u8], out: &mut Vec<u8>) -> Result<(), Wrong> {
        if whole.is_empty() {
            return Ok(());
        }
        if self.ended {
            return Err(Wrong::Character);
        }
        self.ended = whole.ends_with(b"=");
        let start = out.len();
        out.resize(start + whole.len() / 4 * 3, 0);
        let room = out.get_mut(start..).unwrap_or_default();
        let length = ENGINE.decode_slice(whole, room).map_err(|_| Wrong::Character)?;
        out.truncate(start + length);
        Ok(())
    }
}
