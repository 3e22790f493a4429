// SPDX-License-Identifier: EUPL-1.2
//! The pages for people through their door.

mod aanmelden;
mod beheer;
pub(crate) mod browser;
mod buiten;
mod lampen;
mod open311;
mod opendata;
mod ui;
