// SPDX-License-Identifier: EUPL-1.2
//! Open311 GeoReport v2.
