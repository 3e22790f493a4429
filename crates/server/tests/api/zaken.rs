// SPDX-License-Identifier: EUPL-1.2
//! Zaken, and everything that is recorded with a zaak.

mod archivering;
mod besluiten;
mod contacten;
mod documenten;
pub(crate) mod elders;
pub(crate) mod kader;
mod lijst;
mod relaties;
mod resultaat;
mod rol;
pub(crate) mod soort;
mod status;
pub(crate) mod stukken;
mod zaak;
mod zaakeigenschap;
mod zaakinformatieobject;
mod zaaknotitie;
mod zaaknummer;
mod zaakobject;
mod zoek;
