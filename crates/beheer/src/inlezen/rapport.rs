// SPDX-License-Identifier: EUPL-1.2
//! What a report says, as it is kept: counts and reasons, without words, so that every reader has it in a language of choice.

use serde::{Deserialize, Serialize};
use waarmaker_assets::{
    Crs,
    import::{Finding, Format, Reason, Report, Warning},
};

/// Findings that are kept; of more only the number is.
const MOST: usize = 200;

/// A report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Rapport {
    /// Of the file; empty when it could not be told.
    pub(super) formaat: String,
    pub(super) codering: String,
    pub(super) stelsel: Option<Crs>,
    /// Columns that are the number.
    pub(super) sleutel: Vec<String>,
    /// Columns that together would identify every row.
    pub(super) voorstellen: Vec<Vec<String>>,
    pub(super) rijen: u64,
    pub(super) nieuw: u64,
    pub(super) veranderd: u64,
    pub(super) gelijk: u64,
    pub(super) verwijderd: u64,
    pub(super) geweigerd: u64,
    pub(super) bevindingen: Vec<Bevinding>,
    /// How many more there are.
    pub(super) meer: u64,
    pub(super) let_op: Vec<Warning>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bevinding {
    /// Line, from 1; 0 for the file as a whole.
    pub(super) regel: u64,
    pub(super) kolom: String,
    pub(super) waarde: String,
    pub(super) reden: Reason,
}

impl From<&Finding> for Bevinding {
    fn from(finding: &Finding) -> Self {
        Self {
            regel: finding.line,
            kolom: finding.column.clone(),
            waarde: finding.value.clone(),
            reden: (*finding.reason).clone(),
        }
    }
}

impl From<&Report> for Rapport {
    fn from(report: &Report) -> Self {
        let more = u64::try_from(report.findings.len().saturating_sub(MOST)).unwrap_or_default();
        let format = |format: Format| match format {
            Format::Geojson => "GeoJSON",
            Format::Csv => "CSV",
        };
        Self {
            formaat: report.format.map(format).unwrap_or_default().to_owned(),
            codering: report.encoding.unwrap_or_default().to_owned(),
            stelsel: report.crs,
            sleutel: report.key.clone(),
            voorstellen: report.suggestions.clone(),
            rijen: report.rows,
            nieuw: report.new,
            veranderd: report.changed,
            gelijk: report.unchanged,
            verwijderd: report.removed,
            geweigerd: report.refused,
            bevindingen: report.findings.iter().take(MOST).map(Bevinding::from).collect(),
            meer: report.more_findings + more,
            let_op: report.warnings.clone(),
        }
    }
}
