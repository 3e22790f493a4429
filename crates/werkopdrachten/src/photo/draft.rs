// SPDX-License-Identifier: EUPL-1.2
//! Photos of an answer that could not be taken yet: nobody has to take or choose them a second time.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_db::{Error, Row, Value};

use super::{Clean, Formaat, MOST};

/// For how many days they are kept.
pub const DAYS: i64 = 7;
/// Most photos that wait of one order, whatever forms they came with.
const MOST_OF_ORDER: i64 = 30;
/// Most photos that are forgotten at once.
const AT_ONCE: i64 = 100;

/// A photo that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its number, for the box that removes it.
    pub id: i64,
    /// `vooraf` or `erna`.
    pub soort: String,
    /// How many bytes it has.
    pub omvang: i64,
}

/// Keeps photos of a form of an order until it is sent again. The same photo again is nothing new; what is too much is left out.
pub fn add(order: Uuid, sleutel: &str, photos: &[(&str, Clean)], cx: &mut Cx<'_, '_>) -> Result<()> {
    let now = cx.call.now.at.as_millisecond();
    let counted = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN sleutel = $2 THEN 1 ELSE 0 END), 0) FROM opdrachtfotos WHERE werkopdracht = $1";
    let (mut all, mut own) = cx
        .tx
        .one(counted, &[order.into(), sleutel.into()], |row| Ok::<_, Error>((row.int(0)?, row.int(1)?)))?
        .unwrap_or_default();
    let sql = "INSERT INTO opdrachtfotos (werkopdracht, sleutel, soort, formaat, sha256, omvang, wanneer, body) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (werkopdracht, sleutel, soort, sha256) DO NOTHING";
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    for (soort, photo) in photos {
        if all >= MOST_OF_ORDER || own >= most {
            break;
        }
        let values: [Value; 8] = [
            order.into(),
            sleutel.into(),
            (*soort).into(),
            photo.formaat.extension().into(),
            photo.sha256().as_str().into(),
            i64::try_from(photo.bytes.len()).unwrap_or(i64::MAX).into(),
            now.into(),
            Value::Bytes(photo.bytes.clone()),
        ];
        if cx.tx.run(sql, &values)? > 0 {
            (all, own) = (all + 1, own + 1);
        }
    }
    Ok(())
}

/// What waits of a form, in the order in which it came.
pub fn waiting(order: Uuid, sleutel: &str, cx: &mut Cx<'_, '_>) -> Result<Vec<Waiting>> {
    let sql = "SELECT id, soort, omvang FROM opdrachtfotos WHERE werkopdracht = $1 AND sleutel = $2 ORDER BY id";
    let read = |row: &Row<'_>| Ok::<_, Error>(Waiting { id: row.int(0)?, soort: row.text(1)?, omvang: row.int(2)? });
    Ok(cx.tx.query(sql, &[order.into(), sleutel.into()], read)?)
}

/// The photos themselves, with their kind.
pub fn photos(order: Uuid, sleutel: &str, cx: &mut Cx<'_, '_>) -> Result<Vec<(String, Clean)>> {
    let sql = "SELECT soort, formaat, body FROM opdrachtfotos WHERE werkopdracht = $1 AND sleutel = $2 ORDER BY id";
    let read = |row: &Row<'_>| {
        let formaat = Formaat::with_extension(&row.text(1)?).unwrap_or(Formaat::Jpeg);
        Ok::<_, Error>((row.text(0)?, Clean { formaat, bytes: row.bytes(2)? }))
    };
    Ok(cx.tx.query(sql, &[order.into(), sleutel.into()], read)?)
}

/// Removes one photo of a form.
pub fn remove(order: Uuid, sleutel: &str, id: i64, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "DELETE FROM opdrachtfotos WHERE werkopdracht = $1 AND sleutel = $2 AND id = $3";
    cx.tx.run(sql, &[order.into(), sleutel.into(), id.into()])?;
    Ok(())
}

fn before(cx: &Cx<'_, '_>) -> i64 {
    cx.call.now.at.as_millisecond() - DAYS * 86_400_000
}

/// An order with a photo that waited long enough, when there is one.
pub(crate) fn old(cx: &mut Cx<'_, '_>) -> Result<Vec<Uuid>> {
    let sql = "SELECT werkopdracht FROM opdrachtfotos WHERE wanneer < $1 LIMIT 1";
    Ok(cx.tx.query(sql, &[before(cx).into()], |row| row.uuid(0))?)
}

/// Forgets photos of forms that nobody sent again, a bounded number of them.
pub(crate) fn forget(cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "DELETE FROM opdrachtfotos WHERE id IN (SELECT id FROM opdrachtfotos WHERE wanneer < $1 ORDER BY wanneer LIMIT $2)";
    Ok(cx.tx.run(sql, &[before(cx).into(), AT_ONCE.into()])? > 0)
}
