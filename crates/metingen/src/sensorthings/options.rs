// SPDX-License-Identifier: EUPL-1.2
//! Query options, also those within `$expand`.

use waarmaker_api::Result;
use waarmaker_core::text::clean_text;

use super::model::{Entity, Kind, Nav};
use super::parse::{Expr, expression};
use super::place::Id;
use super::refusal::bad;

/// Most entities on a page.
pub(super) const MOST: usize = 1000;
/// Entities on a page when nobody says.
const USUAL: usize = 100;
/// Deepest `$expand`.
const DEEPEST: usize = 5;
/// Furthest `$skip`.
const FURTHEST: usize = 1_000_000;

/// What is asked of a collection or an entity.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) filter: Option<Expr>,
    pub(super) order: Vec<(Expr, bool)>,
    pub(super) top: Option<usize>,
    pub(super) skip: usize,
    pub(super) count: bool,
    pub(super) select: Option<Vec<String>>,
    pub(super) expand: Vec<Expand>,
    pub(super) data_array: bool,
    /// The last one of the page before.
    pub(super) after: Option<Id>,
    /// As they were given.
    pub(super) raw: Vec<(String, String)>,
}

/// A link that is answered with the entities it leads to.
#[derive(Debug)]
pub(super) struct Expand {
    pub(super) nav: &'static Nav,
    pub(super) options: Options,
}

impl Options {
    /// How many a page holds.
    pub(super) fn page(&self) -> usize {
        self.top.unwrap_or(USUAL).min(MOST)
    }

    /// Reads the query of a URL.
    pub(super) fn of_query(query: &str, entity: &'static Entity) -> Result<Self> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self::of_pairs(pairs, entity, 0)
    }

    fn of_pairs(pairs: Vec<(String, String)>, entity: &'static Entity, depth: usize) -> Result<Self> {
        let mut options = Self::default();
        for (index, (name, value)) in pairs.iter().enumerate() {
            if clean_text(value).is_err() {
                return Err(bad("invalid-option", "Een parameter bevat een stuurteken."));
            }
            if pairs.iter().take(index).any(|(earlier, _)| earlier == name) {
                return Err(bad("invalid-option", format!("De parameter {} staat er twee keer.", short(name))));
            }
            options.take(name, value.trim(), entity, depth)?;
        }
        options.raw = pairs;
        Ok(options)
    }

    fn take(&mut self, name: &str, value: &str, entity: &'static Entity, depth: usize) -> Result<()> {
        let option = name.strip_prefix('$').unwrap_or(name);
        match option {
            "filter" => self.filter = Some(expression(value)?),
            "orderby" => self.order = orders(value)?,
            "top" => self.top = Some(number(value, "$top")?),
            "skip" => {
                self.skip = number(value, "$skip")?;
                if self.skip > FURTHEST {
                    return Err(bad("invalid-option", format!("$skip is hooguit {FURTHEST}: volg @iot.nextLink.")));
                }
            }
            "count" => {
                self.count = match value {
                    "true" => true,
                    "false" => false,
                    _ => return Err(bad("invalid-option", "$count is true of false.")),
                }
            }
            "select" => self.select = Some(members(value, entity)?),
            "expand" => self.expand = expands(value, entity, depth)?,
            "resultFormat" if value == "dataArray" && entity.kind == Kind::Observations && depth == 0 => {
                self.data_array = true;
            }
            "resultFormat" => {
                return Err(bad("invalid-option", "$resultFormat kan alleen dataArray zijn, bij Observations."));
            }
            "skiptoken" if depth == 0 => {
                self.after =
                    Some(Id::read(value, entity).ok_or_else(|| {
                        bad("invalid-option", "$skiptoken komt uit @iot.nextLink en is niet te maken.")
                    })?);
            }
            _ => return Err(bad("unknown-option", format!("De parameter {} bestaat niet.", short(name)))),
        }
        Ok(())
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

fn number(value: &str, name: &str) -> Result<usize> {
    value.parse().map_err(|_| bad("invalid-option", format!("{name} is een geheel getal vanaf 0.")))
}

fn orders(value: &str) -> Result<Vec<(Expr, bool)>> {
    let parts = split(value, ',')?;
    if parts.len() > 8 {
        return Err(bad("invalid-orderby", "$orderby noemt hooguit acht eigenschappen."));
    }
    parts
        .into_iter()
        .map(|part| {
            let part = part.trim();
            let (text, ascending) = match part.rsplit_once(' ') {
                Some((text, "asc")) => (text, true),
                Some((text, "desc")) => (text, false),
                _ => (part, true),
            };
            Ok((expression(text)?, ascending))
        })
        .collect()
}

fn members(value: &str, entity: &'static Entity) -> Result<Vec<String>> {
    let known = |name: &str| {
        matches!(name, "id" | "@iot.id" | "@iot.selfLink") || entity.field(name).is_some() || entity.nav(name).is_some()
    };
    value
        .split(',')
        .map(str::trim)
        .map(|name| {
            if known(name) {
                Ok(name.to_owned())
            } else {
                Err(bad("unknown-property", format!("{} heeft geen eigenschap {}.", entity.name, short(name))))
            }
        })
        .collect()
}

fn expands(value: &str, entity: &'static Entity, depth: usize) -> Result<Vec<Expand>> {
    if depth >= DEEPEST {
        return Err(bad("invalid-expand", format!("$expand gaat hooguit {DEEPEST} niveaus diep.")));
    }
    let mut all: Vec<Expand> = Vec::new();
    for part in split(value, ',')? {
        let part = part.trim();
        let (path, inner) = match part.split_once('(') {
            Some((path, inner)) => (
                path,
                inner.strip_suffix(')').ok_or_else(|| bad("invalid-expand", "In $expand ontbreekt een haakje."))?,
            ),
            None => (part, ""),
        };
        let (name, deeper) = path.split_once('/').map_or((path, None), |(name, deeper)| (name, Some(deeper)));
        let nav = entity
            .nav(name)
            .ok_or_else(|| bad("unknown-property", format!("{} heeft geen verband {}.", entity.name, short(name))))?;
        let inner = match deeper {
            Some(deeper) if inner.is_empty() => format!("$expand={deeper}"),
            Some(deeper) => format!("$expand={deeper}({inner})"),
            None => inner.to_owned(),
        };
        let options = inner_options(&inner, nav, depth + 1)?;
        match all.iter_mut().find(|other| std::ptr::eq(other.nav, nav)) {
            Some(known) if deeper.is_some() => known.options.expand.extend(options.expand),
            Some(_) => return Err(bad("invalid-expand", format!("$expand noemt {} twee keer.", nav.name))),
            None => all.push(Expand { nav, options }),
        }
    }
    if all.len() > 10 { Err(bad("invalid-expand", "$expand noemt hooguit tien verbanden.")) } else { Ok(all) }
}

fn inner_options(text: &str, nav: &'static Nav, depth: usize) -> Result<Options> {
    let mut pairs = Vec::new();
    for part in split(text, ';')?.into_iter().filter(|part| !part.trim().is_empty()) {
        let (name, value) = part
            .split_once('=')
            .ok_or_else(|| bad("invalid-expand", "Binnen $expand hoort $naam=waarde, gescheiden door ;."))?;
        pairs.push((name.trim().to_owned(), value.to_owned()));
    }
    Options::of_pairs(pairs, nav.to.entity(), depth)
}

/// Splits where a sign stands outside quotes and parentheses.
fn split(text: &str, sign: char) -> Result<Vec<&str>> {
    let (mut parts, mut from, mut depth, mut in_quotes) = (Vec::new(), 0, 0_usize, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or_else(|| bad("invalid-option", "Er staat een haakje te veel."))?,
            letter if letter == sign && depth == 0 => {
                parts.push(text.get(from..at).unwrap_or_default());
                from = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    if depth > 0 || in_quotes {
        return Err(bad("invalid-option", "Er ontbreekt een haakje of aanhalingsteken."));
    }
    parts.push(text.get(from..).unwrap_or_default());
    Ok(parts)
}
