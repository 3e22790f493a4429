// SPDX-License-Identifier: EUPL-1.2
//! Makes the style sheets, scripts and icons of the pages from the npm packages, as far as something changed since the last time.
//!
//! Two stamps remember what was done from what: one beside the installed packages, one beside the built files. npm is used as it is set up on the
//! machine, with its registry, and runs no script of a package.

use std::{
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{output, run},
    workspace::Workspace,
};

/// Where the sources of the built files are.
const WEB: &str = "crates/ui/web";
/// What in there is not a source.
const MADE: &[&str] = &["node_modules", "dist"];
/// What a stamp is called.
const STAMP: &str = ".waarmaker";
/// What is needed of a package is its files: no scripts, and no questions to the registry beyond them.
const OPTIONS: &[&str] = &["--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/// Installs the packages when their list changed, and builds when they or a source changed.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join(WEB);
    let installed = packages(&folder)?;
    let (dist, made_from) = (folder.join("dist"), format!("{}\n{installed}", sources(&folder)?));
    let stamp = dist.join(STAMP);
    if dist.join("list.txt").is_file() && fs::read_to_string(&stamp).is_ok_and(|text| text == made_from) {
        return Ok(());
    }
    println!("Building the style sheets and scripts of the pages in {}.", dist.display());
    let mut command = Command::new("node");
    command.arg("build.mjs").current_dir(&folder);
    run(command)?;
    if !dist.join("list.txt").is_file() {
        bail!("{}/build.mjs left no list of what it built", folder.display());
    }
    fs::write(&stamp, made_from).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Installs what the lock file of a folder names, unless that was done already. Returns from what the packages were installed.
pub(crate) fn packages(folder: &Path) -> Result<String> {
    let lock = folder.join("package-lock.json");
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
    let wanted = format!("{}{}", read(&folder.join("package.json"))?, read(&lock)?);
    let stamp = folder.join("node_modules").join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(digest(wanted.as_bytes()));
    }
    println!("Installing the npm packages of {}.", folder.display());
    let mut command = Command::new("npm");
    command.arg("ci").args(OPTIONS).current_dir(folder).stdout(Stdio::null());
    run(command).context("the npm packages of the pages cannot be installed")?;
    // Without a single package npm leaves no folder.
    fs::create_dir_all(folder.join("node_modules")).context("cannot make node_modules")?;
    fs::write(&stamp, &wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(digest(wanted.as_bytes()))
}

/// The version of Node.js and each source with its digest, a line each.
fn sources(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if !MADE.iter().any(|made| path.ends_with(made)) {
            collect(&path, &mut files)?;
        }
    }
    files.sort();
    let mut text = output(Command::new("node").arg("--version"))?;
    for path in files {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let _ = writeln!(text, "{} {}", digest(&bytes), path.strip_prefix(folder).unwrap_or(&path).display());
    }
    Ok(text)
}

/// Adds a file, or the files in a folder.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

/// Tells contents apart; against accidents, not against people.
fn digest(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_changes_or_comes_changes_what_the_files_are_made_from() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["package.json", "package-lock.json", "build.mjs"] {
            fs::write(dir.path().join(file), "{}").unwrap();
        }
        fs::create_dir_all(dir.path().join("src/deep")).unwrap();
        let first = sources(dir.path()).unwrap();
        assert_eq!(first, sources(dir.path()).unwrap());
        fs::write(dir.path().join("src/deep/wm.css"), "a{}").unwrap();
        let second = sources(dir.path()).unwrap();
        fs::write(dir.path().join("src/deep/wm.css"), "b{}").unwrap();
        let third = sources(dir.path()).unwrap();
        assert!(first != second && second != third, "{first}{second}{third}");
    }

    #[test]
    fn packages_that_are_there_are_not_installed_again() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("package.json"), "{}").unwrap();
        fs::write(dir.path().join("package-lock.json"), "{\"x\": 1}").unwrap();
        fs::create_dir(dir.path().join("node_modules")).unwrap();
        fs::write(dir.path().join("node_modules").join(STAMP), "{}{\"x\": 1}").unwrap();
        assert_eq!(packages(dir.path()).unwrap(), digest(b"{}{\"x\": 1}"));
    }
}
