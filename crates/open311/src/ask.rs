// SPDX-License-Identifier: EUPL-1.2
//! What a client asks: the arguments of the standard, from a query or a form.

use waarmaker_api::{Result, http::Api};
use waarmaker_core::{DateTime, Problem};

/// Arguments by name, in their order.
#[derive(Clone)]
pub(crate) struct Ask {
    pairs: Vec<(String, String)>,
}

impl Ask {
    /// Of a query.
    pub(crate) fn of_query(query: &str) -> Result<Self> {
        Self::of(query.as_bytes())
    }

    /// Of a form. Text has to be UTF-8.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().collect();
        if pairs.iter().any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}')) {
            return Err(Problem::invalid_one("tekst", "invalid", "De tekst is geen UTF-8."));
        }
        Ok(Self { pairs })
    }

    /// An argument, trimmed; none when it is absent or empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    /// `attribute[code]`, also as `attribute[code][]`.
    pub(crate) fn attribute(&self, code: &str) -> Option<&str> {
        self.text(&format!("attribute[{code}]")).or_else(|| self.text(&format!("attribute[{code}][]")))
    }

    /// The values of an argument between commas.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        self.text(name)
            .into_iter()
            .flat_map(|text| text.split(','))
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect()
    }

    /// A moment of ISO 8601.
    pub(crate) fn moment(&self, name: &'static str) -> Result<Option<DateTime>> {
        // A plus of an offset that was not encoded arrives as a space.
        let read = |text: &str| {
            let spaced = text.rsplit_once(' ').filter(|(day, _)| day.contains('T'));
            let text = spaced.map_or_else(|| text.to_owned(), |(day, offset)| format!("{day}+{offset}"));
            let wrong = "Geef een tijdstip van ISO 8601 met afwijking, zoals 2026-11-21T12:00:00+01:00.";
            DateTime::parse(&text).map_err(|_| Problem::invalid_one(name, "invalid", wrong))
        };
        self.text(name).map(read).transpose()
    }

    /// A number within bounds.
    pub(crate) fn number(&self, name: &'static str, least: i64, most: i64) -> Result<Option<i64>> {
        let read = |text: &str| {
            let number = text.parse::<i64>().ok().filter(|number| (least..=most).contains(number));
            let wrong = || format!("Geef een getal van {least} tot en met {most}.");
            number.ok_or_else(|| Problem::invalid_one(name, "invalid", wrong()))
        };
        self.text(name).map(read).transpose()
    }

    /// Refuses a `jurisdiction_id` that is not ours; there is one, so that it may be absent.
    pub(crate) fn jurisdiction(&self, api: &Api) -> Result<()> {
        let Some(given) = self.text("jurisdiction_id") else { return Ok(()) };
        let own = ["https", "http"].iter().any(|scheme| api.house.origins.is_own(&format!("{scheme}://{given}")));
        let host = host_of(api.house.origins.for_host(""));
        if own || host == given {
            return Ok(());
        }
        Err(Problem::not_found_because(format!("De jurisdiction_id is onbekend. Die van deze gemeente is {host}.")))
    }

    /// The same question with another page.
    pub(crate) fn with_page(&self, page: i64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs.iter().filter(|(name, _)| name != "page"));
        query.append_pair("page", &page.to_string());
        query.finish()
    }
}

/// The host in an origin, without its port.
pub(crate) fn host_of(origin: &str) -> &str {
    let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    rest.split([':', '/']).next().unwrap_or(rest)
}
