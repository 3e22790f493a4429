// SPDX-License-Identifier: EUPL-1.2
//! The commands, one file each.

pub(crate) mod assets;
pub(crate) mod blob;
pub(crate) mod catalogus;
pub(crate) mod client;
pub(crate) mod config;
pub(crate) mod contracten;
pub(crate) mod demo;
pub(crate) mod jobs;
pub(crate) mod metingen;
mod metingen_aansluiten;
pub(crate) mod metingen_letters;
pub(crate) mod migrate;
pub(crate) mod notificaties;
pub(crate) mod openapi;
pub(crate) mod referentielijsten;
pub(crate) mod serve;
pub(crate) mod signalen;
pub(crate) mod simulate;
pub(crate) mod token;
