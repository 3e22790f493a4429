// SPDX-License-Identifier: EUPL-1.2
//! Rules, incidents, reports of residents.
