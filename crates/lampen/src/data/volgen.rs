// SPDX-License-Identifier: EUPL-1.2
//! One report, for whoever has its code.

use serde::Deserialize;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::DateTime;
use waarmaker_db::Error;
use waarmaker_signalen::{Antwoord, Meldkanaal, is_recent};
use waarmaker_werkopdrachten::Stapsoort;

use super::{
    Fase, Klacht, Lamp, SOORT,
    lamp::{COLUMNS, row},
    stand::{self, Storing},
};

/// What happened with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gebeurd {
    /// It came in.
    Ontvangen,
    /// Somebody got the order.
    Opgedragen,
    /// Somebody accepted it.
    Aangenomen,
    /// Somebody was there.
    TerPlaatse,
    /// It had to wait.
    Wacht,
    /// It went on.
    Verder,
    /// It was mended.
    Gemaakt,
    /// Nothing was wrong.
    GeenDefect,
    /// It was over without anybody.
    Vanzelf,
    /// It was closed.
    Gesloten,
    /// Whoever reported it said that it was still broken.
    NogKapot,
}

/// Something that happened, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// What.
    pub wat: Gebeurd,
    /// When.
    pub op: DateTime,
}

/// A report, for whoever has its code. Never for anybody else: it has the words of who reported.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact that pages say in a sentence of its own")]
pub struct Gevolgd {
    /// Uuid of the report.
    pub melding: Uuid,
    /// Its code.
    pub code: String,
    /// When it came in.
    pub ontvangen: DateTime,
    /// By which way.
    pub kanaal: Meldkanaal,
    /// What it said is wrong.
    pub klacht: Klacht,
    /// In words of who reported.
    pub woorden: String,
    /// Whether it was the first about this.
    pub nieuw: bool,
    /// The lamp; none when it is about something else, or the lamp is gone.
    pub lamp: Option<Lamp>,
    /// How it stands now; none for what cannot be found any more.
    pub storing: Option<Storing>,
    /// What happened, the first first.
    pub momenten: Vec<Moment>,
    /// It may be said to be still broken.
    pub kan_heropenen: bool,
    /// It was said to be still broken.
    pub heropend: bool,
    /// How it was may be said.
    pub kan_oordelen: bool,
    /// How it was, when that was said.
    pub oordeel: Option<Antwoord>,
    /// Whoever reported gets e-mail about it.
    pub berichten: bool,
}

/// Members of a report for whoever has its code.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kern {
    #[serde(default)]
    omschrijving: String,
    #[serde(default)]
    soort_klacht: String,
    kanaal: Meldkanaal,
    ontvangen: DateTime,
    #[serde(default)]
    nieuw: bool,
}

/// A report by its code, however that is typed; `None` when there is none.
pub fn volg(code: &str, cx: &mut Cx<'_, '_>) -> Result<Option<Gevolgd>> {
    let code = waarmaker_signalen::code_van(code);
    let sql = "SELECT m.uuid, m.asset, m.incident, m.body, s.id, h.vorig, h.moment FROM meldingen m
        LEFT JOIN melders s ON s.melding = m.uuid LEFT JOIN heropeningen h ON h.melding = m.uuid WHERE m.code = $1";
    let found = cx.tx.one(sql, &[code.as_str().into()], |row| {
        let kern: Kern = serde_json::from_slice(row.bytes_ref(3)?).map_err(Error::row)?;
        let again = row.opt_uuid(5)?.zip(row.opt_int(6)?);
        Ok((row.uuid(0)?, row.opt_uuid(1)?, row.opt_uuid(2)?, kern, row.opt_int(4)?.is_some(), again))
    })?;
    let Some((melding, asset, incident, kern, berichten, again)) = found else { return Ok(None) };
    let lamp = match asset {
        Some(asset) => {
            let sql = format!("SELECT {COLUMNS} FROM assets a WHERE a.uuid = $1 AND a.soort = $2");
            cx.tx.one(&sql, &[asset.into(), SOORT.into()], row)?
        }
        None => None,
    };
    let storing = whole(incident, cx)?;
    let before = whole(again.map(|(vorig, _)| vorig), cx)?;
    let heropend = again.and_then(|(_, at)| DateTime::from_timestamp(jiff::Timestamp::from_millisecond(at).ok()?));
    let momenten = momenten(kern.ontvangen, before.as_ref(), heropend, storing.as_ref());
    let over = storing.as_ref().filter(|storing| storing.is_over());
    let oordeel = waarmaker_signalen::oordeel(melding, cx)?;
    Ok(Some(Gevolgd {
        kan_heropenen: heropend.is_none()
            && over.is_some_and(|storing| storing.einde.is_some_and(|at| is_recent(at, cx.call.now))),
        kan_oordelen: over.is_some(),
        melding,
        code,
        ontvangen: kern.ontvangen,
        kanaal: kern.kanaal,
        klacht: Klacht::van(&kern.soort_klacht),
        woorden: kern.omschrijving,
        nieuw: kern.nieuw,
        lamp,
        storing,
        momenten,
        heropend: heropend.is_some(),
        oordeel,
        berichten,
    }))
}

/// The fault of an incident, or that of the group that it is part of.
fn whole(incident: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<Option<Storing>> {
    let Some(incident) = incident else { return Ok(None) };
    let sql = "SELECT COALESCE(hoort_bij, uuid) FROM incidenten WHERE uuid = $1";
    match cx.tx.one(sql, &[incident.into()], |row| row.uuid(0))? {
        Some(head) => stand::storing(head, cx),
        None => Ok(None),
    }
}

/// What happened with a report: with what it was first, and after it was said to be still broken.
fn momenten(
    ontvangen: DateTime,
    before: Option<&Storing>,
    heropend: Option<DateTime>,
    storing: Option<&Storing>,
) -> Vec<Moment> {
    let mut all = vec![Moment { wat: Gebeurd::Ontvangen, op: ontvangen }];
    all.extend(before.into_iter().flat_map(van_storing));
    all.extend(heropend.map(|op| Moment { wat: Gebeurd::NogKapot, op }));
    all.extend(storing.into_iter().flat_map(van_storing));
    all.sort_by_key(|moment| moment.op.at);
    // Received comes first, also by whoever joined what was known.
    all.retain(|moment| moment.wat == Gebeurd::Ontvangen || moment.op.at >= ontvangen.at || heropend.is_none());
    all
}

/// What happened with a fault.
pub(crate) fn van_storing(storing: &Storing) -> Vec<Moment> {
    let step = |(stap, op): &(Stapsoort, DateTime)| {
        let wat = match stap {
            Stapsoort::Aangeboden | Stapsoort::Toegewezen => Gebeurd::Opgedragen,
            Stapsoort::Aangenomen => Gebeurd::Aangenomen,
            Stapsoort::TerPlaatse => Gebeurd::TerPlaatse,
            Stapsoort::Pauze => Gebeurd::Wacht,
            Stapsoort::Hervat => Gebeurd::Verder,
            Stapsoort::Gereed => Gebeurd::Gemaakt,
            Stapsoort::GeenDefect => Gebeurd::GeenDefect,
            Stapsoort::Geweigerd | Stapsoort::Ingetrokken => return None,
        };
        Some(Moment { wat, op: *op })
    };
    let mut all: Vec<Moment> = storing.stappen.iter().filter_map(step).collect();
    let said = all.iter().any(|moment| matches!(moment.wat, Gebeurd::Gemaakt | Gebeurd::GeenDefect));
    if let (Fase::Gemaakt, Some(op), false) = (storing.fase, storing.einde, said) {
        let wat = if storing.afloop == Some(stand::Afloop::Vanzelf) { Gebeurd::Vanzelf } else { Gebeurd::Gesloten };
        all.push(Moment { wat, op });
    }
    all
}
