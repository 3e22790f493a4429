// SPDX-License-Identifier: EUPL-1.2
//! Checks that no source file is longer than the house allows. Functions are clippy's (`too_many_lines`).

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;

/// The length that a file aims at; longer ones are listed.
const AIM: usize = 400;

/// The length that no file exceeds, its tests included.
const LIMIT: usize = 800;

/// The length of all of the derive macro together: it emits data, never logic.
const DERIVE_LIMIT: usize = 200;

/// Fails when a file is too long, and lists those over the aim.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut files = Vec::new();
    for folder in ["crates", "xtask"] {
        collect(&workspace.root.join(folder), &mut files)?;
    }
    let mut lengths = files.iter().map(|path| Ok((length(path)?, path))).collect::<Result<Vec<_>>>()?;
    lengths.sort_by(|a, b| b.cmp(a));
    let relative = |path: &PathBuf| path.strip_prefix(&workspace.root).unwrap_or(path).display().to_string();

    for (length, path) in lengths.iter().filter(|(length, _)| *length > AIM) {
        println!("{length:5} {}", relative(path));
    }
    let derive: usize = lengths
        .iter()
        .filter(|(_, path)| relative(path).starts_with("crates/resource-derive/src"))
        .map(|(length, _)| length)
        .sum();
    let mut wrong: Vec<String> = lengths
        .iter()
        .filter(|(length, _)| *length > LIMIT)
        .map(|(length, path)| format!("{}: {length} lines, at most {LIMIT}", relative(path)))
        .collect();
    if derive > DERIVE_LIMIT {
        wrong.push(format!("crates/resource-derive: {derive} lines, at most {DERIVE_LIMIT}"));
    }
    if !wrong.is_empty() {
        bail!("too long:\n  {}", wrong.join("\n  "));
    }
    let total: usize = lengths.iter().map(|(length, _)| length).sum();
    println!("{} files, {total} lines; none over {LIMIT}.", lengths.len());
    Ok(())
}

/// Adds the Rust files of a folder and the folders in it.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The number of lines of a file.
fn length(path: &Path) -> Result<usize> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.lines().count())
}
