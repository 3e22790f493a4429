// SPDX-License-Identifier: EUPL-1.2

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use waarmaker_core::ORIGIN;

use super::*;

const ZAAK: &str = "3d2f3ad8-0d4f-4a5e-9ba2-b6d5e5d7a0c1";

fn profile() -> Profile {
    Profile::new("urn:nld:oin:00000001823288444000:systeem:waarmaker", "nl.utrecht").unwrap()
}

fn stored(kanaal: &str, resource: &str, actie: &str, kenmerken: &Value) -> Value {
    json!({
        "kanaal": kanaal,
        "hoofdObject": format!("{ORIGIN}/zaken/api/v1/zaken/{ZAAK}"),
        "resource": resource,
        "resourceUrl": format!("{ORIGIN}/zaken/api/v1/statussen/1"),
        "actie": actie,
        "aanmaakdatum": "2026-11-21T11:00:00.5Z",
        "kenmerken": kenmerken,
    })
}

fn bericht(volgnr: i64, stored: &Value) -> Bericht {
    let body = serde_json::to_vec(stored).unwrap();
    let kanaal = stored["kanaal"].as_str().unwrap().to_owned();
    Bericht::new(volgnr, kanaal, Uuid::from_u128(7), &body, "https://zgw.example").unwrap()
}

fn status(volgnr: i64) -> Bericht {
    bericht(volgnr, &stored("zaken", "status", "create", &json!({"bronorganisatie": "000000000"})))
}

fn json_of(event: &CloudEvent) -> Value {
    serde_json::from_slice(&event.to_json()).unwrap()
}

#[test]
fn a_notification_becomes_an_event_of_the_profile() {
    let event = json_of(&CloudEvent::new(&profile(), &status(12)));
    let expected = json!({
        "specversion": "1.0",
        "id": event["id"],
        "source": "urn:nld:oin:00000001823288444000:systeem:waarmaker",
        "type": "nl.utrecht.zaken.status-aangemaakt",
        "subject": ZAAK,
        "time": "2026-11-21T11:00:00.500000Z",
        "datacontenttype": "application/json",
        "sequence": "00000000000000000012",
        "data": {
            "kanaal": "zaken",
            "hoofdObject": format!("https://zgw.example/zaken/api/v1/zaken/{ZAAK}"),
            "resource": "status",
            "resourceUrl": "https://zgw.example/zaken/api/v1/statussen/1",
            "actie": "create",
            "aanmaakdatum": "2026-11-21T11:00:00.5Z",
            "kenmerken": {"bronorganisatie": "000000000"},
        },
    });
    assert_eq!(event, expected);
}

#[test]
fn what_happened_is_told_in_the_past_tense() {
    let kind = |actie| CloudEvent::new(&profile(), &bericht(1, &stored("zaken", "zaak", actie, &json!({})))).r#type;
    assert_eq!(kind("create"), "nl.utrecht.zaken.zaak-aangemaakt");
    assert_eq!(kind("update"), "nl.utrecht.zaken.zaak-gewijzigd");
    assert_eq!(kind("partial_update"), "nl.utrecht.zaken.zaak-gewijzigd");
    assert_eq!(kind("destroy"), "nl.utrecht.zaken.zaak-verwijderd");
    assert_eq!(kind("Terug gezet!"), "nl.utrecht.zaken.zaak-terug-gezet");
}

#[test]
fn an_id_is_the_same_when_sent_again_and_of_one_notification_only() {
    let id = |bericht: &Bericht| CloudEvent::new(&profile(), bericht).id();
    assert_eq!(id(&status(1)), id(&status(1)));
    assert_ne!(id(&status(1)), id(&status(2)));
    assert_eq!((id(&status(1)).get_version_num(), id(&status(1)).get_variant()), (8, uuid::Variant::RFC4122));
    let mut restored = stored("zaken", "status", "create", &json!({}));
    restored["aanmaakdatum"] = json!("2026-11-22T11:00:00Z");
    assert_ne!(id(&status(1)), id(&bericht(1, &restored)), "a number that is given again after a backup");
    let elsewhere = Profile::new("urn:nld:oin:00000001823288444000:systeem:acceptatie", "nl.utrecht").unwrap();
    assert_ne!(id(&status(1)), CloudEvent::new(&elsewhere, &status(1)).id());
}

#[test]
fn what_other_producers_add_stays_behind() {
    let mut message = stored("klanten", "klant", "create", &json!({"BSN": "x", "inpBsn": "x", "soort": "burger"}));
    message["naam"] = json!("x");
    let data = json_of(&CloudEvent::new(&profile(), &bericht(1, &message)))["data"].clone();
    assert_eq!(data["kenmerken"], json!({"soort": "burger"}));
    assert!(data.get("naam").is_none());
}

#[test]
fn in_binary_mode_the_attributes_are_headers_and_the_body_is_the_data() {
    let event = CloudEvent::new(&profile(), &status(3));
    let request = Mode::Binary.request(&event);
    let headers: BTreeMap<_, _> = request.headers.into_iter().collect();
    let whole = json_of(&event);
    assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), whole["data"]);
    assert_eq!(headers["content-type"], "application/json");
    for name in ["specversion", "id", "source", "type", "subject", "time", "sequence"] {
        assert_eq!(headers[&format!("ce-{name}")], whole[name], "{name}");
    }
    assert_eq!(headers.len(), 8);
}

#[test]
fn a_sink_gets_what_it_asked_for() {
    let sink = |kanalen: &[&str], types: &[&str]| HttpSink {
        name: "mijn".to_owned(),
        url: "https://ontvanger.example".to_owned(),
        authorization: Some("Bearer geheim".to_owned()),
        mode: Mode::default(),
        selection: Selection {
            kanalen: kanalen.iter().map(ToString::to_string).collect(),
            types: types.iter().map(ToString::to_string).collect(),
        },
    };
    let wants = |kanalen: &[&str], types: &[&str]| sink(kanalen, types).request(&profile(), &status(1)).is_some();
    assert!(wants(&[], &[]) && wants(&["zaken"], &[]) && wants(&["besluiten", "zaken"], &["nl.utrecht.zaken.status-"]));
    assert!(!wants(&["besluiten"], &[]) && !wants(&[], &["nl.utrecht.zaken.zaak-"]));
    let request = sink(&[], &[]).request(&profile(), &status(1)).unwrap();
    let expected = [("content-type".to_owned(), "application/cloudevents+json; charset=utf-8".to_owned())];
    assert_eq!(request.headers, expected);
    assert!(!format!("{:?}", sink(&[], &[])).contains("geheim"));
}

#[test]
fn settings_that_do_not_fit_the_profile_are_refused() {
    let of = |source, prefix| Profile::new(source, prefix).err();
    assert_eq!(of("urn:nld:gemeentenaam:Utrecht:systeem:waarmaker", "nl.utrecht"), None);
    for source in [
        "",
        "waarmaker",
        "https://utrecht.nl",
        "urn:nld:",
        "urn:nld:oin",
        "urn:nld:oin:",
        "urn:nld:oin:1 2",
        "urn:nld:oin:é",
    ] {
        assert_eq!(of(source, "nl.utrecht"), Some(ProfileError::Source), "{source}");
    }
    for prefix in ["", "nl", "nl.", ".nl.utrecht", "nl.Utrecht", "nl.utrecht.", "nl.-x", "nl.a b", "nl.*"] {
        assert_eq!(of("urn:nld:oin:1", prefix), Some(ProfileError::TypePrefix), "{prefix}");
    }
}

/// The characters of a URI-reference (RFC 3986): every `%` begins a pair of hexadecimal digits.
fn is_uri_reference(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let pairs = text.split('%').skip(1).all(|rest| rest.len() > 1 && rest[..2].chars().all(|c| c.is_ascii_hexdigit()));
    text.chars().all(allowed) && pairs
}

/// What CloudEvents 1.0 and its JSON format ask of every event.
fn check(event: &Value) {
    let members = event.as_object().unwrap();
    for (name, value) in members.iter().filter(|(name, _)| *name != "data") {
        let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        assert!(is_name && (1..=20).contains(&name.len()), "{name}");
        let text = value.as_str().unwrap_or_else(|| panic!("{name} is no text"));
        assert!(!text.is_empty() && !text.chars().any(char::is_control), "{name}");
    }
    for required in ["id", "source", "specversion", "type"] {
        assert!(members.contains_key(required), "{required}");
    }
    assert_eq!(members["specversion"], "1.0");
    assert!(is_uri_reference(members["source"].as_str().unwrap()));
    if let Some(time) = members.get("time").and_then(Value::as_str) {
        time.parse::<jiff::Timestamp>().unwrap();
        assert!(time.contains('T') && time.ends_with('Z'), "{time}");
    }
    assert!(members["data"].is_object() && !members.contains_key("data_base64"));
    let kind = members["type"].as_str().unwrap();
    assert!(kind.split('.').all(|word| !word.is_empty() && !word.starts_with('-') && !word.ends_with('-')), "{kind}");
}

proptest! {
    #[test]
    fn every_notification_makes_a_valid_event(
        texts in vec(".{0,30}", 4),
        tail in "[a-z0-9/?=%-]{0,20}",
        moment in "(20[0-9]{2}-(0[1-9]|1[0-2])-[0-2][0-9]T[0-9:.+Z]{0,12})|.{0,10}",
        volgnr in 0..i64::MAX,
    ) {
        let texts: Vec<String> = texts.into_iter().map(|text| text.replace(ORIGIN, "")).collect();
        let mut message = stored(&texts[0], &texts[1], &texts[2], &json!({"zaaktype": format!("{ORIGIN}/{tail}")}));
        message["aanmaakdatum"] = json!(moment.replace(ORIGIN, ""));
        message["hoofdObject"] = json!(format!("{ORIGIN}/zaken/{tail}{}", texts[3]));
        let event = CloudEvent::new(&profile(), &bericht(volgnr, &message));
        prop_assert!(!event.to_json().contains(&0x7f));
        check(&json_of(&event));
        for (name, value) in Mode::Binary.request(&event).headers {
            prop_assert!(value.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{}", name);
        }
    }

    #[test]
    fn sequences_sort_like_numbers(one in 0..i64::MAX, other in 0..i64::MAX) {
        let sequence = |volgnr| CloudEvent::new(&profile(), &status(volgnr)).sequence;
        prop_assert_eq!(sequence(one).cmp(&sequence(other)), one.cmp(&other));
    }
}
