// SPDX-License-Identifier: EUPL-1.2
//! Contractors, contracts, and their clock.
