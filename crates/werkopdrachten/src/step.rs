// SPDX-License-Identifier: EUPL-1.2
//! One step of an order: what every door (API, link page, Open311) calls.
//!
//! ```text
//! aangeboden ──accepteren──► aangenomen ──ter plaatse──► ter_plaatse
//!     │                        │  ▲ pauze/hervatten         │  ▲ pauze/hervatten
//!     │ weigeren               └──────────── gereed / geen defect ────► gereed, geen_defect
//!     ▼
//! geweigerd, eigen_lijst ── the municipality: toewijzen ► aangeboden; ter plaatse, gereed, geen defect
//! any that is not finished ── intrekken ► ingetrokken
//! ```
//!
//! The same answer again is harmless. Another one, or one out of order, is refused with what to do instead.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::{DateTime, Problem, Problems};
use waarmaker_signalen::Status as Incidentstatus;

use crate::{
    Materiaal, Norm, Opdrachtstatus, Pauze, Stap, Stapsoort, Weigering, Werkopdracht,
    change::{ANSWER, aannemer, held, note, tell_reporters, write},
    closing, key,
    klok::{achieve, uuid_of},
    mail::Stand,
    photo::Foto,
    zaak::{self, Behandelaar, Einde},
};

/// Who takes a step. Never a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namens {
    /// The contractor of the order.
    Aannemer,
    /// The municipality.
    Gemeente,
}

/// An answer to an order.
#[derive(Clone, Debug)]
pub struct Step {
    /// What.
    pub stap: Stapsoort,
    /// For whom.
    pub namens: Namens,
    /// When it was; now when absent.
    pub moment: Option<DateTime>,
    /// Why.
    pub reden: String,
    /// What there is to say.
    pub toelichting: String,
    /// What was used.
    pub materiaal: Vec<Materiaal>,
    /// Photos that were received.
    pub fotos: Vec<Foto>,
    /// `Idempotency-Key`; empty for none.
    pub sleutel: String,
}

impl Step {
    /// A step of this moment without anything special.
    pub const fn new(stap: Stapsoort, namens: Namens) -> Self {
        Self {
            stap,
            namens,
            moment: None,
            reden: String::new(),
            toelichting: String::new(),
            materiaal: Vec::new(),
            fotos: Vec::new(),
            sleutel: String::new(),
        }
    }
}

/// Takes a step: order, zaak, incident, audit, notification and messages, in the transaction of the caller. Answers the order as it is then. The
/// caller of `cx` must have the order's contractor's scope or that of the municipality: 403 otherwise, 404 when there is no such order.
pub fn step(uuid: Uuid, step: &Step, cx: &mut Cx<'_, '_>) -> Result<Werkopdracht> {
    let mut order = held(uuid, ANSWER, cx)?;
    if key::seen(uuid, step, cx)? || judge(&order, step, cx)? {
        return Ok(order);
    }
    let at = step.moment.unwrap_or(cx.call.now);
    let door = name(&order, step.namens, cx)?;
    apply(&mut order, step, at, &door);
    keep_photos(&mut order, step, &door, cx)?;
    follow(uuid, &mut order, step, at, &door, cx)?;
    let order = write(uuid, order, ANSWER, cx)?;
    incident(&order, step, at, cx)?;
    key::keep(uuid, step, cx)?;
    match step.stap {
        Stapsoort::Gereed => tell_reporters(&order, Stand::Hersteld, cx)?,
        Stapsoort::GeenDefect => tell_reporters(&order, Stand::Gesloten, cx)?,
        _ => {}
    }
    Ok(order)
}

/// The party, for people.
fn name(order: &Werkopdracht, namens: Namens, cx: &mut Cx<'_, '_>) -> Result<String> {
    let aannemer = if namens == Namens::Aannemer { aannemer(order, cx)? } else { None };
    Ok(aannemer.map_or_else(|| "Gemeente".to_owned(), |aannemer| aannemer.naam))
}

/// Judges a step: `true` when it was taken before in the same words, so that nothing has to happen.
fn judge(order: &Werkopdracht, step: &Step, cx: &Cx<'_, '_>) -> Result<bool> {
    let mut problems = Problems::new();
    let needs_reason = matches!(step.stap, Stapsoort::Geweigerd | Stapsoort::Pauze | Stapsoort::GeenDefect);
    if needs_reason && step.reden.trim().is_empty() {
        problems.add("reden", "required", "Geef een reden.");
    }
    if step.moment.is_some_and(|moment| moment.at > cx.call.now.at) {
        problems.add("moment", "date-in-future", "Het moment kan niet in de toekomst liggen.");
    }
    problems.into_result()?;
    if let Some(before) = standing(order, step.stap) {
        let same = before.reden == step.reden
            && before.toelichting == step.toelichting
            && step.moment.is_none_or(|moment| moment.at == before.moment.at)
            && (step.materiaal.is_empty() || step.materiaal == order.materiaal);
        if same {
            return Ok(true);
        }
        return Err(Weigering::AlGezet(step.stap).into());
    }
    if let Some(why) = out_of_order(order, step) {
        return Err(why.into());
    }
    let last = order.stappen.last().map_or(order.aangeboden, |last| last.moment);
    if step.moment.is_some_and(|moment| moment.at < last.at) {
        let reason =
            format!("Het moment ligt voor de vorige stap ({}). Geef een later moment, of geen.", last.sort_key());
        return Err(Problem::invalid_one("moment", "before-previous-step", reason));
    }
    Ok(false)
}

/// The step of this kind that the order stands at.
fn standing(order: &Werkopdracht, stap: Stapsoort) -> Option<&Stap> {
    let stands = match stap {
        Stapsoort::Pauze => is_paused(order),
        Stapsoort::Hervat => !is_paused(order) && !order.status.is_finished(),
        _ => target(stap) == Some(order.status),
    };
    let last = order.stappen.iter().rev().find(|step| step.stap == stap)?;
    (stands && order.stappen.iter().rev().take_while(|step| step.stap != stap).all(|step| is_pause(step.stap)))
        .then_some(last)
}

const fn is_pause(stap: Stapsoort) -> bool {
    matches!(stap, Stapsoort::Pauze | Stapsoort::Hervat)
}

/// Whether the clock stands still.
pub fn is_paused(order: &Werkopdracht) -> bool {
    order.pauzes.last().is_some_and(|pauze| pauze.einde.is_none())
}

/// The status that a step leads to; none for a pause.
const fn target(stap: Stapsoort) -> Option<Opdrachtstatus> {
    match stap {
        Stapsoort::Aangenomen => Some(Opdrachtstatus::Aangenomen),
        Stapsoort::Geweigerd => Some(Opdrachtstatus::Geweigerd),
        Stapsoort::TerPlaatse => Some(Opdrachtstatus::TerPlaatse),
        Stapsoort::Gereed => Some(Opdrachtstatus::Gereed),
        Stapsoort::GeenDefect => Some(Opdrachtstatus::GeenDefect),
        _ => None,
    }
}

/// What a contractor or the municipality may answer.
const ANSWERS: [Stapsoort; 7] = [
    Stapsoort::Aangenomen,
    Stapsoort::Geweigerd,
    Stapsoort::TerPlaatse,
    Stapsoort::Gereed,
    Stapsoort::GeenDefect,
    Stapsoort::Pauze,
    Stapsoort::Hervat,
];

/// The steps that can be taken now: the forms that a page shows.
pub fn possible(order: &Werkopdracht, namens: Namens) -> Vec<Stapsoort> {
    let can = |stap: &Stapsoort| {
        target(*stap) != Some(order.status) && out_of_order(order, &Step::new(*stap, namens)).is_none()
    };
    ANSWERS.into_iter().filter(can).collect()
}

/// Why a step cannot be taken now; `None` when it can.
fn out_of_order(order: &Werkopdracht, step: &Step) -> Option<Weigering> {
    use Opdrachtstatus as O;
    use Stapsoort as S;
    let works = matches!(step.stap, S::Gereed | S::GeenDefect);
    let why = match (order.status, step.stap) {
        (O::Ingetrokken, _) => Weigering::Ingetrokken(order.reden.clone()),
        (O::Gereed | O::GeenDefect, _) => Weigering::Afgerond,
        (O::Geweigerd | O::EigenLijst, _) if step.namens == Namens::Aannemer => Weigering::NietBijU,
        (O::Geweigerd | O::EigenLijst, what) if !works && what != S::TerPlaatse => Weigering::OpEigenLijst,
        (O::Aangeboden, S::Aangenomen | S::Geweigerd) => return None,
        (O::Aangeboden, _) => Weigering::NietAangenomen,
        (O::Aangenomen | O::TerPlaatse, S::Geweigerd) => Weigering::AlAangenomen,
        (O::TerPlaatse, S::Aangenomen) => Weigering::AlTerPlaatse,
        (_, S::Pauze) if is_paused(order) => Weigering::PauzeLoopt,
        (_, S::Hervat) if !is_paused(order) => Weigering::GeenPauze,
        _ => return None,
    };
    Some(why)
}

/// Writes the step in the order.
fn apply(order: &mut Werkopdracht, step: &Step, at: DateTime, door: &str) {
    let own = matches!(order.status, Opdrachtstatus::Geweigerd | Opdrachtstatus::EigenLijst);
    if own && step.namens == Namens::Gemeente {
        order.aannemer = None;
    }
    if step.stap != Stapsoort::Pauze
        && let Some(pauze) = order.pauzes.last_mut().filter(|pauze| pauze.einde.is_none())
    {
        pauze.einde = Some(at);
    }
    match step.stap {
        Stapsoort::Aangenomen => achieve(order, Norm::Aannemen, at),
        Stapsoort::TerPlaatse => achieve(order, Norm::TerPlaatse, at),
        Stapsoort::Gereed | Stapsoort::GeenDefect => achieve(order, Norm::Hersteld, at),
        Stapsoort::Pauze => order.pauzes.push(Pauze { begin: at, einde: None, reden: step.reden.clone() }),
        Stapsoort::Geweigerd => order.reden = format!("Geweigerd door {door}: {}", step.reden),
        _ => {}
    }
    if let Some(status) = target(step.stap) {
        order.status = status;
    }
    order.materiaal.extend(step.materiaal.iter().cloned());
    push(order, step.stap, at, door, &step.reden, &step.toelichting);
}

/// Adds a step to what happened.
pub(crate) fn push(
    order: &mut Werkopdracht,
    stap: Stapsoort,
    moment: DateTime,
    door: &str,
    reden: &str,
    toelichting: &str,
) {
    let (door, reden, toelichting) = (door.to_owned(), reden.to_owned(), toelichting.to_owned());
    order.stappen.push(Stap { stap, moment, door, reden, toelichting });
}

/// Makes documents of the photos.
fn keep_photos(order: &mut Werkopdracht, step: &Step, door: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    if step.fotos.is_empty() {
        return Ok(());
    }
    let Some(zaak) = uuid_of(order.zaak.as_ref()) else {
        note(order, Some("De foto's zijn niet bewaard: de opdracht heeft geen zaak.".to_owned()), cx);
        return Ok(());
    };
    match zaak::add_photos(zaak, &step.fotos, door, cx)? {
        Ok(urls) => order.fotos.extend(urls),
        Err(why) => note(order, Some(why), cx),
    }
    Ok(())
}

/// Lets the zaak follow.
fn follow(
    uuid: Uuid,
    order: &mut Werkopdracht,
    step: &Step,
    at: DateTime,
    door: &str,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let Some(zaak) = uuid_of(order.zaak.as_ref()) else { return Ok(()) };
    let why = words(step, door);
    let left = match step.stap {
        Stapsoort::Aangenomen => zaak::advance(zaak, "Aangenomen", at, &why, cx)?,
        Stapsoort::TerPlaatse => zaak::advance(zaak, "Ter plaatse", at, &why, cx)?,
        Stapsoort::Gereed => return closing::close(uuid, order, Einde::Hersteld, at, &why, cx),
        Stapsoort::GeenDefect => return closing::close(uuid, order, Einde::GeenDefect, at, &why, cx),
        Stapsoort::Geweigerd => zaak::hand_over(zaak, &Behandelaar::Gemeente, cx)?,
        _ => None,
    };
    note(order, left, cx);
    Ok(())
}

fn words(step: &Step, door: &str) -> String {
    let what = match step.stap {
        Stapsoort::Aangenomen => "heeft de opdracht aangenomen",
        Stapsoort::TerPlaatse => "is ter plaatse",
        Stapsoort::Gereed => "heeft het hersteld",
        Stapsoort::GeenDefect => "vond geen defect",
        _ => "heeft geantwoord",
    };
    let more = [step.reden.as_str(), step.toelichting.as_str()].into_iter().filter(|text| !text.is_empty());
    let more: Vec<&str> = more.collect();
    if more.is_empty() { format!("{door} {what}.") } else { format!("{door} {what}: {}", more.join(" ")) }
}

/// Tells the incident: from its acceptance on the contractor decides; when the work is done it is closed.
fn incident(order: &Werkopdracht, step: &Step, at: DateTime, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(incident) = uuid_of(order.incident.as_ref()) else { return Ok(()) };
    match step.stap {
        Stapsoort::Aangenomen => waarmaker_signalen::change(incident, cx, |incident| incident.aanvaard = Some(at)),
        Stapsoort::Gereed | Stapsoort::GeenDefect => close_incident(incident, cx),
        _ => Ok(()),
    }
}

/// Closes an incident that is still open.
pub(crate) fn close_incident(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    if cx.get::<waarmaker_signalen::Incident>(incident)?.is_none() {
        return Ok(());
    }
    waarmaker_signalen::change(incident, cx, |incident| {
        if incident.status.is_open() {
            incident.status = Incidentstatus::Gesloten;
        }
    })
}
