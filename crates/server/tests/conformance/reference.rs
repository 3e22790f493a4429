// SPDX-License-Identifier: EUPL-1.2
//! Pages of the book that are made from code. They are committed, so that they can be read anywhere; `UPDATE_DOCS=1` writes them again.

use std::{env, fs, path::PathBuf};

use waarmaker_api::openapi;
use waarmaker_config::Settings;
use waarmaker_resource::Component;

use crate::spec::house;

/// A path in the workspace.
pub(crate) fn workspace(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Fails when a generated file is not what it should be; with `UPDATE_DOCS` set, makes it so.
pub(crate) fn check(path: &str, wanted: &str) {
    let file = workspace(path);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, wanted).unwrap();
    }
    let have = fs::read_to_string(&file).unwrap_or_default();
    let difference = have.lines().zip(wanted.lines()).position(|(have, wanted)| have != wanted);
    let line = difference.unwrap_or_else(|| have.lines().count().min(wanted.lines().count())) + 1;
    assert!(
        have == wanted,
        "{path} differs from line {line}: UPDATE_DOCS=1 cargo test -p waarmaker --test conformance writes it again"
    );
}

#[test]
fn the_reference_of_each_component_is_up_to_date() {
    let house = house();
    for &component in Component::ALL {
        check(&format!("docs/src/reference/{}.md", component.name), &openapi::reference(&house, component));
    }
}

#[test]
fn the_reference_of_the_settings_is_up_to_date() {
    check("docs/src/reference/instellingen.md", &Settings::reference());
}
