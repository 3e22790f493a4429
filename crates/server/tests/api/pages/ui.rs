// SPDX-License-Identifier: EUPL-1.2
//! What all pages share.

mod answers;
mod forms;
mod limits;
mod preferences;
mod proof;
mod sessions;
