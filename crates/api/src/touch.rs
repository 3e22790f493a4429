// SPDX-License-Identifier: EUPL-1.2
//! Members that list other resources (`zaak.rollen`, `zaak.status`), rewritten when those change.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_resource::{Pick, Record, Touch};

use crate::{Cx, Result, Room, body::at, write::rewrite};

/// Rewrites the members of others that list a resource, after its row went from `old` to `new`.
pub(crate) fn touch(room: &Room, old: Option<&Record>, new: Option<&Record>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let resource = room.kind.resource();
    for touch in resource.touches {
        let path = resource
            .columns
            .iter()
            .find(|column| column.name == touch.column)
            .map_or(touch.column, |column| column.path);
        let target = |record: Option<&Record>| {
            record.and_then(|record| at(record, path).as_str()).and_then(|url| cx.house.locate(url))
        };
        let (before, after) = (target(old).map(|place| place.uuid), target(new).map(|place| place.uuid));
        if before == after && old.is_some() && new.is_some() && !matches!(touch.pick, Pick::Latest(_)) {
            continue;
        }
        for uuid in BTreeSet::from_iter([before, after]).into_iter().flatten() {
            refresh(room, touch, uuid, cx)?;
        }
    }
    Ok(())
}

/// Rewrites one member of one resource.
fn refresh(room: &Room, touch: &Touch, target: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let resource = room.kind.resource();
    let order = match touch.pick {
        Pick::All => "id".to_owned(),
        Pick::One => "id LIMIT 1".to_owned(),
        Pick::Latest(column) => format!("{column} DESC, id DESC LIMIT 1"),
    };
    let sql = format!("SELECT uuid FROM {} WHERE {} = $1 ORDER BY {order}", resource.table, touch.column);
    let uuids: Vec<Uuid> = cx.tx.query(&sql, &[target.into()], |row| row.uuid(0))?;
    let mut urls = uuids.into_iter().map(|uuid| Json::String(room.url(uuid, resource.nested.map(|_| target))));
    let value = match touch.pick {
        Pick::All => Json::Array(urls.collect()),
        Pick::One | Pick::Latest(_) => urls.next().unwrap_or(Json::Null),
    };
    rewrite(touch.target, target, cx, |record| {
        record.insert(touch.field.to_owned(), value);
    })
}
