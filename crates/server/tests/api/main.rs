// SPDX-License-Identifier: EUPL-1.2
//! The APIs through their HTTP door, on both engines. Modules mirror the URL tree.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what tests share is no test to clippy, and stops one all the same"
)]

mod authorisation;
mod engines;
mod pipeline;

mod assets;
mod autorisaties;
mod besluiten;
mod catalogi;
mod contracten;
mod documenten;
mod jobs;
mod metingen;
mod notificaties;
mod pages;
mod referentielijsten;
mod signalen;
mod werkopdrachten;
mod zaken;
