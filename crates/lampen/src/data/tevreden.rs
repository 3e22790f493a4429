// SPDX-License-Identifier: EUPL-1.2
//! What people answered to "how was it", counted.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::DateTime;

/// Answers about the work of one party in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Tevreden {
    /// The contractor; `None` for the municipality itself, or when there was no order.
    pub aannemer: Option<Uuid>,
    /// Its name; empty for the municipality.
    pub naam: String,
    /// How often 1, 2, 3, 4 and 5 was answered.
    pub aantallen: [i64; 5],
}

impl Tevreden {
    /// How many answered.
    pub fn aantal(&self) -> i64 {
        self.aantallen.iter().sum()
    }

    /// The mean; `None` when nobody answered.
    pub fn gemiddelde(&self) -> Option<f64> {
        let sum: i64 = self.aantallen.iter().zip(1..).map(|(aantal, cijfer)| aantal * cijfer).sum();
        #[expect(clippy::cast_precision_loss, reason = "numbers of answers")]
        let (sum, count) = (sum as f64, self.aantal() as f64);
        (count > 0.0).then(|| sum / count)
    }
}

/// Answers about what was over from one moment up to another, for each party.
pub fn tevredenheid(van: DateTime, tot: DateTime, cx: &mut Cx<'_, '_>) -> Result<Vec<Tevreden>> {
    let sql = "SELECT o.aannemer, n.naam, r.antwoord, COUNT(*) FROM incidenten i JOIN oordelen r ON r.incident = i.uuid
        LEFT JOIN werkopdrachten o ON o.incident = i.uuid LEFT JOIN aannemers n ON n.uuid = o.aannemer
        WHERE i.einde >= $1 AND i.einde < $2 GROUP BY o.aannemer, n.naam, r.antwoord ORDER BY n.naam, o.aannemer, r.antwoord";
    let values = [van.sort_key().into(), tot.sort_key().into()];
    let mut found: Vec<Tevreden> = Vec::new();
    cx.tx.each(sql, &values, |row| {
        let aannemer = row.opt_uuid(0)?;
        if found.last().is_none_or(|last| last.aannemer != aannemer) {
            let naam = row.opt_text(1)?.unwrap_or_default();
            found.push(Tevreden { aannemer, naam, aantallen: [0; 5] });
        }
        let place = usize::try_from(row.int(2)? - 1).unwrap_or(usize::MAX);
        if let Some(count) = found.last_mut().and_then(|last| last.aantallen.get_mut(place)) {
            *count += row.int(3)?;
        }
        Ok(())
    })?;
    Ok(found)
}
