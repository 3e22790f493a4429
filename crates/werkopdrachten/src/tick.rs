// SPDX-License-Identifier: EUPL-1.2
//! What is due: incidents to send on, orders of which the sensor says that it is fine again or whose incident
//! became part of another, zaken that could not be closed, clocks that say something new, keys and photos that are old.
//!
//! Each of them is a transaction of its own, so that one that fails does not hold up the others. Two nodes may do this at once: each holds the row first
//! and looks again.

use std::sync::Arc;

use uuid::Uuid;
use waarmaker_api::{Call, Cx, Result, http::Api};
use waarmaker_auth::Caller;
use waarmaker_db::{Tx, Weight};

use crate::{
    assign,
    change::{MANAGE, held, write},
    closing,
    dispatch::{self, Sent},
    key,
    photo::draft,
    zaak::LABEL,
};

/// Most of each kind in one call.
const MOST: i64 = 100;

/// Incidents that are due, unless they were tried in vain a moment ago.
pub(crate) const DUE: &str = "SELECT i.uuid FROM incidenten i LEFT JOIN werkopdracht_belemmeringen b ON b.incident = i.uuid \
    WHERE i.status = 'open' AND i.verzenden_op <= $1 AND (b.wanneer IS NULL OR b.wanneer <= $2) \
    ORDER BY i.verzenden_op, i.id LIMIT $3";

/// Orders that nobody accepted yet, of incidents that are over.
pub(crate) const OVER: &str = "SELECT o.uuid FROM werkopdrachten o JOIN incidenten i ON i.uuid = o.incident \
    WHERE o.status IN ('aangeboden', 'eigen_lijst', 'geweigerd') AND i.status IN ('hersteld', 'gesloten') ORDER BY o.id LIMIT $1";

/// Accepted orders of incidents that the sensor says are over, and that were not told so yet.
pub(crate) const FINE: &str = "SELECT o.uuid FROM werkopdrachten o JOIN incidenten i ON i.uuid = o.incident \
    WHERE o.status IN ('aangenomen', 'ter_plaatse') AND (i.sensor_hersteld IS NOT NULL OR i.status = 'hersteld') \
    AND (o.sensor_hersteld IS NULL OR o.sensor_hersteld <> COALESCE(i.sensor_hersteld, i.einde)) ORDER BY o.id LIMIT $1";

/// Orders of incidents that became part of that of a cabinet or a group: those that nobody accepted, and accepted ones that were not told so yet.
pub(crate) const JOINED: &str = "SELECT o.uuid FROM werkopdrachten o JOIN incidenten i ON i.uuid = o.incident \
    WHERE o.status IN ('aangeboden', 'eigen_lijst', 'geweigerd', 'aangenomen', 'ter_plaatse') AND i.status = 'samengevoegd' \
    AND (o.onderdeel_van IS NULL OR o.onderdeel_van <> i.hoort_bij) ORDER BY o.id LIMIT $1";

/// Orders whose clock says something new.
pub(crate) const RINGS: &str =
    "SELECT werkopdracht FROM werkopdracht_wekkers WHERE wanneer <= $1 ORDER BY wanneer LIMIT $2";

/// Does what is due; returns how much was done. Full when it returns at least `MOST`: call again.
pub async fn tick(api: &Arc<Api>) -> Result<usize> {
    let mut done = 0;
    let work = read(api, due).await?;
    for (what, uuid) in work {
        match item(api, what, uuid).await {
            Ok(true) => done += 1,
            Ok(false) => {}
            Err(problem) => tracing::error!(%problem, ?what, %uuid, "what was due could not be done"),
        }
    }
    if done > 0 {
        api.bell.ring();
    }
    Ok(done)
}

/// One thing that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Incident,
    Recovered,
    Joined,
    Closing,
    Clock,
    Keys,
    Photos,
}

fn due(cx: &mut Cx<'_, '_>) -> Result<Vec<(Due, Uuid)>> {
    let (now, key) = (cx.call.now.at.as_millisecond(), cx.call.now.sort_key());
    let mut work = Vec::new();
    let mut add = |what, uuids: Vec<Uuid>| work.extend(uuids.into_iter().map(|uuid| (what, uuid)));
    add(Due::Recovered, cx.tx.query(OVER, &[MOST.into()], |row| row.uuid(0))?);
    add(Due::Recovered, cx.tx.query(FINE, &[MOST.into()], |row| row.uuid(0))?);
    add(Due::Joined, cx.tx.query(JOINED, &[MOST.into()], |row| row.uuid(0))?);
    add(Due::Closing, cx.tx.query(closing::DUE, &[now.into(), MOST.into()], |row| row.uuid(0))?);
    add(Due::Incident, cx.tx.query(DUE, &[key.into(), now.into(), MOST.into()], |row| row.uuid(0))?);
    add(Due::Clock, cx.tx.query(RINGS, &[now.into(), MOST.into()], |row| row.uuid(0))?);
    add(Due::Keys, key::old(cx)?);
    add(Due::Photos, draft::old(cx)?);
    Ok(work)
}

async fn item(api: &Arc<Api>, what: Due, uuid: Uuid) -> Result<bool> {
    match what {
        Due::Incident => incident(api, uuid).await,
        Due::Recovered => run(api, move |cx| assign::recovered(uuid, cx)).await,
        Due::Joined => run(api, move |cx| assign::joined(uuid, cx)).await,
        Due::Closing => close(api, uuid).await,
        Due::Clock => run(api, move |cx| clock(uuid, cx)).await,
        Due::Keys => run(api, key::forget).await,
        Due::Photos => run(api, draft::forget).await,
    }
}

/// Sends an incident on. What stands in the way is written in the incident, in a transaction of its own when the first one failed.
async fn incident(api: &Arc<Api>, uuid: Uuid) -> Result<bool> {
    let sent = run(api, move |cx| {
        let sent = dispatch::dispatch(uuid, cx)?;
        if let Sent::Obstacle(why) = &sent {
            dispatch::obstacle(uuid, why, cx)?;
        }
        Ok(sent)
    });
    match sent.await {
        Ok(sent) => Ok(sent != Sent::NotWanted),
        Err(problem) => {
            tracing::warn!(%problem, incident = %uuid, "an incident could not be sent on");
            run(api, move |cx| dispatch::obstacle(uuid, &dispatch::words(&problem), cx)).await?;
            Ok(true)
        }
    }
}

/// Tries again to close the zaak of an order; when that fails altogether it waits longer.
async fn close(api: &Arc<Api>, uuid: Uuid) -> Result<bool> {
    match run(api, move |cx| closing::again(uuid, cx)).await {
        Ok(done) => Ok(done),
        Err(problem) => {
            tracing::warn!(%problem, werkopdracht = %uuid, "the zaak of an order could not be closed");
            run(api, move |cx| closing::postpone(uuid, cx)).await.map(|()| false)
        }
    }
}

/// Counts the clock of an order anew.
fn clock(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let order = held(uuid, MANAGE, cx)?;
    write(uuid, order, MANAGE, cx).map(|_| true)
}

async fn read<T: Send + 'static>(
    api: &Arc<Api>,
    read: impl FnOnce(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let house = Arc::clone(&api.house);
    let reading = move |tx: &mut Tx<'_>| {
        let (who, call) = (Caller::waarmaker(LABEL), Call::now(&house)?);
        read(&mut Cx::new(tx, &house, &who, &call))
    };
    api.db.read(Weight::Point, reading).await
}

/// Writes as Waarmaker itself.
async fn run<T: Send + 'static>(
    api: &Arc<Api>,
    run: impl Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let house = Arc::clone(&api.house);
    let writing = move |tx: &mut Tx<'_>| {
        let (who, call) = (Caller::waarmaker(LABEL), Call::now(&house)?);
        run(&mut Cx::new(tx, &house, &who, &call))
    };
    api.db.write(writing).await
}
