// SPDX-License-Identifier: EUPL-1.2
//! Checks that crates depend on each other in one direction, and on drivers and frameworks only where these belong.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::workspace::Workspace;

/// All crates from left to right: each may use those before it, none after it (docs/architecture.md).
const ORDER: &[&str] = &[
    "waarmaker-core",
    "waarmaker-resource-derive",
    "waarmaker-resource",
    "waarmaker-db",
    "waarmaker-blob",
    "waarmaker-auth",
    "waarmaker-events",
    "waarmaker-jobs",
    "waarmaker-api",
    "waarmaker-ui",
    "waarmaker-signin",
    "waarmaker-referentielijsten",
    "waarmaker-autorisaties",
    "waarmaker-catalogi",
    "waarmaker-documenten",
    "waarmaker-zaken",
    "waarmaker-besluiten",
    "waarmaker-notificaties",
    "waarmaker-assets",
    "waarmaker-contracten",
    "waarmaker-metingen",
    "waarmaker-signalen",
    "waarmaker-werkopdrachten",
    "waarmaker-lampen",
    "waarmaker-open311",
    "waarmaker-buiten",
    "waarmaker-beheer",
    "waarmaker-testkit",
    "waarmaker-config",
    "waarmaker",
];

/// Dependencies that belong to some crates only, tests excepted.
const RESERVED: &[(&str, &[&str])] = &[
    ("rusqlite", &["waarmaker-db"]),
    ("postgres", &["waarmaker-db"]),
    ("tokio-postgres", &["waarmaker-db"]),
    ("refinery", &["waarmaker-db"]),
    ("tokio-postgres-rustls", &["waarmaker-db"]),
    ("object_store", &["waarmaker-blob"]),
    ("async-nats", &["waarmaker-events"]),
    ("rumqttc", &["waarmaker-metingen"]),
    ("lettre", &["waarmaker-werkopdrachten"]),
    (
        "axum",
        &[
            "waarmaker-api",
            "waarmaker-autorisaties",
            "waarmaker-catalogi",
            "waarmaker-documenten",
            "waarmaker-zaken",
            "waarmaker-notificaties",
            "waarmaker-assets",
            "waarmaker-contracten",
            "waarmaker-metingen",
            "waarmaker-signalen",
            "waarmaker-werkopdrachten",
            "waarmaker-ui",
            "waarmaker-signin",
            "waarmaker-lampen",
            "waarmaker-open311",
            "waarmaker-buiten",
            "waarmaker-beheer",
            "waarmaker-testkit",
            "waarmaker",
        ],
    ),
];

/// Fails with every dependency that goes the wrong way.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let wrong: Vec<String> = workspace.packages.iter().flat_map(problems).collect();
    if !wrong.is_empty() {
        bail!("these dependencies are not allowed:\n  {}", wrong.join("\n  "));
    }
    println!("{} crates depend on each other in the declared direction.", workspace.packages.len());
    Ok(())
}

/// What is wrong with the dependencies of one package.
fn problems(package: &Value) -> Vec<String> {
    let user = text(package, "name");
    if user == "xtask" {
        return Vec::new();
    }
    let Some(place) = place(user) else {
        return vec![format!("{user} has no place in the order: add it to ORDER in xtask/src/dag.rs")];
    };
    let dependencies = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    dependencies
        .filter(|dependency| text(dependency, "kind") != "dev")
        .map(|dependency| text(dependency, "name"))
        .filter_map(|dependency| problem(user, place, dependency))
        .collect()
}

/// What is wrong with one dependency.
fn problem(user: &str, at: usize, dependency: &str) -> Option<String> {
    if place(dependency).is_some_and(|other| other >= at) {
        return Some(format!("{user} → {dependency}: it is to the right of {user}"));
    }
    let (_, allowed) = RESERVED.iter().find(|(name, _)| *name == dependency)?;
    (!allowed.contains(&user)).then(|| format!("{user} → {dependency}: it belongs to {} only", allowed.join(", ")))
}

/// The place of a crate in the order.
fn place(name: &str) -> Option<usize> {
    ORDER.iter().position(|crate_name| *crate_name == name)
}

/// A member of text; `null` is empty.
fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, uses: &str, kind: Option<&str>) -> Value {
        json!({ "name": name, "dependencies": [{ "name": uses, "kind": kind }] })
    }

    #[test]
    fn a_dependency_to_the_left_is_fine() {
        assert!(problems(&package("waarmaker-db", "waarmaker-core", None)).is_empty());
        assert!(problems(&package("waarmaker-db", "rusqlite", None)).is_empty());
    }

    #[test]
    fn a_dependency_to_the_right_or_on_a_driver_is_refused() {
        assert_eq!(problems(&package("waarmaker-core", "waarmaker-db", None)).len(), 1);
        assert_eq!(problems(&package("waarmaker-zaken", "rusqlite", None)).len(), 1);
        assert_eq!(problems(&package("waarmaker-events", "axum", Some("build"))).len(), 1);
        assert_eq!(problems(&package("waarmaker-portaal", "serde", None)).len(), 1);
    }

    #[test]
    fn tests_may_use_what_they_like() {
        assert!(problems(&package("waarmaker-zaken", "waarmaker-testkit", Some("dev"))).is_empty());
        assert!(problems(&package("waarmaker-zaken", "rusqlite", Some("dev"))).is_empty());
    }
}
