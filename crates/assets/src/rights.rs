// SPDX-License-Identifier: EUPL-1.2
//! Who may read and who may change assets and areas.

use waarmaker_api::{Cx, Result, denied};
use waarmaker_auth::Gate;
use waarmaker_resource::{Component, Guard};

/// Scope to read assets and areas.
pub(crate) const READ: &[&str] = &["assets.lezen", "assets.beheren"];
/// Scope to change them.
pub(crate) const CHANGE: &[&str] = &["assets.beheren"];

/// Refuses a caller who may not read assets. Nobody is refused where they are open data.
pub(crate) fn may_read(cx: &mut Cx<'_, '_>) -> Result<()> {
    if cx.house.choices.assets_public { Ok(()) } else { may(READ, cx) }
}

/// Refuses a caller who may not change assets.
pub(crate) fn may_change(cx: &mut Cx<'_, '_>) -> Result<()> {
    may(CHANGE, cx)
}

fn may(scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<()> {
    let gate = Gate { caller: cx.who, component: Component::SIGNALEN, guard: Guard::Component, scopes };
    if gate.opens_at_all(cx.tx)? { Ok(()) } else { Err(denied()) }
}
