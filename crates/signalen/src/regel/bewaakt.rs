// SPDX-License-Identifier: EUPL-1.2
//! A rule, understood: what it looks at, how strict it is, and what does not go together.

use std::collections::BTreeSet;

use uuid::Uuid;
use waarmaker_contracten::Prioriteit;
use waarmaker_core::{Date, Duur, Problems};

use super::{Bundeling, Regel};
use crate::{conditie::Conditie, termijn::millis, tijdvak::Tijdvak};

/// When failures are one, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grens {
    pub(crate) aantal: Option<i64>,
    pub(crate) percentage: Option<i64>,
    pub(crate) venster: i64,
    pub(crate) wacht: i64,
}

impl Grens {
    /// Without anything said: five, or half.
    pub(crate) const DEFAULT: Self = Self { aantal: Some(5), percentage: Some(50), venster: 600_000, wacht: 120_000 };

    /// Whether so many of so many are enough.
    pub(crate) fn bereikt(&self, aantal: i64, totaal: i64) -> bool {
        aantal >= 2
            && (self.aantal.is_some_and(|grens| aantal >= grens)
                || self.percentage.is_some_and(|percentage| aantal * 100 >= percentage * totaal))
    }
}

/// A rule, understood.
#[derive(Clone, Debug)]
pub(crate) struct Bewaakt {
    pub(crate) uuid: Uuid,
    pub(crate) naam: String,
    pub(crate) soort: String,
    pub(crate) asset: Option<Uuid>,
    /// The condition, and what must hold besides; the first is never missing.
    pub(crate) hoofd: Conditie,
    pub(crate) en: Vec<Conditie>,
    pub(crate) tijdvak: Option<Tijdvak>,
    pub(crate) vertraging: i64,
    pub(crate) herstel: Option<Conditie>,
    pub(crate) herstelduur: i64,
    pub(crate) prioriteit: Prioriteit,
    pub(crate) bundeling: Option<Grens>,
    pub(crate) maximum: Option<i64>,
    pub(crate) zaaktype: String,
    pub(crate) geldig: (Option<Date>, Option<Date>),
}

impl Bewaakt {
    /// Understands a rule, and adds what is wrong with it. `None` when it has no usable condition.
    pub(crate) fn read(uuid: Uuid, regel: &Regel, problems: &mut Problems) -> Option<Self> {
        let hoofd = Conditie::read(&regel.conditie, "conditie", problems);
        let en: Vec<Conditie> = regel
            .en
            .iter()
            .enumerate()
            .filter_map(|(i, json)| Conditie::read(json, &format!("en.{i}"), problems))
            .collect();
        let own = regel.herstel.as_ref().map(|herstel| &herstel.conditie).filter(|json| !json.is_null());
        let herstel = own.and_then(|json| Conditie::read(json, "herstel.conditie", problems));
        let asset = regel.asset.as_ref().map(|url| crate::asset_of(url.as_str()));
        if asset == Some(None) {
            problems.add("asset", "invalid", "Dit is geen URL van een object.");
        }
        let herstelduur = regel.herstel.as_ref().and_then(|herstel| herstel.duur.get());
        let rule = Self {
            uuid,
            naam: regel.naam.clone(),
            soort: regel.soort.clone(),
            asset: asset.flatten(),
            hoofd: hoofd?,
            en,
            tijdvak: regel.tijdvak.clone(),
            vertraging: duur("vertraging", regel.vertraging.get(), problems),
            herstel,
            herstelduur: duur("herstel.duur", herstelduur, problems),
            prioriteit: regel.prioriteit,
            bundeling: regel.bundelen.then(|| grens(regel.bundeling.as_ref(), problems)),
            maximum: regel.maximum_per_dag,
            zaaktype: regel.zaaktype.clone(),
            geldig: (regel.geldig_van, regel.geldig_tot),
        };
        rule.check(problems);
        Some(rule)
    }

    /// Adds what does not go together.
    fn check(&self, problems: &mut Problems) {
        if self.soort.is_empty() && self.asset.is_none() {
            problems.add("soort", "required", "Geef een soort objecten, of een object bij asset.");
        }
        for (i, _) in self.en.iter().enumerate().filter(|(_, conditie)| !conditie.is_plain()) {
            let reason = "Hier kan alleen een drempel of een toestand staan.";
            problems.add(format!("en.{i}.soort"), "invalid_choice", reason);
        }
        if let Some(herstel) = &self.herstel {
            if !herstel.is_plain() {
                problems.add(
                    "herstel.conditie.soort",
                    "invalid_choice",
                    "Hier kan alleen een drempel of een toestand staan.",
                );
            } else if self.en.is_empty() && self.hoofd.overlapt(herstel) {
                let reason = "Een waarde kan aan de conditie en aan het herstel tegelijk voldoen. Kies een herstel dat er los van staat.";
                problems.add("herstel.conditie", "overlap", reason);
            }
        }
        if !self.hoofd.is_plain() && self.vertraging > 0 {
            let reason = "Een vertraging past alleen bij een drempel of een toestand.";
            problems.add("vertraging", "invalid", reason);
        }
        if let Some(tijdvak) = &self.tijdvak {
            tijdvak.check(problems);
        }
        if self.geldig.0.zip(self.geldig.1).is_some_and(|(van, tot)| tot < van) {
            problems.add("geldigTot", "date-mismatch", "Geldig tot ligt voor geldig van.");
        }
    }

    /// Whether it holds on a day.
    pub(crate) fn geldt_op(&self, dag: Date) -> bool {
        self.geldig.0.is_none_or(|van| van <= dag) && self.geldig.1.is_none_or(|tot| dag <= tot)
    }

    /// Whether it is about an asset of this kind.
    pub(crate) fn gaat_over(&self, asset: Uuid, soort: &str) -> bool {
        self.asset.is_none_or(|own| own == asset) && (self.soort.is_empty() || self.soort == soort)
    }

    /// All conditions about values: that of the rule, what must hold besides, and that of recovery.
    pub(crate) fn condities(&self) -> impl Iterator<Item = &Conditie> {
        std::iter::once(&self.hoofd).chain(&self.en).chain(&self.herstel)
    }

    /// The properties it looks at.
    pub(crate) fn eigenschappen(&self) -> BTreeSet<&str> {
        self.condities().map(Conditie::eigenschap).filter(|name| !name.is_empty()).collect()
    }

    /// Whether a measured property concerns it.
    pub(crate) fn kijkt_naar(&self, eigenschap: &str) -> bool {
        match &self.hoofd {
            Conditie::Drift { .. } => false,
            Conditie::Stilte { eigenschap: own, .. } => own.is_empty() || own == eigenschap,
            _ => self.condities().any(|conditie| conditie.eigenschap() == eigenschap),
        }
    }
}

/// A duration of a rule, in milliseconds.
fn duur(name: &str, duur: Option<&Duur>, problems: &mut Problems) -> i64 {
    let Some(duur) = duur else { return 0 };
    millis(duur).unwrap_or_else(|| {
        problems.add(name, "invalid", "Gebruik weken, dagen, uren, minuten of seconden, en niet meer dan tien jaar.");
        0
    })
}

fn grens(bundeling: Option<&Bundeling>, problems: &mut Problems) -> Grens {
    let Some(bundeling) = bundeling else { return Grens::DEFAULT };
    if bundeling.aantal.is_none() && bundeling.percentage.is_none() {
        problems.add("bundeling", "required", "Geef aantal of percentage, of zet bundelen uit.");
    }
    Grens {
        aantal: bundeling.aantal,
        percentage: bundeling.percentage,
        venster: duur("bundeling.venster", Some(&bundeling.venster), problems),
        wacht: duur("bundeling.wacht", Some(&bundeling.wacht), problems),
    }
}
