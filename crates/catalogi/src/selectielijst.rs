// SPDX-License-Identifier: EUPL-1.2
//! References to the selectielijst, in our own Referentielijsten API or on another server (handbook 3.4.4, 8).
//!
//! Whatever is wrong with such a reference is `invalid-resource`: unreachable, another kind of resource, not JSON.

use serde_json::Value as Json;
use waarmaker_api::{Cx, Resolved, Result};
use waarmaker_core::Problems;
use waarmaker_resource::{Record, Uri};

/// Members by which a procestype is recognised.
const PROCESTYPE: &[&str] = &["nummer", "naam", "procesobject"];
/// Members by which a resultaat of the selectielijst is recognised.
const RESULTAAT: &[&str] = &["procesType", "waardering", "bewaartermijn"];
/// Members by which a resultaattypeomschrijving is recognised.
const RESULTAATTYPEOMSCHRIJVING: &[&str] = &["omschrijving", "definitie"];

/// A resultaat of the selectielijst, as far as rules look at it.
#[derive(Clone, Debug)]
pub(crate) struct Klasse {
    /// URL of its procestype, in stored form.
    pub(crate) procestype: String,
    /// `blijvend_bewaren` or `vernietigen`.
    pub(crate) waardering: String,
    /// ISO 8601 duration.
    pub(crate) bewaartermijn: Option<String>,
    /// How the bewaartermijn starts; may be empty.
    pub(crate) procestermijn: String,
}

/// Whether a URL is that of a procestype.
pub(crate) fn is_procestype(url: &Uri, cx: &mut Cx<'_, '_>) -> Result<bool> {
    Ok(record(url, PROCESTYPE, cx)?.is_some())
}

/// The text that a resultaattypeomschrijving stands for.
pub(crate) fn omschrijving(url: &Uri, cx: &mut Cx<'_, '_>) -> Result<Option<String>> {
    let found = record(url, RESULTAATTYPEOMSCHRIJVING, cx)?;
    Ok(found.and_then(|record| record.get("omschrijving")?.as_str().map(str::to_owned)))
}

/// The resultaat of the selectielijst behind a URL.
pub(crate) fn klasse(url: &Uri, cx: &mut Cx<'_, '_>) -> Result<Option<Klasse>> {
    let Some(record) = record(url, RESULTAAT, cx)? else { return Ok(None) };
    let text = |member: &str| record.get(member).and_then(Json::as_str).unwrap_or_default().to_owned();
    let procestype = text("procesType");
    let bewaartermijn = Some(text("bewaartermijn")).filter(|text| !text.is_empty());
    let procestype = cx.house.origins.canonical(&procestype).unwrap_or(procestype);
    Ok(Some(Klasse { procestype, waardering: text("waardering"), bewaartermijn, procestermijn: text("procestermijn") }))
}

/// The document behind a URL, when it has these members.
fn record(url: &Uri, members: &[&str], cx: &mut Cx<'_, '_>) -> Result<Option<Record>> {
    let (Resolved::Own(_, _, record) | Resolved::Foreign(Json::Object(record))) = cx.resolve(url)? else {
        return Ok(None);
    };
    Ok(members.iter().all(|member| record.contains_key(*member)).then_some(record))
}

/// Adds the problem of a reference that is not what it should be.
pub(crate) fn refuse(member: &str, what: &str, problems: &mut Problems) {
    problems.add(member, "invalid-resource", format!("De URL verwijst niet naar een {what} van de selectielijst."));
}
