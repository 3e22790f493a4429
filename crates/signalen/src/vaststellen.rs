// SPDX-License-Identifier: EUPL-1.2
//! Raising and ending incidents: what a rule decided becomes a document, once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, create};
use waarmaker_contracten::Prioriteit;
use waarmaker_core::{DateTime, Problem};
use waarmaker_resource::{Link, Linked as _};

use crate::{
    Bewijs, Bron, Incident, Status, change,
    geheugen::{self, Object, Sleutel},
    groep,
    regel::Bewaakt,
    termijn::{DAG, moment},
    toestand::{Fase, Grond, Stap, Toestand},
};

/// Most evidence that is kept of one incident.
const MOST_BEWIJS: usize = 50;

/// What follows for a rule and an asset.
#[derive(Clone, Debug)]
pub(crate) struct Gevolg {
    pub(crate) sleutel: Sleutel,
    pub(crate) stap: Stap,
}

/// Carries out what follows, groups what was raised, and writes what is remembered.
pub(crate) fn doe(
    rules: &[Bewaakt],
    objecten: &HashMap<Uuid, Object>,
    mut states: BTreeMap<Sleutel, Option<Toestand>>,
    gevolgen: Vec<Gevolg>,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let raised: BTreeSet<Uuid> = gevolgen.iter().map(|gevolg| gevolg.sleutel.1).collect();
    let boven = groep::lock(&raised, cx)?;
    let mut made: HashMap<Sleutel, Uuid> = HashMap::new();
    for Gevolg { sleutel, stap } in gevolgen {
        let (Some(rule), Some(object)) = (rules.iter().find(|rule| rule.uuid == sleutel.0), objecten.get(&sleutel.1))
        else {
            continue;
        };
        match stap {
            Stap::Vaststellen { begin, op, bewijs, vorig } => {
                let feit = Feit { begin, op, bewijs, vorig };
                match vaststellen(rule, object, feit, boven.get(&object.uuid).map_or(&[], Vec::as_slice), cx)? {
                    Besluit::Incident(incident) => {
                        made.insert(sleutel, incident);
                    }
                    Besluit::Later(state) => {
                        states.insert(sleutel, Some(state));
                    }
                }
            }
            Stap::Herstellen { op, incident } => {
                if let Some(incident) = made.remove(&sleutel).or(incident) {
                    herstellen(incident, op, Some(rule), cx)?;
                }
            }
        }
    }
    for (sleutel, state) in &mut states {
        if let (Some(state), Some(incident)) = (state.as_mut(), made.get(sleutel)) {
            state.incident = Some(*incident);
        }
        geheugen::put(*sleutel, state.as_ref(), cx)?;
    }
    let fresh: BTreeSet<Uuid> = made.keys().map(|(_, asset)| *asset).collect();
    groep::vorm(rules, &fresh, &boven, cx)
}

/// What was found.
struct Feit {
    begin: i64,
    op: i64,
    bewijs: Vec<Grond>,
    vorig: Option<Uuid>,
}

/// What came of it.
enum Besluit {
    Incident(Uuid),
    /// There were enough today.
    Later(Toestand),
}

/// Raises an incident, or adds the evidence to the one that there is.
fn vaststellen(rule: &Bewaakt, object: &Object, feit: Feit, boven: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<Besluit> {
    if let Some(known) = eerder(rule, object.uuid, feit.begin, cx)? {
        return Ok(Besluit::Incident(known));
    }
    let bewijs = bewijs(&feit.bewijs);
    if let Some(known) = lopend(rule, object.uuid, cx)? {
        change(known, cx, |incident| {
            incident.regel = incident.regel.or_else(|| Some(Link::to(rule.uuid)));
            incident.prioriteit = dringendst(incident.prioriteit, rule.prioriteit);
            incident.bewijs.extend(bewijs);
            incident.bewijs.truncate(MOST_BEWIJS);
            incident.sensor_hersteld = None;
        })?;
        return Ok(Besluit::Incident(known));
    }
    if let Some(tomorrow) = vol(rule, cx)? {
        let wacht = Toestand {
            fase: Fase::Wacht,
            termijn: Some(tomorrow),
            vorig: feit.vorig,
            ..crate::toestand::begin(feit.begin, feit.bewijs)
        };
        return Ok(Besluit::Later(wacht));
    }
    let groep = groep::boven(boven, cx)?;
    let omschrijving = format!("{}: {}", object.naam(), rule.naam);
    let nieuw = Nieuw {
        object,
        omschrijving,
        bron: Bron::Sensor,
        regel: Some(rule.uuid),
        prioriteit: rule.prioriteit,
        begin: feit.begin,
        op: feit.op,
        wacht: rule.bundeling.filter(|_| object.ouder.is_some()).map_or(0, |grens| grens.wacht),
        hoort_bij: groep,
        bewijs,
        zaaktype: &rule.zaaktype,
        vorig: feit.vorig,
        meldingen: 0,
    };
    let uuid = maak(&nieuw, cx)?;
    if let Some(groep) = groep {
        groep::tel(groep, cx)?;
    }
    Ok(Besluit::Incident(uuid))
}

/// The incident that this rule raised about this or something later: a stream that is replayed raises nothing twice.
fn eerder(rule: &Bewaakt, asset: Uuid, begin: i64, cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let sql = "SELECT uuid FROM incidenten WHERE asset = $1 AND regel = $2 AND begin >= $3 ORDER BY id DESC LIMIT 1";
    let key = [asset.into(), rule.uuid.into(), sleutel(begin).into()];
    Ok(cx.tx.one(sql, &key, |row| row.uuid(0))?)
}

/// The open incident of an asset that this rule raised, or that a resident reported, or that is about all that hangs on it.
fn lopend(rule: &Bewaakt, asset: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let sql = "SELECT uuid FROM incidenten WHERE asset = $1 AND status IN ('open', 'opgedragen', 'samengevoegd')
        AND (regel = $2 OR regel IS NULL) ORDER BY CASE WHEN regel IS NULL THEN 1 ELSE 0 END, id LIMIT 1";
    Ok(cx.tx.one(sql, &[asset.into(), rule.uuid.into()], |row| row.uuid(0))?)
}

/// When the next day begins, when the rule has raised as many incidents today as it may.
fn vol(rule: &Bewaakt, cx: &mut Cx<'_, '_>) -> Result<Option<i64>> {
    let Some(maximum) = rule.maximum else { return Ok(None) };
    let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").map_err(Problem::internal)?;
    let today = cx.call.today.civil().to_zoned(zone).map_err(Problem::internal)?.timestamp().as_millisecond();
    let sql = "SELECT COUNT(*) FROM incidenten WHERE regel = $1 AND vastgesteld >= $2";
    let count = cx.tx.one(sql, &[rule.uuid.into(), sleutel(today).into()], |row| row.int(0))?.unwrap_or(0);
    Ok((count >= maximum).then_some(today + DAG))
}

/// A new incident.
pub(crate) struct Nieuw<'a> {
    pub(crate) object: &'a Object,
    pub(crate) omschrijving: String,
    pub(crate) bron: Bron,
    pub(crate) regel: Option<Uuid>,
    pub(crate) prioriteit: Prioriteit,
    pub(crate) begin: i64,
    pub(crate) op: i64,
    /// How long it waits for others.
    pub(crate) wacht: i64,
    pub(crate) hoort_bij: Option<Uuid>,
    pub(crate) bewijs: Vec<Bewijs>,
    pub(crate) zaaktype: &'a str,
    pub(crate) vorig: Option<Uuid>,
    pub(crate) meldingen: i64,
}

/// Makes an incident through the pipeline.
pub(crate) fn maak(nieuw: &Nieuw<'_>, cx: &mut Cx<'_, '_>) -> Result<Uuid> {
    let now = cx.call.now.at.as_millisecond();
    let object = nieuw.object;
    let link = |uuid: Option<Uuid>, path: &str, cx: &Cx<'_, '_>| {
        uuid.map(|uuid| cx.house.outward(&format!("{}{path}/{uuid}", waarmaker_core::ORIGIN)))
    };
    let status = if nieuw.hoort_bij.is_some() { Status::Samengevoegd } else { Status::Open };
    let body = json!({
        "omschrijving": nieuw.omschrijving.chars().take(1000).collect::<String>(),
        "asset": cx.house.outward(&waarmaker_assets::url_of(&object.soort, object.uuid)),
        "assetSoort": object.soort,
        "assetIdentificatie": object.identificatie,
        "plaats": {"type": "Point", "coordinates": [object.lon, object.lat]},
        "bron": nieuw.bron,
        "regel": link(nieuw.regel, crate::Regel::PATH, cx),
        "prioriteit": nieuw.prioriteit,
        "status": status,
        "hoortBij": link(nieuw.hoort_bij, Incident::PATH, cx),
        "begin": moment(nieuw.begin),
        "vastgesteld": moment(nieuw.op),
        "verzendenOp": moment(now + nieuw.wacht),
        "bewijs": nieuw.bewijs,
        "aantalAssets": 1,
        "aantalMeldingen": nieuw.meldingen,
        "zaaktype": nieuw.zaaktype,
        "vorigIncident": link(nieuw.vorig, Incident::PATH, cx),
    });
    cx.as_waarmaker("Signalen", |cx| Ok(create(cx.room(Incident::NAME)?, cx, &body, None)?.stored.uuid))
}

/// The sensor says that it is fine again. Before a contractor accepted the order the incident is over; after that it is noted, and the
/// contractor decides.
pub(crate) fn herstellen(uuid: Uuid, op: i64, rule: Option<&Bewaakt>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(incident) = cx.get::<Incident>(uuid)? else { return Ok(()) };
    if !incident.status.is_open() || (incident.bron == Bron::Groep && !groep::leden_over(uuid, cx)?) {
        return Ok(());
    }
    let op = moment(op);
    change(uuid, cx, |incident| klaar(incident, op))?;
    match incident.hoort_bij.filter(|_| incident.status == Status::Samengevoegd) {
        Some(head) => groep::herstel(head.uuid, op, rule.and_then(|rule| rule.bundeling), cx),
        None => Ok(()),
    }
}

/// Ends an incident, or notes that it is fine when a contractor is at work.
pub(crate) fn klaar(incident: &mut Incident, op: Option<DateTime>) {
    if incident.aanvaard.is_some() {
        incident.sensor_hersteld = op;
    } else {
        incident.status = Status::Hersteld;
        incident.einde = op;
    }
}

/// Evidence as documents have it.
pub(crate) fn bewijs(gronden: &[Grond]) -> Vec<Bewijs> {
    let cut = |text: &str, most: usize| text.chars().take(most).collect();
    gronden
        .iter()
        .filter_map(|grond| {
            Some(Bewijs {
                datastream: cut(&grond.datastream, 200),
                tijd: moment(grond.tijd)?,
                resultaat: cut(&grond.resultaat, 200),
                uitleg: cut(&grond.uitleg, 1000),
            })
        })
        .collect()
}

/// The more urgent of two.
pub(crate) fn dringendst(a: Prioriteit, b: Prioriteit) -> Prioriteit {
    let rank = |prioriteit: Prioriteit| Prioriteit::NAMES.iter().position(|name| *name == prioriteit.as_str());
    if rank(b) < rank(a) { b } else { a }
}

/// A moment as columns have it.
pub(crate) fn sleutel(millis: i64) -> String {
    moment(millis).map(|at| at.sort_key()).unwrap_or_default()
}

/// With a capital.
pub(crate) fn hoofdletter(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
