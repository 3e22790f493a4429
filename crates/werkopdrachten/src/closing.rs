// SPDX-License-Identifier: EUPL-1.2
//! Closing the zaak of an order that is finished: now, or later when something stands in the way, such as a document that somebody has locked.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::DateTime;

use crate::{
    Werkopdracht,
    change::{MANAGE, held, note, write},
    klok::uuid_of,
    zaak::{self, Closed, Einde},
};

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;
/// Longest pause between two attempts, in minutes.
const LONGEST: i64 = 360;

/// Zaken that have to be closed yet.
pub(crate) const DUE: &str = "SELECT zaak FROM werkopdracht_afsluitingen WHERE wanneer <= $1 ORDER BY wanneer LIMIT $2";

/// Closes the zaak of an order. What stands in the way is noted, and it is tried again.
pub(crate) fn close(
    uuid: Uuid,
    order: &mut Werkopdracht,
    einde: Einde,
    at: DateTime,
    why: &str,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let Some(zaak) = uuid_of(order.zaak.as_ref()) else { return Ok(()) };
    match zaak::close(zaak, einde, at, why, cx)? {
        Closed::Yes => Ok(()),
        Closed::Left(why) => {
            note(order, Some(why), cx);
            Ok(())
        }
        Closed::Later(obstacle) => {
            note(order, Some(format!("{obstacle} Het wordt opnieuw geprobeerd.")), cx);
            let sql = "INSERT INTO werkopdracht_afsluitingen (zaak, werkopdracht, einde, moment, toelichting, pogingen, wanneer) \
                       VALUES ($1, $2, $3, $4, $5, 1, $6) ON CONFLICT (zaak) DO UPDATE SET einde = excluded.einde, moment = excluded.moment, toelichting = excluded.toelichting, \
                       pogingen = 1, wanneer = excluded.wanneer";
            let next = cx.call.now.at.as_millisecond() + pause(1);
            let row =
                [zaak.into(), uuid.into(), einde.omschrijving().into(), at.sort_key().into(), why.into(), next.into()];
            cx.tx.run(sql, &row).map(|_| ()).map_err(Into::into)
        }
    }
}

/// How long to wait after so many attempts: a minute, twice as long each time, at most six hours.
fn pause(attempts: i64) -> i64 {
    let doubled = u32::try_from(attempts - 1).ok().and_then(|times| 1_i64.checked_shl(times.min(20)));
    doubled.unwrap_or(LONGEST).min(LONGEST) * MINUTE
}

/// Tries to close a zaak again. Answers whether it is settled now.
pub(crate) fn again(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "SELECT werkopdracht FROM werkopdracht_afsluitingen WHERE zaak = $1";
    let Some(uuid) = cx.tx.one(sql, &[zaak.into()], |row| row.uuid(0))? else { return Ok(false) };
    let mut order = held(uuid, MANAGE, cx)?;
    let sql = "SELECT einde, moment, toelichting FROM werkopdracht_afsluitingen WHERE zaak = $1 AND wanneer <= $2";
    let now = cx.call.now.at.as_millisecond();
    let row = cx.tx.one(sql, &[zaak.into(), now.into()], |row| Ok((row.text(0)?, row.text(1)?, row.text(2)?)))?;
    // Another node did it, or it is not due yet.
    let Some((einde, moment, why)) = row else { return Ok(false) };
    let einde = Einde::ALL.into_iter().find(|known| known.omschrijving() == einde).unwrap_or(Einde::Hersteld);
    let at = DateTime::parse(&moment).unwrap_or(cx.call.now);
    let told = match zaak::close(zaak, einde, at, &why, cx)? {
        Closed::Yes => "De zaak is alsnog afgesloten.".to_owned(),
        Closed::Left(why) => why,
        Closed::Later(_) => return postpone(zaak, cx).map(|()| false),
    };
    cx.tx.run("DELETE FROM werkopdracht_afsluitingen WHERE zaak = $1", &[zaak.into()])?;
    note(&mut order, Some(told), cx);
    write(uuid, order, MANAGE, cx).map(|_| true)
}

/// Waits longer for the next attempt.
pub(crate) fn postpone(zaak: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT pogingen FROM werkopdracht_afsluitingen WHERE zaak = $1";
    let Some(attempts) = cx.tx.one(sql, &[zaak.into()], |row| row.int(0))? else { return Ok(()) };
    let next = cx.call.now.at.as_millisecond() + pause(attempts + 1);
    let sql = "UPDATE werkopdracht_afsluitingen SET pogingen = $2, wanneer = $3 WHERE zaak = $1";
    cx.tx.run(sql, &[zaak.into(), (attempts + 1).into(), next.into()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_six_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 9, 10, 100].into_iter().map(|tries| pause(tries) / MINUTE).collect();
        assert_eq!(minutes, [1, 2, 4, 256, 360, 360]);
    }
}
