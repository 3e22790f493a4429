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
    lid: bundeling::Lid<Uuid>,
    begin: i64,
    /// What the rule that raised it says about groups.
    grens: Grens,
}

/// Makes groups of what was just raised with what began shortly before it.
pub(crate) fn vorm(
    rules: &[Bewaakt],
    assets: &BTreeSet<Uuid>,
    boven: &HashMap<Uuid, Vec<Uuid>>,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let ancestors: BTreeSet<Uuid> = assets.iter().filter_map(|asset| boven.get(asset)).flatten().copied().collect();
    if ancestors.is_empty() || rules.iter().all(|rule| rule.bundeling.is_none()) {
        return Ok(());
    }
    let kandidaten = kandidaten(rules, assets, &ancestors, cx)?;
    // Each rule has a threshold of its own; that of the rule of the newest failure decides.
    let Some((newest, grens)) =
        kandidaten.iter().max_by_key(|one| (one.begin, one.lid.wat)).map(|one| (one.begin, one.grens))
    else {
        return Ok(());
    };
    let near = kandidaten.into_iter().filter(|one| one.begin >= newest - grens.venster);
    let leden: Vec<bundeling::Lid<Uuid>> = near.map(|one| one.lid).collect();
    if leden.len() < 2 {
        return Ok(());
    }
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

/// Open incidents under these, also those that were sent on or are part of a group, with what they hang on, the nearest first; of rules that make
/// groups, since what such a rule did not raise has a cause of its own. Those of the last week: a window is never longer. One statement.
fn kandidaten(
    rules: &[Bewaakt],
    assets: &BTreeSet<Uuid>,
    ancestors: &BTreeSet<Uuid>,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<Kandidaat>> {
    let since = cx.call.now.at.as_millisecond() - 7 * crate::termijn::DAG;
    let sql = "WITH RECURSIVE boven (incident, asset, begin, regel, uuid, diepte) AS (
            SELECT i.uuid, i.asset, i.begin, i.regel, a.ouder, 1 FROM incidenten i JOIN assets a ON a.uuid = i.asset
            WHERE i.status IN ('open', 'opgedragen', 'samengevoegd') AND i.bron <> 'groep' AND i.begin >= $1
            AND i.regel IS NOT NULL AND a.ouder IS NOT NULL
            UNION ALL
            SELECT b.incident, b.asset, b.begin, b.regel, a.ouder, b.diepte + 1 FROM boven b JOIN assets a ON a.uuid = b.uuid
            WHERE a.ouder IS NOT NULL AND b.diepte < 16
        ) SELECT incident, asset, begin, regel, uuid FROM boven ORDER BY incident, diepte";
    let grenzen: HashMap<Uuid, Grens> = rules.iter().filter_map(|rule| Some((rule.uuid, rule.bundeling?))).collect();
    let mut found: BTreeMap<Uuid, Kandidaat> = BTreeMap::new();
    cx.tx.each(sql, &[sleutel(since).into()], |row| {
        let Some(grens) = grenzen.get(&row.uuid(3)?).copied() else { return Ok(()) };
        let (wat, asset, node) = (row.uuid(0)?, row.uuid(1)?, row.uuid(4)?);
        let begin = row.str_ref(2)?.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_millisecond).unwrap_or_default();
        let new = || Kandidaat { lid: bundeling::Lid { wat, asset, boven: Vec::new() }, begin, grens };
        found.entry(wat).or_insert_with(new).lid.boven.push(node);
        Ok(())
    })?;
    let near =
        |one: &Kandidaat| assets.contains(&one.lid.asset) || one.lid.boven.iter().any(|node| ancestors.contains(node));
    Ok(found.into_values().filter(near).collect())
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

/// Makes, or takes, the incident of what failures hang on, and makes them part of it. Lower groups become part of it too. What was sent on already
/// as well: whoever keeps the orders withdraws those that nobody accepted.
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
        if matches!(incident.status, Status::Open | Status::Opgedragen) {
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
    let assets = over(head, cx)?;
    let sql = "SELECT COUNT(DISTINCT m.uuid) FROM meldingen m JOIN incidenten i ON i.uuid = m.incident WHERE i.uuid = $1 OR i.hoort_bij = $1";
    let reports = cx.tx.one(sql, &[head.into()], |row| row.int(0))?.unwrap_or(0);
    rewrite(Incident::NAME, head, cx, |record| {
        record.insert("aantalAssets".to_owned(), assets.into());
        record.insert("aantalMeldingen".to_owned(), reports.into());
    })
}

/// How many assets of a group still fail: not those of which the sensor says that they are fine while a contractor is at work on them.
fn over(head: Uuid, cx: &mut Cx<'_, '_>) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT asset) FROM incidenten WHERE hoort_bij = $1 AND bron <> 'groep' AND status = 'samengevoegd'
        AND sensor_hersteld IS NULL";
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
            // One with an order of its own goes on with that.
            incident.status = if incident.werkopdracht.is_some() { Status::Opgedragen } else { Status::Open };
            (incident.hoort_bij, incident.verzenden_op) = (None, send);
        })?;
    }
    tel(head, cx)
}
