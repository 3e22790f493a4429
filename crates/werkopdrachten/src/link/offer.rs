// SPDX-License-Identifier: EUPL-1.2
//! A new link for whoever has an order now.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_resource::Link;

use super::{ROOT, rows, token};
use crate::{Werkopdracht, klok::uuid_of};

/// Makes a link by which whoever has an order now answers it, and returns the path of its page. Nothing keeps the link itself: it cannot be given a
/// second time. Earlier links go on until one of them is answered with.
pub fn offer_link(order: Uuid, cx: &mut Cx<'_, '_>) -> Result<String> {
    let aannemer = uuid_of(cx.must(Link::<Werkopdracht>::to(order))?.aannemer.as_ref());
    let token = token::fresh()?;
    rows::add(cx.tx, order, aannemer, &token.hash(), cx.call.now.at.as_millisecond())?;
    Ok(format!("{ROOT}/{}", token.text()))
}
