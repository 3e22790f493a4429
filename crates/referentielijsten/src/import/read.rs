// SPDX-License-Identifier: EUPL-1.2
//! From the bytes of a file to its elements, each with the line that it begins on.

use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use uuid::Uuid;
use waarmaker_core::json;
use waarmaker_resource::Record;

use super::{
    Source,
    fault::{Fault, Place},
    soort::Soort,
};

/// Deepest nesting of an element.
const DEPTH: usize = 16;

/// One element of a list, as the file has it.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) place: Place,
    pub(super) soort: Soort,
    pub(super) uuid: Uuid,
    /// Members, with the names of the API.
    pub(super) record: Record,
    /// Number by which its file refers to it; only in a fixture.
    pub(super) key: Option<i64>,
    /// It comes from a fixture, whose members are in `snake_case`.
    pub(super) fixture: bool,
}

impl Element {
    /// A fault of a member, with the name that the file has for it.
    pub(super) fn fault(&self, member: &str, reason: impl Into<String>) -> Fault {
        self.place.fault(if self.fixture { snake(member) } else { member.to_owned() }, reason)
    }
}

/// An answer of the API: one page of a list.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    results: Vec<&'a RawValue>,
}

/// The elements of a file; what is wrong goes to `faults`.
pub(super) fn elements(source: &Source<'_>, faults: &mut Vec<Fault>) -> Vec<Element> {
    let place = |line, element| Place { file: source.name.to_owned(), line, element };
    let Ok(text) = std::str::from_utf8(source.bytes) else {
        faults.push(place(1, None).fault("", "Het bestand is geen geldige UTF-8."));
        return Vec::new();
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raws = match split(text) {
        Ok(raws) => raws,
        Err(error) => {
            let line = error.line().max(1);
            faults.push(place(line, None).fault("", format!("Dit is geen lijst in JSON ({error}).")));
            return Vec::new();
        }
    };
    let lines = lines(text, &raws);
    let element = |(i, (raw, line)): (usize, (&&RawValue, usize))| {
        element(raw, place(line, Some(i + 1))).map_err(|fault| faults.push(fault)).ok()
    };
    raws.iter().zip(lines).enumerate().filter_map(element).collect()
}

/// The elements as text: of an array, of a page, or the one object that there is.
fn split(text: &str) -> serde_json::Result<Vec<&RawValue>> {
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text);
    }
    match serde_json::from_str::<Page<'_>>(text) {
        Ok(page) => Ok(page.results),
        Err(error) if error.is_data() && text.contains("\"url\"") => serde_json::from_str(text).map(|one| vec![one]),
        Err(error) => Err(error),
    }
}

/// The lines that the parts of the text begin on.
fn lines(text: &str, parts: &[&RawValue]) -> Vec<usize> {
    let (mut at, mut line) = (0, 1);
    let line_of = |part: &&RawValue| {
        let offset = part.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
        line += text.get(at..offset).unwrap_or_default().matches('\n').count();
        at = offset;
        line
    };
    parts.iter().map(line_of).collect()
}

fn element(raw: &RawValue, place: Place) -> Result<Element, Fault> {
    let value = json::parse(raw.get().as_bytes(), DEPTH).map_err(|problem| match problem.invalid_params.first() {
        Some(param) => place.fault(param.name.clone(), param.reason.clone()),
        None => place.fault("", problem.detail),
    })?;
    match value {
        Value::Object(record) if record.contains_key("model") => fixture(record, place),
        Value::Object(record) => own(record, place),
        _ => Err(place.fault("", "Verwacht een object.")),
    }
}

/// An element as the makers of the list keep it: `{"model": …, "pk": …, "fields": {…}}`.
fn fixture(mut record: Record, place: Place) -> Result<Element, Fault> {
    let model = record.get("model").and_then(Value::as_str).unwrap_or_default();
    let soort = Soort::of_model(model)
        .ok_or_else(|| place.fault("model", "Dit soort gegevens staat niet in de referentielijsten."))?;
    let key = record.get("pk").and_then(Value::as_i64);
    let Some(Value::Object(mut fields)) = record.remove("fields") else {
        return Err(place.fault("fields", "Dit veld is verplicht en moet een object zijn."));
    };
    let uuid = fields.remove("uuid").and_then(|uuid| Uuid::try_parse(uuid.as_str()?).ok());
    let uuid = uuid.ok_or_else(|| place.fault("uuid", "Dit veld is verplicht en moet een UUID zijn."))?;
    let record = fields.into_iter().map(|(name, value)| (camel(&name), value)).collect();
    Ok(Element { place, soort, uuid, record, key, fixture: true })
}

/// An element as an API of this shape answers it: with a `url` that ends in the list and the uuid.
fn own(record: Record, place: Place) -> Result<Element, Fault> {
    let Some(url) = record.get("url").and_then(Value::as_str) else {
        return Err(place.fault("url", "Dit veld is verplicht: zonder url of model is niet te zien wat dit is."));
    };
    match target(url) {
        Some((soort, uuid)) => Ok(Element { place, soort, uuid, record, key: None, fixture: false }),
        None => Err(place.fault("url", "De URL eindigt niet op een van de lijsten en een UUID.")),
    }
}

/// What a URL of an API of this shape refers to, on whichever host.
pub(super) fn target(url: &str) -> Option<(Soort, Uuid)> {
    let mut segments = url.trim_end_matches('/').rsplit('/');
    let uuid = Uuid::try_parse(segments.next()?).ok()?;
    Some((Soort::of_path(segments.next()?)?, uuid))
}

/// `proces_type` → `procesType`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        let mut chars = word.chars();
        all.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        all.push_str(chars.as_str());
        all
    })
}

/// `procesType` → `proces_type`.
fn snake(name: &str) -> String {
    let mut all = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            all.push('_');
        }
        all.push(c.to_ascii_lowercase());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{Source, camel, elements, snake};

    #[test]
    fn names_go_from_the_file_to_the_api_and_back() {
        assert_eq!(camel("sport_cultuur_en_recreatie"), "sportCultuurEnRecreatie");
        assert_eq!(snake("sportCultuurEnRecreatie"), "sport_cultuur_en_recreatie");
    }

    #[test]
    fn every_element_knows_its_line() {
        let text = "[\n  {\"url\": \"https://x/communicatiekanalen/2b757868-45c2-42ca-b637-b63ddc87beb4\"},\n\n  7\n]";
        let mut faults = Vec::new();
        let found = elements(&Source { name: "a.json", bytes: text.as_bytes() }, &mut faults);
        assert_eq!((found.len(), found[0].place.line, found[0].place.element), (1, 2, Some(1)));
        assert_eq!(faults[0].to_string(), "a.json, regel 4, element 2: Verwacht een object.");
    }

    #[test]
    fn a_file_that_is_no_list_is_one_fault() {
        for bytes in [&b"\xff"[..], b"", b"{", b"[\n1,", b"{\"a\": 1}", b"\"x\""] {
            let mut faults = Vec::new();
            assert!(elements(&Source { name: "a.json", bytes }, &mut faults).is_empty());
            assert_eq!(faults.len(), 1, "{bytes:?}: {faults:?}");
        }
    }
}
