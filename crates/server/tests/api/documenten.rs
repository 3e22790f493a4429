// SPDX-License-Identifier: EUPL-1.2
//! Documents, their contents, and what is recorded with them.

mod bestandsdelen;
mod document;
mod download;
mod expand;
mod gebruiksrechten;
mod inhoud;
pub(crate) mod kader;
mod lijst;
mod nummers;
mod publicatie;
mod relaties;
mod slot;
mod versies;
mod verwijderen;
mod verzendingen;
