// SPDX-License-Identifier: EUPL-1.2
//! What must hold of the address of map tiles. Its origin goes into the content policy of every page, so that it has to be one.

use super::{Check, host_of, pages::is_here};

const KEY: &str = "gemeente.kaart";
/// What an address of tiles has to have: level, column and row.
const PLACES: [&str; 3] = ["{z}", "{x}", "{y}"];

impl Check<'_> {
    /// The address of tiles is one that a browser may ask, with a place for each part of a tile's number, and says who made them.
    pub(super) fn kaart(&mut self) {
        let gemeente = &self.settings.gemeente;
        let named = !gemeente.kaart_bron.trim().is_empty();
        let Some(url) = &gemeente.kaart else {
            return self.ensure(!named, "gemeente.kaart_bron", || "means nothing without gemeente.kaart".to_owned());
        };
        self.ensure(url.starts_with("https://") || is_here(url), KEY, || {
            format!("{url:?} does not begin with https://; http:// is for tiles on this machine only")
        });
        self.ensure(host_of(url).is_some_and(is_host), KEY, || {
            format!("{url:?} has no host that is a name or an address, without a user and without braces")
        });
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        for place in PLACES {
            self.ensure(path.matches(place).count() == 1, KEY, || {
                format!("{url:?} needs {place} once: an address of tiles looks like https://HOST/{{z}}/{{x}}/{{y}}.png")
            });
        }
        let rest = PLACES.iter().fold(path.to_owned(), |path, place| path.replace(place, ""));
        let plain = rest.chars().all(|sign| sign.is_ascii_graphic() && !"{}\"'<>\\#".contains(sign));
        self.ensure(plain, KEY, || {
            format!("{url:?} has something in it that an address of tiles does not: only {{z}}, {{x}} and {{y}} stand in braces")
        });
        self.ensure(named, "gemeente.kaart_bron", || {
            "say who made the tiles of gemeente.kaart: the map shows it".to_owned()
        });
    }
}

/// Whether a text is a host with perhaps a port, and nothing that would mean something in a content policy.
fn is_host(text: &str) -> bool {
    text.chars().all(|sign| sign.is_ascii_alphanumeric() || ".-:[]".contains(sign))
}
