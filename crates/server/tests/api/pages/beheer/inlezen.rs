// SPDX-License-Identifier: EUPL-1.2
//! Reading assets in: first the report, then the writing.

mod achtergrond;

use super::{ROOT, manager};
use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, location, text},
};

const CSV: &[u8] =
    b"mastnummer;straat;lon;lat\n1;<script>alert(1)</script>;5,118501;52,109981\n2;Dreef;5,118601;52,109991\n";
const FIELDS: [(&str, &str); 2] = [("wat", "assets"), ("soort", "lichtmast")];

pub(super) async fn upload(browser: &Browser<'_>, name: &str, bytes: &[u8]) -> String {
    let path = format!("{ROOT}/assets/inlezen");
    let page = browser.get(&path).await;
    let answer = browser.submit_files(&page, &path, &FIELDS, &[("bestand", name, bytes)]).await;
    assert_eq!(answer.status, 303, "{}", text(&answer));
    location(&answer)
}

#[test]
fn a_file_is_reported_first_and_read_in_once_however_often_it_is_sent() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let path = upload(&browser, "masten.csv", CSV).await;
        let report = browser.get(&path).await;
        assert!(text(&report).contains("Het bestand is goed"), "{}", text(&report));
        assert!(text(&browser.get(&format!("{ROOT}/assets")).await).contains("Er zijn geen assets gevonden"));
        let fields = [("wat", "assets"), ("soort", "lichtmast"), ("actie", "inlezen")];
        for _ in 0..2 {
            assert_eq!(location(&browser.submit(&report, &path, &fields).await), path);
        }
        assert!(text(&browser.get(&path).await).contains("Wij beginnen zo"));
        achtergrond::work(app).await;
        assert!(text(&browser.get(&path).await).contains("Er zijn 2 wijzigingen opgeslagen"));
        let list = text(&browser.get(&format!("{ROOT}/assets?q=script")).await);
        assert!(list.contains("script") && !list.contains("<script>alert"), "{list}");
        let found = list
            .split("/beheer/signalen/assets/")
            .find_map(|part| part.get(..36).filter(|one| one.matches('-').count() == 4));
        let one = text(&browser.get(&format!("{ROOT}/assets/{}", found.unwrap())).await);
        assert!(one.contains("Eerste versie") && !one.contains("<script>alert"), "{one}");
    });
}

#[test]
fn what_is_wrong_is_said_row_by_row_and_the_file_is_kept_for_another_try() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let twice =
            b"mastnummer;straat;lon;lat\n1;Dreef;5,118501;52,109981\n1;Dreef;5,118601;52,109991\n3;Dreef;500;52,1\n";
        let path = upload(&browser, "masten.csv", twice).await;
        let report = browser.get(&path).await;
        assert!(text(&report).contains("Er is niets opgeslagen"), "{}", text(&report));
        assert!(!text(&report).contains("Lees bestand in"));
        let fields = [
            ("wat", "assets"),
            ("soort", "lichtmast"),
            ("sleutel", "mastnummer"),
            ("extra", "overslaan"),
            ("actie", "opnieuw"),
        ];
        assert_eq!(location(&browser.submit(&report, &path, &fields).await), path);
        let kept = text(&browser.get(&path).await);
        assert!(kept.contains("mastnummer") && kept.contains("Lees bestand in"), "{kept}");
        let both = [("soort", "lichtmast"), ("extra", "overslaan"), ("extra", "verwijderen")];
        assert_eq!(browser.submit(&report, &path, &both).await.status, 422);
    });
}

#[test]
fn what_is_no_file_of_assets_is_refused_in_words() {
    on_both_engines(async |app| {
        let browser = manager(app);
        for bytes in
            [&b"\x89PNG\r\n\x1a\n\0\0"[..], b"mastnummer;straat;lon;lat\n", b"naam\nCaf\xe9\x81\n", b"{\"type\": "]
        {
            let path = upload(&browser, "x.csv", bytes).await;
            let report = text(&browser.get(&path).await);
            assert!(report.contains("Er is niets opgeslagen"), "{bytes:?}: {report}");
        }
        let path = format!("{ROOT}/assets/inlezen");
        let page = browser.get(&path).await;
        let none = browser.submit_files(&page, &path, &[("soort", "Licht Mast")], &[]).await;
        assert_eq!(none.status, 422);
        for said in ["Kies een bestand", "kleine letters", "Licht Mast"] {
            assert!(text(&none).contains(said), "{said}");
        }
    });
}
