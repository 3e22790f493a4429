// SPDX-License-Identifier: EUPL-1.2
//! From incident to order: the zaak, the party of the contract, the first deadlines, the message. One transaction.

use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, create_as};
use waarmaker_assets::Asset;
use waarmaker_contracten::{Aannemer, Contract, Verantwoordelijk, verantwoordelijk};
use waarmaker_core::{DateTime, Problem};
use waarmaker_resource::{Link, Linked as _, Uri};
use waarmaker_signalen::{Incident, Melding, Status as Incidentstatus};

use crate::{
    Bewaking, Opdrachtstatus, Stapsoort, Werkopdracht, assign,
    change::{MANAGE, held, note, tell_reporters, write},
    channels::{self, Gebeurtenis},
    klok::{self, uuid_of},
    mail::Stand,
    step::push,
    zaak::{self, Behandelaar, LABEL, Opening, Zaaktype},
};

/// How an attempt to send an incident on ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// With an order.
    Order(Uuid),
    /// Somebody else did it, or it is no longer wanted.
    NotWanted,
    /// It cannot be sent now; why, in words.
    Obstacle(String),
}

/// Whom an order goes to.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    /// The contract.
    pub contract: Option<Uuid>,
    /// The contractor with its name and number; `None` for the own list.
    pub aannemer: Option<(Uuid, Aannemer)>,
    /// Why it is on the own list.
    pub reden: String,
}

impl Party {
    /// The municipality itself.
    const fn own(reden: String) -> Self {
        Self { contract: None, aannemer: None, reden }
    }

    /// As the zaak names it.
    pub(crate) fn behandelaar(&self) -> Behandelaar {
        self.aannemer.as_ref().map_or(Behandelaar::Gemeente, |(_, aannemer)| Behandelaar::Aannemer {
            naam: aannemer.naam.clone(),
            kvk: aannemer.kvk_nummer.clone(),
        })
    }

    /// As an order refers to it.
    pub(crate) fn urls(&self) -> (Option<Uri>, Option<Uri>) {
        let contract = self.contract.map(|uuid| Uri(Link::<Contract>::to(uuid).url()));
        (contract, self.aannemer.as_ref().map(|(uuid, _)| Uri(Link::<Aannemer>::to(*uuid).url())))
    }
}

/// Sends an incident on, as Waarmaker.
pub(crate) fn dispatch(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<Sent> {
    let Some((found, earlier)) = wanted(incident, cx)? else { return Ok(Sent::NotWanted) };
    let identificatie =
        if found.zaaktype.is_empty() { cx.house.choices.incident_zaaktype.clone() } else { found.zaaktype.clone() };
    let zaaktype = match Zaaktype::find(&identificatie, cx)? {
        Ok(zaaktype) => zaaktype,
        Err(why) => return Ok(Sent::Obstacle(why)),
    };
    let asset = match found.asset_uuid() {
        Some(uuid) => waarmaker_assets::get(cx.tx, uuid)?,
        None => None,
    };
    let party = party(asset.as_ref(), &found, cx)?;
    let toelichting = format!("{}{}", found.omschrijving, earlier_zaken(incident, cx)?);
    let zaak = zaak::open(&zaaktype, &opening(&found, &toelichting, asset.as_ref(), &party), cx)?;
    let order = match earlier {
        Some(order) => anew(order, zaak, &party, cx)?,
        None => make(incident, &found, asset.as_ref(), zaak, &party, cx)?,
    };
    waarmaker_signalen::change(incident, cx, |record| {
        record.status = Incidentstatus::Opgedragen;
        record.zaak = Some(Uri(Link::<waarmaker_zaken::Zaak>::to(zaak).url()));
        record.werkopdracht = Some(Uri(Link::<Werkopdracht>::to(order).url()));
        record.belemmering.clear();
    })?;
    cx.tx.run("DELETE FROM werkopdracht_belemmeringen WHERE incident = $1", &[incident.into()])?;
    for part in of_parts(incident, cx)? {
        assign::joined(part, cx)?;
    }
    Ok(Sent::Order(order))
}

/// Orders of what is part of an incident that stand open.
fn of_parts(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<Uuid>> {
    let sql = "SELECT o.uuid FROM incidenten i JOIN werkopdrachten o ON o.incident = i.uuid WHERE i.hoort_bij = $1 AND i.status = 'samengevoegd' \
               AND o.status IN ('aangeboden', 'eigen_lijst', 'geweigerd', 'aangenomen', 'ter_plaatse') ORDER BY o.id";
    Ok(cx.tx.query(sql, &[incident.into()], |row| row.uuid(0))?)
}

/// Names the zaken that there were of what is part of an incident.
fn earlier_zaken(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<String> {
    let sql = "SELECT z.identificatie FROM incidenten i JOIN zaken z ON z.uuid = i.zaak WHERE i.hoort_bij = $1 ORDER BY i.id LIMIT 20";
    let zaken = cx.tx.query(sql, &[incident.into()], |row| row.text(0))?;
    Ok(if zaken.is_empty() { String::new() } else { format!(". Hierin gaan op: {}", zaken.join(", ")) })
}

/// Offers an order anew that was withdrawn because its incident was part of a group, and is so no longer.
fn anew(uuid: Uuid, zaak: Uuid, party: &Party, cx: &mut Cx<'_, '_>) -> Result<Uuid> {
    let mut order = held(uuid, MANAGE, cx)?;
    if let Some(incident) = uuid_of(order.incident.as_ref()) {
        order.plek = Melding::plek_van(incident, cx)?;
    }
    order.zaak = Some(Uri(Link::<waarmaker_zaken::Zaak>::to(zaak).url()));
    (order.onderdeel_van, order.sensor_hersteld) = (None, None);
    offer(&mut order, party, Stapsoort::Aangeboden, cx)?;
    let order = write(uuid, order, MANAGE, cx)?;
    if party.aannemer.is_some() {
        offered(uuid, &order, cx)?;
    }
    Ok(uuid)
}

/// Tells the party of an order that it has it, and whoever reported it that somebody has.
pub(crate) fn offered(uuid: Uuid, order: &Werkopdracht, cx: &mut Cx<'_, '_>) -> Result<()> {
    channels::tell(uuid, Gebeurtenis::Aangeboden, cx)?;
    tell_reporters(order, Stand::Gepland, cx)
}

/// The incident, when it is still to be sent, with the order that it had before it was part of a group; its row is held, so that of two nodes one
/// sends it.
fn wanted(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<(Incident, Option<Uuid>)>> {
    let lock = cx.tx.dialect().for_update();
    cx.tx.one(&format!("SELECT 1 FROM incidenten WHERE uuid = $1{lock}"), &[incident.into()], |_| Ok(()))?;
    let Some(found) = cx.get::<Incident>(incident)? else { return Ok(None) };
    let sql = "SELECT uuid, status FROM werkopdrachten WHERE incident = $1";
    let order = cx.tx.one(sql, &[incident.into()], |row| Ok((row.uuid(0)?, row.text(1)?)))?;
    let stands = order.as_ref().is_some_and(|(_, status)| status != Opdrachtstatus::Ingetrokken.as_str());
    let due = found.verzenden_op.is_some_and(|due| due.at <= cx.call.now.at);
    Ok((found.status == Incidentstatus::Open && due && !stands).then_some((found, order.map(|(uuid, _)| uuid))))
}

/// Whom the contracts name.
fn party(asset: Option<&Asset>, incident: &Incident, cx: &mut Cx<'_, '_>) -> Result<Party> {
    let Some(asset) = asset else {
        return Ok(Party::own(
            "De asset staat niet (meer) in de registratie, zodat niet te zeggen is welk contract geldt.".to_owned(),
        ));
    };
    match verantwoordelijk(asset, incident.prioriteit, cx.call.today, cx)? {
        Verantwoordelijk::Niemand(reden) => Ok(Party::own(reden)),
        Verantwoordelijk::Contract { contract, aannemer } => of(Some(contract), aannemer, cx),
    }
}

/// A contractor, with the contract that it works under.
pub(crate) fn of(contract: Option<Uuid>, aannemer: Uuid, cx: &mut Cx<'_, '_>) -> Result<Party> {
    let found = cx.get::<Aannemer>(aannemer)?;
    Ok(match found {
        Some(found) => Party { contract, aannemer: Some((aannemer, found)), reden: String::new() },
        None => Party::own("De aannemer van het contract bestaat niet meer.".to_owned()),
    })
}

fn opening<'a>(incident: &'a Incident, toelichting: &'a str, asset: Option<&'a Asset>, party: &Party) -> Opening<'a> {
    Opening {
        omschrijving: &incident.omschrijving,
        toelichting,
        gemeld: incident.vastgesteld,
        plaats: incident.plaats.as_ref(),
        asset,
        behandelaar: party.behandelaar(),
        kenmerk: &incident.nummer,
    }
}

/// Makes the order, and tells who has to hear of it.
fn make(
    incident: Uuid,
    found: &Incident,
    asset: Option<&Asset>,
    zaak: Uuid,
    party: &Party,
    cx: &mut Cx<'_, '_>,
) -> Result<Uuid> {
    let mut order = blank(incident, found, asset, zaak, cx)?;
    offer(&mut order, party, Stapsoort::Aangeboden, cx)?;
    let uuid = cx.house.ids.uuid();
    let body = json!(order);
    cx.as_waarmaker(LABEL, |cx| {
        let room = cx.room(Werkopdracht::NAME)?;
        create_as(room, cx, &body, None, Some(uuid))
    })?;
    let next = klok::refresh(&mut order, cx)?;
    klok::wake(uuid, next, cx)?;
    if party.aannemer.is_some() {
        offered(uuid, &order, cx)?;
    }
    Ok(uuid)
}

/// An order as it begins, without a party.
fn blank(
    incident: Uuid,
    found: &Incident,
    asset: Option<&Asset>,
    zaak: Uuid,
    cx: &mut Cx<'_, '_>,
) -> Result<Werkopdracht> {
    let number = cx.tx.numbers("werkopdrachtnummers", 1)?.first().copied().unwrap_or_default();
    Ok(Werkopdracht {
        nummer: format!("WO-{}-{number:07}", cx.call.today.year()),
        incident: Some(Uri(Link::<Incident>::to(incident).url())),
        zaak: Some(Uri(Link::<waarmaker_zaken::Zaak>::to(zaak).url())),
        asset: Some(found.asset.clone()),
        asset_omschrijving: described(found, asset),
        plaats: found.plaats.clone().or_else(|| asset.map(point)),
        plek: Melding::plek_van(incident, cx)?,
        omschrijving: found.omschrijving.clone(),
        prioriteit: found.prioriteit,
        contract: None,
        aannemer: None,
        status: Opdrachtstatus::EigenLijst,
        reden: String::new(),
        aangeboden: cx.call.now,
        uiterlijk: None,
        termijnen: Vec::new(),
        bewaking: Bewaking::Geen,
        pauzes: Vec::new(),
        stappen: Vec::new(),
        materiaal: Vec::new(),
        fotos: Vec::new(),
        mededelingen: Vec::new(),
        sensor_hersteld: None,
        onderdeel_van: None,
        verzonden: None,
        extern_nummer: String::new(),
    })
}

/// Offers an order to a party, or puts it on the own list: party, status, clock, zaak.
pub(crate) fn offer(order: &mut Werkopdracht, party: &Party, stap: Stapsoort, cx: &mut Cx<'_, '_>) -> Result<()> {
    let offered = party.aannemer.is_some();
    (order.contract, order.aannemer) = party.urls();
    order.status = if offered { Opdrachtstatus::Aangeboden } else { Opdrachtstatus::EigenLijst };
    order.reden.clone_from(&party.reden);
    order.aangeboden = cx.call.now;
    order.termijnen.clear();
    order.pauzes.clear();
    order.extern_nummer.clear();
    order.verzonden = if offered { Some(channels::begin(order, cx)?) } else { None };
    push(order, stap, cx.call.now, "Gemeente", &party.reden, "");
    let at: DateTime = cx.call.now;
    if let (true, Some(zaak), Some((_, aannemer))) = (offered, uuid_of(order.zaak.as_ref()), &party.aannemer) {
        let why = format!("De opdracht is gegeven aan {}.", aannemer.naam);
        let left = zaak::advance(zaak, "Opdracht gegeven", at, &why, cx)?;
        note(order, left, cx);
    }
    klok::refresh(order, cx).map(|_| ())
}

/// Kind, number and street of what is broken.
fn described(incident: &Incident, asset: Option<&Asset>) -> String {
    let (soort, number) = (incident.asset_soort.as_str(), incident.asset_identificatie.as_str());
    let words = match asset {
        Some(asset) => [asset.soort.as_str(), asset.identificatie.as_str(), asset.omschrijving.as_str()],
        None => [soort, number, ""],
    };
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn point(asset: &Asset) -> Json {
    json!({ "type": "Point", "coordinates": [asset.punt.lon, asset.punt.lat] })
}

/// Writes that an incident cannot be sent on, and when it is tried again: after a minute, then less often, at least every ten minutes.
pub(crate) fn obstacle(incident: Uuid, why: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT pogingen FROM werkopdracht_belemmeringen WHERE incident = $1";
    let attempts = cx.tx.one(sql, &[incident.into()], |row| row.int(0))?.unwrap_or(0) + 1;
    let again = cx.call.now.at.as_millisecond() + attempts.min(10) * 60_000;
    let sql = "INSERT INTO werkopdracht_belemmeringen (incident, pogingen, wanneer, reden) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (incident) DO UPDATE SET pogingen = excluded.pogingen, wanneer = excluded.wanneer, reden = excluded.reden";
    cx.tx.run(sql, &[incident.into(), attempts.into(), again.into(), why.into()])?;
    let why = zaak::first(why, 1000);
    if cx.get::<Incident>(incident)?.is_some() {
        waarmaker_signalen::change(incident, cx, |incident| incident.belemmering = why)?;
    }
    Ok(())
}

/// What a failure says in an incident.
pub(crate) fn words(problem: &Problem) -> String {
    if problem.status < 500 {
        format!("De zaak of de opdracht kan niet worden gemaakt: {}", zaak::reason(problem))
    } else {
        "De zaak of de opdracht kan nu niet worden gemaakt door een fout in het systeem. Het wordt opnieuw geprobeerd."
            .to_owned()
    }
}
