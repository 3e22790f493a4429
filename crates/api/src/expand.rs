// SPDX-License-Identifier: EUPL-1.2
//! `expand`: what a member refers to, inside the answer (handbook 1.13, zrc-025 to zrc-028).
//!
//! One level is one statement per kind of resource, whatever the number of documents; what the caller may not read is left out. Documents are
//! copied, never parsed as a whole.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use serde_json::value::RawValue;
use uuid::Uuid;
use waarmaker_core::{Problem, Problems};
use waarmaker_resource::{Expand, Resource};

use crate::{Cx, House, Result, load};

/// Deepest path that is followed.
const MAX_DEPTH: usize = 10;
/// Most bytes that one answer may grow to: cycles over many roles multiply.
const MAX_BYTES: usize = 64 << 20;

/// What to expand, as a tree of members.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    branches: Vec<(&'static Expand, Tree)>,
}

impl Tree {
    /// Reads `a,b.c`; a segment that the resource cannot expand is a problem (zrc-027).
    pub fn read(resource: &Resource, text: Option<&str>, house: &House, problems: &mut Problems) -> Self {
        let mut tree = Self::default();
        for path in text.unwrap_or_default().split(',').map(str::trim).filter(|path| !path.is_empty()) {
            if path.split('.').count() > MAX_DEPTH {
                problems.add("expand", "invalid-expand-field", format!("Een pad heeft ten hoogste {MAX_DEPTH} delen."));
            } else if !tree.add(resource, path, house) {
                let path: String = path.chars().take(100).collect();
                problems.add("expand", "invalid-expand-field", format!("{path} kan hier niet uitgeklapt worden."));
            }
        }
        tree
    }

    /// Adds a path; `false` when a segment is not a member that can be expanded.
    pub fn add(&mut self, resource: &Resource, path: &str, house: &House) -> bool {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let Some(expand) = resource.expand.iter().find(|expand| expand.name == name) else { return false };
        let at = self.branches.iter().position(|(known, _)| known.name == name).unwrap_or_else(|| {
            self.branches.push((expand, Self::default()));
            self.branches.len() - 1
        });
        match (rest, self.branches.get_mut(at)) {
            (None, _) => true,
            (Some(rest), Some((expand, tree))) => {
                house.room(expand.target).is_some_and(|room| tree.add(room.kind.resource(), rest, house))
            }
            (Some(_), None) => false,
        }
    }

    /// Nothing to expand.
    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }
}

/// Adds `_expand` to documents, in place.
pub fn expand(documents: &mut [Vec<u8>], tree: &Tree, cx: &mut Cx<'_, '_>) -> Result<()> {
    if tree.is_empty() || documents.is_empty() {
        return Ok(());
    }
    let links: Vec<Vec<Found>> = documents.iter().map(|document| found(document, tree)).collect::<Result<_>>()?;
    let mut loaded = Vec::with_capacity(tree.branches.len());
    for (i, (_, subtree)) in tree.branches.iter().enumerate() {
        let urls =
            links.iter().filter_map(|found| found.get(i)).flat_map(|found| found.urls.iter().map(String::as_str));
        loaded.push(targets(urls, subtree, cx)?);
    }
    let mut total = 0;
    for (document, found) in documents.iter_mut().zip(&links) {
        append(document, tree, found, &loaded);
        total += document.len();
        if total > MAX_BYTES {
            return Err(Problem::invalid_one(
                "expand",
                "invalid-expand-field",
                "Het antwoord wordt te groot: klap minder uit.",
            ));
        }
    }
    Ok(())
}

/// The URLs in one member of one document.
#[derive(Debug, Default)]
struct Found {
    many: bool,
    urls: Vec<String>,
}

/// Looks up the members of the tree in a document, leaving the rest unparsed.
fn found(document: &[u8], tree: &Tree) -> Result<Vec<Found>> {
    let members: HashMap<&str, &RawValue> = serde_json::from_slice(document).map_err(Problem::internal)?;
    tree.branches
        .iter()
        .map(|(expand, _)| members.get(expand.name).map_or(Ok(Found::default()), |raw| urls(raw, expand)))
        .collect()
}

fn urls(raw: &RawValue, expand: &Expand) -> Result<Found> {
    let text = raw.get();
    let wrong = Problem::internal;
    match text.as_bytes().first() {
        Some(b'"') => Ok(Found { many: false, urls: vec![serde_json::from_str(text).map_err(wrong)?] }),
        Some(b'[') if expand.member.is_none() => {
            Ok(Found { many: true, urls: serde_json::from_str(text).map_err(wrong)? })
        }
        Some(b'[') => {
            let groups: Vec<HashMap<String, serde_json::Value>> = serde_json::from_str(text).map_err(wrong)?;
            let member =
                |group: &HashMap<String, serde_json::Value>| group.get(expand.member?)?.as_str().map(str::to_owned);
            Ok(Found { many: true, urls: groups.iter().filter_map(member).collect() })
        }
        _ => Ok(Found::default()),
    }
}

/// Loads what the URLs refer to, as far as the caller may read it, expanded in turn.
fn targets<'u>(
    urls: impl Iterator<Item = &'u str>,
    subtree: &Tree,
    cx: &mut Cx<'_, '_>,
) -> Result<HashMap<Uuid, Vec<u8>>> {
    let house = cx.house;
    let mut by_kind: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for place in urls.filter_map(|url| house.locate(url)) {
        by_kind.entry(place.room.kind.resource().name).or_default().push(place.uuid);
    }
    let mut loaded = HashMap::new();
    for (name, mut uuids) in by_kind {
        uuids.sort_unstable();
        uuids.dedup();
        let (uuids, mut documents): (Vec<Uuid>, Vec<Vec<u8>>) = load(cx.room(name)?, &uuids, cx)?.into_iter().unzip();
        expand(&mut documents, subtree, cx)?;
        loaded.extend(uuids.into_iter().zip(documents));
    }
    Ok(loaded)
}

/// Writes `_expand` before the closing brace of a document. A member without anything to show is there as well, empty.
fn append(document: &mut Vec<u8>, tree: &Tree, found: &[Found], loaded: &[HashMap<Uuid, Vec<u8>>]) {
    document.pop();
    document.extend_from_slice(b",\"_expand\":{");
    for (i, (((expand, _), found), loaded)) in tree.branches.iter().zip(found).zip(loaded).enumerate() {
        let comma = if i > 0 { "," } else { "" };
        document.extend_from_slice(format!("{comma}\"{}\":", expand.name).as_bytes());
        let mut shown = found.urls.iter().filter_map(|url| loaded.get(&last_uuid(url)?));
        if found.many {
            document.push(b'[');
            for (i, part) in shown.enumerate() {
                if i > 0 {
                    document.push(b',');
                }
                document.extend_from_slice(part);
            }
            document.push(b']');
        } else {
            document.extend_from_slice(shown.next().map_or(b"{}", Vec::as_slice));
        }
    }
    document.extend_from_slice(b"}}");
}

fn last_uuid(url: &str) -> Option<Uuid> {
    url.rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok())
}

/// Splits a slice into ranges of at most `size`, for statements with many parameters.
pub(crate) fn chunks(length: usize, size: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(size).map(move |start| start..length.min(start + size))
}
