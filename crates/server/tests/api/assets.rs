// SPDX-License-Identifier: EUPL-1.2
//! Assets and areas: import, export, OGC API Features.
