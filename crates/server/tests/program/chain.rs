// SPDX-License-Identifier: EUPL-1.2
//! From a lamp that says that it is broken to a zaak that is closed: the binary with a real broker, a contractor that gets webhooks or mail, and
//! everything set up by commands, on both engines.

mod browser;
mod commands;
mod dekking;
mod keten;
mod kill;
mod straat;
