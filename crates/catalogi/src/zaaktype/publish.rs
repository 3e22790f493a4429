// SPDX-License-Identifier: EUPL-1.2
//! Publishing a zaaktype.

use waarmaker_api::{Change, Cx, Result};
use waarmaker_core::Problems;

use super::Zaaktype;
use crate::concept;

/// ztc-012: a zaaktype is published after the types that it refers to. Withdrawn in 1.3.2 and so only when the installation chooses it.
pub(super) fn check(
    zaaktype: &Zaaktype,
    change: &Change<'_, Zaaktype>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    if !concept::is_publication(zaaktype, change) || !cx.house.choices.publish_requires_published_relations {
        return Ok(());
    }
    let relations = "SELECT naam FROM typerelaties WHERE van = $1 AND soort = 'zaaktype.besluittypen'";
    concept::published(relations, "besluittypen", (change.uuid, zaaktype.catalogus), cx, problems)?;
    let relations = "SELECT informatieobjecttype AS naam FROM zaaktype_informatieobjecttypen WHERE zaaktype = $1";
    concept::published(relations, "informatieobjecttypen", (change.uuid, zaaktype.catalogus), cx, problems)
}
