// SPDX-License-Identifier: EUPL-1.2
//! What holds for every resource: headers, tokens, errors, paging.

mod headers;
mod tokens;
