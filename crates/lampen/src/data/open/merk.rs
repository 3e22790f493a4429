// SPDX-License-Identifier: EUPL-1.2
//! A mark of all that open data is made of, without reading it: for answers that are too large to be read twice.
//!
//! Every change of an incident, an order, a report or a contractor leaves a line in the audit trail, and every change of an asset a version of what it was. The
//! last of each says whether anything can be different. It errs on one side: other changes make another mark too, and then the answer is sent again.

use std::{
    fmt::Write as _,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use axum::http::Uri;
use waarmaker_api::{Cx, Result};

/// How many of the last keys are counted: a transaction that took its keys before others did, and ends after them, shows there.
const LAATSTE: i64 = 1_000;

/// The mark now.
pub(super) fn of(cx: &mut Cx<'_, '_>) -> Result<String> {
    // Its uuid too: keys of lines that were thrown away come back.
    let line = "SELECT uuid FROM audittrails ORDER BY id DESC LIMIT 1";
    let mut mark = cx.tx.one(line, &[], |row| row.uuid(0))?.unwrap_or_default().to_string();
    for table in ["audittrails", "assets", "asset_versies"] {
        let sql = format!("SELECT COUNT(*), MAX(id) FROM {table} WHERE id > (SELECT MAX(id) FROM {table}) - $1");
        let counted = cx.tx.one(&sql, &[LAATSTE.into()], |row| Ok((row.int(0)?, row.opt_int(1)?)))?;
        let (count, last) = counted.unwrap_or_default();
        let _ = write!(mark, " {count} {}", last.unwrap_or_default());
    }
    Ok(mark)
}

/// The weak `ETag` of what an address gives at this mark.
pub(super) fn tag(mark: &str, uri: &Uri) -> String {
    let mut hasher = DefaultHasher::new();
    (mark, uri.path(), uri.query()).hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}
