// SPDX-License-Identifier: EUPL-1.2
//! The documents of a page, one after the other in one buffer: a list of a hundred costs one allocation, and is copied once.

/// Documents in a row, with commas between them: what stands between the brackets of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Documents {
    /// Adds a document.
    pub fn push(&mut self, document: &[u8]) {
        if !self.ends.is_empty() {
            self.bytes.push(b',');
        }
        self.bytes.extend_from_slice(document);
        self.ends.push(self.bytes.len());
    }

    /// Each document.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let document = self.bytes.get(start..end).unwrap_or_default();
            start = end + 1;
            document
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All of them, with commas between.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl FromIterator<Vec<u8>> for Documents {
    fn from_iter<T: IntoIterator<Item = Vec<u8>>>(documents: T) -> Self {
        let mut all = Self::default();
        documents.into_iter().for_each(|document| all.push(&document));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_out_as_they_went_in_and_stand_between_commas() {
        let all: Documents = [b"{}".to_vec(), Vec::new(), b"[1,2]".to_vec()].into_iter().collect();
        assert_eq!(all.iter().collect::<Vec<_>>(), [&b"{}"[..], b"", b"[1,2]"]);
        assert_eq!(all.into_bytes(), b"{},,[1,2]");
        assert!(Documents::default().is_empty() && Documents::default().into_bytes().is_empty());
    }
}
