// SPDX-License-Identifier: EUPL-1.2
//! Signing in and out.

mod antwoorden;
mod gang;
mod sessie;
mod wereld;
