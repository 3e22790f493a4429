// SPDX-License-Identifier: EUPL-1.2
//! What is asked: the query of a request, read once.

use axum::http::request::Parts;
use waarmaker_api::Result;
use waarmaker_core::{DateTime, Problem};

use super::stroom::DEEL;
use crate::data::{Storingen, Vak, Vraag};

/// Most faults on a page.
const MOST: usize = 10_000;

/// The query of a request.
#[derive(Clone, Debug)]
pub(in crate::data) struct Gevraagd {
    pairs: Vec<(String, String)>,
}

/// Reads the query of a request.
pub(in crate::data) fn vraag_van(request: &Parts) -> Result<Gevraagd> {
    let query = request.uri.query().unwrap_or_default();
    if query.len() > 4_096 {
        return Err(Problem::uri_too_long());
    }
    Ok(Gevraagd { pairs: form_urlencoded::parse(query.as_bytes()).into_owned().collect() })
}

impl Gevraagd {
    /// A parameter; none when it is absent or empty.
    pub(in crate::data) fn text(&self, name: &str) -> Option<String> {
        let found = self.pairs.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    }

    /// A parameter that is a box.
    pub(in crate::data) fn vak(&self, name: &'static str) -> Result<Option<Vak>> {
        let wrong = || {
            let reason = "Geef vier getallen in graden: west,zuid,oost,noord. Bijvoorbeeld 5.10,52.08,5.14,52.10.";
            Problem::invalid_one(name, "invalid", reason)
        };
        self.text(name).map(|text| Vak::parse(&text).ok_or_else(wrong)).transpose()
    }

    fn moment(&self, name: &'static str) -> Result<Option<DateTime>> {
        let read = |text: String| {
            DateTime::parse(&text).map_err(|invalid| Problem::invalid_one(name, invalid.code, invalid.reason))
        };
        self.text(name).map(read).transpose()
    }

    fn number<T: std::str::FromStr>(&self, name: &'static str) -> Result<Option<T>> {
        let wrong = |_| Problem::invalid_one(name, "invalid", "Geef een geheel getal.");
        self.text(name).map(|text| text.parse().map_err(wrong)).transpose()
    }

    /// The faults that are asked, and whether that is all of them at once.
    pub(super) fn storingen(&self) -> Result<(Vraag, bool)> {
        const KNOWN: [&str; 7] = ["vak", "bbox", "sinds", "since", "status", "aantal", "na"];
        if let Some((name, _)) = self.pairs.iter().find(|(name, _)| !KNOWN.contains(&name.as_str())) {
            let reason = format!("Deze parameter bestaat niet. Wel: {}.", KNOWN.join(", "));
            return Err(Problem::invalid_one(name.clone(), "unknown-parameters", reason));
        }
        let open = match self.text("status").as_deref() {
            None | Some("open") => Some(true),
            Some("gemaakt") => Some(false),
            Some("alle") => None,
            Some(_) => return Err(Problem::invalid_one("status", "invalid_choice", "Kies open, gemaakt of alle.")),
        };
        let (vak, bbox) = (self.vak("vak")?, self.vak("bbox")?);
        let (sinds, since) = (self.moment("sinds")?, self.moment("since")?);
        let most: Option<usize> = self.number("aantal")?;
        if most.is_some_and(|most| !(1..=MOST).contains(&most)) {
            let reason = format!("Kies een aantal van 1 tot en met {MOST}, of laat het weg voor alles.");
            return Err(Problem::invalid_one("aantal", "max_value", reason));
        }
        let (whole, most) = (most.is_none(), most.unwrap_or(DEEL));
        let (vak, van) = (vak.or(bbox), sinds.or(since));
        Ok((Vraag { open, vak, van, na: self.number("na")?, most, ..Vraag::default() }, whole))
    }

    /// Address of the next page: the same question with another key.
    pub(super) fn next(&self, found: &Storingen, path: &str) -> Option<String> {
        let na = found.volgende?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs.iter().filter(|(name, _)| name != "na"));
        query.append_pair("na", &na.to_string());
        Some(format!("{path}?{}", query.finish()))
    }
}
