// SPDX-License-Identifier: EUPL-1.2
//! What a zaak refers to: zaaktype, communicatiekanaal, selectielijstklasse, products, other zaken (zrc-001, 010, 011, 013, 015).

use uuid::Uuid;
use waarmaker_api::{Change, Cx, Resolved, Result};
use waarmaker_core::{ORIGIN, Problems};
use waarmaker_resource::{Link, Record, Uri};

use super::Zaak;

/// zrc-001: the zaaktype must be published (`not-published`); that it exists was found out before the rules. Then zrc-015: what the zaak brings
/// about must be among what the zaaktype lists. Both are asked of what is new only.
pub(super) fn zaaktype(
    zaak: &Zaak,
    change: &Change<'_, Zaak>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let retyped = change.old.is_none_or(|old| old.zaaktype != zaak.zaaktype);
    let products = retyped || change.old.is_none_or(|old| old.producten_of_diensten != zaak.producten_of_diensten);
    if !retyped && !products {
        return Ok(());
    }
    let zaaktype = cx.view(zaak.zaaktype)?;
    if retyped && zaaktype.concept {
        problems.add("zaaktype", "not-published", "Het zaaktype is nog een concept: publiceer het eerst.");
    }
    if products && !zaak.producten_of_diensten.iter().all(|product| zaaktype.producten_of_diensten.contains(product)) {
        let reason = "Niet alle producten of diensten staan bij het zaaktype.";
        problems.add("productenOfDiensten", "invalid-products-services", reason);
    }
    Ok(())
}

/// zrc-010: the communicatiekanaal must be one: `bad-url` when its URL does not answer, `invalid-resource` when it answers something else.
pub(super) fn communicatiekanaal(
    zaak: &Zaak,
    change: &Change<'_, Zaak>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let Some(url) = zaak.communicatiekanaal.get() else { return Ok(()) };
    if change.old.is_some_and(|old| old.communicatiekanaal == zaak.communicatiekanaal) {
        return Ok(());
    }
    let shaped = |record: &Record| {
        ["url", "naam", "omschrijving"].iter().all(|name| record.get(*name).is_some_and(serde_json::Value::is_string))
    };
    referred("communicatiekanaal", "communicatiekanaal", url, shaped, cx, problems)
}

/// The selectielijstklasse must be a resultaat of the selection list.
pub(super) fn selectielijstklasse(
    zaak: &Zaak,
    change: &Change<'_, Zaak>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let Some(url) = zaak.selectielijstklasse.get() else { return Ok(()) };
    if change.old.is_some_and(|old| old.selectielijstklasse == zaak.selectielijstklasse) {
        return Ok(());
    }
    let shaped =
        |record: &Record| ["url", "nummer", "naam", "procesType"].iter().all(|name| record.contains_key(*name));
    referred("selectielijstklasse", "selectielijstklasse", url, shaped, cx, problems)
}

/// A reference to a document of a certain shape, on whichever server. One of our own must moreover be of kind `own`, when that is named.
fn referred(
    name: &'static str,
    own: &str,
    url: &Uri,
    shaped: impl Fn(&Record) -> bool,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let found = cx.resolve(url)?;
    let good = match &found {
        Resolved::Own(kind, _, record) => (own.is_empty() || *kind == own) && shaped(record),
        other => other.document().is_some_and(&shaped),
    };
    if good {
        return Ok(());
    }
    if matches!(found, Resolved::Unreachable) && !is_collection(url, cx) {
        problems.add(name, "bad-url", "De URL geeft geen antwoord waarmee het object te lezen is.");
    } else {
        problems.add(name, "invalid-resource", "De URL verwijst naar iets anders dan dit veld vraagt.");
    }
    Ok(())
}

/// Whether a URL is that of one of our lists: it answers, but not with an object.
fn is_collection(url: &Uri, cx: &Cx<'_, '_>) -> bool {
    let path = url.as_str().strip_prefix(ORIGIN);
    path.is_some_and(|path| {
        cx.house.rooms().iter().map(|room| room.kind.resource()).any(|resource| {
            path.strip_prefix(resource.component.root).and_then(|rest| rest.strip_prefix('/')) == Some(resource.path)
        })
    })
}

/// zrc-011: every other zaak must exist (`bad-url`). One of ours that the caller may not read does not exist for the caller. A zaak may refer
/// to itself.
pub(super) fn relevante_zaken(
    zaak: &Zaak,
    change: &Change<'_, Zaak>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    for (i, other) in zaak.relevante_andere_zaken.iter().enumerate() {
        if change.old.is_some_and(|old| old.relevante_andere_zaken.iter().any(|known| known.url == other.url)) {
            continue;
        }
        let exists = if other.url.is_own() {
            match cx
                .house
                .locate(other.url.as_str())
                .filter(|place| place.room.kind.resource().name == "zaak")
                .map(|place| place.uuid)
            {
                Some(uuid) => uuid == change.uuid || readable(uuid, cx)?,
                None => false,
            }
        } else {
            cx.resolve(&other.url)?.document().is_some()
        };
        if !exists {
            problems.add(
                format!("relevanteAndereZaken.{i}.url"),
                "bad-url",
                "De zaak waarnaar verwezen wordt is niet gevonden.",
            );
        }
    }
    Ok(())
}

/// Whether a zaak exists and the caller may read it.
fn readable(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "SELECT zaaktype, vertrouwelijkheidaanduiding FROM zaken WHERE uuid = $1";
    match cx.tx.one(sql, &[uuid.into()], |row| Ok((row.uuid(0)?, row.int(1)?)))? {
        Some((zaaktype, level)) => cx.may::<Zaak>(&["zaken.lezen"], zaaktype, level),
        None => Ok(false),
    }
}

/// zrc-013: a zaak is not its own hoofdzaak (`self-forbidden`), and what is a deelzaak has no deelzaken (`deelzaak-als-hoofdzaak`); so there is
/// no chain, let alone a circle. The hoofdzaak is locked: it cannot become a deelzaak meanwhile.
pub(super) fn hoofdzaak(
    zaak: &Zaak,
    change: &Change<'_, Zaak>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let Some(Link { uuid: hoofdzaak, .. }) = zaak.hoofdzaak else { return Ok(()) };
    if hoofdzaak == change.uuid {
        problems.add("hoofdzaak", "self-forbidden", "Een zaak kan niet haar eigen hoofdzaak zijn.");
        return Ok(());
    }
    if change.old.is_some_and(|old| old.hoofdzaak == zaak.hoofdzaak) {
        return Ok(());
    }
    let sql = format!("SELECT hoofdzaak FROM zaken WHERE uuid = $1{}", cx.tx.dialect().for_update());
    let above = cx.tx.one(&sql, &[hoofdzaak.into()], |row| row.opt_uuid(0))?.flatten();
    if above.is_some() {
        problems.add("hoofdzaak", "deelzaak-als-hoofdzaak", "De hoofdzaak is zelf een deelzaak.");
    } else if !zaak.deelzaken.is_empty() {
        problems.add(
            "hoofdzaak",
            "deelzaak-als-hoofdzaak",
            "Deze zaak heeft deelzaken en kan daarom geen deelzaak worden.",
        );
    }
    Ok(())
}
