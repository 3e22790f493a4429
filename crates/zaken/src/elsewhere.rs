// SPDX-License-Identifier: EUPL-1.2
//! References to what another register keeps.

use waarmaker_api::{Cx, Resolved, Result};
use waarmaker_core::Problems;
use waarmaker_resource::Uri;

/// A URL that leads to nothing is `bad-url`; one that does not lead to an object in JSON is `invalid-resource` (handbook 1.14).
pub(crate) fn check_exists(member: &str, url: &Uri, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
    let found = cx.resolve(url)?;
    refuse(member, &found, &[], problems);
    Ok(())
}

/// Adds the problem of a URL that does not lead to an object with these members; `true` when there is none.
pub(crate) fn refuse(member: &str, found: &Resolved, members: &[&str], problems: &mut Problems) -> bool {
    if matches!(found, Resolved::Unreachable) {
        problems.add(member, "bad-url", "De URL leidt niet naar een bestaand object.");
        return false;
    }
    let fits = found.document().is_some_and(|document| members.iter().all(|name| document.contains_key(*name)));
    if !fits {
        problems.add(member, "invalid-resource", "De URL leidt naar iets anders dan hier hoort.");
    }
    fits
}
