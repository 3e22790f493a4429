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
        assert!(text(&browser.get(&path).await).contains("1 uur niets is gehoord"));
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
fn whoever_only_reads_sees_rules_and_changes_none() {
    on_both_engines(async |app| {
        let browser = with_scopes(app, &["signalen.lezen"]).await;
        let list = browser.get(&format!("{ROOT}/regels")).await;
        assert_eq!(list.status, 200);
        assert!(!text(&list).contains("/regels/nieuw"));
        let new = format!("{ROOT}/regels/nieuw");
        assert_eq!(browser.get(&new).await.status, 403);
        assert_eq!(browser.submit(&list, &new, &FIELDS).await.status, 403);
    });
}
