// SPDX-License-Identifier: EUPL-1.2
//! A register to measure: a published zaaktype and many zaken, made by the pipeline in this process before the server starts.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use waarmaker_api::{Call, Choices, Cx, House, amend, create};
use waarmaker_auth::{Caller, add_client, grants};
use waarmaker_core::{ORIGIN, Origins, Problem, RandomIds, SystemClock};
use waarmaker_db::{Db, Settings, Tx, Url};

/// Client of the load generator.
pub(super) const CLIENT: &str = "bench";
/// Its secret.
pub(super) const SECRET: &str = "geheim van de lastgever, alleen op loopback";
/// Zaken that get a status and a rol: those of the first page.
const DRESSED: usize = 100;
/// Zaken in one transaction.
const BATCH: u32 = 1000;

/// URLs of what was made, in stored form.
#[derive(Clone, Debug, Default)]
pub(super) struct Seeded {
    pub(super) zaaktype: String,
    pub(super) informatieobjecttype: String,
    pub(super) zaken: Vec<String>,
}

/// Fills the database of a data folder, or the one at `url`.
pub(super) fn fill(data: &Path, url: Option<&str>, zaken: u32) -> Result<Seeded> {
    std::fs::create_dir_all(data)?;
    let url = match url {
        Some(url) => url.parse().map_err(|error| anyhow::anyhow!("{error}"))?,
        None => Url::Sqlite(data.join("waarmaker.db")),
    };
    let db = Db::open(&Settings { durable: false, ..Settings::new(url) })?;
    let origins = Origins::new(vec!["http://localhost".to_owned()]);
    let house = House::new(&crate::kinds(), origins, Choices::default(), Arc::new(SystemClock), Arc::new(RandomIds));
    let filler = Seeder { db: db.clone(), house: Arc::new(house) };
    let seeded = filler.all(zaken)?;
    db.close_blocking();
    Ok(seeded)
}

struct Seeder {
    db: Db,
    house: Arc<House>,
}

impl Seeder {
    fn all(&self, zaken: u32) -> Result<Seeded> {
        self.client()?;
        let catalogus = self.make(
            "catalogus",
            vec![json!({"domein": "BENCH", "rsin": "000000000", "contactpersoonBeheerNaam": "Bench"})],
        )?;
        let zaaktype = self.make("zaaktype", vec![zaaktype(first(&catalogus)?)])?;
        let zaaktype = first(&zaaktype)?.to_owned();
        let kinds = |n: i64, naam: &str| json!({"omschrijving": naam, "zaaktype": zaaktype, "volgnummer": n});
        let statustypen = self.make("statustype", vec![kinds(1, "Ontvangen"), kinds(2, "Afgehandeld")])?;
        let roltype = json!({"zaaktype": zaaktype, "omschrijving": "Aanvrager", "omschrijvingGeneriek": "initiator"});
        let roltypen = self.make("roltype", vec![roltype])?;
        self.publish(&zaaktype)?;
        let informatieobjecttype = self.make("informatieobjecttype", vec![informatieobjecttype(first(&catalogus)?)])?;
        let informatieobjecttype = first(&informatieobjecttype)?.to_owned();
        self.publish(&informatieobjecttype)?;
        let mut seeded = Seeded { zaaktype: zaaktype.clone(), informatieobjecttype, zaken: Vec::new() };
        let progress = ProgressBar::new(zaken.into()).with_message("zaken");
        let mut made = 0;
        while made < zaken {
            let number = BATCH.min(zaken - made);
            let urls = self.make("zaak", (made..made + number).map(|i| zaak(&zaaktype, i)).collect())?;
            seeded.zaken.extend(urls.into_iter().take(20_000_usize.saturating_sub(seeded.zaken.len())));
            made += number;
            progress.inc(number.into());
        }
        progress.finish_and_clear();
        let dressed: Vec<&String> = seeded.zaken.iter().take(DRESSED).collect();
        self.make("status", dressed.iter().map(|zaak| status(zaak, &statustypen)).collect())?;
        self.make("rol", dressed.iter().map(|zaak| rol(zaak, &roltypen)).collect())?;
        Ok(seeded)
    }

    fn client(&self) -> Result<()> {
        let now = Call::now(&self.house)?.now;
        let uuid = self.house.ids.uuid();
        let write = move |tx: &mut Tx<'_>| {
            add_client(tx, CLIENT, SECRET, &now)?;
            grants::replace(tx, uuid, "Bench", true, &[CLIENT.to_owned()], &[])
        };
        Ok(self.db.write_blocking(write)?)
    }

    fn publish(&self, of_type: &str) -> Result<()> {
        let (house, url) = (Arc::clone(&self.house), of_type.to_owned());
        let write = move |tx: &mut Tx<'_>| {
            let (who, call) = (Caller::waarmaker("bench"), Call::now(&house)?);
            let place = house.locate(&url).ok_or_else(Problem::not_found)?;
            let mut cx = Cx::new(tx, &house, &who, &call);
            amend(place.room, &mut cx, place.uuid, &["catalogi.schrijven"], |record| {
                record.insert("concept".to_owned(), Value::Bool(false));
            })
        };
        self.db.write_blocking(write).map(|_| ()).context("publishing a type")
    }

    /// Makes resources of one kind in one transaction; returns their URLs in stored form.
    fn make(&self, name: &'static str, bodies: Vec<Value>) -> Result<Vec<String>> {
        let house = Arc::clone(&self.house);
        let write = move |tx: &mut Tx<'_>| {
            let (who, call) = (Caller::waarmaker("bench"), Call::now(&house)?);
            let mut cx = Cx::new(tx, &house, &who, &call);
            let room = cx.room(name)?;
            bodies
                .iter()
                .map(|body| create(room, &mut cx, body, None).map(|written| written.url))
                .collect::<waarmaker_api::Result<Vec<_>>>()
        };
        self.db.write_blocking(write).with_context(|| format!("making {name}"))
    }
}

fn first(urls: &[String]) -> Result<&str> {
    urls.first().map(String::as_str).context("nothing was made")
}

fn zaaktype(catalogus: &str) -> Value {
    json!({
        "identificatie": "BENCH-1", "omschrijving": "Melding openbare ruimte", "vertrouwelijkheidaanduiding": "openbaar", "doel": "Meten",
        "aanleiding": "Een meting", "indicatieInternOfExtern": "extern", "handelingInitiator": "melden", "onderwerp": "Openbare ruimte",
        "handelingBehandelaar": "behandelen", "doorlooptijd": "P30D", "opschortingEnAanhoudingMogelijk": false, "verlengingMogelijk": false,
        "publicatieIndicatie": false, "productenOfDiensten": [], "referentieproces": {"naam": "Meten"}, "verantwoordelijke": "Team meten",
        "catalogus": catalogus, "besluittypen": [], "deelzaaktypen": [], "gerelateerdeZaaktypen": [], "beginGeldigheid": "2020-01-01",
    })
}

fn informatieobjecttype(catalogus: &str) -> Value {
    json!({
        "catalogus": catalogus, "omschrijving": "Bijlage", "vertrouwelijkheidaanduiding": "openbaar",
        "beginGeldigheid": "2020-01-01", "informatieobjectcategorie": "bijlage",
    })
}

fn zaak(zaaktype: &str, i: u32) -> Value {
    let (x, y) = (f64::from(i % 400).mul_add(0.001, 4.7), f64::from(i / 400 % 300).mul_add(0.001, 52.2));
    json!({
        "bronorganisatie": "000000000", "verantwoordelijkeOrganisatie": "000000000", "zaaktype": zaaktype,
        "startdatum": format!("2025-{:02}-{:02}", i % 12 + 1, i % 28 + 1), "omschrijving": format!("Zaak {i}"),
        "toelichting": "Een zaak om aan te meten.", "zaakgeometrie": {"type": "Point", "coordinates": [x, y]},
    })
}

fn status(zaak: &str, statustypen: &[String]) -> Value {
    json!({"zaak": zaak, "statustype": statustypen.first(), "datumStatusGezet": "2025-12-30T10:00:00Z", "statustoelichting": "Ontvangen"})
}

fn rol(zaak: &str, roltypen: &[String]) -> Value {
    json!({
        "zaak": zaak, "roltype": roltypen.first(), "betrokkeneType": "natuurlijk_persoon", "roltoelichting": "Aanvrager",
        "betrokkeneIdentificatie": {"geslachtsnaam": "Meting", "voornamen": "Test"},
    })
}

/// A body for the load generator.
pub(super) fn body(zaaktype: &str, i: u64, origin: &str) -> Value {
    let zaak = zaak(zaaktype, u32::try_from(i % 1_000_000).unwrap_or(0));
    serde_json::from_str(&zaak.to_string().replace(ORIGIN, origin)).unwrap_or(zaak)
}

/// The body of a document of this size, with its content in base64 when it does not come in parts.
pub(super) fn document(informatieobjecttype: &str, origin: &str, size: u64, inhoud: Option<&str>) -> Value {
    json!({
        "bestandsomvang": size, "inhoud": inhoud,
        "bronorganisatie": "000000000", "creatiedatum": "2026-01-01", "titel": "Bijlage", "auteur": "Bench", "taal": "nld",
        "bestandsnaam": "bijlage.bin", "informatieobjecttype": informatieobjecttype.replace(ORIGIN, origin),
    })
}
