// SPDX-License-Identifier: EUPL-1.2
//! What is in use is not deleted.

use uuid::Uuid;
use waarmaker_api::{Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{ColumnKind, Component, Linked, Resource, Shape};

/// Judges a delete: nothing of another component refers to the type any more. Which resources do is in their declarations.
pub(crate) fn none<T: Rules + Linked>(uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
    for room in cx.house.rooms().iter().filter(|room| room.kind.resource().component != Component::CATALOGI) {
        let resource = room.kind.resource();
        for column in referring(resource, T::NAME) {
            let sql = format!("SELECT 1 FROM {} WHERE {column} = $1 LIMIT 1", resource.table);
            if cx.tx.one(&sql, &[uuid.into()], |row| row.int(0))?.is_some() {
                let reason = format!("Er zijn {} die hiernaar verwijzen.", resource.path);
                problems.add(Problems::WHOLE, "pending-relations", reason);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Columns of a resource that hold a reference to another by this name.
fn referring<'r>(resource: &'r Resource, name: &'r str) -> impl Iterator<Item = &'static str> + 'r {
    let links =
        resource.fields.iter().filter(move |field| matches!(field.shape, Shape::Link(target) if target == name));
    links.filter_map(|field| {
        let column =
            resource.columns.iter().find(|column| column.path == field.name && column.kind == ColumnKind::Link);
        column.map(|column| column.name)
    })
}
