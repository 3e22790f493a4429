// SPDX-License-Identifier: EUPL-1.2
//! Zaken, and everything that is recorded with a zaak.

mod archivering;
mod contacten;
pub(crate) mod elders;
mod kader;
mod lijst;
mod relaties;
mod resultaat;
mod rol;
mod soort;
mod status;
mod zaak;
mod zaakeigenschap;
mod zaakinformatieobject;
mod zaaknotitie;
mod zaaknummer;
mod zaakobject;
mod zoek;
