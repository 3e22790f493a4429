// SPDX-License-Identifier: EUPL-1.2
//! Pages of contractors.

mod account;
mod fotos;
mod lijst;
