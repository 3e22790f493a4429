// SPDX-License-Identifier: EUPL-1.2
//! A migration that is added must be embedded: the macro that embeds them sees changed files, not new ones.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/sqlite");
    println!("cargo:rerun-if-changed=../../migrations/postgres");
}
