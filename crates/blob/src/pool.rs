// SPDX-License-Identifier: EUPL-1.2
//! Buffers of one chunk, used again.
//!
//! Memory that one thread takes and another gives back stays with the allocator: a content of 1 GiB would make the program grow by tens of MB, and
//! costs more in pages that are cleared than in hashing.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// Up to here a buffer of its own size is cheaper.
pub(crate) const SMALL: usize = 256 << 10;

/// How many buffers wait for use at most.
const WAITING: usize = 4;

/// The buffers that nobody uses.
#[derive(Clone)]
pub(crate) struct Pool {
    waiting: Arc<Mutex<Vec<Vec<u8>>>>,
    size: usize,
}

impl Pool {
    pub(crate) fn new(size: usize) -> Self {
        Self { waiting: Arc::default(), size }
    }

    /// Gives an empty buffer with room for this many bytes.
    pub(crate) fn take(&self, size: usize) -> Vec<u8> {
        if size <= SMALL || size > self.size {
            return Vec::with_capacity(size);
        }
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        waiting.unwrap_or_else(|| Vec::with_capacity(self.size))
    }

    /// Makes bytes of a buffer; it can be used again when the last of them has gone.
    pub(crate) fn bytes(&self, buffer: Vec<u8>) -> Bytes {
        if buffer.capacity() <= SMALL || buffer.capacity() != self.size {
            return Bytes::from(buffer);
        }
        Bytes::from_owner(Lent { buffer, pool: self.clone() })
    }
}

/// A buffer that goes back.
struct Lent {
    buffer: Vec<u8>,
    pool: Pool,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut waiting = self.pool.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING {
            self.buffer.clear();
            waiting.push(std::mem::take(&mut self.buffer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Pool, SMALL};

    #[test]
    fn a_large_buffer_is_used_again_and_empty() {
        let pool = Pool::new(4 * SMALL);
        let mut buffer = pool.take(2 * SMALL);
        buffer.extend_from_slice(b"abc");
        let address = buffer.as_ptr();
        let bytes = pool.bytes(buffer);
        let part = bytes.slice(1..2);
        drop(bytes);
        let other = pool.take(2 * SMALL);
        assert_ne!(other.as_ptr(), address, "a part is still in use");
        assert_eq!(&*part, b"b");
        drop(part);
        let again = pool.take(3 * SMALL);
        assert_eq!((again.as_ptr(), again.len()), (address, 0));
        assert_eq!(pool.take(10).capacity(), 10);
    }
}
