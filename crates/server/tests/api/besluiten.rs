// SPDX-License-Identifier: EUPL-1.2
//! Besluiten, and the documents in which they are recorded.

mod besluit;
mod besluitinformatieobject;
mod rechten;
mod zaak;
