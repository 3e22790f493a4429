// SPDX-License-Identifier: EUPL-1.2
//! Throw-away databases.
