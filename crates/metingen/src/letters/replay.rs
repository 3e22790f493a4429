// SPDX-License-Identifier: EUPL-1.2
//! Letters again, after somebody mended the cause.

use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::{Tx, Value};

use super::{COLUMNS, Filter, Letter, take::judge};
use crate::{
    Watchers,
    mapping::{Mapped, Mapping, Message, Refusal, Topic, Topics},
};

/// Which letters are replayed: one, or those that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The one with this number.
    One(i64),
    /// Those that fit and were not stored after all.
    Fitting(Filter),
}

/// What replaying did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Letters that were tried.
    pub tried: u64,
    /// Of those: wholly stored now.
    pub stored: u64,
    /// Number of the last letter that was tried: the next portion comes after it.
    pub last: i64,
}

/// Maps and records letters again, at most `limit`, in the order of their numbers. Those of which everything is stored now are marked; the others keep
/// the newest reason. `topics` is how messages are read: [`topics`] of the database, or those of somebody who tries a new mapping.
pub fn replay(
    selection: &Selection,
    limit: u32,
    topics: &Topics,
    watchers: Watchers,
    cx: &mut Cx<'_, '_>,
) -> Result<Replayed> {
    let letters = selected(selection, limit, cx.tx)?;
    let mapped: Vec<Mapped> = letters.iter().map(|letter| read(letter, topics)).collect();
    let sorted = judge(&mapped.iter().collect::<Vec<_>>(), watchers, cx)?;
    let now = cx.call.now.at.as_millisecond();
    let mut done = Replayed::default();
    for ((letter, mapped), sort) in letters.iter().zip(&mapped).zip(sorted) {
        done.tried += 1;
        done.last = letter.id;
        let device = mapped.device.clone().or_else(|| letter.apparaat.clone()).map_or(Value::Null, Value::from);
        match sort.refused {
            None => {
                done.stored += 1;
                let sql = "UPDATE dode_letters SET pogingen = pogingen + 1, herhaald = $1, apparaat = $2 WHERE id = $3";
                cx.tx.run(sql, &[now.into(), device, letter.id.into()])?;
            }
            Some((code, reason)) => {
                let sql = "UPDATE dode_letters SET pogingen = pogingen + 1, code = $1, reden = $2, apparaat = $3 WHERE id = $4";
                cx.tx.run(sql, &[code.into(), reason.into(), device, letter.id.into()])?;
            }
        }
    }
    Ok(done)
}

fn selected(selection: &Selection, limit: u32, tx: &mut Tx<'_>) -> Result<Vec<Letter>> {
    let mut parameters = Vec::new();
    let condition = match selection {
        Selection::One(id) => {
            parameters.push((*id).into());
            "id = $1".to_owned()
        }
        Selection::Fitting(filter) => Filter { all: false, ..filter.clone() }.condition(&mut parameters),
    };
    parameters.push(limit.into());
    let (place, lock) = (parameters.len(), tx.dialect().for_update());
    let sql = format!("SELECT {COLUMNS} FROM dode_letters WHERE {condition} ORDER BY id LIMIT ${place} {lock}");
    Ok(tx.query(&sql, &parameters, Letter::of)?)
}

fn read(letter: &Letter, topics: &Topics) -> Mapped {
    let Some(payload) = &letter.body else {
        let reason =
            "Het bericht was te groot om te bewaren en is er niet meer: laat het apparaat het in delen sturen.";
        return Mapped { refused: vec![Refusal::new("too-large", reason)], ..Mapped::default() };
    };
    topics.read(Message { topic: &letter.onderwerp, payload, arrived: letter.ontvangen })
}

/// How the server reads its topics, as it said when it started.
pub fn topics(tx: &mut Tx<'_>) -> Result<Topics> {
    let sql = "SELECT patroon, poort, afbeelding, definitie FROM onderwerpen ORDER BY volgorde";
    let rows = tx.query(sql, &[], |row| Ok((row.text(0)?, row.bool(1)?, row.text(2)?, row.text(3)?)))?;
    let broken = |reason: String| Problem::internal(std::io::Error::other(reason));
    let topics = rows.into_iter().map(|(pattern, gateway, name, text)| {
        let mapping = Mapping::builtin(&name).map_or_else(|| Mapping::parse(&name, &text), Ok);
        Ok(Topic { pattern: pattern.parse()?, gateway, mapping: mapping? })
    });
    let topics = topics.collect::<std::result::Result<Vec<Topic>, String>>().map_err(broken)?;
    Topics::new(topics).map_err(broken)
}

/// Writes how the server reads its topics, unless that is what is there already.
pub(crate) fn save_topics(topics: &Topics, tx: &mut Tx<'_>) -> std::result::Result<(), waarmaker_db::Error> {
    let wanted: Vec<(String, bool, String, String)> = topics
        .all()
        .iter()
        .map(|topic| {
            let mapping = &topic.mapping;
            (topic.pattern.as_str().to_owned(), topic.gateway, mapping.name().to_owned(), mapping.text().to_owned())
        })
        .collect();
    let sql = "SELECT patroon, poort, afbeelding, definitie FROM onderwerpen ORDER BY volgorde";
    let found = tx.query(sql, &[], |row| Ok((row.text(0)?, row.bool(1)?, row.text(2)?, row.text(3)?)))?;
    if found == wanted {
        return Ok(());
    }
    tx.run("DELETE FROM onderwerpen", &[])?;
    let insert = "INSERT INTO onderwerpen (volgorde, patroon, poort, afbeelding, definitie) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (volgorde) DO UPDATE SET patroon = excluded.patroon, poort = excluded.poort, afbeelding = excluded.afbeelding, \
         definitie = excluded.definitie";
    for (i, (pattern, gateway, name, text)) in (1_i64..).zip(wanted) {
        tx.run(insert, &[i.into(), pattern.into(), gateway.into(), name.into(), text.into()])?;
    }
    Ok(())
}
