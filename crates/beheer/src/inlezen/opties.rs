// SPDX-License-Identifier: EUPL-1.2
//! How a file is to be read, and reading it.

use serde::{Deserialize, Serialize};
use waarmaker_api::{Cx, Result};
use waarmaker_assets::{
    Crs,
    import::{AreaOptions, Areas, Batch, Options, Plan, Report, Tally, read_areas, read_assets},
};
use waarmaker_ui::{
    Say,
    form::{Errors, Posted},
};

/// The fields of the form.
pub(super) const FIELDS: [&str; 7] = ["wat", "soort", "sleutel", "naam", "codering", "stelsel", "ouder"];

/// How a file is to be read, as people fill it in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Opties {
    /// `assets` or `gebieden`.
    pub(super) wat: String,
    pub(super) soort: String,
    /// Columns that together name a row, with commas; the column of the code of areas.
    pub(super) sleutel: String,
    pub(super) naam: String,
    pub(super) codering: String,
    /// `rd`, `wgs84` or empty.
    pub(super) stelsel: String,
    pub(super) ouder: String,
    pub(super) overslaan: bool,
    pub(super) verwijderen: bool,
}

impl Opties {
    pub(super) fn of(posted: &Posted) -> Self {
        let text = |name: &str| posted.text(name).to_owned();
        let ticked = |value: &str| posted.all("extra").any(|one| one == value);
        Self {
            wat: if posted.text("wat") == "gebieden" { "gebieden".to_owned() } else { "assets".to_owned() },
            soort: text("soort"),
            sleutel: text("sleutel"),
            naam: text("naam"),
            codering: text("codering"),
            stelsel: text("stelsel"),
            ouder: text("ouder"),
            overslaan: ticked("overslaan"),
            verwijderen: ticked("verwijderen"),
        }
    }

    /// The same as a form, to be shown again.
    pub(super) fn posted(&self) -> Posted {
        let mut values = vec![
            ("wat", self.wat.as_str()),
            ("soort", &self.soort),
            ("sleutel", &self.sleutel),
            ("naam", &self.naam),
            ("codering", &self.codering),
            ("stelsel", &self.stelsel),
            ("ouder", &self.ouder),
        ];
        if self.overslaan {
            values.push(("extra", "overslaan"));
        }
        if self.verwijderen {
            values.push(("extra", "verwijderen"));
        }
        Posted::of(&values)
    }

    pub(super) fn check(&self, t: Say) -> Errors {
        let mut errors = Errors::default();
        if !waarmaker_assets::is_soort(&self.soort) {
            errors.add("soort", t.say("fout-soort"));
        }
        if self.overslaan && self.verwijderen {
            errors.add("extra", t.say("fout-overslaan"));
        }
        errors
    }

    /// Reads the file, without the database. It takes a while: not on a thread that serves others.
    pub(super) fn lees(&self, bytes: &[u8], dry_run: bool) -> Gelezen {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (name, encoding) = (some(&self.naam), some(&self.codering));
        let crs = match self.stelsel.as_str() {
            "rd" => Some(Crs::Rd),
            "wgs84" => Some(Crs::Wgs84),
            _ => None,
        };
        if self.wat == "gebieden" {
            let (kind, code) = (self.soort.clone(), some(&self.sleutel));
            let options = AreaOptions { kind, encoding, code, name, crs, anywhere: false, dry_run };
            return Gelezen::Gebieden(Box::new(read_areas(bytes, &options)));
        }
        let key = self.sleutel.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let options = Options {
            kind: self.soort.clone(),
            encoding,
            key,
            name,
            crs,
            parent: some(&self.ouder),
            skip_errors: self.overslaan,
            remove_missing: self.verwijderen,
            dry_run,
            ..Options::default()
        };
        Gelezen::Assets(Box::new(read_assets(bytes, &options)))
    }
}

/// A file that was read.
pub(super) enum Gelezen {
    Assets(Box<Batch>),
    Gebieden(Box<Areas>),
}

impl Gelezen {
    /// What would happen.
    pub(super) fn probeer(&self, cx: &mut Cx<'_, '_>) -> Result<Report> {
        match self {
            Self::Assets(batch) => batch.store(cx, &|_, _| {}),
            Self::Gebieden(areas) => areas.store(cx, &|_, _| {}),
        }
    }

    /// Holds it against the register.
    pub(super) fn plan(self, cx: &mut Cx<'_, '_>) -> Result<Voornemen> {
        Ok(match self {
            Self::Assets(batch) => Voornemen::Assets(Box::new(batch.plan(cx)?)),
            Self::Gebieden(areas) => Voornemen::Gebieden(areas),
        })
    }
}

/// A file that was held against the register, to be stored in portions.
pub(super) enum Voornemen {
    Assets(Box<Plan>),
    Gebieden(Box<Areas>),
}

impl Voornemen {
    /// What is wrong.
    pub(super) const fn rapport(&self) -> &Report {
        match self {
            Self::Assets(plan) => plan.report(),
            Self::Gebieden(areas) => areas.report(),
        }
    }

    /// Whether it may be stored.
    pub(super) fn mag(&self) -> bool {
        match self {
            Self::Assets(plan) => plan.may_be_stored(),
            Self::Gebieden(areas) => areas.may_be_stored(),
        }
    }

    /// How many rows there are.
    pub(super) fn totaal(&self) -> u64 {
        match self {
            Self::Assets(plan) => plan.total(),
            Self::Gebieden(areas) => u64::try_from(areas.len()).unwrap_or(u64::MAX),
        }
    }

    /// Writes the next rows.
    pub(super) fn portie(&self, stand: Tally, most: usize, cx: &mut Cx<'_, '_>) -> Result<Tally> {
        match self {
            Self::Assets(plan) => plan.portion(stand, most, cx),
            Self::Gebieden(areas) => areas.portion(stand, most, cx),
        }
    }

    /// What it did, when all is stored.
    pub(super) fn uitkomst(&self, stand: Tally) -> Report {
        match self {
            Self::Assets(plan) => plan.outcome(stand),
            Self::Gebieden(areas) => areas.outcome(stand),
        }
    }
}
