// SPDX-License-Identifier: EUPL-1.2
//! The APIs through their HTTP door, on both engines. Modules mirror the URL tree.

mod authorisation;
mod engines;
mod pipeline;

mod autorisaties;
mod catalogi;
mod referentielijsten;
mod zaken;
