// SPDX-License-Identifier: EUPL-1.2
//! What the municipality decides: to whom an order of the own list goes, and that an order is no longer needed. And what Waarmaker decides when a sensor
//! says that it is fine again, or when what failed proves part of something larger.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_contracten::{Aannemer, Contract};
use waarmaker_core::{Problem, Problems};
use waarmaker_resource::Uri;
use waarmaker_signalen::{Incident, Status as Incidentstatus};
use waarmaker_zaken::Zaak;

use crate::{
    Opdrachtstatus, Stapsoort, Weigering, Werkopdracht,
    change::{MANAGE, held, note, tell_reporters, write},
    channels::{self, Gebeurtenis},
    closing, dispatch,
    klok::uuid_of,
    mail::Stand,
    step::{close_incident, push},
    zaak::{self, Einde},
};

/// Gives an order of the own list to a contractor, with the clock of a contract when one is named. Its clock begins now.
pub fn assign(uuid: Uuid, contract: Option<Uuid>, aannemer: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<Werkopdracht> {
    let mut order = held(uuid, MANAGE, cx)?;
    let (contract, aannemer) = chosen(contract, aannemer, cx)?;
    if order.status == Opdrachtstatus::Aangeboden
        && uuid_of(order.aannemer.as_ref()) == Some(aannemer)
        && uuid_of(order.contract.as_ref()) == contract
    {
        return Ok(order);
    }
    if !matches!(order.status, Opdrachtstatus::EigenLijst | Opdrachtstatus::Geweigerd) {
        return Err(Weigering::NietOpEigenLijst.into());
    }
    let party = dispatch::of(contract, aannemer, cx)?;
    dispatch::offer(&mut order, &party, Stapsoort::Toegewezen, cx)?;
    if let Some(zaak) = uuid_of(order.zaak.as_ref()) {
        let left = zaak::hand_over(zaak, &party.behandelaar(), cx)?;
        note(&mut order, left, cx);
    }
    let order = write(uuid, order, MANAGE, cx)?;
    dispatch::offered(uuid, &order, cx)?;
    Ok(order)
}

/// The contract and the contractor that a body names; they belong together.
fn chosen(contract: Option<Uuid>, aannemer: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<(Option<Uuid>, Uuid)> {
    let mut problems = Problems::new();
    let mut of_contract = None;
    if let Some(uuid) = contract {
        of_contract = cx.get::<Contract>(uuid)?.map(|found| found.aannemer.uuid);
        if of_contract.is_none() {
            problems.add("contract", "does_not_exist", "Dit contract bestaat niet.");
        }
    }
    if let Some(uuid) = aannemer
        && cx.get::<Aannemer>(uuid)?.is_none()
    {
        problems.add("aannemer", "does_not_exist", "Deze aannemer bestaat niet.");
    }
    if let (Some(named), Some(of_contract)) = (aannemer, of_contract)
        && named != of_contract
    {
        problems.add("aannemer", "mismatch", "De aannemer is niet die van het contract.");
    }
    if contract.is_none() && aannemer.is_none() {
        problems.add(Problems::WHOLE, "required", "Geef een contract of een aannemer.");
    }
    problems.into_result()?;
    let missing = || Problem::invalid_one("aannemer", "required", "Geef een aannemer.");
    Ok((contract, aannemer.or(of_contract).ok_or_else(missing)?))
}

/// Withdraws an order, on the word of the municipality.
pub fn withdraw(uuid: Uuid, reden: &str, cx: &mut Cx<'_, '_>) -> Result<Werkopdracht> {
    let order = held(uuid, MANAGE, cx)?;
    if order.status == Opdrachtstatus::Ingetrokken && order.reden == reden {
        return Ok(order);
    }
    if order.status.is_finished() {
        return Err(Weigering::NietsInTeTrekken.into());
    }
    if reden.trim().is_empty() {
        return Err(Problem::invalid_one("reden", "required", "Geef een reden. De aannemer leest die."));
    }
    end(uuid, order, reden, Einde::Ingetrokken, cx)
}

/// Ends an order that nobody has to carry out any more, with its incident.
fn end(uuid: Uuid, order: Werkopdracht, reden: &str, einde: Einde, cx: &mut Cx<'_, '_>) -> Result<Werkopdracht> {
    let door = if einde == Einde::Vanzelf { "Waarmaker" } else { "Gemeente" };
    let order = take_back(uuid, order, reden, (einde, door), cx)?;
    if let Some(incident) = uuid_of(order.incident.as_ref()) {
        close_incident(incident, cx)?;
    }
    let stand = if einde == Einde::Vanzelf { Stand::Hersteld } else { Stand::Gesloten };
    tell_reporters(&order, stand, cx)?;
    Ok(order)
}

/// Takes an order back: its zaak is closed, whoever had it is told.
fn take_back(
    uuid: Uuid,
    mut order: Werkopdracht,
    reden: &str,
    (einde, door): (Einde, &str),
    cx: &mut Cx<'_, '_>,
) -> Result<Werkopdracht> {
    let now = cx.call.now;
    let told = order.aannemer.is_some() && order.status != Opdrachtstatus::Geweigerd;
    if let Some(pauze) = order.pauzes.last_mut().filter(|pauze| pauze.einde.is_none()) {
        pauze.einde = Some(now);
    }
    order.status = Opdrachtstatus::Ingetrokken;
    reden.clone_into(&mut order.reden);
    push(&mut order, Stapsoort::Ingetrokken, now, door, reden, "");
    closing::close(uuid, &mut order, einde, now, reden, cx)?;
    let order = write(uuid, order, MANAGE, cx)?;
    if told {
        channels::tell(uuid, Gebeurtenis::Ingetrokken, cx)?;
    }
    Ok(order)
}

/// The incident of an order became part of that of a cabinet or a group. An order that nobody accepted is taken back: there is one order for one cause.
/// One that was accepted stays, and its contractor is told. Answers whether anything changed.
pub(crate) fn joined(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let mut order = held(uuid, MANAGE, cx)?;
    let Some(incident) = uuid_of(order.incident.as_ref()) else { return Ok(false) };
    let Some(part) = cx.get::<Incident>(incident)? else { return Ok(false) };
    let Some(head) = part.hoort_bij.filter(|_| part.status == Incidentstatus::Samengevoegd) else { return Ok(false) };
    let Some(whole) = cx.get::<Incident>(head.uuid)? else { return Ok(false) };
    if order.status.is_finished() || uuid_of(order.onderdeel_van.as_ref()) == Some(head.uuid) {
        return Ok(false);
    }
    order.onderdeel_van = Some(Uri(head.url()));
    let zaak = match uuid_of(whole.zaak.as_ref()) {
        Some(zaak) => cx.get::<Zaak>(zaak)?.map(|zaak| format!(" Zie zaak {}.", zaak.identificatie)),
        None => None,
    };
    let zaak = zaak.unwrap_or_default();
    let what = format!("hoort nu bij incident {} ({}).{zaak}", whole.nummer, whole.omschrijving);
    if matches!(order.status, Opdrachtstatus::Aangenomen | Opdrachtstatus::TerPlaatse) {
        let tekst = format!(
            "Deze storing {what} Uw opdracht blijft staan: overleg met de gemeente of meld gereed of geen defect."
        );
        note(&mut order, Some(tekst), cx);
        write(uuid, order, MANAGE, cx)?;
        channels::tell(uuid, Gebeurtenis::Gewijzigd, cx)?;
        return Ok(true);
    }
    let reden = zaak::first(&format!("Deze storing {what}"), 1000);
    take_back(uuid, order, &reden, (Einde::Ingetrokken, "Waarmaker"), cx)?;
    waarmaker_signalen::change(incident, cx, |part| part.werkopdracht = None)?;
    Ok(true)
}

/// What became of the incident of an order: over before anybody accepted it, the order is withdrawn; after that it is told to the contractor, who
/// decides. Answers whether anything changed.
pub(crate) fn recovered(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let mut order = held(uuid, MANAGE, cx)?;
    let Some(incident) = uuid_of(order.incident.as_ref()) else { return Ok(false) };
    let Some(incident) = cx.get::<Incident>(incident)? else { return Ok(false) };
    if order.status.is_finished() {
        return Ok(false);
    }
    let accepted = matches!(order.status, Opdrachtstatus::Aangenomen | Opdrachtstatus::TerPlaatse);
    if accepted {
        let Some(since) = incident.sensor_hersteld.or(incident.einde) else { return Ok(false) };
        let when = waarmaker_contracten::klok::moment(since.at);
        let tekst = format!(
            "De sensor meldt sinds {when} dat het weer goed is. U beslist: meld gereed of geen defect, of kijk ter plaatse."
        );
        if order.sensor_hersteld.is_some_and(|known| known.at == since.at) {
            return Ok(false);
        }
        order.sensor_hersteld = Some(since);
        note(&mut order, Some(tekst), cx);
        write(uuid, order, MANAGE, cx)?;
        channels::tell(uuid, Gebeurtenis::Gewijzigd, cx)?;
        return Ok(true);
    }
    if incident.status.is_open() {
        return Ok(false);
    }
    let (reden, einde) = if incident.status == Incidentstatus::Hersteld {
        ("Vanzelf hersteld: de sensor meldt dat het weer goed is.", Einde::Vanzelf)
    } else {
        ("Het incident is gesloten.", Einde::Ingetrokken)
    };
    end(uuid, order, reden, einde, cx).map(|_| true)
}
