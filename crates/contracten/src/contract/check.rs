// SPDX-License-Identifier: EUPL-1.2
//! What a contract must be before it is kept.

use std::collections::BTreeSet;

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_assets::{gebied, gebied_by_code};
use waarmaker_core::{Date, Problems};

use super::{
    Contract, Gebiedkeuze, Norm, Normsoort, Regel,
    clock::{minute, parts, seconds},
};
use crate::{
    Prioriteit,
    dekking::overlap,
    klok::{Rooster, Telling},
};

/// Most elements of a list in a contract.
const MOST: usize = 500;
/// Most assets that are named one by one.
const MOST_ASSETS: usize = 10_000;
/// Longest norm, in seconds that count: a year.
const LONGEST: i64 = 366 * 86_400;
/// Most overlaps that are told on saving.
const MOST_WARNINGS: usize = 10;
/// The last day there is.
const FOREVER: (i16, i8, i8) = (9999, 12, 31);

impl Contract {
    /// Finds the areas that were named: by uuid, or by kind and code.
    pub(crate) fn find_gebieden(&mut self, cx: &mut Cx<'_, '_>) -> Result<()> {
        for keuze in self.gebieden.iter_mut().take(MOST) {
            let found = match Uuid::try_parse(&keuze.uuid) {
                Ok(uuid) => gebied(cx.tx, uuid)?,
                Err(_) => gebied_by_code(cx.tx, &keuze.soort, &keuze.code)?,
            };
            let known = found.map(|found| Gebiedkeuze {
                uuid: found.uuid.to_string(),
                soort: found.soort,
                code: found.code,
                naam: found.naam,
            });
            // Without a name it was not found: the rules tell.
            *keuze = known.unwrap_or_else(|| Gebiedkeuze { naam: String::new(), ..keuze.clone() });
        }
        Ok(())
    }

    pub(super) fn check_gebieden(&self, problems: &mut Problems) {
        let mut seen = BTreeSet::new();
        for (i, keuze) in self.gebieden.iter().enumerate() {
            let name = format!("gebieden.{i}");
            if keuze.naam.is_empty() {
                let what =
                    if keuze.code.is_empty() { keuze.uuid.clone() } else { format!("{} {}", keuze.soort, keuze.code) };
                let reason = format!("Er is geen gebied {what}. Voeg het eerst toe, of controleer soort en code.");
                problems.add(name, "does_not_exist", reason);
            } else if !seen.insert(keuze.uuid.as_str()) {
                problems.add(name, "duplicate", "Dit gebied staat er twee keer in.");
            }
        }
    }

    pub(super) fn check_assets(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if self.assets.len() > MOST_ASSETS {
            let reason = format!("Noem niet meer dan {MOST_ASSETS} assets; gebruik een soort of een gebied.");
            problems.add("assets", "max_length", reason);
            return Ok(());
        }
        for (i, asset) in self.assets.iter().enumerate() {
            let sql = "SELECT 1 FROM assets WHERE uuid = $1 AND verwijderd IS NULL";
            if cx.tx.one(sql, &[(*asset).into()], |row| row.int(0))?.is_none() {
                problems.add(format!("assets.{i}"), "does_not_exist", "Er is geen asset met deze uuid.");
            }
        }
        Ok(())
    }

    /// What can be said without looking anything up.
    pub(super) fn check_members(&self, problems: &mut Problems) {
        if self.einde.is_some_and(|einde| einde < self.begin) {
            problems.add("einde", "date-mismatch", "Het contract eindigt voordat het begint.");
        }
        let lists = [
            ("soorten", self.soorten.len()),
            ("gebieden", self.gebieden.len()),
            ("werktijden", self.werktijden.len()),
            ("vensters", self.vensters.len()),
            ("boetes", self.boetes.len()),
            ("escalatie", self.escalatie.len()),
            ("feestdagen.extra", self.feestdagen.as_ref().map_or(0, |feestdagen| feestdagen.extra.len())),
        ];
        for (name, length) in lists.into_iter().filter(|(_, length)| *length > MOST) {
            problems.add(name, "max_length", format!("Mag niet meer dan {MOST} regels hebben, nu {length}."));
        }
        for (i, _) in self.soorten.iter().enumerate().filter(|(_, soort)| soort.trim().is_empty()) {
            problems.add(format!("soorten.{i}"), "blank", "Dit veld mag niet leeg zijn.");
        }
        self.check_hours(problems);
        self.check_normen(problems);
        self.check_boetes(problems);
    }

    fn check_hours(&self, problems: &mut Problems) {
        for (i, werktijd) in self.werktijden.iter().enumerate() {
            let name = format!("werktijden.{i}");
            if werktijd.dagen.is_empty() {
                problems.add(format!("{name}.dagen"), "empty", "Noem de dagen waarop deze werktijd geldt.");
            }
            let times = (time(&werktijd.van, &name, "van", problems), time(&werktijd.tot, &name, "tot", problems));
            if let (Some(van), Some(tot)) = times
                && tot <= van
            {
                let reason = "De werktijd eindigt niet na het begin. Werktijd na middernacht is een eigen regel.";
                problems.add(format!("{name}.tot"), "invalid", reason);
            }
        }
        for (i, venster) in self.vensters.iter().enumerate() {
            let name = format!("vensters.{i}");
            let times = (time(&venster.van, &name, "van", problems), time(&venster.tot, &name, "tot", problems));
            if times.0.is_some() && times.0 == times.1 {
                problems.add(format!("{name}.tot"), "invalid", "Het venster heeft geen einde: van en tot zijn gelijk.");
            }
        }
    }

    fn check_normen(&self, problems: &mut Problems) {
        let rooster = self.rooster();
        let mut seen: Vec<Prioriteit> = Vec::new();
        for (i, norm) in self.normen.iter().enumerate() {
            let name = format!("normen.{i}");
            if seen.contains(&norm.prioriteit) {
                problems.add(format!("{name}.prioriteit"), "duplicate", "Deze prioriteit heeft al normen.");
            }
            seen.push(norm.prioriteit);
            if !self.prioriteiten.is_empty() && !self.prioriteiten.contains(&norm.prioriteit) {
                let reason = "Het contract geldt niet voor deze prioriteit.";
                problems.add(format!("{name}.prioriteit"), "invalid", reason);
            }
            norm.check(&rooster, &name, problems);
        }
    }

    fn check_boetes(&self, problems: &mut Problems) {
        let mut seen = Vec::new();
        for (i, boete) in self.boetes.iter().enumerate() {
            let name = format!("boetes.{i}");
            let key = (boete.norm, boete.prioriteit);
            if seen.contains(&key) {
                problems.add(name.clone(), "duplicate", "Voor deze norm en prioriteit staat er al een boete.");
            }
            seen.push(key);
            let agreed = |norm: &Norm| {
                norm.termijn(boete.norm).is_some() && boete.prioriteit.get().is_none_or(|own| *own == norm.prioriteit)
            };
            if !self.normen.iter().any(agreed) {
                let reason = "Er is geen norm waarbij deze boete hoort.";
                problems.add(format!("{name}.norm"), "invalid", reason);
            }
            if boete.maximum.is_some_and(|maximum| maximum < boete.bedrag) {
                let reason = "Het maximum is lager dan het bedrag.";
                problems.add(format!("{name}.maximum"), "invalid", reason);
            }
        }
    }

    /// Two contracts with exactly the same scope in one period cannot both be the narrowest: the second is refused.
    pub(super) fn check_others(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let own = self.regel(uuid);
        for other in Regel::between(cx.tx, self.begin, self.last())? {
            if other.uuid != uuid && same_scope(&own, &other) {
                let reason = format!(
                    "Contract {} geldt in dezelfde periode voor precies dezelfde assets, gebieden en prioriteiten. Laat een van de twee eindigen.",
                    other.name()
                );
                problems.add(Problems::WHOLE, "contract-dubbel", reason);
            }
        }
        Ok(())
    }

    /// Tells with which contracts it overlaps, and which of them goes first.
    pub(super) fn warn_overlap(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let own = self.regel(uuid);
        let mut others = Regel::between(cx.tx, self.begin, self.last())?;
        others.retain(|other| other.uuid != uuid);
        if others.is_empty() {
            return Ok(());
        }
        let found = overlap::with(&own, &others, cx.tx)?;
        let more = found.len().saturating_sub(MOST_WARNINGS);
        cx.warnings.extend(found.into_iter().take(MOST_WARNINGS));
        if more > 0 {
            cx.warnings.push(format!("Het contract overlapt met nog {more} andere: zie de controle van contracten."));
        }
        Ok(())
    }

    fn last(&self) -> Date {
        let (year, month, day) = FOREVER;
        self.einde.or_else(|| Date::new(year, month, day)).unwrap_or(self.begin)
    }

    /// This contract as those that are stored.
    fn regel(&self, uuid: Uuid) -> Regel {
        Regel::new(
            uuid,
            super::Bereik {
                nummer: self.nummer.clone(),
                naam: self.naam.clone(),
                aannemer: self.aannemer,
                begin: self.begin,
                einde: self.einde,
                soorten: self.soorten.clone(),
                assets: self.assets.clone(),
                gebieden: self.gebieden.clone(),
                prioriteiten: self.prioriteiten.clone(),
            },
        )
    }
}

impl Norm {
    /// Each of the three is longer than nothing and can be counted; accepting does not take longer than mending.
    fn check(&self, rooster: &Rooster, name: &str, problems: &mut Problems) {
        if Normsoort::ALL.iter().all(|norm| self.termijn(*norm).is_none()) {
            problems.add(name, "empty", "Noem ten minste één termijn: aannemen, terPlaatse of hersteld.");
        }
        for norm in Normsoort::ALL {
            let Some(termijn) = self.termijn(norm) else { continue };
            let at = format!("{name}.{}", norm.member());
            let empty = match termijn.telt {
                Telling::Werktijd if rooster.werkdag() == 0 => {
                    Some("Deze norm telt in werktijd, maar het contract heeft geen werktijden.")
                }
                Telling::Venstertijd if !rooster.has_vensters() => {
                    Some("Deze norm telt in vensters, maar het contract heeft geen vensters.")
                }
                _ => None,
            };
            if let Some(reason) = empty {
                problems.add(format!("{at}.telt"), "invalid", reason);
                continue;
            }
            if parts(&termijn.duur).is_none() {
                let reason =
                    "Gebruik dagen, uren en minuten, zoals P2D of PT4H: een maand of week heeft geen vaste duur.";
                problems.add(format!("{at}.duur"), "invalid", reason);
                continue;
            }
            match seconds(&termijn.duur, termijn.telt, rooster) {
                None => problems.add(format!("{at}.duur"), "invalid", "In vensters telt een norm in uren, zoals PT6H."),
                Some(length) if length <= 0 => {
                    problems.add(format!("{at}.duur"), "min_value", "Een termijn is langer dan nul.");
                }
                Some(length) if length > LONGEST => {
                    problems.add(format!("{at}.duur"), "max_value", "Een termijn is niet langer dan een jaar.");
                }
                Some(_) => {}
            }
        }
        self.check_order(rooster, name, problems);
    }

    /// Norms that count the same time can be compared: first accept, then be there, then have mended.
    fn check_order(&self, rooster: &Rooster, name: &str, problems: &mut Problems) {
        let length = |norm: Normsoort| {
            let termijn = self.termijn(norm)?;
            Some((termijn.telt, seconds(&termijn.duur, termijn.telt, rooster)?))
        };
        let pairs = [
            (Normsoort::Aannemen, Normsoort::TerPlaatse),
            (Normsoort::Aannemen, Normsoort::Hersteld),
            (Normsoort::TerPlaatse, Normsoort::Hersteld),
        ];
        for (first, then) in pairs {
            if let (Some((telt, early)), Some((other, late))) = (length(first), length(then))
                && telt == other
                && early > late
            {
                let reason = format!("De termijn voor {} is langer dan die voor {}.", first.naam(), then.naam());
                problems.add(format!("{name}.{}", first.member()), "invalid", reason);
            }
        }
    }
}

/// A time of the day; tells when it is none.
fn time(text: &str, group: &str, member: &str, problems: &mut Problems) -> Option<i16> {
    let found = minute(text);
    if found.is_none() {
        problems.add(format!("{group}.{member}"), "invalid", "Gebruik uren en minuten: 07:30.");
    }
    found
}

/// Whether two contracts say the same about where and for what they count.
fn same_scope(one: &Regel, other: &Regel) -> bool {
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    let uuids = |list: &[Uuid]| list.iter().copied().collect::<BTreeSet<_>>();
    let priorities = |regel: &Regel| Prioriteit::ALL.map(|prioriteit| regel.bereik.prioriteiten.contains(&prioriteit));
    set(&one.bereik.soorten) == set(&other.bereik.soorten)
        && uuids(&one.bereik.assets) == uuids(&other.bereik.assets)
        && uuids(&one.gebieden) == uuids(&other.gebieden)
        && priorities(one) == priorities(other)
}
