// SPDX-License-Identifier: EUPL-1.2
//! What happens to a zaak after it is closed: archiefnominatie, archiefactiedatum, startdatumBewaartermijn (zrc-021, 026) and the state of its
//! archiving (zrc-022).
//!
//! What somebody chose is kept. What was filled in here is remembered as such, so that it is computed anew whenever the closed zaak changes: by
//! force, by another eindstatus, or because its hoofdzaak is closed.

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, rewrite};
use waarmaker_core::{Date, Problem, Problems};
use waarmaker_db::Value;
use waarmaker_resource::Link;

use super::{Archiefnominatie, Archiefstatus, Zaak, brondatum, documents::Documents};
use crate::catalogus::Resultaattype;

/// The three members that closing fills in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Parameters {
    archiefnominatie: Option<Archiefnominatie>,
    startdatum_bewaartermijn: Option<Date>,
    archiefactiedatum: Option<Date>,
}

impl Parameters {
    const fn of(zaak: &Zaak) -> Self {
        Self {
            archiefnominatie: zaak.archiefnominatie,
            startdatum_bewaartermijn: zaak.startdatum_bewaartermijn,
            archiefactiedatum: zaak.archiefactiedatum,
        }
    }

    /// What of these is not also in `other`.
    fn without(self, other: Self) -> Self {
        Self {
            archiefnominatie: self.archiefnominatie.filter(|_| self.archiefnominatie != other.archiefnominatie),
            startdatum_bewaartermijn: self
                .startdatum_bewaartermijn
                .filter(|_| self.startdatum_bewaartermijn != other.startdatum_bewaartermijn),
            archiefactiedatum: self.archiefactiedatum.filter(|_| self.archiefactiedatum != other.archiefactiedatum),
        }
    }
}

/// zrc-021: fills in the parameters of a closed zaak from the type of its resultaat, as far as nobody chose them. Of an open zaak nothing is
/// filled in.
pub(super) fn derive(zaak: &mut Zaak, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let chosen = Parameters::of(zaak).without(remembered(uuid, cx)?);
    let mut whole = chosen;
    if let (Some(_), Some(resultaattype)) = (zaak.einddatum, resultaattype(uuid, cx)?) {
        fill(&mut whole, zaak, uuid, &resultaattype, cx)?;
    }
    remember(uuid, whole.without(chosen), cx)?;
    zaak.archiefnominatie = whole.archiefnominatie;
    zaak.startdatum_bewaartermijn = whole.startdatum_bewaartermijn;
    zaak.archiefactiedatum = whole.archiefactiedatum;
    Ok(())
}

/// zrc-021, zrc-026: archiefactiedatum is brondatum plus archiefactietermijn; the bewaartermijn of what will be destroyed begins on the
/// brondatum. A startdatumBewaartermijn that somebody chose is the brondatum.
fn fill(
    whole: &mut Parameters,
    zaak: &Zaak,
    uuid: Uuid,
    resultaattype: &Resultaattype,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    if whole.archiefnominatie.is_none() {
        whole.archiefnominatie = match resultaattype.archiefnominatie.as_deref() {
            Some("blijvend_bewaren") => Some(Archiefnominatie::BlijvendBewaren),
            Some("vernietigen") => Some(Archiefnominatie::Vernietigen),
            _ => None,
        };
    }
    let brondatum = match (whole.startdatum_bewaartermijn, &resultaattype.brondatum_archiefprocedure) {
        (Some(day), _) => Some(day),
        (None, Some(procedure)) => brondatum::find(zaak, uuid, procedure, cx)?,
        (None, None) => None,
    };
    if whole.archiefnominatie == Some(Archiefnominatie::Vernietigen) {
        whole.startdatum_bewaartermijn = brondatum;
    }
    if whole.archiefactiedatum.is_none() {
        let termijn = resultaattype.archiefactietermijn.as_ref().and_then(|termijn| termijn.get());
        whole.archiefactiedatum = brondatum.zip(termijn).and_then(|(day, termijn)| termijn.add_to(day).ok());
    }
    Ok(())
}

/// The type of the resultaat of a zaak.
fn resultaattype(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Resultaattype>> {
    let found = cx.tx.one("SELECT resultaattype FROM resultaten WHERE zaak = $1", &[zaak.into()], |row| row.uuid(0))?;
    found.map(|uuid| cx.view(Link::to(uuid))).transpose()
}

/// What was filled in the last time.
fn remembered(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<Parameters> {
    let sql = "SELECT archiefnominatie, startdatum_bewaartermijn, archiefactiedatum FROM afgeleide_archivering WHERE zaak = $1";
    let row = cx.tx.one(sql, &[zaak.into()], |row| Ok((row.opt_text(0)?, row.opt_text(1)?, row.opt_text(2)?)))?;
    let Some((nominatie, start, end)) = row else { return Ok(Parameters::default()) };
    let date = |text: Option<String>| text.map(|text| Date::parse(&text)).transpose().map_err(Problem::internal);
    let nominatie =
        nominatie.map(|text| serde_json::from_value(Json::String(text))).transpose().map_err(Problem::internal)?;
    Ok(Parameters {
        archiefnominatie: nominatie,
        startdatum_bewaartermijn: date(start)?,
        archiefactiedatum: date(end)?,
    })
}

/// Remembers what was filled in; nothing is remembered of a zaak for which nothing was.
fn remember(zaak: Uuid, parameters: Parameters, cx: &mut Cx<'_, '_>) -> Result<()> {
    if parameters == Parameters::default() {
        return forget(zaak, cx);
    }
    let sql = "INSERT INTO afgeleide_archivering (zaak, archiefnominatie, startdatum_bewaartermijn, archiefactiedatum) \
               VALUES ($1, $2, $3, $4) ON CONFLICT (zaak) DO UPDATE SET archiefnominatie = excluded.archiefnominatie, \
               startdatum_bewaartermijn = excluded.startdatum_bewaartermijn, archiefactiedatum = excluded.archiefactiedatum";
    let date = |date: Option<Date>| Value::from(date.map(|date| date.to_string()));
    let nominatie = parameters.archiefnominatie.map(|nominatie| nominatie.as_str().to_owned());
    let row =
        [zaak.into(), nominatie.into(), date(parameters.startdatum_bewaartermijn), date(parameters.archiefactiedatum)];
    cx.tx.run(sql, &row)?;
    Ok(())
}

/// Forgets what was filled in, with the zaak or when it is opened again.
pub(super) fn forget(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    cx.tx.run("DELETE FROM afgeleide_archivering WHERE zaak = $1", &[zaak.into()])?;
    Ok(())
}

/// Computes the parameters of a closed zaak anew, because something that they depend on has changed.
pub(crate) fn refresh(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    // Most zaken are open: they are not read.
    let sql = "SELECT 1 FROM zaken WHERE uuid = $1 AND einddatum IS NOT NULL";
    if cx.tx.one(sql, &[uuid.into()], |row| row.int(0))?.is_none() {
        return Ok(());
    }
    let Some(mut zaak) = cx.get::<Zaak>(uuid)? else { return Ok(()) };
    derive(&mut zaak, uuid, cx)?;
    store(&zaak, uuid, cx)
}

/// Takes back what was filled in, because the resultaat that it followed from goes.
pub(crate) fn withdraw(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(mut zaak) = cx.get::<Zaak>(uuid)?.filter(|zaak| zaak.einddatum.is_some()) else { return Ok(()) };
    let chosen = Parameters::of(&zaak).without(remembered(uuid, cx)?);
    zaak.archiefnominatie = chosen.archiefnominatie;
    zaak.startdatum_bewaartermijn = chosen.startdatum_bewaartermijn;
    zaak.archiefactiedatum = chosen.archiefactiedatum;
    forget(uuid, cx)?;
    store(&zaak, uuid, cx)
}

/// Writes einddatum and parameters of a zaak.
pub(super) fn store(zaak: &Zaak, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let text = |text: Option<String>| text.map_or(Json::Null, Json::String);
    let date = |date: Option<Date>| text(date.map(|date| date.to_string()));
    rewrite("zaak", uuid, cx, |record| {
        record.insert("einddatum".to_owned(), date(zaak.einddatum));
        record.insert(
            "archiefnominatie".to_owned(),
            text(zaak.archiefnominatie.map(|nominatie| nominatie.as_str().to_owned())),
        );
        record.insert("startdatumBewaartermijn".to_owned(), date(zaak.startdatum_bewaartermijn));
        record.insert("archiefactiedatum".to_owned(), date(zaak.archiefactiedatum));
    })
}

/// zrc-022: a zaak is archived only when its documents are (`documents-not-archived`), and it is known what will happen to it
/// (`archiefnominatie-not-set`) and when (`archiefactiedatum-not-set`).
pub(super) fn check(zaak: &Zaak, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
    if zaak.archiefstatus == Archiefstatus::NogTeArchiveren {
        return Ok(());
    }
    if Documents::of(uuid, cx)?.any_not_archived() {
        problems.add(
            "archiefstatus",
            "documents-not-archived",
            "Niet alle documenten van de zaak hebben de status gearchiveerd.",
        );
    }
    if zaak.archiefnominatie.is_none() {
        problems.add(
            "archiefnominatie",
            "archiefnominatie-not-set",
            "Een zaak zonder archiefnominatie kan niet gearchiveerd worden.",
        );
    }
    if zaak.archiefactiedatum.is_none() {
        problems.add(
            "archiefactiedatum",
            "archiefactiedatum-not-set",
            "Een zaak zonder archiefactiedatum kan niet gearchiveerd worden.",
        );
    }
    Ok(())
}
