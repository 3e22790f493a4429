// SPDX-License-Identifier: EUPL-1.2
//! The kanalen of our own resources.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value as Json, json};
use waarmaker_api::{Call, Cx, House, Result, create, rewrite};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;
use waarmaker_db::{Db, Tx};
use waarmaker_resource::Linked as _;

use crate::Kanaal;

/// Registers the kanalen of all resources that are notified, with their kenmerken as filters. A kanaal that is there already keeps what it has, and
/// gets filters that it lacks. Call it when the program starts, before it serves.
pub async fn register_kanalen(house: &Arc<House>, db: &Db) -> Result<()> {
    let house = Arc::clone(house);
    let register = move |tx: &mut Tx<'_>| {
        let (who, call) = (Caller::waarmaker("Notificaties API"), Call::now(&house)?);
        let cx = &mut Cx::new(tx, &house, &who, &call);
        own(&house).into_iter().try_for_each(|(naam, filters)| kanaal(naam, filters, cx))
    };
    db.write::<_, Problem, _>(register).await
}

/// The channels of the house with their kenmerken.
fn own(house: &House) -> BTreeMap<&'static str, Vec<&'static str>> {
    let channels = house.rooms().iter().filter_map(|room| room.kind.resource().channel);
    channels.map(|channel| (channel.name, channel.kenmerken.iter().map(|(name, _)| *name).collect())).collect()
}

fn kanaal(naam: &str, filters: Vec<&str>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Some((uuid, known)) = cx.all::<Kanaal>("naam", naam)?.pop() else {
        return create(cx.room(Kanaal::NAME)?, cx, &json!({"naam": naam, "filters": filters}), None).map(|_| ());
    };
    let missing: Vec<&str> =
        filters.into_iter().filter(|filter| !known.filters.iter().any(|known| known == filter)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    rewrite(Kanaal::NAME, uuid, cx, |record| {
        if let Some(Json::Array(filters)) = record.get_mut("filters") {
            filters.extend(missing.iter().map(|&filter| Json::from(filter)));
        }
    })
}
