// SPDX-License-Identifier: EUPL-1.2
//! One asset under a rule that is tried: its observations in the order of time, and what the rule makes of them.

use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_db::{Row, Tx, Value};
use waarmaker_metingen::Resultaat;

use super::{Gevonden, drift::drift};
use crate::{
    conditie::Conditie,
    geheugen::waarde,
    regel::Bewaakt,
    termijn::millis,
    toestand::{Grond, Oordeel, Stap, Toestand, Waarden, begin, vaststellen},
};

/// One asset: all its observations in the order of time, after the newest before it of each datastream. Returns how many, without those.
pub(super) fn een(
    rule: &Bewaakt,
    asset: Uuid,
    streams: &[(i64, String)],
    (van, tot, most): (i64, i64, usize),
    found: &mut Vec<Gevonden>,
    tx: &mut Tx<'_>,
) -> Result<usize> {
    if let Conditie::Drift { eigenschap, dagen, basis, percentage } = &rule.hoofd {
        let own = streams.iter().filter(|(_, naam)| naam == eigenschap).map(|(id, _)| *id);
        return drift(asset, own, (van, tot), (*dagen, *basis, *percentage), found, tx);
    }
    let mut all: Vec<(i64, &str, Resultaat)> = Vec::new();
    // What was known when it began: something can be wrong already.
    let sql =
        "SELECT tijd, getal, tekst FROM observations WHERE datastream = $1 AND tijd < $2 ORDER BY tijd DESC LIMIT 1";
    for (id, naam) in streams {
        let read = |row: &Row<'_>| Ok((row.int(0)?, naam.as_str(), waarde(row.opt_real(1)?, row.opt_text(2)?)));
        all.extend(tx.one(sql, &[(*id).into(), van.into()], read)?);
    }
    let known = all.len();
    let sql = "SELECT tijd, getal, tekst FROM observations WHERE datastream = $1 AND tijd >= $2 AND tijd < $3 ORDER BY tijd LIMIT $4";
    for (id, naam) in streams {
        let limit = i64::try_from(most.saturating_sub(all.len() - known)).unwrap_or(i64::MAX);
        let values: [Value; 4] = [(*id).into(), van.into(), tot.into(), limit.into()];
        tx.each(sql, &values, |row| {
            all.push((row.int(0)?, naam.as_str(), waarde(row.opt_real(1)?, row.opt_text(2)?)));
            Ok(())
        })?;
    }
    all.sort_by_key(|(tijd, ..)| *tijd);
    let first = found.len();
    let mut loop_ = Verloop { rule, asset, state: None, waarden: Waarden::new(), found, laatste: None };
    for (tijd, naam, resultaat) in &all {
        loop_.zie(*tijd, naam, resultaat);
    }
    loop_.einde(tot);
    // What was raised before is shown when it lasted, as if it was raised when the time began.
    let mut place = 0;
    found.retain(|one| {
        place += 1;
        place <= first || one.einde.is_none_or(|einde| einde > van)
    });
    for one in found.iter_mut().skip(first) {
        one.op = one.op.max(van);
    }
    Ok(all.len() - known)
}

/// The life of one asset under a rule.
struct Verloop<'a> {
    rule: &'a Bewaakt,
    asset: Uuid,
    state: Option<Toestand>,
    waarden: Waarden,
    found: &'a mut Vec<Gevonden>,
    laatste: Option<i64>,
}

impl Verloop<'_> {
    fn zie(&mut self, tijd: i64, naam: &str, resultaat: &Resultaat) {
        self.stil(tijd);
        self.waarden.insert(naam.to_owned(), (tijd, resultaat.clone()));
        let steps = self.rule.zie(&mut self.state, (naam, tijd, resultaat), &self.waarden);
        self.doe(steps);
        self.laatste = Some(tijd);
    }

    /// Silence that began before this moment.
    fn stil(&mut self, tijd: i64) {
        let Conditie::Stilte { eigenschap, duur } = &self.rule.hoofd else { return };
        let (Some(last), Some(duur)) = (self.laatste, millis(duur)) else { return };
        let looks = self.rule.tijdvak.is_none() && self.rule.en.is_empty()
            || self.rule.oordeel(last + duur, &self.waarden) == Oordeel::Fout;
        if self.state.is_none() && tijd - last > duur && looks {
            let grond = Grond {
                datastream: eigenschap.clone(),
                tijd: last,
                resultaat: String::new(),
                uitleg: "Dit was het laatste bericht".to_owned(),
            };
            let mut state = begin(last, vec![grond]);
            let step = vaststellen(&mut state, last + duur);
            self.state = Some(state);
            self.doe(vec![step]);
        }
    }

    fn einde(&mut self, tot: i64) {
        self.stil(tot);
        let steps = self.rule.vervalt(&mut self.state, tot);
        self.doe(steps);
    }

    fn doe(&mut self, steps: Vec<Stap>) {
        for step in steps {
            match step {
                Stap::Vaststellen { begin, op, bewijs, .. } => {
                    self.found.push(Gevonden { asset: self.asset, begin, op, einde: None, bewijs });
                }
                Stap::Herstellen { op, .. } => {
                    let open =
                        self.found.iter_mut().rev().find(|known| known.asset == self.asset && known.einde.is_none());
                    if let Some(open) = open {
                        open.einde = Some(op);
                    }
                }
            }
        }
    }
}
