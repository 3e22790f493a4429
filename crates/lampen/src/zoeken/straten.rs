// SPDX-License-Identifier: EUPL-1.2
//! All lamps near by street and number, for who does not find theirs in the list.

use waarmaker_ui::Say;

use super::Gezocht;
use crate::{
    data::{Gevonden, Lamp},
    portaal::query,
};

/// Most streets.
const STRATEN: usize = 12;

/// A street with the numbers of its lamps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Straatregel {
    pub(crate) naam: String,
    pub(crate) aantal: String,
    pub(crate) naar: String,
    pub(crate) palen: Vec<Paal>,
}

/// A lamp by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paal {
    pub(crate) nummer: String,
    pub(crate) naar: String,
    pub(crate) storing: bool,
}

/// The lamps near by street, the nearest street first; of the street that is meant all.
pub(super) fn straten(found: &Gezocht, t: &Say) -> Vec<Straatregel> {
    let mut all: Vec<(&str, Vec<&Lamp>)> = Vec::new();
    if let Gevonden::Straat { naam, lampen, .. } = &found.gevonden {
        all.push((naam, lampen.iter().collect()));
    }
    let whole = all.len();
    for one in &found.nabij {
        let straat = one.lamp.straat.as_str();
        match all.iter().position(|(naam, _)| *naam == straat) {
            Some(at) if at < whole => {}
            Some(at) => all.get_mut(at).into_iter().for_each(|(_, lampen)| lampen.push(&one.lamp)),
            None if straat.is_empty() || all.len() >= STRATEN => {}
            None => all.push((straat, vec![&one.lamp])),
        }
    }
    for (_, lampen) in all.iter_mut().skip(whole) {
        lampen.sort_by_key(|lamp| (lamp.nummer.len(), lamp.nummer.as_str()));
    }
    let row = |(naam, lampen): (&str, Vec<&Lamp>)| Straatregel {
        naam: naam.to_owned(),
        aantal: t.count("straat-lampen", "aantal", lampen.len()),
        naar: format!("/lampen?adres={}", query(naam)),
        palen: lampen.into_iter().map(|lamp| paal(lamp, "")).collect(),
    };
    all.into_iter().map(row).collect()
}

/// A lamp by its number; `onder`: the page below that of the lamp.
pub(crate) fn paal(lamp: &Lamp, onder: &str) -> Paal {
    Paal { nummer: lamp.nummer.clone(), naar: format!("/lampen/{}{onder}", lamp.uuid), storing: lamp.storing.is_some() }
}
