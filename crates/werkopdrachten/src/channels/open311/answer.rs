// SPDX-License-Identifier: EUPL-1.2
//! Answers of `GeoReport` v2, in JSON or in XML: a list of records. Whoever asks for JSON does not always get it.

use std::collections::HashMap;

use quick_xml::{Reader, events::Event};
use serde_json::Value as Json;

/// Longest text that is taken over.
const LONGEST: usize = 1000;

/// The records of an answer, each a number of texts by name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Records(Vec<HashMap<String, String>>);

impl Records {
    /// A member of the first record that has it.
    pub(super) fn member(&self, name: &str) -> Option<String> {
        self.0.iter().find_map(|record| record.get(name)).filter(|text| !text.is_empty()).cloned()
    }

    /// The errors in words, in one line.
    pub(super) fn problem(&self) -> Option<String> {
        let words: Vec<&str> =
            self.0.iter().filter_map(|record| record.get("description")).map(String::as_str).collect();
        let words: String = words.join("; ").chars().take(300).collect();
        Some(words).filter(|words| !words.is_empty())
    }
}

/// Reads an answer; `None` when it is neither.
pub(super) fn records(body: &[u8]) -> Option<Records> {
    match serde_json::from_slice::<Json>(body) {
        Ok(Json::Array(list)) => Some(Records(list.iter().filter_map(record).collect())),
        Ok(json @ Json::Object(_)) => Some(Records(record(&json).into_iter().collect())),
        Ok(_) => None,
        Err(_) => xml(std::str::from_utf8(body).ok()?),
    }
}

fn record(json: &Json) -> Option<HashMap<String, String>> {
    let text = |value: &Json| match value {
        Json::String(text) => Some(text.chars().take(LONGEST).collect()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    Some(json.as_object()?.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect())
}

/// `<service_requests><request><status>open</status>…`: records at depth two, members at depth three. Entities of the document itself are not
/// expanded: there is nothing to read outside of it.
fn xml(text: &str) -> Option<Records> {
    let mut reader = Reader::from_str(text);
    let (mut records, mut path, mut words) =
        (Vec::<HashMap<String, String>>::new(), Vec::<String>::new(), String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                path.push(String::from_utf8_lossy(tag.local_name().as_ref()).into_owned());
                words.clear();
                if path.len() == 2 {
                    records.push(HashMap::new());
                }
            }
            Event::Text(part) => words.push_str(&part.decode().ok()?),
            Event::CData(part) => words.push_str(&part.decode().ok()?),
            Event::GeneralRef(name) => {
                let name = name.decode().ok()?;
                words.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or(" "));
            }
            Event::End(_) => {
                let name = path.pop()?;
                if path.len() == 2
                    && let Some(record) = records.last_mut()
                {
                    record.insert(name, words.trim().chars().take(LONGEST).collect());
                }
            }
            Event::Eof => return (path.is_empty() && !records.is_empty()).then_some(Records(records)),
            _ => {}
        }
        if path.len() > 16 || words.len() > 64 << 10 {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_xml_say_the_same() {
        let json = br#"[{"service_request_id": 638344, "status": "open", "status_notes": "R&D"}]"#;
        let xml = b"<?xml version=\"1.0\"?><service_requests><request><service_request_id>638344</service_request_id>\
            <status>open</status><status_notes>R&amp;D</status_notes></request></service_requests>";
        let (json, xml) = (records(json).unwrap(), records(xml).unwrap());
        assert_eq!(json, xml);
        assert_eq!(json.member("service_request_id").as_deref(), Some("638344"));
    }

    #[test]
    fn errors_come_as_a_list() {
        let json = br#"[{"code": 403, "description": "api_key is wrong"}, {"code": 400, "description": "no lat"}]"#;
        assert_eq!(records(json).unwrap().problem().as_deref(), Some("api_key is wrong; no lat"));
        let xml = b"<errors><error><code>403</code><description>api_key is wrong</description></error></errors>";
        assert_eq!(records(xml).unwrap().problem().as_deref(), Some("api_key is wrong"));
        for other in [&b"<html><body><p>Oops</body>"[..], b"", b"Oops", b"42"] {
            assert_eq!(records(other), None);
        }
    }
}
