// SPDX-License-Identifier: EUPL-1.2
//! Catalogue files: a catalogus with its types, as text that people write and keep under version control.
//!
//! A file is TOML: it has comments, dates and texts of several lines, no meaning in white space, and every value knows its line, which is what an
//! error message needs. Members have the names of the standard. Elements refer to each other by name, as the standard does for writing; a statustype
//! by its omschrijving, the selection list by `procestypen/UUID` and the like.
//!
//! ```toml
//! [catalogus]
//! domein = "OPENB"
//! rsin = "123456782"
//! contactpersoonBeheerNaam = "Team Openbare Ruimte"
//!
//! [[informatieobjecttypen]]
//! omschrijving = "Melding"
//! # …
//!
//! [[zaaktypen]]
//! identificatie = "MELDING-VERLICHTING"
//! concept = false # publish it
//! # …
//!
//! [[zaaktypen.statustypen]]
//! volgnummer = 1
//! omschrijving = "Ontvangen"
//! ```
//!
//! A file says what must hold: importing it again changes nothing. A member that is left out stays as it is; so does a kind of element (such as
//! `roltypen`) that is left out, while one that is there is the whole list. An element is recognised by its `uuid` or else by what makes it unique,
//! such as identificatie and beginGeldigheid. A published type is never changed silently: that takes a new version, or force.

mod compare;
mod element;
mod export;
mod finding;
mod import;
mod names;
mod node;
mod toml_text;

pub(crate) use export::export;
pub(crate) use finding::{Finding, Refusal};
pub(crate) use import::{Options, Report, bodies, import};
pub(crate) use node::Node;
