// SPDX-License-Identifier: EUPL-1.2
//! Reading in, in the background: how far it is, taking it up again, and why it came to an end.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use uuid::Uuid;
use waarmaker_beheer::Inlezer;
use waarmaker_core::{Clock, Ids as _, RandomIds};
use waarmaker_db::Weight;
use waarmaker_jobs::{Claimed, Handler as _, Outcome, Runner, Settings};
use waarmaker_testkit::App;

use super::{
    super::{ROOT, manager, with_scopes},
    CSV, upload,
};
use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, location, text},
};

const FIVE: &str = "mastnummer;straat;lon;lat\n1;Dreef;5,1185;52,1099\n2;Dreef;5,1186;52,1099\n3;Dreef;5,1187;52,1099\n\
                    4;Dreef;5,1188;52,1099\n5;Dreef;5,1189;52,1099\n";

/// Does all jobs, as a server that has just started.
pub(super) async fn work(app: &App) {
    let clock: Arc<dyn Clock> = app.clock.clone();
    let reader = Arc::new(Inlezer::with(Arc::clone(&app.api), 2, Duration::ZERO));
    let mut runner = Runner::new(app.db().clone(), clock, RandomIds.uuid(), Settings::default(), vec![reader]);
    assert_eq!(runner.run_until_idle().await.unwrap(), None);
}

/// One attempt with portions of so many rows, of a process that stops after it.
async fn attempt(app: &App, path: &str, rows: usize, attempts: u32) -> Outcome {
    let uuid = path.rsplit('/').next().unwrap();
    let job = Claimed { id: 0, subject: Uuid::nil(), body: json!({"bestand": uuid}), attempts };
    Inlezer::with(Arc::clone(&app.api), rows, Duration::ZERO).run(&job).await
}

/// Chooses a file and says that it is to be read in.
async fn wanted(browser: &Browser<'_>, file: &str, more: &[(&str, &str)]) -> String {
    let path = upload(browser, "masten.csv", file.as_bytes()).await;
    ask(browser, &path, more).await;
    path
}

async fn ask(browser: &Browser<'_>, path: &str, more: &[(&str, &str)]) {
    let page = browser.get(path).await;
    let fields: Vec<_> =
        [("wat", "assets"), ("soort", "lichtmast"), ("actie", "inlezen")].iter().chain(more).copied().collect();
    assert_eq!(location(&browser.submit(&page, path, &fields).await), path);
}

async fn count(app: &App, sql: &'static str) -> i64 {
    app.db().read(Weight::Point, move |tx| tx.one(sql, &[], |row| row.int(0))).await.unwrap().unwrap()
}

#[test]
fn everybody_with_the_right_sees_how_far_it_is_and_a_restart_goes_on_there() {
    on_both_engines(async |app| {
        let (browser, colleague) = (manager(app), with_scopes(app, &["assets.beheren"]).await);
        let path = wanted(&browser, FIVE, &[]).await;
        assert_eq!(attempt(app, &path, 2, 0).await, Outcome::Repeat(Duration::ZERO));
        for who in [&browser, &colleague] {
            let page = who.get(&path).await;
            assert_eq!(page.header("refresh"), "3");
            let page = text(&page);
            assert!(page.contains("2 van 5 regels zijn klaar") && page.contains("B. Heerder"), "{page}");
            assert!(page.contains("value=\"2\" max=\"5\"") && !page.contains("Lees bestand in"), "{page}");
        }
        let english = browser.get(&format!("/en{path}?ververs=nee")).await;
        assert!(text(&english).contains("2 of 5 rows are done") && english.header("refresh").is_empty());
        work(app).await;
        let done = colleague.get(&path).await;
        assert!(text(&done).contains("Er zijn 5 wijzigingen opgeslagen"), "{}", text(&done));
        assert!(done.header("refresh").is_empty());
        assert_eq!(count(app, "SELECT COUNT(*) FROM assets WHERE versie = 1").await, 5);
        assert!(text(&colleague.get(&format!("{ROOT}/assets/inlezen")).await).contains("Ingelezen"));
    });
}

#[test]
fn the_same_form_sent_twice_is_one_import_also_after_it_was_done() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let path = wanted(&browser, FIVE, &[]).await;
        ask(&browser, &path, &[]).await;
        assert_eq!(count(app, "SELECT COUNT(*) FROM jobs").await, 1);
        let again = [("wat", "assets"), ("soort", "kast"), ("actie", "opnieuw")];
        browser.submit(&browser.get(&path).await, &path, &again).await;
        assert!(text(&browser.get(&path).await).contains("Wij beginnen zo"), "another look does not disturb it");
        work(app).await;
        ask(&browser, &path, &[]).await;
        assert_eq!(count(app, "SELECT COUNT(*) FROM jobs").await, 0);
        assert_eq!(count(app, "SELECT COUNT(*) FROM assets WHERE soort = 'lichtmast'").await, 5);
    });
}

#[test]
fn without_the_right_it_ends_and_says_what_was_changed_and_another_goes_on() {
    on_both_engines(async |app| {
        let (browser, limited) = (manager(app), with_scopes(app, &["assets.beheren"]).await);
        let path = wanted(&limited, FIVE, &[]).await;
        attempt(app, &path, 2, 0).await;
        app.write(|tx| tx.run("DELETE FROM rechten WHERE client_id = 'beperkt'", &[]).map(|_| ()));
        work(app).await;
        let page = browser.get(&path).await;
        assert!(page.header("refresh").is_empty());
        for said in [
            "Uw recht om in te lezen is weg",
            "Klaar zijn 2 regels: 2 nieuw en 0 veranderd",
            "Probeer het nog een keer",
        ] {
            assert!(text(&page).contains(said), "{said}: {}", text(&page));
        }
        assert!(text(&browser.get(&format!("{ROOT}/assets/inlezen")).await).contains("Niet gelukt"));
        ask(&browser, &path, &[]).await;
        work(app).await;
        assert!(text(&browser.get(&path).await).contains("Er zijn 3 wijzigingen opgeslagen"));
    });
}

#[test]
fn what_goes_wrong_time_after_time_ends_and_nothing_was_changed() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let path = wanted(&browser, FIVE, &[]).await;
        assert_eq!(attempt(app, &path, 2, 6).await, Outcome::Done);
        let page = text(&browser.get(&path).await);
        assert!(page.contains("Er ging bij ons iets mis") && page.contains("Er is niets veranderd."), "{page}");
        work(app).await;
        assert_eq!(count(app, "SELECT COUNT(*) FROM assets").await, 0, "what ended does not go on by itself");
    });
}

#[test]
fn a_register_that_changes_meanwhile_is_seen_before_and_while_rows_are_stored() {
    on_both_engines(async |app| {
        let browser = manager(app);
        wanted(&browser, &FIVE.replace("\n5;", "\nX;"), &[]).await;
        work(app).await;
        let gone = |sql: &'static str| app.write(move |tx| tx.run(sql, &[]).map(|_| ()));
        let (away, back) = (
            "UPDATE assets SET verwijderd = 1 WHERE identificatie = 'X'",
            "UPDATE assets SET verwijderd = NULL WHERE identificatie = 'X'",
        );
        let file = "mastnummer;straat;kast;lon;lat\n7;Dreef;X;5,1185;52,1099\n8;Dreef;;5,1186;52,1099\n";
        let parent = [("ouder", "kast")];
        let path = wanted(&browser, file, &parent).await;
        gone(away);
        work(app).await;
        let page = text(&browser.get(&path).await);
        assert!(page.contains("Er is niets opgeslagen") && page.contains("Wij kennen geen lichtmast"), "{page}");
        gone(back);
        ask(&browser, &path, &parent).await;
        // What hangs on nothing comes first.
        attempt(app, &path, 1, 0).await;
        gone(away);
        work(app).await;
        let page = text(&browser.get(&path).await);
        assert!(page.contains("Het register veranderde") && page.contains("Klaar zijn 1 regels: 1 nieuw"), "{page}");
        assert_eq!(count(app, "SELECT COUNT(*) FROM assets WHERE identificatie IN ('7', '8')").await, 1);
    });
}

#[test]
fn assets_that_are_not_in_the_file_are_removed_portion_after_portion() {
    on_both_engines(async |app| {
        let browser = manager(app);
        wanted(&browser, FIVE, &[]).await;
        work(app).await;
        let path = wanted(&browser, &FIVE[..49], &[("extra", "verwijderen")]).await;
        work(app).await;
        let page = text(&browser.get(&path).await);
        assert!(page.contains("Er zijn 4 wijzigingen opgeslagen"), "{page}");
        assert_eq!(count(app, "SELECT COUNT(*) FROM assets WHERE verwijderd IS NULL").await, 1);
    });
}

#[test]
fn files_are_kept_for_a_week_after_they_came_or_were_to_be_read_in() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let old = upload(&browser, "oud.csv", CSV).await;
        let asked = upload(&browser, "gevraagd.csv", CSV).await;
        app.clock.advance(Duration::from_hours(5 * 24));
        let browser = manager(app);
        ask(&browser, &asked, &[]).await;
        app.clock.advance(Duration::from_hours(3 * 24));
        for gone in [1, 0] {
            assert_eq!(app.api.writing_as("test", waarmaker_beheer::clean).await.unwrap(), gone);
        }
        let browser = manager(app);
        assert_eq!((browser.get(&old).await.status, browser.get(&asked).await.status), (404, 200));
        app.clock.advance(Duration::from_hours(5 * 24));
        assert_eq!(app.api.writing_as("test", waarmaker_beheer::clean).await.unwrap(), 1);
        work(app).await;
        assert_eq!(count(app, "SELECT COUNT(*) FROM inleeswerk").await, 0);
    });
}

#[test]
fn what_is_wrong_is_said_in_the_language_of_the_page() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let wrong =
            "mastnummer;straat;lon;lat\n1;Dreef;noord;52,1\n2;Dreef;500;52,1\n3;Dreef;5,1\n;Dreef;5,1185;52,1099\n";
        let path = upload(&browser, "masten.csv", wrong.as_bytes()).await;
        let (dutch, english) = (text(&browser.get(&path).await), text(&browser.get(&format!("/en{path}")).await));
        for said in ["Dit is geen getal", "Deze plaats bestaat niet", "De rij heeft 3 waarden", "Het nummer is leeg"] {
            assert!(dutch.contains(said) && !english.contains(said), "{said}: {dutch}");
        }
        for said in ["This is not a number", "This place does not exist", "The row has 3 values", "The number is empty"]
        {
            assert!(english.contains(said), "{said}: {english}");
        }
    });
}
