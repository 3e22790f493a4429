// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker demo`.

use tempfile::tempdir;
use waarmaker_db::{Url, testing::Scratch};

use crate::process::run;

#[test]
fn the_demo_closes_every_zaak_as_expected_and_can_be_run_again() {
    let data = tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    for round in 1..=2 {
        let told = run(&["demo", "--once", "--data", folder]).well();
        assert_eq!(told.matches(", as expected:").count(), 5, "{told}");
        assert_eq!(told.contains("was there already"), round == 2, "{told}");
        assert!(told.contains("zaak       ZAAK-") && told.contains("/audittrail"), "{told}");
        let steps = [
            "document ",
            "deel       2 of",
            "gebruik ",
            "besluit ",
            "2031-07-01, as expected",
            "< bericht",
            "was told of everything",
        ];
        assert!(steps.iter().all(|step| told.contains(step)), "{told}");
    }
}

#[test]
fn the_demo_runs_on_postgresql() {
    let Some(scratch) = Scratch::postgres() else { return };
    let Url::Postgres(url) = &scratch.settings().url else { panic!("PostgreSQL") };
    let data = tempdir().unwrap();
    let told = run(&["demo", "--once", "--database", url, "--data", data.path().to_str().unwrap()]).well();
    assert_eq!(told.matches(", as expected:").count(), 5, "{told}");
}
