// SPDX-License-Identifier: EUPL-1.2
//! The behaviour of a resource: the hooks of the pipeline.

use std::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;
use waarmaker_core::{Problem, Problems};
use waarmaker_resource::{Fields, Op, Record, Resource};

use crate::{AsOf, Cx, House, Result, Stored, http::Intake};

/// What happens to a resource, as its rules see it.
#[derive(Debug)]
pub struct Change<'a, T> {
    /// The operation: create, update, patch or delete.
    pub op: Op,
    /// Uuid of the resource, also of one that is being made.
    pub uuid: Uuid,
    /// The resource before; `None` on create.
    pub old: Option<&'a T>,
    /// The body as it was sent, unchecked: for telling "absent" from "empty" and for moments with their own offset.
    pub given: &'a Record,
}

impl<T> Change<'_, T> {
    /// Whether the body had this member with a value other than `null` and `""`.
    pub fn has(&self, member: &str) -> bool {
        self.given.get(member).is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
    }
}

/// A resource with its declaration and its rules. Every hook runs in the transaction of the write, after the shape of the body was checked
/// and all references to our own resources were found to exist.
pub trait Rules: Fields + Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// The declaration.
    const RESOURCE: Resource;

    /// Fills in what the server decides: defaults, generated and derived members.
    fn prepare(&mut self, _change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Judges the result: adds every problem that it finds.
    fn check(&self, _change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>, _problems: &mut Problems) -> Result<()> {
        Ok(())
    }

    /// Refuses what the state does not allow (a closed zaak) with 403; also asked before a delete, with the resource as it is.
    fn permit(&self, _change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Carries out consequences, after the row was written.
    fn saved(&self, _change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Judges a delete: adds every reason against it.
    fn removable(&self, _uuid: Uuid, _cx: &mut Cx<'_, '_>, _problems: &mut Problems) -> Result<()> {
        Ok(())
    }

    /// Carries out consequences of a delete, before the row goes. What is guarded by this resource ([`Guard::Parent`]) is deleted by the
    /// pipeline.
    ///
    /// [`Guard::Parent`]: waarmaker_resource::Guard::Parent
    fn removing(&self, _uuid: Uuid, _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Carries out consequences of a delete that need the row to be gone.
    fn removed(&self, _uuid: Uuid, _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Turns a stored record into the one that is served, when the resource is declared `presented`. The record has `url`.
    fn present(_record: &mut Record, _uuid: Uuid, _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Adds to the answer of a write what no other answer has (the lock of a new document). The body is a JSON object in stored form.
    fn reply(_body: &mut Vec<u8>, _op: Op, _uuid: Uuid, _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Foreign URLs that the rules want to see besides those of the members that are marked `resolve`, fetched before the transaction.
    fn questions(_body: &Value, _house: &House) -> Vec<String> {
        Vec::new()
    }

    /// The version that is asked for, given the latest, for a caller who may read that with these scopes.
    fn as_of(latest: Vec<u8>, _uuid: Uuid, _asked: &AsOf, _scopes: &[&str], _cx: &mut Cx<'_, '_>) -> Result<Vec<u8>> {
        Ok(latest)
    }

    /// Reads the bodies of writes, when they are too large to be read as JSON in memory.
    fn intake() -> Option<&'static dyn Intake> {
        None
    }

    /// Text by which people recognise it in the audit trail, at most 200 characters.
    fn weergave(&self) -> String {
        String::new()
    }
}

/// [`Change`] before the type is known.
#[derive(Debug)]
pub struct AnyChange<'a> {
    /// The operation.
    pub op: Op,
    /// Uuid of the resource.
    pub uuid: Uuid,
    /// The stored record before.
    pub old: Option<&'a Record>,
    /// The body as it was sent.
    pub given: &'a Record,
}

/// What writes the row between the checks and the consequences.
pub(crate) type Store<'s> = &'s mut dyn FnMut(Record, &str, &mut Cx<'_, '_>) -> Result<Stored>;

/// [`Rules`] as the pipeline sees them: compiled once, for every resource the same.
pub trait AnyRules: Send + Sync {
    /// The declaration.
    fn resource(&self) -> &'static Resource;
    /// Prepares, checks, permits, writes by `store`, and carries out the consequences.
    fn write(&self, record: Record, change: &AnyChange<'_>, cx: &mut Cx<'_, '_>, store: Store<'_>) -> Result<Stored>;
    /// Judges a delete and carries out its consequences up to the row itself. Returns the weergave.
    fn remove(&self, record: &Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<String>;
    /// See [`Rules::removed`].
    fn removed(&self, record: &Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()>;
    /// See [`Rules::present`].
    fn present(&self, record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()>;
    /// See [`Rules::reply`].
    fn reply(&self, body: &mut Vec<u8>, op: Op, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()>;
    /// See [`Rules::questions`].
    fn questions(&self, body: &Value, house: &House) -> Vec<String>;
    /// See [`Rules::as_of`].
    fn as_of(&self, latest: Vec<u8>, uuid: Uuid, asked: &AsOf, scopes: &[&str], cx: &mut Cx<'_, '_>)
    -> Result<Vec<u8>>;
    /// See [`Rules::intake`].
    fn intake(&self) -> Option<&'static dyn Intake>;
}

/// The bridge from [`Rules`] to [`AnyRules`].
#[derive(Debug)]
pub struct Kind<T>(PhantomData<fn() -> T>);

impl<T: Rules> Kind<T> {
    const DECLARED: Resource = T::RESOURCE;

    /// The resource as an element of `KINDS`.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}
impl<T: Rules> Default for Kind<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Rules> AnyRules for Kind<T> {
    fn resource(&self) -> &'static Resource {
        &Self::DECLARED
    }

    fn write(&self, record: Record, change: &AnyChange<'_>, cx: &mut Cx<'_, '_>, store: Store<'_>) -> Result<Stored> {
        let mut new: T = typed(&record)?;
        let old: Option<T> = change.old.map(typed).transpose()?;
        let change = Change { op: change.op, uuid: change.uuid, old: old.as_ref(), given: change.given };
        new.prepare(&change, cx)?;
        let mut problems = Problems::new();
        new.check(&change, cx, &mut problems)?;
        problems.into_result()?;
        new.permit(&change, cx)?;
        let stored = store(untyped(&new)?, &new.weergave(), cx)?;
        new.saved(&change, cx)?;
        Ok(stored)
    }

    fn remove(&self, record: &Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<String> {
        let old: T = typed(record)?;
        let given = Record::new();
        let change = Change { op: Op::Delete, uuid, old: Some(&old), given: &given };
        let mut problems = Problems::new();
        old.removable(uuid, cx, &mut problems)?;
        problems.into_result()?;
        old.permit(&change, cx)?;
        old.removing(uuid, cx)?;
        Ok(old.weergave())
    }

    fn removed(&self, record: &Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        typed::<T>(record)?.removed(uuid, cx)
    }

    fn present(&self, record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        T::present(record, uuid, cx)
    }

    fn reply(&self, body: &mut Vec<u8>, op: Op, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        T::reply(body, op, uuid, cx)
    }

    fn questions(&self, body: &Value, house: &House) -> Vec<String> {
        T::questions(body, house)
    }

    fn as_of(
        &self,
        latest: Vec<u8>,
        uuid: Uuid,
        asked: &AsOf,
        scopes: &[&str],
        cx: &mut Cx<'_, '_>,
    ) -> Result<Vec<u8>> {
        T::as_of(latest, uuid, asked, scopes, cx)
    }

    fn intake(&self) -> Option<&'static dyn Intake> {
        T::intake()
    }
}

/// A record as its type. The record was checked, so a failure is ours.
pub(crate) fn typed<T: DeserializeOwned>(record: &Record) -> Result<T> {
    T::deserialize(record).map_err(Problem::internal)
}

/// A resource as a record.
pub(crate) fn untyped<T: Serialize>(resource: &T) -> Result<Record> {
    match serde_json::to_value(resource).map_err(Problem::internal)? {
        Value::Object(record) => Ok(record),
        _ => Err(Problem::internal(std::io::Error::other("a resource is an object"))),
    }
}
