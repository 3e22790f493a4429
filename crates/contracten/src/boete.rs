// SPDX-License-Identifier: EUPL-1.2
//! What a missed norm costs. Amounts are whole cents.

use serde::{Deserialize, Serialize};
use waarmaker_resource::{Blank, Fields, Shape, choice};

use crate::{Normsoort, Prioriteit};

/// Largest amount: a hundred million euro.
const MOST: i64 = 10_000_000_000;

choice! {
    /// Waarover een boete wordt gerekend: één keer per gemiste norm, per begonnen uur of per begonnen dag te laat.
    pub enum Boetemaat {
        Keer = "keer", Uur = "uur", Dag = "dag",
    }
}

/// Wat een gemiste norm kost.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Boete {
    /// De norm.
    #[field(required)]
    pub norm: Normsoort,
    /// De prioriteit waarvoor de boete geldt; leeg voor alle waarvoor geen eigen boete is genoemd.
    #[field(blank)]
    pub prioriteit: Blank<Prioriteit>,
    /// Het bedrag in centen.
    #[field(required, shape = Shape::Int { min: 0, max: MOST })]
    pub bedrag: i64,
    /// Waarover het bedrag wordt gerekend. Te late tijd telt zoals de norm zelf telt: bij een norm in werktijd zijn het werkuren en werkdagen.
    #[field(default = "\"keer\"")]
    pub per: Boetemaat,
    /// Het hoogste bedrag voor één opdracht, in centen.
    #[field(shape = Shape::Int { min: 0, max: MOST })]
    pub maximum: Option<i64>,
}

impl Boete {
    /// What being late so many seconds costs, when a day of the norm has so many seconds.
    pub fn bedrag(&self, te_laat: i64, dag: i64) -> i64 {
        if te_laat <= 0 {
            return 0;
        }
        let begun = |unit: i64| te_laat.div_euclid(unit.max(1)) + i64::from(te_laat.rem_euclid(unit.max(1)) > 0);
        let times = match self.per {
            Boetemaat::Keer => 1,
            Boetemaat::Uur => begun(3600),
            Boetemaat::Dag => begun(dag),
        };
        let bedrag = self.bedrag.saturating_mul(times);
        self.maximum.map_or(bedrag, |maximum| bedrag.min(maximum))
    }
}

/// The penalty of a norm with a priority: that of the priority itself before that of all.
pub(crate) fn of(boetes: &[Boete], norm: Normsoort, prioriteit: Prioriteit) -> Option<&Boete> {
    let named = |boete: &&Boete| boete.norm == norm && boete.prioriteit.get() == Some(&prioriteit);
    let general = |boete: &&Boete| boete.norm == norm && boete.prioriteit.is_empty();
    boetes.iter().find(named).or_else(|| boetes.iter().find(general))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boete(per: Boetemaat, maximum: Option<i64>) -> Boete {
        Boete { norm: Normsoort::Hersteld, prioriteit: Blank(None), bedrag: 2_500, per, maximum }
    }

    #[test]
    fn each_begun_hour_or_day_counts() {
        assert_eq!(boete(Boetemaat::Keer, None).bedrag(1, 86_400), 2_500);
        assert_eq!(boete(Boetemaat::Uur, None).bedrag(3_600, 86_400), 2_500);
        assert_eq!(boete(Boetemaat::Uur, None).bedrag(3_601, 86_400), 5_000);
        assert_eq!(boete(Boetemaat::Dag, None).bedrag(9 * 3_600, 8 * 3_600), 5_000);
        assert_eq!(boete(Boetemaat::Uur, None).bedrag(0, 86_400), 0);
    }

    #[test]
    fn a_maximum_is_the_end_of_it() {
        assert_eq!(boete(Boetemaat::Uur, Some(10_000)).bedrag(100 * 3_600, 86_400), 10_000);
        assert_eq!(boete(Boetemaat::Dag, None).bedrag(i64::MAX, 0), i64::MAX);
    }

    #[test]
    fn the_penalty_of_a_priority_goes_before_the_general_one() {
        let spoed = Boete { prioriteit: Blank(Some(Prioriteit::Spoed)), bedrag: 9, ..boete(Boetemaat::Keer, None) };
        let boetes = [boete(Boetemaat::Keer, None), spoed];
        assert_eq!(of(&boetes, Normsoort::Hersteld, Prioriteit::Spoed).unwrap().bedrag, 9);
        assert_eq!(of(&boetes, Normsoort::Hersteld, Prioriteit::Laag).unwrap().bedrag, 2_500);
        assert!(of(&boetes, Normsoort::Aannemen, Prioriteit::Laag).is_none());
    }
}
