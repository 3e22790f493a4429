// SPDX-License-Identifier: EUPL-1.2
//! Rules: making, changing, switching and trying.

use super::{ROOT, manager, with_scopes};
use crate::{
    engines::on_both_engines,
    pages::browser::{location, text},
};

const FIELDS: [(&str, &str); 7] = [
    ("naam", "Lamp <script>alert(1)</script>"),
    ("soort", "lichtmast"),
    ("conditie-soort", "toestand"),
    ("conditie-eigenschap", "status"),
    ("conditie-in", "uit, storing"),
    ("vertraging", "10"),
    ("prioriteit", "normaal"),
];

#[test]
fn a_rule_is_made_shown_as_a_sentence_changed_switched_off_and_tried() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let new = format!("{ROOT}/regels/nieuw");
        let form = browser.get(&new).await;
        let made = browser.submit(&form, &new, &FIELDS).await;
        assert_eq!(made.status, 303, "{}", text(&made));
        let path = location(&made).split('?').next().unwrap().to_owned();
        let page = browser.get(&path).await;
        assert!(text(&page).contains("status uit of storing is"), "{}", text(&page));
        assert!(!text(&page).contains("<script>alert"));
        let again = browser.submit(&form, &new, &FIELDS).await;
        assert_eq!(again.status, 422);
        assert!(text(&again).contains("Deze naam bestaat al"), "{}", text(&again));
        let off = browser.submit(&page, &path, &[("actie", "uit")]).await;
        assert_eq!(off.status, 303);
        assert!(text(&browser.get(&path).await).contains("Zet regel aan"));
        let change = format!("{path}/wijzigen");
        let form = browser.get(&change).await;
        assert!(text(&form).contains("value=\"uit, storing\""), "{}", text(&form));
        let rule = r#"{"naam": "Stil", "soort": "lichtmast", "conditie": {"soort": "stilte", "duur": "PT1H"}}"#;
        let whole = browser.submit(&form, &change, &[("actie", "tekst"), ("regel", rule)]).await;
        assert_eq!(whole.status, 303, "{}", text(&whole));
        assert!(text(&browser.get(&path).await).contains("1\u{a0}uur niets is gehoord"));
        let tried = browser.get(&format!("{path}/proberen?van=2026-11-20&tot=2026-11-21")).await;
        assert!(text(&tried).contains("Deze regel had geen incident gemaakt"), "{}", text(&tried));
        for wrong in ["van=2026-11-21&tot=2026-11-20", "van=gisteren&tot=", "van=2025-01-01&tot=2026-11-20"] {
            assert_eq!(browser.get(&format!("{path}/proberen?{wrong}")).await.status, 422, "{wrong}");
        }
    });
}

#[test]
fn what_is_wrong_with_a_rule_stands_at_its_field_and_nothing_is_lost() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let new = format!("{ROOT}/regels/nieuw");
        let form = browser.get(&new).await;
        let fields = [("naam", ""), ("soort", "lichtmast"), ("conditie-soort", "drempel"), ("conditie-waarde", "veel")];
        let answer = browser.submit(&form, &new, &fields).await;
        assert_eq!(answer.status, 422);
        for said in ["Schrijf een getal", "value=\"veel\"", "value=\"lichtmast\"", "href=\"#conditie-waarde\""] {
            assert!(text(&answer).contains(said), "{said}: {}", text(&answer));
        }
        let text_form = browser.submit(&form, &new, &[("actie", "tekst"), ("regel", "{geen json")]).await;
        assert_eq!(text_form.status, 422);
        assert!(text(&text_form).contains("{geen json"));
    });
}

#[test]
fn a_rule_is_tried_before_it_is_kept_and_nothing_is_written() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let new = format!("{ROOT}/regels/nieuw");
        for (prefix, said, kept) in [
            ("", "Deze regel had geen incident gemaakt", "Er is niets bewaard."),
            ("/en", "This rule would have made no incident", "Nothing was kept."),
        ] {
            let new = format!("{prefix}{new}");
            let form = browser.get(&new).await;
            let button = if prefix.is_empty() { "Probeer" } else { "Try" };
            assert!(text(&form).contains(&format!(">{button}</span>")), "{}", text(&form));
            let days = [("actie", "probeer"), ("van", "2026-11-20"), ("tot", "2026-11-21")];
            let tried = browser.submit(&form, &new, &[&FIELDS[..], &days[..]].concat()).await;
            assert_eq!(tried.status, 200, "{}", text(&tried));
            for shown in [said, kept, "value=\"uit, storing\"", "value=\"2026-11-20\"", "value=\"bewaar\""] {
                assert!(text(&tried).contains(shown), "{shown}: {}", text(&tried));
            }
            assert!(!text(&tried).contains("<script>alert"));
        }
        let rule = r#"{"naam": "Stil", "soort": "lichtmast", "conditie": {"soort": "stilte", "duur": "PT1H"}}"#;
        let form = browser.get(&new).await;
        let days =
            [("actie", "probeer-tekst"), ("regel", rule), ("tekst-van", "2026-11-20"), ("tekst-tot", "2026-11-21")];
        let tried = browser.submit(&form, &new, &days).await;
        assert_eq!(tried.status, 200, "{}", text(&tried));
        assert!(
            text(&tried).contains("1\u{a0}uur niets is gehoord") && text(&tried).contains("PT1H"),
            "{}",
            text(&tried)
        );
        let list = text(&browser.get(&format!("{ROOT}/regels")).await);
        assert!(list.contains("Er zijn geen regels"), "nothing was written: {list}");
    });
}

#[test]
fn a_changed_rule_is_tried_with_what_the_form_has_not_and_stays_as_it_was() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let new = format!("{ROOT}/regels/nieuw");
        let form = browser.get(&new).await;
        let rule = r#"{"naam": "Donker", "soort": "lichtmast", "conditie": {"soort": "toestand", "eigenschap": "status", "in": ["uit"]},
            "en": [{"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<", "waarde": 5}]}"#;
        let made = browser.submit(&form, &new, &[("actie", "tekst"), ("regel", rule)]).await;
        let path = location(&made).split('?').next().unwrap().to_owned();
        let change = format!("{path}/wijzigen");
        let form = browser.get(&change).await;
        let fields = [
            ("naam", "Nacht 2"),
            ("soort", "lichtmast"),
            ("conditie-soort", "toestand"),
            ("conditie-eigenschap", "status"),
            ("conditie-in", "defect"),
            ("prioriteit", "hoog"),
            ("actie", "probeer"),
            ("van", "2026-11-20"),
            ("tot", "2026-11-21"),
        ];
        let tried = text(&browser.submit(&form, &change, &fields).await);
        assert!(tried.contains("status defect is en vermogen kleiner is dan 5"), "{tried}");
        assert!(tried.contains("value=\"Nacht 2\"") && tried.contains("vergelijking"), "{tried}");
        let page = text(&browser.get(&path).await);
        assert!(page.contains("status uit is") && page.contains("Donker") && !page.contains("Nacht 2"), "{page}");
    });
}

#[test]
fn what_is_wrong_with_a_rule_that_is_tried_stands_at_its_field_too() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let new = format!("/en{ROOT}/regels/nieuw");
        let form = browser.get(&new).await;
        let fields = [
            ("naam", "Lamp"),
            ("soort", ""),
            ("conditie-soort", "flapperen"),
            ("conditie-eigenschap", "status"),
            ("conditie-aantal", "1"),
            ("conditie-venster", "5"),
            ("tijdvak-van", "22:00"),
            ("prioriteit", "normaal"),
            ("actie", "probeer"),
            ("van", "2026-11-20"),
            ("tot", "2026-11-21"),
        ];
        let tried = browser.submit(&form, &new, &fields).await;
        assert_eq!(tried.status, 422);
        for said in ["Write a number that is 2 or more.", "href=\"#conditie-aantal\"", "value=\"22:00\""] {
            assert!(text(&tried).contains(said), "{said}: {}", text(&tried));
        }
        let wrong = [("naam", ""), ("actie", "probeer"), ("van", "2026-11-21"), ("tot", "2026-11-20")];
        let tried = browser.submit(&form, &new, &wrong).await;
        assert_eq!(tried.status, 422);
        for said in ["href=\"#naam\"", "href=\"#tot\"", "Choose a later day", "value=\"2026-11-21\""] {
            assert!(text(&tried).contains(said), "{said}: {}", text(&tried));
        }
    });
}

#[test]
fn whoever_only_reads_sees_rules_and_changes_none() {
    on_both_engines(async |app| {
        let browser = with_scopes(app, &["signalen.lezen"]).await;
        let list = browser.get(&format!("{ROOT}/regels")).await;
        assert_eq!(list.status, 200);
        assert!(!text(&list).contains("/regels/nieuw"));
        let new = format!("{ROOT}/regels/nieuw");
        assert_eq!(browser.get(&new).await.status, 403);
        assert_eq!(browser.submit(&list, &new, &FIELDS).await.status, 403);
        assert_eq!(browser.submit(&list, &new, &[("actie", "probeer")]).await.status, 403);
    });
}
