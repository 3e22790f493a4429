// SPDX-License-Identifier: EUPL-1.2
//! The zaak of an order: everything that Waarmaker writes in it, through the pipeline of the crate zaken.
//!
//! No personal data: who reported is not in it. A zaak that somebody closed or deleted is left alone; the order goes on and says so ([`Follow`]).

mod catalogus;

use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Call, Cx, Result, Written, create};
use waarmaker_assets::Asset;
use waarmaker_core::{Date, DateTime, Problem};
use waarmaker_documenten::Enkelvoudiginformatieobject;
use waarmaker_resource::{Linked, Uri};
use waarmaker_zaken::{Resultaat, Rol, Status, Zaak, Zaakinformatieobject, Zaakobject};

pub(crate) use catalogus::Zaaktype;

use crate::photo::Foto;

static AMSTERDAM: jiff::tz::TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// Label of Waarmaker in audit trails.
pub(crate) const LABEL: &str = "Signalen";

/// Who treats the zaak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Behandelaar {
    /// A contractor.
    Aannemer {
        /// Name.
        naam: String,
        /// Number in the trade register, when it is known.
        kvk: String,
    },
    /// The municipality itself.
    Gemeente,
}

/// What a new zaak is about.
#[derive(Clone, Debug)]
pub(crate) struct Opening<'a> {
    /// Short.
    pub omschrijving: &'a str,
    /// Long.
    pub toelichting: &'a str,
    /// Since when it is known.
    pub gemeld: DateTime,
    /// `GeoJSON`.
    pub plaats: Option<&'a Json>,
    /// What is broken.
    pub asset: Option<&'a Asset>,
    /// Who mends it.
    pub behandelaar: Behandelaar,
    /// Number of the incident.
    pub kenmerk: &'a str,
}

/// How the zaak ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Einde {
    /// Mended.
    Hersteld,
    /// Nothing was broken.
    GeenDefect,
    /// It was fine again before anybody went.
    Vanzelf,
    /// The municipality withdrew the order.
    Ingetrokken,
}

impl Einde {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Hersteld, Self::GeenDefect, Self::Vanzelf, Self::Ingetrokken];

    /// Name of its resultaattype.
    pub(crate) const fn omschrijving(self) -> &'static str {
        match self {
            Self::Hersteld => "Hersteld",
            Self::GeenDefect => "Geen defect",
            Self::Vanzelf => "Vanzelf hersteld",
            Self::Ingetrokken => "Ingetrokken",
        }
    }
}

/// What became of a zaak that should follow its order: nothing special, or why it does not follow.
pub(crate) type Follow = Option<String>;

/// Makes the zaak of an incident with its first status, who treats it and what it is about.
pub(crate) fn open(zaaktype: &Zaaktype, opening: &Opening<'_>, cx: &mut Cx<'_, '_>) -> Result<Uuid> {
    let start = day(opening.gemeld, cx);
    let body = json!({
        "bronorganisatie": zaaktype.rsin, "verantwoordelijkeOrganisatie": zaaktype.rsin, "zaaktype": cx.house.outward(&zaaktype.url),
        "omschrijving": first(opening.omschrijving, 80), "toelichting": first(opening.toelichting, 1000), "startdatum": start.to_string(),
        "registratiedatum": cx.call.today.to_string(), "zaakgeometrie": opening.plaats,
        "kenmerken": [{ "kenmerk": first(opening.kenmerk, 40), "bron": "Waarmaker signalen" }],
    });
    let zaak = make(Zaak::NAME, &body, cx)?.stored.uuid;
    if let Some(first) = zaaktype.statussen.first() {
        set_status(zaak, first.uuid, opening.gemeld, "", cx)?;
    }
    treat(zaak, zaaktype, &opening.behandelaar, cx)?;
    match opening.asset {
        Some(asset) => about(zaak, zaaktype, asset, cx).map(|()| zaak),
        None => Ok(zaak),
    }
}

/// Names who treats the zaak. A zaaktype without a roltype for that has nobody.
pub(crate) fn treat(zaak: Uuid, zaaktype: &Zaaktype, who: &Behandelaar, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some(roltype) = zaaktype.behandelaar else { return Ok(()) };
    let (soort, betrokkene) = match who {
        Behandelaar::Aannemer { naam, kvk } => (
            "niet_natuurlijk_persoon",
            json!({ "innNnpId": "", "annIdentificatie": first(kvk, 17), "statutaireNaam": first(naam, 500) }),
        ),
        Behandelaar::Gemeente => (
            "organisatorische_eenheid",
            json!({ "identificatie": "eigen-lijst", "naam": first(&zaaktype.verantwoordelijke, 50), "isGehuisvestIn": "" }),
        ),
    };
    let body = json!({
        "zaak": url::<Zaak>(zaak, cx), "betrokkeneType": soort, "roltype": roltype_url(roltype, cx), "roltoelichting": "Herstelt de storing",
        "betrokkeneIdentificatie": betrokkene,
    });
    make(Rol::NAME, &body, cx).map(|_| ())
}

/// Says in the zaak which asset it is about.
fn about(zaak: Uuid, zaaktype: &Zaaktype, asset: &Asset, cx: &mut Cx<'_, '_>) -> Result<()> {
    let object = cx.house.outward(&waarmaker_assets::url(asset));
    let soort: String = asset.soort.chars().map(|c| if c.is_ascii_lowercase() { c } else { '_' }).collect();
    let objecttype = zaaktype.objecttype.map(|uuid| cx.room("zaakobjecttype").map(|room| room.url(uuid, None)));
    let objecttype = objecttype.transpose()?.map_or_else(String::new, |url| cx.house.outward(&url));
    let body = json!({
        "zaak": url::<Zaak>(zaak, cx), "object": object, "objectType": "overige", "objectTypeOverige": first(&soort, 100),
        "zaakobjecttype": objecttype, "relatieomschrijving": "Wat er kapot is",
        "objectIdentificatie": { "overigeData": { "soort": asset.soort, "identificatie": asset.identificatie, "omschrijving": asset.omschrijving } },
    });
    make(Zaakobject::NAME, &body, cx).map(|_| ())
}

/// Sets the status with this name, when the zaaktype has it and it is not the last one. Answers why the zaak does not follow.
pub(crate) fn advance(zaak: Uuid, naam: &str, at: DateTime, why: &str, cx: &mut Cx<'_, '_>) -> Result<Follow> {
    let (zaaktype, _) = match following(zaak, cx)? {
        Ok(found) => found,
        Err(why) => return Ok(Some(why)),
    };
    let Some((_, rest)) = zaaktype.statussen.split_last() else { return Ok(None) };
    match rest.iter().find(|status| status.omschrijving.eq_ignore_ascii_case(naam)) {
        Some(status) => set_status(zaak, status.uuid, at, why, cx).map(|()| None),
        None => Ok(None),
    }
}

/// What became of closing a zaak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// It is closed.
    Yes,
    /// It is no longer ours to close, and why.
    Left(String),
    /// It cannot be closed now, and why.
    Later(String),
}

/// Gives the zaak its resultaat and its last status.
pub(crate) fn close(zaak: Uuid, einde: Einde, at: DateTime, why: &str, cx: &mut Cx<'_, '_>) -> Result<Closed> {
    let (zaaktype, record) = match following(zaak, cx)? {
        Ok(found) => found,
        Err(why) => return Ok(Closed::Left(why)),
    };
    let named = zaaktype.resultaten.iter().find(|of| of.omschrijving.eq_ignore_ascii_case(einde.omschrijving()));
    let resultaattype = named.or_else(|| zaaktype.resultaten.first());
    let (Some(last), Some(resultaattype)) = (zaaktype.statussen.last(), resultaattype) else {
        return Ok(Closed::Later(
            "De zaak blijft open: het zaaktype heeft geen statustypen of geen resultaattypen.".to_owned(),
        ));
    };
    if record.resultaat.is_none() {
        let resultaattype = cx.house.outward(&cx.room("resultaattype")?.url(resultaattype.uuid, None));
        let body = json!({
            "zaak": url::<Zaak>(zaak, cx), "resultaattype": resultaattype, "toelichting": first(why, 1000),
        });
        make(Resultaat::NAME, &body, cx)?;
    }
    match set_status(zaak, last.uuid, at, why, cx) {
        Ok(()) => Ok(Closed::Yes),
        Err(problem) if problem.status < 500 => Ok(Closed::Later(format!("De zaak blijft open: {}", reason(&problem)))),
        Err(problem) => Err(problem),
    }
}

/// Makes documents of photos, and puts them in the zaak, also in one that was closed. Answers their URLs, or why they cannot be kept.
pub(crate) fn add_photos(
    zaak: Uuid,
    fotos: &[Foto],
    by: &str,
    cx: &mut Cx<'_, '_>,
) -> Result<Result<Vec<Uri>, String>> {
    let Some(record) = cx.get::<Zaak>(zaak)? else {
        return Ok(Err("De foto's zijn niet bewaard: de zaak is verwijderd.".to_owned()));
    };
    let Some(foto_type) = Zaaktype::read(record.zaaktype.uuid, cx)?.foto else {
        let why = "De foto's zijn niet bewaard: het zaaktype heeft geen informatieobjecttype dat met Foto begint.";
        return Ok(Err(why.to_owned()));
    };
    let mut urls = Vec::with_capacity(fotos.len());
    for (i, foto) in fotos.iter().enumerate() {
        let bestandsnaam = format!("foto-{}.{}", i + 1, foto.formaat.extension());
        let foto_type = cx.house.outward(&cx.room("informatieobjecttype")?.url(foto_type, None));
        let body = json!({
            "bronorganisatie": record.bronorganisatie.as_str(), "creatiedatum": cx.call.today.to_string(), "titel": format!("{} {}", foto.titel, i + 1),
            "auteur": first(by, 200), "taal": "nld", "formaat": foto.formaat.mediatype(), "bestandsnaam": bestandsnaam,
            "bestandsomvang": foto.arrival.size(), "indicatieGebruiksrecht": false, "informatieobjecttype": foto_type,
            "status": "definitief",
        });
        let call = Call { arrived: Some(foto.arrival.clone()), ..cx.call.clone() };
        let document = within(&call, cx, |cx| make(Enkelvoudiginformatieobject::NAME, &body, cx))?.url;
        let body = json!({ "zaak": url::<Zaak>(zaak, cx), "informatieobject": cx.house.outward(&document), "titel": format!("{} {}", foto.titel, i + 1) });
        make(Zaakinformatieobject::NAME, &body, cx)?;
        urls.push(Uri(document));
    }
    Ok(Ok(urls))
}

/// The zaak with its type, or why it does not follow.
fn following(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<Result<(Zaaktype, Zaak), String>> {
    let Some(record) = cx.get::<Zaak>(zaak)? else {
        return Ok(Err("De zaak is verwijderd. De opdracht gaat door.".to_owned()));
    };
    if record.einddatum.is_some() {
        return Ok(Err(
            "De zaak is al door iemand afgesloten en blijft zoals zij is. De opdracht gaat door.".to_owned()
        ));
    }
    Ok(Ok((Zaaktype::read(record.zaaktype.uuid, cx)?, record)))
}

/// Sets a status after those that there are: two at one moment is impossible, so the later one is a microsecond later.
fn set_status(zaak: Uuid, statustype: Uuid, at: DateTime, why: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT MAX(datum_status_gezet) FROM statussen WHERE zaak = $1";
    let last = cx.tx.one(sql, &[zaak.into()], |row| row.opt_text(0))?.flatten();
    let after = last.and_then(|last| DateTime::parse(&last).ok()).map(|last| later(last, 1));
    let at = after.map_or(at, |after| if after.at > at.at { after } else { at });
    let body = json!({
        "zaak": url::<Zaak>(zaak, cx), "statustype": cx.house.outward(&cx.room("statustype")?.url(statustype, None)),
        "datumStatusGezet": at.sort_key(), "statustoelichting": first(why, 1000),
    });
    let now = if at.at > cx.call.now.at { at } else { cx.call.now };
    within(&Call { now, ..cx.call.clone() }, cx, |cx| make(Status::NAME, &body, cx)).map(|_| ())
}

/// A moment some microseconds later.
fn later(at: DateTime, micros: i64) -> DateTime {
    let span = jiff::SignedDuration::from_micros(micros);
    at.at.checked_add(span).ok().and_then(DateTime::from_timestamp).unwrap_or(at)
}

/// Creates something as Waarmaker.
fn make(name: &str, body: &Json, cx: &mut Cx<'_, '_>) -> Result<Written> {
    cx.as_waarmaker(LABEL, |cx| {
        let room = cx.room(name)?;
        create(room, cx, body, None)
    })
}

/// Does something with another view of the request.
fn within<T>(call: &Call, cx: &mut Cx<'_, '_>, run: impl FnOnce(&mut Cx<'_, '_>) -> Result<T>) -> Result<T> {
    run(&mut Cx::new(cx.tx, cx.house, cx.who, call))
}

fn url<T: Linked>(uuid: Uuid, cx: &Cx<'_, '_>) -> String {
    cx.house.outward(&waarmaker_resource::Link::<T>::to(uuid).url())
}

fn roltype_url(uuid: Uuid, cx: &Cx<'_, '_>) -> String {
    cx.house.room("roltype").map_or_else(String::new, |room| cx.house.outward(&room.url(uuid, None)))
}

/// The day of a moment in the Netherlands, not after today.
fn day(at: DateTime, cx: &Cx<'_, '_>) -> Date {
    at.date_in(&AMSTERDAM).map_or(cx.call.today, |day| day.min(cx.call.today))
}

/// What a problem comes down to, for people.
pub(crate) fn reason(problem: &Problem) -> String {
    match problem.invalid_params.first() {
        Some(param) => format!("{}: {}", param.name, param.reason),
        None => problem.detail.clone(),
    }
}

/// The first characters of a text.
pub(crate) fn first(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Names another party that treats the zaak. Answers why the zaak does not follow.
pub(crate) fn hand_over(zaak: Uuid, who: &Behandelaar, cx: &mut Cx<'_, '_>) -> Result<Follow> {
    match following(zaak, cx)? {
        Ok((zaaktype, _)) => treat(zaak, &zaaktype, who, cx).map(|()| None),
        Err(why) => Ok(Some(why)),
    }
}
