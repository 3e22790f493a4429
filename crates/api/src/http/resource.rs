// SPDX-License-Identifier: EUPL-1.2
//! The six operations of every resource.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use uuid::Uuid;
use waarmaker_core::{Date, DateTime, Problem, Problems};
use waarmaker_db::Weight;
use waarmaker_resource::{Op, Resource};

use super::{Answer, Api, Incoming, answer::page, operation};
use crate::{AsOf, House, Query, Result, Tree, change, create, delete, list, query, read};

/// `GET` and `POST` on a collection.
pub(super) async fn collection(State(api): State<Arc<Api>>, request: Request, i: usize) -> Response {
    let Ok(room) = api.room(i) else { return super::answer::nowhere(State(api), request).await };
    let resource = room.kind.resource();
    let handle = move |api: Arc<Api>, request: Request| async move {
        let op = operation(request.method(), false).filter(|&op| resource.scopes(op).is_some());
        let op = op.ok_or_else(Problem::method_not_allowed)?;
        let parent = parent(resource, request.uri().path(), 2)?;
        let mut incoming = api.incoming(resource, request).await?;
        if op == Op::List {
            return listing(&api, i, incoming, parent).await;
        }
        api.prefetch(resource, &mut incoming).await;
        let written = api.writing(incoming, move |cx, body| create(room_of(cx.house, i)?, cx, body, parent)).await?;
        let location = Some(written.url);
        Ok(Answer { location, warnings: written.warnings, ..Answer::created(written.stored.body).of(resource) })
    };
    api.handle(resource.component, request, handle).await
}

/// `GET`, `HEAD`, `PUT`, `PATCH` and `DELETE` on one.
pub(super) async fn item(State(api): State<Arc<Api>>, request: Request, i: usize) -> Response {
    let Ok(room) = api.room(i) else { return super::answer::nowhere(State(api), request).await };
    let resource = room.kind.resource();
    let handle = move |api: Arc<Api>, request: Request| async move {
        let head = request.method() == axum::http::Method::HEAD;
        let op = operation(request.method(), true)
            .filter(|&op| resource.scopes(op).is_some() && (!head || resource.conditional));
        let op = op.ok_or_else(Problem::method_not_allowed)?;
        let path = request.uri().path();
        let uuid =
            path.rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok()).ok_or_else(Problem::not_found)?;
        let parent = parent(resource, path, 3)?;
        let mut incoming = api.incoming(resource, request).await?;
        match op {
            Op::Read => one(&api, i, incoming, uuid, parent).await,
            Op::Delete => {
                api.writing(incoming, move |cx, _| delete(room_of(cx.house, i)?, cx, uuid, parent)).await?;
                Ok(Answer::nothing())
            }
            _ => {
                api.prefetch(resource, &mut incoming).await;
                let run = move |cx: &mut crate::Cx<'_, '_>, body: &_| {
                    change(room_of(cx.house, i)?, cx, op, uuid, parent, body)
                };
                let written = api.writing(incoming, run).await?;
                Ok(Answer { warnings: written.warnings, ..Answer::ok(written.stored.body).of(resource) })
            }
        }
    };
    api.handle(resource.component, request, handle).await
}

async fn listing(api: &Arc<Api>, i: usize, mut incoming: Incoming, parent: Option<Uuid>) -> Result<Answer> {
    let resource = api.room(i)?.kind.resource();
    let parameters = query::parameters(&incoming.query)?;
    let mut query = Query::read(resource, &parameters, &api.house, api.db.engine())?;
    if let (Some(nested), Some(parent)) = (resource.nested, parent) {
        let place = query.condition.push(parent);
        query.condition.and(&format!("t.{} = {place}", nested.field));
    }
    incoming.call.on = query.on;
    let number = query.page.number;
    let asked = incoming.clone();
    let run = move |cx: &mut crate::Cx<'_, '_>| {
        if let (Some(_), Some(parent)) = (resource.nested, parent) {
            crate::read::exists(cx.room(resource.main())?, cx, parent)?;
        }
        list(room_of(cx.house, i)?, cx, &query)
    };
    let found = api.reading(Weight::Scan, incoming, run).await?;
    page(resource, &asked, number, found)
}

async fn one(api: &Arc<Api>, i: usize, mut incoming: Incoming, uuid: Uuid, parent: Option<Uuid>) -> Result<Answer> {
    let resource = api.room(i)?.kind.resource();
    let tree = if incoming.query.is_empty() { Tree::default() } else { detail(resource, &mut incoming, &api.house)? };
    let weight = if tree.is_empty() && !resource.presented { Weight::Point } else { Weight::Scan };
    let stored = api.reading(weight, incoming, move |cx| read(room_of(cx.house, i)?, cx, uuid, parent, &tree)).await?;
    Ok(Answer { conditional: resource.conditional, ..Answer::ok(stored.body).of(resource) })
}

/// The query parameters of a detail: what they ask goes into the call, what is to be expanded is returned.
pub fn detail(resource: &Resource, incoming: &mut Incoming, house: &House) -> Result<Tree> {
    let parameters = query::parameters(&incoming.query)?;
    let mut problems = Problems::new();
    let mut versions = AsOf { versie: None, moment: None };
    for (name, value) in &parameters {
        match name.as_str() {
            "expand" if !resource.expand.is_empty() => {}
            "datumGeldigheid" if resource.detail_parameters.contains(&"datumGeldigheid") => match Date::parse(value) {
                Ok(date) => incoming.call.on = Some(date),
                Err(invalid) => problems.add("datumGeldigheid", invalid.code, invalid.reason),
            },
            "versie" if resource.detail_parameters.contains(&"versie") => match value.parse::<i64>() {
                Ok(versie) => versions.versie = Some(versie),
                Err(_) => problems.add("versie", "invalid", "Verwacht een geheel getal."),
            },
            "registratieOp" if resource.detail_parameters.contains(&"registratieOp") => match DateTime::parse(value) {
                Ok(moment) => versions.moment = Some(moment),
                Err(invalid) => problems.add("registratieOp", invalid.code, invalid.reason),
            },
            name if resource.detail_parameters.contains(&name) => {}
            name => {
                let name: String = name.chars().take(100).collect();
                problems.add(Problems::WHOLE, "unknown-parameters", format!("Onbekende queryparameter: {name}."));
            }
        }
    }
    let tree = Tree::read(resource, parameters.get("expand").map(String::as_str), house, &mut problems);
    problems.into_result()?;
    incoming.call.as_of = Some(versions).filter(|asked| asked.versie.is_some() || asked.moment.is_some());
    Ok(tree)
}

/// The uuid in the path of the resource that a nested one lives under, counted in segments from the end.
fn parent(resource: &Resource, path: &str, from_end: usize) -> Result<Option<Uuid>> {
    if resource.nested.is_none() {
        return Ok(None);
    }
    let uuid = path.rsplit('/').nth(from_end - 1).and_then(|uuid| Uuid::try_parse(uuid).ok());
    uuid.map(Some).ok_or_else(Problem::not_found)
}

fn room_of(house: &House, i: usize) -> Result<&crate::Room> {
    house.rooms().get(i).ok_or_else(Problem::not_found)
}
