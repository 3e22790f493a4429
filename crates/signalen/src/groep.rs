// SPDX-License-Identifier: EUPL-1.2
//! Incidents of what many failing assets hang on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;
use waarmaker_api::{Cx, Result, rewrite};
use waarmaker_core::DateTime;
use waarmaker_resource::{Link, Linked as _};

use crate::{
    Bewijs, Bron, Incident, Status, bundeling, change,
    geheugen::{self, Object},
    members,
    regel::{Bewaakt, Grens},
    vaststellen::{Nieuw, dringendst, klaar, maak, sleutel},
};

/// Most evidence of members that a group shows.
const MOST_BEWIJS: usize = 10;

/// What each of these assets hangs on, the nearest first; holds the assets and the highest of what they hang on until the commit, so that two
/// nodes never raise about one asset, or group under one cabinet, at the same moment.
pub(crate) fn lock(assets: &BTreeSet<Uuid>, cx: &mut Cx<'_, '_>) -> Result<HashMap<Uuid, Vec<Uuid>>> {
    let mut boven = HashMap::new();
    for &asset in assets {
        boven.insert(asset, waarmaker_assets::ancestors(cx.tx, asset)?);
    }
    if geheugen::several(cx) {
        let tops: BTreeSet<Uuid> =
            boven.iter().map(|(asset, above): (&Uuid, &Vec<Uuid>)| above.last().copied().unwrap_or(*asset)).collect();
        for held in tops.union(assets).copied().collect::<BTreeSet<Uuid>>() {
            cx.tx.one("SELECT 1 FROM assets WHERE uuid = $1 FOR UPDATE", &[held.into()], |row| row.int(0))?;
        }
    }
    Ok(boven)
}

/// The open incident of a group among these: the highest.
pub(crate) fn boven(boven: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let sql = "SELECT uuid FROM incidenten WHERE asset = $1 AND bron = 'groep' AND status IN ('open', 'opgedragen') ORDER BY id DESC LIMIT 1";
    for &asset in boven.iter().rev() {
        if let Some(found) = cx.tx.one(sql, &[asset.into()], |row| row.uuid(0))? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// An open incident that can become part of a group.
struct Kandidaat {
    uuid: Uuid,
    asset: Uuid,
    boven: Uuid,
}

/// Makes groups of what was just raised with what began shortly before it.
pub(crate) fn vorm(
    rules: &[Bewaakt],
    assets: &BTreeSet<Uuid>,
    boven: &HashMap<Uuid, Vec<Uuid>>,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let Some(grens) = rules.iter().filter_map(|rule| rule.bundeling).max_by_key(|grens| grens.venster) else {
        return Ok(());
    };
    let ancestors: BTreeSet<Uuid> = assets.iter().filter_map(|asset| boven.get(asset)).flatten().copied().collect();
    if ancestors.is_empty() {
        return Ok(());
    }
    let leden = kandidaten(assets, &ancestors, cx)?;
    if leden.len() < 2 {
        return Ok(());
    }
    // Each rule has a threshold of its own; that of the rule of the newest failure decides.
    let grens = grens_van(rules, &leden, cx)?.unwrap_or(grens);
    let leden = binnen(leden, grens.venster, cx)?;
    let nodes: BTreeSet<Uuid> = leden.iter().flat_map(|lid| lid.boven.iter().copied()).collect();
    let groepen = open_groepen(&nodes, cx)?;
    let soort = soort_van(&leden, cx)?;
    let mut totals: BTreeMap<Uuid, i64> = BTreeMap::new();
    let mut failed = None;
    let chosen = bundeling::kies(&leden, &groepen, |node, count| {
        if count < 2 || failed.is_some() {
            return false;
        }
        let total = match totals.get(&node) {
            Some(total) => *total,
            None => match totaal(node, &soort, cx) {
                Ok(total) => *totals.entry(node).or_insert(total),
                Err(problem) => {
                    failed = Some(problem);
                    return false;
                }
            },
        };
        grens.bereikt(count, total)
    });
    if let Some(problem) = failed {
        return Err(problem);
    }
    for (node, incidenten) in chosen {
        let total = totals.get(&node).copied();
        bundel(node, &incidenten, (&soort, total), grens, cx)?;
    }
    Ok(())
}

/// Open incidents under these, also those that are part of a group, with what they hang on, the nearest first. Those of the last week: a window is
/// never longer.
fn kandidaten(
    assets: &BTreeSet<Uuid>,
    ancestors: &BTreeSet<Uuid>,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<bundeling::Lid<Uuid>>> {
    let since = cx.call.now.at.as_millisecond() - 7 * crate::termijn::DAG;
    let sql = "WITH RECURSIVE boven (incident, asset, uuid, diepte) AS (
            SELECT i.uuid, i.asset, a.ouder, 1 FROM incidenten i JOIN assets a ON a.uuid = i.asset
            WHERE i.status IN ('open', 'samengevoegd') AND i.bron <> 'groep' AND i.begin >= $1 AND a.ouder IS NOT NULL
            UNION ALL
            SELECT b.incident, b.asset, a.ouder, b.diepte + 1 FROM boven b JOIN assets a ON a.uuid = b.uuid
            WHERE a.ouder IS NOT NULL AND b.diepte < 16
        ) SELECT incident, asset, uuid FROM boven ORDER BY incident, diepte";
    let rows = cx.tx.query(sql, &[sleutel(since).into()], |row| {
        Ok(Kandidaat { uuid: row.uuid(0)?, asset: row.uuid(1)?, boven: row.uuid(2)? })
    })?;
    let mut leden: BTreeMap<Uuid, bundeling::Lid<Uuid>> = BTreeMap::new();
    for row in rows {
        let lid = leden.entry(row.uuid).or_insert_with(|| bundeling::Lid {
            wat: row.uuid,
            asset: row.asset,
            boven: Vec::new(),
        });
        lid.boven.push(row.boven);
    }
    let near = |lid: &bundeling::Lid<Uuid>| {
        assets.contains(&lid.asset) || lid.boven.iter().any(|node| ancestors.contains(node))
    };
    Ok(leden.into_values().filter(near).collect())
}

/// The threshold of the rule of the newest failure.
fn grens_van(rules: &[Bewaakt], leden: &[bundeling::Lid<Uuid>], cx: &mut Cx<'_, '_>) -> Result<Option<Grens>> {
    let sql = "SELECT regel FROM incidenten WHERE uuid = $1";
    for lid in leden.iter().rev() {
        let regel = cx.tx.one(sql, &[lid.wat.into()], |row| row.opt_uuid(0))?.flatten();
        if let Some(rule) = rules.iter().find(|rule| Some(rule.uuid) == regel) {
            return Ok(rule.bundeling);
        }
    }
    Ok(None)
}

/// Those that began within the window before the newest.
fn binnen(leden: Vec<bundeling::Lid<Uuid>>, venster: i64, cx: &mut Cx<'_, '_>) -> Result<Vec<bundeling::Lid<Uuid>>> {
    let mut begins = Vec::with_capacity(leden.len());
    for lid in leden {
        let begin = cx.tx.one("SELECT begin FROM incidenten WHERE uuid = $1", &[lid.wat.into()], |row| row.text(0))?;
        let millis = begin.and_then(|text| text.parse::<jiff::Timestamp>().ok()).map(jiff::Timestamp::as_millisecond);
        begins.push((millis.unwrap_or_default(), lid));
    }
    let newest = begins.iter().map(|(begin, _)| *begin).max().unwrap_or_default();
    Ok(begins.into_iter().filter(|(begin, _)| *begin >= newest - venster).map(|(_, lid)| lid).collect())
}

fn open_groepen(ancestors: &BTreeSet<Uuid>, cx: &mut Cx<'_, '_>) -> Result<BTreeSet<Uuid>> {
    let sql =
        "SELECT 1 FROM incidenten WHERE asset = $1 AND bron = 'groep' AND status IN ('open', 'opgedragen') LIMIT 1";
    let mut found = BTreeSet::new();
    for &asset in ancestors {
        if cx.tx.one(sql, &[asset.into()], |row| row.int(0))?.is_some() {
            found.insert(asset);
        }
    }
    Ok(found)
}

/// The kind that most of these are.
fn soort_van(leden: &[bundeling::Lid<Uuid>], cx: &mut Cx<'_, '_>) -> Result<String> {
    let Some(first) = leden.first() else { return Ok(String::new()) };
    let sql = "SELECT soort FROM assets WHERE uuid = $1";
    Ok(cx.tx.one(sql, &[first.asset.into()], |row| row.text(0))?.unwrap_or_default())
}

/// How many of this kind hang on an asset, directly or not.
fn totaal(node: Uuid, soort: &str, cx: &mut Cx<'_, '_>) -> Result<i64> {
    totaal_van(node, soort, cx.tx)
}

/// [`totaal`] for whoever has a transaction only.
pub(crate) fn totaal_van(node: Uuid, soort: &str, tx: &mut waarmaker_db::Tx<'_>) -> Result<i64> {
    let sql = "WITH RECURSIVE onder (uuid, soort, diepte) AS (
            SELECT uuid, soort, 1 FROM assets WHERE ouder = $1 AND verwijderd IS NULL
            UNION ALL
            SELECT a.uuid, a.soort, o.diepte + 1 FROM onder o JOIN assets a ON a.ouder = o.uuid
            WHERE a.verwijderd IS NULL AND o.diepte < 16
        ) SELECT COUNT(*) FROM onder WHERE soort = $2";
    Ok(tx.one(sql, &[node.into(), soort.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Makes, or takes, the incident of what failures hang on, and makes them part of it. Lower groups become part of it too.
fn bundel(
    node: Uuid,
    leden: &[Uuid],
    (soort, total): (&str, Option<i64>),
    grens: Grens,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let objecten = geheugen::objecten(&[node], cx)?;
    let Some(object) = objecten.get(&node) else { return Ok(()) };
    let mut parts: Vec<(Uuid, Incident)> = Vec::new();
    for &lid in leden {
        parts.extend(cx.get::<Incident>(lid)?.map(|incident| (lid, incident)));
    }
    let lower = lagere(node, cx)?;
    let head = match hoofd(node, cx)? {
        Some(known) => known,
        None => nieuw(object, &parts, (soort, total), grens, cx)?,
    };
    for (group, incident) in &lower {
        for member in members::of(*group, cx)? {
            change(member, cx, |incident| incident.hoort_bij = Some(Link::to(head)))?;
        }
        if incident.status == Status::Open {
            change(*group, cx, |incident| {
                (incident.status, incident.hoort_bij) = (Status::Samengevoegd, Some(Link::to(head)));
            })?;
        }
    }
    for (lid, _) in &parts {
        change(*lid, cx, |incident| {
            (incident.status, incident.hoort_bij) = (Status::Samengevoegd, Some(Link::to(head)));
        })?;
    }
    tel(head, cx)
}

/// The open incident of an asset itself, which becomes that of its group.
fn hoofd(node: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let sql = "SELECT uuid, bron FROM incidenten WHERE asset = $1 AND status IN ('open', 'opgedragen')
        ORDER BY CASE WHEN bron = 'groep' THEN 0 ELSE 1 END, id LIMIT 1";
    let Some((uuid, bron)) = cx.tx.one(sql, &[node.into()], |row| Ok((row.uuid(0)?, row.text(1)?)))? else {
        return Ok(None);
    };
    if bron != Bron::Groep.as_str() {
        change(uuid, cx, |incident| incident.bron = Bron::Groep)?;
    }
    Ok(Some(uuid))
}

/// Open groups on what hangs on an asset.
fn lagere(node: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<(Uuid, Incident)>> {
    let sql = "WITH RECURSIVE onder (uuid, diepte) AS (
            SELECT uuid, 1 FROM assets WHERE ouder = $1 AND verwijderd IS NULL
            UNION ALL
            SELECT a.uuid, o.diepte + 1 FROM onder o JOIN assets a ON a.ouder = o.uuid WHERE a.verwijderd IS NULL AND o.diepte < 16
        ) SELECT i.uuid, i.body FROM onder o JOIN incidenten i ON i.asset = o.uuid
        WHERE i.bron = 'groep' AND i.status IN ('open', 'opgedragen')";
    let read = |row: &waarmaker_db::Row<'_>| {
        Ok((row.uuid(0)?, serde_json::from_slice(row.bytes_ref(1)?).map_err(waarmaker_db::Error::row)?))
    };
    Ok(cx.tx.query(sql, &[node.into()], read)?)
}

/// A new incident of a group.
fn nieuw(
    object: &Object,
    parts: &[(Uuid, Incident)],
    (soort, total): (&str, Option<i64>),
    grens: Grens,
    cx: &mut Cx<'_, '_>,
) -> Result<Uuid> {
    let millis = |at: DateTime| at.at.as_millisecond();
    let first = parts.iter().map(|(_, incident)| millis(incident.begin)).min().unwrap_or_default();
    let last = parts.iter().map(|(_, incident)| millis(incident.vastgesteld)).max().unwrap_or_default();
    let urgent = parts.iter().map(|(_, incident)| incident.prioriteit).reduce(dringendst);
    let of = total.map(|total| format!(" van {total}")).unwrap_or_default();
    let aantal = parts.iter().map(|(_, incident)| incident.asset.as_str()).collect::<BTreeSet<_>>().len();
    let omschrijving = format!("{}: {aantal}{of} objecten ({soort}) erachter hebben een storing", object.naam());
    let proof = parts.iter().filter_map(|(_, incident)| {
        let first = incident.bewijs.first()?;
        let uitleg: String = format!("{}: {}", incident.asset_identificatie, first.uitleg).chars().take(1000).collect();
        Some(Bewijs { uitleg, ..first.clone() })
    });
    let bewijs = proof.take(MOST_BEWIJS).collect();
    let zaaktype =
        parts.iter().map(|(_, incident)| incident.zaaktype.as_str()).find(|text| !text.is_empty()).unwrap_or("");
    let groep = Nieuw {
        object,
        omschrijving,
        bron: Bron::Groep,
        regel: None,
        prioriteit: urgent.unwrap_or(waarmaker_contracten::Prioriteit::Normaal),
        begin: first,
        op: last,
        wacht: grens.wacht,
        hoort_bij: None,
        bewijs,
        zaaktype,
        vorig: parts.iter().find_map(|(_, incident)| incident.vorig_incident).map(|link| link.uuid),
        meldingen: 0,
    };
    maak(&groep, cx)
}

/// Counts the assets and the reports of a group anew.
pub(crate) fn tel(head: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT COUNT(DISTINCT asset) FROM incidenten WHERE hoort_bij = $1 AND bron <> 'groep' AND status = 'samengevoegd'";
    let assets = cx.tx.one(sql, &[head.into()], |row| row.int(0))?.unwrap_or(0);
    let sql = "SELECT COUNT(DISTINCT m.uuid) FROM meldingen m JOIN incidenten i ON i.uuid = m.incident WHERE i.uuid = $1 OR i.hoort_bij = $1";
    let reports = cx.tx.one(sql, &[head.into()], |row| row.int(0))?.unwrap_or(0);
    rewrite(Incident::NAME, head, cx, |record| {
        record.insert("aantalAssets".to_owned(), assets.into());
        record.insert("aantalMeldingen".to_owned(), reports.into());
    })
}

/// How many assets of a group still fail.
fn over(head: Uuid, cx: &mut Cx<'_, '_>) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT asset) FROM incidenten WHERE hoort_bij = $1 AND bron <> 'groep' AND status = 'samengevoegd'";
    Ok(cx.tx.one(sql, &[head.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Whether nothing of a group fails any more.
pub(crate) fn leden_over(head: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    Ok(over(head, cx)? == 0)
}

/// A member of a group recovered. The group recovers when fewer fail than would make a group; what still fails then goes on alone, and waits
/// once more before it is sent on.
pub(crate) fn herstel(head: Uuid, op: Option<DateTime>, grens: Option<Grens>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(group) = cx.get::<Incident>(head)? else { return Ok(()) };
    let left = over(head, cx)?;
    let grens = grens.unwrap_or(Grens::DEFAULT);
    let node = group.asset_uuid().unwrap_or_default();
    let sql = "SELECT asset_soort FROM incidenten WHERE hoort_bij = $1 AND bron <> 'groep' ORDER BY id LIMIT 1";
    let soort = cx.tx.one(sql, &[head.into()], |row| row.opt_text(0))?.flatten().unwrap_or_default();
    let own = cx.tx.one("SELECT 1 FROM toestanden WHERE incident = $1", &[head.into()], |row| row.int(0))?.is_some();
    if !group.status.is_open() || own || grens.bereikt(left, totaal(node, &soort, cx)?) {
        return if group.status.is_open() { tel(head, cx) } else { Ok(()) };
    }
    change(head, cx, |incident| klaar(incident, op))?;
    if group.aanvaard.is_some() {
        return tel(head, cx);
    }
    let send = crate::termijn::moment(cx.call.now.at.as_millisecond() + grens.wacht);
    for member in members::of(head, cx)? {
        change(member, cx, |incident| {
            (incident.status, incident.hoort_bij, incident.verzenden_op) = (Status::Open, None, send);
        })?;
    }
    tel(head, cx)
}
