// SPDX-License-Identifier: EUPL-1.2
//! From incident to mended: zaak, order, answers, clock, evidence.
