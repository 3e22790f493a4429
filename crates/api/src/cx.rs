// SPDX-License-Identifier: EUPL-1.2
//! What a rule can reach: its transaction, who asks, and the rest of the house.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_auth::{Caller, Gate};
use waarmaker_core::{Date, DateTime, Problem};
use waarmaker_db::{Tx, Value};
use waarmaker_resource::{Link, Linked, Op, Record, Uri};

use crate::{Arrival, Fetched, Foreign, House, Result, Room, Rules, rules::typed, write::denied};

/// Most uuids in one statement.
const CHUNK: usize = 400;

/// One request, apart from its body.
#[derive(Clone, Debug)]
pub struct Call {
    /// The moment of the request.
    pub now: DateTime,
    /// The day of the request in the Netherlands.
    pub today: Date,
    /// Why (`X-Audit-Toelichting`), for the audit trail.
    pub toelichting: String,
    /// Identifier in the network (`X-NLX-Logrecord-ID`), for the audit trail.
    pub logrecord: String,
    /// The day for which versions of types are shown (`datumGeldigheid`); today when absent.
    pub on: Option<Date>,
    /// The foreign URLs of the body, fetched before the transaction.
    pub foreign: Foreign,
    /// The content that came with the body.
    pub arrived: Option<Arrival>,
    /// Which version of a resource is read; the latest when absent.
    pub as_of: Option<AsOf>,
}

/// A version of a resource: the last one that meets all that is asked.
#[derive(Clone, Copy, Debug)]
pub struct AsOf {
    /// Its number (`versie`).
    pub versie: Option<i64>,
    /// The moment at which it was the latest (`registratieOp`).
    pub moment: Option<DateTime>,
}

impl Call {
    /// A request of this moment, without anything special.
    pub fn now(house: &House) -> Result<Self> {
        let now = DateTime::from_timestamp(house.clock.now());
        let now = now.ok_or_else(|| Problem::internal(std::io::Error::other("the clock is beyond the year 9999")))?;
        let (toelichting, logrecord) = (String::new(), String::new());
        Ok(Self {
            now,
            today: house.clock.today(),
            toelichting,
            logrecord,
            on: None,
            foreign: HashMap::new(),
            arrived: None,
            as_of: None,
        })
    }
}

/// What a URL led to.
#[derive(Debug)]
pub enum Resolved {
    /// One of our own resources, by name, with its stored record.
    Own(&'static str, Uuid, Record),
    /// JSON of another server.
    Foreign(Json),
    /// Nothing: not reachable, not allowed or not 200 (`bad-url`).
    Unreachable,
    /// An answer that is not JSON (`invalid-resource`).
    NotJson,
}

impl Resolved {
    /// The document, of whichever server.
    pub fn document(&self) -> Option<&Record> {
        match self {
            Self::Own(_, _, record) => Some(record),
            Self::Foreign(json) => json.as_object(),
            Self::Unreachable | Self::NotJson => None,
        }
    }
    /// The member of the document with this name, as text.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.document()?.get(member)?.as_str()
    }
}

/// The context of an operation.
pub struct Cx<'a, 'tx> {
    /// The transaction.
    pub tx: &'a mut Tx<'tx>,
    /// All resources.
    pub house: &'a House,
    /// Who asks.
    pub who: &'a Caller,
    /// The request.
    pub call: &'a Call,
    /// Texts for the header `X-Warning`.
    pub warnings: Vec<String>,
}

impl std::fmt::Debug for Cx<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cx").field("who", &self.who).finish_non_exhaustive()
    }
}

impl<'a, 'tx> Cx<'a, 'tx> {
    /// The context of an operation.
    pub fn new(tx: &'a mut Tx<'tx>, house: &'a House, who: &'a Caller, call: &'a Call) -> Self {
        Self { tx, house, who, call, warnings: Vec::new() }
    }

    /// The room of a resource that the program has.
    pub fn room(&self, name: &str) -> Result<&'a Room> {
        let missing = || Problem::internal(std::io::Error::other(format!("no resource {name} in the house")));
        self.house.room(name).ok_or_else(missing)
    }

    /// A resource by its uuid, whoever asks: for rules, never for an answer.
    pub fn get<T: Rules>(&mut self, uuid: Uuid) -> Result<Option<T>> {
        self.record(T::RESOURCE.name, uuid)?.as_ref().map(typed).transpose()
    }

    /// The resource that a checked reference leads to.
    pub fn must<T: Rules>(&mut self, link: Link<T>) -> Result<T> {
        let gone =
            || Problem::conflict(format!("Het object waarnaar {} verwijst is intussen verwijderd.", T::RESOURCE.name));
        self.get(link.uuid)?.ok_or_else(gone)
    }

    /// The members of a resource that a rule looks at, whoever asks: those of `T`. The rest of the document is skipped, which makes this much
    /// cheaper than [`must`](Self::must).
    pub fn view<T: Linked + DeserializeOwned>(&mut self, link: Link<T>) -> Result<T> {
        let gone = || Problem::conflict(format!("Het object waarnaar {} verwijst is intussen verwijderd.", T::NAME));
        let room = self.room(T::NAME)?;
        let found =
            self.tx.one(&room.sql.body, &[link.uuid.into()], |row| Ok(serde_json::from_slice(row.bytes_ref(0)?)))?;
        found.ok_or_else(gone)?.map_err(Problem::internal)
    }

    /// The stored record of a resource, whoever asks: for rules, never for an answer.
    pub fn record(&mut self, name: &str, uuid: Uuid) -> Result<Option<Record>> {
        let room = self.room(name)?;
        let body = self.tx.one(&room.sql.body, &[uuid.into()], |row| row.bytes(0))?;
        body.as_deref().map(parse).transpose()
    }

    /// All resources of a kind whose column has this value, in the order they were made; whoever asks.
    pub fn all<T: Rules>(&mut self, column: &'static str, value: impl Into<Value>) -> Result<Vec<(Uuid, T)>> {
        let sql = format!("SELECT uuid, body FROM {} WHERE {column} = $1 ORDER BY id", T::RESOURCE.table);
        let rows = self.tx.query(&sql, &[value.into()], |row| Ok((row.uuid(0)?, row.bytes(1)?)))?;
        rows.into_iter().map(|(uuid, body)| Ok((uuid, typed(&parse(&body)?)?))).collect()
    }

    /// The stored records of a kind with these uuids, in no particular order; one statement for many. For rules, never for an answer.
    pub fn records(&mut self, name: &str, uuids: &[Uuid]) -> Result<Vec<(Uuid, Record)>> {
        let table = self.room(name)?.kind.resource().table;
        let mut found = Vec::with_capacity(uuids.len());
        for part in uuids.chunks(CHUNK) {
            let parameters: Vec<Value> = part.iter().map(|&uuid| uuid.into()).collect();
            let places: Vec<String> = (1..=part.len()).map(|i| format!("${i}")).collect();
            let sql = format!("SELECT uuid, body FROM {table} WHERE uuid IN ({})", places.join(", "));
            let rows = self.tx.query(&sql, &parameters, |row| Ok((row.uuid(0)?, row.bytes(1)?)))?;
            for (uuid, body) in rows {
                found.push((uuid, parse(&body)?));
            }
        }
        Ok(found)
    }

    /// [`resolve`](Self::resolve) as the caller sees it: what is ours and may not be read by the caller does not exist, so that a reference tells
    /// nothing about it (handbook 1.3).
    pub fn reach(&mut self, url: &Uri) -> Result<Resolved> {
        let Some(place) = self.house.locate(url.as_str()) else { return self.resolve(url) };
        let resource = place.room.kind.resource();
        let scopes = resource.scopes(Op::Read).unwrap_or_default();
        let gate = Gate { caller: self.who, component: resource.component, guard: resource.guard, scopes };
        if !gate.open() {
            let mut parameters = vec![Value::from(place.uuid)];
            let condition = gate.condition("t", &mut parameters);
            let sql = format!("SELECT 1 FROM {} t WHERE t.uuid = $1 AND {condition}", resource.table);
            if self.tx.one(&sql, &parameters, |row| row.int(0))?.is_none() {
                return Ok(Resolved::Unreachable);
            }
        }
        self.resolve(url)
    }

    /// What a URL leads to: read in this transaction when it is ours, otherwise what was fetched before it.
    pub fn resolve(&mut self, url: &Uri) -> Result<Resolved> {
        if !url.is_own() {
            return Ok(match self.call.foreign.get(url.as_str()) {
                Some(Fetched::Json(json)) => Resolved::Foreign(json.clone()),
                Some(Fetched::NotJson) => Resolved::NotJson,
                Some(Fetched::Unreachable) | None => Resolved::Unreachable,
            });
        }
        let Some(place) = self.house.locate(url.as_str()) else { return Ok(Resolved::Unreachable) };
        let name = place.room.kind.resource().name;
        Ok(self
            .record(name, place.uuid)?
            .map_or(Resolved::Unreachable, |record| Resolved::Own(name, place.uuid, record)))
    }

    /// Whether the caller has one of these scopes for a type and level, in the component of a resource.
    pub fn may<T: Rules>(&mut self, scopes: &[&str], of_type: Uuid, level: i64) -> Result<bool> {
        let resource = T::RESOURCE;
        let gate = Gate { caller: self.who, component: resource.component, guard: resource.guard, scopes };
        Ok(gate.allows(self.tx, of_type, level)?)
    }

    /// Stage one (handbook 1.3): refuses a caller without any of these scopes anywhere in the component of a resource.
    pub fn stage_one<T: Rules>(&mut self, scopes: &[&str]) -> Result<()> {
        if self.may_at_all::<T>(scopes)? { Ok(()) } else { Err(denied()) }
    }

    /// Whether the caller has one of these scopes anywhere in the component of a resource.
    pub fn may_at_all<T: Rules>(&mut self, scopes: &[&str]) -> Result<bool> {
        let resource = T::RESOURCE;
        let gate = Gate { caller: self.who, component: resource.component, guard: resource.guard, scopes };
        Ok(gate.opens_at_all(self.tx)?)
    }

    /// Does something as Waarmaker itself, which may do everything: what one component writes in another on behalf of a caller who may write in
    /// the first (zrc-005, brc-005). `label` names the component in the audit trail.
    pub fn as_waarmaker<T>(&mut self, label: &str, run: impl FnOnce(&mut Cx<'_, 'tx>) -> Result<T>) -> Result<T> {
        let who = Caller::waarmaker(label);
        run(&mut Cx::new(self.tx, self.house, &who, self.call))
    }

    /// The day for which versions of types are shown.
    pub fn on(&self) -> Date {
        self.call.on.unwrap_or(self.call.today)
    }
}

/// A stored document as a record.
pub(crate) fn parse(body: &[u8]) -> Result<Record> {
    serde_json::from_slice(body).map_err(Problem::internal)
}
