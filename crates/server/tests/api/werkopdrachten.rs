// SPDX-License-Identifier: EUPL-1.2
//! From incident to mended: zaak, order, answers, clock, evidence.

mod antwoorden;
mod fotos;
mod groepen;
mod keten;
mod klok;
mod lijst;
mod link;
mod mail;
mod open311;
mod samen;
mod storing;
mod verzending;
mod webhook;
pub(crate) mod wereld;

pub(crate) use fotos::jpeg;
pub(crate) use storing::{as_waarmaker, asset, zaaktype};
pub(crate) use verzending::{runner, with_channels};
pub(crate) use wereld::Wereld;
