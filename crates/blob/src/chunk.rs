// SPDX-License-Identifier: EUPL-1.2
//! A piece of content and what it is called.

use std::{fmt, time::Duration};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The SHA-256 of a chunk: what it is called by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address([u8; 32]);

impl Address {
    /// Computes the address of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Takes a hash that was computed along the way.
    pub(crate) fn of_hash(hasher: &mut Sha256) -> Self {
        Self(hasher.finalize_reset().into())
    }

    /// Takes a stored address; nothing when it has another length.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Returns the bytes of the hash.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits in lower case.
    fn parse(text: &str) -> Option<Self> {
        let lower = |letter: u8| matches!(letter, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(lower) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An object in the store: some bytes, and which writing of them it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chunk {
    /// What the bytes are.
    pub address: Address,
    /// Which writing of these bytes this object is, as an id of version 7: it tells when that was.
    pub generation: Uuid,
    /// How many bytes.
    pub size: u64,
}

impl Chunk {
    /// Returns the name of the object: `ab/<address>.<generation>`, `ab` being the first two digits of the address.
    pub fn name(&self) -> String {
        name(&self.address, self.generation)
    }
}

/// Returns the name of an object.
pub(crate) fn name(address: &Address, generation: Uuid) -> String {
    let [first, ..] = address.0;
    format!("{first:02x}/{address}.{generation}")
}

/// Reads what comes after the folder in the name of an object.
pub(crate) fn parse_name(file: &str) -> Option<(Address, Uuid)> {
    let (address, generation) = file.split_once('.')?;
    Some((Address::parse(address)?, Uuid::try_parse(generation).ok()?))
}

/// Returns how long after 1970 an object was written; nothing for a name that does not say so.
pub(crate) fn written(generation: Uuid) -> Option<Duration> {
    let (seconds, nanoseconds) = generation.get_timestamp()?.to_unix();
    Some(Duration::new(seconds, nanoseconds))
}

#[cfg(test)]
mod tests {
    use waarmaker_core::{Ids as _, RandomIds};

    use super::{Address, Chunk, parse_name, written};

    #[test]
    fn a_name_leads_back_to_its_chunk() {
        let chunk = Chunk { address: Address::of(b"abc"), generation: RandomIds.uuid(), size: 3 };
        let name = chunk.name();
        assert!(name.starts_with("ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad."), "{name}");
        let (folder, file) = name.split_once('/').unwrap();
        assert_eq!(folder, "ba");
        assert_eq!(parse_name(file), Some((chunk.address, chunk.generation)));
        assert!(written(chunk.generation).unwrap().as_secs() > 1_700_000_000);
    }

    #[test]
    fn what_somebody_else_put_there_has_no_address() {
        for file in
            ["", ".", "leesmij.txt", "ab.cd", &format!("{}.x", "a".repeat(64)), &format!("{}é.", "a".repeat(62))]
        {
            assert_eq!(parse_name(file), None, "{file}");
        }
    }
}
