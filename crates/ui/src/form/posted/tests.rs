// SPDX-License-Identifier: EUPL-1.2
//! What browsers, and others, send.
