// SPDX-License-Identifier: EUPL-1.2
//! Making entities, with those that are given inside them.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::Value;

use super::body::{Body, Given};
use super::model::{Entity, Kind, Nav};
use super::observe;
use super::place::{Id, Place};
use super::refusal::bad;
use super::rights::Reach;
use crate::record::{Soort, Watchers};

/// A new entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Created {
    pub(super) entity: &'static Entity,
    pub(super) id: Id,
    /// It was there already: the same observation came twice.
    pub(super) known: bool,
}

/// Makes what is posted to a collection.
pub(super) fn create(
    place: &Place,
    body: &Json,
    watchers: Watchers,
    reach: &Reach,
    cx: &mut Cx<'_, '_>,
) -> Result<Created> {
    let mut body = body.clone();
    if let (Some((nav, id)), Some(members)) = (place.parent, body.as_object_mut())
        && let Some(back) = back(nav, place.entity)
    {
        let link = json!({"@iot.id": id.json()});
        members.insert(back.name.to_owned(), if back.many { json!([link]) } else { link });
    }
    let entity = place.entity;
    if entity.kind == Kind::Observations {
        return observe::one(&body, watchers, reach, cx);
    }
    if *reach != Reach::All {
        return Err(Problem::forbidden("Hiervoor is de scope metingen.schrijven nodig."));
    }
    let id = Maker { watchers, reach, cx }.make(entity.kind, &body)?;
    Ok(Created { entity, id: Id::Row(id), known: false })
}

/// The link that leads back from what a link leads to.
fn back(nav: &Nav, entity: &Entity) -> Option<&'static Nav> {
    let from = super::model::ENTITIES
        .iter()
        .find(|one| one.navs.iter().any(|other| other.condition == nav.condition && other.name == nav.name))?;
    entity.kind.entity().navs.iter().find(|back| back.to == from.kind)
}

/// Makes entities in a transaction.
pub(super) struct Maker<'m, 'a, 'tx> {
    pub(super) watchers: Watchers,
    pub(super) reach: &'m Reach,
    pub(super) cx: &'m mut Cx<'a, 'tx>,
}

impl Maker<'_, '_, '_> {
    fn make(&mut self, kind: Kind, json: &Json) -> Result<i64> {
        let body = Body::new(kind.entity(), json)?;
        match kind {
            Kind::Things => self.thing(body),
            Kind::Locations => self.location(body),
            Kind::HistoricalLocations => self.historical_location(body),
            Kind::Datastreams => self.datastream(body),
            Kind::Sensors => self.sensor(body),
            Kind::ObservedProperties => self.observed_property(body),
            Kind::FeaturesOfInterest => self.feature(body),
            Kind::Observations => Err(bad("invalid", "Een Observation hoort bij een Datastream.")),
        }
    }

    fn insert(&mut self, table: &str, columns: &str, values: &[Value]) -> Result<i64> {
        let places: Vec<String> = (1..=values.len()).map(|place| format!("${place}")).collect();
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({}) RETURNING id", places.join(", "));
        let id = self.cx.tx.one(&sql, values, |row| row.int(0))?;
        id.ok_or_else(|| Problem::internal(std::io::Error::other("no id of a new row")))
    }

    /// The row that a link leads to, made when it is given whole.
    pub(super) fn linked(&mut self, given: &Given<'_>, kind: Kind) -> Result<i64> {
        let id = match given {
            Given::New(json) => return self.make(kind, json),
            Given::Id(id) => id,
        };
        let name = kind.entity().name;
        let id = id.as_i64().or_else(|| id.as_str()?.parse().ok());
        let gone = || bad("unknown-link", format!("Er is geen object van {name} met dit @iot.id."));
        let id = id.ok_or_else(gone)?;
        let sql = format!("SELECT id FROM {} WHERE id = $1", kind.entity().table);
        self.cx.tx.one(&sql, &[id.into()], |row| row.int(0))?.ok_or_else(gone)
    }

    fn thing(&mut self, body: Body<'_>) -> Result<i64> {
        let (name, mut properties) = (body.required("name")?, body.properties()?);
        let device = match properties.get("apparaat") {
            None => name.clone(),
            Some(Json::String(device)) if (1..=200).contains(&device.chars().count()) => device.clone(),
            Some(_) => {
                return Err(bad("invalid", "Things.properties.apparaat moet een tekst van 1 tot 200 tekens zijn."));
            }
        };
        properties.insert("apparaat".to_owned(), device.clone().into());
        let client = client_of(&properties)?;
        let asset = self.asset(&mut properties)?;
        let known =
            self.cx.tx.one("SELECT id FROM things WHERE apparaat = $1", &[Value::from(&device)], |row| row.int(0))?;
        if let Some(known) = known {
            return Err(Problem::conflict(format!(
                "Things({known}) heeft dit apparaat al: geef properties.apparaat een andere waarde."
            )));
        }
        let location = match body.link("Locations")? {
            Some(given) => Some(self.linked(&given, Kind::Locations)?),
            None => None,
        };
        let values = [
            device.into(),
            name.into(),
            body.text("description")?.into(),
            asset.into(),
            client.into(),
            location.into(),
            Json::Object(properties).to_string().into(),
        ];
        let id = self.insert("things", "apparaat, naam, omschrijving, asset, client, location, properties", &values)?;
        if let Some(location) = location {
            self.was_at(id, location)?;
        }
        for given in body.links("Datastreams")? {
            let Given::New(json) = given else {
                return Err(bad("invalid", "Een bestaande Datastream verhuist niet naar een ander Thing."));
            };
            let mut stream = json.clone();
            if let Some(members) = stream.as_object_mut() {
                members.insert("Thing".to_owned(), json!({"@iot.id": id}));
            }
            self.make(Kind::Datastreams, &stream)?;
        }
        Ok(id)
    }

    /// The asset that a thing is or hangs on.
    fn asset(&mut self, properties: &mut Map<String, Json>) -> Result<Option<Uuid>> {
        let Some(given) = properties.get("asset").filter(|given| !given.is_null()) else { return Ok(None) };
        let wrong = || bad("invalid", "Things.properties.asset moet de uuid of de URL van een bestaand asset zijn.");
        let text = given.as_str().ok_or_else(wrong)?;
        let uuid =
            Uuid::try_parse(text.trim_end_matches('/').rsplit('/').next().unwrap_or_default()).map_err(|_| wrong())?;
        waarmaker_assets::get(self.cx.tx, uuid)?.ok_or_else(wrong)?;
        properties.insert("asset".to_owned(), uuid.to_string().into());
        Ok(Some(uuid))
    }

    fn was_at(&mut self, thing: i64, location: i64) -> Result<()> {
        let now = self.cx.call.now.at.as_millisecond();
        self.insert("historical_locations", "thing, location, tijd", &[thing.into(), location.into(), now.into()])?;
        Ok(())
    }

    fn location(&mut self, body: Body<'_>) -> Result<i64> {
        let (lon, lat) = point(&body, "location")?;
        let values = [
            body.required("name")?.into(),
            body.text("description")?.into(),
            body.required("encodingType")?.into(),
            body.json("location")?.into(),
            lon.into(),
            lat.into(),
            Json::Object(body.properties()?).to_string().into(),
        ];
        let id =
            self.insert("locations", "naam, omschrijving, encoding_type, location, lon, lat, properties", &values)?;
        for given in body.links("Things")? {
            let thing = self.linked(&given, Kind::Things)?;
            self.cx.tx.run("UPDATE things SET location = $2 WHERE id = $1", &[thing.into(), id.into()])?;
            self.was_at(thing, id)?;
        }
        Ok(id)
    }

    fn historical_location(&mut self, body: Body<'_>) -> Result<i64> {
        let (at, _) =
            body.moment("time")?.ok_or_else(|| bad("invalid", "HistoricalLocations.time moet ingevuld zijn."))?;
        let thing = body.link("Thing")?.ok_or_else(|| body.lacks("Thing"))?;
        let location = body.link("Locations")?.ok_or_else(|| body.lacks("Locations"))?;
        let (thing, location) = (self.linked(&thing, Kind::Things)?, self.linked(&location, Kind::Locations)?);
        self.insert("historical_locations", "thing, location, tijd", &[thing.into(), location.into(), at.into()])
    }

    fn datastream(&mut self, body: Body<'_>) -> Result<i64> {
        let thing = body.link("Thing")?.ok_or_else(|| body.lacks("Thing"))?;
        let property = body.link("ObservedProperty")?.ok_or_else(|| body.lacks("ObservedProperty"))?;
        let sensor = body.link("Sensor")?.ok_or_else(|| body.lacks("Sensor"))?;
        let (thing, property) = (self.linked(&thing, Kind::Things)?, self.linked(&property, Kind::ObservedProperties)?);
        let known = "SELECT id FROM datastreams WHERE thing = $1 AND observed_property = $2";
        if let Some(known) = self.cx.tx.one(known, &[thing.into(), property.into()], |row| row.int(0))? {
            return Err(Problem::conflict(format!(
                "Datastreams({known}) meet deze ObservedProperty al voor dit Thing."
            )));
        }
        let sensor = self.linked(&sensor, Kind::Sensors)?;
        let feature = self.feature_of(thing)?;
        let (unit, properties) = (unit(&body)?, body.properties()?);
        let kind = body.text("observationType")?;
        let keep = days(&properties, "bewaartermijn")?;
        let [unit_name, symbol, definition] = unit;
        let keep_series = days(&properties, "bewaartermijnReeks")?;
        let clean_up = keep.or(keep_series).map(|_| self.cx.call.now.at.as_millisecond());
        let values = [
            thing.into(),
            property.into(),
            sensor.into(),
            feature.into(),
            body.required("name")?.into(),
            body.text("description")?.into(),
            soort(&kind).as_str().into(),
            kind.into(),
            symbol.into(),
            unit_name.into(),
            definition.into(),
            keep.into(),
            keep_series.into(),
            clean_up.into(),
            Json::Object(properties).to_string().into(),
        ];
        let columns = "thing, observed_property, sensor, feature, naam, omschrijving, soort, observation_type, eenheid, eenheid_naam, \
             eenheid_definitie, bewaartermijn, bewaartermijn_reeks, opruimen, properties";
        let id = self.insert("datastreams", columns, &values)?;
        for given in body.links("Observations")? {
            let Given::New(json) = given else {
                return Err(bad("invalid", "Een bestaande Observation verhuist niet naar een andere Datastream."));
            };
            let mut observation = json.clone();
            if let Some(members) = observation.as_object_mut() {
                members.insert("Datastream".to_owned(), json!({"@iot.id": id}));
            }
            observe::one(&observation, self.watchers, self.reach, self.cx)?;
        }
        Ok(id)
    }

    /// The feature of interest of what a thing measures: the place where it is.
    fn feature_of(&mut self, thing: i64) -> Result<Option<i64>> {
        let sql = "SELECT d.feature FROM datastreams d WHERE d.thing = $1 AND d.feature IS NOT NULL LIMIT 1";
        if let Some(known) = self.cx.tx.one(sql, &[thing.into()], |row| row.int(0))? {
            return Ok(Some(known));
        }
        let sql = "INSERT INTO features_of_interest (naam, omschrijving, encoding_type, feature, lon, lat, asset, properties) \
             SELECT l.naam, l.omschrijving, l.encoding_type, l.location, l.lon, l.lat, l.asset, '{}' FROM things t JOIN locations l ON l.id = t.location \
             WHERE t.id = $1 ON CONFLICT (asset) DO UPDATE SET naam = excluded.naam RETURNING id";
        Ok(self.cx.tx.one(sql, &[thing.into()], |row| row.int(0))?)
    }

    fn sensor(&mut self, body: Body<'_>) -> Result<i64> {
        let values = [
            body.required("name")?.into(),
            body.text("description")?.into(),
            body.text("encodingType")?.into(),
            body.json("metadata")?.into(),
            Json::Object(body.properties()?).to_string().into(),
        ];
        self.insert("sensors", "naam, omschrijving, encoding_type, metadata, properties", &values)
    }

    /// An observed property is known by its name: one that is given inside a datastream is the one that is there.
    fn observed_property(&mut self, body: Body<'_>) -> Result<i64> {
        let name = body.required("name")?;
        let sql = "SELECT id FROM observed_properties WHERE naam = $1";
        if let Some(known) = self.cx.tx.one(sql, &[Value::from(&name)], |row| row.int(0))? {
            return Ok(known);
        }
        let values = [
            name.into(),
            body.text("definition")?.into(),
            body.text("description")?.into(),
            Json::Object(body.properties()?).to_string().into(),
        ];
        self.insert("observed_properties", "naam, definition, omschrijving, properties", &values)
    }

    pub(super) fn feature(&mut self, body: Body<'_>) -> Result<i64> {
        let (lon, lat) = point(&body, "feature")?;
        let values = [
            body.required("name")?.into(),
            body.text("description")?.into(),
            body.required("encodingType")?.into(),
            body.json("feature")?.into(),
            lon.into(),
            lat.into(),
            Json::Object(body.properties()?).to_string().into(),
        ];
        self.insert("features_of_interest", "naam, omschrijving, encoding_type, feature, lon, lat, properties", &values)
    }
}

/// The client that may speak for a thing.
fn client_of(properties: &Map<String, Json>) -> Result<Option<String>> {
    match properties.get("client") {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(client)) if (1..=200).contains(&client.chars().count()) => Ok(Some(client.clone())),
        Some(_) => Err(bad("invalid", "Things.properties.client moet een client_id van 1 tot 200 tekens zijn.")),
    }
}

/// A number of days in the properties of a datastream.
fn days(properties: &Map<String, Json>, name: &str) -> Result<Option<i64>> {
    match properties.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(days) => match days.as_i64().filter(|days| (1..=36_500).contains(days)) {
            Some(days) => Ok(Some(days)),
            None => Err(bad(
                "invalid",
                format!("Datastreams.properties.{name} moet een aantal dagen van 1 tot 36500 zijn."),
            )),
        },
    }
}

/// What a datastream of this observation type holds.
fn soort(kind: &str) -> Soort {
    match kind.rsplit(['/', '#']).next().unwrap_or_default() {
        "OM_Measurement" | "OM_CountObservation" => Soort::Getal,
        "OM_CategoryObservation" => Soort::Tekst,
        "OM_TruthObservation" => Soort::Waarheid,
        _ => Soort::Vrij,
    }
}

/// Name, symbol and definition of the unit.
fn unit(body: &Body<'_>) -> Result<[String; 3]> {
    let wrong = || {
        bad(
            "invalid",
            "Datastreams.unitOfMeasurement moet een object zijn met name, symbol en definition (tekst of null).",
        )
    };
    let Some(given) = body.get("unitOfMeasurement") else { return Ok(Default::default()) };
    let members = given.as_object().ok_or_else(wrong)?;
    let text = |name: &str| match members.get(name) {
        None | Some(Json::Null) => Ok(String::new()),
        Some(Json::String(text)) if text.chars().nth(500).is_none() => Ok(text.clone()),
        Some(_) => Err(wrong()),
    };
    Ok([text("name")?, text("symbol")?, text("definition")?])
}

/// The point of a `GeoJSON` geometry or feature: the middle of its bounds. Nothing for another encoding.
fn point(body: &Body<'_>, name: &str) -> Result<(Option<f64>, Option<f64>)> {
    let Some(json) = body.get(name) else { return Ok((None, None)) };
    let geometry = json.get("geometry").unwrap_or(json);
    let Some(coordinates) = geometry.get("coordinates") else { return Ok((None, None)) };
    let mut bounds: Option<[f64; 4]> = None;
    if !corners(coordinates, &mut bounds) {
        return Err(bad(
            "invalid",
            format!(
                "{}.{name} heeft coördinaten die geen plaats op aarde zijn: gebruik WGS84, lengtegraad eerst.",
                body.entity.name
            ),
        ));
    }
    Ok(bounds
        .map_or((None, None), |[west, south, east, north]| (Some(west.midpoint(east)), Some(south.midpoint(north)))))
}

/// Widens the bounds with all positions; false when one is no place on earth.
fn corners(json: &Json, bounds: &mut Option<[f64; 4]>) -> bool {
    let Some(list) = json.as_array() else { return false };
    if let [x, y, ..] = list.as_slice()
        && let (Some(x), Some(y)) = (x.as_f64(), y.as_f64())
    {
        let [west, south, east, north] = bounds.unwrap_or([x, y, x, y]);
        *bounds = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
        return (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y);
    }
    !list.is_empty() && list.iter().all(|inner| corners(inner, bounds))
}
