// SPDX-License-Identifier: EUPL-1.2
//! The texts of all crates: complete, used, and plain enough to read.
//!
//! Every crate with `locales` is looked at, so that a new one cannot be forgotten.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what tests share is no test to clippy, and stops one all the same"
)]

mod fluent;
mod readable;
mod source;

use std::{collections::BTreeSet, fs, path::PathBuf};

use fluent::Texts;
use source::Source;

/// A crate with texts.
struct Crate {
    name: String,
    nl: Texts,
    en: Texts,
    source: Source,
}

/// All crates that have texts, `ui` first.
fn crates() -> Vec<Crate> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("locales").is_dir());
    folders.sort_by_key(|folder| (!folder.ends_with("ui"), folder.clone()));
    let read = |folder: &PathBuf| Crate {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        nl: Texts::read(&folder.join("locales/nl")),
        en: Texts::read(&folder.join("locales/en")),
        source: Source::read(folder),
    };
    folders.iter().map(read).collect()
}

/// Fails with all that is wrong at once.
#[track_caller]
fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_file_can_be_read_and_no_text_is_empty() {
    let mut wrong = Vec::new();
    for one in crates() {
        for (lang, texts) in [("nl", &one.nl), ("en", &one.en)] {
            wrong.extend(texts.mistakes.iter().map(|mistake| format!("{} {lang}: {mistake}", one.name)));
        }
    }
    nothing(&wrong);
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_values() {
    let mut wrong = Vec::new();
    for one in crates() {
        let keys = |texts: &Texts| texts.all.keys().cloned().collect::<BTreeSet<_>>();
        let (nl, en) = (keys(&one.nl), keys(&one.en));
        wrong.extend(nl.difference(&en).map(|key| format!("{}: `{key}` is not there in English", one.name)));
        wrong.extend(en.difference(&nl).map(|key| format!("{}: `{key}` is not there in Dutch", one.name)));
        for key in nl.intersection(&en) {
            let (nl, en) = (&one.nl.all[key].values, &one.en.all[key].values);
            if nl != en {
                wrong.push(format!("{}: `{key}` fills in {nl:?} in Dutch and {en:?} in English", one.name));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn every_text_is_used_and_every_text_that_is_used_exists() {
    let all = crates();
    let shared = &all.first().unwrap().nl;
    let mut wrong = Vec::new();
    for one in &all {
        // Any crate may use what all pages share.
        let users = if one.name == "ui" { all.iter().collect() } else { vec![one] };
        let is_used = |key: &&String| users.iter().any(|user| user.source.literals.contains(*key));
        let unused = one.nl.all.keys().filter(|key| !is_used(key));
        wrong.extend(unused.map(|key| format!("{}: `{key}` is not used: remove it from both languages", one.name)));
        for (file, key) in &one.source.asked {
            if !one.nl.all.contains_key(key) && !shared.all.contains_key(key) {
                wrong.push(format!("{}: {file} says `{key}`, which is not in the texts", one.name));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn no_template_has_words_of_its_own() {
    let mut wrong = Vec::new();
    for one in crates() {
        for (file, words) in &one.source.words {
            wrong.push(format!("{}: {file} says \"{words}\": put it in the texts", one.name));
        }
    }
    nothing(&wrong);
}

#[test]
fn every_view_has_a_sample_that_a_test_shows() {
    let mut wrong = Vec::new();
    for one in crates() {
        for view in &one.source.views {
            if !one.source.samples.contains(view) {
                wrong.push(format!("{}: no test shows {view}::sample(lang) in both languages", one.name));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn dutch_is_plain() {
    let mut wrong = Vec::new();
    for one in crates() {
        wrong.extend(readable::dutch(&one.name, &one.nl));
    }
    nothing(&wrong);
}

#[test]
fn english_is_plain() {
    let mut wrong = Vec::new();
    for one in crates() {
        wrong.extend(readable::english(&one.name, &one.en));
    }
    nothing(&wrong);
}
